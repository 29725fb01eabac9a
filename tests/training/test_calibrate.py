"""Calibrating instruments that are nothing but formulas, so that what must come out is known."""

import numpy as np
import pytest

from sdad.control.parameters import CONTROLS, DESCRIPTORS
from sdad.training.calibrate import FIRST_TAKE, LEAST_SHARE, calibrate
from sdad.training.schedules import Budget

BUDGET = Budget(vae_steps=1, flow_steps=1, gestures=1, minutes=1, positions=5, takes=3, take_s=1.0)
STRUCTURE = ("rhythm", "density")


class Formula:
    """Plays nothing: each control's value is a share of the way between two ends, and others stand still."""

    def __init__(self, **ends):
        self.ends = ends
        self.asked = []

    def __call__(self, calibration, drives, take, name):
        self.asked.append((calibration, dict(drives), take, name))
        drive = drives.get(name)
        ends = self.ends.get(name, 1.0)
        if ends is None or not isinstance(ends, tuple):
            return ends
        curve = CONTROLS[name].curve
        low, high = map(curve.warp, ends)
        return curve.unwarp(low + (high - low) * (0.5 if drive is None else drive))


def measures(**values):
    return {row.id: values.get(row.id) for row in DESCRIPTORS}


def calibrated(formula, recordings=(), structure=STRUCTURE, budget=BUDGET, progress=lambda fraction: None):
    return calibrate(formula, recordings, structure, budget, progress)


def test_every_descriptor_gets_a_response_and_a_reach():
    calibration = calibrated(Formula())
    names = [row.id for row in DESCRIPTORS]
    assert list(calibration.responses) == names and list(calibration.reaches) == names
    assert calibration.responses["warmth"].drives == (0.0, 0.25, 0.5, 0.75, 1.0)


def test_a_reach_goes_from_what_no_drive_to_what_full_drive_brings():
    calibration = calibrated(Formula(brightness=(500.0, 4000.0), width=(20.0, 80.0)))
    reach = calibration.reaches["brightness"]
    assert (reach.low, reach.high) == (pytest.approx(500), pytest.approx(4000))
    assert (calibration.reaches["width"].low, calibration.reaches["width"].high) == (
        pytest.approx(20),
        pytest.approx(80),
    )
    curve = CONTROLS["brightness"].curve
    # Asking for a value brings the drive that plays it.
    assert calibration.responses["brightness"].drive(curve.warp(1000.0)) == pytest.approx(1 / 3, abs=1e-6)


def test_a_control_that_falls_reaches_from_the_larger_number_to_the_smaller():
    falling = next(row for row in DESCRIPTORS if row.falling)
    low, high = falling.maximum / 2, falling.maximum / 8
    recordings = [measures(**{falling.id: value}) for value in np.geomspace(low, high, 9)]
    reach = calibrated(Formula(**{falling.id: (low, high)}), recordings).reaches[falling.id]
    assert (reach.low, reach.high) == (pytest.approx(low), pytest.approx(high))
    assert reach.low > reach.median > reach.high
    assert reach.covered_low > reach.covered_high


def test_a_control_that_answers_backwards_has_a_flat_response():
    response = calibrated(Formula(brightness=(4000.0, 500.0))).responses["brightness"]
    assert len(set(np.round(response.values, 9))) == 1


def test_a_control_that_does_not_answer_has_no_reach_at_all():
    reach = calibrated(Formula(warmth=3.0)).reaches["warmth"]
    assert reach.low == reach.median == reach.high == pytest.approx(3.0)


def test_what_cannot_be_measured_anywhere_counts_as_a_control_that_does_not_answer():
    calibration = calibrated(Formula(tension=None))
    assert len(set(calibration.responses["tension"].values)) == 1
    row = CONTROLS["tension"]
    assert row.minimum <= calibration.reaches["tension"].low == calibration.reaches["tension"].high <= row.maximum


def test_a_position_that_measures_nothing_lies_between_its_neighbours():
    class Gap(Formula):
        def __call__(self, calibration, drives, take, name):
            value = super().__call__(calibration, drives, take, name)
            return None if drives.get("warmth") == 0.5 else value

    response = calibrated(Gap(warmth=(-8.0, 8.0))).responses["warmth"]
    assert response.values == pytest.approx((-8, -4, 0, 4, 8))


def test_the_middle_is_the_median_of_the_recordings_and_their_band_is_covered():
    recordings = [measures(brightness=value) for value in np.geomspace(700.0, 2800.0, 101)]
    reach = calibrated(Formula(brightness=(500.0, 4000.0)), recordings).reaches["brightness"]
    assert reach.median == pytest.approx(1400)
    assert (reach.covered_low, reach.covered_high) == (pytest.approx(719.7, rel=0.01), pytest.approx(2723, rel=0.01))


@pytest.mark.parametrize(("median", "share"), [(510.0, LEAST_SHARE), (3900.0, 1 - LEAST_SHARE), (90.0, LEAST_SHARE)])
def test_the_middle_keeps_away_from_the_ends(median, share):
    reach = calibrated(Formula(brightness=(500.0, 4000.0)), [measures(brightness=median)]).reaches["brightness"]
    assert reach.median == pytest.approx(500 * 8**share)


