"""The panel child: ``python -m sdad.surfaces.panel --api URL --port N --token-file F``."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from sdad import logs
from sdad.child import ChildEnd
from sdad.errors import SdadError
from sdad.surfaces.door.serving import config, listen
from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.web import web_app

AGAIN_S = 0.2


def main() -> None:
    """Waits for the API, then serves the page until the parent ends."""
    parser = argparse.ArgumentParser(prog="python -m sdad.surfaces.panel", description="The browser panel of sdad.")
    parser.add_argument("--api", required=True, help="address of the HTTP API")
    parser.add_argument("--host", default="127.0.0.1", help="interface to listen on")
    parser.add_argument("--port", type=int, default=9111, help="TCP port; the next free one when it is taken")
    parser.add_argument("--token-file", type=Path, required=True, help="file that holds the API's token")
    arguments = parser.parse_args()
    child = ChildEnd()
    logs.begin(logs.to_parent("panel"))
    api = ApiClient(arguments.api, arguments.token_file)
    if _wait_for(api, child):
        with tempfile.TemporaryDirectory(prefix="sdad-panel-") as temp:
            asyncio.run(_serve(child, api, arguments.host, arguments.port, Path(temp)))


def _wait_for(api: ApiClient, child: ChildEnd) -> bool:
    """Returns True once the API answers, False when the parent ended first."""
    while not child.stopping.is_set():
        try:
            api.get("/api/controls")
        except SdadError:
            child.stopping.wait(AGAIN_S)
        else:
            return True
    return False


async def _serve(child: ChildEnd, api: ApiClient, host: str, port: int, temp: Path) -> None:
    import uvicorn

    with listen("Panel", host, port) as listener:
        bound = listener.getsockname()[1]
        server = uvicorn.Server(config(web_app(api, bound, temp), lifespan="on", timeout_graceful_shutdown=2))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        child.send({"type": "ready", "port": bound})
        while not serving.done():
            if child.stopping.is_set():
                server.should_exit = True
            await asyncio.wait([serving], timeout=AGAIN_S)
        await serving


if __name__ == "__main__":
    main()
