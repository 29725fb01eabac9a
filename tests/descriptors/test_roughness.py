"""Roughness."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


def test_a_tone_fully_modulated_at_70_hz_is_one_asper(sounds, value):
    sound = sounds.modulated(sounds.tone(1000, 3, RATE), RATE, 70, 1.0)
    assert value("roughness", sound) == pytest.approx(1.0, abs=0.07)


@pytest.mark.parametrize("carrier", ["tone", "noise"])
def test_rises_with_the_depth_of_modulation(sounds, order, carrier):
    sound = sounds.tone(1000, 2, RATE) if carrier == "tone" else sounds.noise(2, RATE)
    rising = [sounds.modulated(sound, RATE, 60, depth) for depth in np.linspace(0, 1, 7)]
    assert order("roughness", rising) >= 0.95


def test_rises_with_the_second_of_two_beating_tones(sounds, order):
    one, other = sounds.tone(1000, 2, RATE), sounds.tone(1070, 2, RATE)
    assert order("roughness", [one + amplitude * other for amplitude in np.linspace(0, 0.8, 7)]) >= 0.95


def test_fluctuation_that_can_be_followed_is_not_rough(sounds, value):
    tone = sounds.tone(1000, 3, RATE)
    followed = [value("roughness", sounds.modulated(tone, RATE, hz, 1.0)) for hz in (3, 8)]
    assert max(followed) < 0.05 < 0.5 < value("roughness", sounds.modulated(tone, RATE, 40, 1.0))


def test_a_plain_tone_is_smooth(sounds, value):
    assert value("roughness", sounds.tone(1000, 3, RATE)) < 0.02
    assert value("roughness", sounds.tone(220, 3, RATE, 20)) < 0.02


def test_clicks_gates_and_noise_are_far_from_rough(sounds, value):
    gate = sounds.tone(440, 3, RATE, 8) * (np.sin(2 * np.pi * 3 * sounds.clock(3, RATE)) > 0)
    for sound in (sounds.strokes(sounds.beats(2, 3), 3, RATE, 0.1), gate, sounds.noise(3, RATE)):
        assert value("roughness", sound) < 0.2


def test_deep_bass_below_the_bands_is_not_rough(sounds, value):
    assert value("roughness", sounds.tone(30, 2, RATE)) < 0.1


def test_bands_that_are_modulated_together_are_rougher_than_each_on_its_own(sounds, value):
    clock = sounds.clock(3, RATE)

    def bands(phases):
        tones = [sounds.tone(300 * 1.35**number, 3, RATE) for number in range(9)]
        return sum(
            tone * (1 + np.sin(2 * np.pi * 70 * clock + phase)) for tone, phase in zip(tones, phases, strict=True)
        )

    together, apart = bands(np.zeros(9)), bands(np.random.default_rng(0).uniform(0, 2 * np.pi, 9))
    assert value("roughness", together) > 1.5 * value("roughness", apart)
