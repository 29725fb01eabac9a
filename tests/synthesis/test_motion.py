import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.model.gestures import band_levels, frame_levels_db
from sdad.synthesis.motion import MOST_DB, move_colour

AMOUNTS = (-1.0, -0.5, 0.0, 0.5, 1.0)


def moving(seconds=8.0, rate=48000):
    """Noise whose colour goes slowly from dark to bright and back."""
    draw = np.random.default_rng(0)
    dark, bright = (draw.standard_normal((2, round(seconds * rate))) for _ in range(2))
    dark = np.cumsum(dark, axis=1)
    dark = dark - np.stack([np.convolve(row, np.ones(400) / 400, "same") for row in dark])
    balance = 0.5 + 0.35 * np.sin(2 * np.pi * np.arange(dark.shape[1]) / rate / 4.0)
    return (0.05 * ((1 - balance) * dark / dark.std() + balance * bright)).astype(np.float32)


def steady(seconds=8.0, rate=48000):
    return (0.05 * np.random.default_rng(1).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def moved(sound, amount, seed=0, rate=48000):
    return move_colour(sound, rate, amount, np.random.default_rng(seed))


def movement(sound, rate=48000):
    return measure(Audio(sound, rate), ["movement"])["movement"]


@pytest.mark.parametrize(("rate", "seconds"), [(48000, 8.0), (96000, 4.0)])
def test_more_of_it_moves_more_and_less_stands_stiller(rate, seconds):
    sound = moving(seconds, rate)
    got = [movement(moved(sound, amount, rate=rate), rate) for amount in AMOUNTS]
    assert got == sorted(got)
    assert got[0] < got[2] - 0.05 and got[-1] > got[2] + 0.05


def test_what_does_not_move_by_itself_is_made_to():
    got = [movement(moved(steady(), amount)) for amount in (0.0, 0.3, 0.6, 1.0)]
    assert got == sorted(got)
    assert got[-1] > got[0] + 0.1


def test_none_of_it_changes_nothing():
    sound = moving(3.0)
    assert np.abs(moved(sound, 0.0) - sound).max() < 1e-3 * np.abs(sound).max()


def test_a_movement_is_decided_by_its_draw_and_standing_still_needs_none():
    sound = steady(3.0)
    assert np.array_equal(moved(sound, 0.8), moved(sound, 0.8))
    assert not np.allclose(moved(sound, 0.8), moved(sound, 0.8, seed=1))
    assert np.array_equal(moved(sound, -0.8), moved(sound, -0.8, seed=1))


@pytest.mark.parametrize("seconds", [0.1, 0.5, 3.3])
@pytest.mark.parametrize("amount", [-1.0, 1.0])
@pytest.mark.parametrize("rate", [48000, 96000])
def test_any_length_is_kept(seconds, amount, rate):
    sound = steady(seconds, rate)
    result = moved(sound, amount, rate=rate)
    assert result.shape == sound.shape and np.isfinite(result).all()
    assert 0.2 < rms(result) / rms(sound) < 5


def test_no_band_is_moved_further_than_the_bound():
    sound = steady()
    change = band_levels(moved(sound, 1.0), 48000) - band_levels(sound, 48000)
    assert np.abs(change).max() > 4
    assert np.quantile(np.abs(change), 0.999) < MOST_DB + 1


def test_colour_moves_without_beginnings():
    draw = np.random.default_rng(2)
    time_s = np.arange(4 * 48000) / 48000
    # Partials a whole number of times in every frame: their level stands still to the decibel.
    hz = np.arange(1, 30) * 187.5
    chord = np.sin(2 * np.pi * hz[:, None] * time_s + draw.uniform(0, 7, (len(hz), 1))).sum(axis=0)
    sound = np.stack([chord, chord]).astype(np.float32) * 0.005
    change = np.diff(frame_levels_db(band_levels(moved(sound, 1.0), 48000))[4:-4])
    assert 0.01 < np.abs(change).max() < 1.0


def test_pauses_stay_pauses():
    sound = moving(6.0)
    sound[:, 96000:192000] = 0
    for amount in (-1.0, 1.0):
        assert np.abs(moved(sound, amount)[:, 100000:188000]).max() < 1e-5
