"""What a finished model knows about its own controls: how far each one goes, and how hard to push for a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from sdad.control.curves import Reach
from sdad.control.naming import blended_reaches
from sdad.control.parameters import CONTROLS, DESCRIPTORS

NEARBY = 0.15
"""Distance in drives over which a response is taken to be straight."""
FLATTEST, STEEPEST = 0.5, 3.0
"""Slopes between which a response is believed: measured on few takes, it has steps of its own."""


class Response(BaseModel):
    """Measured values on a control's scale of equal steps, at drives rising from 0 to 1; both are monotone."""

    model_config = ConfigDict(frozen=True)

    drives: tuple[float, ...]
    values: tuple[float, ...]

    def drive(self, value: float) -> float:
        """Returns the drive that brings a value on the scale of equal steps, held to 0 and 1."""
        rising = self.values[-1] >= self.values[0]
        sign = 1.0 if rising else -1.0
        # A plateau has many drives for one value; a hair of slope makes the first of them the answer.
        values = sign * np.array(self.values) + 1e-9 * np.arange(len(self.values))
        return float(np.interp(sign * value, values, self.drives))

    def slope(self, drive: float) -> float:
        """Returns how steep it is about a drive, in steps of the scale per unit of the drive."""
        low, high = max(0.0, drive - NEARBY), min(1.0, drive + NEARBY)
        before, after = np.interp((low, high), self.drives, self.values)
        return float((after - before) / (high - low))

    @classmethod
    def fit(cls, drives: NDArray[np.float64], measured: NDArray[np.float64], *, falling: bool = False) -> Self:
        """Returns the monotone response nearest to measurements (P, takes) at drives (P,), in least squares.

        Pool adjacent violators (Ayer et al. 1955) over the mean of each position. The direction is given, not
        guessed: a control that answers backwards gets a flat response and, with it, no reach.
        """
        means = np.nanmean(measured, axis=1) * (-1.0 if falling else 1.0)
        blocks: list[list[float]] = []
        for mean in means:
            blocks.append([float(mean), 1.0])
            while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
                value, weight = blocks.pop()
                other, more = blocks.pop()
                blocks.append([(value * weight + other * more) / (weight + more), weight + more])
        values = [value for value, weight in blocks for _ in range(int(weight))]
        signed = [-value if falling else value for value in values]
        return cls(drives=tuple(float(drive) for drive in drives), values=tuple(signed))

    @classmethod
    def blended(cls, responses: Sequence[Response], weights: Sequence[float]) -> Self:
        """Returns the response that lies between others, by weights that add up to 1."""
        drives = sorted({drive for response in responses for drive in response.drives})
        values = sum(
            weight * np.interp(drives, response.drives, response.values)
            for response, weight in zip(responses, weights, strict=True)
        )
        return cls(drives=tuple(drives), values=tuple(np.asarray(values).tolist()))


class Calibration(BaseModel):
    """The reach and the response of every descriptor control, and the drives that stand for auto.

    ``auto`` holds a drive only for controls of structure (rhythm, pulse, density, movement, width): colour on
    auto is simply left to the flow.
    """

    model_config = ConfigDict(frozen=True)

    reaches: dict[str, Reach] = Field(default_factory=dict)
    responses: dict[str, Response] = Field(default_factory=dict)
    auto: dict[str, float] = Field(default_factory=dict)

    @classmethod
    def blended(cls, calibrations: Sequence[Calibration], weights: Sequence[float]) -> Self:
        """Returns what instruments that play together answer: between what each does, by weights that add up to 1."""
        shared = [name for name in calibrations[0].responses if all(name in one.responses for one in calibrations)]
        structure = [name for name in calibrations[0].auto if all(name in one.auto for one in calibrations)]
        return cls(
            reaches=blended_reaches([one.reaches for one in calibrations], weights),
            responses={
                name: Response.blended([one.responses[name] for one in calibrations], weights) for name in shared
            },
            auto={name: float(np.dot([one.auto[name] for one in calibrations], weights)) for name in structure},
        )

    def naturals(self, positions: Mapping[str, float | None]) -> dict[str, float | None]:
        """Returns the natural value that each descriptor's position asks for; None for auto."""
        result: dict[str, float | None] = {}
        for row in DESCRIPTORS:
            position = positions.get(row.id)
            reach = self.reaches.get(row.id, row.full_range)
            result[row.id] = None if position is None else reach.natural(row.curve, position)
        return result

    def drives(self, naturals: Mapping[str, float | None]) -> dict[str, float | None]:
        """Returns how hard each control's mechanism is to be pushed for natural values."""
        drives: dict[str, float | None] = {}
        for name, natural in naturals.items():
            response = self.responses.get(name)
            if natural is None or response is None:
                drives[name] = None
            else:
                drives[name] = response.drive(CONTROLS[name].curve.warp(natural))
        return drives

    def slope(self, name: str, drive: float) -> float:
        """Returns how far a control's measure moves per unit of its drive, about a drive from 0 to 1, in reaches.

        Within limits; 1, a reach from end to end of the drive, where nothing is known.
        """
        curve, reach, response = CONTROLS[name].curve, self.reaches.get(name), self.responses.get(name)
        if reach is None or response is None or reach.low == reach.high:
            return 1.0
        whole = curve.warp(reach.high) - curve.warp(reach.low)
        return float(np.clip(response.slope(drive) / whole, FLATTEST, STEEPEST))

    def position(self, name: str, natural: float | None) -> float | None:
        """Returns the position of a measured value on the model's reach; None where it could not be measured.

        Below 0 or above 1 where it lies outside the reach, but not beyond -1 or 2: where a control hardly moves at all,
        its smallest unevenness would read as a journey.
        """
        row = CONTROLS[name]
        if natural is None:
            return None
        position = self.reaches.get(name, row.full_range).position(row.curve, natural)
        return min(2.0, max(-1.0, position))
