"""Which grains follow the target: a beam search over units of the recordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.model.gestures import CONDITIONS
from sdad.synthesis.grains import HOP_FRAMES, GrainIndex, away

Units = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taste:
    """What makes one unit better than another, in units of the typical distance between two of them.

    ``wanted`` maps conditions to the quantile that a slider asks for and the weight of missing it: that is what makes
    roughness and tension obey. ``jump`` is the cost of leaving a run, ``elsewhere`` of going to another recording,
    ``nearby`` of coming back to about the same place, ``company`` of being in another recording than the reader
    beside, which makes chords of unrelated pitches. ``run`` is the longest run of slots, ``chance`` the spread of the
    Gumbel noise that makes takes differ. ``home`` is the recording that is not left without need, if any is,
    and ``homing`` how strictly, 0 to 1.
    """

    wanted: Mapping[str, tuple[float, float]]
    jump: float = 0.3
    elsewhere: float = 1.0
    nearby: float = 0.35
    smooth: float = 0.3
    run: int = 3
    company: float = 0.4
    chance: float = 0.1
    home: int | None = None
    homing: float = 1.0


HOME_WEIGHT, HOME_UNITS = 2.5, 16
"""Cost of a unit that is not at home, and how many units, two seconds, make a home that suffices."""
NEAREST = 24
BEAM = 80
_SLOTS_AT_ONCE = 32


def unit_costs(index: GrainIndex, taste: Taste, draw: np.random.Generator) -> Signal:
    """Returns what each unit (U,) costs wherever it is used."""
    cost = index.quietness.copy()
    for name, (quantile, weight) in taste.wanted.items():
        cost += weight * np.abs(index.attributes[:, CONDITIONS.index(name)] - quantile)
    if taste.home is not None:
        cost += taste.homing * HOME_WEIGHT * away(index.recording, taste.home, 0, HOME_UNITS)
    return (cost + draw.gumbel(size=len(cost)) * taste.chance * 0.5).astype(np.float32)


def choose(
    index: GrainIndex, wanted: Signal, taste: Taste, draw: np.random.Generator, beside: Units | None = None
) -> Units:
    """Returns one unit per slot (S,) that follows wanted features (S, 28).

    Candidates of a slot are the nearest units, the best unit of each of some recordings, and the successors of the
    slot before; about 80 paths are kept from slot to slot. ``beside`` are the units (S,) of a reader that sounds with
    this one.
    """
    scale = float(index.spread[0])
    files = _recording_slices(index)
    backs: list[NDArray[np.intp]] = []
    paths: list[Units] = []
    units: Units = np.zeros(0, np.int64)
    total = np.zeros(0, np.float32)
    run = np.zeros(0, np.int64)
    for slot, cost in enumerate(_costs(index, wanted, taste, draw)):
        if beside is not None:
            cost += np.float32(taste.company) * (index.recording != index.recording[beside[slot]])
        nearest = np.argpartition(cost, min(NEAREST, len(cost) - 1))[:NEAREST]
        best = np.array([first + cost[first:last].argmin() for first, last in files])
        if slot == 0:
            units = np.unique(np.concatenate([nearest, best]))
            total = cost[units]
            run = np.ones(len(units), np.int64)
            backs.append(np.zeros(len(units), np.intp))
        else:
            follows = index.successor[units]
            new = np.unique(np.concatenate([nearest, best, follows[follows >= 0]]))
            step = _transitions(index, units, new, run, taste, scale)
            sums = total[:, None] + step
            back = sums.argmin(axis=0)
            total = sums[back, np.arange(len(new))] + cost[new]
            run = np.where(follows[back] == new, run[back] + 1, 1)
            if len(new) > BEAM:
                kept = np.sort(np.argpartition(total, BEAM)[:BEAM])
                new, total, run, back = new[kept], total[kept], run[kept], back[kept]
            units = new
            backs.append(back)
        paths.append(units)
    place = int(total.argmin())
    chosen = []
    for slot in range(len(wanted) - 1, -1, -1):
        chosen.append(int(paths[slot][place]))
        place = int(backs[slot][place])
    return np.array(chosen[::-1], np.int64)


def _costs(index: GrainIndex, wanted: Signal, taste: Taste, draw: np.random.Generator) -> Iterator[Signal]:
    """Yields for each slot what each unit (U,) costs there: its distance from the wanted features, taste and chance."""
    everywhere = unit_costs(index, taste, draw)
    squares = (index.features**2).sum(axis=1)
    scale = index.spread[0]
    # Some slots together: the product of two matrices is several times faster than as many with a vector.
    for start in range(0, len(wanted), _SLOTS_AT_ONCE):
        goals = wanted[start : start + _SLOTS_AT_ONCE]
        distances = squares - 2 * (goals @ index.features.T) + (goals**2).sum(axis=1)[:, None]
        for distance in np.sqrt(np.maximum(distances, 0)) / scale:
            # The logarithm of an exponential variable, negated, is a Gumbel one.
            chance = -np.log(draw.standard_exponential(len(squares), np.float32) + np.float32(1e-30))
            yield distance + everywhere + chance * np.float32(taste.chance * 0.5)


def _recording_slices(index: GrainIndex, most: int = 32) -> list[tuple[int, int]]:
    """Returns the (first, last) unit of recordings; an even choice of ``most`` where there are more."""
    edges = np.flatnonzero(np.diff(index.recording, prepend=-1))
    ends = np.append(edges[1:], len(index.recording))
    chosen = np.unique(np.linspace(0, len(edges) - 1, min(most, len(edges))).round().astype(int))
    return [(int(edges[i]), int(ends[i])) for i in chosen]


def _transitions(
    index: GrainIndex, before: Units, after: Units, run: NDArray[np.int64], taste: Taste, scale: float
) -> Signal:
    """Returns the cost (A, B) of going from each unit before to each unit after."""
    follows = index.successor[before]
    expected = np.where(follows >= 0, follows, before)
    here, there = index.features[expected], index.features[after]
    gap = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None] - 2 * here @ there.T
    cost = taste.jump + taste.smooth * np.sqrt(np.maximum(gap, 0)) / scale
    same = index.recording[after][None] == index.recording[before][:, None]
    continues = after[None] == follows[:, None]
    cost = cost + taste.elsewhere * ~same
    cost = np.where(continues, np.where(run[:, None] >= taste.run, 3.0, 0.0), cost)
    close = np.abs(index.frame[after][None] - index.frame[before][:, None] - HOP_FRAMES) < 20
    return np.asarray(cost + taste.nearby * (same & close & ~continues), np.float32)
