"""How many events there are in a second."""

from __future__ import annotations

import numpy as np
import scipy.ndimage

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis
from sdad.descriptors.rhythm import onset_envelope

_FULL_PER_SECOND = 25.0
"""The rate that a wholly filled plane of time and frequency stands for."""
_LEAST_PER_SECOND = 0.25
"""The rate of beginnings that something going on stands for when nothing begins."""
_RANGE_DB = 50.0
_CLEAR_DB = 1.5
"""Rise per 20 ms, averaged over the bands, at which a beginning counts half."""


def density(analysis: Analysis) -> float:
    """Returns a rate of events in 1/s: the geometric mean of how often something begins and of how much is going on.

    Beginnings are peaks of the onset envelope, each counted by how clear it is, which is steadier than a threshold. How
    much is going on is how filled the plane of time and frequency is; completely filled stands for 25 events a second.
    So more beginnings, longer sounds and more simultaneous sounds are all denser. Above some 30 beginnings a second the
    ear and this meter hear one texture.
    """
    filled = _filled(analysis.mel_levels[analysis.lead_frames :], analysis.used_bands)
    begins = _beginnings(onset_envelope(analysis)) / max(analysis.seconds, 1.0) + _LEAST_PER_SECOND
    return float(np.sqrt(begins * max(_FULL_PER_SECOND * filled, 0.01)))


def _filled(levels: Signal, used: float) -> float:
    """Returns from 0 to 1 how filled levels (F, N) are: a cell by how far it reaches into the 50 dB under the loudest.

    Divided by the root of the share of bands that are ``used`` at all, since a narrow sound is not a sparse one.
    """
    cells = float(np.clip(1 + levels / _RANGE_DB, 0, 1).mean())
    return min(1.0, float(cells / used**0.5))


def _beginnings(envelope: Signal) -> float:
    smooth = scipy.ndimage.gaussian_filter1d(envelope, 0.8)
    highest = scipy.ndimage.maximum_filter1d(smooth, 5)
    peaks = smooth[(smooth >= highest) & (smooth > 0)]
    if not len(peaks):
        return 0.0
    clear = max(_CLEAR_DB, 0.1 * float(np.percentile(peaks, 95)))
    return float((peaks**4 / (peaks**4 + clear**4)).sum())
