"""Where the controls stand between two presets."""

from __future__ import annotations

from sdad.library.presets import Preset

MORPH = "morph"
"""The control that says how far from the first preset to the second."""


def positions_between(first: Preset, second: Preset, amount: float) -> dict[str, float | None]:
    """Returns positions for the controls that both presets name, *morph* itself left out; None is auto.

    Positions lie between on a straight line. Where a preset leaves a control to the model there is no such line: then
    the nearer preset is followed, from the middle on the second.

    Args:
        first: What 0 is.
        second: What 1 is.
        amount: From 0 to 1.
    """
    nearer = first if amount < 0.5 else second
    between: dict[str, float | None] = {}
    for name in first.positions:
        if name == MORPH or name not in second.positions:
            continue
        start, end = first.positions[name], second.positions[name]
        if start is None or end is None:
            between[name] = nearer.positions[name]
        else:
            between[name] = min(1.0, max(0.0, (1.0 - amount) * start + amount * end))
    return between
