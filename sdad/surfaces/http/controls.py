"""The table of controls as a page can draw it: the rows, where they stand and how far the model in use goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sdad.control.curves import Reach
from sdad.control.naming import natural_text, reach_of
from sdad.control.parameters import TABLE, Control
from sdad.control.state import ControlState, Setting

Json = dict[str, Any]


def listed(state: ControlState, reaches: Mapping[str, Reach]) -> list[Json]:
    """Returns every control in the table's order."""
    return [_row(row, state.settings[row.id], reaches) for row in TABLE]


def _row(row: Control, setting: Setting, reaches: Mapping[str, Reach]) -> Json:
    reach = reaches.get(row.id)
    known = reach is not None or not row.is_descriptor
    natural = None
    if known and setting.position is not None:
        natural = reach_of(row, reaches).natural(row.curve, setting.position)
    return {
        "id": row.id,
        "label": row.label,
        "low": row.low,
        "high": row.high,
        "help": row.help,
        "measures": row.measures,
        "kind": row.kind.value,
        "unit": row.unit,
        "leaf": row.leaf,
        "cc": row.cc,
        "minimum": row.minimum,
        "maximum": row.maximum,
        "default": row.default_position,
        "position": setting.position,
        "natural": natural,
        "natural_text": natural_text(row, natural) if natural is not None else None,
        "locked": setting.locked,
        "mode": setting.mode,
        "reach": reach.model_dump() if reach is not None else None,
        "covered": _covered(row, reach) if reach is not None else None,
    }


def _covered(row: Control, reach: Reach) -> list[float]:
    """Returns the band of positions that the recordings themselves cover, the lower end first."""
    ends = (reach.position(row.curve, natural) for natural in (reach.covered_low, reach.covered_high))
    return sorted(min(1.0, max(0.0, end)) for end in ends)
