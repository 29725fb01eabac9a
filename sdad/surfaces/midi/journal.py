"""The newest messages and what became of them, for those who look for why a knob does nothing."""

from __future__ import annotations

import itertools
from collections import deque
from typing import Any

from sdad.surfaces.midi.wire import Message, said

KEPT = 500


class Journal:
    """Keeps the newest messages; each has a number that rises by one."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._lines: deque[tuple[int, str, Message, str]] = deque(maxlen=KEPT)

    def add(self, port: str, message: Message, verdict: str) -> None:
        """Keeps a message and what became of it."""
        self._lines.append((next(self._numbers), port, message, verdict))

    def after(self, number: int) -> list[dict[str, Any]]:
        """Returns what has come since the message with a number, the oldest first."""
        return [
            {"number": at, "port": port, "message": said(message), "verdict": verdict}
            for at, port, message, verdict in list(self._lines)
            if at > number
        ]
