import pytest

from sdad.cli.assignments import parsed_assignments
from sdad.control.curves import Reach
from sdad.errors import ControlOutOfRange, MalformedMessage, NotANumber, UnknownControl, UnknownUnit

REACHES = {"brightness": Reach(low=200.0, median=1600.0, high=6400.0, covered_low=400.0, covered_high=5000.0)}


def test_positions_units_and_auto():
    assigned = parsed_assignments(["brightness=1600Hz", "space=auto", "density=.2", "duration=30s"], REACHES)
    assert assigned.positions["brightness"] == 0.5
    assert assigned.positions["space"] is None
    assert assigned.positions["density"] == 0.2
    assert 0.0 < assigned.positions["duration"] < 1.0
    assert assigned.remarks == []


def test_the_last_word_holds():
    assert parsed_assignments(["space=.1", "space=.9"], {}).positions == {"space": 0.9}


def test_a_value_with_times_is_a_curve_and_the_last_word_holds_here_too():
    assigned = parsed_assignments(["brightness=0:200Hz,1:1600Hz", "space=.1", "space=0:.2,1:.9"], REACHES)
    assert assigned.curves == {"brightness": ((0.0, 0.0), (1.0, 0.5)), "space": ((0.0, 0.2), (1.0, 0.9))}
    assert assigned.positions == {}
    assert parsed_assignments(["space=0:.2,1:.9", "space=.1"], {}).curves == {}


@pytest.mark.parametrize(("text", "held", "position"), [("12kHz", "6.4 kHz", 1.0), ("60Hz", "200 Hz", 0.0)])
def test_what_a_model_cannot_reach_is_held_and_said(text, held, position):
    assigned = parsed_assignments([f"brightness={text}"], REACHES)
    assert assigned.positions == {"brightness": position}
    assert len(assigned.remarks) == 1
    assert text in assigned.remarks[0] and held in assigned.remarks[0]


@pytest.mark.parametrize("text", ["6400Hz", "6.4kHz", "200Hz", "1", "0", "1.0", "1e0"])
def test_the_ends_themselves_are_not_remarked_on(text):
    assert parsed_assignments([f"brightness={text}"], REACHES).remarks == []


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("brightness", MalformedMessage),
        ("britness=.5", UnknownControl),
        ("brightness=", NotANumber),
        ("brightness=much", NotANumber),
        ("brightness=nan", NotANumber),
        ("brightness=1.2", ControlOutOfRange),
        ("brightness=3s", UnknownUnit),
        ("brightness=90000Hz", ControlOutOfRange),
        ("duration=auto", NotANumber),
    ],
)
def test_what_makes_no_sense_is_refused_as_usage(word, error):
    with pytest.raises(error) as refused:
        parsed_assignments([word], REACHES)
    assert refused.value.exit_code == 2
