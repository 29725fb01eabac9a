"""Register."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


def note(hz):
    return 69 + 12 * np.log2(hz / 440)


@pytest.mark.parametrize("partials", [1, 3, 12])
@pytest.mark.parametrize("hz", [55.0, 110.0, 262.0, 700.0, 1760.0])
def test_a_note_is_its_note(sounds, value, hz, partials):
    assert value("register", sounds.tone(hz, 1.5, RATE, partials)) == pytest.approx(note(hz), abs=0.3)


def test_a_missing_fundamental_is_still_heard(sounds, value):
    sound = sounds.tone(220, 1.5, RATE, 6) - np.sin(2 * np.pi * 220 * sounds.clock(1.5, RATE) + 1)
    assert value("register", sound) == pytest.approx(note(220), abs=0.5)


def test_rises_with_the_band_of_a_noise(sounds, order):
    hiss = sounds.noise(2, RATE)
    rising = [sounds.filtered(hiss, RATE, hz / 1.2, hz * 1.2, 2) for hz in np.geomspace(100, 6000, 7)]
    assert order("register", rising) >= 0.95


def test_rises_with_a_chord(sounds, order):
    rising = [sounds.chord((0, 4, 7), 1.5, RATE, hz) for hz in np.geomspace(80, 900, 7)]
    assert order("register", rising) >= 0.95


def test_a_chord_names_one_of_its_notes(sounds, value):
    found = value("register", sounds.chord((0, 4, 7), 1.5, RATE, 262.0))
    assert min(abs(found - note(262) - step) for step in (0, 4, 7)) < 0.5


def test_the_pitch_does_not_follow_brightness(sounds, value):
    tone = sounds.tone(220, 2, RATE, 20)
    found = [value("register", sounds.tilted(tone, RATE, db)) for db in (-4, 0, 4)]
    assert max(found) - min(found) < 1


def test_a_breath_of_noise_does_not_move_it(sounds, value):
    sound = sounds.tone(220, 2, RATE, 6) + 0.1 * sounds.noise(2, RATE)
    assert value("register", sound) == pytest.approx(note(220), abs=1.5)
