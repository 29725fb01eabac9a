"""How sounds begin: rise time at onsets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.ndimage

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis, band_envelopes

SLOWEST_MS = 1000.0
_RATE_HZ = 1000
_EDGES_HZ = np.array([80.0, 400.0, 1600.0, 5000.0, 14000.0])
_LEAD_MS = 50
_RISE_DB = 8.0
_CLEAR_DB = 16.0
_FLOOR_DB = -40.0
_TAKEN_FOR_GRANTED = 0.02
"""Weight per second of a beginning of the softest kind, beside about 1 for each real one."""
_SCALES_MS = (64, 16, 4)
"""Smoothing tried from coarse to fine: a coarse one sees through the fluctuation of noise, a fine one sees a click."""


def attack(analysis: Analysis) -> float:
    """Returns the typical rise time from 10 to 90 % of the amplitude in ms, 1 to 1000.

    In four broad bands, every rise of the envelope by more than 8 dB between a valley and the next peak; the average of
    their logarithmic times (Peeters 2004, log attack time), weighted with how loud and how clear they are. The
    beginning of the file counts only when what begins there also fades: a drone that was cut out has no attack. A sound
    in which nothing rises has the softest attack there is.
    """
    lead = np.zeros(_LEAD_MS * 48, np.float32)
    envelopes = band_envelopes(np.concatenate([lead, analysis.mono]), _EDGES_HZ, _RATE_HZ)
    loudest = float(np.square(envelopes).mean(axis=1).max())
    # A little softness is taken for granted, so that a value exists and nearly steady sounds are soft.
    weight = _TAKEN_FOR_GRANTED * analysis.seconds
    total = weight * np.log(SLOWEST_MS)
    for envelope in envelopes:
        share = float(np.square(envelope).mean()) / (loudest + 1e-12)
        smooth = {scale: scipy.ndimage.uniform_filter1d(envelope, scale) for scale in _SCALES_MS}
        for rise in _rises(smooth[16]):
            clear = share**0.5 * rise.loudness * min(1.0, (rise.height_db - _RISE_DB) / _CLEAR_DB) ** 2
            total += clear * np.log(_rise_ms(smooth, rise.low, rise.high))
            weight += clear
    return float(np.clip(np.exp(total / weight), 1.0, SLOWEST_MS))


@dataclass(frozen=True, slots=True)
class _Rise:
    """From the valley ``low`` to the peak ``high``, in ms, by ``height_db``, to a relative ``loudness`` up to 1."""

    low: int
    high: int
    height_db: float
    loudness: float


def _rises(envelope: Signal) -> list[_Rise]:
    """Returns the rises of an envelope (T,) at 1 kHz."""
    step = 8
    top = float(np.percentile(envelope, 99.5)) + 1e-12
    slow = scipy.ndimage.uniform_filter1d(envelope, 32)[::step]
    levels: list[float] = np.maximum(20 * np.log10(slow / top + 1e-9), _FLOOR_DB).tolist()
    found: list[_Rise] = []
    low = high = 0
    rising = False
    for place, level in enumerate(levels):
        if rising:
            if level > levels[high]:
                high = place
            elif levels[high] - level > _RISE_DB:
                found.append(_Rise(low * step, high * step, levels[high] - levels[low], 10 ** (levels[high] / 40)))
                rising, low = False, place
        elif level <= levels[low]:
            low = place
        elif level - levels[low] > _RISE_DB:
            rising, high = True, place
    if rising and low * step > _LEAD_MS:
        found.append(_Rise(low * step, high * step, levels[high] - levels[low], 10 ** (levels[high] / 40)))
    return found


def _rise_ms(smooth: dict[int, Signal], low: int, high: int) -> float:
    """Returns the 10-90 % time at the coarsest smoothing that is short against it."""
    time = 0.0
    for scale, envelope in smooth.items():
        piece = envelope[max(0, low - scale) : high + 40]
        top = int(piece.argmax())
        base, height = float(piece[: top + 1].min()), float(piece[top])
        begin = top - int(np.argmax(piece[: top + 1][::-1] <= base + 0.1 * (height - base)))
        time = float(np.argmax(piece[begin : top + 1] >= base + 0.9 * (height - base)))
        if time > 2.0 * scale:
            break
    return max(time, 1.0)
