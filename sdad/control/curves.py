"""How a position from 0 to 1 becomes a value in a control's own unit, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict


class Curve(StrEnum):
    """The scale on which equal steps of a control are equal steps of what is heard."""

    LINEAR = "linear"
    LOG = "log"

    def warp(self, natural: float) -> float:
        """Returns the value on the scale of equal steps (log2 for LOG). LOG needs ``natural`` > 0."""
        return math.log2(natural) if self is Curve.LOG else natural

    def unwarp(self, warped: float) -> float:
        """Returns the natural value of a point on the scale of equal steps."""
        return 2.0**warped if self is Curve.LOG else warped


class Reach(BaseModel):
    """What one model can do with one control, in the control's natural unit.

    Position 0 is ``low``, position 1 ``high`` and position 0.5 ``median``; in between, equal steps of the position are
    equal steps on the control's curve. ``covered_low`` to ``covered_high`` is the band of the recordings themselves.
    On a falling control ``low`` is the larger number.
    """

    model_config = ConfigDict(frozen=True)

    low: float
    median: float
    high: float
    covered_low: float
    covered_high: float

    def natural(self, curve: Curve, position: float) -> float:
        """Returns the natural value at a position from 0 to 1; never past the reach, not even by a rounding."""
        low, median, high = (curve.warp(value) for value in (self.low, self.median, self.high))
        if position <= 0.5:
            natural = curve.unwarp(low + (median - low) * 2.0 * position)
        else:
            natural = curve.unwarp(median + (high - median) * (2.0 * position - 1.0))
        least, most = sorted((self.low, self.high))
        return min(most, max(least, natural))

    def position(self, curve: Curve, natural: float) -> float:
        """Returns the position of a natural value; below 0 or above 1 where it lies outside the reach."""
        low, median, high = (curve.warp(value) for value in (self.low, self.median, self.high))
        value = curve.warp(natural)
        if (value <= median) == (low <= high):
            return 0.5 + 0.5 * _fraction(value - median, median - low)
        return 0.5 + 0.5 * _fraction(value - median, high - median)

    @classmethod
    @lru_cache(maxsize=256)  # of the table's few ranges, thousands of times a second
    def of_range(cls, curve: Curve, low: float, high: float) -> Reach:
        """Returns a reach that spreads a plain range evenly over the positions."""
        middle = curve.unwarp((curve.warp(low) + curve.warp(high)) / 2)
        return cls(low=low, median=middle, high=high, covered_low=low, covered_high=high)

    @classmethod
    def blended(cls, curve: Curve, reaches: Sequence[Reach], weights: Sequence[float]) -> Reach:
        """Returns what models do together: between what each does, by weights, on the scale of equal steps."""
        means = {
            name: sum(weight * curve.warp(getattr(reach, name)) for reach, weight in zip(reaches, weights, strict=True))
            / sum(weights)
            for name in cls.model_fields
        }
        return cls(**{name: curve.unwarp(mean) for name, mean in means.items()})


def _fraction(part: float, whole: float) -> float:
    """Returns part / whole; where a model cannot move a control at all, every position is its only value."""
    return part / whole if abs(whole) > 1e-12 else 0.0
