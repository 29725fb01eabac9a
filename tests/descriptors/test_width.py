"""Width."""

from __future__ import annotations

import numpy as np
import pytest

RATE = 48000


@pytest.fixture
def pair(sounds):
    return sounds.noise(2, RATE, 1), sounds.noise(2, RATE, 2)


def test_rises_as_the_channels_part(pair, order):
    left, right = pair
    rising = [np.stack([left, (1 - share) * left + share * right]) for share in np.linspace(0, 1, 7)]
    assert order("width", rising) >= 0.95


def test_one_channel_and_twice_the_same_are_mono(pair, value):
    assert value("width", pair[0]) == 0
    assert value("width", np.stack([pair[0], pair[0]])) < 0.01


@pytest.mark.parametrize("gain", [0.5, 0.1, 0.0])
def test_a_sound_to_one_side_is_still_mono(pair, value, gain):
    assert value("width", np.stack([pair[0], gain * pair[0]])) < 0.01


def test_unrelated_and_opposite_channels_are_wide(pair, value):
    assert value("width", np.stack(pair)) > 95
    assert value("width", np.stack([pair[0], -pair[0]])) == 100


def test_different_sounds_left_and_right_are_wide(sounds, value):
    left, right = sounds.tone(300, 2, RATE, 5), sounds.tone(1000, 2, RATE, 5)
    assert value("width", np.stack([left, right])) > 90


def test_the_bass_alone_does_not_decide(pair, sounds, value):
    # Over all frequencies at once the correlation would leave 2 %.
    bass = 10 * sounds.tone(60, 2, RATE)
    assert value("width", np.stack([pair[0] + bass, pair[1] + bass])) > 35
