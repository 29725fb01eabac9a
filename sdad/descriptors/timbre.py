"""Where the weight of the spectrum sits: brightness and warmth."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sdad.descriptors.analysis import Analysis

_TILTS_DB = tuple(step / 2 for step in range(-48, 13))
_MOST_DB = 40.0
"""Where the share of the low mids ends, either way: beyond it the other side cannot be heard."""


def brightness(analysis: Analysis) -> float:
    """Returns the spectral centroid in Hz, from 30 Hz to 20 kHz.

    Per frame the frequencies are weighted with the magnitudes (Peeters 2004, "A large set of audio features"), then the
    frames' centroids are averaged as octaves, weighted with the frames' amplitudes: brightness is heard on a
    logarithmic scale, and silence between events has no colour.
    """
    power, hz = analysis.colour_power(), analysis.hz
    inside = (hz >= 30) & (hz <= 20000)
    magnitude = np.sqrt(power[:, inside])
    weight = np.sqrt(power[:, inside].sum(axis=1))
    heard = weight > 1e-3 * weight.max()
    centroid = (magnitude[heard] @ hz[inside]) / (magnitude[heard].sum(axis=1) + 1e-12)
    return float(2 ** np.average(np.log2(centroid + 1e-6), weights=weight[heard]))


def warmth(analysis: Analysis) -> float:
    """Returns by how many dB the low mids stand out, for a sound of this brightness.

    The level of 150-500 Hz against the rest of 50 Hz-16 kHz, minus the same of a noise whose spectrum is a plain tilt
    with the same centroid. So tilting a sound hardly changes its warmth, and a sound can be bright and warm.
    """
    hz = analysis.hz.astype(np.float64)
    spectrum = analysis.colour_power().mean(axis=0, dtype=np.float64)
    octave = float(np.log2(_centroid_hz(spectrum, hz)))
    centroids, shares = _plain_tilts(len(hz), float(hz[1]))
    return _low_mids_db(spectrum, hz) - float(np.interp(octave, centroids, shares))


def _centroid_hz(spectrum: NDArray[np.float64], hz: NDArray[np.float64]) -> float:
    inside = (hz >= 30) & (hz <= 20000)
    magnitude = np.sqrt(spectrum[inside])
    return float((magnitude * hz[inside]).sum() / (magnitude.sum() + 1e-12))


def _low_mids_db(spectrum: NDArray[np.float64], hz: NDArray[np.float64]) -> float:
    low_mids = (hz >= 150) & (hz < 500)
    audible = (hz >= 50) & (hz < 16000)
    inside, rest = spectrum[low_mids].sum(), spectrum[audible & ~low_mids].sum()
    total = inside + rest + 1e-30
    return float(np.clip(10 * np.log10((inside + 1e-9 * total) / (rest + 1e-9 * total)), -_MOST_DB, _MOST_DB))


@lru_cache(maxsize=2)
def _plain_tilts(bins: int, bin_hz: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns log2 centroids, rising, and low-mid shares in dB of noises with tilts from -24 to +6 dB per octave."""
    hz: NDArray[np.float64] = np.arange(bins, dtype=np.float64) * bin_hz
    tilts: list[NDArray[np.float64]] = [np.maximum(hz, 30.0) ** (tilt_db / 3.0103) for tilt_db in _TILTS_DB]
    centroids = np.log2(np.array([_centroid_hz(tilt, hz) for tilt in tilts]))
    return centroids, np.array([_low_mids_db(tilt, hz) for tilt in tilts])
