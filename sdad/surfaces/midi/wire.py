"""MIDI 1.0 bytes to messages: what one port says, whole messages or single bytes, with running status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Kind = Literal["cc", "note", "program", "bend", "nrpn"]
Source = tuple[Kind, int, int]
"""What tells one control of a device from another: the kind of message, the channel and the number."""

HIGHEST = 127
HIGHEST_14 = 16383
HIGHEST_CC = 119
"""120 to 127 are channel mode messages and no controllers (MIDI 1.0 detailed specification)."""

_KINDS: dict[int, Kind] = {0x80: "note", 0x90: "note", 0xB0: "cc", 0xC0: "program", 0xE0: "bend"}
_LENGTHS = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}


class Message(NamedTuple):
    """What a controller said: ``channel`` 1 to 16, ``number`` of the controller or note, ``value`` 0 to ``highest``.

    A note that ends has the value 0. A program change has its program as ``number``. A pitch bend has number 0.
    """

    kind: Kind
    channel: int
    number: int
    value: int
    highest: int = HIGHEST

    @property
    def source(self) -> Source:
        """The control of the device that spoke."""
        return self.kind, self.channel, self.number


class Parser:
    """The state of one port (MIDI 1.0 detailed specification, running status and system messages).

    A data byte with no status before it is dropped, and so is a message that another status breaks off. Clock and
    active sensing may come between the bytes of a message; system exclusive is passed over.
    """

    def __init__(self) -> None:
        self._status = 0
        self._data: list[int] = []

    def feed(self, data: Sequence[int]) -> list[Message]:
        """Returns the messages that these bytes complete."""
        if len(data) == 3 and 0xB0 <= data[0] <= 0xBF and 0 <= data[1] <= HIGHEST and 0 <= data[2] <= HIGHEST:
            # What a driver hands over nearly always, and thousands of times a second when a hand is on the faders.
            self._status = data[0]
            self._data.clear()
            return [Message("cc", data[0] - 0xAF, data[1], data[2])]
        complete = []
        for byte in data:
            if byte >= 0xF8:
                continue
            if byte >= 0x80:
                # System messages end running status; what they carry is dropped with it.
                self._status = byte if byte < 0xF0 else 0
                self._data.clear()
            elif self._status and byte >= 0:
                self._data.append(byte)
                if len(self._data) == _LENGTHS[self._status & 0xF0]:
                    message = _message(self._status, self._data)
                    self._data.clear()
                    if message is not None:
                        complete.append(message)
        return complete


def _message(status: int, data: list[int]) -> Message | None:
    kind = _KINDS.get(status & 0xF0)
    channel = (status & 0x0F) + 1
    if kind is None:
        return None
    if kind == "bend":
        return Message(kind, channel, 0, data[1] << 7 | data[0], HIGHEST_14)
    if kind == "program":
        return Message(kind, channel, data[0], HIGHEST)
    value = 0 if status & 0xF0 == 0x80 else data[1]
    return Message(kind, channel, data[0], value)


def as_bytes(kind: Kind, channel: int, number: int, value: int) -> list[int]:
    """Returns the bytes of a control change, a note or a pitch bend.

    Raises:
        ValueError: this kind is never sent.
    """
    if kind == "bend":
        return [0xE0 | channel - 1, value & 0x7F, value >> 7]
    if kind not in ("cc", "note"):
        raise ValueError(kind)
    return [(0xB0 if kind == "cc" else 0x90) | channel - 1, number, value]


def said(message: Message) -> str:
    """Returns a message in words: ``channel 1 CC 74 = 100``."""
    name = {"cc": "CC", "note": "note", "nrpn": "NRPN", "program": "program", "bend": "pitch bend"}[message.kind]
    number = "" if message.kind == "bend" else f" {message.number}"
    value = "" if message.kind == "program" else f" = {message.value}"
    return f"channel {message.channel} {name}{number}{value}"
