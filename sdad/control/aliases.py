"""A second address of the user's own for one of sdad's, so that an old patch works unchanged."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sdad.control.naming import OSC_ROOT

Direction = Literal["both", "in", "out"]
DIRECTIONS: tuple[Direction, ...] = ("both", "in", "out")

MOST_ALIASES = 256
FURTHEST = 1e6
"""How far from 0 the ends of a range may lie: OSC's floats hold whatever is told there."""
_NOT_IN_A_NAME = frozenset(" #*,?[]{}")
"""What OSC 1.0 keeps for patterns and separators."""


class Alias(BaseModel):
    """One line of the user's list. Plain fields only: nothing in it is ever run.

    ``address`` is the user's, ``to`` is sdad's. *in* means that messages to ``address`` count as messages to ``to``,
    *out* that what sdad tells at ``to`` is told at ``address`` as well. With ``low`` and ``high`` the numbers at
    ``address`` run from the one to the other while those at ``to`` run from 0 to 1; ``low`` above ``high`` turns them
    around. Both lie within :data:`FURTHEST` of 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(max_length=200)
    to: str = Field(max_length=200)
    direction: Direction = "both"
    low: float | None = None
    high: float | None = None

    @field_validator("address", "to")
    @classmethod
    def _plain(cls, given: str) -> str:
        parts = given.split("/")
        if len(parts) < 2 or parts[0] or not all(parts[1:]) or _NOT_IN_A_NAME & set(given) or not given.isascii():
            raise ValueError('an address is "/" and names without spaces or any of #*,?[]{}')
        return given

    @field_validator("address")
    @classmethod
    def _free(cls, given: str) -> str:
        if given == OSC_ROOT or given.startswith(f"{OSC_ROOT}/"):
            raise ValueError(f"an address of your own does not begin with {OSC_ROOT}")
        return given

    @model_validator(mode="after")
    def _a_range(self) -> Alias:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high belong together")
        if self.low == self.high is not None or not all(abs(end or 0.0) <= FURTHEST for end in (self.low, self.high)):
            raise ValueError(f"low and high are two different numbers from {-FURTHEST:.0f} to {FURTHEST:.0f}")
        return self

    @property
    def hears(self) -> bool:
        """Whether messages to the user's address are understood."""
        return self.direction != "out"

    @property
    def tells(self) -> bool:
        """Whether what sdad says is also said at the user's address."""
        return self.direction != "in"

    def inward(self, given: tuple[object, ...]) -> tuple[object, ...]:
        """Returns arguments as sdad's own address takes them."""
        return given if self.low is None or self.high is None else _scaled(given, self.low, self.high, 0.0, 1.0)

    def outward(self, told: tuple[object, ...]) -> tuple[object, ...]:
        """Returns arguments as the user's address gives them."""
        return told if self.low is None or self.high is None else _scaled(told, 0.0, 1.0, self.low, self.high)


def _scaled(values: tuple[object, ...], low: float, high: float, to_low: float, to_high: float) -> tuple[object, ...]:
    """Returns the numbers among values on another scale; texts and switches are left as they are."""
    slope = (to_high - to_low) / (high - low)
    return tuple(
        to_low + (value - low) * slope if isinstance(value, int | float) and not isinstance(value, bool) else value
        for value in values
    )
