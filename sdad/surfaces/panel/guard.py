"""Who may talk to the panel: pages of its own, asked for under its own name."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

UPLOAD = "upload"


class Guard:
    """Refuses foreign hosts, foreign origins and uploads before Gradio sees them.

    Gradio checks neither: a web page that makes its own name point at this machine (DNS rebinding) could read and
    work the panel, and any page could leave files here. The panel takes no files, so uploads have no business at all.

    Args:
        app: What is guarded.
        hosts: The names with port under which the panel is reached, such as ``127.0.0.1:9111``.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = {host.encode() for host in hosts}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers 403."""
        if scope["type"] in ("http", "websocket") and not self._is_own(scope):
            refusal = PlainTextResponse("The sdad panel answers its own pages only.", status_code=403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        if headers.get(b"host", b"") not in self._hosts:
            return False
        origin = headers.get(b"origin")
        if origin is not None and origin not in self._origins:
            return False
        return UPLOAD not in scope["path"].strip("/").split("/")
