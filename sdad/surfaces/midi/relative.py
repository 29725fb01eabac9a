"""Encoders without ends: how far a message turns one, and which of the four encodings it speaks.

The four are those that Ableton Live's manual lists under "Mapping to Relative MIDI Controllers". Turned slowly to the
left they begin with 65, 1, 63 and 127, which is how they can be told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

Encoding = Literal["signed", "signed-reversed", "offset", "twos-complement"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

SURE = 3
"""How many equal steps make sure: an absolute knob passes 63 or 65, but does not stay there."""

_LEFT: dict[int, Encoding] = {65: "signed", 1: "signed-reversed", 63: "offset", 127: "twos-complement"}


def steps(encoding: Encoding, value: int) -> int:
    """Returns how many steps to the right a value from 0 to 127 means; negative is to the left.

    ======================  ==========  ==========
    encoding                right       left
    ======================  ==========  ==========
    signed                  1 to 64     65 to 127
    signed-reversed         65 to 127   1 to 64
    offset                  65 to 127   63 to 1
    twos-complement         1 to 64     127 to 65
    ======================  ==========  ==========
    """
    if encoding == "offset":
        return value - 64 if value else 0
    if encoding == "twos-complement":
        return value if value <= 64 else value - 128
    signed = value if value <= 64 else 64 - value
    return -signed if encoding == "signed-reversed" else signed


def heard_in(values: Sequence[int]) -> Encoding | None:
    """Returns the encoding that one slow turn to the left has shown; None for a control with ends, or too few values.

    An encoder that speeds up may send larger steps as well; every one of them must be to the left.
    """
    encoding = _LEFT.get(values[0]) if len(values) >= SURE and len(set(values[:SURE])) == 1 else None
    if encoding is None or any(steps(encoding, value) >= 0 for value in values):
        return None
    return encoding
