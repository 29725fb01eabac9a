"""Moves on their way to the engine: one of each control at a time, and the newest position wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from sdad.control.commands import SetControls
from sdad.control.port import EnginePort, Json


class Moves:
    """Hands positions over as fast as the engine takes them and no faster.

    A hand on a fader says more than anyone can tell apart. While the engine decides one move of a control, only the
    last of those that follow is kept, so that no backlog builds up and the last position always counts.

    Args:
        port: The engine.
        answered: Told of every answer, from whichever thread gives it.
    """

    def __init__(self, port: EnginePort, answered: Callable[[Future[Json]], None]) -> None:
        self._port = port
        self._answered = answered
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[float, str]] = {}
        self._deciding: dict[str, int] = {}
        self._going: dict[str, float] = {}

    def stands(self, control: str) -> float | None:
        """Returns where a control will stand when all its moves have been decided; None is auto."""
        with self._lock:
            if (going := self._going.get(control)) is not None:
                return going
        return self._port.controls.settings[control].position

    def put(self, control: str, position: float, origin: str) -> None:
        """Moves a control, now or as soon as its last move has been decided."""
        with self._lock:
            self._going[control] = position
            if self._deciding.get(control):
                self._waiting[control] = (position, origin)
                return
            self._deciding[control] = 1
        self._submit(control, position, origin)

    def flush(self) -> None:
        """Hands over all that waits, so that what is submitted next is decided after it."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            for control in waiting:
                self._deciding[control] = self._deciding.get(control, 0) + 1
        for control, (position, origin) in waiting.items():
            self._submit(control, position, origin)

    def _submit(self, control: str, position: float, origin: str) -> None:
        done = self._port.submit(SetControls(positions={control: position}, origin=origin))
        done.add_done_callback(lambda answer: self._decided(control, answer))

    def _decided(self, control: str, answer: Future[Json]) -> None:
        self._answered(answer)
        with self._lock:
            self._deciding[control] -= 1
            if self._deciding[control]:
                return
            following = self._waiting.pop(control, None)
            if following is None:
                del self._deciding[control], self._going[control]
                return
            self._deciding[control] = 1
        self._submit(control, *following)
