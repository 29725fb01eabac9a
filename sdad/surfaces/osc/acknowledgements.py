"""What whoever asked is told once the engine has done it."""

from __future__ import annotations

import math
from typing import Any

from sdad.control.commands import (
    Command,
    JudgeTake,
    LockControl,
    MorphPresets,
    NudgeControl,
    RecallPreset,
    Render,
    SaveBlend,
    SavePreset,
    SetControls,
    SetNatural,
    UseBlend,
    UseModel,
)
from sdad.control.naming import OSC_ROOT, osc_address, osc_natural_address
from sdad.control.parameters import control
from sdad.surfaces.osc.announcements import Announcement, fact, state

Json = dict[str, Any]

_JUDGED = {"star": "starred", "discard": "discarded", "feed": "fed"}
_SAME = 1e-4
"""Up to this share of itself a value counts as what was asked: OSC's floats have 24 bits."""


def acknowledged(command: Command, answer: Json, address: str, clipped: bool = False) -> list[Announcement]:
    """Returns the answer to a command that was sent to an address; none where an event tells of it.

    Nobody is told what they sent. What they could not know is told: where a control ended that was moved by a
    difference, and where it stands when it could not go to the value that was asked, or the value was ``clipped``.
    """
    match command:
        case SavePreset(preset=preset):
            return [fact(f"{OSC_ROOT}/preset/saved", preset)]
        case JudgeTake(verdict=verdict, render=render):
            return [fact(f"{OSC_ROOT}/take/{_JUDGED[verdict]}", str(answer.get("id", render or "")))]
        case MorphPresets(first=first, second=second):
            names = (str(answer.get("first", first)), str(answer.get("second", second)))
            return [fact(f"{OSC_ROOT}/preset/morphed", *names), *_held("morph", command.amount, clipped)]
        case SaveBlend(name=name):
            kept = (str(answer.get("model", name)), str(answer.get("version", "")))
            return [fact(f"{OSC_ROOT}/blend/saved", *kept)]
        case NudgeControl(control=name):
            position = _standing(answer, name).get("position")
            return [] if position is None else [state(osc_address(control(name)), float(position))]
        case SetNatural(control=name, value=value):
            natural = _standing(answer, name).get("natural")
            if natural is None or (math.isclose(natural, value, rel_tol=_SAME, abs_tol=_SAME) and not clipped):
                return []
            return [state(osc_natural_address(control(name)), float(natural))]
        case UseBlend(amount=amount):
            return _held("blend", amount, clipped)
        case UseModel() | RecallPreset() | Render() | SetControls() | LockControl():
            return []
    return [fact(f"{OSC_ROOT}/ack", address)]


def _held(name: str, amount: float | None, clipped: bool) -> list[Announcement]:
    return [state(osc_address(control(name)), amount)] if clipped and amount is not None else []


def _standing(answer: Json, name: str) -> Json:
    return dict(answer.get("controls", {}).get(name, {}))
