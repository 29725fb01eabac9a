"""The HTTP surface: a server in a thread of its own, on a port that is known before it answers."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
import time

import uvicorn

from sdad.control.port import EnginePort, MidiPort
from sdad.errors import PortTaken, TimedOut
from sdad.surfaces.http.app import build
from sdad.surfaces.http.guard import Guard

_log = logging.getLogger(__name__)

PORTS_TRIED = 20
START_S = 10.0
STOP_S = 3.0
MOST_CONNECTIONS = 256


class HttpSurface:
    """Serves the API.

    Args:
        port: The engine.
        host: The address to listen on.
        tcp_port: The port to listen on; when it is taken, one of the next is. 0 takes any.
        token: What whoever changes something must show.
        midi: What is asked about MIDI, where there is any.
    """

    def __init__(self, port: EnginePort, host: str, tcp_port: int, token: str, midi: MidiPort | None = None) -> None:
        self._port = port
        self._midi = midi
        self._host = host
        self._wanted_port = tcp_port
        self._token = token
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

    def start(self) -> None:
        """Binds the port and serves; returns once requests are answered.

        Raises:
            PortTaken: neither the port nor any of the next :data:`PORTS_TRIED` is free.
            TimedOut: the server did not come up.
        """
        listener = self._bind()
        self.bound_port = listener.getsockname()[1]
        config = uvicorn.Config(
            Guard(build(self._port, self._midi), hosts_of(self._host, self.bound_port), self._token),
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        server = self._server = uvicorn.Server(config)

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

    def stop(self) -> None:
        """Lets requests in hand end, for a moment, and closes."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(STOP_S)

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        for candidate in range(self._wanted_port, min(65536, self._wanted_port + PORTS_TRIED + 1)):
            listener = socket.socket(family, socket.SOCK_STREAM)
            if sys.platform != "win32":
                # Windows would let two programs share the port; elsewhere this only spares the wait after a restart.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((self._host, candidate))
                listener.listen(128)
            except OSError as error:
                listener.close()
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                continue
            if candidate != self._wanted_port:
                self.moved = PortTaken("HTTP", self._wanted_port, candidate)
            return listener
        raise PortTaken("HTTP", self._wanted_port)


def hosts_of(host: str, port: int) -> list[str]:
    """Returns the ``name:port`` texts by which the server may be addressed."""
    named = [f"[{host}]" if ":" in host else host] if host not in ("0.0.0.0", "::") else []
    return [f"{name}:{port}" for name in dict.fromkeys(["127.0.0.1", "localhost", "[::1]", *named])]
