"""Events on a WebSocket, as they happen: ``{"event": "RenderDone", "job": …}``."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable

from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from sdad.control.events import Event
from sdad.control.port import EnginePort, Json
from sdad.errors import Busy

MOST_LISTENERS = 64
MOST_WAITING = 12_000
"""How many events may wait for a listener that does not read; then it is let go and may come again.

One command can make 10,000 at once, of all the renders that it queues or cancels, before anybody could read any of it.
All listeners wait for the same ones, so that many of them take no more memory than one.
"""

_FULL = 1013
"""The close code "try again later"."""


def as_json(event: Event) -> Json:
    """Returns an event's name and fields."""
    return {"event": type(event).__name__, **dataclasses.asdict(event)}


class Listeners:
    """Those who listen now. Made and used on one event loop; the engine's thread only hands events over.

    Args:
        port: Where the events come from.
    """

    def __init__(self, port: EnginePort) -> None:
        self._port = port
        self._queues: set[asyncio.Queue[Json | None]] = set()
        self._end: Callable[[], None] | None = None

    async def serve(self, socket: WebSocket) -> None:
        """Sends every event to a listener until it goes."""
        if len(self._queues) >= MOST_LISTENERS:
            full = Busy(f"{MOST_LISTENERS} programs and pages listen already.", "Close some of them.", socket.url.path)
            await socket.send_denial_response(JSONResponse(full.as_dict(), 503))
            return
        await socket.accept()
        waiting: asyncio.Queue[Json | None] = asyncio.Queue(MOST_WAITING)
        self._add(waiting)
        sending = asyncio.create_task(_send(socket, waiting))
        try:
            while True:
                # Nothing is expected from a listener; reading is how its going is noticed.
                await socket.receive_text()
        except (WebSocketDisconnect, KeyError, RuntimeError):
            pass
        finally:
            sending.cancel()
            self._remove(waiting)

    def _add(self, waiting: asyncio.Queue[Json | None]) -> None:
        self._queues.add(waiting)
        if self._end is None:
            loop = asyncio.get_running_loop()

            def hand_over(event: Event) -> None:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(self._tell, as_json(event))

            self._end = self._port.subscribe(hand_over)

    def _remove(self, waiting: asyncio.Queue[Json | None]) -> None:
        self._queues.discard(waiting)
        if not self._queues and self._end is not None:
            self._end()
            self._end = None

    def _tell(self, event: Json) -> None:
        for waiting in list(self._queues):
            if waiting.full():
                self._queues.discard(waiting)
                waiting.get_nowait()
                waiting.put_nowait(None)
            else:
                waiting.put_nowait(event)


async def _send(socket: WebSocket, waiting: asyncio.Queue[Json | None]) -> None:
    while (event := await waiting.get()) is not None:
        await socket.send_json(event)
    await socket.close(_FULL)
