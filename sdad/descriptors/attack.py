"""How sounds begin: rise time at onsets."""

from __future__ import annotations

import numpy as np

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis, band_envelopes

_RATE_HZ = 1000
_EDGES_HZ = np.array([80.0, 400.0, 1600.0, 5000.0, 14000.0])
_RISE_DB = 6.0
SLOWEST_MS = 1000.0


def attack(analysis: Analysis) -> float:
    """Returns the typical rise time from 10 to 90 % of the amplitude in ms, 1 to 1000.

    In four broad bands, every rise of the smoothed envelope by more than 6 dB between a valley and the next peak; the
    median of their times (Peeters 2004, log attack time), weighted with their heights. A sound in which nothing rises has
    the softest attack that there is.
    """
    lead = np.zeros(2400, np.float32)
    envelopes = band_envelopes(np.concatenate([lead, analysis.mono]), _EDGES_HZ, _RATE_HZ)
    strongest = float(np.square(envelopes).mean(axis=1).max())
    times: list[float] = []
    weights: list[float] = []
    for envelope in envelopes:
        share = float(np.square(envelope).mean()) / strongest
        for rise_ms, height in _rises(envelope):
            times.append(rise_ms)
            weights.append(height * share**0.5)
    if not times:
        return SLOWEST_MS
    order = np.argsort(times)
    heap = np.cumsum(np.array(weights)[order])
    return float(np.clip(np.array(times)[order][np.searchsorted(heap, heap[-1] / 2)], 1.0, SLOWEST_MS))


def _rises(envelope: Signal) -> list[tuple[float, float]]:
    """Returns (10-90 % time in ms, height) of each rise of an envelope (T,) at 1 kHz."""
    smooth = np.convolve(envelope, np.full(5, 0.2, np.float32), mode="same")
    peak_level = float(np.percentile(smooth, 99.5))
    floor = 10 ** (-40 / 20) * peak_level
    coarse = np.maximum(smooth, floor)
    levels = 20 * np.log10(coarse / peak_level)
    step = 4
    grid = levels[: len(levels) // step * step].reshape(-1, step).max(axis=1)
    found: list[tuple[float, float]] = []
    low, high = 0, 0
    rising = False
    for place, level in enumerate(grid.tolist()):
        if rising:
            if level > grid[high]:
                high = place
            elif grid[high] - level > _RISE_DB:
                found.append((_rise_ms(smooth, low * step, (high + 1) * step), _loudness(float(grid[high]))))
                rising, low = False, place
        elif level < grid[low]:
            low = place
        elif level - grid[low] > _RISE_DB:
            rising, high = True, place
    return found


def _loudness(level_db: float) -> float:
    return float(10 ** (level_db / 40))


def _rise_ms(envelope: Signal, low: int, high: int) -> float:
    piece = envelope[low : high + 1]
    top = int(piece.argmax())
    base, height = float(piece[: top + 1].min()), float(piece[top])
    start = top - int(np.argmax(piece[: top + 1][::-1] < base + 0.1 * (height - base))) if top else 0
    end = start + int(np.argmax(piece[start : top + 1] >= base + 0.9 * (height - base)))
    return float(max(end - start, 1))
