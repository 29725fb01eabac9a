"""Where the controls stand and which model they play: the half of the engine that a knob turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sdad.control.commands import LockControl, NudgeControl, RecallPreset, SavePreset, SetControls, SetNatural, UseModel
from sdad.control.curves import Reach
from sdad.control.events import ControlChanged, Event, LibraryChanged, ModelUsed
from sdad.control.naming import natural_position, reach_of
from sdad.control.parameters import CONTROLS, control
from sdad.control.state import ControlState
from sdad.errors import NotANumber, NotFound
from sdad.library.models import Models, ModelVersion
from sdad.library.presets import Preset, Presets

Json = dict[str, Any]


def natural_at(name: str, position: float | None, reaches: Mapping[str, Reach]) -> float | None:
    """Returns a position's natural value; None for auto, and for a descriptor whose reach nobody has measured."""
    row = CONTROLS[name]
    if position is None or (row.is_descriptor and name not in reaches):
        return None
    return reach_of(row, reaches).natural(row.curve, position)


def recalled(state: ControlState, preset: Preset) -> ControlState:
    """Returns the controls as a preset has them; controls that it does not name are left as they stand."""
    state = state.with_positions(preset.positions)
    for name in preset.positions:
        state = state.with_lock(name, name in preset.locked)
    return state


def preset_named(presets: Presets, preset: str | int) -> Preset:
    """Returns a preset by its name, or by its number from 1 in alphabetical order.

    Raises:
        NotFound: there is no such preset.
        LibraryError: its file cannot be read.
    """
    if isinstance(preset, str):
        return presets.get(preset)
    names = presets.names()
    if not 1 <= preset <= len(names):
        raise NotFound("preset", str(preset), remedy=f"They are numbered from 1 to {len(names)}.")
    return presets.get(names[preset - 1])


class Desk:
    """The controls and the model in use. ``state`` and ``model`` are immutable and replaced whole.

    Args:
        models: The models of the library.
        presets: The presets of the library.
        emit: Takes each event.
    """

    def __init__(self, models: Models, presets: Presets, emit: Callable[[Event], None]) -> None:
        self._models = models
        self._presets = presets
        self._emit = emit
        self.state = ControlState()
        self.model: ModelVersion | None = None

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """The reach of the model in use, by control; empty when there is none."""
        return self.model.card.reaches if self.model else {}

    def set_controls(self, command: SetControls) -> Json:
        """Moves several controls as one change; when one of them is refused, none moves."""
        return self._become(self.state.with_positions(command.positions), command.positions, command.origin)

    def set_natural(self, command: SetNatural) -> Json:
        """Moves a control to a natural value, held to the reach of the model in use."""
        row = control(command.control)
        position = natural_position(row, command.value, reach_of(row, self.reaches))
        return self._become(self.state.with_position(row.id, position), [row.id], command.origin)

    def nudge(self, command: NudgeControl) -> Json:
        """Moves a control by a difference; one on auto starts from the middle."""
        before = self.state[command.control].position
        after = (0.5 if before is None else before) + command.delta
        if after != after:
            raise NotANumber(command.control, command.delta)
        position = min(1.0, max(0.0, after))
        return self._become(self.state.with_position(command.control, position), [command.control], command.origin)

    def lock(self, command: LockControl) -> Json:
        """Locks or frees a control."""
        state = self.state.with_lock(command.control, command.locked)
        return self._become(state, [command.control], command.origin)

    def recall(self, command: RecallPreset) -> Json:
        """Sets the controls as a preset has them."""
        preset = preset_named(self._presets, command.preset)
        return {"preset": preset.name, **self._become(recalled(self.state, preset), preset.positions, command.origin)}

    def save(self, command: SavePreset) -> Json:
        """Keeps the controls as they stand."""
        known = {name: natural_at(name, position, self.reaches) for name, position in self.state.positions.items()}
        naturals = {name: natural for name, natural in known.items() if natural is not None}
        model = self.model.name if self.model else None
        path = self._presets.save(Preset.of_state(command.preset, self.state, naturals, model))
        self._emit(LibraryChanged(what="presets"))
        return {"preset": command.preset, "path": str(path)}

    def use(self, command: UseModel) -> Json:
        """Chooses the current version of a model."""
        self.put_on(self._models.current(command.model))
        return {"model": command.model, "version": self.model.version if self.model else None}

    def put_on(self, model: ModelVersion) -> None:
        """Makes a version the one in use; positions stay, and what they mean in natural values is told anew."""
        if self.model is not None and (self.model.name, self.model.version) == (model.name, model.version):
            return
        self.model = model
        self._emit(ModelUsed(model=model.name, version=model.version))
        for name, setting in self.state.settings.items():
            if CONTROLS[name].is_descriptor and setting.position is not None:
                self._tell(name, "")

    def take_over(self, kept: Json | None, model: ModelVersion | None) -> None:
        """Takes up the controls as :meth:`kept` gave them before a restart, and a model; tells nobody."""
        if kept is not None:
            self.state = ControlState.model_validate(kept)
        self.model = model

    def kept(self) -> Json:
        """Returns the controls in a form that can be kept over a restart."""
        return self.state.model_dump(mode="json")

    def _become(self, state: ControlState, touched: Iterable[str], origin: str) -> Json:
        before, self.state = self.state, state
        for name in touched:
            if state.settings[name] != before.settings[name]:
                self._tell(name, origin)
        return {"controls": {name: self._standing(name) for name in touched}}

    def _standing(self, name: str) -> Json:
        setting = self.state.settings[name]
        natural = natural_at(name, setting.position, self.reaches)
        return {"position": setting.position, "natural": natural, "locked": setting.locked}

    def _tell(self, name: str, origin: str) -> None:
        self._emit(ControlChanged(control=name, origin=origin, **self._standing(name)))
