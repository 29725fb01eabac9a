"""The child's end of a spawned process, floor 0.

Workers, the MIDI reader and the panel are children of the daemon, started with :mod:`subprocess` and never forked.
Parent and child speak JSON, one object a line: the parent writes to the child's standard input, the child to its
standard output. A child sends ``{"type": "heartbeat"}`` every second and ends when its input ends, which is how it
notices that the parent has died, however it died.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import Any

Message = dict[str, Any]

HEARTBEAT_S = 1.0
GRACE_S = 10.0
"""How long a child may take to put its work in order after its parent has gone."""


class ChildEnd:
    """Takes over this process's standard input and output for messages; anything printed goes to standard error."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.stopping = threading.Event()
        """Set by ``{"op": "cancel"}`` and by the end of the parent; long work looks at it and stops early."""
        threading.Thread(target=self._read, name="parent", daemon=True).start()
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()

    def send(self, message: Message) -> None:
        """Writes one message to the parent; does nothing when the parent has gone."""
        try:
            with self._lock:
                self._out.write(json.dumps(message) + "\n")
                self._out.flush()
        except (BrokenPipeError, ValueError, OSError):
            self.stopping.set()

    def messages(self) -> Iterator[Message]:
        """Yields what the parent sends, until the parent closes the input or dies."""
        while (message := self._inbox.get()) is not None:
            yield message

    def _read(self) -> None:
        for line in sys.stdin:
            message = json.loads(line)
            if message.get("op") == "cancel":
                self.stopping.set()
            else:
                # Cleared here and not when the work begins: a cancel may follow so soon that it comes before that.
                self.stopping.clear()
                self._inbox.put(message)
        self._inbox.put(None)
        self.stopping.set()
        # The parent is gone: give running work the time to checkpoint, then end whatever it is doing.
        threading.Event().wait(GRACE_S)
        os._exit(0)

    def _beat(self) -> None:
        while True:
            self.send({"type": "heartbeat"})
            if self.stopping.wait(HEARTBEAT_S):
                threading.Event().wait(HEARTBEAT_S)
