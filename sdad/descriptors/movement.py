"""How much the colour changes on the way."""

from __future__ import annotations

import numpy as np
import scipy.ndimage

from sdad.descriptors.analysis import HOP_S, Analysis

_BANDS = 12
_WINDOW_S, _STEP_S = 0.5, 0.25
_HALF_DB = 5.0


def movement(analysis: Analysis) -> float:
    """Returns from 0 (still) to 1 how much the spectrum's shape wanders over 0.5-8 s.

    Levels of 12 bands over half-second windows, without the window's own level; their standard deviation over time,
    averaged over the bands by weight, is squashed as s / (s + 5 dB). Changes slower than 8 s are taken out.
    """
    power = analysis.mel_power[analysis.lead_frames :]
    window, step = min(len(power), round(_WINDOW_S / HOP_S)), round(_STEP_S / HOP_S)
    edges = np.linspace(0, power.shape[1], _BANDS + 1).astype(int)[:-1]
    bands = np.add.reduceat(power, edges, axis=1)
    heap = np.cumsum(np.pad(bands, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    starts = np.arange(0, len(power) - window + 1, step)
    sums = np.maximum(heap[starts + window] - heap[starts], 0)
    total = sums.sum(axis=1, keepdims=True)
    sounding = total[:, 0] > 1e-4 * total.max()
    if sounding.sum() < 3:
        return 0.0
    shares = sums[sounding] / total[sounding]
    typical = shares.mean(axis=0)
    levels = 10 * np.log10(np.maximum(shares, 1e-5))
    weights = np.sqrt(total[sounding, 0])
    if len(levels) > 32:
        levels = levels - scipy.ndimage.uniform_filter1d(levels, 32, axis=0, mode="nearest")
    mean = np.average(levels, axis=0, weights=weights)
    spread = np.sqrt(np.average((levels - mean) ** 2, axis=0, weights=weights))
    size = float(np.average(spread, weights=np.sqrt(typical)))
    return size / (size + _HALF_DB)
