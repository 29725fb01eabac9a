"""Rhythm and pulse."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


@pytest.mark.parametrize("per_second", [0.7, 1, 2, 3.3, 5])
def test_a_steady_click_train_is_rhythmic_at_any_tempo(sounds, value, per_second):
    assert value("rhythm", sounds.strokes(sounds.beats(per_second, 6), 6, RATE)) > 0.6


def test_noise_pad_and_drone_are_not(sounds, value):
    hiss = sounds.noise(6, RATE)
    swell = sounds.modulated(sounds.tone(220, 6, RATE, 8), RATE, 1.0, 0.3)
    for sound in (hiss, sounds.filtered(hiss, RATE, 50, 800), sounds.tone(220, 6, RATE, 8), swell):
        assert value("rhythm", sound) < 0.1


def test_falls_with_jitter_on_average(sounds, value):
    means = []
    for jitter in (0.0, 0.2, 0.4, 1.5):
        trains = [sounds.strokes(sounds.beats(4, 6, jitter, seed), 6, RATE) for seed in range(4)]
        means.append(np.mean([value("rhythm", train) for train in trains]))
    assert means == sorted(means, reverse=True)
    assert means[-1] < 0.2


def test_rises_as_beats_come_out_of_a_pad(sounds, order):
    pad = sounds.filtered(sounds.noise(5, RATE), RATE, 50, 2000)
    beats = sounds.strokes(sounds.beats(2, 5), 5, RATE, 0.08)
    assert order("rhythm", [pad + 10 ** (db / 20) * beats for db in (-60, -10, -4, 0, 6, 14)]) >= 0.95


def test_accents_do_not_change_rhythm(sounds, value):
    times = sounds.beats(4, 6)
    even = sounds.strokes(times, 6, RATE)
    accented = even + 2 * sounds.strokes(times[::4], 6, RATE)
    assert value("rhythm", accented) == pytest.approx(value("rhythm", even), abs=0.1)


def test_pulse_rises_with_the_depth_of_a_gate(sounds, order):
    hiss = sounds.noise(4, RATE)
    open_half = np.sin(2 * np.pi * 2 * sounds.clock(4, RATE)) > 0
    assert order("pulse", [hiss * (1 - depth * open_half) for depth in (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97)]) >= 0.95


def test_pulse_is_the_gates_depth_in_db(sounds, value):
    hiss = sounds.noise(4, RATE)
    closed = np.sin(2 * np.pi * 2 * sounds.clock(4, RATE)) > 0
    assert value("pulse", hiss * np.where(closed, 0.1, 1.0)) == pytest.approx(20, abs=3)


def test_pulse_asks_how_deep_and_not_how_regular(sounds, value):
    bed = sounds.filtered(sounds.noise(6, RATE), RATE, 60, 4000)
    regular, loose = (bed + 10 * sounds.strokes(sounds.beats(3, 6, j), 6, RATE, 0.1) for j in (0.0, 0.5))
    assert value("pulse", loose) == pytest.approx(value("pulse", regular), rel=0.15)
    assert value("rhythm", loose) < 0.5 * value("rhythm", regular)
