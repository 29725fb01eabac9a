import pytest

from sdad.control.commands import Render, SaveBlend
from sdad.control.curves import Reach
from sdad.engine.blending import other_to_play, parts_to_keep, reaches_between
from sdad.errors import ControlOutOfRange, MalformedMessage, NotFound
from sdad.library.models import Models


def reach(low, high):
    return Reach(low=low, median=(low * high) ** 0.5, high=high, covered_low=low, covered_high=high)


@pytest.fixture
def rain(publish):
    return publish("rain", reaches={"brightness": reach(100, 1600), "space": reach(0.1, 10)})


@pytest.fixture
def wood(publish):
    return publish("wood", reaches={"brightness": reach(400, 6400)})


def test_the_reach_of_a_blend_lies_between(rain, wood):
    assert reaches_between(rain, None, 0.5) == reaches_between(rain, wood, 0.0) == rain.card.reaches
    assert reaches_between(rain, wood, 1.0) == wood.card.reaches
    half = reaches_between(rain, wood, 0.5)
    assert half["brightness"].low == pytest.approx(200) and half["brightness"].high == pytest.approx(3200)
    assert "space" not in half  # nobody has measured how far the wood goes


def test_the_other_model_is_the_one_named_or_the_one_chosen_for_the_model_in_use(rain, wood, publish, workspace):
    models = Models(workspace)
    assert other_to_play(Render(other="wood"), rain, None, None, models) == wood
    assert other_to_play(Render(), rain, rain, wood, models) == wood
    assert other_to_play(Render(), wood, rain, rain, models) is None
    assert other_to_play(Render(other="rain"), rain, rain, wood, models) is None
    assert other_to_play(Render(), rain, None, None, models) is None
    newer = publish("wood")
    assert other_to_play(Render(), rain, rain, wood, models) == newer
    with pytest.raises(NotFound, match="wood"):
        other_to_play(Render(other="woods"), rain, rain, None, models)


def test_a_blend_is_kept_of_what_is_heard(rain, wood, workspace):
    models = Models(workspace)

    def parts(amount, other="wood"):
        return parts_to_keep(SaveBlend(name="both", model="rain", other=other, amount=amount), models)

    assert parts(0.25) == [(rain, 0.75), (wood, 0.25)]
    assert parts(0.0) == [(rain, 1.0)] and parts(1.0) == [(wood, 1.0)]
    with pytest.raises(MalformedMessage, match="name two"):
        parts(0.5, other="rain")
    with pytest.raises(ControlOutOfRange):
        parts(1.5)
