"""A sound whose end runs into its beginning: what is played beyond the end is laid over the beginning."""

from __future__ import annotations

import numpy as np

from sdad.audio.spectral import Signal

LONGEST_S, SHARE = 2.0, 1 / 3
"""Length of the overlap: so long, or so much of the loop where that is shorter."""


def overlap_s(seconds: float) -> float:
    """Returns how much has to be played beyond a loop of some seconds."""
    return min(LONGEST_S, SHARE * seconds)


def closed(sound: Signal, samples: int) -> Signal:
    """Returns the first samples of a sound (C, T) as a loop (C, samples).

    What follows its last sample is what follows it in the sound, so there is no step and no break at the seam. Over the
    overlap of T - samples it gives way to the beginning; the gains are divided by sqrt(in² + out² + 2·ρ·in·out), with ρ
    the measured correlation of the two, so that the level neither swells nor dips.
    """
    overlap = sound.shape[1] - samples
    loop = sound[:, :samples].copy()
    loop[:, :overlap] = crossfaded(sound[:, samples:], sound[:, :overlap])
    return loop


def crossfaded(before: Signal, after: Signal) -> Signal:
    """Returns a passage from one sound (C, T) to another of the same length, at an even level.

    The first sample is that of ``before`` alone, and one past the last would be that of ``after`` alone.
    """
    length = before.shape[1]
    rise = (np.sin(0.5 * np.pi * np.arange(length) / max(1, length)) ** 2).astype(np.float32)
    fall = 1 - rise
    both = float(np.vdot(before, before)) * float(np.vdot(after, after))
    likeness = max(0.0, float(np.vdot(before, after)) / np.sqrt(both)) if both > 0 else 1.0
    norm = 1 / np.sqrt(rise**2 + fall**2 + 2 * np.float32(likeness) * rise * fall)
    return np.asarray(before * (fall * norm) + after * (rise * norm), np.float32)
