from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import spearmanr

from sdad.audio.buffer import Audio
from sdad.audio.loudness import integrated_lufs, true_peak_db
from sdad.control.breakpoints import mean_position, position_at
from sdad.control.delivery import Delivery
from sdad.descriptors.measure import measure
from sdad.synthesis import render as rendering
from sdad.synthesis.colour import Colour
from sdad.synthesis.follow import Moment, follow
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest

RISE, FALL = ((0.0, 0.1), (1.0, 0.9)), ((0.0, 0.9), (1.0, 0.1))
HILL = ((0.0, 0.1), (0.5, 0.9), (1.0, 0.1))
SECONDS, WINDOW_S = 8.0, 1.6


@pytest.fixture(scope="module")
def take(tiny_instrument):
    def rendered(curves, take=1, seconds=SECONDS, **given):
        request = RenderRequest(model="tiny", version="v0001", take=take, seconds=seconds, curves=curves, **given)
        return render(tiny_instrument, request)

    return rendered


def windows(audio):
    """Returns the times, as shares, and the sounds of windows that overlap by half."""
    length = round(WINDOW_S * audio.sample_rate)
    starts = range(0, round(SECONDS * audio.sample_rate) - length + 1, length // 2)
    middles = [(start + length / 2) / (SECONDS * audio.sample_rate) for start in starts]
    return middles, [Audio(np.ascontiguousarray(audio.samples[:, s : s + length]), audio.sample_rate) for s in starts]


def followed(takes, name, points):
    """Returns the rank correlation of what windows measure, over all takes, with what the curve asks for."""
    times = windows(takes[0].audio)[0]
    each = [[measure(window, [name])[name] for window in windows(taken.audio)[1]] for taken in takes]
    return spearmanr([position_at(points, time) for time in times], np.mean(np.log(each), axis=0)).statistic


@pytest.fixture(scope="module")
def hills(take):
    return [take({"brightness": HILL}, take=number) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def hill(hills):
    return hills[0]


def test_brightness_follows_a_curve_up_and_down(hills):
    assert followed(hills, "brightness", HILL) >= 0.9


def test_density_follows_a_curve(take):
    # Events are few in a window of a take; over some takes they tell.
    takes = [take({"density": FALL}, take=number) for number in (1, 2, 3)]
    assert followed(takes, "density", FALL) >= 0.9


def test_two_controls_move_against_each_other(take):
    both = [take({"brightness": RISE, "width": FALL}, take=number) for number in (1, 2)]
    assert followed(both, "brightness", RISE) >= 0.9
    _, sounds = windows(both[0].audio)
    width = [measure(sound, ["width"])["width"] for sound in sounds]
    assert np.mean(width[:2]) > np.mean(width[-2:]) + 10


def test_the_level_does_not_jump_on_the_way(hill):
    levels = [integrated_lufs(sound) for sound in windows(hill.audio)[1]]
    assert np.abs(np.diff(levels)).max() < 6 and np.ptp(levels) < 7
    assert integrated_lufs(hill.audio) == pytest.approx(-20, abs=0.5)
    assert true_peak_db(hill.audio) <= -0.95


def test_asked_and_got_are_means_and_that_is_said(hill):
    assert hill.asked["brightness"] == pytest.approx(mean_position(HILL)) == pytest.approx(0.5)
    assert hill.got["brightness"] == pytest.approx(0.5, abs=0.25)
    assert "Asked and got of Brightness are means over a curve." in hill.warnings


def test_a_curve_that_cannot_be_followed_is_said_with_its_time(take, monkeypatch):
    # Filters that can hardly do anything leave brightness where the grains put it.
    monkeypatch.setattr("sdad.synthesis.colour.FURTHER", 1e-3)
    monkeypatch.setattr("sdad.synthesis.follow.MOST_MATERIALS", 1)
    said = take({"brightness": ((0.0, 0.0), (0.25, 1.0), (0.5, 0.0), (1.0, 0.0))}, seconds=2.0).warnings
    assert any("Brightness stays" in sentence and "of the length" in sentence for sentence in said)


def test_the_same_curve_gives_the_same_samples_and_another_does_not(take):
    once, again, other = (take({"brightness": points}, seconds=1.0).audio for points in (RISE, RISE, FALL))
    assert np.array_equal(once.samples, again.samples)
    assert not np.array_equal(once.samples, other.samples)


@pytest.mark.parametrize(
    ("points", "seconds"), [(((0.3, 1.0), (0.301, 0.0)), 0.5), (tuple((n / 7, n % 2) for n in range(8)), 0.7)]
)
def test_no_curve_is_too_steep_or_take_too_short(take, points, seconds):
    audio = take({"brightness": points, "space": points}, seconds=seconds, positions={"tail": 0.0}).audio
    assert audio.frames == round(seconds * 48000)
    assert np.isfinite(audio.samples).all()
    # No section is missing: there is sound in every tenth.
    parts = np.array_split(audio.samples[:, 500:-2000], 10, axis=1)
    assert min(np.abs(part).max() for part in parts) > 1e-4


def test_no_more_is_played_than_a_few_materials(take, monkeypatch):
    played = []
    monkeypatch.setattr(rendering, "play", lambda *given, play=rendering.play: played.append(1) or play(*given))
    take({"brightness": tuple((n / 7, n / 7) for n in range(8))}, seconds=1.0)
    assert 2 <= len(played) <= 4
    played.clear()
    take({"density": RISE}, seconds=1.0)
    assert len(played) == 1


@pytest.mark.parametrize(
    ("seconds", "points", "moments"),
    [
        (8.0, RISE, [0, 1]),
        (32.0, RISE, [0, 0.25, 0.5, 0.75, 1]),
        (600.0, RISE, [n / 7 for n in range(8)]),
        (600.0, tuple((n / 10, n % 2) for n in range(2, 10)), [n / 10 for n in range(2, 10)]),
    ],
)
def test_a_long_curve_is_listened_to_on_its_way(tiny_instrument, monkeypatch, seconds, points, moments):
    looked = []

    class Hum:
        material = SimpleNamespace(sample_rate=8000, body=round(seconds * 8000), samples=round(seconds * 8000))

        def sound(self, drives, colour, first, last):
            return np.ones((2, last - first), np.float32)

        def widened(self, sound, drives, percent):
            return sound

    def steered(texture, drives, naturals, colour, calibration, around):
        looked.append(around)
        return dict(drives), {}

    monkeypatch.setattr("sdad.synthesis.follow.steered", steered)
    moment = Moment({"space": 0.5}, {"space": 1.0, "width": None}, Colour())
    calibration = tiny_instrument.calibration
    follow(lambda _: Hum(), seconds, {"space": points}, lambda _: moment, calibration, lambda _: None)
    assert looked == pytest.approx(moments)


def test_a_curve_goes_round_in_a_loop_in_any_form(take):
    form = Delivery(sample_rate=44100, channels=1)
    audio = take({"brightness": HILL}, seconds=2.0, loop=True, delivery=form).audio
    assert audio.samples.shape == (1, 88200)
    bends = np.abs(np.diff(np.concatenate([audio.samples[0], audio.samples[0, :2]]), 2))
    assert max(bends[-2:]) <= np.percentile(bends, 99.9)
