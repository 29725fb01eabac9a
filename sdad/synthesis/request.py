"""What is to be rendered, frozen: the same request, model version and device give the same samples."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sdad.control.breakpoints import Breakpoints, checked_breakpoints, mean_position
from sdad.control.delivery import Delivery
from sdad.control.naming import checked_position
from sdad.control.parameters import CONTROLS, control
from sdad.control.state import ControlState

DEFAULT_POSITIONS = ControlState().positions


class Share(BaseModel):
    """Another model that a take is blended with, and its weight: 0 is not at all, 1 nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    version: str
    weight: float = Field(gt=0, le=1)


class RenderRequest(BaseModel):
    """One take of one model, or of a blend.

    ``positions`` holds every control: a number from 0 to 1, or None for a descriptor that is left to the model.
    ``seconds`` is the length without the tail. A ``loop`` is exactly that long, and its end runs into its beginning.
    ``curves`` holds the breakpoints of the descriptors that move meanwhile, in place of their positions. ``blend``
    holds the other models of a blend; what their weights leave of 1 is that of ``model``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    version: str
    take: int = Field(ge=0, le=2**31 - 1)
    seconds: float = Field(12.0, ge=0.5, le=600.0)
    positions: dict[str, float | None] = Field(default_factory=lambda: dict(DEFAULT_POSITIONS))
    delivery: Delivery = Delivery()
    loop: bool = False
    curves: dict[str, Breakpoints] = Field(default_factory=dict)
    blend: tuple[Share, ...] = ()

    @field_validator("blend")
    @classmethod
    def _shared_out(cls, given: tuple[Share, ...]) -> tuple[Share, ...]:
        if sum(share.weight for share in given) > 1 + 1e-9:
            raise ValueError("the weights of a blend exceed 1 together")
        return given

    @field_validator("positions")
    @classmethod
    def _complete(cls, given: dict[str, float | None]) -> dict[str, float | None]:
        for name, position in given.items():
            row = control(name)
            if position is not None:
                checked_position(row, position)
        # A setting cannot be left to the model: None is its default, as it is where the controls are set.
        return DEFAULT_POSITIONS | {name: position for name, position in given.items() if position is not None}

    @field_validator("curves")
    @classmethod
    def _followable(cls, given: dict[str, Breakpoints]) -> dict[str, Breakpoints]:
        return {name: checked_breakpoints(control(name), points) for name, points in given.items()}

    @property
    def asked(self) -> dict[str, float | None]:
        """What is asked for over the whole take: the positions, and of a curve its mean over time."""
        return self.positions | {name: mean_position(points) for name, points in self.curves.items()}

    def natural(self, name: str) -> float:
        """Returns the natural value of a *setting* such as layers, tail or level."""
        row = CONTROLS[name]
        position = self.positions[name]
        assert not row.is_descriptor and position is not None
        return row.full_range.natural(row.curve, position)
