"""A knob takes a control over without a jump, however fast the hand is; unless jumping is what was asked for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdad.surfaces.midi.takeover import TAKEOVERS, Hand

STEP = 1 / 127
SHARE = st.integers(0, 127).map(lambda value: value / 127)


def play(hand: Hand, stands: float | None, *knob: float) -> float | None:
    """Returns where a control stands after a knob's moves."""
    for to in knob:
        gone = hand.moved(to, stands, STEP)
        stands = stands if gone is None else gone
    return stands


def test_pickup_waits_until_the_knob_passes() -> None:
    hand = Hand("pickup")
    assert [hand.moved(to / 10, 0.55, STEP) for to in (1, 3, 5, 6, 7)] == [None, None, None, 0.6, 0.7]


def test_a_fast_hand_is_caught_between_two_messages() -> None:
    assert play(Hand("pickup"), 0.5, 0.02, 0.97) == 0.97
    assert play(Hand("pickup"), 0.5, 0.97, 0.02) == 0.02


def test_a_knob_that_is_there_already_follows_at_once() -> None:
    assert Hand("pickup").moved(64 / 127, 0.5, STEP) == 64 / 127


@pytest.mark.parametrize(("stands", "waits", "takes"), [(0.1, 0.3, 0.2), (0.95, 0.7, 0.8)])
def test_a_control_beyond_the_knob_s_range_is_picked_up_at_its_end(stands: float, waits: float, takes: float) -> None:
    hand = Hand("pickup", 0.2, 0.8)
    assert play(hand, stands, 0.5, waits) == stands
    assert play(hand, stands, takes, 0.5) == 0.5


def test_scale_goes_towards_the_ends_of_the_knob_s_range() -> None:
    assert play(Hand("scale", 0.2, 0.8), 0.5, 0.6, 0.7) == pytest.approx(0.65)
    assert play(Hand("scale", 0.2, 0.8), 0.5, 0.4, 0.3) == pytest.approx(0.35)
    assert play(Hand("scale", 0.2, 0.8), 0.3, 0.6, 0.8) == 0.8
    assert play(Hand("scale", 0.2, 0.8), 0.9, 0.6, 0.4) == pytest.approx(0.5)


def test_a_recall_arms_pickup_anew() -> None:
    hand = Hand("pickup")
    assert play(hand, 0.5, 0.4, 0.6, 0.8) == 0.8
    hand.let_go()
    assert play(hand, 0.3, 0.7, 0.4) == 0.3
    assert play(hand, 0.3, 0.2) == 0.2


def test_on_auto_there_is_nothing_to_pick_up() -> None:
    for takeover in TAKEOVERS:
        assert Hand(takeover).moved(0.9, None, STEP) == 0.9


def test_jump_follows_even_after_a_recall() -> None:
    hand = Hand("jump")
    hand.let_go()
    assert hand.moved(0.9, 0.1, STEP) == 0.9


@given(SHARE, st.lists(SHARE, min_size=2, max_size=30))
def test_pickup_never_jumps_away_from_a_knob_that_has_not_passed(stands: float, knob: list[float]) -> None:
    low = [to for to in knob if to < stands - STEP]
    assume(low)
    assert play(Hand("pickup"), stands, *low) == stands


@given(SHARE, SHARE, SHARE)
def test_any_two_messages_on_either_side_are_a_crossing(stands: float, one: float, other: float) -> None:
    assume((one - stands) * (other - stands) <= 0)
    assert play(Hand("pickup"), stands, one, other) == other


@given(SHARE, st.lists(SHARE, min_size=1, max_size=30), st.sampled_from([(0.0, 1.0), (0.2, 0.8), (0.0, 0.3)]))
def test_scale_stays_in_range_goes_the_knob_s_way_and_meets_it_at_the_end(
    stands: float, knob: list[float], ends: tuple[float, float]
) -> None:
    low, high = ends
    hand, last = Hand("scale", low, high), None
    for to in (low + (high - low) * share for share in knob):
        gone = hand.moved(to, stands, STEP)
        if gone is not None and last is not None and not hand.follows:
            assert low <= gone <= high
            # One that stood beyond the range comes into it first.
            assert (gone - min(high, max(low, stands))) * (to - last) >= 0
        stands = stands if gone is None else gone
        last = to
    assert play(hand, stands, (low + high) / 2, high) == pytest.approx(high, abs=STEP)
