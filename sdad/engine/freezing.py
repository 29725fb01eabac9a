"""From a command to render and the controls as they stand to requests that no later turn of a knob can change."""

from __future__ import annotations

from collections.abc import Callable

from sdad.control.commands import Render
from sdad.control.delivery import Delivery
from sdad.control.naming import natural_position, reach_of
from sdad.control.parameters import CONTROLS, control
from sdad.control.state import ControlState
from sdad.engine.blending import BLEND, reaches_between
from sdad.engine.desk import preset_named, recalled
from sdad.errors import ControlOutOfRange, NoModel
from sdad.library.models import Models, ModelVersion
from sdad.library.presets import Presets
from sdad.synthesis.request import RenderRequest, Share

MOST_TAKES = 1000
"""How many takes one command may ask for."""
LAST_TAKE = 2**31 - 1
HALF = 0.5
"""How much of a model is blended in that is named without saying how much."""


def model_to_play(command: Render, in_use: ModelVersion | None, models: Models) -> ModelVersion:
    """Returns the version that a render plays: of the model named, or of the one in use, whatever is current *now*.

    Raises:
        NoModel: none is named and none in use.
        LibraryError: there is no such model, or its card cannot be read.
    """
    if command.model is not None:
        return models.current(command.model)
    if in_use is None:
        raise NoModel(models.names())
    return models.current(in_use.name)


def settled(command: Render, other: ModelVersion | None, state: ControlState, presets: Presets) -> ControlState:
    """Returns the controls of a render but for the natural values of descriptors, which need to know the reach.

    Args:
        command: What is to be rendered.
        other: The version that is blended in, if any.
        state: The controls as they stand.
        presets: Where the command's preset is looked up.

    Raises:
        ControlError: a control or a value cannot be.
        LibraryError: the preset is not there or cannot be read.
    """
    if command.preset is not None:
        state = recalled(state, preset_named(presets, command.preset))
    state = state.with_positions(command.positions)
    for name, natural in command.naturals.items():
        row = control(name)
        if not row.is_descriptor:
            state = state.with_position(name, natural_position(row, natural, row.full_range))
    how_much_is_said = BLEND.id in command.positions or BLEND.id in command.naturals
    at_default = state[BLEND.id].position == BLEND.default_position
    if command.other is not None and other is not None and at_default and not how_much_is_said:
        # Whoever names a model wants to hear it.
        state = state.with_position(BLEND.id, HALF)
    return state


def frozen(
    command: Render,
    model: ModelVersion,
    other: ModelVersion | None,
    state: ControlState,
    presets: Presets,
    next_take: Callable[[str], int],
) -> list[RenderRequest]:
    """Returns one request per take.

    What the command says wins over its preset, and its preset over the controls as they stand.

    Args:
        command: What is to be rendered.
        model: The version that plays.
        other: The version that is blended in as the control *blend* says, if any.
        state: The controls as they stand.
        presets: Where the command's preset is looked up.
        next_take: Gives the first take number that a model has not used; asked only when the command names none.

    Raises:
        ControlError: a control, a value, the length or a take number cannot be.
        UnsupportedDelivery: the form of the file is not offered.
        LibraryError: the preset is not there or cannot be read.
    """
    state = settled(command, other, state, presets)
    weight = state[BLEND.id].position or 0.0
    reaches = reaches_between(model, other, weight)
    for name, natural in command.naturals.items():
        row = control(name)
        if row.is_descriptor:
            state = state.with_position(name, natural_position(row, natural, reach_of(row, reaches)))
    if command.seconds is None:
        seconds = min(600.0, max(0.5, round(state.natural("duration"), 3)))
    else:
        seconds = command.seconds
        row = CONTROLS["duration"]
        state = state.with_position("duration", natural_position(row, seconds, row.full_range))
    if not 1 <= command.takes <= MOST_TAKES:
        raise ControlOutOfRange("takes", command.takes, 1, MOST_TAKES)
    first = next_take(model.name) if command.take is None else command.take
    if not 0 <= first <= LAST_TAKE - command.takes + 1:
        raise ControlOutOfRange("take", first, 0, LAST_TAKE)
    delivery = Delivery.of(**command.delivery.model_dump())
    blend = (Share(model=other.name, version=other.version, weight=weight),) if other and weight > 0 else ()
    return [
        RenderRequest(
            model=model.name,
            version=model.version,
            take=take,
            seconds=seconds,
            positions=state.positions,
            delivery=delivery,
            loop=command.loop,
            curves=command.curves,
            blend=blend,
        )
        for take in range(first, first + command.takes)
    ]
