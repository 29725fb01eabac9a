"""Work that reads or copies files for a while, done one at a time beside the deciding thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Errands:
    """One thread that does what it is given, in order.

    The thread is a daemon thread: a long copy must not keep the process from ending, and every write that it does is
    atomic.
    """

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="errands", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def do(self, work: Callable[[], Any], future: Future[Any] | None = None) -> Future[Any]:
        """Does some work when those before it are done; the future holds what it returns or raises."""
        future = Future() if future is None else future
        self._waiting.put((work, future))
        return future

    def stop(self, within_s: float) -> None:
        """Ends the thread after the work in hand, or leaves it behind after a deadline."""
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(within_s)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            work, future = item
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)
