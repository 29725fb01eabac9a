"""How a browser shows that it may act: by a cookie, since a page cannot add the token to what it asks by itself.

The cookie is no copy of the token. Browsers send a cookie to every port of a machine, so that another program there may
see it; with it one can work the panel until the panel ends, and nothing more.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

Header = tuple[bytes, bytes]


class Pass:
    """The cookie of one server, new at each of its starts.

    Args:
        port: The server's port: cookies know no ports, so that the name has to tell them apart.
    """

    def __init__(self, port: int) -> None:
        self._name = f"sdad-{port}"
        self._value = secrets.token_urlsafe(32)

    def is_in(self, cookies: str) -> bool:
        """Returns whether a request's ``Cookie`` header shows the pass."""
        try:
            shown = SimpleCookie(cookies).get(self._name)
        except CookieError:
            return False
        return shown is not None and secrets.compare_digest(shown.value.encode(), self._value.encode())

    @property
    def header(self) -> Header:
        """What gives the pass to a browser: no script can read it and no other site's page makes it be sent."""
        return b"set-cookie", f"{self._name}={self._value}; Path=/; HttpOnly; SameSite=Strict".encode()


def token_in(query: bytes) -> str:
    """Returns what a link shows as ``?token=…``, or an empty text."""
    return parse_qs(query.decode("latin-1")).get("token", [""])[0]
