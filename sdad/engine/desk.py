"""Where the controls stand and which models they play: the half of the engine that a knob turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sdad.control.commands import (
    LockControl,
    MorphPresets,
    NudgeControl,
    RecallPreset,
    SavePreset,
    SetControls,
    SetNatural,
    UseBlend,
    UseModel,
)
from sdad.control.curves import Reach
from sdad.control.events import ControlChanged, Event, LibraryChanged, ModelUsed, PresetRecalled
from sdad.control.naming import natural_position, reach_of
from sdad.control.parameters import CONTROLS, control
from sdad.control.state import ControlState
from sdad.engine.blending import BLEND, reaches_between
from sdad.engine.morphing import MORPH, positions_between
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
    """The controls and the models in use. ``state`` and the models are immutable and replaced whole.

    Attributes:
        state: Where the controls stand.
        model: The model in use.
        other: The model that the control *blend* mixes with it; None when there is none.
        morph_between: The names of the two presets that the control *morph* lies between; None before any were chosen.

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
        self.other: ModelVersion | None = None
        self.morph_between: tuple[str, str] | None = None
        self._reaches: Mapping[str, Reach] = {}

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """The reach of what plays, the model in use or its blend, by control; empty when there is no model."""
        return self._reaches

    def set_controls(self, command: SetControls) -> Json:
        """Moves, locks and frees several controls as one change; when one of them is refused, nothing changes."""
        state = self.state.with_positions(command.positions).with_locks(command.locked)
        return self._turn(state, {**command.positions, **command.locked}, command.origin)

    def set_natural(self, command: SetNatural) -> Json:
        """Moves a control to a natural value, held to the reach of the model in use."""
        row = control(command.control)
        position = natural_position(row, command.value, reach_of(row, self.reaches))
        return self._turn(self.state.with_position(row.id, position), [row.id], command.origin)

    def nudge(self, command: NudgeControl) -> Json:
        """Moves a control by a difference; one on auto starts from the middle."""
        before = self.state[command.control].position
        after = (0.5 if before is None else before) + command.delta
        if after != after:
            raise NotANumber(command.control, command.delta)
        position = min(1.0, max(0.0, after))
        return self._turn(self.state.with_position(command.control, position), [command.control], command.origin)

    def lock(self, command: LockControl) -> Json:
        """Locks or frees a control."""
        state = self.state.with_lock(command.control, command.locked)
        return self._become(state, [command.control], command.origin)

    def recall(self, command: RecallPreset) -> Json:
        """Sets the controls as a preset has them; where that moves *morph*, the others are not moved by it."""
        preset = preset_named(self._presets, command.preset)
        # Nobody has turned these controls themselves, so whoever asked is told of them like everybody else.
        standing = self._become(recalled(self.state, preset), preset.positions, "")
        self._emit(PresetRecalled(preset=preset.name, origin=command.origin))
        return {"preset": preset.name, **standing}

    def save(self, command: SavePreset) -> Json:
        """Keeps the controls as they stand."""
        known = {name: natural_at(name, position, self.reaches) for name, position in self.state.positions.items()}
        naturals = {name: natural for name, natural in known.items() if natural is not None}
        model = self.model.name if self.model else None
        path = self._presets.save(Preset.of_state(command.preset, self.state, naturals, model))
        self._emit(LibraryChanged(what="presets"))
        return {"preset": command.preset, "path": str(path)}

    def morph(self, command: MorphPresets) -> Json:
        """Puts *morph* between two presets, and all controls that both name to where it stands between them."""
        first, second = (preset_named(self._presets, each) for each in (command.first, command.second))
        state = self.state
        if command.amount is not None:
            state = state.with_position(MORPH, command.amount)
        self.morph_between = (first.name, second.name)
        state, moved = self._morphed(state, first, second)
        # Nobody has turned these controls themselves, so whoever asked is told of them like everybody else.
        return {"first": first.name, "second": second.name, **self._become(state, [MORPH, *moved], "")}

    def use(self, command: UseModel) -> Json:
        """Chooses the current version of a model; what is blended in stays, unless it is the same model."""
        self.put_on(self._models.current(command.model), self.other)
        return {"model": command.model, "version": self.model.version if self.model else None}

    def blend(self, command: UseBlend) -> Json:
        """Chooses the current versions of a model and of the one to blend in; the same for both ends the blend."""
        model, other = (self._models.current(name) for name in (command.model, command.other))
        state = self.state
        if command.amount is not None:
            state = state.with_position(BLEND.id, command.amount)
        self.put_on(model, other, state)
        return {
            "model": model.name,
            "version": model.version,
            "blend_with": self.other.name if self.other else None,
            "blend_with_version": self.other.version if self.other else None,
            "amount": self.state[BLEND.id].position,
        }

    def put_on(self, model: ModelVersion, other: ModelVersion | None, state: ControlState | None = None) -> None:
        """Makes versions those in use; positions stay, and what they mean in natural values is told anew.

        Args:
            model: The version that plays.
            other: The one to blend in, if any; a model is not blended with itself.
            state: Where the controls stand from now on; None is where they stood.
        """
        if other is not None and other.name == model.name:
            other = None
        before = _labels(self.model, self.other)
        self.model, self.other = model, other
        used = ModelUsed(model=model.name, version=model.version, other=other.name if other else None)
        self._become(state or self.state, [BLEND.id], "", news=used if _labels(model, other) != before else None)

    def take_up(self, version: ModelVersion) -> None:
        """Puts a version in the place of that of the same model, if it is in use, and uses it if no model is."""
        if self.model is None or self.model.name == version.name:
            self.put_on(version, self.other)
        elif self.other is not None and self.other.name == version.name:
            self.put_on(self.model, version)

    def take_over(
        self,
        controls: Json | None,
        model: ModelVersion | None,
        other: ModelVersion | None = None,
        morph_between: tuple[str, str] | None = None,
    ) -> None:
        """Takes up the controls as :meth:`kept` gave them before a restart, and what they play; tells nobody."""
        if controls is not None:
            self.state = ControlState.model_validate(controls)
        self.model = model
        self.other = None if model is None or other is None or other.name == model.name else other
        self.morph_between = morph_between
        self._reaches = self._reaches_now()

    def kept(self) -> Json:
        """Returns the controls in a form that can be kept over a restart."""
        return self.state.model_dump(mode="json")

    def _turn(self, state: ControlState, touched: Iterable[str], origin: str) -> Json:
        """Moves controls as a hand does it: where *morph* has moved, the others that it moves follow."""
        touched = list(touched)
        moved: list[str] = []
        if self.morph_between is not None and state[MORPH] != self.state[MORPH]:
            first, second = (self._still_there(name) for name in self.morph_between)
            state, moved = self._morphed(state, first, second, but=touched)
        return self._become(state, touched, origin, moved)

    def _morphed(
        self, state: ControlState, first: Preset, second: Preset, but: Iterable[str] = ()
    ) -> tuple[ControlState, list[str]]:
        """Returns the controls as *morph* has them, and which it moves: none that are locked, and none of ``but``."""
        between = positions_between(first, second, state[MORPH].position or 0.0)
        moved = {name: at for name, at in between.items() if name not in but and not state.settings[name].locked}
        return state.with_positions(moved), list(moved)

    def _still_there(self, preset: str) -> Preset:
        try:
            return self._presets.get(preset)
        except NotFound:
            remedy = "Morph lies between this and another one; choose two presets for it anew, or save this one again."
            raise NotFound("preset", preset, remedy=remedy) from None

    def _become(
        self,
        state: ControlState,
        touched: Iterable[str],
        origin: str,
        followed: Iterable[str] = (),
        news: ModelUsed | None = None,
    ) -> Json:
        """Takes a state and tells of it: with its origin what was touched, without one what followed from that."""
        before, self.state = self.state, state
        reached = self._reaches
        if news is not None or state[BLEND.id] != before[BLEND.id]:
            self._reaches = self._reaches_now()
        if news is not None:
            self._emit(news)
        origins = dict.fromkeys(touched, origin) | dict.fromkeys(followed, "")
        same_reach = self._reaches is reached
        standing = {name: self._standing(name) for name in origins}
        for name, setting in state.settings.items():
            if setting is not before.settings[name] and setting != before.settings[name]:
                self._tell(name, origins.get(name, ""), standing)
            elif not same_reach and setting.position is not None and self._reaches.get(name) != reached.get(name):
                self._tell(name, "", standing)
        return {"controls": standing}

    def _reaches_now(self) -> Mapping[str, Reach]:
        if self.model is None:
            return {}
        return reaches_between(self.model, self.other, self.state[BLEND.id].position or 0.0)

    def _standing(self, name: str) -> Json:
        setting = self.state.settings[name]
        natural = natural_at(name, setting.position, self.reaches)
        return {"position": setting.position, "natural": natural, "locked": setting.locked}

    def _tell(self, name: str, origin: str, standing: Mapping[str, Json]) -> None:
        self._emit(ControlChanged(control=name, origin=origin, **(standing.get(name) or self._standing(name))))


def _labels(*versions: ModelVersion | None) -> list[tuple[str, str] | None]:
    return [(version.name, version.version) if version else None for version in versions]
