"""OSCQuery as an ASGI application: for every path that the HTTP API leaves free."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from sdad.control.port import EnginePort
from sdad.errors import MalformedMessage
from sdad.surfaces.osc.query.answers import Answers
from sdad.surfaces.osc.query.sockets import WEB, Sockets
from sdad.surfaces.osc.query.tree import Latest, Tree
from sdad.surfaces.osc.server import OscSurface


class QueryApp:
    """Answers for an OSC surface.

    Args:
        port: The engine.
        osc: The surface, whether or not it has been started.
    """

    def __init__(self, port: EnginePort, osc: OscSurface) -> None:
        latest = Latest()
        tree = Tree(port, osc.conversation.standing, osc.aliases, latest)
        self._answers = Answers(tree, lambda: osc.bound_port)
        self._sockets = Sockets(tree, osc.conversation.feedback.put, osc.aliases.book.by_address)
        osc.conversation.watchers += [latest.remember, self._sockets.watch]
        osc.elsewhere[WEB] = self._sockets.deliver
        osc.aliases.watchers.append(lambda: self._sockets.say_own(osc.aliases.book.by_address))
        self._end: Callable[[], None] = port.subscribe(self._sockets.on_event)

    def stop(self) -> None:
        """Hears nothing of the engine any more."""
        self._end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request or one client."""
        if scope["type"] == "websocket":
            await self._sockets.serve(WebSocket(scope, receive, send))
            return
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            error = MalformedMessage(request.url.path, f"{request.method} does nothing here", "send changes by OSC")
            response: Response = JSONResponse(error.as_dict(), 405, {"allow": "GET, HEAD"})
        else:
            server = scope.get("server") or ("127.0.0.1", 0)
            answer = self._answers.answer
            status, body = await run_in_threadpool(answer, scope["path"], request.url.query, server)
            response = Response(status_code=status) if body is None else JSONResponse(body, status)
        await response(scope, receive, send)
