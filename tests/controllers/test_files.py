"""Every controller: fresh, well formed, and of addresses that sdad knows."""

import ast
import json
import re
import socket

import generate
import pytest
import wires

from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import Message, encode, parse

from .conftest import CONTROLLERS

pytestmark = pytest.mark.xdist_group("one daemon")

SHOWN = sorted(CONTROLLERS / name for name in generate.FILES if not name.endswith(".svg"))


def addresses_in(path):
    """Returns the OSC addresses in a file; Pure Data writes them as words."""
    text = path.read_text("utf-8")
    found = set(re.findall(r"/sdad/[a-z_/]*[a-z_](?![a-z_/])", text))
    found |= {f"/{words.strip().replace(' ', '/')}" for words in re.findall(r"oscformat (sdad[a-z ]+?)\s*;", text)}
    return found


@pytest.mark.parametrize("name", generate.FILES)
def test_what_is_made_of_the_table_is_fresh(name):
    text = (CONTROLLERS / name).read_text("utf-8")
    assert text == generate.FILES[name](), "make it again: python controllers/generate.py"


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_every_address_is_one_that_sdad_hears_or_says(path):
    found = addresses_in(path)
    assert len(found) >= len(wires.FIRST)
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


def test_the_max_patch_is_wired_to_boxes_that_are_there():
    patcher = json.loads((CONTROLLERS / "max" / "sdad.maxpat").read_text("utf-8"))["patcher"]
    boxes = {box["box"]["id"]: box["box"] for box in patcher["boxes"]}
    assert len(boxes) == len(patcher["boxes"])
    for line in patcher["lines"]:
        source, outlet = line["patchline"]["source"]
        assert 0 <= outlet < boxes[source]["numoutlets"]
        assert line["patchline"]["destination"][0] in boxes


def test_each_environment_listens_on_a_port_of_its_own():
    assert len(set(wires.PORTS.values())) == len(wires.PORTS) and wires.SDAD_PORT not in wires.PORTS.values()
    for name in ("pure-data", "max", "touchdesigner"):
        (file,) = (path for path in SHOWN if path.parent.name == name)
        assert str(wires.PORTS[name]) in file.read_text("utf-8")


ARGUMENTS = {
    "/sdad/model/use": ["tiny"],
    "/sdad/preset/recall": [1],
    "/sdad/subscribe": [wires.PORTS["pure-data"]],
    "/sdad/render": [1, 0.5],
}


def test_a_daemon_understands_every_address_of_every_file(daemon):
    addresses = sorted(set().union(*map(addresses_in, SHOWN)) & set(ENDPOINTS))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as patch:
        patch.connect(("127.0.0.1", daemon.osc_port))
        patch.settimeout(20)
        for address in addresses:
            given = ARGUMENTS.get(address, [0.5] if address.startswith("/sdad/control/") else [])
            patch.send(encode(Message(address, tuple(given))))
        # What was sent before it is answered before it.
        patch.send(encode(Message("/sdad/ping")))
        said = []
        while "/sdad/pong" not in (message.address for message in said):
            said += parse(patch.recv(65536))
        patch.settimeout(1.0)
        try:
            while True:
                said += parse(patch.recv(65536))
        except TimeoutError:
            pass
    assert [message.arguments for message in said if message.address == "/sdad/error"] == []
    daemon.post("/api/panic")
