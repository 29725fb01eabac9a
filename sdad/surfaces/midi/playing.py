"""What messages do: knobs move controls, buttons and programs ask for things."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from sdad.control.events import ControlChanged
from sdad.control.port import EnginePort, Json
from sdad.surfaces.midi.buttons import Buttons, is_pressed
from sdad.surfaces.midi.layout import Layout
from sdad.surfaces.midi.moves import Moves
from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.relative import steps
from sdad.surfaces.midi.takeover import Hand
from sdad.surfaces.midi.wire import Message, Source

MIDDLE = 0.5
"""Where an encoder without ends begins when its control is on auto."""


class Player:
    """The knobs of all ports, and what they do.

    Args:
        port: The engine.
        answered: Told of every answer of the engine, from whichever thread gives it.
    """

    def __init__(self, port: EnginePort, answered: Callable[[Future[Json]], None]) -> None:
        self._port = port
        self._answered = answered
        self._moves = Moves(port, answered)
        self._buttons = Buttons(port)
        self._hands: dict[str, dict[str, Hand]] = {}

    def play(self, port: str, layout: Layout, message: Message) -> str:
        """Does what a message of a port means, and returns in words what that was."""
        if message.kind == "program":
            if not layout.programs:
                return "programs recall nothing here"
            self._moves.flush()
            self._port.submit(self._buttons.program(message.number)).add_done_callback(self._answered)
            return f"preset {message.number + 1}"
        entries = layout.entries(message.source)
        return "; ".join(self._one(port, entry, message) for entry in entries) or "mapped to nothing"

    def changed(self, event: ControlChanged) -> None:
        """Takes note of a change, so that the knobs of that control which did not make it have to pick it up anew."""
        for origin, hand in self._hands.get(event.control, {}).items():
            if origin != event.origin:
                hand.let_go()

    def forget(self) -> None:
        """Forgets where all knobs were: what they do has changed."""
        self._hands.clear()

    def _one(self, port: str, entry: Entry, message: Message) -> str:
        target = entry.target
        if target.is_control:
            return self._move(target.what, entry, message, origin_of(port, message.source))
        if not is_pressed(entry, message):
            return f"{entry.to} (let go)"
        command = self._buttons.press(target)
        if command is None:
            return f"{entry.to}: there is none"
        # What was turned before the press must count for it.
        self._moves.flush()
        self._port.submit(command).add_done_callback(self._answered)
        return entry.to

    def _move(self, control: str, entry: Entry, message: Message, origin: str) -> str:
        stands = self._moves.stands(control)
        if entry.relative is not None:
            turned = steps(entry.relative, message.value) * entry.step * (-1 if entry.invert else 1)
            to: float | None = min(entry.high, max(entry.low, (MIDDLE if stands is None else stands) + turned))
        else:
            hand = self._hands.setdefault(control, {}).get(origin)
            if hand is None:
                # A knob that is told where its control stands is never elsewhere.
                hand = Hand(entry.takeover or ("jump" if entry.is_told else "pickup"))
                self._hands[control][origin] = hand
            step = (entry.high - entry.low) / entry.highest
            to = hand.moved(entry.position(message.value), stands, step)
        if to is None:
            return f"{control} waits to be picked up at {stands:.2f}"
        self._moves.put(control, to, origin)
        return f"{control} {to:.2f}"


def origin_of(port: str, source: Source) -> str:
    """Returns the origin of a knob's moves, which no other knob has."""
    kind, channel, number = source
    return f"midi {port} {kind} {channel} {number}"
