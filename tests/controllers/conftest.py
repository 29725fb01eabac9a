"""A daemon on the ports that the controllers expect to find, or beside them, and the real programs."""

import shutil
import socket
import sys
import time
from pathlib import Path

import pytest

from sdad.surfaces.osc.packets import Message, encode, parse

ROOT = Path(__file__).parents[2]
CONTROLLERS = ROOT / "controllers"

# The generators and the benchmarks are scripts that find each other by lying in one folder.
for folder in (CONTROLLERS, ROOT / "benchmarks"):
    sys.path.insert(0, str(folder))


@pytest.fixture(scope="module")
def daemon(tiny_workspace, tmp_path_factory):
    """A daemon of the model ``tiny``."""
    from daemons import RunningDaemon

    workspace = tmp_path_factory.mktemp("controllers") / "Sdad"
    shutil.copytree(tiny_workspace.root, workspace)
    daemon = RunningDaemon(workspace)
    daemon.start()
    yield daemon
    daemon.kill()


def program(name, package):
    """Returns where a program is, or skips the test saying how to get it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}; Debian: apt-get install {package}")
    return found


def standing(daemon, name):
    """Returns a control's position, None when it is left to the model."""
    return next(row for row in daemon.get("/api/controls")["controls"] if row["id"] == name)["position"]


class Wire:
    """Two real sockets for a patch that runs in no real program: one sends, and sdad is told of the other one.

    Args:
        osc_port: Where sdad listens.
    """

    def __init__(self, osc_port):
        self._out, self._in = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self._out.connect(("127.0.0.1", osc_port))
        self._in.bind(("127.0.0.1", 0))
        self._in.setblocking(False)
        self.listening = self._in.getsockname()[1]
        self.hear = lambda words: None

    def send(self, words):
        """Sends an address with its arguments."""
        self._out.send(encode(Message(words[0], tuple(words[1:]))))

    def until(self, condition, what):
        """Hears until something is the case."""
        from daemons import eventually

        def met():
            try:
                while True:
                    for message in parse(self._in.recv(65536)):
                        self.hear([message.address, *message.arguments])
            except BlockingIOError:
                return condition()

        eventually(met, 30.0, what)

    def close(self):
        self._out.close()
        self._in.close()


class Sender:
    """A socket that sends one message after the other, and keeps what comes."""

    def __init__(self, port):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", port))
        self._socket.settimeout(60)
        self._heard = []

    def send(self, address, arguments, answer=None):
        """Sends a message, and waits for its answer or its refusal; without an answer, for that of a ping after it."""
        begin = len(self._heard)
        self._socket.send(encode(Message(address, tuple(arguments))))
        if answer is None:
            answer = "/sdad/pong"
            self._socket.send(encode(Message("/sdad/ping")))
        end = time.monotonic() + 60
        while not {answer, "/sdad/error"} & {message.address for message in self._heard[begin:]}:
            assert time.monotonic() < end, f"{answer} after {address}"
            self._heard += parse(self._socket.recv(65536))

    @property
    def refused(self):
        """What was refused: for each, its code, why, and the address."""
        return [message.arguments for message in self._heard if message.address == "/sdad/error"]

    def close(self):
        self._socket.close()


@pytest.fixture
def sender(daemon):
    """A sender to the daemon."""
    sender = Sender(daemon.osc_port)
    yield sender
    sender.close()
