"""Every address that changes something: its body, and the command that it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sdad.control import commands as ask
from sdad.surfaces.http import bodies

ANSWER_S = 20.0
COPY_S = 24 * 3600.0
"""How long copying models may take: there may be many grains, on a slow drive."""

B = TypeVar("B", bound=bodies.Body)


@dataclass(frozen=True, slots=True)
class Order(Generic[B]):
    """What an address takes and does.

    Attributes:
        body: What may stand in its body.
        does: What it does, in words.
        command: Makes the command of a body and of the origin that commands carry.
        within_s: How long the engine may take to answer.
    """

    body: type[B]
    does: str
    command: Callable[[B, str], ask.Command]
    within_s: float = ANSWER_S


def _as_it_is(kind: Callable[..., ask.Command]) -> Callable[[bodies.Body, str], ask.Command]:
    """Returns what makes a command whose fields are those of the body."""
    return lambda body, origin: kind(**dict(body), origin=origin)


ORDERS: dict[str, Order[bodies.Body]] = {
    "/api/controls": Order(bodies.Positions, "Move controls.", _as_it_is(ask.SetControls)),
    "/api/controls/natural": Order(bodies.Natural, "Move a control in its unit.", _as_it_is(ask.SetNatural)),
    "/api/controls/delta": Order(bodies.Delta, "Move a control by a difference.", _as_it_is(ask.NudgeControl)),
    "/api/controls/lock": Order(bodies.Lock, "Lock or free a control.", _as_it_is(ask.LockControl)),
    "/api/models/use": Order(bodies.ModelName, "Choose the model that plays.", _as_it_is(ask.UseModel)),
    "/api/models/load": Order(bodies.ModelName, "Hold a model ready.", _as_it_is(ask.LoadModel)),
    "/api/models/unload": Order(bodies.ModelName, "Give a model's memory back.", _as_it_is(ask.UnloadModel)),
    "/api/models/rollback": Order(bodies.OlderVersion, "Play an older version again.", _as_it_is(ask.RollBack)),
    "/api/models/blend": Order(bodies.BlendChoice, "Play two models together.", _as_it_is(ask.UseBlend)),
    "/api/models/blend/save": Order(
        bodies.BlendToKeep, "Keep a blend as a model of its own.", _as_it_is(ask.SaveBlend), COPY_S
    ),
    "/api/presets/recall": Order(bodies.PresetChoice, "Recall a preset.", _as_it_is(ask.RecallPreset)),
    "/api/presets/save": Order(bodies.PresetToKeep, "Keep all controls.", _as_it_is(ask.SavePreset)),
    "/api/presets/morph": Order(bodies.PresetPair, "Put morph between two presets.", _as_it_is(ask.MorphPresets)),
    "/api/render": Order(bodies.RenderOrder, "Render takes.", bodies.RenderOrder.command),  # type: ignore[arg-type]
    "/api/render/again": Order(bodies.TakeAgain, "Make a take again.", _as_it_is(ask.RenderAgain)),
    "/api/render/cancel": Order(bodies.JobChoice, "Cancel a render.", _as_it_is(ask.CancelRender)),
    "/api/panic": Order(bodies.Nothing, "Cancel every render.", _as_it_is(ask.Panic)),
    "/api/queue/pause": Order(bodies.Switch, "Let renders wait or go on.", _as_it_is(ask.PauseRenders)),
    "/api/queue/clear": Order(bodies.Nothing, "Cancel the renders that wait.", _as_it_is(ask.ClearRenders)),
    "/api/queue/move": Order(bodies.QueuePlace, "Let a render go before another.", _as_it_is(ask.MoveRender)),
    "/api/takes": Order(bodies.Verdict, "Star, discard or feed back a take.", _as_it_is(ask.JudgeTake)),
    "/api/datasets/look": Order(
        bodies.DatasetName, "Look for new recordings in a dataset.", _as_it_is(ask.FolderChanged)
    ),
    "/api/train": Order(bodies.TrainingOrder, "Train a dataset.", _as_it_is(ask.StartTraining)),
    "/api/train/stop": Order(bodies.Nothing, "Stop the training.", _as_it_is(ask.StopTraining)),
    "/api/live": Order(bodies.Switch, "Turn the performance lock on or off.", _as_it_is(ask.SetLive)),
}
