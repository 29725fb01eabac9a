"""The closed loop: drives are corrected on a few seconds of a texture until they measure what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal
from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS
from sdad.descriptors.measure import measure
from sdad.synthesis.colour import Colour, colour_by_drive, colour_to_target
from sdad.synthesis.finish import set_width
from sdad.synthesis.finishers import FINISHERS, Context
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.mix import SEMITONES, Balance, Material, mixed
from sdad.synthesis.play import Drives, structure

LOOK_S = 7.0
"""How much of a texture is looked at."""
ROUNDS, PATIENCE = 9, 3
"""Rounds of a search at most, and how many of them may bring nothing."""
NEAR_ENOUGH = 0.02
"""Error, as a share of the reach, at which a control is left alone."""
LONGEST_STEP = 0.35
UNHEARD = 0.5
"""Error of what cannot be measured, such as the tension of noise."""
ROOM_FOR_TAILS = 0.1
"""Rests that a bed gets when space is asked for: a room is heard where something ends."""
BEYOND = 0.5
"""How far rhythm may be pushed past its ends, by the balance of cloud and beat alone."""
STEERED = ("rhythm", "density", "movement", "attack", "pulse", "space", "tension", "roughness", "register")
"""Controls that are corrected by looking; brightness, warmth and width are solved for at the end."""
MEASURED = (*STEERED, "brightness", "warmth")
Naturals = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Texture:
    """A material that can be heard under any drives."""

    instrument: Instrument
    material: Material
    take: int

    def sound(self, drives: Drives, colour: Colour, first: int = 0, last: int | None = None) -> Signal:
        """Returns samples ``first`` to ``last`` (2, T) with everything done to them that drives and a colour ask for.

        Without a colour to reach, brightness and warmth are filtered as hard as their drives say.
        """
        balance = self._balance(drives)
        material = self.material
        ratio = 2 ** (balance.semitones / 12)
        context = Context(
            sample_rate=material.sample_rate,
            first=first,
            beats_s=material.score.beats_s(balance.rhythm) / ratio,
            beat_s=material.score.beat_s / ratio,
            take=self.take,
        )
        sound = mixed(material, balance, first, last)
        for finisher in FINISHERS:
            drive = drives.get(finisher.control)
            amount = 0.0 if drive is None else finisher.amount(min(1.0, max(0.0, drive)))
            if abs(amount) > 0.01:
                sound = finisher.apply(sound, context, amount)
        if not colour.asked:
            return colour_by_drive(sound, material.sample_rate, drives.get("brightness"), drives.get("warmth"))
        return colour_to_target(sound, material.sample_rate, colour)

    def widened(self, sound: Signal, drives: Drives, percent: float | None) -> Signal:
        """Returns a sound as wide in percent as is asked, or else as its drive or auto says."""
        if percent is None:
            percent = 100 * structure(self.instrument, drives, "width")
        return set_width(sound, self.material.sample_rate, percent)

    def _balance(self, drives: Drives) -> Balance:
        wanted = structure(self.instrument, drives, "rhythm")
        rhythm = min(1.0, max(0.0, wanted))
        density, rests = structure(self.instrument, drives, "density"), 1.0
        if drives.get("density") is not None:
            # Rests are for those who ask for something sparse, and for rooms; left alone, a bed is continuous.
            rests = density
        else:
            # A rhythm needs events.
            density += max(0.0, 0.5 - density) * rhythm
            if drives.get("space") is not None:
                rests = min(density, ROOM_FOR_TAILS)
        hardness, pitch = drives.get("attack"), drives.get("register")
        return Balance(
            rhythm=rhythm,
            density=density,
            rests=rests,
            pulse=drives.get("pulse") or 0.0,
            forward=max(drives.get("density") or 0.0, hardness or 0.0),
            hardness=hardness,
            regular=wanted - rhythm,
            semitones=0.0 if pitch is None else 2 * SEMITONES * (pitch - 0.5),
        )


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
            drive, past = now.get(name), BEYOND if name == "rhythm" else 0.0
            searches[name] = _Search(0.5 if drive is None else drive, -past, 1.0 + past)
            now[name] = searches[name].drive
    best: dict[str, float | None] = {}
    missing: dict[str, float] = {}
    idle = 0
    for _ in range(ROUNDS):
        look = Audio(np.ascontiguousarray(texture.sound(now, colour, first, first + length)), material.sample_rate)
        errors = _errors(measure(look, wanted), wanted, reaches)
        idle = 0 if not missing or _badness(errors) < 0.9 * _badness(missing) else idle + 1
        if not missing or _badness(errors) < _badness(missing):
            best, missing = dict(now), errors
        if not searches or idle == PATIENCE or max(abs(errors[name]) for name in searches) < NEAR_ENOUGH:
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
