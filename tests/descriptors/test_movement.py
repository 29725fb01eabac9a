"""Movement."""

from __future__ import annotations

import pytest

RATE = 48000


@pytest.mark.parametrize("hz", [0.2, 0.5])
def test_rises_with_how_far_the_colour_swings(sounds, order, hz):
    assert order("movement", [sounds.wandering(RATE, db, hz, 8.0) for db in (0, 1, 2, 4, 8, 16, 24)]) >= 0.95


def test_what_stays_the_same_does_not_move(sounds, value):
    assert value("movement", sounds.noise(6, RATE)) < 0.05
    assert value("movement", sounds.tone(200, 6, RATE, 10)) < 0.02


def test_a_change_of_level_is_no_change_of_colour(sounds, value):
    swelling = sounds.modulated(sounds.noise(6, RATE), RATE, 0.4, 0.9)
    assert value("movement", swelling) < 0.08


def test_what_is_too_fast_to_follow_does_not_count(sounds, value):
    assert value("movement", sounds.wandering(RATE, 12, 10.0)) < 0.4 * value("movement", sounds.wandering(RATE, 12))


def test_pauses_do_not_move(sounds, value):
    strokes = sounds.strokes(sounds.beats(0.7, 6), 6, RATE, 0.3)
    assert value("movement", strokes) < 0.25
