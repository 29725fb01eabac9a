"""Who may talk to the HTTP API. Outermost of all: nothing behind it sees a request that it refuses.

A page in the musician's own browser is the likeliest intruder: it can send requests to this machine, and by giving its
own name our address it can even read the answers. So the ``Host`` must be one of ours, an ``Origin`` must be our own,
and whatever changes something must be JSON and carry the token that lies in a file only this user can read.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from sdad.errors import MalformedMessage, NotAllowed, SdadError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1_000_000
"""The largest body of a request."""
BODY_S = 30.0
"""How long a request may take to send its body."""
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


class Guard:
    """An ASGI application around another one.

    Args:
        app: What it guards.
        hosts: The exact ``name:port`` texts by which this server may be addressed.
        token: What whoever changes something must show.
    """

    def __init__(self, app: App, hosts: Iterable[str], token: str) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._token = token.encode()

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
        if headers.all("host") not in [[host] for host in self._hosts]:
            reason = "it was sent to a name that is not this server's"
            raise _Refusal(400, NotAllowed(path, reason, "Use http://127.0.0.1 with the port that sdad status shows."))
        foreign = any(origin not in self._origins for origin in headers.all("origin"))
        if foreign or any(site not in _OWN_SITE for site in headers.all("sec-fetch-site")):
            reason = "it comes from another site's page"
            raise _Refusal(403, NotAllowed(path, reason, "Use the panel, the command line or OSC."))
        if scope["type"] == "websocket" or scope["method"] in _SAFE:
            return
        scheme, _, token = headers.one("authorization").partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(token.strip().encode(), self._token):
            reason = "it does not show the token"
            raise _Refusal(401, NotAllowed(path, reason, 'Send "Authorization: Bearer" and what is in state/token.'))
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
