"""A control's position over the length of a take: a few points in time, and straight lines between them."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from sdad.control.curves import Reach
from sdad.control.naming import checked_position, parse_value
from sdad.control.parameters import Control
from sdad.errors import MalformedCurve

Breakpoints = tuple[tuple[float, float], ...]
"""Pairs of a time, as a share of the length from 0 to 1, and a position from 0 to 1; in order of time."""

MOST = 8
CLOSEST = 0.001
"""Least distance of two points in time, as a share of the length."""
_TIME = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*(%?)\s*")


def checked_breakpoints(row: Control, given: Sequence[Sequence[float]]) -> Breakpoints:
    """Returns breakpoints that a control can follow.

    Raises:
        MalformedCurve: the control is a setting, there are not 2 to 8 points, or their times do not rise from 0 to 1.
        ControlError: a position is not a number from 0 to 1.
    """
    if not row.is_descriptor:
        raise MalformedCurve(row.id, "it is one setting for the whole take")
    if not 2 <= len(given) <= MOST:
        raise MalformedCurve(row.id, f"it has {len(given)} points")
    times = [time for time, _ in given]
    if not all(math.isfinite(time) and 0 <= time <= 1 for time in times):
        raise MalformedCurve(row.id, "a time is not from 0 to 1")
    if any(later - time < CLOSEST - 1e-9 for time, later in itertools.pairwise(times)):
        raise MalformedCurve(row.id, "its times do not rise")
    return tuple((float(time), checked_position(row, position)) for time, position in given)


def parse_breakpoints(row: Control, text: str, reach: Reach) -> Breakpoints:
    """Returns what a person means by ``0:.2,1:.9`` or ``0:400Hz, 50%:3kHz, 1:.5``.

    Times are shares of the length, as a number from 0 to 1 or in percent; the values are those of
    :func:`~sdad.control.naming.parse_value`.

    Raises:
        MalformedCurve: it is none of these, or the control cannot follow it.
        ControlError: a value is not one that the control can have.
    """
    points = []
    for word in text.split(","):
        time, colon, value = word.partition(":")
        match = _TIME.fullmatch(time)
        if not colon or match is None:
            raise MalformedCurve(row.id, f'"{word.strip()}" is not a time and a value')
        position = parse_value(row, value, reach)
        if position is None:
            raise MalformedCurve(row.id, "auto has no place on it")
        points.append((float(match[1]) / (100 if match[2] else 1), position))
    return checked_breakpoints(row, points)


def position_at(points: Breakpoints, time: float) -> float:
    """Returns the position at a share of the length; before the first and after the last point it stands still."""
    if time <= points[0][0]:
        return points[0][1]
    for (start, low), (stop, high) in itertools.pairwise(points):
        if time <= stop:
            return low + (high - low) * (time - start) / (stop - start)
    return points[-1][1]


def mean_position(points: Breakpoints) -> float:
    """Returns the mean of the position over the length."""
    whole = [(0.0, points[0][1]), *points, (1.0, points[-1][1])]
    area = sum((later - time) * (low + high) / 2 for (time, low), (later, high) in itertools.pairwise(whole))
    return min(1.0, max(0.0, area))
