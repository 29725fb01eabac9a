"""Who may talk to the HTTP API. Outermost of all: nothing behind it sees a request that it refuses.

A page in the musician's own browser is the likeliest intruder: it can send requests to this machine, and by giving its
own name our address it can even read the answers. So the ``Host`` must be one of ours, an ``Origin`` must be our own,
and whatever changes something must be JSON and carry the token that lies in a file only this user can read. Another
machine, where the musician has let them in, shows the token for everything.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from sdad.control.network import is_this_machine
from sdad.errors import Busy, MalformedMessage, NotAllowed, SdadError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1_000_000
"""The largest body of a request."""
BODY_S = 30.0
"""How long a request may take to send its body."""
CHANGES_PER_S = 200.0
"""How many requests that change something one machine may send in a second, with as many in store after a pause."""
MOST_CLIENTS = 256

from_afar: ContextVar[bool] = ContextVar("from_afar", default=False)
"""Whether the request in hand came from another machine."""

_SAFE = frozenset({"GET", "HEAD"})
_OWN_SITE = frozenset({"same-origin", "none"})
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class _Refusal(Exception):
    def __init__(self, status: int, error: SdadError) -> None:
        super().__init__(error.text)
        self.status = status
        self.error = error


class OwnNames:
    """The exact ``name:port`` texts by which a server may be addressed.

    Listening everywhere (``0.0.0.0`` or ``::``), any plain address will do: only a name can be made to point here by
    somebody else, who then reads our answers (DNS rebinding).

    Args:
        host: The address that it listens on.
        port: The port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._everywhere = host in ("0.0.0.0", "::")
        named = [] if self._everywhere else [f"[{host}]" if ":" in host else host]
        self._names = frozenset(f"{name}:{port}" for name in ["127.0.0.1", "localhost", "[::1]", *named])
        self._port = str(port)

    def __contains__(self, host: str) -> bool:
        """Whether a ``Host`` is ours."""
        if host in self._names:
            return True
        name, _, port = host.rpartition(":")
        return self._everywhere and port == self._port and _is_plain_address(name)


def _is_plain_address(name: str) -> bool:
    bracketed = name.startswith("[") and name.endswith("]")
    try:
        address = ipaddress.ip_address(name[1:-1] if bracketed else name)
    except ValueError:
        return False
    return (address.version == 6) == bracketed and not address.is_unspecified


class _Pace:
    """How many changes each machine may still ask for."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, client: str) -> bool:
        """Returns whether a machine may ask for one more change now, and counts it."""
        now = self._clock()
        left, at = self._left.pop(client, (CHANGES_PER_S, now))
        left = min(CHANGES_PER_S, left + (now - at) * CHANGES_PER_S)
        allowed = left >= 1.0
        self._left[client] = (left - allowed, now)
        while len(self._left) > MOST_CLIENTS:
            self._left.pop(next(iter(self._left)))
        return allowed


class Guard:
    """An ASGI application around another one.

    Args:
        app: What it guards.
        names: By which this server may be addressed.
        token: What whoever changes something must show.
        clock: Seconds that never jump.
    """

    def __init__(self, app: App, names: OwnNames, token: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._names = names
        self._token = token.encode()
        self._pace = _Pace(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a request or hands it on, with a limit on its body."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except _Refusal as refusal:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": refusal.error.code})
            else:
                await _answer(send, refusal)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        try:
            # Read whole before anybody else sees it: bodies are small, and a late or endless one then harms nobody.
            body = await asyncio.wait_for(_body(scope, receive), BODY_S)
        except TimeoutError:
            body = None
        except _Refusal as refusal:
            await _answer(send, refusal)
            return
        if body is not None:
            await self._app(scope, _replayed(body, receive), _marked(send))

    def _check(self, scope: Scope) -> None:
        headers = _Headers(scope)
        path = str(scope["path"])
        client = str((scope.get("client") or ("",))[0])
        from_afar.set(not is_this_machine(client))
        hosts = headers.all("host")
        if len(hosts) != 1 or hosts[0] not in self._names:
            reason = "it was sent to a name that is not this server's"
            raise _Refusal(400, NotAllowed(path, reason, "Use http://127.0.0.1 with the port that sdad status shows."))
        # A page of ours is one that was asked for by the very name that this request is sent to.
        foreign = any(origin != f"http://{hosts[0]}" for origin in headers.all("origin"))
        if foreign or any(site not in _OWN_SITE for site in headers.all("sec-fetch-site")):
            reason = "it comes from another site's page"
            raise _Refusal(403, NotAllowed(path, reason, "Use the panel, the command line or OSC."))
        only_looks = scope["type"] == "websocket" or scope["method"] in _SAFE
        if only_looks and not from_afar.get():
            return
        scheme, _, token = headers.one("authorization").partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(token.strip().encode(), self._token):
            reason = "it does not show the token"
            raise _Refusal(401, NotAllowed(path, reason, 'Send "Authorization: Bearer" and what is in state/token.'))
        if only_looks:
            return
        if not self._pace.take(client):
            busy = Busy(f"{path}: more than {CHANGES_PER_S:.0f} changes a second are too many.", "Send them by OSC.")
            raise _Refusal(429, busy)
        if headers.one("content-type").partition(";")[0].strip().lower() != "application/json":
            raise _Refusal(415, MalformedMessage(path, "the body is not JSON", 'send it as "application/json"'))


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """Returns the body, or None when whoever sent it has gone. What it says about its own length is not believed."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _Refusal(
                413, MalformedMessage(str(scope["path"]), "the body is too large", f"send at most {MOST_BYTES} bytes")
            )
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
        await send(message)

    return marked


class _Headers:
    def __init__(self, scope: Scope) -> None:
        self._pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]

    def all(self, name: str) -> list[str]:
        return [value for given, value in self._pairs if given == name]

    def one(self, name: str) -> str:
        values = self.all(name)
        return values[0] if len(values) == 1 else ""


async def _answer(send: Send, refusal: _Refusal) -> None:
    body = json.dumps(refusal.error.as_dict()).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
