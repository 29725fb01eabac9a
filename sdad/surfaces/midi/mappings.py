"""The mapping files that are in force: read again when they change, and kept as they were while one has a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from sdad.errors import SdadError
from sdad.surfaces.midi.layout import Layout, layout_of
from sdad.surfaces.midi.profile import Entry, Profile, profile_of


class Files(Protocol):
    """Where mapping files lie; see :class:`sdad.library.mappings.MappingFiles`."""

    def own(self) -> list[Path]:
        """The user's files."""
        ...

    def profiles(self) -> list[Path]:
        """The files that come with sdad."""
        ...

    def stamp(self) -> object:
        """Something that is equal as long as no file of the user's has changed."""
        ...

    def read(self, path: Path) -> dict[str, Any]:
        """What a file says."""
        ...

    def save(self, name: str, facts: Mapping[str, Any]) -> Path:
        """Writes a file of the user's."""
        ...


class Mappings:
    """What the user's mappings and the profiles say now.

    Args:
        files: Where they lie.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._own: dict[Path, Profile] = {}
        self._stamp: object = None
        self.faults: list[SdadError] = []
        """Why files are not in force as they are, one for each."""
        self.profiles = [profile_of(path, files.read(path)) for path in files.profiles()]
        """The profiles that come with sdad."""
        self.refresh()

    @property
    def own(self) -> list[Profile]:
        """The user's mappings."""
        return list(self._own.values())

    def refresh(self) -> bool:
        """Reads the user's files again if one has changed; returns whether one has.

        A file with a fault leaves what it said before in force.
        """
        stamp = self._files.stamp()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        kept, self._own, self.faults = self._own, {}, []
        for path in self._files.own():
            try:
                self._own[path] = profile_of(path, self._files.read(path))
            except SdadError as error:
                self.faults.append(error)
                if path in kept:
                    self._own[path] = kept[path]
        return True

    def layout(self, port: str) -> Layout:
        """Returns what the messages of a port mean."""
        return layout_of(port, self.own, self.profiles)

    def facts(self) -> dict[str, Any]:
        """Returns the user's ``mappings``, the names of the ``profiles``, and the ``faults`` of files.

        Each mapping has the name of its ``file``, and ``texts`` that say in words what the entries of its ``map`` are.
        """
        return {
            "mappings": [
                {"name": one.name, "file": path.stem, "texts": [entry.text for entry in one.map], **one.summary()}
                for path, one in self._own.items()
            ],
            "profiles": [one.name for one in self.profiles],
            "faults": [fault.as_dict() for fault in self.faults],
        }

    def put(self, port: str, entry: Entry) -> Path:
        """Keeps an entry among the user's mappings of a port and returns the file; it is in force at once.

        It takes the place of the entries that hear the same message, and of those that led to the same target.

        Raises:
            DiskFull, NotWritable: it was not kept.
            SdadError: the file that is there has a fault; correct that first.
        """
        name, facts = self._file(port)
        others = [one for one in self._entries(facts) if one.to != entry.to and not _same_message(one, entry)]
        return self._save(name, facts, [*others, entry])

    def drop(self, port: str, to: str) -> int:
        """Takes the entries that lead to a target out of the user's mappings of a port; returns how many there were.

        The name of a file of the user's does as well as that of the port: a file may be for several ports.

        Raises:
            DiskFull, NotWritable: nothing was changed.
            SdadError: the file that is there has a fault; correct that first.
        """
        name, facts = self._file(port)
        before = self._entries(facts)
        kept = [one for one in before if one.to != to]
        if len(kept) < len(before):
            self._save(name, facts, kept)
        return len(before) - len(kept)

    def _file(self, port: str) -> tuple[str, dict[str, Any]]:
        """Returns the name of the file that keeps a port's mappings, and what it says."""
        own = {path.stem: path for path in self._files.own()}
        name = port if port in own else file_name(port)
        return name, self._files.read(own[name]) if name in own else {"ports": [device_of(port)]}

    def _entries(self, facts: Mapping[str, Any]) -> list[Entry]:
        return profile_of(Path("mapping"), facts).map

    def _save(self, name: str, facts: dict[str, Any], entries: list[Entry]) -> Path:
        path = self._files.save(name, {**facts, "map": [entry.summary() for entry in entries]})
        self.refresh()
        return path


def device_of(port: str) -> str:
    """Returns a port's name without what tells several devices of one name apart."""
    return re.sub(r" #\d+$", "", port)


def file_name(port: str) -> str:
    """Returns the name of the file that keeps what is learned of a port."""
    return re.sub(r"[^\w-]+", " ", device_of(port)).strip(" _-")[:64].strip() or "port"


def _same_message(one: Entry, other: Entry) -> bool:
    return (one.kind, one.number) == (other.kind, other.number) and (
        one.channel == other.channel or None in (one.channel, other.channel)
    )
