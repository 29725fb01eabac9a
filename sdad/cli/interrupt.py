"""Ctrl-C during work in this process: the first asks it to stop in good order, the second ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sdad.cli.console import Console


@contextmanager
def stopped_by_ctrl_c(console: Console) -> Iterator[threading.Event]:
    """Yields the event that is set by the first Ctrl-C; a second one raises KeyboardInterrupt."""
    stopping = threading.Event()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Started in the background of a script, where Ctrl-C is meant for somebody else.
        yield stopping
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()
        console.say("Stopping in good order. Ctrl-C again ends it at once.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)
