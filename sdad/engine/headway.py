"""Whether the render in hand comes on: of one that does not people are told, and later its worker is ended.

A worker whose device or lock hangs still sends its heartbeats, which come from a thread of their own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sdad.errors import EngineError, SdadError

_log = logging.getLogger(__name__)

TOLD = 60.0, 4.0
"""Seconds without progress after which people are told, and what is added as a multiple of what the whole render is
expected to take: there are a few steps in a render, and the first is to load the model."""
ENDED = 300.0, 12.0
"""The same until its worker is ended."""
LOOK_S = 5.0
"""What one look counts for at most: if more has passed, this process was stopped, or the machine with the worker."""


class RenderStuck(EngineError):
    """A render makes no progress."""

    code = "engine.render_stuck"

    def __init__(self, job: str, seconds: float, after_s: float) -> None:
        super().__init__(
            f"Render {job} has come no further for {seconds:.0f} s. Wait, or cancel it; after {after_s:.0f} s its "
            f"worker is ended and the render tried again.",
            thing=job,
        )


class Headway:
    """How long the render in hand has made no progress.

    Args:
        notice: Tells people about a fault that nobody asked for.
        end: Ends the worker.
        clock: Seconds that never jump.
    """

    def __init__(
        self, notice: Callable[[SdadError], None], end: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._notice = notice
        self._end = end
        self._clock = clock
        self._job = ""
        self._expected_s = self._idle_s = self._looked = 0.0
        self._told = False

    def begin(self, job: str, expected_s: float) -> None:
        """Watches over a render from now on, which is expected to take ``expected_s`` seconds in all."""
        self._job, self._expected_s = job, expected_s
        self.made()

    def made(self) -> None:
        """Notes that the render has made progress."""
        self._idle_s, self._looked, self._told = 0.0, self._clock(), False

    def look(self) -> None:
        """Does what is due; called about once a second while a render is in hand."""
        before, self._looked = self._looked, self._clock()
        self._idle_s += min(self._looked - before, LOOK_S)
        told_s, ended_s = (at_least + times * self._expected_s for at_least, times in (TOLD, ENDED))
        if self._idle_s > ended_s:
            _log.error("%s has come no further for %.0f s, and its worker is ended.", self._job, self._idle_s)
            self.made()
            self._end()
        elif self._idle_s > told_s and not self._told:
            self._told = True
            self._notice(RenderStuck(self._job, self._idle_s, ended_s))
