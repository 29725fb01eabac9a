from __future__ import annotations

import json

import pytest

from sdad.control.aliases import Alias
from sdad.control.parameters import TABLE
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.describing import as_json, endpoints, namespace_now
from sdad.surfaces.osc.namespace import ENDPOINTS

ALIASES = [
    Alias(address="/1/fader1", to="/sdad/control/brightness", low=127, high=0),
    Alias(address="/done", to="/sdad/render/done", direction="out"),
    Alias(address="/go", to="/sdad/render"),
]


def test_every_address_is_described_in_one_message_of_the_same_form():
    told = [each.message.arguments for each in namespace_now(ALIASES)]
    assert [each[0] for each in told] == [*ENDPOINTS, "/1/fader1", "/go"]
    for each in told:
        assert [type(argument) for argument in each] == [str, str, float, float, str, str, str]


def test_a_control_is_described_from_the_table():
    by_address = {each.message.arguments[0]: each.message.arguments for each in namespace_now([])}
    row = TABLE[0]
    assert by_address["/sdad/control/brightness"][1:6] == ("f", 0.0, 1.0, "auto", "")
    assert by_address["/sdad/control/brightness/hz"][1:6] == ("f", row.minimum, row.maximum, "auto", "Hz")
    assert by_address["/sdad/control/duration/seconds"][1:6] == ("f", 0.5, 600.0, "12", "s")
    assert by_address["/sdad/model/use"][1:5] == ("s", 0.0, 0.0, "")


def test_an_alias_is_described_by_its_own_range():
    by_address = {each.address: each for each in endpoints(ALIASES)}
    fader = by_address["/1/fader1"]
    assert (fader.arguments[0].low, fader.arguments[0].high) == (0, 127)
    assert fader.reads and "/sdad/control/brightness" in fader.help
    assert "/done" not in by_address


def test_programs_get_what_is_heard_and_what_is_sent():
    listed = as_json(ALIASES)
    json.dumps(listed, allow_nan=False)
    access = {each["address"]: each["access"] for each in listed}
    assert access["/sdad/control/width"] == "both" and access["/sdad/render"] == "in"
    assert {address for address, way in access.items() if way == "out"} == set(REPLIES)


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda each: each.address)
def test_the_types_say_what_the_words_say(endpoint):
    assert set(endpoint.tags) <= set("ifs")
    assert bool(endpoint.arguments) == (endpoint.takes != "nothing")
    for each in endpoint.arguments:
        assert (each.low is None) == (each.high is None)
