"""What messages do: knobs move controls, buttons and programs ask for things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from sdad.control.events import ControlChanged, PresetRecalled
from sdad.control.port import EnginePort, Json
from sdad.surfaces.midi.buttons import Buttons, is_pressed
from sdad.surfaces.midi.layout import Layout
from sdad.surfaces.midi.moves import ORIGIN, Moves
from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.relative import steps
from sdad.surfaces.midi.takeover import Hand
from sdad.surfaces.midi.wire import Message, Source

_Place = tuple[str, Source]
"""A knob: its port and what it sends."""

MIDDLE = 0.5
"""Where an encoder without ends begins when its control is on auto."""


class Player:
    """The knobs of all ports, and what they do.

    Args:
        port: The engine.
        answered: Told of every answer of the engine, from whichever thread gives it.
        clock: Monotonic seconds.
        wake: Called from any thread when :meth:`work` has become due sooner.
    """

    def __init__(
        self,
        port: EnginePort,
        answered: Callable[[Future[Json]], None],
        clock: Callable[[], float],
        wake: Callable[[], None],
    ) -> None:
        self._moves = Moves(port, answered, clock, wake)
        self._buttons = Buttons(port, answered)
        self._hands: dict[str, dict[_Place, Hand]] = {}

    def work(self, now: float) -> float | None:
        """Hands over the moves that wait, if it is time; returns when it will be, or None."""
        return self._moves.work(now)

    def play(self, port: str, layout: Layout, messages: Sequence[Message]) -> str:
        """Does what messages of one knob or button mean, and returns in words what that was.

        Args:
            port: Where they come from.
            layout: What is mapped there.
            messages: One, or several of the same source that only move controls and have come together.
        """
        last = messages[-1]
        if last.kind == "program":
            if not layout.programs:
                return "programs recall nothing here"
            self._moves.flush()
            self._buttons.program(last.number)
            return f"preset {last.number + 1}"
        entries = layout.entries(last.source)
        return "; ".join(self._one(port, entry, messages) for entry in entries) or "mapped to nothing"

    def recalled(self, event: PresetRecalled) -> None:
        """Takes note of a preset that was recalled by whoever."""
        self._buttons.recalled(event)

    def changed(self, event: ControlChanged) -> None:
        """Takes note of a change; if no knob has made it, all knobs of that control have to pick it up anew."""
        if event.origin != ORIGIN:
            for hand in self._hands.get(event.control, {}).values():
                hand.let_go()

    def forget(self) -> None:
        """Forgets where all knobs were: what they do has changed."""
        self._hands.clear()

    def _one(self, port: str, entry: Entry, messages: Sequence[Message]) -> str:
        last, target = messages[-1], entry.target
        if target.is_control:
            return self._move(target.what, entry, messages, (port, last.source))
        if not is_pressed(entry, last):
            return f"{entry.to} (let go)"
        # What was turned before the press must count for it.
        self._moves.flush()
        return entry.to if self._buttons.press(target) else f"{entry.to}: there is none"

    def _move(self, control: str, entry: Entry, messages: Sequence[Message], place: _Place) -> str:
        hands = self._hands.setdefault(control, {})
        stands = self._moves.stands(control)
        if entry.relative is not None:
            turned = sum(steps(entry.relative, message.value) for message in messages)
            turned *= -1 if entry.invert else 1
            start = MIDDLE if stands is None else stands
            to: float | None = min(entry.high, max(entry.low, start + turned * entry.step))
        else:
            hand = hands.get(place)
            if hand is None:
                # A knob that is told where its control stands is never elsewhere.
                takeover = entry.takeover or ("jump" if entry.is_told else "pickup")
                hand = hands[place] = Hand(takeover, entry.low, entry.high)
            step, to = (entry.high - entry.low) / entry.highest, None
            for message in messages:
                gone = hand.moved(entry.position(message.value), stands if to is None else to, step)
                to = to if gone is None else gone
        if to is None:
            return f"{control} waits to be picked up at {stands:.2f}"
        for other, hand in hands.items():
            if other != place:
                hand.let_go()
        self._moves.put(control, to)
        return f"{control} {to:.2f}"
