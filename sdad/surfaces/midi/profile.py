"""What a mapping file may say: one device, and for each of its knobs and buttons where that leads."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sdad.control.parameters import TABLE
from sdad.errors import MidiMappingFault
from sdad.surfaces.midi.relative import Encoding
from sdad.surfaces.midi.takeover import Takeover
from sdad.surfaces.midi.targets import Target, target_of
from sdad.surfaces.midi.wire import HIGHEST, HIGHEST_14, HIGHEST_CC, Kind, Source

GENERIC = "the table's own numbers"
"""The name of the mapping of devices that no profile knows."""

_SAID_IN_WORDS = {"to", "cc", "note", "nrpn", "bend", "channel", "bits", "relative"}


class _Fields(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Shown(_Fields):
    """The message that shows a knob where its control stands; what is left out is as the knob itself sends it.

    The position 0 is sent as ``low`` and 1 as ``high``; ``off`` is sent while the control is on auto.
    """

    cc: int | None = Field(None, ge=0, le=HIGHEST)
    channel: int | None = Field(None, ge=1, le=16)
    low: int = Field(0, ge=0, le=HIGHEST)
    high: int = Field(HIGHEST, ge=0, le=HIGHEST)
    off: int | None = Field(None, ge=0, le=HIGHEST)


class Entry(_Fields):
    """One knob, fader, encoder or button of a device, and what it is mapped to.

    ``to`` is a control or an action; the other fields are described in the reference page on MIDI.
    """

    to: str
    label: str = ""
    cc: int | None = Field(None, ge=0, le=HIGHEST_CC)
    note: int | None = Field(None, ge=0, le=HIGHEST)
    nrpn: int | None = Field(None, ge=0, le=HIGHEST_14)
    bend: bool = False
    channel: int | None = Field(None, ge=1, le=16)
    bits: int = 7
    relative: Encoding | None = None
    step: float = Field(0.01, gt=0.0, le=1.0)
    takeover: Takeover | None = None
    low: float = Field(0.0, ge=0.0, le=1.0)
    high: float = Field(1.0, ge=0.0, le=1.0)
    curve: float = Field(1.0, ge=0.1, le=10.0)
    invert: bool = False
    latching: bool = False
    shown: Shown | None = None
    unverified: bool = False

    @field_validator("shown", mode="before")
    @classmethod
    def _same(cls, given: object) -> object:
        return Shown() if given is True else None if given is False else given

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if [self.cc is None, self.note is None, self.nrpn is None, not self.bend].count(False) != 1:
            raise ValueError("give exactly one of cc, note, nrpn and bend = true")
        if self.bits not in (7, 14):
            raise ValueError("bits is 7 or 14")
        if self.bits == 14 and not (self.nrpn is not None or (self.cc is not None and self.cc < 32)):
            raise ValueError("only an nrpn and the controllers 0 to 31 can have 14 bits")
        if self.relative is not None and (self.cc is None or self.bits == 14):
            raise ValueError("only a cc of 7 bits can be relative")
        if self.low >= self.high:
            raise ValueError("low is below high; invert = true turns a knob round")
        if self.nrpn is not None and self.shown is not None and self.shown.cc is None:
            raise ValueError("what an nrpn controls is shown by a cc: shown = { cc = … }")
        if self.target.is_control and self.note is not None:
            raise ValueError(f"a note is a button and cannot move {self.to}; it can do auto {self.to}")
        if self.target.is_control is False and (self.relative or self.shown or self.nrpn is not None or self.bend):
            raise ValueError(f"{self.to} is done by a button: a note, or a cc that is not relative and shows nothing")
        return self

    @cached_property
    def target(self) -> Target:
        """What it is mapped to.

        Raises:
            ValueError: ``to`` means nothing.
        """
        return target_of(self.to)

    @property
    def kind(self) -> Kind:
        """The kind of message that it sends."""
        if self.cc is not None:
            return "cc"
        return "note" if self.note is not None else "nrpn" if self.nrpn is not None else "bend"

    @property
    def number(self) -> int:
        """The number that it sends; 0 for a pitch bend."""
        return next((number for number in (self.cc, self.note, self.nrpn) if number is not None), 0)

    @property
    def highest(self) -> int:
        """The largest value that it sends."""
        return HIGHEST_14 if self.bits == 14 or self.bend else HIGHEST

    @property
    def is_told(self) -> bool:
        """Whether it takes up itself where its control stands; a ring beside it does not move the knob."""
        return self.shown is not None and self.shown.cc is None

    def hears(self, source: Source) -> bool:
        """Whether a message comes from it."""
        return source[0] == self.kind and source[2] == self.number and self.channel in (None, source[1])

    def position(self, value: int) -> float:
        """Returns the position that a value from 0 to :attr:`highest` means, by range, curve and direction."""
        share = value / self.highest
        return self.low + (self.high - self.low) * math.pow(1.0 - share if self.invert else share, self.curve)

    def value(self, position: float, low: int, high: int) -> int:
        """Returns the value from ``low`` to ``high`` that shows a position: :meth:`position` the other way round."""
        share = math.pow(min(1.0, max(0.0, (position - self.low) / (self.high - self.low))), 1.0 / self.curve)
        return round(low + (high - low) * (1.0 - share if self.invert else share))

    @property
    def text(self) -> str:
        """What it is, in words: ``CC 16 on channel 1, without ends (offset)``."""
        kind = self.kind if self.kind == "note" else self.kind.upper()
        parts = ["pitch bend" if self.bend else f"{kind} {self.number}"]
        parts[0] += f" on channel {self.channel}" if self.channel else ""
        parts += [f"without ends ({self.relative})"] if self.relative else ["14 bits"] if self.bits == 14 else []
        for name, value in self.summary().items():
            if name not in _SAID_IN_WORDS:
                parts.append(name if value is True or isinstance(value, dict) else f"{name} {value}")
        return ", ".join(parts)

    def summary(self) -> dict[str, Any]:
        """Returns the fields that say something, as a mapping file has them."""
        return self.model_dump(exclude_defaults=True)


class Profile(_Fields):
    """A mapping file: which ports it is for, and what is mapped.

    ``ports`` are words of port names, ``but_not`` those of others that have them as well. ``programs`` says whether
    program changes recall presets. With ``alone`` what this file does not speak of does nothing; otherwise the profile
    of the device, or the table's numbers, says it.
    """

    format: int = 1
    name: str = ""
    ports: list[str] = Field(min_length=1)
    but_not: list[str] = Field(default_factory=list)
    about: str = ""
    source: str = ""
    programs: bool = True
    alone: bool = False
    map: list[Entry] = Field(default_factory=list)

    def is_for(self, port: str) -> bool:
        """Whether a port is one of those this is for: its name has the words, in this order, beside one another."""
        name = f" {words(port)} "
        return _any_in(name, self.ports) and not _any_in(name, self.but_not)

    def summary(self) -> dict[str, Any]:
        """Returns the fields that say something, as a mapping file has them."""
        kept = self.model_dump(exclude_defaults=True, exclude={"map"})
        return {**kept, "map": [entry.summary() for entry in self.map]}


def _any_in(name: str, ports: list[str]) -> bool:
    return any(f" {words(one)} " in name for one in ports)


def words(name: str) -> str:
    """Returns a port's name as it is compared: lower case, and one space for whatever separates its words."""
    return " ".join(re.findall(r"[^\W_]+", name.lower()))


