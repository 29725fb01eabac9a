import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.control.breakpoints import MOST, checked_breakpoints, mean_position, parse_breakpoints, position_at
from sdad.control.curves import Curve, Reach
from sdad.control.parameters import CONTROLS
from sdad.errors import ControlOutOfRange, MalformedCurve, NotANumber, UnknownUnit

BRIGHTNESS = CONTROLS["brightness"]
REACH = Reach.of_range(Curve.LOG, 400.0, 6400.0)
CURVES = st.lists(st.tuples(st.integers(0, 1000), st.floats(0, 1)), min_size=2, max_size=MOST, unique_by=lambda p: p[0])


def parsed(text, row=BRIGHTNESS):
    return parse_breakpoints(row, text, REACH)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("0:.2,1:.9", ((0.0, 0.2), (1.0, 0.9))),
        (" 0 : .2 , 50%:0.9,  100% : 0", ((0.0, 0.2), (0.5, 0.9), (1.0, 0.0))),
        ("0:400Hz,.5:1.6kHz,1:1", ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0))),
        (".25:1,.75:0", ((0.25, 1.0), (0.75, 0.0))),
    ],
)
def test_what_people_write(text, points):
    assert parsed(text) == tuple((time, pytest.approx(position)) for time, position in points)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0:.2", "1 points"),
        (",".join(f"{n / 10}:.5" for n in range(9)), "9 points"),
        ("0:.2,2:.9", "not from 0 to 1"),
        ("1:.2,0:.9", "do not rise"),
        (".5:.2,.5:.9", "do not rise"),
        ("0:.2,1", '"1" is not a time and a value'),
        ("0:.2,3s:.9", '"3s:.9" is not a time and a value'),
        ("0:.2,-1:.9", "is not a time"),
        ("0:auto,1:.5", "auto"),
        ("0:.2,,1:.5", "is not a time"),
    ],
)
def test_what_is_no_curve_is_refused_with_what_one_is(text, problem):
    with pytest.raises(MalformedCurve, match="brightness cannot follow this curve") as refused:
        parsed(text)
    assert problem in refused.value.text and "0:.2,1:.9" in refused.value.text
    assert refused.value.thing == "brightness" and refused.value.exit_code == 2


def test_a_setting_cannot_move():
    with pytest.raises(MalformedCurve, match="whole take"):
        checked_breakpoints(CONTROLS["layers"], [(0, 0.1), (1, 0.9)])


@pytest.mark.parametrize(
    ("text", "error"), [("0:.2,1:1.2", ControlOutOfRange), ("0:x,1:.5", NotANumber), ("0:.2,1:3s", UnknownUnit)]
)
def test_values_are_refused_as_they_are_alone(text, error):
    with pytest.raises(error):
        parsed(text)


def test_a_position_that_is_no_number_is_refused():
    with pytest.raises(NotANumber):
        checked_breakpoints(BRIGHTNESS, [(0, 0.5), (1, math.nan)])
    with pytest.raises(MalformedCurve):
        checked_breakpoints(BRIGHTNESS, [(0, 0.5), (math.nan, 0.5)])


def test_between_its_points_a_curve_is_straight_and_outside_it_stands_still():
    points = ((0.2, 0.1), (0.6, 0.9), (0.8, 0.5))
    got = [position_at(points, time) for time in (0.0, 0.2, 0.3, 0.6, 0.7, 0.8, 1.0)]
    assert got == pytest.approx([0.1, 0.1, 0.3, 0.9, 0.7, 0.5, 0.5])


@given(CURVES)
def test_the_mean_is_that_of_all_moments(drawn):
    points = tuple((time / 1000, position) for time, position in sorted(drawn))
    assert checked_breakpoints(BRIGHTNESS, points) == points
    moments = np.linspace(0, 1, 4001)
    mean = np.mean([position_at(points, float(time)) for time in moments])
    assert mean_position(points) == pytest.approx(mean, abs=2e-3)
