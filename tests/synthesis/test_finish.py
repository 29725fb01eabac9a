import numpy as np
import pytest

from sdad.audio.effects import rms
from sdad.audio.loudness import integrated_lufs, true_peak_db
from sdad.descriptors.width import width
from sdad.synthesis.finish import CEILING_DBTP, finish, finish_loop, set_width

RATES = pytest.mark.parametrize("rate", [44100, 48000, 88200, 96000])


def hiss(seconds=2.0, rate=48000, level=0.05, channels=2, seed=0):
    draw = np.random.default_rng(seed)
    return (level * draw.standard_normal((channels, round(seconds * rate)))).astype(np.float32)


def wide(share, rate=48000):
    """Returns a sound of which both sides share a part: ``share`` 0 for nothing in common, 1 for all."""
    apart, common = hiss(rate=rate), hiss(rate=rate, channels=1, seed=1)
    return np.asarray((1 - share) * apart + share * common, np.float32)


@RATES
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("seconds", [0.5, 1.2345])
def test_what_is_finished_has_the_form_it_came_in(rate, channels, seconds):
    sound = hiss(seconds, rate, channels=channels)
    audio = finish(sound, rate, -20.0)
    assert audio.sample_rate == rate
    assert audio.samples.shape == sound.shape and audio.samples.dtype == np.float32


@pytest.mark.parametrize("level_lufs", [-36.0, -27.0, -20.0, -16.0])
@pytest.mark.parametrize("before", [1e-3, 0.05, 5.0])
def test_a_level_is_reached_whatever_came_in(level_lufs, before):
    audio = finish(hiss(level=before), 48000, level_lufs)
    assert integrated_lufs(audio) == pytest.approx(level_lufs, abs=0.3)
    assert true_peak_db(audio) <= CEILING_DBTP + 0.05


@RATES
def test_peaks_stay_under_the_ceiling(rate):
    sound = hiss(3.0, rate, 0.01)
    sound[:, :: rate // 2] += 3.0
    for level_lufs in (-14.0, -6.0):
        audio = finish(sound, rate, level_lufs)
        assert true_peak_db(audio) <= CEILING_DBTP + 0.05
        assert np.abs(audio.samples).max() < 1.0


def test_a_louder_level_is_louder_up_to_the_ceiling():
    sound = hiss(level=0.02)
    got = [integrated_lufs(finish(sound, 48000, level)) for level in (-30.0, -24.0, -18.0, -12.0)]
    assert (np.diff(got) > 3).all()


def test_no_constant_part_is_left():
    sound = hiss() + np.array([[0.3], [-0.1]], np.float32)
    audio = finish(sound, 48000, -20.0)
    assert np.abs(audio.samples.mean(axis=1)).max() < 1e-3


@RATES
def test_edges_are_let_in_and_out(rate):
    sound = np.ones((2, rate), np.float32) * np.sin(np.arange(rate) * 0.4).astype(np.float32)
    samples = np.abs(finish(sound, rate, -20.0).samples)
    loudest = samples.max()
    assert samples[:, :3].max() < 0.02 * loudest and samples[:, -10:].max() < 0.02 * loudest
    # The fade is short: nothing of the middle is lost.
    assert samples[:, round(0.02 * rate) : round(0.03 * rate)].max() > 0.95 * loudest


@pytest.mark.parametrize("share", [0.0, 0.4, 0.7])
@pytest.mark.parametrize("rate", [48000, 96000])
def test_a_width_is_reached_from_either_side(share, rate):
    sound = wide(share, rate)
    for percent in (5.0, 20.0, 40.0, 50.0):
        assert width(set_width(sound, rate, percent), rate) == pytest.approx(percent, abs=3)


def test_more_width_is_wider_and_none_is_mono():
    sound = wide(0.6)
    got = [width(set_width(sound, 48000, percent), 48000) for percent in (0.0, 10.0, 30.0, 60.0, 100.0)]
    assert got == sorted(got)
    assert got[0] < 1 and got[-1] > 50


@pytest.mark.parametrize(("share", "least_db"), [(0.0, 1.3), (0.4, 1.3), (0.9, 0.0)])
def test_on_one_loudspeaker_no_width_costs_much_level(share, least_db):
    sound = set_width(wide(share), 48000, 100.0)
    lost_db = 20 * np.log10(rms(sound) / rms(sound.mean(axis=0, keepdims=True)))
    assert least_db <= lost_db < 1.5


@pytest.mark.parametrize("percent", [0.0, 30.0, 100.0])
def test_both_sides_together_are_never_touched(percent):
    sound = wide(0.3)
    changed = set_width(sound, 48000, percent)
    assert changed.shape == sound.shape
    assert np.abs(changed.sum(axis=0) - sound.sum(axis=0)).max() < 1e-5
    assert np.isfinite(changed).all()


def test_what_has_no_sides_gets_none():
    sound = np.repeat(hiss(channels=1), 2, axis=0)
    changed = set_width(sound, 48000, 80.0)
    assert np.array_equal(changed[0], changed[1])
    assert rms(changed) == pytest.approx(rms(sound))


def test_a_long_sound_is_judged_as_a_whole():
    long = np.concatenate([wide(0.9), *[wide(0.4)] * 5, wide(0.9)], axis=1)
    assert width(set_width(long, 48000, 25.0), 48000) == pytest.approx(25.0, abs=0.1)


@RATES
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("level_lufs", [-27.0, -12.0])
def test_a_loop_is_at_its_level_and_under_the_ceiling_without_edges(rate, channels, level_lufs):
    sound = hiss(1.0, rate, channels=channels)
    audio = finish_loop(sound, rate, level_lufs)
    assert audio.samples.shape == sound.shape
    assert true_peak_db(audio) <= CEILING_DBTP + 0.05
    assert integrated_lufs(audio) == pytest.approx(level_lufs, abs=0.3)
    edges = np.concatenate([audio.samples[:, : rate // 50], audio.samples[:, -rate // 50 :]], axis=1)
    assert 20 * np.log10(rms(edges) / rms(audio.samples)) == pytest.approx(0, abs=1)


def test_a_peak_at_the_end_of_a_loop_turns_its_beginning_down_as_it_turns_down_the_middle():
    # Around a peak in the middle of a sound the limiter is known to work; a loop's seam is such a middle.
    sound = hiss(1.0, level=0.05, channels=1)
    sound[0, 24000:24004] += 2.0
    middle = finish_loop(sound, 48000, -14.0).samples
    turned = finish_loop(np.roll(sound, -24002), 48000, -14.0).samples
    turned_back = np.roll(turned, 24002)
    scale = np.vdot(turned_back, middle) / np.vdot(turned_back, turned_back)
    assert np.abs(scale * turned_back - middle).max() < 0.01 * np.abs(middle).max()
