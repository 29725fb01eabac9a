"""``brightness=.8 density=2/s space=auto warmth=0:.2,1:.9``: from words to positions and curves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sdad.control.breakpoints import Breakpoints, parse_breakpoints
from sdad.control.curves import Reach
from sdad.control.naming import natural_text, parse_value, reach_of
from sdad.control.parameters import Control, control
from sdad.errors import MalformedMessage


@dataclass(frozen=True, slots=True)
class Assigned:
    """What the words mean: positions (None is auto), curves, a sentence for each value that a model cannot reach."""

    positions: dict[str, float | None] = field(default_factory=dict)
    curves: dict[str, Breakpoints] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def parsed_assignments(words: Iterable[str], reaches: Mapping[str, Reach]) -> Assigned:
    """Returns what the words mean on a model's reaches; the last of several for one control holds.

    Raises:
        MalformedMessage: a word has no ``=``.
        ControlError: there is no such control, or it cannot have this value.
    """
    assigned = Assigned()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise MalformedMessage(word, "it says no value", "write CONTROL=VALUE, such as brightness=.8")
        row = control(name.lower())
        reach = reach_of(row, reaches)
        # The last word on a control holds, be it a position or a curve.
        assigned.positions.pop(row.id, None)
        assigned.curves.pop(row.id, None)
        if ":" in text:
            assigned.curves[row.id] = parse_breakpoints(row, text, reach)
            continue
        position = parse_value(row, text, reach)
        assigned.positions[row.id] = position
        if position in (0.0, 1.0) and _has_unit(text) and not _within(row, text, reach):
            held = natural_text(row, reach.natural(row.curve, position))
            assigned.remarks.append(f"{row.id} {text} is beyond what this model can do; it is held to {held}.")
    return assigned


def _has_unit(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return True
    return False


def _within(row: Control, text: str, reach: Reach) -> bool:
    """Whether a natural value lies inside the reach: then the control's own full range gives it the same place."""
    position = parse_value(row, text, row.full_range)
    assert position is not None
    natural = row.full_range.natural(row.curve, position)
    low, high = sorted((reach.low, reach.high))
    slack = 1e-6 * max(abs(low), abs(high))
    return low - slack <= natural <= high + slack
