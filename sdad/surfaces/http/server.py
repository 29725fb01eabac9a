"""The HTTP surface: a server in a thread of its own, on a port that is known before it answers."""

from __future__ import annotations

import logging
import socket
import threading
import time

import uvicorn

from sdad.control.port import EnginePort, MidiPort, OscPort
from sdad.errors import PortTaken, TimedOut
from sdad.surfaces.door.guard import App, Guard, Scope, Send
from sdad.surfaces.door.holders import holder
from sdad.surfaces.door.limits import Receive
from sdad.surfaces.door.serving import config, listen
from sdad.surfaces.http.app import build

_log = logging.getLogger(__name__)

API = "/api"
START_S = 10.0
STOP_S = 3.0


class HttpSurface:
    """Serves the API.

    Args:
        port: The engine.
        host: The address to listen on.
        tcp_port: The port to listen on; when it is taken, one of the next is. 0 takes any.
        token: What whoever changes something must show.
        midi: What is asked about MIDI, where there is any.
        lan_commands: Whether what writes, deletes, trains or chooses may be asked from the network too.
        osc: What is asked about OSC.
        query: The application that answers for every path but those of the API; it changes nothing.
    """

    def __init__(
        self,
        port: EnginePort,
        host: str,
        tcp_port: int,
        token: str,
        midi: MidiPort | None = None,
        osc: OscPort | None = None,
        query: App | None = None,
        *,
        lan_commands: bool = False,
    ) -> None:
        self._port = port
        self._midi = midi
        self._host = host
        self._wanted_port = tcp_port
        self._token = token
        self._lan_commands = lan_commands
        self._osc = osc
        self._query = query
        self.bound_port = tcp_port
        """The port that is really listened on, once started."""
        self.moved: PortTaken | None = None
        """Says that the wanted port was taken, and which one is used instead."""
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The API's address for programs on this machine."""
        return f"http://127.0.0.1:{self.bound_port}"

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Binds the port and serves; returns once requests are answered.

        Raises:
            PortTaken: neither the port nor any of the next is free.
            TimedOut: the server did not come up.
        """
        listener = listen("HTTP", self._host, self._wanted_port)
        self.bound_port = listener.getsockname()[1]
        if self._wanted_port not in (0, self.bound_port):
            held_by = holder(self._wanted_port, socket.SOCK_STREAM, self._host)
            self.moved = PortTaken("HTTP", self._wanted_port, self.bound_port, held_by)
        app: App = build(self._port, self._midi, self._osc, lan_commands=self._lan_commands)
        if self._query is not None:
            app = _beside(app, self._query)
        guard = Guard(app, self._token, headers=[(b"cache-control", b"no-store")], readers=self._may_read)
        server = self._server = uvicorn.Server(config(guard, lifespan="off", timeout_graceful_shutdown=1))

        def serve() -> None:
            with listener:
                server.run(sockets=[listener])

        self._thread = threading.Thread(target=serve, name="http", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + START_S
        while not server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise TimedOut("The HTTP server", START_S)
            time.sleep(0.01)
        _log.info("HTTP listens on %s port %d", self._host, self.bound_port)

    def _may_read(self, path: str, host: str) -> bool:
        # Whoever may play over OSC may also see what there is to play; such programs have no place for a token.
        return not _is_of_api(path) and self._osc is not None and self._osc.knows(host)

    def stop(self) -> None:
        """Lets requests in hand end, for a moment, and closes."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(STOP_S)


def _is_of_api(path: str) -> bool:
    return path == API or path.startswith(f"{API}/")


def _beside(api: App, query: App) -> App:
    """Returns the application that has the API at its paths and another one at all others."""

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        await (api if scope["type"] == "lifespan" or _is_of_api(str(scope["path"])) else query)(scope, receive, send)

    return both
