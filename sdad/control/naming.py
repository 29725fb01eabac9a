"""One rule from a control's name to what each surface calls it, and from what a person types to a position."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS, Control
from sdad.errors import ControlOutOfRange, NotANumber, UnknownUnit
from sdad.units import note_name, note_number

OSC_ROOT = "/sdad"


def osc_address(row: Control) -> str:
    """Returns the address that takes the control's position: ``/sdad/control/brightness``."""
    return f"{OSC_ROOT}/control/{row.id}"


def osc_natural_address(row: Control) -> str:
    """Returns the address that takes the control's natural value: ``/sdad/control/brightness/hz``."""
    return f"{osc_address(row)}/{row.leaf}"


def doc_anchor(row: Control) -> str:
    """Returns the control's heading anchor in the reference pages."""
    return row.label.lower().replace(" ", "-")


def reach_of(row: Control, reaches: Mapping[str, Reach]) -> Reach:
    """Returns the reach in use for a control: the model's own where it has one, else the table's full range."""
    return reaches.get(row.id, row.full_range)


def blended_reaches(reaches: Sequence[Mapping[str, Reach]], weights: Sequence[float]) -> dict[str, Reach]:
    """Returns what models reach together, by control; a control that one of them knows nothing of is left out."""
    shared = [name for name in reaches[0] if all(name in others for others in reaches)]
    return {name: Reach.blended(CONTROLS[name].curve, [each[name] for each in reaches], weights) for name in shared}


_VALUE = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z_%/#-]*)\s*")
_THOUSANDS = {"khz": ("hz", 1000.0), "msec": ("ms", 1.0), "sec": ("s", 1.0)}


def parse_value(row: Control, text: str, reach: Reach) -> float | None:
    """Returns the position that a person means by ``0.8``, ``2900Hz``, ``2.9kHz``, ``A3`` or ``auto`` (None).

    A bare number is a position. A number with the control's unit is a natural value and is placed on ``reach``; it is
    held to the ends of the reach.

    Raises:
        NotANumber: the text is neither.
        ControlOutOfRange: the position is not from 0 to 1, or the natural value is outside the control's bounds.
        UnknownUnit: the unit belongs to another quantity.
    """
    if text.strip().lower() == "auto" and row.is_descriptor:
        return None
    if row.leaf == "note" and (note := note_number(text)) is not None:
        return natural_position(row, note, reach)
    match = _VALUE.fullmatch(text)
    if match is None:
        raise NotANumber(row.id, text)
    value, unit = float(match[1]), match[2].lower()
    if not unit:
        return checked_position(row, value)
    unit, factor = _THOUSANDS.get(unit, (unit, 1.0))
    if unit not in {row.unit.lower(), row.leaf, _short(row)}:
        raise UnknownUnit(row.id, match[2], row.unit)
    return natural_position(row, value * factor, reach)


def _short(row: Control) -> str:
    return {"seconds": "s", "percent": "%", "per_second": "/s"}.get(row.leaf, row.leaf)


def checked_position(row: Control, position: float) -> float:
    """Returns a position that is a finite number from 0 to 1.

    Raises:
        NotANumber: it is not finite.
        ControlOutOfRange: it is outside 0 to 1.
    """
    if not math.isfinite(position):
        raise NotANumber(row.id, position)
    if not 0.0 <= position <= 1.0:
        raise ControlOutOfRange(row.id, position, 0.0, 1.0)
    return float(position)


def natural_position(row: Control, natural: float, reach: Reach) -> float:
    """Returns the position of a natural value on ``reach``, held to 0 and 1.

    Raises:
        NotANumber: it is not finite.
        ControlOutOfRange: it is outside the control's own bounds.
    """
    if not math.isfinite(natural):
        raise NotANumber(row.id, natural)
    if not row.minimum <= natural <= row.maximum:
        raise ControlOutOfRange(row.id, natural, row.minimum, row.maximum, row.unit)
    return min(1.0, max(0.0, reach.position(row.curve, natural)))


def natural_text(row: Control, natural: float) -> str:
    """Returns a natural value as it is shown to people: ``2.9 kHz``, ``A4``, ``0.42``, ``-20 LUFS``."""
    if row.leaf == "note":
        return note_name(natural)
    if row.leaf == "hz":
        return f"{natural / 1000:.2g} kHz" if natural >= 999.5 else f"{natural:.0f} Hz"
    if row.unit in ("0-1", "weight"):
        return f"{natural:.2f}"
    if row.unit == "voices":
        return f"{natural:.0f}"
    # Three digits, two places at most; adding 0.0 turns -0.0 into 0.0.
    return f"{round(float(f'{natural:.3g}'), 2) + 0.0:g} {row.unit}"
