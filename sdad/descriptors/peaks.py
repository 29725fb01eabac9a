"""Clear partials: the spectral peaks that stand out from noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal

COUNT = 20
"""Greatest number of partials in a frame."""
_PROMINENCE = 4.0
"""A clear partial rises this factor above the median of its surroundings; peaks of noise hardly ever do."""
_WEAKEST = 10 ** (-50 / 20)
_BLOCK = 48
"""Bins over which the surroundings' median is taken: 190 Hz."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """Partials of each frame.

    ``frequency`` (F, 20) in Hz · ``amplitude`` (F, 20), 0 where there are fewer · ``energy`` (F,) of the whole frame.
    """

    frequency: NDArray[np.float64]
    amplitude: NDArray[np.float64]
    energy: NDArray[np.float64]


def clear_peaks(magnitude: Signal, bin_hz: float) -> Peaks:
    """Returns the strongest clear peaks from 30 Hz to 8 kHz of magnitude spectra (F, K), bins ``bin_hz`` apart.

    A peak is clear when it is four times the median of 190 Hz around it and within 50 dB of the frame's highest.
    """
    magnitude = magnitude[:, : int(8000 / bin_hz)]
    frames, bins = magnitude.shape
    blocks = bins // _BLOCK
    medians = np.median(magnitude[:, : blocks * _BLOCK].reshape(frames, blocks, _BLOCK), axis=2)
    around = np.repeat(medians, _BLOCK, axis=1)
    around = np.pad(around, ((0, 0), (0, bins - around.shape[1])), mode="edge")
    middle = magnitude[:, 1:-1]
    clear = (
        (middle > magnitude[:, :-2])
        & (middle >= magnitude[:, 2:])
        & (middle > _PROMINENCE * around[:, 1:-1])
        & (middle > _WEAKEST * magnitude.max(axis=1, keepdims=True))
    )
    clear[:, : int(30 / bin_hz)] = False
    found, place = np.nonzero(clear)
    height = middle[found, place]
    order = np.lexsort((-height, found))
    rank = np.arange(len(order)) - np.searchsorted(found, found)
    strongest = order[rank < COUNT]
    chosen, amplitude = np.zeros((frames, COUNT), np.intp), np.zeros((frames, COUNT))
    slots = found[strongest], rank[rank < COUNT]
    chosen[slots], amplitude[slots] = place[strongest], height[strongest]
    rows = np.arange(frames)[:, None]
    # The top of a parabola through the logarithms of three bins (Smith and Serra 1987).
    left, mid, right = (np.log(magnitude[rows, chosen + step] + 1e-12).astype(np.float64) for step in (0, 1, 2))
    curvature = left - 2 * mid + right
    shift = np.where(curvature < 0, 0.5 * (left - right) / np.minimum(curvature, -1e-9), 0)
    return Peaks(
        frequency=(chosen + 1 + np.clip(shift, -0.5, 0.5)) * bin_hz,
        amplitude=amplitude,
        energy=np.square(magnitude, dtype=np.float64).sum(axis=1),
    )
