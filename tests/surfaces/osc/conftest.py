"""A surface that listens, and clients that talk to it: a plain socket, and liblo's oscsend and oscdump."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import threading
import time

import pytest

from sdad.surfaces.osc.packets import Message, encode, parse
from sdad.surfaces.osc.server import OscSurface

LIMIT_S = 10.0


def wait_until(condition, limit_s=LIMIT_S):
    """Returns a condition's first true value; fails when there is none within the limit."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    return pytest.fail(f"what was waited for did not come within {limit_s} s")


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


class Oscdump:
    """A running oscdump, and the lines it has printed."""

    def __init__(self, port):
        self.port = port
        # oscdump's output is held back in blocks when it is not a terminal, unless stdbuf says otherwise.
        self._process = subprocess.Popen(
            ["stdbuf", "-oL", "oscdump", str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        wait_until(lambda: is_taken(port))

    def _read(self):
        for line in self._process.stdout:
            self.lines.append(line.strip())

    def showing(self, address):
        """Returns the lines of an address: what follows the time tag."""
        return [line.split(" ", 1)[1] for line in self.lines if f" {address} " in f"{line} "]

    def wait_for(self, address, limit_s=LIMIT_S):
        return wait_until(lambda: self.showing(address), limit_s)

    def close(self):
        self._process.terminate()
        self._process.wait(LIMIT_S)
        self._reader.join(LIMIT_S)
        self._process.stdout.close()


def is_taken(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def until():
    """wait_until, for tests."""
    return wait_until


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
def liblo():
    missing = [tool for tool in ("oscsend", "oscdump", "stdbuf") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not found; Debian: apt-get install liblo-tools, macOS: brew install liblo")


@pytest.fixture
def oscsend(liblo, surface):
    """Sends a message with liblo: oscsend("/sdad/render", "if", 1, 2.0)."""

    def send(address, types="", *arguments):
        command = ["oscsend", "127.0.0.1", str(surface.bound_port), address, *([types] if types else [])]
        subprocess.run([*command, *map(str, arguments)], check=True, timeout=LIMIT_S, capture_output=True)

    return send


@pytest.fixture
def oscdump(liblo):
    """A running oscdump on a free port."""
    with contextlib.closing(Oscdump(free_port())) as dump:
        yield dump
