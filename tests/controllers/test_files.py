"""Every controller: fresh, well formed, and of addresses that sdad knows."""

import ast
import json
import re
import socket
import time

import generate
import pytest
import wires

from sdad.control.parameters import CONTROLS
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import Message, encode, parse

from .conftest import CONTROLLERS

pytestmark = pytest.mark.xdist_group("one daemon")

FILES = sorted(path for path in CONTROLLERS.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
SHOWN = sorted(CONTROLLERS / name for name in generate.FILES if not name.endswith((".svg", ".js")))


def addresses_in(path):
    """Returns the OSC addresses that are written out in a file."""
    return set(re.findall(r"(?<!\w)/sdad/[a-z_/]*[a-z_](?![a-z_/])", path.read_text("utf-8")))


@pytest.mark.parametrize("name", generate.FILES)
def test_what_is_made_of_the_table_is_fresh(name):
    text = (CONTROLLERS / name).read_text("utf-8")
    assert text == generate.FILES[name](), "make it again: python controllers/generate.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONTROLLERS).as_posix())
def test_every_address_is_one_that_sdad_hears_or_says(path):
    found = addresses_in(path)
    assert found <= set(ENDPOINTS) | set(REPLIES), found - set(ENDPOINTS) - set(REPLIES)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_the_first_eight_are_all_there(path):
    assert {wires.address(row) for row in wires.FIRST} <= addresses_in(path)


def test_json_is_json_and_python_compiles():
    for path in SHOWN:
        if path.suffix in (".json", ".maxpat"):
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".py":
            ast.parse(path.read_text("utf-8"))


def test_each_environment_listens_on_a_port_of_its_own():
    assert len(set(wires.PORTS.values())) == len(wires.PORTS) and wires.SDAD_PORT not in wires.PORTS.values()
    for name in ("pure-data", "max", "touchdesigner"):
        (file,) = (path for path in SHOWN if path.parent.name == name)
        assert str(wires.PORTS[name]) in file.read_text("utf-8")


ARGUMENTS = {
    "/sdad/auth": ["a token"],
    "/sdad/blend": ["tiny", "tiny", 0.5],
    "/sdad/get": ["brightness"],
    "/sdad/live": [0],
    "/sdad/model/use": ["tiny"],
    "/sdad/preset/recall": [1],
    "/sdad/preset/save": ["mine"],
    "/sdad/render": [1, 0.5],
}
"""What is sensible to send where a number from 0 to 1 or nothing at all is not."""
ANSWERS = {
    "/sdad/model/use": "/sdad/model/used",
    "/sdad/panic": "/sdad/ack",
    "/sdad/preset/recall": "/sdad/preset/recalled",
    "/sdad/render": "/sdad/render/done",
    "/sdad/subscribe": "/sdad/subscribed",
    "/sdad/take/discard": "/sdad/take/discarded",
    "/sdad/take/star": "/sdad/take/starred",
}
"""What has to come before the next is sent; whatever else is sent is answered before a ping after it is."""


class Patch:
    """A socket that sends one message after the other, and keeps what comes."""

    def __init__(self, port):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", port))
        self._socket.settimeout(60)
        self.heard = []

    def send(self, address, arguments, answer):
        """Sends a message, and waits for its answer or its refusal; without an answer, for that of a ping after it."""
        begin = len(self.heard)
        self._socket.send(encode(Message(address, tuple(arguments))))
        if answer is None:
            answer = "/sdad/pong"
            self._socket.send(encode(Message("/sdad/ping")))
        end = time.monotonic() + 60
        while not {answer, "/sdad/error"} & {message.address for message in self.heard[begin:]}:
            assert time.monotonic() < end, f"{answer} after {address}"
            self.heard += parse(self._socket.recv(65536))

    def close(self):
        self._socket.close()


def given(address):
    """Returns arguments that are sensible to send to an address."""
    if address in ARGUMENTS:
        return ARGUMENTS[address]
    first, *leaf = address.removeprefix("/sdad/control/").split("/")
    if first not in CONTROLS:
        return []
    row = CONTROLS[first]
    return [(row.minimum + row.maximum) / 2 if leaf == [row.leaf] else 0.5]


def test_a_daemon_understands_every_address_of_every_file(daemon):
    found = set().union(*map(addresses_in, FILES)) & set(ENDPOINTS)
    assert {"/sdad/render", "/sdad/model/use", "/sdad/preset/recall", "/sdad/subscribe", "/sdad/take/star"} <= found
    assert len(found) > 60
    # A take has to be there before it can be judged, and is discarded last. The engine answers the last after the rest.
    begin = ["/sdad/subscribe", "/sdad/model/use", "/sdad/control/duration", "/sdad/render"]
    end = ["/sdad/take/discard", "/sdad/preset/recall"]
    patch = Patch(daemon.osc_port)
    try:
        for address in [*begin, *sorted(found - {*begin, *end}), *end]:
            patch.send(address, given(address), ANSWERS.get(address))
    finally:
        patch.close()
    assert [message.arguments for message in patch.heard if message.address == "/sdad/error"] == []
