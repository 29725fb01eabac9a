"""Whether time passes in beats: the onset envelope, rhythm and pulse."""

from __future__ import annotations

import numpy as np
import scipy.fft
import scipy.ndimage

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import HOP_S, N_MELS, Analysis

_FLOOR_DB = -45.0
_SHORTEST_S, _LONGEST_S = 0.3, 1.5
"""Periods of 200 to 40 beats a minute."""
_TOLERANCE_S = 0.02
_EDGE_FRAMES = 4
"""Frames at the start of a signal that hold the jump out of silence: the length of the spectra."""
_FAINT_DB = 1.0
"""Rise per 20 ms, averaged over the bands, at which a beginning is half heard as a beat."""


def onset_envelope(analysis: Analysis) -> Signal:
    """Returns how much begins at each frame (F,), in dB of rise averaged over the bands, every 10 ms.

    Spectral flux of the band levels (Dixon 2006), each held above a floor 45 dB under the loud level, over 20 ms, minus
    the moving 30th percentile of it, so that what fluctuates all the time does not count as beginning.
    """
    levels = np.maximum(analysis.mel_levels, _FLOOR_DB)
    rise = np.zeros(len(levels), np.float32)
    rise[2:] = np.maximum(levels[2:] - levels[:-2], 0).mean(axis=1)
    # A narrow sound's beginnings are no fainter than a broad one's.
    rise /= analysis.used_bands**0.5
    usual = scipy.ndimage.percentile_filter(rise, 30, size=31, mode="nearest")
    return np.asarray(np.maximum(rise - usual, 0), np.float32)


def rhythm(analysis: Analysis) -> float:
    """Returns from 0 (cloud) to 1 (strict beat) how much what begins comes back after one equal period of 0.3-1.5 s.

    The peak of the onset envelope's autocorrelation (Scheirer 1998; Ellis 2007), averaged with that at twice the period
    where there is room, above the lowest value on the way there: a slow envelope resembles itself without any beat.
    What chance would give is taken off, and beginnings too faint to be heard as beats scale it down.
    """
    # Where a piece was cut out of something longer, it begins with a beginning that nobody hears as a beat.
    envelope = onset_envelope(analysis)[analysis.lead_frames + _EDGE_FRAMES :]
    count = len(envelope)
    low, high = round(_SHORTEST_S / HOP_S), min(round(_LONGEST_S / HOP_S), int(count * 0.6))
    strength = float(np.percentile(envelope, 98))
    if high - low < 3 or strength < 0.1:
        return 0.0
    # Accents are pulse's business: all beats count alike.
    smooth = scipy.ndimage.gaussian_filter1d(np.minimum(envelope, strength), _TOLERANCE_S / HOP_S)
    correlation = _autocorrelation(smooth)
    lags = np.arange(low, high)
    valley = np.maximum(np.minimum.accumulate(correlation)[lags], 0)
    height = correlation[lags] - valley
    again = scipy.ndimage.maximum_filter1d(correlation, 3)[np.minimum(2 * lags, count - 1)]
    both = np.where(2 * lags < 0.8 * count, (height + np.minimum(again, height)) / 2, height)
    # The largest of about 60 independent lags of a random pattern, whose correlation spreads by √(tolerance / length),
    # lies some 2.4 spreads out.
    chance = 2.4 * np.sqrt(2.5 * _TOLERANCE_S / (count * HOP_S))
    heard = strength**2 / (strength**2 + _FAINT_DB**2)
    return float(np.clip((both.max() - chance) / (1 - chance), 0, 1) * heard)


def _autocorrelation(envelope: Signal) -> Signal:
    """Returns the normalised autocorrelation (F,), mostly freed from the bias of its shrinking overlap."""
    count = len(envelope)
    padded = scipy.fft.next_fast_len(2 * count)
    spectrum = scipy.fft.rfft(envelope - envelope.mean(), padded)
    correlation = scipy.fft.irfft(np.abs(spectrum) ** 2, padded)[:count]
    return np.asarray(correlation / (correlation[0] + 1e-9) / (1 - 0.8 * np.arange(count) / count), np.float32)


def pulse(analysis: Analysis) -> float:
    """Returns by how many dB the beats stand out from what lies between them, 0 to about 40.

    In eight broad bands, level every 10 ms above a floor 40 dB under the band's loud level; in windows of 1.5 s the
    95th percentile minus the 20th; averaged over windows that sound and over bands by their weight.
    """
    power = analysis.mel_power[analysis.lead_frames :]
    groups = power.reshape(len(power), 8, N_MELS // 8).sum(axis=2)
    levels = 10 * np.log10(groups + 1e-12)
    top = np.percentile(levels, 99, axis=0)
    levels = np.maximum(levels, top - 40)
    window = min(len(levels), round(1.5 / HOP_S))
    starts = range(0, len(levels) - window + 1, max(1, window // 4))
    spread = []
    sounding = []
    for start in starts:
        high, low = np.percentile(levels[start : start + window], (95, 20), axis=0)
        spread.append(high - low)
        sounding.append(np.maximum(high - (top - 40), 0))
    weight = np.array(sounding) * np.sqrt(np.maximum(groups.mean(axis=0), 1e-12)) ** 0.5
    return float((np.array(spread) * weight).sum() / (weight.sum() + 1e-9))
