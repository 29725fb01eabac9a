"""The addresses of the controls, derived from THE TABLE."""

from __future__ import annotations

from collections.abc import Iterator

from sdad.control.naming import OSC_ROOT, natural_text, osc_address, osc_natural_address
from sdad.control.parameters import MISSION, TABLE, Control
from sdad.errors import MalformedMessage
from sdad.surfaces.osc import arguments
from sdad.surfaces.osc.endpoints import SHARE, SWITCH, Argument, Arguments, Endpoint, only
from sdad.surfaces.osc.requests import Aspect, Move, Request, TellControls

FIRST_EIGHT = f"{OSC_ROOT}/controls"


def of_control(row: Control) -> Iterator[Endpoint]:
    """Yields the addresses of one control."""
    base, natural = osc_address(row), osc_natural_address(row)
    tell = (TellControls((row.id,)),)

    def position(given: Arguments) -> tuple[Request, ...]:
        if not given:
            return tell
        if given[0] == "auto" and row.is_descriptor:
            return (Move(row.id, Aspect.POSITION, None),)
        allowed = 'send a number from 0 to 1, or "auto"' if row.is_descriptor else "send a number from 0 to 1"
        value = arguments.number(base, only(base, given, allowed), allowed)
        return (Move(row.id, Aspect.POSITION, *arguments.held(base, value, 0.0, 1.0)),)

    def in_its_unit(given: Arguments) -> tuple[Request, ...]:
        if not given:
            return tell
        value = arguments.number(natural, only(natural, given, f"send a number in {row.unit}"))
        held = arguments.held(natural, value, row.minimum, row.maximum, row.unit)
        return (Move(row.id, Aspect.NATURAL, *held),)

    def automatic(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/auto"
        if not given:
            return tell
        if arguments.switch(address, only(address, given, "send 1 for on or 0 for off")):
            return (Move(row.id, Aspect.POSITION, None),)
        return (Move(row.id, Aspect.HELD, None),)

    def lock(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/lock"
        if not given:
            return tell
        locked = arguments.switch(address, only(address, given, "send 1 for on or 0 for off"))
        return (Move(row.id, Aspect.LOCK, float(locked)),)

    def delta(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/delta"
        difference = arguments.number(address, only(address, given, "send a difference from -1 to 1"))
        return (Move(row.id, Aspect.DELTA, *arguments.held(address, difference, -1.0, 1.0)),)

    low, high = (natural_text(row, value) for value in (row.minimum, row.maximum))
    at_first = "auto" if row.default_position is None else f"{row.default_position:.4g}"
    in_unit = Argument("f", row.minimum, row.maximum, row.unit, clips=True)
    said = f"{row.help} Nothing asks how it stands."
    yield Endpoint(base, "f from 0 to 1, or nothing", said, position, (SHARE,), at_first, reads=True)
    takes, at_first = f"f from {low} to {high}, or nothing", "auto" if row.default is None else f"{row.default:g}"
    yield Endpoint(natural, takes, f"{row.label} in {row.unit}.", in_its_unit, (in_unit,), at_first, reads=True)
    if row.is_descriptor:
        said = f"Leave {row.label} to the model (1), or hold it (0)."
        yield Endpoint(f"{base}/auto", "i", said, automatic, (SWITCH,), "1", reads=True)
    said = f"Keep dice and morph away from {row.label} (1), or not (0)."
    yield Endpoint(f"{base}/lock", "i", said, lock, (SWITCH,), "0", reads=True)
    difference = Argument("f", -1.0, 1.0, clips=True)
    yield Endpoint(f"{base}/delta", "f from -1 to 1", f"Move {row.label} by a difference.", delta, (difference,))


CONTROL_ENDPOINTS: dict[str, Endpoint] = {each.address: each for row in TABLE for each in of_control(row)}
"""The addresses of all controls, in the table's order."""


def first_eight(given: Arguments) -> tuple[Request, ...]:
    """Returns what eight positions in one message ask for, or none.

    Raises:
        MalformedMessage: these are not eight.
        ControlError: one of them is not finite.
    """
    if not given:
        return (TellControls(tuple(row.id for row in MISSION)),)
    if len(given) != len(MISSION):
        names = ", ".join(row.id for row in MISSION)
        raise MalformedMessage(FIRST_EIGHT, f"it was given {len(given)} values", f"send {len(MISSION)}: {names}")
    by_row = zip(MISSION, given, strict=True)
    return tuple(request for row, value in by_row for request in CONTROL_ENDPOINTS[osc_address(row)].read((value,)))
