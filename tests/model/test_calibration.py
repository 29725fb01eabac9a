import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.control.curves import Curve, Reach
from sdad.control.parameters import CONTROLS, DESCRIPTORS
from sdad.model.calibration import Calibration, Response

level = st.floats(-100, 100, allow_subnormal=False)


def fitted(means, *, falling=False, takes=1):
    measured = np.repeat(np.array(means, float)[:, None], takes, axis=1)
    return Response.fit(np.linspace(0, 1, len(means)), measured, falling=falling)


@given(st.lists(level, min_size=2, max_size=9), st.booleans())
def test_a_response_goes_one_way_and_keeps_the_mean(means, falling):
    response = fitted(means, falling=falling)
    steps = np.diff(response.values) * (-1 if falling else 1)
    assert (steps >= -1e-9).all()
    assert np.mean(response.values) == pytest.approx(np.mean(means), abs=1e-6)


@given(st.lists(level, min_size=2, max_size=9))
def test_no_other_monotone_response_is_nearer(means):
    response = np.array(fitted(means).values)
    best = np.square(response - means).sum()
    draw = np.random.default_rng(0)
    for _ in range(20):
        other = np.sort(response + draw.normal(0, 5, len(means)))
        assert np.square(other - means).sum() >= best - 1e-6


def test_what_was_measured_in_order_is_kept():
    assert fitted([1.0, 2.0, 4.0, 8.0]).values == (1.0, 2.0, 4.0, 8.0)
    assert fitted([8.0, 4.0, 2.0], falling=True).values == (8.0, 4.0, 2.0)


def test_takes_are_averaged_and_those_without_a_measure_left_out():
    response = Response.fit(np.array([0.0, 1.0]), np.array([[1.0, np.nan, 3.0], [5.0, 6.0, 7.0]]))
    assert response.values == (2.0, 6.0)


def test_violators_are_pooled():
    assert fitted([1.0, 5.0, 3.0, 9.0]).values == (1.0, 4.0, 4.0, 9.0)


@pytest.mark.parametrize("falling", [False, True])
def test_a_drive_brings_the_value_it_was_asked_for(falling):
    values = [0.0, 1.0, 4.0, 9.0, 16.0]
    response = fitted([-value for value in values] if falling else values, falling=falling)
    for wanted in np.linspace(0, 16, 33):
        value = -wanted if falling else wanted
        drive = response.drive(value)
        assert np.interp(drive, response.drives, response.values) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("falling", [False, True])
def test_what_lies_out_of_reach_gets_the_nearest_end(falling):
    sign = -1 if falling else 1
    response = fitted([sign * value for value in (1.0, 2.0, 3.0)], falling=falling)
    assert response.drive(sign * -10.0) == 0.0
    assert response.drive(sign * 10.0) == 1.0


def test_on_a_plateau_the_least_drive_is_enough():
    response = fitted([0.0, 5.0, 5.0, 5.0, 8.0])
    assert response.drive(5.0) == pytest.approx(0.25, abs=1e-6)


def test_a_control_that_answers_backwards_has_no_reach():
    assert fitted([3.0, 2.0, 1.0]).values == (2.0, 2.0, 2.0)
    assert fitted([1.0, 2.0, 3.0], falling=True).values == (2.0, 2.0, 2.0)


def test_a_calibration_survives_being_written_down():
    calibration = Calibration(responses={"space": fitted([0.1, 0.7, 0.75])}, auto={"rhythm": 0.3})
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration


def test_positions_become_values_on_the_reach_and_auto_stays_auto():
    reach = Reach(low=1.0, median=4.0, high=16.0, covered_low=1.0, covered_high=16.0)
    calibration = Calibration(reaches={"density": reach})
    wanted = calibration.naturals({"density": 0.25, "pulse": 0.0, "space": None})
    assert CONTROLS["density"].curve is Curve.LOG
    assert wanted["density"] == pytest.approx(2.0)
    # What was never calibrated has the whole range of the control.
    assert wanted["pulse"] == CONTROLS["pulse"].full_range.low
    assert {name for name, value in wanted.items() if value is not None} == {"density", "pulse"}
    assert set(wanted) == {row.id for row in DESCRIPTORS}


def test_values_become_drives_as_they_were_calibrated():
    rising = Response(drives=(0.0, 0.5, 1.0), values=(0.0, 1.0, 5.0))
    falling = Response(drives=(0.0, 1.0), values=(9.0, 3.0))
    calibration = Calibration(responses={"density": rising, "attack": falling})
    drives = calibration.drives({"density": 8.0, "attack": 2.0**6, "space": 1.0, "pulse": None})
    assert (drives["density"], drives["attack"]) == pytest.approx((0.75, 0.5))
    assert drives["space"] is drives["pulse"] is None
    assert calibration.drives({"density": 1e9, "attack": 1e9}) == {"density": 1.0, "attack": 0.0}


def test_a_position_outside_the_reach_is_told_within_bounds():
    reach = Reach(low=1.0, median=2.0, high=4.0, covered_low=1.0, covered_high=4.0)
    calibration = Calibration(reaches={"density": reach})
    told = [calibration.position("density", value) for value in (1e-6, 0.5, 1.0, 2.0, 4.0, 8.0, 1e6)]
    assert told == pytest.approx([-1, -0.5, 0, 0.5, 1, 1.5, 2])
    assert calibration.position("density", None) is None


def test_a_blend_answers_between_its_models():
    full = {name: CONTROLS[name].full_range for name in ("space", "width")}
    one = Calibration(reaches=full, responses={"width": fitted([0.0, 10.0])}, auto={"rhythm": 0.2, "width": 0.4})
    two = Calibration(
        reaches={"width": full["width"]}, responses={"width": fitted([0.0, 0.0, 40.0])}, auto={"rhythm": 0.6}
    )
    both = Calibration.blended([one, two], [0.75, 0.25])
    assert set(both.reaches) == {"width"}
    assert both.responses["width"].drives == (0.0, 0.5, 1.0)
    assert both.responses["width"].values == pytest.approx((0.0, 3.75, 17.5))
    assert both.auto == {"rhythm": pytest.approx(0.3)}
    assert both.reaches["width"].high == pytest.approx(full["width"].high)
