"""How far the sound spreads between the speakers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal, Spectrum, stft

_BANDS_HZ = np.geomspace(60.0, 16000.0, 13)
_AT_ONCE = 1 << 20
"""Samples that are looked at together, to bound the memory."""


def width(samples: Signal, sample_rate: int) -> float:
    """Returns one minus the correlation of the channels in percent, 0 to 100, for samples (C, T).

    The channels are first brought to the same energy, so that a balance is no width. Correlation is taken in 12 bands
    and averaged by the bands' loudness, for the bass alone would decide otherwise. Anti-phase counts as 100, and so
    does what is wholly unrelated; one channel, or one silent channel, is 0.
    """
    return Sides(samples, sample_rate).width() if len(samples) > 1 else 0.0


class Sides:
    """What the width of a signal (2, T) would be with its sides turned up or down."""

    def __init__(self, samples: Signal, sample_rate: int) -> None:
        n_fft = 1024 if sample_rate < 64000 else 2048
        hz = np.fft.rfftfreq(n_fft, 1 / sample_rate)
        places = np.searchsorted(hz, _BANDS_HZ)
        self._places = places[: int((places < len(hz)).sum())]
        self._middle = self._side = self._both = np.zeros(len(self._places) - 1)
        for start in range(0, samples.shape[1], _AT_ONCE):
            left, right = samples[0, start : start + _AT_ONCE], samples[1, start : start + _AT_ONCE]
            middle, side = stft(np.stack([left + right, left - right]) * np.float32(0.5), n_fft, n_fft)
            self._middle = self._middle + self._bands(middle, middle)
            self._side = self._side + self._bands(side, side)
            self._both = self._both + self._bands(middle, side)

    def width(self, gain: float = 1.0) -> float:
        """Returns the width in percent with the sides multiplied by a gain."""
        even = self._middle + gain**2 * self._side
        odd = 2 * gain * self._both
        left, right = even + odd, even - odd
        energy = left.sum(), right.sum()
        if min(energy) <= 1e-5 * max(energy):
            return 0.0
        cross = (self._middle - gain**2 * self._side) / np.sqrt(energy[0] * energy[1])
        both = np.maximum(left / energy[0] + right / energy[1], 0) / 2
        return float(np.clip(100 * (1 - np.average(cross / (both + 1e-12), weights=both**0.3)), 0, 100))

    def _bands(self, one: Spectrum, other: Spectrum) -> NDArray[np.float64]:
        """Returns the common power (N,) of two spectra (F, K) in each band."""
        power = (one.real * other.real + one.imag * other.imag).sum(axis=0, dtype=np.float64)
        return np.asarray(np.add.reduceat(power, self._places)[:-1])
