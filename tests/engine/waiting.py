"""Waiting for something that happens in another thread or process, with a limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], within_s: float = 20.0) -> T:
    """Returns the first truthy answer of a condition that is asked again and again."""
    deadline = time.monotonic() + within_s
    while not (answer := condition()):
        assert time.monotonic() < deadline, "this did not come true in time"
        time.sleep(0.01)
    return answer
