import pytest

from sdad.control.parameters import CONTROLS, DESCRIPTORS, TABLE, control
from sdad.errors import UnknownControl


def test_a_control_is_found_by_its_id():
    assert control("density").label == "Density"


def test_an_unknown_control_is_refused_with_the_nearest():
    with pytest.raises(UnknownControl, match=r'Did you mean "brightness"\?'):
        control("brihgtness")


def test_a_name_near_to_nothing_is_refused_with_all_there_are():
    with pytest.raises(UnknownControl, match="brightness, warmth, roughness") as caught:
        control("xyzzy")
    assert all(name in caught.value.text for name in CONTROLS)


def test_the_full_range_runs_from_least_to_most():
    assert (control("space").full_range.low, control("space").full_range.high) == (0.02, 20.0)


def test_a_falling_control_runs_the_other_way():
    reach = control("attack").full_range
    assert (reach.low, reach.high) == (1000.0, 1.0)
    assert [row.id for row in TABLE if row.falling] == ["attack"]


def test_defaults_stand_at_their_positions():
    duration = control("duration")
    assert duration.full_range.natural(duration.curve, duration.default_position) == pytest.approx(12.0)
    assert all(row.default_position is None for row in DESCRIPTORS)


def test_a_row_cannot_be_changed():
    with pytest.raises(AttributeError):
        control("space").cc = 1
