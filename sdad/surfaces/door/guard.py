"""Who may talk to the HTTP API and to the panel. Outermost of all: nothing behind it sees a request that it refuses.

A page in the musician's own browser is the likeliest intruder: it can send requests to this machine, and by giving its
own name our address it can even read the answers. So the ``Host`` must be exactly where the request arrived, an
``Origin`` must be the same, and whatever changes something must be JSON and show the token that lies in a file only
this user can read. Whoever comes from another machine shows it for everything.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from sdad.control.places import is_this_machine
from sdad.errors import Busy, MalformedMessage, NotAllowed, SdadError, TimedOut
from sdad.surfaces.door.limits import BODY_S, Message, Rate, Receive, whole_body
from sdad.surfaces.door.passes import Header, Pass, token_in

Scope = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SAFE = frozenset({"GET", "HEAD"})
_OWN_SITE = frozenset({"same-origin", "none"})
_NO_SNIFFING: Header = (b"x-content-type-options", b"nosniff")
_LOG_EVERY_S = 1.0

_log = logging.getLogger(__name__)


class _Refusal(Exception):
    def __init__(self, status: int, error: SdadError) -> None:
        super().__init__(error.text)
        self.status = status
        self.error = error


class Guard:
    """An ASGI application around another one.

    Args:
        app: What it guards.
        token: What whoever changes something must show.
        policy: The content security policy of every answer; it must forbid frames.
        headers: What else every answer carries.
        browsers: The pass of the server's own pages; None for a server that has none.
        rate: How many requests an address may make.
        readers: Whether an address elsewhere may read a path without the token, given as path and address.
    """

    def __init__(
        self,
        app: App,
        token: str,
        *,
        policy: str = "default-src 'none'; frame-ancestors 'none'",
        headers: Iterable[Header] = (),
        browsers: Pass | None = None,
        rate: Rate | None = None,
        readers: Callable[[str, str], bool] = lambda path, host: False,
    ) -> None:
        self._app = app
        self._token = token.encode()
        self._headers = [_NO_SNIFFING, (b"content-security-policy", policy.encode()), *headers]
        self._browsers = browsers
        self._rate = rate or Rate()
        self._readers = readers
        self._refused = 0
        self._logged_at = -_LOG_EVERY_S

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a request or hands it on, with the whole of its body."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        caller = _Caller(scope)
        try:
            self._check(caller)
            if caller.is_socket:
                await self._app(scope, receive, send)
                return
            if self._is_link(caller):
                await self._let_in(caller, send)
                return
            body = await _body(caller, receive)
        except _Refusal as refusal:
            self._note(caller, refusal)
            await self._refuse(caller, refusal, send)
            return
        if body is not None:
            await self._app(scope, _replayed(body, receive), self._marked(caller, send))

    def _check(self, caller: _Caller) -> None:
        path = caller.path
        if caller.all("host") not in [[name] for name in caller.names]:
            reason = "it was sent to a name that is not this server's"
            raise _Refusal(400, NotAllowed(path, reason, "Use http://127.0.0.1 with the port that sdad status shows."))
        own = f"http://{caller.one('host')}"
        foreign = any(origin != own for origin in caller.all("origin"))
        if foreign or any(site not in _OWN_SITE for site in caller.all("sec-fetch-site")):
            reason = "it comes from another site's page"
            raise _Refusal(403, NotAllowed(path, reason, "Use the panel, the command line or OSC."))
        if not self._rate.take(caller.host):
            reason = f"{path}: too many requests came from {caller.host}."
            raise _Refusal(429, Busy(reason, "Send fewer, or wait a second.", path))
        may_read = caller.is_here or self._readers(path, caller.host)
        if (caller.changes_something or not may_read) and not self._knows_token(caller):
            reason = "it does not show the token"
            raise _Refusal(401, NotAllowed(path, reason, f"{self._how_to_show_it()} what is in state/token."))
        if caller.changes_something and not caller.is_json:
            raise _Refusal(415, MalformedMessage(path, "the body is not JSON", 'send it as "application/json"'))

    def _knows_token(self, caller: _Caller) -> bool:
        scheme, _, token = caller.one("authorization").partition(" ")
        if scheme.lower() == "bearer" and self._is_token(token.strip()):
            return True
        return self._browsers is not None and (self._browsers.is_in(caller.one("cookie")) or self._is_link(caller))

    def _is_token(self, shown: str) -> bool:
        return secrets.compare_digest(shown.encode(), self._token)

    def _how_to_show_it(self) -> str:
        return 'Send "Authorization: Bearer" and' if self._browsers is None else "Open the panel with ?token= and"

    # -- browsers ------------------------------------------------------------------------------------------------

    def _is_link(self, caller: _Caller) -> bool:
        """Returns whether this is the link that carries the token."""
        return self._browsers is not None and caller.method == "GET" and self._is_token(token_in(caller.query))

    async def _let_in(self, caller: _Caller, send: Send) -> None:
        """Gives a browser its pass, and the address again without the token: that must not stay in its history."""
        assert self._browsers is not None
        headers = [(b"location", b"/"), (b"referrer-policy", b"no-referrer"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": [*headers, self._browsers.header]})
        await send({"type": "http.response.body", "body": b""})

    def _marked(self, caller: _Caller, send: Send) -> Send:
        headers = list(self._headers)
        if self._browsers is not None and caller.is_here and not self._browsers.is_in(caller.one("cookie")):
            # A browser on this machine has shown by its address that it may work the panel.
            headers.append(self._browsers.header)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        return marked

    # -- refusing ------------------------------------------------------------------------------------------------

    def _note(self, caller: _Caller, refusal: _Refusal) -> None:
        """Logs refusals at most once a second: whoever floods the door must not flood the log."""
        self._refused += 1
        now = time.monotonic()
        if now - self._logged_at >= _LOG_EVERY_S:
            self._logged_at = now
            _log.warning("Refused %d request(s) so far; now from %s: %s", self._refused, caller.host, refusal.error)

    async def _refuse(self, caller: _Caller, refusal: _Refusal, send: Send) -> None:
        of_socket = "websocket." if caller.is_socket else ""
        if caller.is_socket and not caller.may_be_denied_in_words:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal.error.code})
            return
        body = json.dumps(refusal.error.as_dict()).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *self._headers,
        ]
        await send({"type": f"{of_socket}http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": f"{of_socket}http.response.body", "body": body})


class _Caller:
    """What a request says about itself, and what its connection says about it."""

    def __init__(self, scope: Scope) -> None:
        self._pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        self.is_socket = scope["type"] == "websocket"
        self.may_be_denied_in_words = "websocket.http.response" in (scope.get("extensions") or {})
        self.method = "" if self.is_socket else str(scope["method"])
        self.path = str(scope["path"])
        self.query = bytes(scope.get("query_string", b""))
        self.host = str((scope.get("client") or ("", 0))[0])
        self.is_here = is_this_machine(self.host)
        self.names = _names(*(scope.get("server") or ("", 0)))

    @property
    def changes_something(self) -> bool:
        return not self.is_socket and self.method not in _SAFE

    @property
    def is_json(self) -> bool:
        return self.one("content-type").partition(";")[0].strip().lower() == "application/json"

    def all(self, name: str) -> list[str]:
        return [value for given, value in self._pairs if given == name]

    def one(self, name: str) -> str:
        values = self.all(name)
        return values[0] if len(values) == 1 else ""


def _names(address: str, port: int | None) -> list[str]:
    """Returns the exact texts by which a request may name the end of the connection that it came by."""
    address = address.removeprefix("::ffff:")
    own = f"[{address}]" if ":" in address else address
    names = ["127.0.0.1", "localhost", "[::1]", own] if is_this_machine(address) else [own]
    return [f"{name}:{port}" for name in names] if address and port else []


async def _body(caller: _Caller, receive: Receive) -> bytes | None:
    try:
        return await whole_body(caller.path, caller.one("content-length"), receive)
    except MalformedMessage as error:
        raise _Refusal(413, error) from None
    except TimeoutError:
        raise _Refusal(408, TimedOut("The body of a request", BODY_S)) from None


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