def test_where_the_recordings_say_nothing_the_middle_is_half_way():
    reach = calibrated(Formula(brightness=(500.0, 4000.0)), [measures(warmth=1.0)]).reaches["brightness"]
    assert reach.median == pytest.approx(500 * 8**0.5)
    assert (reach.covered_low, reach.covered_high) == (pytest.approx(500), pytest.approx(4000))


def test_no_reach_leaves_the_range_of_its_control():
    row = CONTROLS["width"]
    reach = calibrated(Formula(width=(-50.0, 400.0))).reaches["width"]
    assert (reach.low, reach.high) == (row.minimum, row.maximum)


def test_auto_meets_what_the_recordings_do_and_keeps_off_the_ends():
    rhythm, density = CONTROLS["rhythm"], CONTROLS["density"]
    ends = {"rhythm": (rhythm.minimum, rhythm.maximum), "density": (density.minimum * 2, density.maximum / 2)}
    at = rhythm.minimum + 0.3 * (rhythm.maximum - rhythm.minimum)
    recordings = [measures(rhythm=at, density=density.minimum)]
    calibration = calibrated(Formula(**ends), recordings)
    assert calibration.auto == {"rhythm": pytest.approx(0.3), "density": pytest.approx(0.05)}


def test_auto_is_known_before_the_sweeps_that_others_are_measured_by():
    formula = Formula(rhythm=(0.0, 1.0))
    calibration = calibrated(formula, [measures(rhythm=0.4)])
    assert calibration.auto == {"rhythm": pytest.approx(0.4)}, "nothing is known of the density of these recordings"
    first, rest = formula.asked[:6], formula.asked[6:]
    assert all(name == "rhythm" and not known.auto for known, _, _, name in first)
    assert all(known.auto == calibration.auto for known, _, _, _ in rest)


def test_one_control_is_swept_at_a_time_by_takes_that_nobody_else_asks_for():
    formula = Formula()
    calibrated(formula)
    assert all(list(drives) == [name] for _, drives, _, name in formula.asked)
    of_warmth = [(drives["warmth"], take) for _, drives, take, name in formula.asked if name == "warmth"]
    takes = range(FIRST_TAKE, FIRST_TAKE + 3)
    assert of_warmth == [(drive, take) for take in takes for drive in (0, 0.25, 0.5, 0.75, 1)]


@pytest.mark.parametrize("recordings", [[], [measures(rhythm=0.4)], [measures(rhythm=0.4, density=2.0)]])
def test_progress_goes_by_equal_steps_to_the_end(recordings):
    told, formula = [], Formula(rhythm=(0.0, 1.0), density=(0.5, 8.0))
    calibrated(formula, recordings, progress=told.append)
    assert told == [pytest.approx((number + 1) / len(formula.asked)) for number in range(len(formula.asked))]


def test_progress_may_end_it():
    class StopError(Exception):
        pass

    def stop(fraction):
        raise StopError

    formula = Formula()
    with pytest.raises(StopError):
        calibrated(formula, progress=stop)
    assert len(formula.asked) == 1


def test_real_recordings_give_a_real_instrument_its_reach(tiny_instrument):
    calibration = tiny_instrument.calibration
    assert set(calibration.reaches) == {row.id for row in DESCRIPTORS}
    for row in DESCRIPTORS:
        reach = calibration.reaches[row.id]
        assert row.minimum <= min(reach.low, reach.high) and max(reach.low, reach.high) <= row.maximum
        assert min(reach.low, reach.high) <= reach.median <= max(reach.low, reach.high)
    for name in ("brightness", "warmth", "width"):
        assert calibration.reaches[name].high > calibration.reaches[name].low, name
    assert all(0.05 <= drive <= 0.95 for drive in calibration.auto.values())


def test_a_reach_promises_only_what_nearly_all_takes_get_to():
    class Moody(Formula):
        """Of twenty takes one goes to the ends of the scale and one hardly moves."""

        def __call__(self, calibration, drives, take, name):
            value = super().__call__(calibration, drives, take, name)
            if name != "warmth":
                return value
            return value * {FIRST_TAKE: 2.0, FIRST_TAKE + 1: 0.1}.get(take, 1.0)

    twenty = BUDGET.model_copy(update={"takes": 20})
    reach = calibrated(Moody(warmth=(-4.0, 4.0)), structure=(), budget=twenty).reaches["warmth"]
    assert (reach.low, reach.high) == (pytest.approx(-4.0), pytest.approx(4.0))


def test_where_takes_agree_on_nothing_the_reach_is_that_of_the_take_in_the_middle():
    class Scattered(Formula):
        """The takes lie further apart than the control moves any of them."""

        def __call__(self, calibration, drives, take, name):
            value = super().__call__(calibration, drives, take, name)
            return value + 10 * (take - FIRST_TAKE - 1) if name == "warmth" else value

    reach = calibrated(Scattered(warmth=(-1.0, 1.0)), structure=()).reaches["warmth"]
    assert (reach.low, reach.high) == (pytest.approx(-1.0), pytest.approx(1.0))
