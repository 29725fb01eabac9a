"""What the addresses take that mix two models or two presets: names, and a number that says how much of the second."""

from __future__ import annotations

from sdad.control.commands import MorphPresets, SaveBlend, UseBlend
from sdad.control.naming import OSC_ROOT
from sdad.errors import ControlClipped, MalformedMessage
from sdad.surfaces.osc import arguments
from sdad.surfaces.osc.requests import Ask, Request

Arguments = tuple[object, ...]


def blend(given: Arguments) -> tuple[Request, ...]:
    """Returns the request to play two models together; without a number *blend* stays where it stands.

    Raises:
        MalformedMessage: these are not two names, and perhaps a number.
        NotANumber: the number is not finite.
    """
    address, expected = f"{OSC_ROOT}/blend", "send the names of two models, and how much of the other if you like"
    amount, notice = _amount(address, given, 2, expected, needed=False)
    model, other = (arguments.text(address, each, expected) for each in given[:2])
    return (Ask(UseBlend(model=model, other=other, amount=amount), notice),)


def kept_blend(given: Arguments) -> tuple[Request, ...]:
    """Returns the request to keep two models as one.

    Raises:
        MalformedMessage: these are not three names and a number.
        NotANumber: the number is not finite.
    """
    address, expected = f"{OSC_ROOT}/blend/save", "send a name, the names of two models, and how much of the other"
    amount, notice = _amount(address, given, 3, expected, needed=True)
    name, model, other = (arguments.text(address, each, expected) for each in given[:3])
    assert amount is not None
    return (Ask(SaveBlend(name=name, model=model, other=other, amount=amount), notice),)


def morph(given: Arguments) -> tuple[Request, ...]:
    """Returns the request to put *morph* between two presets; without a number it stays where it stands.

    Raises:
        MalformedMessage: these are not two presets, and perhaps a number.
        NotANumber: a number is not finite.
        ControlOutOfRange: no preset can have this number.
    """
    address, expected = f"{OSC_ROOT}/preset/morph", "send two presets, and how far to the second if you like"
    amount, notice = _amount(address, given, 2, expected, needed=False)
    first, second = (preset(address, each) for each in given[:2])
    return (Ask(MorphPresets(first=first, second=second, amount=amount), notice),)


def preset(address: str, given: object) -> str | int:
    """Returns what an argument names: a preset, by its name or its number from 1.

    Raises:
        MalformedMessage: it is neither.
        NotANumber: it is not finite.
        ControlOutOfRange: no preset can have this number.
    """
    if isinstance(given, str):
        return arguments.text(address, given, "send the name of a preset")
    return arguments.whole(address, given, 1, 9999)


def _amount(
    address: str, given: Arguments, names: int, expected: str, *, needed: bool
) -> tuple[float | None, ControlClipped | None]:
    """Returns the number behind so many names, held to 0 and 1, and what is to be said where it was held."""
    if len(given) != names + 1 and (needed or len(given) != names):
        raise MalformedMessage(address, f"it was given {len(given) or 'no'} values", expected)
    if len(given) == names:
        return None, None
    return arguments.held(address, arguments.number(address, given[names], "send a number from 0 to 1"), 0.0, 1.0)
