"""What a message asks for, once it is read: a control to move, a command for the engine, or something to be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from sdad.control.aliases import Alias
from sdad.control.commands import Command
from sdad.errors import SdadError


class Aspect(Enum):
    """What of a control is moved."""

    POSITION = auto()
    """To a position from 0 to 1; None is auto."""
    NATURAL = auto()
    """To a value in the control's own unit."""
    DELTA = auto()
    """By a difference of position."""
    HELD = auto()
    """Away from auto: to the middle if it is on auto, else not at all."""
    LOCK = auto()
    """Locked (1) or freed (0)."""


@dataclass(frozen=True, slots=True)
class Move:
    """One control to move. ``notice`` is what the sender should read about it, if anything."""

    control: str
    aspect: Aspect
    value: float | None
    notice: SdadError | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A command for the engine; moves that came before it are carried out before it.

    ``notice`` is what the sender should read about it, if anything.
    """

    command: Command
    notice: SdadError | None = None


@dataclass(frozen=True, slots=True)
class StepPreset:
    """Recall the preset after or before the one that was recalled last."""

    step: int


@dataclass(frozen=True, slots=True)
class TellControls:
    """Tell how controls stand."""

    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Tell every change from now on, to a port of the sender's machine; None is the port it sent from."""

    port: int | None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Stop telling changes to a port of the sender's machine."""

    port: int | None


@dataclass(frozen=True, slots=True)
class SetAlias:
    """Have an address of the user's for one of sdad's, in the place of any other of that name."""

    alias: Alias


@dataclass(frozen=True, slots=True)
class RemoveAlias:
    """Forget an address of the user's."""

    address: str


class Tell(Enum):
    """Something to be told to the sender."""

    PONG = auto()
    ADMITTED = auto()
    EVERYTHING = auto()
    MODEL = auto()
    MODELS = auto()
    PRESETS = auto()
    TRAINING = auto()
    LIVE = auto()
    NAMESPACE = auto()
    ALIASES = auto()


Request = Move | Ask | StepPreset | TellControls | Subscribe | Unsubscribe | SetAlias | RemoveAlias | Tell
