"""Every address of sdad as a tree of nodes with the attributes of OSCQuery."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sdad.control.port import EnginePort
from sdad.surfaces.osc.aliases import Aliases
from sdad.surfaces.osc.announcements import REPLIES, Announcement
from sdad.surfaces.osc.describing import endpoints
from sdad.surfaces.osc.endpoints import Argument, Endpoint
from sdad.surfaces.osc.requests import Tell
from sdad.surfaces.osc.standing import Standing

Json = dict[str, Any]

NO_VALUE, READ, WRITE, BOTH = range(4)
"""The values of ACCESS."""
_UNITS = {"Hz": "time.hz", "s": "time.second", "ms": "time.ms", "dB": "gain.db", "note": "time.midinote"}
"""Units that the proposal has a name for (its units.md); others are given as they are written."""
_CARRIED = re.compile(r"(?:(\d+) )?([sfi])\b")


def carried_tags(carries: str) -> str:
    """Returns the type tags of what sdad sends, from its words: ``ssf`` of "s render, s path, f seconds"."""
    parts = (_CARRIED.match(part) for part in carries.partition(";")[0].split(", "))
    return "".join(found[2] * int(found[1] or 1) for found in parts if found)


class Latest:
    """What was last told at each address that sdad only sends to."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[object, ...]] = {}

    def remember(self, told: list[Announcement]) -> None:
        """Remembers announcements. Called from the engine's thread."""
        for each in told:
            if each.message.address in REPLIES:
                self._told[each.message.address] = each.message.arguments

    def now(self) -> dict[str, tuple[object, ...]]:
        """Returns the arguments by address."""
        return dict(self._told)


class Tree:
    """Describes nodes as they are at the moment.

    Args:
        port: The engine: its lists are what may be sent.
        standing: How everything stands.
        aliases: The user's own addresses.
        latest: What was last told.
    """

    def __init__(self, port: EnginePort, standing: Standing, aliases: Aliases, latest: Latest) -> None:
        self._port = port
        self._standing = standing
        self._aliases = aliases
        self._latest = latest

    def node(self, path: str) -> Json | None:
        """Returns the node at a path with all that is below it, or None where there is none."""
        below = path.rstrip("/") + "/"
        values, lists = self._values(), _Lists(self._port)
        top = _container(path)
        found = path == "/"
        for address, attributes in self._methods(below, values, lists):
            found = True
            node = top
            if address != path:
                for part in address[len(below) :].split("/"):
                    inside = node.setdefault("CONTENTS", {})
                    full = f"{node['FULL_PATH'].rstrip('/')}/{part}"
                    node = inside.setdefault(part, _container(full))
            node.update(attributes)
        return top if found else None

    def standing(self, address: str) -> tuple[object, ...] | None:
        """Returns how things stand at an address; None where nothing stands, as where events are told."""
        return self._standing_values().get(address)

    def is_told(self, address: str) -> bool:
        """Returns whether anything is ever told at an address."""
        book = self._aliases.book
        alias = book.by_address.get(address)
        if alias is not None:
            return alias.tells and self.is_told(alias.to)
        return address in REPLIES or any(each.address == address and each.reads for each in endpoints())

    def _values(self) -> dict[str, tuple[object, ...]]:
        return {**self._latest.now(), **self._standing_values()}

    def _standing_values(self) -> dict[str, tuple[object, ...]]:
        told = self._aliases.book.told(self._standing.told(Tell.EVERYTHING))
        return {each.message.address: each.message.arguments for each in told}

    def _methods(
        self, below: str, values: Mapping[str, tuple[object, ...]], lists: _Lists
    ) -> Iterator[tuple[str, Json]]:
        for each in endpoints(self._aliases.book.aliases):
            if f"{each.address}/".startswith(below):
                yield each.address, _heard(each, values.get(each.address), lists)
        outward = {each.address: each.to for each in self._aliases.book.aliases if not each.hears}
        for address, to in {**dict(zip(REPLIES, REPLIES, strict=True)), **outward}.items():
            if f"{address}/".startswith(below) and to in REPLIES:
                yield address, _sent(REPLIES[to], values.get(address))


def _container(path: str) -> Json:
    return {"FULL_PATH": path, "ACCESS": NO_VALUE}


def _heard(each: Endpoint, value: tuple[object, ...] | None, lists: _Lists) -> Json:
    """Returns the attributes of an address that sdad answers to."""
    # N is the type of an address that does something and takes nothing: clients draw a button.
    node: Json = {"DESCRIPTION": each.help, "TYPE": each.tags or "N", "ACCESS": BOTH if each.reads else WRITE}
    if each.reads:
        # A control on auto has no position; published clients refuse what can be read and has no VALUE at all.
        node["VALUE"] = _plain(value or (None,) * len(each.arguments))
    ranges = [_range(argument, lists) for argument in each.arguments]
    if any(ranges):
        node["RANGE"] = ranges
        node["CLIPMODE"] = ["both" if argument.clips else "none" for argument in each.arguments]
    if any(argument.unit for argument in each.arguments):
        node["UNIT"] = [_UNITS.get(argument.unit, argument.unit) or None for argument in each.arguments]
    return node


def _sent(carries: str, value: tuple[object, ...] | None) -> Json:
    """Returns the attributes of an address that sdad only sends to."""
    tags = carried_tags(carries)
    node: Json = {"DESCRIPTION": carries, "TYPE": tags or "N", "ACCESS": READ if tags else NO_VALUE}
    if tags:
        node["VALUE"] = _plain(value or (None,) * len(tags))
    if tags == "f" and "from 0 to 1" in carries:
        node["RANGE"], node["CLIPMODE"] = [{"MIN": 0.0, "MAX": 1.0}], ["both"]
    return node


def _range(argument: Argument, lists: _Lists) -> Json | None:
    if argument.choices:
        return {"VALS": lists[argument.choices] if isinstance(argument.choices, str) else list(argument.choices)}
    return None if argument.low is None else {"MIN": argument.low, "MAX": argument.high}


def _plain(value: tuple[object, ...]) -> list[object]:
    """Returns arguments as JSON carries them; a switch is the whole number that OSC carries."""
    return [int(each) if isinstance(each, bool) else each for each in value]


class _Lists:
    """The lists of the library, each read once for a request, and only if it is needed."""

    def __init__(self, port: EnginePort) -> None:
        self._port = port
        self._read: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> list[str]:
        if name not in self._read:
            self._read[name] = self._names(name)
        return self._read[name]

    def _names(self, name: str) -> list[str]:
        match name:
            case "models":
                return list(map(str, self._port.status().get("models", [])))
            case "presets":
                return list(self._port.presets())
            case _:
                return [str(each["name"]) for each in self._port.datasets()]
