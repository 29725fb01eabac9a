"""What the engine tells every surface. Events are facts: they have happened and cannot be refused."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChanged(Event):
    """A control moved, or went to or from auto or locked.

    ``natural`` is the value in the control's own unit on the reach of the model in use; None where that is unknown.
    ``origin`` is who moved it.
    """

    control: str
    position: float | None
    natural: float | None
    locked: bool
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsed(Event):
    """Another model, or another version of it, plays the next renders.

    ``other`` is the model that the control *blend* mixes with it, if any.
    """

    model: str
    version: str
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetRecalled(Event):
    """The controls were set as a preset says; ``origin`` is who asked for it."""

    preset: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderQueued(Event):
    """A render waits; ``eta_s`` is the time until it is expected to be done."""

    job: str
    eta_s: float
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderProgress(Event):
    """A render is under way; ``fraction`` from 0 to 1."""

    job: str
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderDone(Event):
    """A file lies in the output folder. ``asked`` and ``got`` are positions by control; asked is None for auto."""

    job: str
    path: str
    sidecar: str
    seconds: float
    asked: dict[str, float | None] = field(default_factory=dict)
    got: dict[str, float | None] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderFailed(Event):
    """A render ended without a file."""

    job: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingProgress(Event):
    """A training is under way: the stage in words, the fraction from 0 to 1 and the seconds still expected."""

    dataset: str
    stage: str
    fraction: float
    eta_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDone(Event):
    """A new version of a model is in use."""

    model: str
    version: str
    report: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFailed(Event):
    """A training ended without a new version; the serving version is untouched."""

    dataset: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryChanged(Event):
    """A list that surfaces show has changed: ``models``, ``presets``, ``renders`` or ``datasets``."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveChanged(Event):
    """The performance lock was turned on or off."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Event):
    """Something that a person should read once: a clipped value, a port that moved, a folder that vanished.

    ``thing`` is what it is about, as in every error.
    """

    code: str
    text: str
    thing: str
