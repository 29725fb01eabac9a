import pytest

from sdad.control.commands import Render
from sdad.control.curves import Reach
from sdad.control.state import ControlState
from sdad.engine.freezing import frozen
from sdad.library.presets import Preset, Presets
from sdad.synthesis.request import Share


def reach(low, high):
    return Reach(low=low, median=(low * high) ** 0.5, high=high, covered_low=low, covered_high=high)


@pytest.fixture
def frozen_as(publish, workspace):
    """Returns a function that gives the only request of a command, with the wood blended into the rain."""
    rain = publish("rain", reaches={"brightness": reach(100, 1600)})
    wood = publish("wood", reaches={"brightness": reach(400, 6400)})

    def freeze(command, state=None, other=wood):
        (request,) = frozen(command, rain, other, state or ControlState(), Presets(workspace), lambda name: 1)
        return request

    return freeze


def shares(weight):
    return (Share(model="wood", version="v0001", weight=weight),)


def test_a_blend_is_frozen_with_its_versions_and_weight(frozen_as):
    blending = ControlState().with_position("blend", 0.25)
    request = frozen_as(Render(), blending)
    assert (request.model, request.version, request.blend) == ("rain", "v0001", shares(0.25))
    assert frozen_as(Render(), blending, other=None).blend == ()
    assert frozen_as(Render()).blend == ()


def test_a_model_that_is_named_is_heard_unless_it_is_said_how_much(frozen_as, workspace):
    named = Render(other="wood")
    assert frozen_as(named).blend == shares(0.5)
    assert frozen_as(named).positions["blend"] == 0.5
    assert frozen_as(named, ControlState().with_position("blend", 0.75)).blend == shares(0.75)
    assert frozen_as(Render(other="wood", positions={"blend": 0.25})).blend == shares(0.25)
    assert frozen_as(Render(other="wood", positions={"blend": 0.0})).blend == ()
    assert frozen_as(Render(other="wood", naturals={"blend": 0.125})).blend == shares(0.125)
    Presets(workspace).save(Preset(name="mine", positions={"blend": 0.375}))
    assert frozen_as(Render(other="wood", preset="mine")).blend == shares(0.375)
    assert frozen_as(Render(other="rain"), other=None).positions["blend"] == 0.0


@pytest.mark.parametrize(("weight", "middle"), [(0.0, 400.0), (0.5, 800.0), (1.0, 1600.0)])
def test_natural_values_are_those_of_the_blend(frozen_as, weight, middle):
    request = frozen_as(Render(other="wood", naturals={"brightness": middle, "blend": weight}))
    assert request.positions["brightness"] == pytest.approx(0.5)
