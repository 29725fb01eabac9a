"""MIDI mapping files: the user's in the workspace, and those that come with sdad. What they say is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdad.library.formats import Json, read_toml, visible_in, write_toml
from sdad.library.layout import Workspace, check_name

MAPPING_FORMAT = 1


class MappingFiles:
    """The mapping files of a workspace, and sdad's own.

    Args:
        workspace: Where the user's lie.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._own = workspace.midi
        self._factory = _factory_folder()

    def own(self) -> list[Path]:
        """Returns the user's files by name."""
        try:
            return sorted(visible_in(self._own, ".toml"))
        except OSError:
            return []  # the folder went while it was being looked at

    def profiles(self) -> list[Path]:
        """Returns sdad's own files by name."""
        return sorted(visible_in(self._factory, ".toml"))

    def stamp(self) -> object:
        """Returns something that is equal as long as no file of the user's has changed, come or gone."""
        found = []
        for path in self.own():
            try:
                facts = path.stat()
            except OSError:
                continue  # it went while they were being looked at
            found.append((path.name, facts.st_mtime_ns, facts.st_size, facts.st_ino))
        return found

    def read(self, path: Path) -> Json:
        """Returns what a file says.

        Raises:
            Corrupt: it is no TOML, or has no format number.
            FormatTooNew: a later sdad wrote it.
        """
        return read_toml(path, MAPPING_FORMAT)

    def path(self, name: str) -> Path:
        """Returns where a file of the user's of this name lies, or would lie.

        Raises:
            InvalidName: the name cannot be a file.
        """
        return self._own / f"{check_name('MIDI mapping', name)}.toml"

    def save(self, name: str, facts: Mapping[str, Any]) -> Path:
        """Writes a file of the user's whole, replacing one of that name, and returns it.

        Raises:
            InvalidName: the name cannot be a file.
            DiskFull, NotWritable: an older one is untouched.
        """
        path = self.path(name)
        write_toml(path, {"format": MAPPING_FORMAT, **facts})
        return path


def _factory_folder() -> Path:
    """Returns where sdad's own files lie: inside an installed package, or at the top of a checkout."""
    installed = Path(__file__).parent / "factory_mappings"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "controllers" / "midi"
