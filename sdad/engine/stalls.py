"""Whether the deciding thread still decides: what it hangs in is written down while it does, and later people are told.

Everything slow is done elsewhere, so a second is long for a decision. On a machine that others use up it may pass all
the same, while a child is begun or the disk keeps a job; that is worth a line in the log and nobody's attention.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable

from sdad.errors import EngineError, SdadError

_log = logging.getLogger(__name__)

STALL_S = 1.0
"""After this long with one thing what it hangs in is written down."""
TOLD_S = 3.0
"""After this long people are told."""
LOOK_S = 0.25
"""What one look counts for at most: if more has passed, nobody had the machine, and nothing was held up by us."""


class Stalled(EngineError):
    """Nothing is decided."""

    code = "engine.stalled"

    def __init__(self) -> None:
        super().__init__(
            f"Nothing has been decided for {TOLD_S:g} s, so what is asked now has to wait. Start sdad again if it goes "
            f"on; state/logs/daemon.log says where it hangs.",
            thing="engine",
        )


class Stalls:
    """Looks at a thread that says when it is well.

    Args:
        notice: Tells people about a fault that nobody asked for.
        clock: Seconds that never jump.
    """

    def __init__(
        self, notice: Callable[[SdadError], None] = lambda error: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._notice = notice
        self._clock = clock
        self._thread: int | None = None
        self._well = self._looked = clock()
        self._silent_s = 0.0
        self._written = self._told = False
        self.count = 0
        """How often it hung."""

    @property
    def hangs(self) -> bool:
        """Whether it hangs now, or has ended, for so long that people have been told."""
        return self._told

    def well(self, until_s: float = 0.0) -> None:
        """Called by the thread itself before and after everything that it does.

        Args:
            until_s: How long it will only wait, if nobody wakes it.
        """
        self._thread = threading.get_ident()
        self._well = self._clock() + until_s
        self._silent_s = 0.0
        self._written = self._told = False

    def look(self) -> None:
        """Called by another thread, often: writes down once what the thread hangs in, and later tells people once."""
        now = self._clock()
        before, self._looked = self._looked, now
        if self._thread is None or now < self._well:
            return
        self._silent_s += min(now - max(before, self._well), LOOK_S)
        if self._silent_s >= STALL_S and not self._written:
            self._written = True
            self.count += 1
            frame = sys._current_frames().get(self._thread)
            where = "".join(traceback.format_stack(frame)) if frame else "it has ended"
            _log.error("Nothing has been decided for %.1f s. The thread is here:\n%s", self._silent_s, where)
        if self._silent_s >= TOLD_S and not self._told:
            self._told = True
            self._notice(Stalled())
