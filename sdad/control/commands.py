"""What a surface may ask of the engine. One class per request; every surface sends the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sdad.control.breakpoints import Breakpoints
from sdad.control.delivery import Delivery

Effort = Literal["sketch", "good", "overnight"]
EFFORTS: tuple[Effort, ...] = ("sketch", "good", "overnight")

MOST_TAKES_BY_HAND = 100
"""How many takes one message or one press may ask for; whoever types may ask for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to be decided. ``origin`` names who asked, so that a change is not echoed to its own sender."""

    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetControls(Command):
    """Move controls to positions from 0 to 1 (None is auto), and lock or free some, all as one change."""

    positions: dict[str, float | None]
    locked: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNatural(Command):
    """Move one control to a value in its own unit, on the reach of the model in use."""

    control: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeControl(Command):
    """Move one control by a difference of position; the result is held to 0 and 1."""

    control: str
    delta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LockControl(Command):
    """Lock one control against dice and morph, or free it."""

    control: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UseModel(Command):
    """Choose the model that the next renders play."""

    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadModel(Command):
    """Hold a model ready, so that the next render with it begins at once."""

    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadModel(Command):
    """Give the memory that a model takes back; it is loaded again when it is next needed."""

    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseBlend(Command):
    """Play a model with another one; the control *blend* says how much of the other, from 0 to 1.

    ``amount`` moves that control, or leaves it where it stands when None.
    """

    model: str
    other: str
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveBlend(Command):
    """Keep a blend of two models as a model of its own; ``amount`` of the other, from 0 to 1."""

    name: str
    model: str
    other: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallPreset(Command):
    """Set all controls as a preset says; by name, or by its number from 1 in alphabetical order."""

    preset: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class MorphPresets(Command):
    """Put the control *morph* between two presets, by name or number: it moves all controls from one to the other.

    ``amount`` moves *morph* itself, or leaves it where it stands when None. Locked controls stay.
    """

    first: str | int
    second: str | int
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBack(Command):
    """Make an older version of a model the one that plays: ``to``, or the one before; nothing is deleted."""

    model: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePreset(Command):
    """Keep all controls under a name: as they stand, or as those of a take stood, or as ``positions`` says.

    With ``render``, the id of a take, or with ``positions``, where the controls stand now does not matter.
    """

    preset: str
    render: str | None = None
    positions: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Render(Command):
    """Render takes with the controls as they stand, changed by ``positions`` for this render only.

    ``model`` None is the model in use; ``take`` None is the next take; ``seconds`` None is the duration control.
    A ``loop`` runs from its end into its beginning. Controls with breakpoints in ``curves`` move meanwhile. ``other``
    is the model to blend with, by the control *blend*; None is the one chosen with :class:`UseBlend`, if ``model`` is.
    Renders of a higher ``priority``, from -9 to 9, go first. ``out`` is the id of a folder that was put down in the
    workspace; None is its output folder.
    """

    model: str | None = None
    other: str | None = None
    preset: str | None = None
    positions: dict[str, float | None] = field(default_factory=dict)
    naturals: dict[str, float] = field(default_factory=dict)
    take: int | None = None
    takes: int = 1
    seconds: float | None = None
    delivery: Delivery = field(default_factory=Delivery)
    out: str | None = None
    loop: bool = False
    curves: dict[str, Breakpoints] = field(default_factory=dict)
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderAgain(Command):
    """Make a take again exactly, from its sidecar, with the versions of the models that made it.

    ``out`` is the id of a folder that was put down in the workspace; None is its output folder.
    """

    render: str
    out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRender(Command):
    """Cancel one render, or the newest when ``job`` is None."""

    job: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panic(Command):
    """Cancel every render that waits or runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseRenders(Command):
    """Let renders wait after the one that runs, or go on; it holds over restarts."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearRenders(Command):
    """Cancel every render that waits; the one that runs is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRender(Command):
    """Let a render that waits go right before another one, with its priority, or before all when ``before`` is None."""

    job: str
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTraining(Command):
    """Train a dataset into the model of the same name; on one that exists already, incrementally."""

    dataset: str
    effort: Effort = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTraining(Command):
    """Stop the training that runs, or else the one that waits; what was learnt so far stays in its checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChanged(Command):
    """Tell that recordings in a dataset's folder have come or gone, and have settled."""

    dataset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeTake(Command):
    """Star a take, discard it, or feed it back into its dataset; the newest take when ``render`` is None."""

    verdict: Literal["star", "discard", "feed"]
    render: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLive(Command):
    """Turn the performance lock on or off: while it is on, nothing is trained."""

    on: bool
