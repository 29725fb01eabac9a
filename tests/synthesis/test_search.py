import numpy as np
import pytest

from sdad.synthesis.search import LONGEST_STEP, Bounds, JointSearch, Search, search_from
from sdad.synthesis.steer import BEYOND, NEAR_ENOUGH, ROUNDS


def search(curve, target, start=0.5, low=0.0, high=1.0, rounds=ROUNDS):
    """Returns the drives that a search tries on a curve, and the least error among them."""
    way = Search(Bounds(start, low, high))
    drives, errors = [start], []
    for _ in range(rounds):
        errors.append(target - curve(drives[-1]))
        if abs(errors[-1]) < NEAR_ENOUGH:
            break
        drives.append(way.next(errors[-1]))
    return drives, min(map(abs, errors))


TARGETS = pytest.mark.parametrize("target", [0.06, 0.21, 0.47, 0.78, 0.94])


@TARGETS
@pytest.mark.parametrize("slope", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("start", [0.1, 0.5, 0.9])
def test_a_straight_line_is_followed_in_a_few_steps(target, slope, start):
    drives, error = search(lambda drive: 0.5 + slope * (drive - 0.5), target, start)
    assert error < NEAR_ENOUGH or abs(target - 0.5) > slope / 2
    if abs(target - 0.5) <= slope / 2:
        # From one end to the other takes three steps of the longest, and two more the slope.
        assert len(drives) <= 5


@TARGETS
@pytest.mark.parametrize("middle", [0.35, 0.5, 0.7])
def test_a_steep_curve_is_closed_in_upon(target, middle):
    def leaps(drive):
        return 1 / (1 + np.exp(-25 * (drive - middle)))

    _, error = search(leaps, target)
    assert error < 0.1


@TARGETS
def test_a_bent_curve_is_followed(target):
    for bend in (0.4, 1.0, 2.5):
        assert search(lambda drive, bend=bend: drive**bend, target)[1] < 0.03 or target < 0.05**bend


@pytest.mark.parametrize("target", [0.1, 0.3, 0.6])
def test_the_other_side_of_a_curve_that_turns_back_is_found(target):
    # On the right this curve has nothing that is asked for, and there the search is drawn first.
    def turns(drive):
        return max(0.0, 0.7 * (1 - drive / 0.45)) if drive < 0.45 else -0.2 * (drive - 0.45)

    drives, error = search(turns, target)
    assert max(drives) > 0.8
    assert error < 0.15 and min(drives) < 0.45


@pytest.mark.parametrize("target", [-3.0, 3.0])
@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-BEYOND, 1.0 + BEYOND)])
def test_a_search_keeps_to_its_bounds_and_goes_to_them(target, low, high):
    drives, _ = search(lambda drive: drive, target, low=low, high=high, rounds=ROUNDS + 5)
    assert min(drives) >= low and max(drives) <= high
    assert (high if target > 0 else low) in drives


def test_a_search_never_tries_a_place_twice_nor_leaps_at_first():
    draw = np.random.default_rng(0)
    for _ in range(20):
        noise = draw.standard_normal(50)
        drives, _ = search(lambda drive, noise=noise: noise[int(49 * drive)], 5.0, rounds=8)
        gaps = np.diff(np.sort(drives))
        assert gaps.min() >= 0.01 - 1e-9
        assert abs(drives[1] - drives[0]) <= LONGEST_STEP + 1e-9


COUPLINGS = pytest.mark.parametrize("seed", range(8))


def coupled(seed, size=4):
    """Returns what controls measure that answer by slopes of their own, and each to the others."""
    draw = np.random.default_rng(seed)
    answers = np.diag(draw.uniform(0.7, 1.6, size)) + draw.uniform(-0.35, 0.35, (size, size)) * (1 - np.eye(size))
    return lambda drives: 0.5 + answers @ (np.array(list(drives.values())) - 0.5)


def errors_of(measured, targets, drives, rounds):
    """Returns the sum of the absolute errors of several controls, round by round."""
    next_drives, sums = search_from({name: Bounds(drive, 0, 1) for name, drive in drives.items()}), []
    for _ in range(rounds):
        missing = targets - measured(drives)
        sums.append(np.abs(missing).sum())
        drives = next_drives(dict(zip(drives, missing, strict=True)))
        assert all(0 <= drive <= 1 for drive in drives.values())
    return sums


@COUPLINGS
def test_several_that_move_each_other_are_brought_home_in_a_few_rounds(seed):
    measured = coupled(seed)
    targets = measured(dict(enumerate(np.random.default_rng(100 + seed).uniform(0.2, 0.8, 4))))
    sums = errors_of(measured, targets, dict.fromkeys("abcd", 0.5), ROUNDS)
    assert min(sums) < 0.15 * sums[0]


@COUPLINGS
def test_what_cannot_be_had_does_not_keep_the_others_from_home(seed):
    measured = coupled(seed, 3)
    targets = measured({"a": 0.5, "b": 0.7, "c": 0.3})

    def stuck(drives):
        return np.append(measured({name: drives[name] for name in "abc"}), 0.4)

    next_drives = search_from({name: Bounds(0.5, 0, 1) for name in "abcd"})
    drives, sums = dict.fromkeys("abcd", 0.5), []
    for _ in range(ROUNDS):
        missing = np.append(targets, 0.9) - stuck(drives)
        sums.append(np.abs(missing[:3]).sum())
        drives = next_drives(dict(zip("abcd", missing, strict=True)))
    assert min(sums) < 0.35 * sums[0]


def test_a_step_that_led_nowhere_makes_the_next_ones_shorter_and_begins_at_the_best_place():
    search = JointSearch({name: Bounds(0.5, 0, 1) for name in "ab"})
    search.next({"a": 0.3, "b": -0.3})
    for _ in range(6):
        drives = search.next({"a": 0.9, "b": 0.9})
    assert all(abs(drive - 0.5) <= LONGEST_STEP / 2**6 for drive in drives.values())


def test_a_promise_of_much_is_met_with_a_short_step():
    (flat,), (steep,) = (
        [abs(search_from({"a": Bounds(0.5, 0, 1, slope)})({"a": 0.2})["a"] - 0.5)] for slope in (1.0, 2.0)
    )
    assert steep == pytest.approx(flat / 2)
