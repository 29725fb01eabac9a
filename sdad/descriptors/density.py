"""How many events there are in a second."""

from __future__ import annotations

import numpy as np
import scipy.ndimage

from sdad.descriptors.analysis import Analysis
from sdad.descriptors.rhythm import onset_envelope


def density(analysis: Analysis) -> float:
    """Returns a rate of events in 1/s: the geometric mean of how often something begins and of how much is going on.

    Beginnings are peaks of the onset envelope, each counted by how clear it is. What goes on is the share of the cells of
    time and frequency within 35 dB of the loud level; full occupation stands for 20 events a second, so that both more
    beginnings and longer or more simultaneous sounds are denser.
    """
    onsets = _soft_count(analysis) + 0.5
    levels = analysis.mel_levels[analysis.lead_frames :]
    occupied = float((1 / (1 + np.exp(-(levels + 35) / 2))).mean())
    return float(np.sqrt(onsets / max(analysis.seconds, 1.0) * max(20 * occupied, 0.05)))


def _soft_count(analysis: Analysis) -> float:
    envelope = scipy.ndimage.gaussian_filter1d(onset_envelope(analysis), 0.8)
    peaks = np.flatnonzero((envelope[1:-1] > envelope[:-2]) & (envelope[1:-1] >= envelope[2:])) + 1
    if not len(peaks):
        return 0.0
    highest = scipy.ndimage.maximum_filter1d(envelope, 7)
    peaks = peaks[envelope[peaks] >= highest[peaks]]
    height = envelope[peaks]
    clear = max(0.8, 0.1 * float(np.percentile(envelope[peaks], 95)))
    return float((height**2 / (height**2 + clear**2)).sum())
