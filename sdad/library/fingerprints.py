"""Which bytes a file holds, remembered, so that an unchanged folder costs a look and not a reading."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, Field

from sdad.errors import Corrupt, FormatTooNew
from sdad.library.formats import parsed, read_json, write_json

LEDGER_FORMAT = 1


def sha256(path: Path) -> str:
    """Returns the SHA-256 of a file's bytes in hexadecimal, without loading the file whole.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Entry(BaseModel):
    size: int
    mtime_ns: int
    sha256: str


class _Entries(BaseModel):
    format: int = LEDGER_FORMAT
    files: dict[str, _Entry] = Field(default_factory=dict)


class Ledger:
    """Fingerprints of the files of one folder, kept in a file of ours; a damaged ledger is begun anew.

    A file counts as unchanged while its size and its time of change are the same.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def fingerprints(self, folder: Path, files: list[Path]) -> dict[str, str]:
        """Returns the SHA-256 of each file by its path inside ``folder``; what vanishes meanwhile is left out.

        Raises:
            DiskFull, NotWritable: the ledger cannot be kept.
        """
        known = self._read()
        seen: dict[str, _Entry] = {}
        for path in files:
            name = path.relative_to(folder).as_posix()
            try:
                facts = path.stat()
                entry = known.get(name)
                if entry is None or (entry.size, entry.mtime_ns) != (facts.st_size, facts.st_mtime_ns):
                    entry = _Entry(size=facts.st_size, mtime_ns=facts.st_mtime_ns, sha256=sha256(path))
            except OSError:
                continue
            seen[name] = entry
        if seen != known:
            write_json(self._file, _Entries(files=seen).model_dump())
        return {name: entry.sha256 for name, entry in seen.items()}

    def _read(self) -> dict[str, _Entry]:
        if not self._file.is_file():
            return {}
        try:
            return parsed(self._file, _Entries, read_json(self._file, LEDGER_FORMAT)).files
        except (Corrupt, FormatTooNew):
            return {}
