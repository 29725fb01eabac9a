"""How far long work has come, on standard error: one line that is rewritten on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from sdad.units import clock_time

PLAIN_EVERY_S = 10.0
_REDRAW_S = 0.1
_ERASE = "\r\x1b[K"


class Progress:
    """Shows stage, percentage and expected time. Use as a context manager, so that the line is finished.

    Args:
        stream: Where to write; standard error by default.
        clock: Seconds that only ever grow.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._begun_s = clock()
        self._shown_s: float | None = None
        self._stage: str | None = None
        self._live = self._stream.isatty()

    def __enter__(self) -> Progress:
        """Begins."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clears the line that is rewritten."""
        if self._live and self._shown_s is not None:
            self._stream.write(_ERASE)
            self._stream.flush()

    def update(self, stage: str, fraction: float, eta_s: float | None = None) -> None:
        """Tells where the work stands.

        Args:
            stage: What is being done, in words.
            fraction: How much of the whole is done, 0 to 1.
            eta_s: Seconds still expected; None to reckon them from what has passed.
        """
        now_s = self._clock()
        pause_s = _REDRAW_S if self._live else PLAIN_EVERY_S
        if stage == self._stage and self._shown_s is not None and now_s - self._shown_s < pause_s:
            return
        self._stage, self._shown_s = stage, now_s
        fraction = min(1.0, max(0.0, fraction))
        if eta_s is None and fraction > 0.02:
            eta_s = (now_s - self._begun_s) * (1.0 - fraction) / fraction
        left = f", about {clock_time(eta_s)} left" if eta_s is not None and 0.5 <= eta_s < float("inf") else ""
        line = f"{stage}: {fraction:.0%}{left}"
        self._stream.write(f"{_ERASE}{line}" if self._live else f"{line}\n")
        self._stream.flush()
