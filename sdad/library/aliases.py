"""The user's own OSC addresses: ``aliases.toml`` in the workspace, written by hand or by sdad."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sdad.control.aliases import MOST_ALIASES, Alias
from sdad.library.formats import parsed, read_toml, write_toml

ALIASES_FORMAT = 1


class _List(BaseModel):
    """The file: ``format = 1`` and one ``[[alias]]`` for each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    alias: tuple[Alias, ...] = Field((), max_length=MOST_ALIASES)

    @field_validator("alias")
    @classmethod
    def _each_once(cls, given: tuple[Alias, ...]) -> tuple[Alias, ...]:
        addresses = [each.address for each in given]
        for address in addresses:
            if addresses.count(address) > 1:
                raise ValueError(f"{address} is there more than once")
        return given


class AliasFile:
    """Reads and writes the list.

    Args:
        path: Where it lies; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> tuple[int, int] | None:
        """Returns what changes whenever the file does; None while there is none."""
        try:
            facts = self.path.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size

    def load(self) -> tuple[Alias, ...]:
        """Returns the aliases in their order; none where there is no file.

        Raises:
            Corrupt, FormatTooNew: the file cannot be read; the reason names what is wrong.
        """
        if not self.path.is_file():
            return ()
        return parsed(self.path, _List, read_toml(self.path, ALIASES_FORMAT)).alias

    def keep(self, aliases: Sequence[Alias]) -> None:
        """Writes the list anew. Remarks that somebody wrote into the file are lost.

        Raises:
            DiskFull, NotWritable: the old file is untouched.
        """
        facts = [each.model_dump(exclude_none=True, exclude_defaults=True) for each in aliases]
        write_toml(self.path, {"format": ALIASES_FORMAT, "alias": facts})
