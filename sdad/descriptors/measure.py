"""What a signal measures: every descriptor of the table, in its natural unit."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal
from sdad.control.curves import Curve
from sdad.control.parameters import control
from sdad.descriptors.analysis import Analysis
from sdad.descriptors.attack import attack
from sdad.descriptors.density import density
from sdad.descriptors.movement import movement
from sdad.descriptors.register import register
from sdad.descriptors.rhythm import pulse, rhythm
from sdad.descriptors.roughness import roughness
from sdad.descriptors.space import space
from sdad.descriptors.tension import tension
from sdad.descriptors.timbre import brightness, warmth
from sdad.descriptors.width import width
from sdad.errors import UnknownControl

_METERS: dict[str, Callable[[Analysis], float | None]] = {
    "brightness": brightness,
    "warmth": warmth,
    "roughness": roughness,
    "tension": tension,
    "rhythm": rhythm,
    "pulse": pulse,
    "density": density,
    "space": space,
    "movement": movement,
    "attack": attack,
    "register": register,
}
NAMES: tuple[str, ...] = (*_METERS, "width")
"""What can be measured, in the table's order."""

METERS = 2
"""Counts up whenever a meter reads other values than before: a calibration holds for the meters that made it."""

_BLOCK_S = 30.0
"""Longer signals are measured in equal blocks of up to this, so that memory does not grow with their length."""


def measure(audio: Audio, names: Iterable[str] | None = None) -> dict[str, float | None]:
    """Returns descriptors of a signal in their natural units, held inside the table's bounds.

    No value depends on the level. Everything but width is measured on one channel at 48 kHz. Signals of more than 30 s
    are measured in blocks, whose values are averaged, on a logarithm where the table has one.

    Args:
        audio: Of any rate from 8 kHz and any channels, 0.1 s or longer.
        names: Which descriptors; all of them when left out.

    Returns:
        A value per name; None where there is nothing to measure: in silence, and for tension without clear partials.

    Raises:
        UnknownControl: a name is not that of a descriptor.
    """
    wanted = NAMES if names is None else tuple(names)
    for name in wanted:
        if name not in NAMES:
            raise UnknownControl(name, NAMES)
    samples, rate = audio.samples, audio.sample_rate
    count = max(1, -(-samples.shape[1] // round(_BLOCK_S * rate)))
    edges = np.linspace(0, samples.shape[1], count + 1).astype(int)
    found = [_block(samples[:, a:b], rate, wanted) for a, b in itertools.pairwise(edges)]
    return {name: _together(name, [block[name] for block in found]) for name in wanted}


def measure_window(samples: Signal, sample_rate: int) -> dict[str, float | None]:
    """Returns roughness and tension of one short window (T,), cheap enough to describe windows by the thousand.

    None where there is nothing to measure: both in silence, tension without clear partials.
    """
    analysis = Analysis(samples[None], sample_rate)
    if analysis.silent:
        return {"roughness": None, "tension": None}
    return {"roughness": roughness(analysis), "tension": tension(analysis)}


def _block(samples: Signal, sample_rate: int, names: Iterable[str]) -> dict[str, float | None]:
    analysis = Analysis(samples, sample_rate)
    if analysis.silent:
        return dict.fromkeys(names)
    return {name: width(samples, sample_rate) if name == "width" else _METERS[name](analysis) for name in names}


def _together(name: str, values: list[float | None]) -> float | None:
    known = np.array([value for value in values if value is not None])
    if not len(known):
        return None
    row = control(name)
    held = np.clip(known, row.minimum, row.maximum)
    return float(np.exp(np.log(held).mean()) if row.curve is Curve.LOG else held.mean())
