"""Which model is blended in, how much of it, and how far the controls reach then."""

from __future__ import annotations

from collections.abc import Mapping

from sdad.control.commands import Render, SaveBlend
from sdad.control.curves import Reach
from sdad.control.naming import blended_reaches, checked_position
from sdad.control.parameters import CONTROLS
from sdad.errors import MalformedMessage
from sdad.library.models import Models, ModelVersion

BLEND = CONTROLS["blend"]
"""The control that says how much of the other model there is."""


def reaches_between(model: ModelVersion, other: ModelVersion | None, weight: float) -> Mapping[str, Reach]:
    """Returns how far the controls reach when ``weight`` of the other model, from 0 to 1, is blended in."""
    if other is None or weight <= 0:
        return model.card.reaches
    # A model that is not heard takes no part: it may know nothing of a control that the other one reaches.
    if weight >= 1:
        return other.card.reaches
    return blended_reaches([model.card.reaches, other.card.reaches], [1.0 - weight, weight])


def other_to_play(
    command: Render, model: ModelVersion, in_use: ModelVersion | None, with_it: ModelVersion | None, models: Models
) -> ModelVersion | None:
    """Returns the version that a render blends in, if any: of the model named, else of the one chosen for that.

    Args:
        command: What is to be rendered.
        model: The version that plays.
        in_use: The model in use.
        with_it: The one that is blended with the model in use; it has no part in renders of another model.
        models: Where the version is looked up that is current *now*.

    Raises:
        LibraryError: there is no such model, or its card cannot be read.
    """
    name = command.other
    if name is None and with_it is not None and in_use is not None and in_use.name == model.name:
        name = with_it.name
    return None if name is None or name == model.name else models.current(name)


def parts_to_keep(command: SaveBlend, models: Models) -> list[tuple[ModelVersion, float]]:
    """Returns the versions that a blend is made of, with their weights; one of no weight is left out.

    Raises:
        MalformedMessage: both models are the same.
        ControlError: the amount is not from 0 to 1.
        LibraryError: a model is not there, or its card cannot be read.
    """
    amount = checked_position(BLEND, command.amount)
    if command.model == command.other:
        raise MalformedMessage("A blend", f'both its models are "{command.model}"', "name two")
    parts = [(models.current(command.model), 1.0 - amount), (models.current(command.other), amount)]
    return [part for part in parts if part[1] > 0]
