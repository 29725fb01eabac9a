"""How long it takes from the arrival of a packet until what it asks for stands: median, 99th percentile and longest.

Only values that were applied count, each from its own packet's arrival: one that a later one overtook never stood.
Times are counted in classes, each a tenth wider than the one before, so that a flood costs no more memory than a knob.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

Json = dict[str, Any]

WINDOW_S = 10.0
"""Two windows are kept, so that the figures are of the last ten to twenty seconds."""
_EDGES_MS = [0.01 * 1.1**step for step in range(160)]
"""The upper end of each class but the last, which has what takes longer than 38 s."""


class _Window:
    def __init__(self) -> None:
        self.classes = [0] * (len(_EDGES_MS) + 1)
        self.longest_ms = 0.0


class Promptness:
    """Counts times; called from any thread.

    Args:
        clock: Monotonic seconds, the same as those of the arrivals.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since = clock()
        self._now, self._before = _Window(), _Window()

    def stand(self, arrivals: Iterable[float]) -> None:
        """Counts that what arrived at these times stands now."""
        now = self._clock()
        with self._lock:
            self._turn(now)
            for arrived in arrivals:
                took_ms = max(0.0, (now - arrived) * 1000)
                self._now.classes[bisect_left(_EDGES_MS, took_ms)] += 1
                self._now.longest_ms = max(self._now.longest_ms, took_ms)

    def figures(self) -> Json:
        """Returns ``count``, ``p50_ms``, ``p99_ms`` and ``max_ms``; the three are None when nothing was counted.

        The percentiles are the upper ends of their classes, so at most a tenth too long.
        """
        with self._lock:
            self._turn(self._clock())
            classes = [a + b for a, b in zip(self._now.classes, self._before.classes, strict=True)]
            longest_ms = max(self._now.longest_ms, self._before.longest_ms)
        count = sum(classes)
        if not count:
            return {"count": 0, "p50_ms": None, "p99_ms": None, "max_ms": None}
        p50_ms, p99_ms = (min(longest_ms, _reached(classes, share * count)) for share in (0.5, 0.99))
        return {
            "count": count,
            "p50_ms": round(p50_ms, 3),
            "p99_ms": round(p99_ms, 3),
            "max_ms": round(longest_ms, 3),
        }

    def _turn(self, now: float) -> None:
        """Begins a new window when this one is over."""
        past_s = now - self._since
        if past_s >= WINDOW_S:
            self._before = self._now if past_s < 2 * WINDOW_S else _Window()
            self._now, self._since = _Window(), now


def _reached(classes: list[int], many: float) -> float:
    """Returns the upper end, in ms, of the class in which so many are reached."""
    edges = zip(itertools.accumulate(classes), [*_EDGES_MS, math.inf], strict=True)
    return next(edge_ms for so_far, edge_ms in edges if so_far >= many)
