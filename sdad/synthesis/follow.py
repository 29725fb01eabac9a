"""Controls that move while a take lasts: a few materials, heard under other drives from moment to moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.buffer import Audio
from sdad.audio.loudness import integrated_lufs
from sdad.audio.spectral import Signal
from sdad.control.breakpoints import Breakpoints, position_at
from sdad.model.calibration import Calibration
from sdad.synthesis.colour import Colour
from sdad.synthesis.loop import crossfaded
from sdad.synthesis.play import PLAYED, Drives
from sdad.synthesis.steer import LOOK_S, steered
from sdad.synthesis.texture import Texture
from sdad.units import db_to_amplitude

SECTIONS = 12
"""Equal parts of a take at whose ends the controls are set anew, besides the points of the curves."""
MOST_LOOKS = 8
"""Moments at which drives are corrected by looking; between them they are interpolated."""
MOST_MATERIALS, ALIKE = 4, 0.3
"""How many materials are played for one take, and the distance of two positions that one will do for."""
CONTEXT_S = 0.75
"""Sound before and after a section that its filters, rooms and levels are found with."""
LEVEL_LUFS = -23.0
LARGEST_GAIN_DB = 30.0


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked for at one time: drives to begin with, natural values, and the colour to reach."""

    drives: Drives
    naturals: Mapping[str, float | None]
    colour: Colour


def follow(
    play: Callable[[Drives], Texture],
    seconds: float,
    curves: Mapping[str, Breakpoints],
    moment: Callable[[float], Moment],
    calibration: Calibration,
    begins: Callable[[float], None],
) -> tuple[Signal, dict[str, tuple[float, float]]]:
    """Returns a texture (2, T) whose controls follow curves, and the worst that is missing of each curve.

    Where a curve is of those controls that matter when a take is played, a material is played for each of a few of its
    positions. At the points of the curves, and between them as often as the length allows, the drives are steered to
    what is asked there. Then the texture is heard section by section, each under the drives and the colour of one
    moment, on the material played for what is nearest, all at one loudness, and one passes into the next.

    Args:
        play: Plays a take under drives.
        seconds: The length over which the curves run; what lies beyond stays where they end.
        curves: The points of each control.
        moment: Gives what is asked for at a share of the length.
        calibration: What the model can do, and how it answers.
        begins: Told the fraction done.

    Returns:
        The sound, and by control the time, as a share, and the error there in units of the reach.
    """
    times, looks = _times(curves, seconds)
    found: list[Drives] = []
    missing: dict[str, tuple[float, float]] = {}
    begins(0.0)
    textures = _Textures(curves, looks, lambda time: play(moment(time).drives))
    material = textures.at(0.0).material
    for number, time in enumerate(looks):
        begins(0.3 + 0.4 * number / len(looks))
        asked = moment(time)
        share = time * seconds * material.sample_rate / material.body
        drives, errors = steered(textures.at(time), asked.drives, asked.naturals, asked.colour, calibration, share)
        found.append(drives)
        for name in curves:
            if abs(errors.get(name, 0.0)) > abs(missing.get(name, (0.0, 0.0))[1]):
                missing[name] = (time, errors[name])
    rate = material.sample_rate
    knots = [round(time * seconds * rate) for time in times]
    context = round(CONTEXT_S * rate)
    sound = np.zeros((2, material.samples), np.float32)
    before: Signal | None = None
    for number, (time, knot) in enumerate(zip(times, knots, strict=True)):
        begins(0.7 + 0.3 * number / len(times))
        start = knots[number - 1] if number else 0
        stop = knots[number + 1] if number + 1 < len(knots) else material.samples
        first, last = max(0, start - context), min(material.samples, stop + context)
        asked = moment(time)
        section = _heard(textures.at(time), _between(looks, found, time), asked, first, last)[
            :, start - first : stop - first
        ]
        if before is not None:
            sound[:, start:knot] = crossfaded(before, section[:, : knot - start])
        before = section[:, knot - start :]
        if number + 1 == len(knots):
            sound[:, knot:] = before
    return sound, missing


class _Textures:
    """The materials of one take, and which of them is for which moment."""

    def __init__(self, curves: Mapping[str, Breakpoints], looks: Sequence[float], play: Callable[[float], Texture]):
        self._curves = [points for name, points in curves.items() if name in PLAYED]
        places = [self._place(time) for time in looks]
        middle = np.mean(places, axis=0)
        self._played: list[tuple[NDArray[np.float64], Texture]] = []
        # The furthest out first: they need a material of their own the most.
        for look in sorted(range(len(looks)), key=lambda look: -float(np.abs(places[look] - middle).sum())):
            if len(self._played) < MOST_MATERIALS and self._distance(places[look]) > ALIKE:
                self._played.append((places[look], play(looks[look])))

    def at(self, time: float) -> Texture:
        """Returns the texture for a moment."""
        place = self._place(time)
        return min(self._played, key=lambda played: float(np.abs(played[0] - place).sum()))[1]

    def _place(self, time: float) -> NDArray[np.float64]:
        return np.array([position_at(points, time) for points in self._curves])

    def _distance(self, place: NDArray[np.float64]) -> float:
        return min((float(np.abs(played - place).sum()) for played, _ in self._played), default=np.inf)


def _times(curves: Mapping[str, Breakpoints], seconds: float) -> tuple[list[float], list[float]]:
    """Returns the moments at which sections have their middle, and those at which drives are corrected."""
    points = sorted({time for curve in curves.values() for time, _ in curve})
    times = sorted({0.0, *_filled(points, SECTIONS)})
    if len(points) > MOST_LOOKS:
        return times, np.linspace(0, 1, MOST_LOOKS).tolist()
    # Looks that are nearer to each other than they are long would hear the same.
    parts = min(MOST_LOOKS + 1 - len(points), int(seconds / LOOK_S))
    return times, _filled(points, parts) if parts > 1 else points


def _filled(points: Sequence[float], parts: int) -> list[float]:
    """Returns points from 0 to 1, and with them the ends of so many equal parts that are not near to any."""
    ends = [place / parts for place in range(parts + 1)]
    return sorted([*points, *(end for end in ends if all(abs(end - point) > 0.25 / parts for point in points))])


def _between(looks: Sequence[float], found: Sequence[Drives], time: float) -> dict[str, float | None]:
    """Returns the drives at a time, by straight lines between those that have been found."""
    drives: dict[str, float | None] = {}
    for name, first in found[0].items():
        values = [value for each in found if (value := each[name]) is not None]
        drives[name] = float(np.interp(time, looks, values)) if first is not None else None
    return drives


def _heard(texture: Texture, drives: Drives, asked: Moment, first: int, last: int) -> Signal:
    """Returns samples ``first`` to ``last`` of a texture at the loudness that all sections have."""
    sound = texture.widened(texture.sound(drives, asked.colour, first, last), drives, asked.naturals["width"])
    lufs = integrated_lufs(Audio(np.ascontiguousarray(sound, np.float32), texture.material.sample_rate))
    gain_db = float(np.clip(LEVEL_LUFS - lufs, -LARGEST_GAIN_DB, LARGEST_GAIN_DB))
    return np.asarray(sound * np.float32(db_to_amplitude(gain_db)), np.float32)
