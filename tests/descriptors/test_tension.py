"""Tension."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


def test_rises_from_fifth_to_major_to_diminished_to_cluster(sounds, order):
    chords = ((0, 7, 12), (0, 4, 7), (0, 3, 6), (0, 1, 6), (0, 1, 2))
    assert order("tension", [sounds.chord(notes, 2, RATE) for notes in chords]) >= 0.95


def test_rises_with_the_notes_of_a_cluster(sounds, order):
    assert order("tension", [sounds.chord(range(notes), 2, RATE) for notes in range(1, 8)]) >= 0.95


def test_rises_with_the_level_of_a_detuned_copy(sounds, order):
    clean, wrong = sounds.chord((0, 7), 2, RATE), sounds.chord((1, 8), 2, RATE)
    assert order("tension", [clean + amplitude * wrong for amplitude in np.linspace(0, 0.9, 7)]) >= 0.95


def test_a_single_harmonic_note_is_consonant(sounds, value):
    assert value("tension", sounds.tone(262, 2, RATE, 6)) < 0.05


@pytest.mark.parametrize("root_hz", [131.0, 262.0, 524.0])
def test_a_semitone_is_tense_and_a_fifth_is_not_in_any_register(sounds, value, root_hz):
    fifth, semitone = (value("tension", sounds.chord((0, step), 2, RATE, root_hz)) for step in (7, 1))
    assert semitone > fifth + 0.1


def test_noise_and_strokes_have_no_clear_partials(sounds, value):
    assert value("tension", sounds.noise(3, RATE)) is None
    assert value("tension", sounds.filtered(sounds.noise(3, RATE), RATE, 40, 800)) is None
    assert value("tension", sounds.strokes(sounds.beats(3, 3), 3, RATE)) is None


def test_a_breath_of_noise_does_not_hide_a_chord(sounds, value):
    chord = sounds.chord((0, 1), 3, RATE)
    assert value("tension", chord + 0.05 * sounds.noise(3, RATE)) == pytest.approx(value("tension", chord), abs=0.1)


def test_rises_as_a_chord_drowns_in_noise(sounds, order):
    fifth, noise = sounds.chord((0, 7), 3, RATE), sounds.noise(3, RATE)
    assert order("tension", [fifth + amplitude * noise for amplitude in (0.8, 1.2, 1.6, 2.4, 3.2)]) >= 0.95
