"""Presets: where the controls stand, under a name. The user's are TOML files in the workspace; some come with sdad."""

from __future__ import annotations

import math
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sdad.control.naming import checked_position
from sdad.control.parameters import control
from sdad.control.state import ControlState
from sdad.errors import Corrupt, LibraryError, NotFound, SdadError, storage_error
from sdad.library.formats import Json, parsed, read_toml, visible_in, write_toml
from sdad.library.layout import Workspace, check_name

PRESET_FORMAT = 1
_AUTO = "auto"


class Preset(BaseModel):
    """Where controls stand.

    ``positions`` holds positions from 0 to 1, None for auto; a control that is not in it is left as it stands.
    ``naturals`` holds the same in the controls' own units, on the reach of the ``model`` it was saved with.
    """

    model_config = ConfigDict(frozen=True)

    format: int = PRESET_FORMAT
    name: str
    about: str = ""
    model: str | None = None
    positions: dict[str, float | None] = Field(default_factory=dict)
    naturals: dict[str, float] = Field(default_factory=dict)
    locked: list[str] = Field(default_factory=list)

    @field_validator("positions", mode="before")
    @classmethod
    def _auto(cls, given: object) -> object:
        # TOML has no null, and "auto" reads better anyway.
        if not isinstance(given, dict):
            return given
        return {name: None if position == _AUTO else position for name, position in given.items()}

    @field_validator("positions")
    @classmethod
    def _in_range(cls, given: dict[str, float | None]) -> dict[str, float | None]:
        try:
            for name, position in given.items():
                row = control(name)
                if position is not None:
                    checked_position(row, position)
                elif not row.is_descriptor:
                    raise ValueError(f"{name} cannot be auto")
        except SdadError as error:
            raise ValueError(error.text) from None
        return given

    @field_validator("naturals")
    @classmethod
    def _finite(cls, given: dict[str, float]) -> dict[str, float]:
        for name, natural in given.items():
            if not math.isfinite(natural):
                raise ValueError(f"{name} is not a finite number")
        return given

    @classmethod
    def of_state(cls, name: str, state: ControlState, naturals: dict[str, float], model: str | None) -> Preset:
        """Returns the preset of all controls as they stand."""
        locked = [held for held, setting in state.settings.items() if setting.locked]
        return cls(name=name, model=model, positions=state.positions, naturals=naturals, locked=locked)

    def summary(self) -> Json:
        """Returns the facts that ``sdad preset show`` gives."""
        return self.model_dump(mode="json", exclude={"format"})


class Presets:
    """The user's presets and those that come with sdad; where both have a name, the user's is meant."""

    def __init__(self, workspace: Workspace, factory: Path | None = None) -> None:
        self._own = workspace.presets
        self._factory = factory if factory is not None else _factory_folder()

    def names(self) -> list[str]:
        """Returns the names of all presets in alphabetical order."""
        found = {path.stem for folder in (self._factory, self._own) for path in visible_in(folder, ".toml")}
        return sorted(found, key=str.casefold)

    def damaged(self) -> list[Json]:
        """Returns the presets that cannot be read, each with its ``name`` and ``error``."""
        found = []
        for name in self.names():
            try:
                self.get(name)
            except LibraryError as error:
                found.append({"name": name, "error": error.as_dict()})
        return found

    def get(self, name: str) -> Preset:
        """Returns a preset.

        Raises:
            NotFound: there is none of this name; the nearest is suggested.
            Corrupt, FormatTooNew: its file cannot be read.
            InvalidName: there cannot be one.
        """
        file = f"{check_name('preset', name)}.toml"
        for folder in (self._own, self._factory):
            path = folder / file
            if path.is_file():
                # The file's name is the preset's: a musician may rename or copy the file.
                return parsed(path, Preset, {**read_toml(path, PRESET_FORMAT), "name": path.stem})
        raise NotFound("preset", name, self.names())

    def path(self, name: str) -> Path:
        """Returns where the user's preset of this name lies or would lie.

        Raises:
            InvalidName: there cannot be one.
        """
        return self._own / f"{check_name('preset', name)}.toml"

    def save(self, preset: Preset) -> Path:
        """Keeps a preset among the user's, replacing the user's one of that name, and returns its file.

        What is in that one and means nothing to this sdad stays in it: a later one may have put it there.

        Raises:
            InvalidName: the name cannot be a file.
            FormatTooNew: a later sdad wrote that one in a way that is not understood here; it is untouched.
            DiskFull, NotWritable: it was not kept; an older one is untouched.
        """
        path = self.path(preset.name)
        positions = {
            name: _AUTO if position is None else round(position, 6) for name, position in preset.positions.items()
        }
        plain = {"format": PRESET_FORMAT, "name": preset.name, "about": preset.about, "model": preset.model}
        facts = {key: value for key, value in plain.items() if value not in (None, "")}
        naturals = {name: round(natural, 6) for name, natural in preset.naturals.items()}
        known = {**facts, "locked": preset.locked, "positions": positions, "naturals": naturals}
        write_toml(path, {**known, **_not_understood(path)})
        return path

    def delete(self, name: str) -> None:
        """Removes one of the user's presets; one of sdad's own by that name shows again.

        Raises:
            NotFound: the user has none of this name.
            NotWritable: it cannot be removed.
        """
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            raise NotFound("preset of yours", name, [path.stem for path in visible_in(self._own, ".toml")]) from None
        except OSError as error:
            raise storage_error(error, self._own) from None


def _not_understood(path: Path) -> Json:
    """Returns what a preset's file holds under keys that are none of this sdad's; nothing of a damaged one."""
    try:
        held = read_toml(path, PRESET_FORMAT) if path.exists() else {}
    except Corrupt:
        return {}
    return {key: value for key, value in held.items() if key not in Preset.model_fields}


def _factory_folder() -> Path:
    """Returns where sdad's own presets lie: inside an installed package, or at the top of a checkout."""
    installed = Path(__file__).parent / "factory_presets"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "presets"
