"""When a folder that changed has come to rest.

A file that is being copied grows for a while, and files come in batches. A dataset is told to have changed once all
of it has been left alone for a moment, and then once for all that came and went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sdad.surfaces.watch.listing import Listing

SETTLE_S = 2.0


@dataclass(slots=True)
class _Folder:
    seen: Listing
    since: float
    told: Listing


class Settling:
    """Remembers what each dataset held when it was last told, and what it held at the last look.

    Args:
        settle_s: How long a folder must be left alone.
        clock: Monotonic seconds.
    """

    def __init__(self, settle_s: float, clock: Callable[[], float]) -> None:
        self._settle_s = settle_s
        self._clock = clock
        self._folders: dict[str, _Folder] = {}

    def look(self, dataset: str, listing: Listing) -> bool:
        """Takes what a dataset holds now; returns whether that is news that has come to rest.

        The first look counts what is there as new: it may have come while nobody watched.
        """
        now = self._clock()
        folder = self._folders.setdefault(dataset, _Folder(seen={}, since=now, told={}))
        if listing != folder.seen:
            folder.seen, folder.since = listing, now
        if folder.seen == folder.told or now - folder.since < self._settle_s:
            return False
        folder.told = folder.seen
        return True

    def keep_only(self, datasets: list[str]) -> list[str]:
        """Forgets all datasets but these; returns those of the forgotten that had been told to hold something."""
        gone = [name for name in self._folders if name not in datasets]
        return [name for name in gone if self._folders.pop(name).told]

    @property
    def restless(self) -> list[str]:
        """The datasets that changed and were not told yet."""
        return [name for name, folder in self._folders.items() if folder.seen != folder.told]
