"""What became of jobs, recorded in order; where the disk refuses that now, it is recorded later."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from sdad.errors import StorageError

_log = logging.getLogger(__name__)


class Records:
    """The records that are still to be made. On the deciding thread only."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()

    def make(self, record: Callable[[], None]) -> None:
        """Makes a record after those that wait; where the disk refuses it, it waits."""
        self._waiting.append(record)
        if len(self._waiting) > 1:
            return
        try:
            self._make_first()
        except StorageError as error:
            _log.error("The end of a job cannot be recorded yet: %s", error)

    def retry(self) -> None:
        """Makes the records that wait, up to the first that the disk still refuses."""
        try:
            while self._waiting:
                self._make_first()
        except StorageError:
            return

    def _make_first(self) -> None:
        record = self._waiting.popleft()
        try:
            record()
        except StorageError:
            self._waiting.appendleft(record)
            raise
