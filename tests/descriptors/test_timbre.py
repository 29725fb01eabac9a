"""Brightness and warmth."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


def test_the_brightness_of_a_sine_is_its_frequency(sounds, value):
    assert value("brightness", sounds.tone(1000, 2, RATE)) == pytest.approx(1000, rel=0.03)


def test_brightness_rises_with_the_number_of_partials(sounds, order):
    assert order("brightness", [sounds.tone(110, 2, RATE, n) for n in (1, 2, 4, 8, 16, 32, 64)]) >= 0.95


def test_brightness_rises_with_a_tilt(sounds, order):
    rising = [sounds.tilted(sounds.noise(2, RATE), RATE, db) for db in np.linspace(-9, 3, 7)]
    assert order("brightness", rising) >= 0.95


def test_silence_between_events_has_no_brightness(sounds, value):
    sound = sounds.tone(500, 2, RATE, 6)
    gaps = np.concatenate([sound, np.zeros(3 * RATE)])
    assert value("brightness", gaps) == pytest.approx(value("brightness", sound), rel=0.05)


def test_warmth_rises_with_the_low_mids_of_a_tone(sounds, order):
    tone = sounds.tone(82, 2, RATE, 60)
    assert order("warmth", [sounds.belled(tone, RATE, db) for db in np.linspace(-12, 12, 7)]) >= 0.95


def test_a_sound_can_be_bright_and_warm(sounds, value):
    hiss = sounds.noise(3, RATE)
    both = sounds.belled(hiss, RATE, 18)
    dark = sounds.tilted(hiss, RATE, -6)
    assert value("brightness", both) > 3 * value("brightness", dark)
    assert value("warmth", both) > value("warmth", dark) + 3


@pytest.mark.parametrize("sound", ["a bass note of many partials", "hiss"])
def test_a_brighter_filter_leaves_warmth_where_it_was(sounds, value, sound):
    sound = sounds.noise(2, RATE) if sound == "hiss" else sounds.tone(82, 2, RATE, 60)
    tilts = [value("warmth", sounds.tilted(sound, RATE, db)) for db in (-6, -3, 0, 3)]
    thin, warm = (value("warmth", sounds.belled(sound, RATE, db)) for db in (-12, 12))
    assert abs(tilts[1] - tilts[2]) < 0.06 * (warm - thin)
    # At the ends one side is so faint that it is hardly heard beside the other.
    assert max(tilts) - min(tilts) < 0.2 * (warm - thin)
