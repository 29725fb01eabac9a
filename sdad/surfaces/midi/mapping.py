"""Which control a MIDI message moves, and where to."""

from __future__ import annotations

from collections.abc import Sequence

from sdad.control.parameters import TABLE

CONTROL_OF_CC: dict[int, str] = {row.cc: row.id for row in TABLE}
"""The control of each controller number, as the table assigns them; any channel counts."""

_CONTROL_CHANGE = 0xB0
_HIGHEST = 127


def move_of(message: Sequence[int]) -> tuple[str, float] | None:
    """Returns the control that a MIDI message moves and its position from 0 to 1, or None when it moves none.

    A control change is a status byte 0xB0 to 0xBF, a controller number and a value, both 0 to 127 (MIDI 1.0 detailed
    specification, channel voice messages). Everything else, malformed bytes included, moves nothing: a
    controller that talks nonsense must not stop the others.
    """
    if len(message) != 3 or message[0] & 0xF0 != _CONTROL_CHANGE or not 0 <= message[2] <= _HIGHEST:
        return None
    control = CONTROL_OF_CC.get(message[1])
    return None if control is None else (control, message[2] / _HIGHEST)
