"""One thread that watches over all child processes, and ends them together."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from sdad.engine.children import Child

_log = logging.getLogger(__name__)

TICK_S = 0.1
AWAY_S = 2.0
"""After this long without a look it was not the children that were silent: this process was stopped, or the machine."""
AGAIN_S = 3.0
"""How long everybody then has to be heard: three heartbeats."""


class Supervisor:
    """Watches over children from one thread and ends them all together.

    Args:
        also: What else is looked at as often.
        clock: Seconds that never jump.
    """

    def __init__(self, also: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic) -> None:
        self._also = also
        self._clock = clock
        self._children: list[Child] = []
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        """Starts watching."""
        self._thread.start()

    def add(self, child: Child) -> Child:
        """Starts a child and watches over it from now on; one of the same name that has ended gives up its place."""
        with self._lock:
            self._children = [other for other in self._children if other.name != child.name or other.running]
            self._children.append(child)
        child.start()
        return child

    def status(self) -> dict[str, Any]:
        """Returns the status of every child by name."""
        with self._lock:
            return {child.name: child.status for child in self._children}

    def stop(self, within_s: float) -> None:
        """Ends all children at the same time, within a deadline."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._lock:
            children, self._children = self._children, []
        enders = [threading.Thread(target=child.stop, args=(within_s,)) for child in children]
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join()

    def _watch(self) -> None:
        looked = again = self._clock()
        while not self._ending.wait(TICK_S):
            before, looked = looked, self._clock()
            if looked - before > AWAY_S:
                again = looked + AGAIN_S
            if looked < again:
                continue
            with self._lock:
                children = list(self._children)
            for look in (*(child.watch for child in children), self._also):
                try:
                    look()
                except Exception:  # whatever is wrong with one, the others are watched
                    _log.exception("A look of the supervisor's failed; it goes on.")
