"""Recordings that have ended a decoder, by their content: this version of sdad does not try them again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, Field

from sdad import __version__
from sdad.errors import Corrupt, EndsDecoder, FormatTooNew
from sdad.library.formats import parsed, read_json, write_json
from sdad.library.layout import Workspace

QUARANTINE_FORMAT = 1


class _Entry(BaseModel):
    file: str
    reason: str


class _Entries(BaseModel):
    format: int = QUARANTINE_FORMAT
    sdad_version: str = Field(default_factory=lambda: __version__)
    files: dict[str, _Entry] = Field(default_factory=dict)
    """By SHA-256."""


class Quarantine:
    """Kept in a file of ours; one that is damaged, or of another version of sdad, is begun anew."""

    def __init__(self, workspace: Workspace) -> None:
        self._file = workspace.state / "quarantine.json"

    def among(self, fingerprints: Mapping[Path, str]) -> dict[Path, EndsDecoder]:
        """Returns those of the files, given with their SHA-256, that are not to be tried, and why."""
        known = self._read().files
        return {path: EndsDecoder(path, known[mark].reason) for path, mark in fingerprints.items() if mark in known}

    def add(self, error: EndsDecoder, fingerprint: str) -> None:
        """Keeps a file from being tried again, whatever it is called.

        Raises:
            DiskFull, NotWritable: that cannot be remembered.
        """
        entries = self._read()
        entries.files[fingerprint] = _Entry(file=Path(error.thing).name, reason=error.reason)
        write_json(self._file, entries.model_dump())

    def _read(self) -> _Entries:
        if not self._file.is_file():
            return _Entries()
        try:
            entries = parsed(self._file, _Entries, read_json(self._file, QUARANTINE_FORMAT))
        except (Corrupt, FormatTooNew):
            return _Entries()
        return entries if entries.sdad_version == __version__ else _Entries()
