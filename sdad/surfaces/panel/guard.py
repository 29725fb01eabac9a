"""Who may talk to the panel: pages of its own, asked for under its own name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UPLOAD = "upload"
_NO_FRAMES = (b"content-security-policy", b"frame-ancestors 'none'")
"""No other page may lay itself over the panel and catch the clicks."""


def hosts_of(host: str) -> list[str]:
    """Returns the names by which a panel that listens on an interface may be asked for."""
    named = f"[{host}]" if ":" in host else host
    return list(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", named]))


class Guard:
    """Refuses foreign hosts, foreign origins and uploads before Gradio sees them.

    Gradio checks neither: a web page that makes its own name point at this machine (DNS rebinding) could read and
    work the panel, and any page could leave files here. The panel takes no files, so uploads have no business at all.

    Args:
        app: What is guarded.
        host: The interface that the panel listens on. On all interfaces (``0.0.0.0``) any plain address is good: only
            a name can be made to point here by somebody else.
        port: The port that it answers on.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._app = app
        self._names: Iterable[str] = hosts_of(host)
        self._any_address = ipaddress.ip_address(host).is_unspecified
        self._port = str(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers 403."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _NO_FRAMES]
            await send(message)

        if self._is_own(scope):
            await self._app(scope, receive, sealed)
        else:
            await PlainTextResponse("The sdad panel answers its own pages only.", 403)(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"")
        if not self._is_our_name(host.decode("latin-1")):
            return False
        origin = headers.get(b"origin")
        if origin is not None and origin != b"http://" + host:
            return False
        return _UPLOAD not in scope["path"].strip("/").split("/")

    def _is_our_name(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        if port != self._port:
            return False
        return name in self._names or (self._any_address and _is_address(name.strip("[]")))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
