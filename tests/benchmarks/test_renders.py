"""What counts as a click: jumps that no instrument makes, and not the attacks that instruments do make."""

from __future__ import annotations

import numpy as np
import pytest
import soxr
from renders import clicks

TIME = np.arange(48000) / 48000


def noise() -> np.ndarray:
    return np.random.default_rng(5).standard_normal(48000)


def tone() -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 220 * TIME) + 0.0005 * noise()).astype(np.float32)


def test_a_tone_and_noise_have_none():
    assert clicks(tone()) == 0
    assert clicks((0.2 * noise()).astype(np.float32)) == 0


@pytest.mark.parametrize("jump", [0.05, -0.3])
@pytest.mark.parametrize("rate", [48000, 44100])
def test_a_step_is_one_even_after_resampling(jump, rate):
    sound = tone()
    sound[24000:] += jump
    # What resampling does to the ends of a signal is not in question here.
    assert clicks(soxr.resample(sound, 48000, rate)[1000:-1000]) == 1


def test_dropped_samples_and_single_ones_that_stray_are_found():
    sound = tone()
    sound[12000:12060] = 0.0
    sound[30000] += 0.2
    assert clicks(sound) >= 2


def test_the_strokes_of_a_drum_are_none():
    sound = np.zeros(48000)
    for start in range(2000, 44000, 6000):
        ring = TIME[: 48000 - start]
        sound[start:] += noise()[: len(ring)] * np.exp(-ring / 0.01) * np.minimum(ring / 0.0002, 1)
    assert clicks((0.3 * sound).astype(np.float32)) == 0
