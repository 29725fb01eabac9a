"""The closed loop: drives are corrected on a few seconds of a texture until they measure what was asked."""

from __future__ import annotations

from collections.abc import Mapping

from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS
from sdad.descriptors.measure import measure
from sdad.model.calibration import Calibration
from sdad.synthesis.colour import Colour
from sdad.synthesis.play import Drives
from sdad.synthesis.search import Bounds, search_from
from sdad.synthesis.texture import Texture

LOOK_S = 8.0
"""How much of a texture is looked at."""
ROUNDS, PATIENCE, PATIENCE_WITH_ONE = 9, 2, 3
"""Rounds of a search at most, and how many of them may bring nothing; of one control alone, which is quickly found."""
NEAR_ENOUGH = 0.02
"""Error, as a share of the reach, at which a control is left alone."""
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


def steered(
    texture: Texture,
    drives: Drives,
    naturals: Naturals,
    colour: Colour,
    calibration: Calibration,
    around: float = 0.5,
) -> tuple[dict[str, float | None], dict[str, float]]:
    """Returns the drives at which some seconds of a texture measure natural values, and what is still missing then.

    All controls that are set are moved at once; what one does to another is learnt from round to round. The best round
    counts. What is missing is in units of the reach, positive where a position is too low. The
    look is ``around`` a share of the body from 0 to 1, as near as it has room.
    """
    wanted = {name: value for name in MEASURED if (value := naturals.get(name)) is not None}
    now = dict(drives)
    if not wanted:
        return now, {}
    material = texture.material
    length = min(material.body, round(LOOK_S * material.sample_rate))
    first = round(min(max(around * material.body - length / 2, 0), material.body - length))
    bounds: dict[str, Bounds] = {}
    for name in wanted:
        if name in STEERED:
            given, past = now.get(name), BEYOND if name == "rhythm" else 0.0
            drive = now[name] = 0.5 if given is None else given
            low, high = max(-past, drive - FURTHEST), min(1.0 + past, drive + FURTHEST)
            bounds[name] = Bounds(drive, low, high, calibration.slope(name, drive))
    next_drives = search_from(bounds)
    best: dict[str, float | None] = {}
    missing: dict[str, float] = {}
    idle, patience = 0, PATIENCE if len(bounds) > 1 else PATIENCE_WITH_ONE
    for _ in range(ROUNDS):
        look = texture.look(now, colour, first, first + length)
        errors = _errors(measure(look, wanted), wanted, calibration.reaches)
        idle = 0 if not missing or _badness(errors) < 0.9 * _badness(missing) else idle + 1
        if not missing or _badness(errors) < _badness(missing):
            best, missing = dict(now), errors
        if not bounds or idle == patience or max(abs(errors[name]) for name in bounds) < NEAR_ENOUGH:
            break
        now.update(next_drives(errors))
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
