"""How much the partials grate: sensory dissonance between spectral peaks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis

_PEAKS = 20
_PROMINENCE = 4.0
"""A clear partial rises this factor above the median of its surroundings; peaks of noise hardly ever do."""
_WEAKEST = 10 ** (-50 / 20)
_BLOCK = 48
"""Bins over which the surroundings' median is taken: 190 Hz."""
_HALF = 0.15
"""Dissonance that comes out as 0.5."""


def tension(analysis: Analysis) -> float | None:
    """Returns the sensory dissonance from 0 to 1, or None where there are no clear partials.

    Up to 20 peaks of each quarter of a second between 30 Hz and 8 kHz; every pair grates as Plomp and Levelt (1965)
    measured, in the parametrisation of Sethares (1993), weighted with the product of the amplitudes and normalised by
    the sum of the squares (Hutchinson and Knopoff 1978). The result D is squashed as D / (D + 0.15).
    """
    magnitude, hz = analysis.fine_magnitude, analysis.fine_hz
    last = int(np.searchsorted(hz, 8000.0))
    magnitude = magnitude[:, :last]
    frequencies, amplitudes = _clear_peaks(magnitude, float(hz[1]))
    energy = np.square(magnitude, dtype=np.float64).sum(axis=1)
    pitched = (amplitudes > 0).sum(axis=1) >= 2
    if energy[pitched].sum() < 0.5 * energy.sum():
        return None
    dissonance = _dissonance(frequencies[pitched], amplitudes[pitched])
    level = float(np.average(dissonance, weights=np.sqrt(energy[pitched])))
    return level / (level + _HALF)


def _clear_peaks(magnitude: Signal, bin_hz: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns frequencies and amplitudes (F, 20) of the strongest clear peaks; amplitude 0 where there are fewer."""
    frames, bins = magnitude.shape
    blocks = bins // _BLOCK
    medians = np.median(magnitude[:, : blocks * _BLOCK].reshape(frames, blocks, _BLOCK), axis=2)
    around = np.repeat(medians, _BLOCK, axis=1)
    around = np.pad(around, ((0, 0), (0, bins - around.shape[1])), mode="edge")
    lowest = int(30 / bin_hz)
    middle = magnitude[:, 1:-1]
    clear = (
        (middle > magnitude[:, :-2])
        & (middle >= magnitude[:, 2:])
        & (middle > _PROMINENCE * around[:, 1:-1])
        & (middle > _WEAKEST * magnitude.max(axis=1, keepdims=True))
    )
    clear[:, :lowest] = False
    height = np.where(clear, middle, 0)
    chosen = np.argpartition(height, -_PEAKS, axis=1)[:, -_PEAKS:]
    rows = np.arange(frames)[:, None]
    amplitude = height[rows, chosen].astype(np.float64)
    # The top of a parabola through the logarithms of three bins (Smith and Serra 1987).
    left, mid, right = (np.log(magnitude[rows, chosen + step] + 1e-12).astype(np.float64) for step in (0, 1, 2))
    curvature = left - 2 * mid + right
    shift = np.where(np.abs(curvature) > 1e-9, 0.5 * (left - right) / np.where(curvature == 0, 1, curvature), 0)
    return (chosen + 1 + np.clip(shift, -0.5, 0.5)) * bin_hz, amplitude


def _dissonance(frequencies: NDArray[np.float64], amplitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the dissonance (F,) of peaks (F, P)."""
    low = np.minimum(frequencies[:, :, None], frequencies[:, None, :])
    distance = np.abs(frequencies[:, :, None] - frequencies[:, None, :])
    scaled = 0.24 / (0.0207 * low + 18.96) * distance
    # 0.1797 is the greatest value of the curve, so that the worst interval of two equal partials grates by 1.
    grate = (np.exp(-3.51 * scaled) - np.exp(-5.75 * scaled)) / 0.1797
    pairs = amplitudes[:, :, None] * amplitudes[:, None, :]
    total: NDArray[np.float64] = 0.5 * (pairs * grate).sum(axis=(1, 2)) / np.square(amplitudes).sum(axis=1)
    return total
