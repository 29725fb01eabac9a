"""What pressed buttons and program changes do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

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
from sdad.control.events import PresetRecalled
from sdad.control.parameters import CONTROLS
from sdad.control.port import EnginePort, Json
from sdad.control.preset_walk import PresetWalk, beside
from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.targets import Target
from sdad.surfaces.midi.wire import HIGHEST, Message

ORIGIN = "midi"
"""Who presses: not the origin of a knob's move, so that a recall re-arms every knob."""

MIDDLE = 0.5
_STEPS = {"next": 1, "previous": -1}


def is_pressed(entry: Entry, message: Message) -> bool:
    """Whether a message is the press of a button: a note that begins, or a controller in its upper half.

    A *latching* button sends its two ends in turn, and each is a press.
    """
    if entry.latching:
        return True
    return message.value > 0 if message.kind == "note" else message.value > HIGHEST // 2


class Buttons:
    """Does what presses mean, which hangs on where things stand: or will, once earlier presses have been decided.

    Args:
        port: The engine.
        answered: Told of every answer, from whichever thread gives it.
    """

    def __init__(self, port: EnginePort, answered: Callable[[Future[Json]], None]) -> None:
        self._port = port
        self._answered = answered
        self._lock = threading.Lock()
        self._asked: dict[Target, Command] = {}
        self._before_auto: dict[str, float] = {}
        self._presets = PresetWalk(port)

    def program(self, number: int) -> None:
        """Does what a program change from 0 to 127 means: recalls the preset with the next number.

        Presets are numbered from 1 in alphabetical order.
        """
        self.press(Target("preset", str(number + 1)))

    def recalled(self, event: PresetRecalled) -> None:
        """Takes note of a preset that was recalled; *next* goes on from there."""
        if event.origin != ORIGIN:
            self._presets.remember(event.preset)

    def press(self, target: Target) -> bool:
        """Does what a press means; returns False where there is nothing to choose from."""
        command = self._command(target)
        if command is None:
            return False
        with self._lock:
            self._asked[target] = command
        self._port.submit(command).add_done_callback(lambda answer: self._decided(target, command, answer))
        return True

    def _decided(self, target: Target, command: Command, answer: Future[Json]) -> None:
        with self._lock:
            if self._asked.get(target) is command:
                del self._asked[target]
        self._answered(answer)

    def _command(self, target: Target) -> Command | None:
        port, what = self._port, target.what
        asked = self._asked.get(target)
        match target.verb:
            case "auto":
                before = asked.positions[what] if isinstance(asked, SetControls) else port.controls[what].position
                return self._auto(what, before)
            case "lock":
                locked = asked.locked if isinstance(asked, LockControl) else port.controls[what].locked
                return LockControl(control=what, locked=not locked, origin=ORIGIN)
            case "render":
                return Render(takes=int(what or 1), origin=ORIGIN)
            case "cancel":
                return CancelRender(origin=ORIGIN)
            case "panic":
                return Panic(origin=ORIGIN)
            case "star" | "discard" | "feed" as verdict:
                return JudgeTake(verdict=verdict, origin=ORIGIN)
            case "preset":
                return self._recall(int(what)) if what.isdigit() else self._neighbour(_STEPS[what])
            case "model":
                names = [str(each["name"]) for each in port.models()]
                model = asked.model if isinstance(asked, UseModel) else port.status().get("model")
                name = beside(names, model, _STEPS[what])
                return None if name is None else UseModel(model=name, origin=ORIGIN)
            case "live":
                on = asked.on if isinstance(asked, SetLive) else bool(port.status().get("live"))
                return SetLive(on=not on, origin=ORIGIN)
        raise AssertionError(target)

    def _auto(self, control: str, position: float | None) -> Command:
        # A setting has no auto: in its place is where it stands at first, from where it can be put back as well.
        default = CONTROLS[control].default_position
        if position == default:
            back = self._before_auto.get(control, MIDDLE if default is None else default)
            return SetControls(positions={control: back}, origin=ORIGIN)
        if position is not None:
            self._before_auto[control] = position
        return SetControls(positions={control: default}, origin=ORIGIN)

    def _recall(self, preset: str | int) -> Command:
        self._presets.remember(preset)
        return RecallPreset(preset=preset, origin=ORIGIN)

    def _neighbour(self, step: int) -> Command | None:
        name = self._presets.step(step)
        return None if name is None else RecallPreset(preset=name, origin=ORIGIN)
