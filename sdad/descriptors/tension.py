"""How much the partials grate: sensory dissonance between spectral peaks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdad.descriptors.analysis import Analysis

_HALF = 1.0
"""Dissonance that comes out as 0.5, about that of three neighbouring semitones of rich tones."""
_TOPS_OF_TONES = 0.45
"""Share of the energy that lies in the highest bins of steady tones; the rest is in the skirts of the window."""
_CROWD = 0.6
"""Dissonance of noise in which no partial can be told apart."""


def tension(analysis: Analysis) -> float | None:
    """Returns the sensory dissonance from 0 to 1, or None where there are no clear partials.

    Up to 20 clear peaks of each quarter of a second between 30 Hz and 8 kHz; every pair grates as Plomp and Levelt
    (1965) measured, in the parametrisation of Sethares (1993), weighted with the product of the amplitudes and
    normalised by the sum of the squares (Hutchinson and Knopoff 1978). What is not in peaks is a crowd of partials that
    all grate with each other; without it, partials that drown in a crowd would count as consonance. The result D is
    squashed as D / (D + 1), whose equal steps, where sounds lie, are about those of the root of D.
    """
    peaks = analysis.peaks
    pitched = (peaks.amplitude > 0).sum(axis=1) >= 2
    if peaks.energy[pitched].sum() < 0.5 * peaks.energy.sum():
        return None
    tops = np.square(peaks.amplitude[pitched]).sum(axis=1) / peaks.energy[pitched]
    crowd = np.clip(1 - tops / _TOPS_OF_TONES, 0, 1)
    dissonance = _dissonance(peaks.frequency[pitched], peaks.amplitude[pitched]) + _CROWD * crowd
    level = float(np.average(dissonance, weights=np.sqrt(peaks.energy[pitched])))
    return level / (level + _HALF)


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
