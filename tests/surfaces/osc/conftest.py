"""A surface that listens, and clients that talk to it."""

from __future__ import annotations

import contextlib
import socket

import pytest

from sdad.surfaces.osc.packets import Message, encode, parse
from sdad.surfaces.osc.server import OscSurface

LIMIT_S = 10.0


class Client:
    """A program that sends and listens on one port."""

    def __init__(self, port):
        self._server = ("127.0.0.1", port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(LIMIT_S)
        self.port = self.socket.getsockname()[1]

    def send(self, address, *arguments):
        self.send_packet(encode(Message(address, arguments)))

    def send_packet(self, packet):
        self.socket.sendto(packet, self._server)

    def close(self):
        self.socket.close()

    def wait_for(self, address):
        """Returns the arguments of the next message to an address, and drops what comes before it."""
        while True:
            for message in parse(self.socket.recv(65536)):
                if message.address == address:
                    return message.arguments


@pytest.fixture
def new_client(surface):
    """Makes clients that talk to the surface."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(contextlib.closing(Client(surface.bound_port)))


@pytest.fixture
def client(new_client):
    return new_client()


@pytest.fixture
def surface(engine):
    surface = OscSurface(engine, "127.0.0.1", 0)
    surface.start()
    yield surface
    surface.stop()


@pytest.fixture
def oscsend(liblo, surface):
    """Sends a message to the surface with liblo: oscsend("/sdad/render", "if", 1, 2.0)."""
    return lambda *message: liblo.send(surface.bound_port, *message)


@pytest.fixture
def oscdump(liblo):
    """A running oscdump on a free port."""
    return liblo.dump()
