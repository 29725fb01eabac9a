"""THE TABLE and everything that is derived from it."""

import re

import pytest

from sdad.cli import parser
from sdad.control.naming import osc_address, osc_natural_address
from sdad.control.parameters import CONTROLS, DESCRIPTORS, MISSION, TABLE, Kind
from sdad.control.state import ControlState
from sdad.descriptors.measure import NAMES
from sdad.surfaces.midi.layout import layout_of

EACH = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)


def test_the_eight_of_the_mission_come_first_in_their_order():
    assert [row.id for row in MISSION] == [
        "brightness",
        "warmth",
        "roughness",
        "tension",
        "rhythm",
        "pulse",
        "density",
        "space",
    ]
    assert TABLE[:8] == MISSION


def test_ids_labels_controllers_and_addresses_name_one_row_each():
    for key in ("id", "label", "cc"):
        values = [getattr(row, key) for row in TABLE]
        assert len(set(values)) == len(values), key
    addresses = [address for row in TABLE for address in (osc_address(row), osc_natural_address(row))]
    assert len(set(addresses)) == len(addresses)


@EACH
def test_a_row_is_complete(row):
    assert re.fullmatch(r"[a-z]+", row.id)
    assert re.fullmatch(r"[a-z_]+", row.leaf) and row.leaf not in {"auto", "lock", "delta"}
    assert row.label and row.low and row.high and row.unit and row.measures
    assert row.help.endswith(".") and len(row.help) <= 90
    assert row.minimum < row.maximum
    # 0 and 32 choose banks, 6 and 38 are data entry, 64 and 66 are pedals, 96 to 101 are RPN, 120 and up are modes.
    assert 1 <= row.cc < 120 and row.cc not in {6, 32, 38, 64, 66, *range(96, 102)}


@EACH
def test_auto_is_the_default_of_descriptors_and_a_value_that_of_settings(row):
    if row.kind is Kind.DESCRIPTOR:
        assert row.default is None and row.default_position is None
    else:
        assert row.minimum <= row.default <= row.maximum
        assert 0.0 <= row.default_position <= 1.0


def test_every_descriptor_row_is_measured_and_nothing_else_is():
    assert tuple(NAMES) == tuple(row.id for row in DESCRIPTORS)


@EACH
def test_every_row_answers_its_midi_controller_on_any_channel(row):
    layout = layout_of("any device", [], [])
    assert [[entry.to for entry in layout.entries(("cc", channel, row.cc))] for channel in (1, 16)] == [[row.id]] * 2


def test_every_row_has_a_setting_in_the_state():
    assert list(ControlState().settings) == list(CONTROLS)


def test_the_command_line_explains_every_row(capsys):
    with pytest.raises(SystemExit):
        parser.parse(["render", "--help"])
    said = capsys.readouterr().out
    for row in TABLE:
        assert re.search(rf"^\s+{row.id}\s+{row.low} - {row.high} \(", said, re.MULTILINE), row.id
