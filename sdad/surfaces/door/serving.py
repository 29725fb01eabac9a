"""How a server listens: on a port of its own or the next free one, and with little patience."""

from __future__ import annotations

import errno
import socket
import sys
from asyncio import TimerHandle, Transport
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sdad.errors import PortTaken
from sdad.surfaces.door.holders import holder

PORTS_TRIED = 20
MOST_CONNECTIONS = 256
REQUEST_S = 10.0
"""How long a connection may take to say what it wants; after twice that at most its place is somebody else's."""
KEPT_S = 10
"""How long a connection is kept after an answer: longer than the five seconds for which httpx and others keep theirs.
Where both ends let go at the same moment, a request that was just sent is lost."""
MOST_HEADER_BYTES = 16_384


def listen(name: str, host: str, wanted: int) -> socket.socket:
    """Returns a listening socket on a port, or on one of the next when it is taken; 0 takes any.

    Args:
        name: What the port is for, as errors call it.
        host: The address to listen on.
        wanted: The port.

    Raises:
        PortTaken: neither the port nor any of the next :data:`PORTS_TRIED` is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(wanted, min(65536, wanted + PORTS_TRIED + 1)):
        # Only where the protocol is named does asyncio send at once; else an answer waits 40 ms for its second half.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":
            # Windows would let two programs share the port; elsewhere this only spares the wait after a restart.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return listener
    raise PortTaken(name, wanted, holder=holder(wanted, socket.SOCK_STREAM, host))


def config(app: Any, **more: Any) -> uvicorn.Config:
    """Returns how every server of sdad serves an application.

    No header may change what a connection says about where it comes from, so those of proxies are not read.
    """
    return uvicorn.Config(
        app,
        http=_Brisk,
        ws="websockets-sansio",
        ws_max_size=65536,
        # Events are short and many: to pack one costs more than to send it.
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEPT_S,
        **more,
    )


class _Brisk(H11Protocol):
    """A connection that is closed unless it says in time what it wants, at first and after each answer."""

    _look: TimerHandle | None = None
    _seen: object = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def _look_later(self) -> None:
        self._look = self.loop.call_later(REQUEST_S, self._lose_patience)

    def _lose_patience(self) -> None:
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return  # it has gone, or is a WebSocket by now
        answered = self.cycle is not None and self.cycle.response_complete
        if self.cycle is None or (answered and self.cycle is self._seen):
            self.transport.close()
            return
        self._seen = self.cycle if answered else None
        self._look_later()
