"""Density."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


@pytest.mark.parametrize(("decay_s", "pitched"), [(0.02, True), (0.05, False), (0.15, True)])
def test_rises_with_the_rate_of_events(sounds, order, decay_s, pitched):
    rising = [
        sounds.strokes(sounds.beats(rate, 6, 0.3), 6, RATE, decay_s, pitched=pitched) for rate in (0.5, 1, 2, 4, 8, 16)
    ]
    assert order("density", rising) >= 0.95


def test_reads_about_the_rate_of_short_events(sounds, value):
    for per_second in (1, 2, 4, 8, 16):
        found = value("density", sounds.strokes(sounds.beats(per_second, 6), 6, RATE, 0.02))
        assert per_second / 2 < found < per_second * 2


def test_rises_with_the_number_of_sustained_voices(sounds, order):
    pitches = (110, 260, 390, 620, 930, 1400, 2100, 3100)
    voices = [sounds.modulated(sounds.tone(hz, 5, RATE, 6), RATE, 0.3 + 0.1 * k, 0.8) for k, hz in enumerate(pitches)]
    assert order("density", [np.sum(voices[:count], axis=0) for count in range(1, 9)]) >= 0.95


def test_rises_with_the_number_of_scattered_grains(sounds, order):
    dice = np.random.default_rng(6)
    clouds = [np.sort(dice.uniform(0, 5.9, count)) for count in (3, 6, 12, 24, 48, 96, 180)]
    assert order("density", [sounds.strokes(times, 6, RATE, 0.05) for times in clouds]) >= 0.95


def test_longer_sounds_are_denser(sounds, order):
    rising = [sounds.strokes(sounds.beats(2, 5), 5, RATE, decay_s) for decay_s in (0.02, 0.04, 0.08, 0.16, 0.3)]
    assert order("density", rising) >= 0.95


def test_does_not_ask_for_regularity(sounds, value):
    steady, loose = (sounds.strokes(sounds.beats(4, 6, jitter), 6, RATE) for jitter in (0.0, 0.6))
    assert value("density", loose) == pytest.approx(value("density", steady), rel=0.15)


def test_modulation_that_is_roughness_is_no_density(sounds, value):
    chord = sounds.chord((0, 7), 4, RATE)
    assert value("density", sounds.modulated(chord, RATE, 60, 0.8)) < 1.3 * value("density", chord)
