"""Ways to the drives at which controls measure what is asked, where every look at a texture costs time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST_STEP = 0.35
GENTLE = 1.4
"""How much more than they promise controls are taken to do together: a step too short costs less than one too long."""
DAMPING = 0.3
"""How far a step of several controls is held back where they answer alike."""


class Bounds(NamedTuple):
    """Where a control begins, how far it may go, and what it promises, in units of its reach per unit of its drive."""

    drive: float
    low: float
    high: float
    slope: float = 1.0


def search_from(bounds: Mapping[str, Bounds]) -> Callable[[Mapping[str, float]], dict[str, float]]:
    """Returns what gives the next drives of controls, given the errors at the last ones in units of the reach."""
    if len(bounds) == 1:
        ((name, bound),) = bounds.items()
        search = Search(bound)
        return lambda errors: {name: search.next(errors[name])}
    return JointSearch(bounds).next


class Search:
    """One control's way to its target: where it is, how steep, and what lies to either side."""

    def __init__(self, bounds: Bounds) -> None:
        self._drive, self._low, self._high, self._slope = bounds
        self._tried: list[tuple[float, float]] = []

    def next(self, error: float) -> float:
        """Returns the next drive, given the error at this one."""
        if self._tried:
            before, other = self._tried[-1]
            if abs(self._drive - before) > 0.01:
                self._slope = float(np.clip((other - error) / (self._drive - before), 0.25, 4.0))
        self._tried.append((self._drive, error))
        goal = self._drive + float(np.clip(error / self._slope, -LONGEST_STEP, LONGEST_STEP))
        # What lies to either side of the target bounds the step.
        under = [drive for drive, missing in self._tried if missing > 0]
        over = [drive for drive, missing in self._tried if missing < 0]
        bounded = bool(under and over) and max(under) < min(over)
        if bounded:
            goal = min(max(goal, max(under)), min(over))
        goal = min(self._high, max(self._low, goal))
        if bounded and self._was_at(goal):
            # A secant that is thrown back to a bound knows nothing of the bend between them.
            goal = (max(under) + min(over)) / 2
        self._drive = self._unseen() if self._was_at(goal) else goal
        return self._drive

    def _was_at(self, goal: float) -> bool:
        return any(abs(goal - drive) < 0.01 for drive, _ in self._tried)

    def _unseen(self) -> float:
        """Returns the middle of the widest stretch in which nothing has been tried: some controls turn back."""
        places = sorted({self._low, self._high, *(drive for drive, _ in self._tried)})
        wide = max(range(len(places) - 1), key=lambda place: places[place + 1] - places[place])
        return (places[wide] + places[wide + 1]) / 2


class JointSearch:
    """Several controls' way to their targets, each of which moves what the others measure.

    A quasi-Newton search (Broyden 1965) from what the calibration promises, that a drive moves its own measure and no
    other: every look tells how all measures answer to the step before it. Steps start at the best place so far, and
    are shorter after one that led nowhere.
    """

    def __init__(self, bounds: Mapping[str, Bounds]) -> None:
        self._names = list(bounds)
        values = np.array(list(bounds.values())).reshape(-1, 4)
        self._best, self._low, self._high, slopes = values.T
        self._tried = self._best
        self._missing: NDArray[np.float64] | None = None
        self._answers = np.diag(GENTLE * slopes)
        self._longest = LONGEST_STEP

    def next(self, errors: Mapping[str, float]) -> dict[str, float]:
        """Returns the next drives, given the errors at these."""
        missing = np.array([errors[name] for name in self._names])
        if self._missing is None:
            self._missing = missing
        else:
            step, brought = self._tried - self._best, self._missing - missing
            if (length := float(step @ step)) > 1e-6:
                self._answers = self._answers + np.outer(brought - self._answers @ step, step) / length
            if np.abs(missing).sum() < np.abs(self._missing).sum():
                self._best, self._missing = self._tried, missing
            else:
                self._longest /= 2
        # Levenberg (1944): where controls answer alike, or not at all, the step stays short.
        damped = self._answers.T @ self._answers + DAMPING * np.eye(len(self._names))
        step = np.linalg.solve(damped, self._answers.T @ self._missing)
        self._tried = np.clip(self._best + np.clip(step, -self._longest, self._longest), self._low, self._high)
        return dict(zip(self._names, self._tried.tolist(), strict=True))