def profile_of(path: Path, facts: Mapping[str, Any]) -> Profile:
    """Returns what a mapping file says.

    Raises:
        MidiMappingFault: it cannot be used; the first fault is named.
    """
    try:
        return Profile.model_validate({"name": path.stem, **facts})
    except ValidationError as error:
        raise MidiMappingFault(path, fault_in(error, facts)) from None


def fault_in(error: ValidationError, facts: Mapping[str, Any]) -> str:
    """Returns the first fault in words, and with it the entry of ``map`` that it is in."""
    fault = error.errors(include_url=False)[0]
    where = list(fault["loc"])
    place = ""
    if where[:1] == ["map"] and len(where) > 1 and isinstance(where[1], int):
        entry = facts["map"][where[1]]
        to = entry.get("to") if isinstance(entry, Mapping) else None
        place = f"entry {where[1] + 1}{f' (to {to})' if to else ''}: "
        where = where[2:]
    field = ".".join(str(part) for part in where)
    text = fault["msg"].removeprefix("Value error, ")
    return f"{place}{field}{': ' if field else ''}{text[0].lower() + text[1:]}".rstrip(".")


def generic() -> Profile:
    """Returns the mapping of a device that nobody has described: each control's number in the table, any channel."""
    entries = [Entry(to=row.id, cc=row.cc) for row in TABLE]
    return Profile(name=GENERIC, ports=["*"], map=entries)
