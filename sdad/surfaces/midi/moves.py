"""Moves on their way to the engine: all that have come meanwhile in one command, and the newest position wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from sdad.control.commands import SetControls
from sdad.control.port import EnginePort, Json

ORIGIN = "midi knob"
"""Who moves."""

SPACING_S = 0.004
"""How long after a command the next one comes at the earliest: what a knob waits for at most while others are turned.

The first move of a hand that rested comes at once. With half of this the engine is kept so busy that knobs come later.
"""


@dataclass(slots=True)
class _Going:
    to: float
    waits: bool = True
    deciding: int = 0


class Moves:
    """Hands positions over no faster than the engine takes them.

    Hands on faders say far more than anyone can tell apart. Only the last position of each control is kept until the
    next command, so that no backlog builds up behind a flood, and where a hand stops always counts.

    Args:
        port: The engine.
        answered: Told of every answer, from whichever thread gives it.
        clock: Monotonic seconds.
        wake: Called from any thread when :meth:`due` has become sooner.
    """

    def __init__(
        self,
        port: EnginePort,
        answered: Callable[[Future[Json]], None],
        clock: Callable[[], float],
        wake: Callable[[], None],
    ) -> None:
        self._port = port
        self._answered = answered
        self._clock = clock
        self._wake = wake
        self._lock = threading.Lock()
        self._going: dict[str, _Going] = {}
        self._deciding = 0
        self._next_at = float("-inf")

    def stands(self, control: str) -> float | None:
        """Returns where a control will stand when all its moves have been decided; None is auto."""
        with self._lock:
            if (going := self._going.get(control)) is not None:
                return going.to
        return self._port.controls.settings[control].position

    def put(self, control: str, position: float) -> None:
        """Moves a control, now or with the next command."""
        with self._lock:
            going = self._going.setdefault(control, _Going(position))
            going.to, going.waits = position, True
        self.work(self._clock())

    def flush(self) -> None:
        """Hands over all that waits, so that what is submitted next is decided after it."""
        with self._lock:
            ready = self._ready()
        self._submit(ready)

    def work(self, now: float) -> float | None:
        """Hands over what waits if the time for it has come; returns when it will come, or None."""
        with self._lock:
            if self._deciding or not any(going.waits for going in self._going.values()):
                return None
            if now < self._next_at:
                return self._next_at
            self._next_at = now + SPACING_S
            ready = self._ready()
        self._submit(ready)
        return None

    def _ready(self) -> dict[str, float]:
        ready = {control: going.to for control, going in self._going.items() if going.waits}
        for control in ready:
            going = self._going[control]
            going.waits = False
            going.deciding += 1
        self._deciding += bool(ready)
        return ready

    def _submit(self, positions: dict[str, float]) -> None:
        if positions:
            done = self._port.submit(SetControls(positions=dict(positions), origin=ORIGIN))
            done.add_done_callback(lambda answer: self._decided(positions, answer))

    def _decided(self, positions: dict[str, float], answer: Future[Json]) -> None:
        self._answered(answer)
        with self._lock:
            self._deciding -= 1
            for control in positions:
                going = self._going[control]
                going.deciding -= 1
                if not (going.waits or going.deciding):
                    del self._going[control]
            waits = any(going.waits for going in self._going.values())
        if answer.exception() is not None and len(positions) > 1:
            # One control that cannot be moved must not keep the others.
            for control, position in positions.items():
                self._port.submit(SetControls(positions={control: position}, origin=ORIGIN))
        if waits:
            self._wake()
