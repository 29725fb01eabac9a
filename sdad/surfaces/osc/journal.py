"""What was received lately and what became of it, for whoever looks for the fault in a patch."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sdad.errors import SdadError
from sdad.surfaces.osc.datagrams import Peer

Json = dict[str, Any]

KEPT = 2000
MAX_ARGUMENTS = 16
MAX_TEXT = 200

DONE = "ok"
IGNORED = "ignored"
PASSED_OVER_EVERY_S = 1.0
"""How often a line says how many messages nobody has looked into: in a flood they would be all that is kept."""


class Journal:
    """The newest :data:`KEPT` messages. Written from several threads, read from others.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._kept: deque[tuple[int, float, Peer | None, str, tuple[object, ...], str, str]] = deque(maxlen=KEPT)
        self._passed_over = 0
        self._said_at = float("-inf")
        self._lock = threading.Lock()

    def note(self, peer: Peer, address: str, arguments: tuple[object, ...], verdict: str, text: str = "") -> None:
        """Writes down a message: ``verdict`` is :data:`DONE`, :data:`IGNORED` or the code of an error."""
        with self._lock:
            self._kept.append((next(self._numbers), time.time(), peer, address, arguments, verdict, text))

    def refused(self, peer: Peer, address: str, arguments: tuple[object, ...], error: SdadError) -> None:
        """Writes down a message that was refused, or carried out otherwise than it was sent."""
        self.note(peer, address, arguments, error.code, error.text)

    def pass_over(self, count: int) -> None:
        """Counts messages that nobody looks into: later ones have overtaken them, or their address is unknown."""
        with self._lock:
            self._passed_over += count
            self._say_passed_over()

    def _say_passed_over(self) -> None:
        if not self._passed_over or self._clock() - self._said_at < PASSED_OVER_EVERY_S:
            return
        text = f"{self._passed_over} more were not looked into: overtaken by later ones, or sent where nothing listens"
        self._kept.append((next(self._numbers), time.time(), None, "", (), IGNORED, text))
        self._passed_over, self._said_at = 0, self._clock()

    def after(self, number: int) -> list[Json]:
        """Returns the messages after the one with a number, oldest first: 0 for all that are kept.

        Each has ``number``, ``at`` (seconds since 1970), ``from`` (host:port), ``address``, ``arguments``, ``verdict``
        and ``text``, the sentence of an error. Those that nobody has looked into are one line a second, from nobody.
        """
        with self._lock:
            self._say_passed_over()
            kept = [each for each in self._kept if each[0] > number]
        return [
            {
                "number": each,
                "at": at,
                "from": f"{peer[0]}:{peer[1]}" if peer else "",
                "address": address[:MAX_TEXT],
                "arguments": [_plain(argument) for argument in arguments[:MAX_ARGUMENTS]],
                "verdict": verdict,
                "text": text,
            }
            for each, at, peer, address, arguments, verdict, text in kept
        ]


def _plain(argument: object) -> Any:
    """Returns an argument as JSON can carry it: NaN, infinity, blobs and the rest as text."""
    if argument is None or isinstance(argument, bool | int):
        return argument
    if isinstance(argument, float):
        return argument if abs(argument) < float("inf") else str(argument)
    return str(argument)[:MAX_TEXT]
