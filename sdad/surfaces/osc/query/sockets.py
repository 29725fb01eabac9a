"""Clients that are told of changes as they happen, each of the addresses that it listens to and no other.

What is told travels through the same queue as to subscribers, so that it comes as seldom and as new.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Callable, Collection, Iterable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from sdad.control.events import Event, LibraryChanged
from sdad.errors import Busy
from sdad.surfaces.osc.announcements import Announcement, state
from sdad.surfaces.osc.datagrams import Peer
from sdad.surfaces.osc.query.tree import Tree

WEB = "web"
"""Stands where other peers have a host."""
MOST_SOCKETS = 64
MOST_WAITING = 2000
"""How much may wait for a client that does not read; then it is let go and may come again."""
_FULL = 1013
"""The close code "try again later"."""
_CHANGED = {
    "models": ("/sdad/model", "/sdad/blend"),
    "presets": ("/sdad/preset",),
    "datasets": ("/sdad/train",),
}
"""Below which paths the choices are others, once a list of the library has changed."""

Put = Callable[..., None]


class _Client:
    def __init__(self, number: int) -> None:
        self.peer: Peer = (WEB, number)
        self.paths: set[str] = set()
        self.loop = asyncio.get_running_loop()
        self.waiting: asyncio.Queue[bytes | str | None] = asyncio.Queue(MOST_WAITING)

    def hand_over(self, what: bytes | str) -> None:
        """Takes something to send; called from any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._take, what)

    def _take(self, what: bytes | str) -> None:
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(None)
        else:
            self.waiting.put_nowait(what)


class Sockets:
    """All clients.

    Args:
        tree: What can be listened to.
        put: Takes announcements for peers, as :meth:`sdad.surfaces.osc.feedback.Feedback.put`.
        own: The addresses of the user's own that there are.
    """

    def __init__(self, tree: Tree, put: Put, own: Collection[str] = ()) -> None:
        self._tree = tree
        self._put = put
        self._own = frozenset(own)
        self._numbers = itertools.count(1)
        self._clients: dict[Peer, _Client] = {}
        self._lock = threading.Lock()

    def watch(self, told: list[Announcement]) -> None:
        """Passes what is told on to those who listen to it. Called from the engine's thread."""
        for client in self._all():
            if heard := [each for each in told if each.message.address in client.paths]:
                self._put(heard, [client.peer])

    def on_event(self, event: Event) -> None:
        """Says which parts of the tree are others now."""
        if isinstance(event, LibraryChanged):
            self._say("PATH_CHANGED", _CHANGED.get(event.what, ()))

    def say_own(self, addresses: Collection[str]) -> None:
        """Says which addresses of the user's own have come and gone; the others among them may lead elsewhere."""
        before, self._own = self._own, frozenset(addresses)
        self._say("PATH_REMOVED", sorted(before - self._own))
        self._say("PATH_ADDED", sorted(self._own - before))
        self._say("PATH_CHANGED", ["/"])

    def _say(self, command: str, paths: Iterable[str]) -> None:
        for path, client in itertools.product(paths, self._all()):
            client.hand_over(json.dumps({"COMMAND": command, "DATA": path}))

    def deliver(self, packet: bytes, peer: Peer) -> None:
        """Sends a packet to a client, if it is still there."""
        with self._lock:
            client = self._clients.get(peer)
        if client is not None:
            client.hand_over(packet)

    async def serve(self, socket: WebSocket) -> None:
        """Serves one client until it goes."""
        client = _Client(next(self._numbers))
        with self._lock:
            if full := len(self._clients) >= MOST_SOCKETS:
                client.waiting.put_nowait(None)
            else:
                self._clients[client.peer] = client
        if full:
            full_up = Busy(f"{MOST_SOCKETS} programs listen already.", "Close some of them.", socket.url.path)
            await socket.send_denial_response(JSONResponse(full_up.as_dict(), 503))
            return
        await socket.accept()
        sending = asyncio.create_task(_send(socket, client))
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                await self._obey(client, message.get("text"))
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            with self._lock:
                self._clients.pop(client.peer, None)
            sending.cancel()

    async def _obey(self, client: _Client, text: str | None) -> None:
        command, path = _command(text)
        if command == "IGNORE":
            client.paths.discard(path)
        elif command == "LISTEN" and path not in client.paths and self._tree.is_told(path):
            client.paths.add(path)
            # Whoever begins to listen sees at once where things stand.
            value = await run_in_threadpool(self._tree.standing, path)
            if value is not None:
                self._put([state(path, *value)], [client.peer], repeat=True)

    def _all(self) -> list[_Client]:
        with self._lock:
            return list(self._clients.values())


def _command(text: str | None) -> tuple[str, str]:
    """Returns a command and its path; empty texts for anything else that a client may send."""
    try:
        said: Any = json.loads(text or "")
        command, path = said["COMMAND"], said["DATA"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", ""
    return (command, path) if isinstance(command, str) and isinstance(path, str) else ("", "")


async def _send(socket: WebSocket, client: _Client) -> None:
    while (what := await client.waiting.get()) is not None:
        if isinstance(what, bytes):
            await socket.send_bytes(what)
        else:
            await socket.send_text(what)
    await socket.close(_FULL)
