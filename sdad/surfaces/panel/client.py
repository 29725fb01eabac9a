"""The panel's way to the daemon: its HTTP API, with the errors that the daemon reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import httpx

from sdad.errors import DaemonNotRunning, OtherVersion, SdadError, TimedOut

Json = dict[str, Any]

TIMEOUT_S = 5.0
"""The API answers at once or not at all; a page that waited longer would only seem frozen."""


_SPEAKING_FOR: ContextVar[str] = ContextVar("speaking_for", default="")


class ApiClient:
    """Asks the daemon. Safe to use from several threads.

    Args:
        url: The API's address, such as ``http://127.0.0.1:9110``.
        token_file: The file that holds the token.
    """

    def __init__(self, url: str, token_file: Path) -> None:
        self.url = url
        self._token_file = token_file
        # trust_env off: a proxy set for the web must not be asked for an address on this machine.
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)

    @property
    def token(self) -> str:
        """The token, read anew each time, since each start of the daemon may change it.

        Raises:
            DaemonNotRunning: there is none.
        """
        try:
            return self._token_file.read_text("utf-8").strip()
        except OSError:
            raise DaemonNotRunning from None

    @contextmanager
    def speaking_for(self, host: str) -> Iterator[None]:
        """Tells the daemon, of all that is asked meanwhile in this thread, from which machine it comes."""
        before = _SPEAKING_FOR.set(host)
        try:
            yield
        finally:
            _SPEAKING_FOR.reset(before)

    def headers(self) -> dict[str, str]:
        """Returns what authorises a request and says whom it is for."""
        host = _SPEAKING_FOR.get()
        return {"Authorization": f"Bearer {self.token}", **({"X-Sdad-For": host} if host else {})}

    def get(self, path: str) -> Json:
        """Returns the answer to a question.

        Raises:
            DaemonNotRunning: nothing listens.
            TimedOut: there was no answer in time.
            SdadError: the daemon refused, in its own words.
        """
        return self._ask("GET", path, None)

    def post(self, path: str, body: Json | None = None) -> Json:
        """Sends a command and returns its answer; raises as :meth:`get` does."""
        return self._ask("POST", path, body or {})

    def _ask(self, method: str, path: str, body: Json | None) -> Json:
        try:
            answer = self._http.request(method, path, json=body, headers=self.headers())
        except httpx.TimeoutException:
            raise TimedOut("The sdad daemon", TIMEOUT_S) from None
        except httpx.HTTPError:
            raise DaemonNotRunning from None
        try:
            facts = answer.json()
        except ValueError:
            facts = {}
        if answer.is_success and isinstance(facts, dict):
            return facts
        if isinstance(facts, dict) and "text" in facts:
            raise SdadError.from_dict(facts)
        raise OtherVersion(path, answer.status_code)

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()
