import math

import pytest
from pydantic import ValidationError

from sdad.control.parameters import TABLE
from sdad.control.state import ControlState, Setting
from sdad.errors import ControlOutOfRange, NotANumber, UnknownControl


def test_at_first_descriptors_are_auto_and_settings_at_their_defaults():
    state = ControlState()
    for row in TABLE:
        assert state[row.id] == Setting(position=row.default_position)
        assert state[row.id].mode == ("auto" if row.is_descriptor else "set")
    assert state.natural("duration") == pytest.approx(12.0)
    assert state.natural("level") == pytest.approx(-20.0)


def test_moving_a_control_gives_a_new_state_and_leaves_the_old():
    before = ControlState()
    after = before.with_position("brightness", 0.8)
    assert (before["brightness"].position, after["brightness"].position) == (None, 0.8)
    assert after["brightness"].mode == "set"
    assert {name: position for name, position in after.positions.items() if name != "brightness"} == {
        name: position for name, position in before.positions.items() if name != "brightness"
    }


def test_several_controls_move_at_once():
    state = ControlState().with_positions({"brightness": 0.1, "space": 0.9, "tail": 0.5})
    assert [state.positions[name] for name in ("brightness", "space", "tail")] == [0.1, 0.9, 0.5]


def test_one_bad_position_of_several_moves_none():
    state = ControlState()
    with pytest.raises(ControlOutOfRange):
        state.with_positions({"brightness": 0.1, "space": 1.5})
    assert state == ControlState()


def test_none_is_auto_for_descriptors_and_the_default_for_settings():
    state = ControlState().with_positions({"brightness": 0.3, "duration": 1.0})
    state = state.with_positions({"brightness": None, "duration": None})
    assert state == ControlState()


def test_a_lock_stays_while_the_control_moves():
    state = ControlState().with_lock("density", True).with_position("density", 0.2)
    assert (state["density"].mode, state["density"].position) == ("locked", 0.2)
    assert state.with_lock("density", False)["density"].mode == "set"


@pytest.mark.parametrize("change", ["with_position", "with_lock"])
def test_an_unknown_control_is_refused(change):
    with pytest.raises(UnknownControl, match='"density"'):
        getattr(ControlState(), change)("densty", True)
    with pytest.raises(UnknownControl):
        ControlState()["densty"]


@pytest.mark.parametrize(
    ("position", "error"),
    [(-0.01, ControlOutOfRange), (1.01, ControlOutOfRange), (math.nan, NotANumber)],
)
def test_a_position_must_be_a_number_from_0_to_1(position, error):
    with pytest.raises(error):
        ControlState().with_position("brightness", position)
    with pytest.raises(error):
        ControlState(settings={"brightness": Setting(position=position)})


def test_a_state_survives_being_kept_as_json():
    state = ControlState().with_positions({"brightness": 0.8, "level": 0.0}).with_lock("space", True)
    assert ControlState.model_validate_json(state.model_dump_json()) == state


def test_a_state_from_fewer_controls_is_completed_in_the_table_s_order():
    state = ControlState(settings={"space": Setting(position=0.5), "brightness": Setting(position=0.1)})
    assert list(state.settings) == [row.id for row in TABLE]
    assert state["level"] == ControlState()["level"]


def test_unknown_keys_are_refused():
    with pytest.raises(ValidationError):
        ControlState.model_validate({"settings": {}, "colour": 1})
    with pytest.raises(UnknownControl):
        ControlState(settings={"colour": Setting()})
