"""Pitch height, or what stands in for it."""

from __future__ import annotations

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from sdad.descriptors.analysis import Analysis
from sdad.descriptors.peaks import Peaks

_LOWEST_HZ = 27.5
_STEPS = 48
"""Grid of candidate pitches, in steps per octave."""
_OCTAVES = 8.3
_HARMONICS = 6
_COMPRESSION = 0.8
"""Weight of each further harmonic; less than in speech (Hermes 1988: 0.84), against subharmonics of chords."""


def register(analysis: Analysis) -> float:
    """Returns the typical pitch as a note number (69 is A4), or the middle of the spectrum where nothing is pitched.

    Pitch: subharmonic summation of the clear partials (Hermes 1988), which names a note of a chord rather than the root
    that the chord implies; median over the frames. Stand-in: the frequency that halves the power. The two are mixed by
    how much of the energy lies in clear partials.
    """
    peaks, magnitude, hz = analysis.peaks, analysis.fine_magnitude, analysis.fine_hz
    power = np.square(magnitude[:, 8:])
    heap = np.cumsum(power, axis=1)
    middle = hz[8 + (heap < heap[:, -1:] / 2).sum(axis=1)].astype(np.float64)
    weight = np.sqrt(heap[:, -1].astype(np.float64))
    spectral = _weighted_median(_note(middle), weight)
    # A Blackman peak spreads its energy over bins worth 1.73 times its square.
    tonality = 1.73 * np.square(peaks.amplitude).sum(axis=1) / (heap[:, -1] + 1e-30)
    share = float(np.clip((np.average(tonality, weights=weight) - 0.1) / 0.3, 0, 1))
    if share == 0.0:
        return float(np.clip(spectral, 0, 127))
    pitched = tonality > 0.05
    tonal = _weighted_median(_note(_pitch(peaks)[pitched]), (weight * tonality)[pitched])
    return float(np.clip(share * tonal + (1 - share) * spectral, 0, 127))


def _pitch(peaks: Peaks) -> NDArray[np.float64]:
    """Returns the most likely fundamental (F,) in Hz; meaningless for frames without peaks."""
    frames = len(peaks.frequency)
    size = int(_OCTAVES * _STEPS) + 2
    grid = np.zeros(frames * size)
    rows = np.arange(frames)[:, None] * size
    loudness = np.sqrt(peaks.amplitude)
    octaves = np.log2(np.maximum(peaks.frequency, 1.0) / _LOWEST_HZ)
    for harmonic in range(1, _HARMONICS + 1):
        place = (octaves - np.log2(harmonic)) * _STEPS
        below = np.floor(place).astype(np.intp)
        inside = (below >= 0) & (below < size - 1)
        weight = np.where(inside, loudness * _COMPRESSION ** (harmonic - 1), 0)
        index = rows + np.clip(below, 0, size - 2)
        grid += np.bincount(index.ravel(), (weight * (1 - (place - below))).ravel(), frames * size)
        grid += np.bincount(index.ravel() + 1, (weight * (place - below)).ravel(), frames * size)
    smooth = scipy.ndimage.gaussian_filter1d(grid.reshape(frames, size), 1.5, axis=1, mode="constant")
    best = np.clip(smooth.argmax(axis=1), 1, size - 2)
    row = np.arange(frames)
    left, top, right = (smooth[row, best + step] for step in (-1, 0, 1))
    curve = left - 2 * top + right
    shift = np.where(curve < 0, 0.5 * (left - right) / np.minimum(curve, -1e-12), 0)
    return np.asarray(_LOWEST_HZ * 2 ** ((best + np.clip(shift, -0.5, 0.5)) / _STEPS), np.float64)


def _note(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    return 69 + 12 * np.log2(np.maximum(hz, 8.2) / 440.0)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    heap = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heap, heap[-1] / 2)])
