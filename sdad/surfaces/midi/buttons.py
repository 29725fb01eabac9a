"""What pressed buttons and program changes ask of the engine."""

from __future__ import annotations

from sdad.control.commands import (
    CancelRender,
    Command,
    JudgeTake,
    LockControl,
    Panic,
    RecallPreset,
    Render,
    SetControls,
    SetLive,
    UseModel,
)
from sdad.control.port import EnginePort
from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.targets import Target
from sdad.surfaces.midi.wire import HIGHEST, Message

ORIGIN = "midi"
"""Who presses: not the origin of a knob's move, so that a recall re-arms every knob."""

MIDDLE = 0.5


def is_pressed(entry: Entry, message: Message) -> bool:
    """Whether a message is the press of a button: a note that begins, or a controller in its upper half.

    A *latching* button sends its two ends in turn, and each is a press.
    """
    if entry.latching:
        return True
    return message.value > 0 if message.kind == "note" else message.value > HIGHEST // 2


class Buttons:
    """What presses mean now, which hangs on where things stand.

    Args:
        port: The engine.
    """

    def __init__(self, port: EnginePort) -> None:
        self._port = port
        self._before_auto: dict[str, float] = {}
        self._preset: str | int | None = None

    def program(self, number: int) -> Command:
        """Returns what a program change from 0 to 127 asks for: the preset with the next number, since they begin at 1.

        Presets are numbered in alphabetical order.
        """
        return self._recall(number + 1)

    def press(self, target: Target) -> Command | None:
        """Returns what a press asks for; None where there is nothing to choose from."""
        port, what = self._port, target.what
        match target.verb:
            case "auto":
                return self._auto(what)
            case "lock":
                return LockControl(control=what, locked=not port.controls[what].locked, origin=ORIGIN)
            case "render":
                return Render(takes=int(what or 1), origin=ORIGIN)
            case "cancel":
                return CancelRender(origin=ORIGIN)
            case "panic":
                return Panic(origin=ORIGIN)
            case "star" | "discard" | "feed" as verdict:
                return JudgeTake(verdict=verdict, origin=ORIGIN)
            case "preset":
                return self._recall(int(what)) if what.isdigit() else self._neighbour(what)
            case "model":
                names = [str(each["name"]) for each in port.models()]
                name = _beside(names, port.status().get("model"), what)
                return None if name is None else UseModel(model=name, origin=ORIGIN)
            case "live":
                return SetLive(on=not port.status().get("live"), origin=ORIGIN)
        raise AssertionError(target)

    def _auto(self, control: str) -> Command:
        position = self._port.controls[control].position
        if position is None:
            return SetControls(positions={control: self._before_auto.get(control, MIDDLE)}, origin=ORIGIN)
        self._before_auto[control] = position
        return SetControls(positions={control: None}, origin=ORIGIN)

    def _recall(self, preset: str | int) -> Command:
        self._preset = preset
        return RecallPreset(preset=preset, origin=ORIGIN)

    def _neighbour(self, which: str) -> Command | None:
        names = self._port.presets()
        last = self._preset
        if isinstance(last, int):
            last = names[last - 1] if last <= len(names) else None
        name = _beside(names, last, which)
        return None if name is None else self._recall(name)


def _beside(names: list[str], name: object, which: str) -> str | None:
    """Returns the name after or before another, round the ends; the first or last where there is no such name."""
    if not names:
        return None
    step = 1 if which == "next" else -1
    at = names.index(name) + step if isinstance(name, str) and name in names else min(0, step)
    return names[at % len(names)]
