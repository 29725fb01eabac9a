"""Whether the deciding thread still decides: what it hangs in is written down while it does."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable

_log = logging.getLogger(__name__)

STALL_S = 3.0


class Stalls:
    """Looks at a thread that says now and then that it is well.

    Args:
        clock: Seconds that never jump.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._thread: int | None = None
        self._well = clock()
        self._told = False
        self.count = 0
        """How often it hung."""

    @property
    def hangs(self) -> bool:
        """Whether it hangs now, or has ended."""
        return self._told

    def well(self) -> None:
        """Called by the thread itself, at least once a second."""
        self._thread = threading.get_ident()
        self._well = self._clock()
        self._told = False

    def look(self) -> None:
        """Called by another thread, often: writes down once what the thread hangs in."""
        hangs_s = self._clock() - self._well
        if self._thread is None or self._told or hangs_s < STALL_S:
            return
        self._told = True
        self.count += 1
        frame = sys._current_frames().get(self._thread)
        where = "".join(traceback.format_stack(frame)) if frame else "it has ended"
        _log.error("Nothing has been decided for %.0f s. The thread is here:\n%s", hangs_s, where)
