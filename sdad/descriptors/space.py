"""How large the room sounds: blind decay time."""

from __future__ import annotations

import numpy as np
import scipy.ndimage

from sdad.descriptors.analysis import HOP_S, N_MELS, Analysis

_SCALES_S = (0.05, 0.15, 0.45)
_RANGE_DB = 45.0


def space(analysis: Analysis) -> float:
    """Returns the time in s in which the sound would fall by 60 dB at the rate at which its steepest falls go.

    Reverberation limits how fast a level can fall, so the steep side of the distribution of decay rates tells the decay
    time without knowing the source (Wen, Habets and Naylor 2008). Decay rates are taken in eight bands over three time
    scales, since short scales see dry sounds and only long ones tell long decays from fluctuation.
    """
    power = analysis.mel_power
    groups = power.reshape(len(power), 8, N_MELS // 8).sum(axis=2)
    levels = 10 * np.log10(scipy.ndimage.uniform_filter1d(groups, 3, axis=0) + 1e-12)
    top = np.percentile(levels, 99, axis=0)
    levels = np.maximum(levels - top, -_RANGE_DB)
    weight = np.sqrt(np.maximum(groups.mean(axis=0), 1e-12)) ** 0.5
    decays: list[float] = []
    for scale_s in _SCALES_S:
        step = round(scale_s / HOP_S)
        if decays and len(levels) < 2 * step:
            break
        fall = (levels[:-step] - levels[step:]) / scale_s
        heard = levels[:-step] > -_RANGE_DB + 10
        steep = np.array(
            [np.mean(np.maximum(f[h], 0) ** 2) ** 0.5 if h.any() else 0.0 for f, h in zip(fall.T, heard.T, strict=True)]
        )
        decays.append(float(np.log(60 / np.maximum(np.average(steep, weights=weight), 3.0))))
    return float(np.exp(np.mean(decays)))
