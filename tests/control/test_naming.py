import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.control.curves import Reach
from sdad.control.naming import (
    blended_reaches,
    checked_position,
    doc_anchor,
    natural_position,
    natural_text,
    osc_address,
    osc_natural_address,
    parse_value,
    reach_of,
)
from sdad.control.parameters import CONTROLS, TABLE, control
from sdad.errors import ControlOutOfRange, NotANumber, UnknownUnit

EACH = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
BRIGHTNESS = Reach(low=200.0, median=1000.0, high=5000.0, covered_low=400.0, covered_high=3000.0)


def parsed(name, text, reach=None):
    row = control(name)
    return parse_value(row, text, reach or row.full_range)


def test_addresses_are_the_root_the_id_and_the_unit():
    assert osc_address(control("brightness")) == "/sdad/control/brightness"
    assert osc_natural_address(control("brightness")) == "/sdad/control/brightness/hz"
    assert doc_anchor(control("pulse")) == "pulse-strength"


def test_the_reach_in_use_is_the_model_s_own_where_it_has_one():
    assert reach_of(control("brightness"), {"brightness": BRIGHTNESS}) is BRIGHTNESS
    assert reach_of(control("warmth"), {"brightness": BRIGHTNESS}) == control("warmth").full_range


@EACH
@pytest.mark.parametrize(("text", "position"), [("0", 0.0), ("1", 1.0), (".8", 0.8), (" 0.25 ", 0.25), ("5e-1", 0.5)])
def test_a_bare_number_is_a_position(row, text, position):
    assert parse_value(row, text, row.full_range) == position


@EACH
def test_auto_is_for_what_can_be_left_to_the_model(row):
    if row.is_descriptor:
        assert parse_value(row, " Auto ", row.full_range) is None
    else:
        with pytest.raises(NotANumber, match=row.id):
            parse_value(row, "auto", row.full_range)


@pytest.mark.parametrize("text", ["1000Hz", "1000 hz", "1kHz", "1.0 kHz"])
def test_a_number_with_its_unit_lies_on_the_model_s_reach(text):
    assert parsed("brightness", text, BRIGHTNESS) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("name", "text", "natural"),
    [
        ("warmth", "-10dB", -10.0),
        ("roughness", "2asper", 2.0),
        ("density", "4/s", 4.0),
        ("space", "2.5s", 2.5),
        ("space", "2.5 sec", 2.5),
        ("attack", "20ms", 20.0),
        ("width", "50%", 50.0),
        ("layers", "3voices", 3.0),
        ("duration", "12s", 12.0),
        ("level", "-16LUFS", -16.0),
        ("register", "A4", 69.0),
        ("register", "Bb2", 46.0),
        ("register", "60note", 60.0),
    ],
)
def test_every_unit_is_typed_as_people_write_it(name, text, natural):
    row = control(name)
    assert row.full_range.natural(row.curve, parsed(name, text)) == pytest.approx(natural)


@EACH
@given(st.floats(0.0, 1.0))
def test_the_leaf_of_a_control_is_a_unit_that_can_be_typed(row, position):
    natural = row.full_range.natural(row.curve, position)
    assert parse_value(row, f"{natural!r}{row.leaf}", row.full_range) == pytest.approx(position, abs=1e-6)


def test_a_value_past_the_model_s_reach_is_held_to_its_end():
    assert parsed("brightness", "9kHz", BRIGHTNESS) == 1.0
    assert parsed("brightness", "50Hz", BRIGHTNESS) == 0.0


@pytest.mark.parametrize(
    ("name", "text", "error", "says"),
    [
        ("brightness", "1.2", ControlOutOfRange, "0 to 1"),
        ("brightness", "-0.1", ControlOutOfRange, "0 to 1"),
        ("brightness", "30kHz", ControlOutOfRange, "40 to 16000 Hz"),
        ("brightness", "3dB", UnknownUnit, "measured in Hz"),
        ("brightness", "bright", NotANumber, "not a number"),
        ("brightness", "", NotANumber, "not a number"),
        ("brightness", "nan", NotANumber, "not a number"),
        ("brightness", "inf", NotANumber, "not a number"),
        ("brightness", "0,8", NotANumber, "not a number"),
        ("brightness", "A4", NotANumber, "not a number"),
        ("space", "1e999s", NotANumber, "inf"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(name, text, error, says):
    with pytest.raises(error, match=says) as caught:
        parsed(name, text)
    assert caught.value.thing == name


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_no_number(value):
    row = control("brightness")
    with pytest.raises(NotANumber):
        checked_position(row, value)
    with pytest.raises(NotANumber):
        natural_position(row, value, row.full_range)


def test_a_position_is_checked_and_not_clipped():
    row = control("brightness")
    assert checked_position(row, 1) == 1.0
    with pytest.raises(ControlOutOfRange):
        checked_position(row, 1.0000001)


@pytest.mark.parametrize(
    ("name", "natural", "text"),
    [
        ("brightness", 2900.0, "2.9 kHz"),
        ("brightness", 12345.0, "12 kHz"),
        ("brightness", 440.0, "440 Hz"),
        ("brightness", 999.9, "1 kHz"),
        ("register", 69.2, "A4"),
        ("tension", 0.417, "0.42"),
        ("blend", 0.5, "0.50"),
        ("layers", 3.0, "3"),
        ("level", -20.0, "-20 LUFS"),
        ("duration", 12.0, "12 s"),
        ("duration", 600.0, "600 s"),
        ("warmth", -3.456, "-3.46 dB"),
        ("warmth", -0.0004, "0 dB"),
    ],
)
def test_naturals_are_shown_as_people_read_them(name, natural, text):
    assert natural_text(control(name), natural) == text


def test_no_natural_value_is_shown_in_powers_of_ten():
    for row in CONTROLS.values():
        for position in range(101):
            assert "e" not in natural_text(row, row.full_range.natural(row.curve, position / 100)).split(" ")[0]


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.unit not in ("0-1", "weight", "voices")], ids=lambda row: row.id
)
def test_what_is_shown_can_be_typed(row):
    for position in (0.0, 0.3, 0.5, 0.8, 1.0):
        shown = natural_text(row, row.full_range.natural(row.curve, position))
        assert parse_value(row, shown, row.full_range) == pytest.approx(position, abs=0.03)


def test_a_blend_knows_what_all_its_models_know():
    here = {name: CONTROLS[name].full_range for name in ("brightness", "space")}
    there = {name: CONTROLS[name].full_range for name in ("space", "width")}
    ((name, reach),) = blended_reaches([here, there], [0.5, 0.5]).items()
    assert name == "space"
    assert reach.median == pytest.approx(CONTROLS["space"].full_range.median)
