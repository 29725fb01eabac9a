import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.synthesis.score import STEPS, beat_envelope, compose, event_rate

SECONDS = 60.0


def composed(seed=0, seconds=SECONDS):
    return compose(np.random.default_rng(seed), seconds)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("loop_s", [0.5, 1.7, 4.0, 12.0, 61.3])
def test_a_pattern_comes_round_with_its_loop(seed, loop_s):
    beat_s = compose(np.random.default_rng(seed), loop_s, loop_s).beat_s
    beats = loop_s / beat_s
    assert beats == pytest.approx(round(beats)) and (beats < 6 or round(beats) % 4 == 0)
    # It is still the take's own pulse, as near as it can be.
    assert 0.75 < beat_s / composed(seed).beat_s < 1.34 or loop_s < 1


def played(events, rate):
    return [event for event in events if event.rate <= rate]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_denser_drive_is_a_faster_rate(one, other):
    low, high = sorted((one, other))
    assert event_rate(low) <= event_rate(high)
    # Equal steps of the drive are equal ratios of the rate.
    assert event_rate((low + high) / 2) ** 2 == pytest.approx(event_rate(low) * event_rate(high))


def test_rates_reach_from_rare_to_a_roll():
    assert event_rate(0.0) < 0.6
    assert event_rate(1.0) > 10


def test_a_score_is_decided_by_its_draw():
    once, again = composed(), composed()
    assert (once.strict, once.loose, once.beat_s) == (again.strict, again.loose, again.beat_s)
    assert np.array_equal(once.scatter, again.scatter)
    assert composed(1).strict != composed(2).strict
    assert composed(1).loose != composed(2).loose


@pytest.mark.parametrize("seconds", [0.5, 7.3, SECONDS])
def test_events_come_in_order_and_within_the_time(seconds):
    for seed in range(5):
        score = composed(seed, seconds)
        for events in (score.strict, score.loose):
            times = [event.time_s for event in events]
            assert times == sorted(times)
            assert events and min(times) >= 0 and max(times) < seconds
            assert all(0 <= event.step < STEPS and 0 < event.gain <= 1 and 0 <= event.chance <= 1 for event in events)


@pytest.mark.parametrize("density", [0.3, 0.6, 0.8, 1.0])
@pytest.mark.parametrize("player", ["strict", "loose"])
def test_as_many_events_are_played_as_the_rate_says(density, player):
    rate = event_rate(density)
    counts = [len(played(getattr(composed(seed), player), rate)) / SECONDS for seed in range(8)]
    assert np.mean(counts) == pytest.approx(rate, rel=0.25)


def test_few_scattered_events_are_still_spread_over_the_time():
    for seed in range(8):
        times = [event.time_s for event in played(composed(seed).loose, 1.0)]
        assert np.diff([0.0, *times, SECONDS]).max() < 5.0


def test_the_strict_player_repeats_its_pattern_and_the_loose_one_does_not():
    for seed in range(5):
        score = composed(seed)
        bar_s = 4 * score.beat_s
        for events, repeats in ((score.strict, True), (score.loose, False)):
            times = np.array([event.time_s for event in played(events, 4.0)])
            early = times[times < SECONDS - 1.5 * bar_s]
            missed = np.abs(early[:, None] + bar_s - times[None]).min(axis=1)
            assert bool(np.median(missed) < 0.015) is repeats
            assert bool(missed.max() < 0.04) is repeats


def test_the_sparsest_pattern_falls_on_beats_that_come_back():
    for seed in range(8):
        score = composed(seed)
        sparse = played(score.strict, event_rate(0.0))
        assert len(sparse) >= SECONDS / (4 * score.beat_s)
        assert all(event.beat for event in sparse)
        gaps = np.diff([event.time_s for event in sparse]) / score.beat_s
        assert np.abs(gaps - gaps.round()).max() < 0.05
        assert gaps.max() < 4.1


def test_beats_lie_on_the_grid_of_the_strict_player():
    score = composed(3)
    strict_s = np.array([event.time_s for event in score.strict if event.beat])
    beats_s = score.beats_s(1.0)
    assert np.diff(beats_s) == pytest.approx(score.beat_s, abs=1e-4)
    assert beats_s[-1] >= SECONDS - score.beat_s
    assert np.abs(strict_s[:, None] - beats_s[None]).min(axis=1).max() < 0.03


def test_less_rhythm_lets_the_beats_stray_and_never_turns_back():
    score = composed(4)
    strays = []
    for rhythm in (1.0, 0.7, 0.4, 0.0):
        beats_s = score.beats_s(rhythm)
        assert beats_s.min() >= 0 and (np.diff(beats_s) >= 0).all()
        strays.append(np.abs(beats_s - score.beats_s(1.0)).mean())
    assert strays == sorted(strays) and strays[0] == 0
    assert 0.05 < strays[-1] / score.beat_s < 0.5


@pytest.mark.parametrize("rate", [48000, 96000])
@pytest.mark.parametrize("rhythm", [0.0, 1.0])
def test_a_pulse_is_loudest_after_beats_and_never_clicks(rate, rhythm):
    score = composed(5, 8.0)
    beats_s = score.beats_s(rhythm)
    gain = beat_envelope(beats_s, score.beat_s, 0, 8 * rate, rate, 0.8)
    assert gain.shape == (8 * rate,) and gain.dtype == np.float32
    assert gain.max() == pytest.approx(1.0) and gain.min() >= 0.2 - 1e-6
    for beat_s in beats_s[(beats_s > score.beat_s) & (beats_s < 7.9)]:
        after, before = gain[round((beat_s + 0.013) * rate)], gain[round((beat_s - 0.002) * rate)]
        assert after > 0.9 and after > before
    assert np.abs(np.diff(gain)).max() < 0.8 / (0.01 * rate)


def test_a_deeper_pulse_is_deeper_and_none_is_none():
    score = composed(6, 4.0)
    depths = [
        np.ptp(beat_envelope(score.beats_s(1.0), score.beat_s, 0, 192000, 48000, depth)) for depth in (0, 0.3, 0.6, 1)
    ]
    assert depths[0] == 0
    assert (np.diff(depths) > 0.2).all()


def test_a_stretch_of_a_pulse_is_the_same_stretch_of_the_whole():
    score = composed(7, 8.0)
    whole = beat_envelope(score.beats_s(0.5), score.beat_s, 0, 384000, 48000, 0.7)
    part = beat_envelope(score.beats_s(0.5), score.beat_s, 96000, 288000, 48000, 0.7)
    assert np.abs(part - whole[96000:288000]).max() < 0.02
