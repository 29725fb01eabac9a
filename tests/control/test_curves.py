import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sdad.control.curves import Curve, Reach

POSITIONS = st.floats(0.0, 1.0)
NATURALS = st.floats(0.01, 20000.0)
CURVES = st.sampled_from(Curve)


def reach_between(low, median, high):
    return Reach(low=low, median=median, high=high, covered_low=low, covered_high=high)


@given(CURVES, NATURALS)
def test_warping_there_and_back_changes_nothing(curve, natural):
    assert curve.unwarp(curve.warp(natural)) == pytest.approx(natural)


def test_equal_steps_are_equal_differences_or_equal_ratios():
    linear = Reach.of_range(Curve.LINEAR, 0.0, 8.0)
    log = Reach.of_range(Curve.LOG, 100.0, 10000.0)
    quarters = (0.0, 0.25, 0.5, 0.75, 1.0)
    assert [linear.natural(Curve.LINEAR, position) for position in quarters] == pytest.approx([0, 2, 4, 6, 8])
    assert [log.natural(Curve.LOG, position) for position in quarters] == pytest.approx(
        [100, 316.23, 1000, 3162.3, 10000], rel=1e-4
    )


def test_the_ends_and_the_middle_are_the_reach_s_own():
    reach = reach_between(200.0, 2000.0, 3000.0)
    assert [reach.natural(Curve.LOG, position) for position in (0.0, 0.5, 1.0)] == pytest.approx([200, 2000, 3000])


@given(CURVES, POSITIONS, st.tuples(NATURALS, NATURALS, NATURALS), st.booleans())
@example(Curve.LOG, 0.5, (1.0, 2.0, 3.0), True)
def test_a_position_comes_back_from_its_natural_value(curve, position, values, falling):
    low, median, high = sorted(values, reverse=falling)
    steps = [abs(curve.warp(high) - curve.warp(median)), abs(curve.warp(median) - curve.warp(low))]
    assume(min(steps) > 1e-3)
    reach = reach_between(low, median, high)
    assert reach.position(curve, reach.natural(curve, position)) == pytest.approx(position, abs=1e-6)


@given(CURVES, POSITIONS, POSITIONS, st.booleans())
def test_more_position_is_more_of_it_also_where_the_number_falls(curve, one, other, falling):
    low, median, high = (1000.0, 40.0, 1.0) if falling else (1.0, 40.0, 1000.0)
    reach = reach_between(low, median, high)
    first, second = (reach.natural(curve, position) for position in sorted((one, other)))
    assert (second <= first + 1e-9) if falling else (first <= second + 1e-9)


@pytest.mark.parametrize(("low", "high"), [(100.0, 1000.0), (1000.0, 100.0)])
def test_what_lies_past_the_reach_has_a_position_past_the_end(low, high):
    reach = Reach.of_range(Curve.LOG, low, high)
    beyond_low, beyond_high = (50.0, 2000.0) if low < high else (2000.0, 50.0)
    assert reach.position(Curve.LOG, beyond_low) < 0.0
    assert reach.position(Curve.LOG, beyond_high) > 1.0


def test_a_control_that_a_model_cannot_move_stands_in_the_middle():
    reach = reach_between(5.0, 5.0, 5.0)
    assert [reach.natural(Curve.LINEAR, position) for position in (0.0, 0.3, 1.0)] == [5.0, 5.0, 5.0]
    assert [reach.position(Curve.LINEAR, natural) for natural in (1.0, 5.0, 9.0)] == [0.5, 0.5, 0.5]


def test_a_reach_that_is_flat_on_one_side_moves_on_the_other():
    reach = reach_between(0.0, 0.0, 4.0)
    assert reach.position(Curve.LINEAR, 2.0) == pytest.approx(0.75)
    assert reach.position(Curve.LINEAR, 0.0) == pytest.approx(0.5)


def test_a_blend_reaches_between_what_its_models_reach_on_the_scale_of_equal_steps():
    dark = Reach(low=100.0, median=200.0, high=400.0, covered_low=100.0, covered_high=400.0)
    light = Reach(low=1600.0, median=3200.0, high=6400.0, covered_low=1600.0, covered_high=6400.0)
    half = Reach.blended(Curve.LOG, [dark, light], [0.5, 0.5])
    assert (half.low, half.median, half.high) == pytest.approx((400.0, 800.0, 1600.0))
    assert Reach.blended(Curve.LOG, [dark, light], [1.0, 0.0]).high == pytest.approx(400.0)
    assert Reach.blended(Curve.LINEAR, [dark, light], [3.0, 1.0]).low == pytest.approx(475.0)
