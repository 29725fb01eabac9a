"""Attack."""

from __future__ import annotations

import pytest

RATE = 48000
RISES_MS = (400, 200, 100, 50, 20, 10, 3)


@pytest.mark.parametrize("pitched", [False, True])
def test_falls_as_strokes_get_harder(sounds, order, pitched):
    strokes = [sounds.strokes(sounds.beats(1, 4), 4, RATE, 0.3, ms / 1000, pitched) for ms in RISES_MS]
    assert order("attack", strokes) <= -0.95


def test_a_bed_underneath_does_not_hide_it(sounds, order):
    bed = 0.05 * sounds.filtered(sounds.noise(4, RATE), RATE, 40, 500)
    strokes = [bed + sounds.strokes(sounds.beats(1, 4), 4, RATE, 0.2, ms / 1000) for ms in RISES_MS]
    assert order("attack", strokes) <= -0.95


@pytest.mark.parametrize("ms", [20, 50, 100, 200])
def test_reads_about_the_time_from_10_to_90_percent_of_a_straight_rise(sounds, value, ms):
    found = value("attack", sounds.strokes(sounds.beats(1, 4), 4, RATE, 0.5, ms / 1000, pitched=True))
    assert 0.8 * ms * 0.75 < found < 0.8 * ms * 1.5


def test_a_click_is_as_hard_as_it_gets(sounds, value):
    assert value("attack", sounds.strokes(sounds.beats(3, 4), 4, RATE, 0.01, 0.0005)) < 8


def test_a_drone_that_was_cut_out_has_no_attack(sounds, value):
    assert value("attack", sounds.tone(200, 4, RATE, 9)) > 500


def test_steady_noise_and_slow_swells_are_soft(sounds, value):
    assert value("attack", sounds.noise(4, RATE)) > 150
    assert value("attack", sounds.modulated(sounds.noise(6, RATE), RATE, 0.5, 0.8)) > 150


def test_a_single_stroke_at_the_very_beginning_counts(sounds, value):
    stroke = sounds.strokes(sounds.beats(1, 1) - 0.05, 1, RATE, 0.08, 0.002)
    assert value("attack", stroke) < 15
