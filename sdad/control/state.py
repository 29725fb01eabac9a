"""Where every control stands: one frozen value, replaced whole at each change."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sdad.control.naming import checked_position
from sdad.control.parameters import TABLE, control


class Setting(BaseModel):
    """One control: its position from 0 to 1, or None for auto, and whether dice and morph must leave it alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    position: float | None = None
    locked: bool = False

    @property
    def mode(self) -> str:
        """Returns ``locked``, ``auto`` or ``set``."""
        if self.locked:
            return "locked"
        return "auto" if self.position is None else "set"


def _defaults() -> dict[str, Setting]:
    return {row.id: Setting(position=row.default_position) for row in TABLE}


class ControlState(BaseModel):
    """All controls, in the table's order. Unknown names and positions outside 0 to 1 are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    settings: dict[str, Setting] = Field(default_factory=_defaults)

    @field_validator("settings")
    @classmethod
    def _complete(cls, given: dict[str, Setting]) -> dict[str, Setting]:
        for name, setting in given.items():
            row = control(name)
            if setting.position is not None:
                checked_position(row, setting.position)
        return {name: given.get(name, default) for name, default in _defaults().items()}

    def __getitem__(self, name: str) -> Setting:
        """Returns a control's setting.

        Raises:
            UnknownControl: no control has this name.
        """
        return self.settings[control(name).id]

    @property
    def positions(self) -> dict[str, float | None]:
        """Every control's position; None for auto."""
        return {name: setting.position for name, setting in self.settings.items()}

    def natural(self, name: str) -> float:
        """Returns the natural value of a *setting* such as duration or level (a descriptor's depends on the model)."""
        row = control(name)
        position = self[name].position
        return row.full_range.natural(row.curve, 0.5 if position is None else position)

    def with_position(self, name: str, position: float | None) -> ControlState:
        """Returns the state with one control moved; None sets a descriptor to auto and a setting to its default.

        Raises:
            UnknownControl: no control has this name.
            ControlOutOfRange: the position is outside 0 to 1.
        """
        return self.with_positions({name: position})

    def with_positions(self, positions: Mapping[str, float | None]) -> ControlState:
        """Returns the state with several controls moved at once, as :meth:`with_position` moves one."""
        moved = {}
        for name, position in positions.items():
            row = control(name)
            if position is None:
                position = row.default_position
            else:
                checked_position(row, position)
            moved[name] = Setting(position=position, locked=self.settings[name].locked)
        return self._with(moved)

    def with_lock(self, name: str, locked: bool) -> ControlState:
        """Returns the state with one control locked or freed."""
        return self.with_locks({name: locked})

    def with_locks(self, locked: Mapping[str, bool]) -> ControlState:
        """Returns the state with several controls locked or freed.

        Raises:
            UnknownControl: no control has one of these names.
        """
        return self._with({name: Setting(position=self[name].position, locked=on) for name, on in locked.items()})

    def _with(self, changed: Mapping[str, Setting]) -> ControlState:
        # All of it has been checked already, and a hand on a fader makes hundreds of these a second.
        return ControlState.model_construct(settings={**self.settings, **changed})
