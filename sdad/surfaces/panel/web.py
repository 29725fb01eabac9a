"""The panel's web server: the guard, the finished files, and the page."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

from sdad.surfaces.door.guard import Guard
from sdad.surfaces.door.passes import Pass
from sdad.surfaces.panel.client import ApiClient

_RENDER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_PASSED = {"accept-ranges", "content-length", "content-range", "content-type", "etag", "last-modified"}


def web_app(api: ApiClient, port: int, temp: Path) -> Guard:
    """Returns the panel's application behind the guard.

    Gradio looks at neither ``Host`` nor ``Origin`` and takes files from whoever sends them; here all of that ends at
    the guard, uploads too, since they are no JSON.

    Importing Gradio takes seconds, so it happens here and not when this module is imported.

    Args:
        api: The daemon's API, which must answer.
        port: The port that it answers on.
        temp: A folder of the panel's own for what Gradio wants to keep.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(temp)
    import gradio as gr

    from sdad.surfaces.panel.app import PanelPage
    from sdad.surfaces.panel.theme import CSS, HEAD, theme

    app = FastAPI(openapi_url=None)
    _serve_takes(app, api)
    page = PanelPage(api, api.get("/api/controls")["controls"]).build()
    # Mounted pages skip Gradio's check of which files may be read, unless they count as launched.
    page.has_launched = True
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1mb",
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        css=CSS,
        head=HEAD,
    )
    # The page's own scripts and styles stand in the page; what matters is that no other page lays itself over it.
    return Guard(app, api.token, policy="frame-ancestors 'none'", browsers=Pass(port))


def _serve_takes(app: FastAPI, api: ApiClient) -> None:
    """Passes a take on from the daemon, byte for byte and with ranges, so that a player can seek in a long file."""
    daemon = httpx.AsyncClient(base_url=api.url, timeout=30.0, trust_env=False)

    @app.get("/audio/{render}")
    async def audio(render: str, request: Request) -> Response:
        if not _RENDER_ID.fullmatch(render):
            return PlainTextResponse("No such take.", status_code=404)
        wanted = {**api.headers(), "accept-encoding": "identity"}
        if "range" in request.headers:
            wanted["range"] = request.headers["range"]
        question = daemon.build_request("GET", f"/api/renders/{render}/audio", headers=wanted)
        try:
            answer = await daemon.send(question, stream=True)
        except httpx.HTTPError:
            return PlainTextResponse("The sdad daemon does not answer.", status_code=502)
        headers = {name: value for name, value in answer.headers.items() if name in _PASSED}
        return StreamingResponse(_body(answer), status_code=answer.status_code, headers=headers)


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for block in answer.aiter_raw():
            yield block
    finally:
        await answer.aclose()
