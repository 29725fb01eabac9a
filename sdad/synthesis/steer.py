"""The closed loop: drives are corrected on a few seconds of a texture until they measure what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS
from sdad.descriptors.measure import measure
from sdad.synthesis.colour import Colour
from sdad.synthesis.play import Drives
from sdad.synthesis.texture import Texture

LOOK_S = 8.0
"""How much of a texture is looked at."""
ROUNDS, PATIENCE, PATIENCE_WITH_ONE = 9, 2, 3
"""Rounds of a search at most, and how many of them may bring nothing; of one control alone, which is quickly found."""
NEAR_ENOUGH = 0.02
"""Error, as a share of the reach, at which a control is left alone."""
LONGEST_STEP = 0.35
FURTHEST = 0.5
"""How far from its calibrated drive a control is looked for: beyond, its meter may be right for the wrong reason."""
UNHEARD = 0.5
"""Error of what cannot be measured, such as the tension of noise."""
BEYOND = 0.5
"""How far rhythm may be pushed past its ends, by the balance of cloud and beat alone."""
STEERED = ("rhythm", "density", "movement", "attack", "pulse", "space", "tension", "roughness", "register")
"""Controls that are corrected by looking; brightness, warmth and width are solved for at the end."""
MEASURED = (*STEERED, "brightness", "warmth")
Naturals = Mapping[str, float | None]


@dataclass(slots=True)
class _Search:
    """One control's way to its target: where it is, how steep, and what lies to either side."""

    drive: float
    low: float
    high: float
    slope: float = 1.0
    tried: list[tuple[float, float]] = field(default_factory=list)

    def next(self, error: float) -> float:
        """Returns the next drive, given the error at this one, both in units of the reach."""
        if self.tried:
            before, other = self.tried[-1]
            if abs(self.drive - before) > 0.01:
                self.slope = float(np.clip((other - error) / (self.drive - before), 0.25, 4.0))
        self.tried.append((self.drive, error))
        goal = self.drive + float(np.clip(error / self.slope, -LONGEST_STEP, LONGEST_STEP))
        # What lies to either side of the target bounds the step, a little past it since other controls move, too.
        under = [drive for drive, missing in self.tried if missing > 0]
        over = [drive for drive, missing in self.tried if missing < 0]
        bounded = bool(under and over) and max(under) < min(over)
        if bounded:
            goal = min(max(goal, max(under)), min(over))
        goal = min(self.high, max(self.low, goal))
        if bounded and self._was_at(goal):
            # A secant that is thrown back to a bound knows nothing of the bend between them.
            goal = (max(under) + min(over)) / 2
        self.drive = self._unseen() if self._was_at(goal) else goal
        return self.drive

    def _was_at(self, goal: float) -> bool:
        return any(abs(goal - drive) < 0.01 for drive, _ in self.tried)

    def _unseen(self) -> float:
        """Returns the middle of the widest stretch in which nothing has been tried: some controls turn back."""
        places = sorted({self.low, self.high, *(drive for drive, _ in self.tried)})
        wide = max(range(len(places) - 1), key=lambda place: places[place + 1] - places[place])
        return (places[wide] + places[wide + 1]) / 2


def steered(
    texture: Texture,
    drives: Drives,
    naturals: Naturals,
    colour: Colour,
    reaches: Mapping[str, Reach],
    around: float = 0.5,
) -> tuple[dict[str, float | None], dict[str, float]]:
    """Returns the drives at which some seconds of a texture measure natural values, and what is still missing then.

    All controls that are set are moved at once, each along its own secant: what one does to another is met in the next
    round. The best round counts. What is missing is in units of the reach, positive where a position is too low. The
    look is ``around`` a share of the body from 0 to 1, as near as it has room.
    """
    wanted = {name: value for name in MEASURED if (value := naturals.get(name)) is not None}
    now = dict(drives)
    if not wanted:
        return now, {}
    material = texture.material
    length = min(material.body, round(LOOK_S * material.sample_rate))
    first = round(min(max(around * material.body - length / 2, 0), material.body - length))
    searches = {}
    for name in wanted:
        if name in STEERED:
            given, past = now.get(name), BEYOND if name == "rhythm" else 0.0
            drive = 0.5 if given is None else given
            searches[name] = _Search(drive, max(-past, drive - FURTHEST), min(1.0 + past, drive + FURTHEST))
            now[name] = searches[name].drive
    best: dict[str, float | None] = {}
    missing: dict[str, float] = {}
    idle, patience = 0, PATIENCE if len(searches) > 1 else PATIENCE_WITH_ONE
    for _ in range(ROUNDS):
        look = texture.look(now, colour, first, first + length)
        errors = _errors(measure(look, wanted), wanted, reaches)
        idle = 0 if not missing or _badness(errors) < 0.9 * _badness(missing) else idle + 1
        if not missing or _badness(errors) < _badness(missing):
            best, missing = dict(now), errors
        if not searches or idle == patience or max(abs(errors[name]) for name in searches) < NEAR_ENOUGH:
            break
        for name, search in searches.items():
            now[name] = search.next(errors[name])
    return best, missing


def _badness(errors: Mapping[str, float]) -> float:
    return sum(min(abs(error), 1.0) for error in errors.values())


def _errors(
    measured: Mapping[str, float | None], wanted: Mapping[str, float], reaches: Mapping[str, Reach]
) -> dict[str, float]:
    """Returns what is missing of each target in units of the reach, positive where the position is too low."""
    errors = {}
    for name, target in wanted.items():
        row, value = CONTROLS[name], measured[name]
        reach = reaches.get(name, row.full_range)
        span = row.curve.warp(reach.high) - row.curve.warp(reach.low)
        if value is None:
            # Nothing can be measured yet; the further out, the likelier that it can.
            errors[name] = UNHEARD if reach.position(row.curve, target) >= 0.5 else -UNHEARD
        else:
            errors[name] = (row.curve.warp(target) - row.curve.warp(value)) / span if span else 0.0
    return errors
