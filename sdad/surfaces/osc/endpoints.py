"""What one address is: what it takes, in words and for programs, and how its arguments become requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sdad.errors import MalformedMessage
from sdad.surfaces.osc import arguments
from sdad.surfaces.osc.requests import Request

Arguments = tuple[object, ...]
Reader = Callable[[Arguments], tuple[Request, ...]]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as programs understand it.

    ``tag`` is the type tag of OSC: f, i or s. ``low`` and ``high`` bound a number; one beyond them is held to them when
    it ``clips`` and refused otherwise. ``choices`` are the texts that may be sent, or the name of a list of the
    library's: ``models``, ``presets`` or ``datasets``.
    """

    tag: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    clips: bool = False
    choices: tuple[str, ...] | str = ()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address: what it takes, in words; what it does; and how its arguments become requests.

    ``read`` raises a ControlError or a MalformedMessage where the arguments are not what the address takes.
    ``arguments`` are all that may be sent; ``default`` is where a control stands at first, as text. ``reads`` says that
    how it stands is told at the same address.
    """

    address: str
    takes: str
    help: str
    read: Reader
    arguments: tuple[Argument, ...] = ()
    default: str = ""
    reads: bool = False

    @property
    def tags(self) -> str:
        """The type tags of the arguments; empty for an address that takes none."""
        return "".join(each.tag for each in self.arguments)


SHARE = Argument("f", 0.0, 1.0, clips=True)
SWITCH = Argument("i", 0, 1)
TEXT = Argument("s")
MODEL = Argument("s", choices="models")
PRESET = Argument("s", choices="presets")
DATASET = Argument("s", choices="datasets")


def simply(request: Request) -> Reader:
    """Returns a reader for an address that takes nothing; a button's 1 is let pass, its 0 on release does nothing."""
    return lambda given: () if given == (0,) else (request,)


def question(request: Request) -> Reader:
    """Returns a reader for an address that also carries the answer: an answer that comes back asks nothing."""
    return lambda given: (request,) if given in ((), (1,), (None,)) else ()


def named(address: str, thing: str, request: Callable[[str], Request]) -> Reader:
    """Returns a reader for an address that takes one name."""
    expected = f"send the name of {thing}"
    return lambda given: (request(arguments.text(address, only(address, given, expected), expected)),)


def optionally_named(address: str, thing: str, request: Callable[[str | None], Request]) -> Reader:
    """Returns a reader for an address that takes one id, or nothing for the newest.

    A button's press is nothing, as a 1, a nil or an impulse; its 0 on release does nothing.
    """
    expected = f"send the id of {thing}, or nothing for the newest"

    def read(given: Arguments) -> tuple[Request, ...]:
        if given in ((), (1,), (None,)):
            return (request(None),)
        return () if given == (0,) else (request(arguments.text(address, only(address, given, expected), expected)),)

    return read


def only(address: str, given: Arguments, expected: str) -> object:
    """Returns the one argument that was given.

    Raises:
        MalformedMessage: there are none or several.
    """
    if len(given) != 1:
        raise MalformedMessage(address, f"it was given {len(given) or 'no'} values", expected)
    return given[0]
