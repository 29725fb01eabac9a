"""Where the weight of the spectrum sits: brightness and warmth."""

from __future__ import annotations

import numpy as np

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis

WARMTH_PER_OCTAVE_DB = -6.0
"""What a pure spectral tilt moves the low-mid share by, per octave that it moves the centroid."""
_REFERENCE_HZ = 1000.0


def brightness(analysis: Analysis) -> float:
    """Returns the spectral centroid in Hz, from 30 Hz to 20 kHz.

    Per frame the frequencies are weighted with the magnitudes (Peeters 2004, "A large set of audio features"), then the
    frames' centroids are averaged as octaves, weighted with the frames' amplitudes: pitch and brightness are heard on a
    logarithmic scale, and silence between events has no colour.
    """
    power, hz = analysis.colour_power, analysis.colour_hz
    inside = (hz >= 30) & (hz <= 20000)
    magnitude = np.sqrt(power[:, inside])
    weight = np.sqrt(power[:, inside].sum(axis=1))
    centroid = (magnitude @ hz[inside]) / (magnitude.sum(axis=1) + 1e-12)
    heard = weight > 1e-3 * weight.max()
    return float(2 ** np.average(np.log2(centroid[heard] + 1e-6), weights=weight[heard]))


def warmth(analysis: Analysis) -> float:
    """Returns the level of 150-500 Hz against the rest of 50 Hz-16 kHz in dB, freed from brightness.

    The share alone falls whenever a sound gets brighter. What a pure tilt would do to it at the measured centroid is
    taken out by a fixed regression (:data:`WARMTH_PER_OCTAVE_DB`), so that a sound can be bright and warm.
    """
    hz = analysis.colour_hz
    spectrum = analysis.colour_power.mean(axis=0, dtype=np.float64)
    low_mids = (hz >= 150) & (hz < 500)
    audible = (hz >= 50) & (hz < 16000)
    share = spectrum[low_mids].sum() / max(spectrum[audible & ~low_mids].sum(), 1e-9 * spectrum.sum())
    octaves = np.log2(_mean_centroid_hz(np.asarray(np.sqrt(spectrum), np.float32), hz) / _REFERENCE_HZ)
    return float(10 * np.log10(share + 1e-9) - WARMTH_PER_OCTAVE_DB * octaves)


def _mean_centroid_hz(magnitude: Signal, hz: Signal) -> float:
    inside = (hz >= 30) & (hz <= 20000)
    return float((magnitude[inside] * hz[inside]).sum() / magnitude[inside].sum())
