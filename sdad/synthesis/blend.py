"""Several instruments that play as one: along one path, towards one target, under one set of sliders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sdad.model.calibration import Calibration
from sdad.synthesis.instrument import Instrument, Part


@dataclass(frozen=True, slots=True)
class Blend:
    """Instruments with weights that add up to 1. What it says of itself lies between what they say, by weight."""

    parts: tuple[Part, ...]
    calibration: Calibration

    @classmethod
    def of(cls, instruments: Sequence[tuple[Instrument, float]]) -> Self:
        """Returns the blend of instruments with weights above 0, of whatever sum.

        Raises:
            ValueError: there are none, or a weight is not above 0.
        """
        weights = [weight for _, weight in instruments]
        if min(weights, default=0.0) <= 0:
            raise ValueError(f"weights of a blend are above 0; got {weights}")
        parts = tuple(Part(instrument, weight / sum(weights)) for instrument, weight in instruments)
        calibrations = [part.instrument.calibration for part in parts]
        return cls(parts, Calibration.blended(calibrations, [part.weight for part in parts]))

    @property
    def sustain(self) -> float:
        """How much of the recordings is not strokes, 0 to 1."""
        return self._mean([part.instrument.sustain for part in self.parts])

    @property
    def persistence(self) -> float:
        """The correlation of successive gestures."""
        return self._mean([part.instrument.persistence for part in self.parts])

    @property
    def highest_rate(self) -> int:
        """The highest rate of any recording: 48000 or 96000."""
        return max(part.instrument.highest_rate for part in self.parts)

    def _mean(self, values: Sequence[float]) -> float:
        return float(np.dot(values, [part.weight for part in self.parts]))


Player = Instrument | Blend
"""Whatever can be played."""
