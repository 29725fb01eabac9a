"""What patches send for a number, a switch or a name.

Pure Data sends every number as a float, SuperCollider and Max send whole numbers as integers, TouchDesigner and Open
Stage Control send doubles and switches: all of them are accepted wherever a number is meant.
"""

from __future__ import annotations

import math

from sdad.errors import ControlClipped, ControlOutOfRange, MalformedMessage, NotANumber

MAX_TEXT = 1000


def number(address: str, value: object, expected: str = "send a number") -> float:
    """Returns an argument as a finite float.

    Raises:
        MalformedMessage: it is no number at all.
        NotANumber: it is NaN or infinite.
    """
    if not isinstance(value, (bool, int, float)):
        raise MalformedMessage(address, f"it was given {_shown(value)}", expected)
    if not math.isfinite(value):
        raise NotANumber(address, value)
    return float(value)


def whole(address: str, value: object, low: int, high: int) -> int:
    """Returns an argument as a whole number, rounded where a patch sent a float.

    Raises:
        MalformedMessage: it is no number at all.
        NotANumber: it is NaN or infinite.
        ControlOutOfRange: it is not from ``low`` to ``high``.
    """
    rounded = round(number(address, value, "send a whole number"))
    if not low <= rounded <= high:
        raise ControlOutOfRange(address, rounded, low, high)
    return rounded


def held(name: str, value: float, low: float, high: float, unit: str = "") -> tuple[float, ControlClipped | None]:
    """Returns a number held to its ends, and what is to be said where it lay beyond them."""
    nearest = min(high, max(low, value))
    return nearest, None if nearest == value else ControlClipped(name, value, low, high, unit)


def switch(address: str, value: object) -> bool:
    """Returns an argument as on or off; every number but 0 is on.

    Raises:
        MalformedMessage: it is no number at all.
        NotANumber: it is NaN or infinite.
    """
    return number(address, value, "send 1 for on or 0 for off") != 0.0


def text(address: str, value: object, expected: str) -> str:
    """Returns an argument as a name; a whole number counts as one, because Max sends a name such as 808 so.

    Raises:
        MalformedMessage: it is neither, empty, or longer than :data:`MAX_TEXT`.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        value = f"{value:.0f}" if value == round(value) else str(value)
    if not isinstance(value, str) or not value:
        raise MalformedMessage(address, f"it was given {_shown(value)}", expected)
    if len(value) > MAX_TEXT:
        raise MalformedMessage(address, f"it was given a text of {len(value)} characters", expected)
    return value


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'the text "{value[:40]}"' if value else "an empty text"
    if isinstance(value, bytes):
        return "a blob"
    return "nothing" if value is None else "something else"
