"""Where the weight of the spectrum sits: brightness and warmth."""

from __future__ import annotations

import numpy as np

from sdad.descriptors.analysis import Analysis

_PER_STRETCH = 5
_EDGES_HZ = 150.0 * (500.0 / 150.0) ** (np.arange(-_PER_STRETCH, 2 * _PER_STRETCH + 1) / _PER_STRETCH)
_EVENNESS = 0.15
"""Exponent at which the powers of bands are averaged: near 0 every band counts alike in dB, at 1 the loudest only."""
_RANGE_DB = 35.0
"""How far under the whole sound a band still counts: what lies lower is not heard beside it."""


def brightness(analysis: Analysis) -> float:
    """Returns the spectral centroid in Hz, from 30 Hz to 20 kHz.

    Per frame the frequencies are weighted with the magnitudes (Peeters 2004, "A large set of audio features"), then the
    frames' centroids are averaged as octaves, weighted with the frames' amplitudes: brightness is heard on a
    logarithmic scale, and silence between events has no colour.
    """
    power, hz = analysis.colour_power(), analysis.hz
    inside = slice(np.searchsorted(hz, 30), np.searchsorted(hz, 20000, "right"))
    magnitude = np.sqrt(power[:, inside])
    weight = np.sqrt(power[:, inside].sum(axis=1))
    heard = weight > 1e-3 * weight.max()
    centroid = (magnitude[heard] @ hz[inside]) / (magnitude[heard].sum(axis=1) + 1e-12)
    return float(2 ** np.average(np.log2(centroid + 1e-6), weights=weight[heard]))


def warmth(analysis: Analysis) -> float:
    """Returns by how many dB the low mids stand out from what lies below and above them.

    The level of 150-500 Hz minus the mean of those of 45-150 Hz and 500-1667 Hz: three stretches of equal width on the
    scale of pitch, so that a tilt of the whole spectrum takes from one side what it gives to the other. A sound can be
    bright and warm, and a filter that makes it brighter leaves its warmth where it was. The level of a stretch is a
    power mean of its five bands of a third of an octave, close to the mean of their dB: a tilt moves that by the same
    amount in every stretch, and the gaps between the notes of a chord count little all the same.
    """
    hz = analysis.long_hz.astype(np.float64)
    heap = np.concatenate([[0.0], np.cumsum(analysis.mean_power(), dtype=np.float64)])
    # A bin's power lies evenly about its frequency; low bands are hardly wider than a bin.
    power = np.diff(np.interp(_EDGES_HZ, np.concatenate([[0.0], hz + hz[1] / 2]), heap))
    heard = (power + 10 ** (-_RANGE_DB / 10) * heap[-1] + 1e-30) ** _EVENNESS
    below, inside, above = 10 / _EVENNESS * np.log10(heard.reshape(3, _PER_STRETCH).mean(axis=1))
    return float(inside - (below + above) / 2)
