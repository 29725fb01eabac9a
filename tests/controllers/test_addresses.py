"""Every address that is written anywhere in the controllers or in the pages about them goes to a real daemon."""

import re
import shlex

import pytest
import wires

from sdad.control.parameters import CONTROLS
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS

from .conftest import CONTROLLERS, ROOT

pytestmark = pytest.mark.xdist_group("one daemon")

PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *(ROOT / "docs" / "tutorials").glob("*.md"),
]
FILES = [*sorted(path for path in CONTROLLERS.rglob("*") if path.is_file() and "__pycache__" not in path.parts), *PAGES]
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
EVERYWHERE = {
    *map(wires.address, wires.FIRST),
    *(f"/sdad/{name}" for name in ("subscribe", "model/list", "model/use", "preset/list", "preset/recall", "render")),
    *(f"/sdad/{name}" for name in ("take/star", "take/discard", "panic", "live")),
}
"""What nothing that a musician sits in front of can do without saying."""
WANTS_ANOTHER_MODEL = {"/sdad/blend/save"}
"""Nothing that is shipped sends it, and the daemon here has one model."""


def addresses_in(path):
    """Returns the OSC addresses that are written out in a file."""
    return set(re.findall(r"(?<!\w)/sdad/[a-z_/]*[a-z_](?![a-z_/{])", path.read_text("utf-8")))


@EACH_FILE
def test_every_address_is_one_that_sdad_hears_or_says(path):
    found = addresses_in(path)
    assert found <= set(ENDPOINTS) | set(REPLIES), found - set(ENDPOINTS) - set(REPLIES)


@pytest.mark.parametrize("environment", wires.PORTS)
def test_an_environment_can_do_everything_that_is_needed(environment):
    shipped = [path for path in FILES if path.parent == CONTROLLERS / environment]
    assert shipped
    found = set().union(*map(addresses_in, shipped))
    assert found >= EVERYWHERE, EVERYWHERE - found


ARGUMENTS = {
    "/sdad/alias/remove": ["/1/fader1"],
    "/sdad/alias/set": ["/1/fader1", "/sdad/control/width", "both", 0.0, 127.0],
    "/sdad/auth": ["a token"],
    "/sdad/blend": ["tiny", "tiny", 0.5],
    "/sdad/get": ["brightness"],
    "/sdad/live": [0],
    "/sdad/model/use": ["tiny"],
    "/sdad/preset/morph": [1, 2, 0.5],
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
BEGIN = ["/sdad/subscribe", "/sdad/model/use", "/sdad/control/duration", "/sdad/render", "/sdad/alias/set"]
END = ["/sdad/take/discard", "/sdad/preset/recall"]
"""A take has to be there before it can be judged, and is discarded last; the engine answers the last after the rest."""


def given(address):
    """Returns arguments that are sensible to send to an address."""
    if address in ARGUMENTS:
        return ARGUMENTS[address]
    first, *leaf = address.removeprefix("/sdad/control/").split("/")
    if first not in CONTROLS:
        return []
    row = CONTROLS[first]
    return [(row.minimum + row.maximum) / 2 if leaf == [row.leaf] else 0.5]


def test_a_daemon_understands_every_address_of_every_file(sender):
    found = set().union(*map(addresses_in, FILES)) & set(ENDPOINTS) - WANTS_ANOTHER_MODEL
    assert found >= {*BEGIN, *END} | EVERYWHERE
    assert len(found) > 70
    for address in [*BEGIN, *sorted(found - {*BEGIN, *END}), *END]:
        sender.send(address, given(address), ANSWERS.get(address))
    assert sender.refused == []


def test_a_daemon_takes_each_line_of_oscsend_as_it_is_written(sender):
    lines = [line for page in PAGES for line in re.findall(r"^oscsend (.*)$", page.read_text("utf-8"), re.M)]
    assert len(lines) >= 6
    for line in lines:
        _, port, address, types, *words = [*shlex.split(line), ""]
        assert port == str(wires.SDAD_PORT)
        kinds = [{"i": int, "f": float, "s": str}[letter] for letter in types]
        arguments = [kind(word) for kind, word in zip(kinds, words, strict=False)]
        # Who subscribes another port is answered there.
        sender.send(address, arguments, ANSWERS.get(address) if address != "/sdad/subscribe" else None)
    assert sender.refused == []


def test_what_is_not_understood_is_met(sender):
    sender.send("/sdad/control/brightnes", [0.5], "/sdad/error")
    ((_, why, address),) = sender.refused
    assert "brightness" in why and address == "/sdad/control/brightnes"
