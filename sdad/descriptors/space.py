"""How large the room sounds: blind decay time."""

from __future__ import annotations

import numpy as np
import scipy.ndimage

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import HOP_S, N_MELS, Analysis

_BANDS = 8
_SCALES_S = (0.05, 0.1, 0.2)
_RANGE_DB = 45.0
_HEARD_DB = 35.0
_SLOWEST_DB_PER_S = 7.5
"""Falls slower than this, 8 s for 60 dB, cannot be told from fluctuation."""
_CONTRAST = 0.3
_TYPICAL_DB, _LEAST_DB = 10.0, 2.0
_PIVOT_S, _STRETCH = 0.79, 2.0
"""What makes strokes in an exponential reverberation of 0.3 to 6 s, half of it direct sound, read about those times."""


def space(analysis: Analysis) -> float:
    """Returns the time in s in which the sound would fall by 60 dB at the rate at which its steep falls go.

    Reverberation limits how fast a level can fall, so the steep side of the distribution of decay rates tells the decay
    time without knowing the source (Wen, Habets and Naylor 2008); direct sound, which falls at once, counts there too
    and so makes the value smaller the more of it there is. Root mean square of the falls in eight bands over three time
    scales: short ones see dry sounds, long ones tell long decays from fluctuation. Deep contrast alone makes falls
    steep without any room being smaller, so the time is multiplied with the levels' spread to the power 0.3: that keeps
    most of pulse out of it, and more would undo the order of long decays.
    """
    power = analysis.mel_power[analysis.lead_frames :]
    groups = power.reshape(len(power), _BANDS, N_MELS // _BANDS).sum(axis=2)
    # A running sum of what is loud and then nothing leaves a little less than nothing.
    levels = 10 * np.log10(np.maximum(scipy.ndimage.uniform_filter1d(groups, 3, axis=0), 0) + 1e-12)
    levels = np.maximum(levels - np.percentile(levels, 99, axis=0), -_RANGE_DB)
    weight = np.maximum(groups.mean(axis=0), 1e-12) ** 0.25
    steps = [round(scale_s / HOP_S) for scale_s in _SCALES_S]
    rates = [_steepness(levels, step, weight) for step in steps if step == steps[0] or 2 * step < len(levels)]
    decay_s = 60 / np.exp(np.mean(np.log(np.maximum(rates, _SLOWEST_DB_PER_S))))
    contrast_db = float(np.average(_spread(levels), weights=weight))
    freed_s = decay_s * (max(contrast_db, _LEAST_DB) / _TYPICAL_DB) ** _CONTRAST
    return float((freed_s / _PIVOT_S) ** _STRETCH)


def _steepness(levels: Signal, step: int, weight: Signal) -> float:
    """Returns the typical rate of the steep falls over ``step`` frames of levels (F, N), in dB/s."""
    if len(levels) <= step:
        return 0.0
    fall = np.maximum(levels[:-step] - levels[step:], 0)
    heard = levels[:-step] > -_HEARD_DB
    steep = np.sqrt((np.square(fall) * heard).sum(axis=0) / np.maximum(heard.sum(axis=0), 1))
    return float(np.average(steep, weights=weight)) / (step * HOP_S)


def _spread(levels: Signal) -> Signal:
    """Returns the standard deviation over time (N,) of levels (F, N), where there is any sound."""
    heard = levels > 1 - _RANGE_DB
    count = np.maximum(heard.sum(axis=0), 1)
    mean = (levels * heard).sum(axis=0) / count
    return np.asarray(np.sqrt((np.square(levels - mean) * heard).sum(axis=0) / count), np.float32)
