"""What is said about a take beside its figures: sentences that name the sliders."""

from __future__ import annotations

from collections.abc import Mapping

from sdad.control.parameters import CONTROLS, DESCRIPTORS
from sdad.synthesis.request import RenderRequest

Measures = Mapping[str, float | None]
TOLERATED = 0.2
"""Distance of asked and got from which it is said that something could not be had."""


def of_shortfalls(asked: Measures, got: Measures) -> list[str]:
    """Returns one sentence on what could not be had, naming the sliders that stand in each other's way."""
    if asked.get("tension") is not None and got["tension"] is None:
        return ["Tension had no clear partials to tune in this take."]
    named = {row.id: position for row in DESCRIPTORS if (position := asked.get(row.id)) is not None}
    missed = {name: abs(value - named[name]) for name in named if (value := got[name]) is not None}
    off = sorted((name for name in missed if missed[name] > TOLERATED), key=lambda name: -missed[name])
    if not off:
        return []

    def told(names: list[str]) -> str:
        return " and ".join(f"{CONTROLS[name].label} {named[name]:.2f} (got {got[name]:.2f})" for name in names)

    if len(off) > 1:
        return [f"{told(off[:2])} could not both be had here; leave one of them on auto, or try another take."]
    others = [CONTROLS[name].label for name in named if name not in off]
    beside = f" beside {', '.join(others)}" if others else ""
    return [f"{told(off)} could not be had{beside} in this take; move it nearer, or try another take."]


def of_curves(missing: Mapping[str, tuple[float, float]], request: RenderRequest) -> list[str]:
    """Returns a sentence on what asked and got of curves mean, and one on each that could not be followed."""
    if not request.curves:
        return []
    labels = " and ".join(CONTROLS[name].label for name in request.curves)
    said = [f"Asked and got of {labels} are means over a curve."]
    for name, (time, error) in missing.items():
        if abs(error) > TOLERATED:
            side = "low" if error > 0 else "high"
            said.append(
                f"{CONTROLS[name].label} stays {abs(error):.2f} too {side} at {time:.0%} of the length; "
                "move that point nearer, or try another take."
            )
    return said
