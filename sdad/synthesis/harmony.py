"""Making partials grate, and keeping them from it."""

from __future__ import annotations

import numpy as np

from sdad.audio.effects import rms, shift_frequency, transpose
from sdad.audio.spectral import Signal, istft, stft

BLOCK_FRAMES = 48
"""STFT frames, about half a second, over which one fundamental is assumed."""


def more_tense(sound: Signal, sample_rate: int, amount: float) -> Signal:
    """Returns the sound with copies of itself that lie a fraction of a critical band away; ``amount`` from 0 to 1.

    Plomp and Levelt (1965): two partials grate most about a quarter of a critical band apart. Copies shifted by 38 and
    -61 Hz, and one a semitone up, put such neighbours beside most partials.
    """
    up, down = shift_frequency(sound, sample_rate, 38.0), shift_frequency(sound, sample_rate, -61.0)
    semitone = transpose(sound, 1.0)
    semitone = np.pad(semitone, ((0, 0), (0, sound.shape[1] - semitone.shape[1])), mode="wrap")
    copies = 0.8 * up + 0.5 * down + 0.3 * semitone
    mixed = (1 - 0.25 * amount) * sound + amount * copies
    return np.asarray(mixed * (rms(sound) / rms(mixed)), np.float32)


def less_tense(sound: Signal, sample_rate: int, amount: float, depth_db: float = 24.0) -> Signal:
    """Returns the sound with what lies between the harmonics of its strongest partial held down; ``amount`` 0 to 1.

    Partials in whole-number ratios grate least (Sethares 1993). In blocks of half a second the strongest peak from 90
    to 1000 Hz, folded down below 220 Hz, is the fundamental whose comb is applied from 50 Hz to 6 kHz.
    """
    n_fft = 8192 * sample_rate // 48000
    hop = n_fft // 4
    spectrum = stft(sound, n_fft, hop)
    hz = np.arange(spectrum.shape[2]) * (sample_rate / n_fft)
    power = (spectrum.real**2 + spectrum.imag**2).sum(axis=0)
    search = (hz > 90) & (hz < 1000)
    affected = (hz > 50) & (hz < 6000)
    block = max(1, BLOCK_FRAMES * 512 * sample_rate // 48000 // hop)
    gain_db = np.zeros(power.shape, np.float32)
    for start in range(0, len(power), block):
        strongest = hz[search][power[start : start + block, search].mean(axis=0).argmax()]
        fundamental = strongest / 2 ** max(0, np.ceil(np.log2(strongest / 220)))
        comb = -amount * depth_db * (0.5 - 0.5 * np.cos(2 * np.pi * hz / fundamental))
        gain_db[start : start + block] = np.where(affected, comb, 0)
    # Fundamentals change from block to block; three frames of averaging keep that from clicking.
    padded = np.pad(gain_db, ((1, 1), (0, 0)), mode="edge")
    gain_db = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    result = istft(spectrum * (10 ** (gain_db / 20)).astype(np.float32), hop, sound.shape[1])
    return np.asarray(result * (rms(sound) / rms(result)), np.float32)
