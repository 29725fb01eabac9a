"""Pitch height, or what stands in for it."""

from __future__ import annotations

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from sdad.descriptors.analysis import RATE_HZ, Analysis

_LOWEST_HZ, _HIGHEST_HZ = 40.0, 2000.0


def register(analysis: Analysis) -> float:
    """Returns the typical pitch as a note number (69 is A4), or the middle of the spectrum where nothing is pitched.

    Pitch: the first high peak of the autocorrelation of the compressed spectrum (Tolonen and Karjalainen 2000; peak
    choice of McLeod and Wyvill 2005), median over the confident frames. Stand-in: the frequency that halves the power.
    The two are mixed by how confident the pitch is.
    """
    magnitude, hz = analysis.fine_magnitude, analysis.fine_hz
    energy = np.square(magnitude).sum(axis=1)
    pitch, confidence = _pitch(magnitude)
    heap = np.cumsum(np.square(magnitude[:, 8:]), axis=1)
    middle = hz[8 + (heap < heap[:, -1:] / 2).sum(axis=1)]
    weight = np.sqrt(energy)
    trust = np.clip((confidence - 0.35) / 0.25, 0, 1)
    pitched = float(np.average(trust, weights=weight))
    spectral = _weighted_median(_note(middle), weight)
    if pitched < 0.02:
        return spectral
    share = float(np.clip((pitched - 0.1) / 0.4, 0, 1))
    tonal = _weighted_median(_note(pitch), weight * (trust + 1e-6))
    return float(np.clip(share * tonal + (1 - share) * spectral, 0, 127))


def _pitch(magnitude: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    compressed = magnitude**0.67
    compressed[:, int(5000 / (RATE_HZ / 2) * magnitude.shape[1]) :] = 0
    lags = scipy.fft.irfft(compressed, axis=1)
    # The Blackman window's own autocorrelation falls with the lag; within a fifth of it that is a few percent.
    low, high = int(RATE_HZ / _HIGHEST_HZ), int(RATE_HZ / _LOWEST_HZ)
    lags = lags[:, : high + 2] / (lags[:, :1] + 1e-12)
    pitch = np.zeros(len(lags))
    confidence = np.zeros(len(lags))
    for frame, row in enumerate(lags):
        middle = row[low : high + 1]
        peaks = np.flatnonzero((middle > row[low - 1 : high]) & (middle >= row[low + 1 : high + 2])) + low
        if not len(peaks):
            continue
        best = float(row[peaks].max())
        lag = int(peaks[np.argmax(row[peaks] >= 0.85 * best)])
        left, top, right = row[lag - 1], row[lag], row[lag + 1]
        curve = left - 2 * top + right
        pitch[frame] = RATE_HZ / (lag + (0.5 * (left - right) / curve if curve < 0 else 0.0))
        confidence[frame] = best
    return np.maximum(pitch, _LOWEST_HZ), confidence


def _note(hz: NDArray[np.float64] | NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(69 + 12 * np.log2(np.maximum(hz, 8.2) / 440.0), np.float64)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64] | NDArray[np.float32]) -> float:
    order = np.argsort(values)
    heap = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heap, heap[-1] / 2)])
