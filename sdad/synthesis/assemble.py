"""Grains to sound: a path of units read from the recordings, joined where they fit."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.model.gestures import FRAME_SAMPLES
from sdad.synthesis.grains import HOP_FRAMES, GrainIndex
from sdad.synthesis.select import Units

Reader = Callable[[int], Signal]
"""Gives the samples (2, T) of a recording by its index, at the rate of the synthesis."""

CROSSFADE = 5632
"""Samples at 48 kHz over which one run passes into the next: 117 ms."""
ALIGN = 500
"""Samples at 48 kHz by which a run may be moved to meet the phase of the one before."""
SEAM_SLOTS = 4
"""Slots by which stretches from different recordings reach over each other on either side: 1 s of crossfade."""
GRAIN_LEVEL_DB = -30.0


def slot_samples(sample_rate: int) -> int:
    """Returns the samples from one slot to the next."""
    return HOP_FRAMES * FRAME_SAMPLES * sample_rate // 48000


def assemble(
    index: GrainIndex, read: Reader, path: Units, wanted: Signal, sample_rate: int, draw: np.random.Generator
) -> Signal:
    """Returns the sound (2, S · slot) of a path of units (S,).

    Each stretch that stays in one recording is a layer of its own, lengthened at both ends by units of the same
    recording that are near what is wanted (S, 28), and crossfaded with its neighbours over a second: the sound never
    jumps wholesale from one recording to another.
    """
    slot = slot_samples(sample_rate)
    total = len(path) * slot
    sound = np.zeros((2, total), np.float32)
    recordings = index.recording[path]
    edges = [0, *(np.flatnonzero(np.diff(recordings)) + 1).tolist(), len(path)]
    for begin, end in itertools.pairwise(edges):
        first, last = max(0, begin - SEAM_SLOTS), min(len(path), end + SEAM_SLOTS)
        units = _lengthened(index, path[begin:end], wanted[first:last], begin - first, draw)
        layer = _runs(index, read, units, sample_rate)
        if begin > 0:
            length = min(2 * SEAM_SLOTS, last - first) * slot
            layer[:, :length] *= np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32))
        if end < len(path):
            length = min(2 * SEAM_SLOTS, last - first) * slot
            layer[:, -length:] *= np.cos(np.linspace(0, np.pi / 2, length, dtype=np.float32))
        sound[:, first * slot : last * slot] += layer
    return sound


def _lengthened(index: GrainIndex, units: Units, wanted: Signal, before: int, draw: np.random.Generator) -> Units:
    """Returns units for every wanted slot: the given ones in their place, others of the same recording around them."""
    if len(wanted) == len(units):
        return units
    own = np.flatnonzero(index.recording == index.recording[units[0]])
    distance = np.sqrt(((index.features[own][None] - wanted[:, None]) ** 2).sum(axis=2)) / index.spread[0]
    chosen: Units = own[(distance + draw.gumbel(size=distance.shape) * 0.08).argmin(axis=1)]
    chosen[before : before + len(units)] = units
    for place in range(before + len(units), len(chosen)):
        following = index.successor[chosen[place - 1]]
        if following >= 0:
            chosen[place] = following
    return chosen


def _runs(index: GrainIndex, read: Reader, units: Units, sample_rate: int) -> Signal:
    """Returns units of one recording (2, S · slot): runs of successive ones, joined by aligned crossfades.

    Crossfade gains are divided by sqrt(in² + out² + 2·ρ·in·out), with ρ the measured correlation of the two sides, so
    that neither correlated nor uncorrelated joins swell or dip.
    """
    scale = sample_rate // 48000
    slot, fade, align = slot_samples(sample_rate), CROSSFADE * scale, ALIGN * scale
    rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2
    fall = 1 - rise
    samples = read(int(index.recording[units[0]]))
    breaks = np.flatnonzero(index.successor[units[:-1]] != units[1:]) + 1
    edges = [0, *breaks.tolist(), len(units)]
    sound = np.zeros((2, len(units) * slot + fade), np.float32)
    for begin, end in itertools.pairwise(edges):
        level = float(index.level[units[begin:end]].mean())
        gain = np.float32(10 ** ((GRAIN_LEVEL_DB - level) / 20))
        start = int(index.frame[units[begin]]) * FRAME_SAMPLES * scale - fade // 2
        at = begin * slot - fade // 2
        length = (end - begin) * slot + fade
        if begin == 0:
            sound[:, : length - fade // 2] = _excerpt(samples, start + fade // 2, length - fade // 2) * gain
            continue
        tail = sound[:, at : at + fade].copy()
        shift, likeness = _alignment(samples, start, tail, align)
        grain = _excerpt(samples, start + shift, length) * gain
        norm = 1 / np.sqrt(rise**2 + fall**2 + 2 * likeness * rise * fall)
        sound[:, at : at + fade] = tail * (fall * norm) + grain[:, :fade] * (rise * norm)
        sound[:, at + fade : at + length] = grain[:, fade:]
    return sound[:, : len(units) * slot]


def _alignment(samples: Signal, start: int, tail: Signal, reach: int) -> tuple[int, float]:
    """Returns the shift within ±reach at which the recording best continues a tail, and their correlation there."""
    around = _excerpt(samples, start - reach, tail.shape[1] + 2 * reach).sum(axis=0)
    ending = tail.sum(axis=0)
    # Every fourth sample is enough to find the phase of anything below 6 kHz, to within two samples.
    thin = 4
    around, ending = around[: len(around) // thin * thin : thin], ending[: len(ending) // thin * thin : thin]
    products = np.correlate(around, ending, "valid")
    energy = np.concatenate([[0.0], np.cumsum(around.astype(np.float64) ** 2)])
    local = np.maximum(energy[len(ending) :] - energy[: -len(ending)], 1e-9)
    likeness = products / np.sqrt(local * ((ending.astype(np.float64) ** 2).sum() + 1e-9))
    best = int(likeness.argmax())
    return best * thin - reach, float(np.clip(likeness[best], 0, 1))


def _excerpt(samples: Signal, start: int, length: int) -> Signal:
    """Returns (2, length) samples from ``start`` on, with silence where the recording does not reach."""
    inside = samples[:, max(0, start) : max(0, start + length)]
    if inside.shape[1] == length:
        return inside
    before = min(max(0, -start), length)
    result: NDArray[np.float32] = np.zeros((2, length), np.float32)
    result[:, before : before + inside.shape[1]] = inside
    return result
