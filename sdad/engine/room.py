"""Whether there is room on the disk: said in time, and training waits before renders have to."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from sdad.disks import volume_of
from sdad.errors import SdadError, StorageError

LITTLE_BYTES = 1_000_000_000
TOO_LITTLE_BYTES = 200_000_000
LOOK_S = 15.0


class LowSpace(StorageError):
    """The disk is nearly full."""

    code = "storage.low_space"

    def __init__(self, folder: Path, free_bytes: int, *, trains: bool) -> None:
        then = "" if trains else " Nothing is trained until there is more."
        super().__init__(
            f"Only {free_bytes / 1e9:.1f} GB are free on {volume_of(folder)} for files in {folder}.{then} Free some "
            f"space there.",
            thing=str(folder),
        )


class Room:
    """Looks at the disk now and then.

    Args:
        folder: What must have room.
        notice: Tells people.
        clock: Seconds that never jump.
        free: Returns the free bytes of a folder's disk.
    """

    def __init__(
        self,
        folder: Path,
        notice: Callable[[SdadError], None],
        clock: Callable[[], float] = time.monotonic,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._folder = folder
        self._notice = notice
        self._clock = clock
        self._free = free
        self._due = clock()
        self._said: bool | None = None
        self.trains = True
        """Whether there is enough to train with."""

    def look(self) -> bool:
        """Looks when it is time to; returns whether there is enough to train with. People are told once each way."""
        if self._clock() < self._due:
            return self.trains
        self._due = self._clock() + LOOK_S
        try:
            free = self._free(self._folder)
        except OSError:
            return self.trains  # an unplugged drive is said by whoever writes to it
        self.trains = free >= TOO_LITTLE_BYTES
        if free >= LITTLE_BYTES:
            self._said = None
        elif self._said is not self.trains:
            self._said = self.trains
            self._notice(LowSpace(self._folder, free, trains=self.trains))
        return self.trains
