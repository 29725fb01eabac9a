"""The desk with two models and two presets: what is blended, what morphs, and who is told."""

import pytest

from sdad.control.commands import (
    LockControl,
    MorphPresets,
    NudgeControl,
    RecallPreset,
    SetControls,
    SetNatural,
    UseBlend,
    UseModel,
)
from sdad.control.curves import Reach
from sdad.control.events import ControlChanged, ModelUsed, PresetRecalled
from sdad.engine.desk import Desk
from sdad.errors import ControlOutOfRange, NotFound
from sdad.library.models import Models
from sdad.library.presets import Preset, Presets


class Told:
    """A desk and what it has told."""

    def __init__(self, workspace):
        self.events = []
        self.desk = Desk(Models(workspace), Presets(workspace), self.events.append)

    def moved(self):
        """Returns the position and the origin of each control that has moved since the last time."""
        found = [event for event in self.events if isinstance(event, ControlChanged)]
        self.events.clear()
        assert len({event.control for event in found}) == len(found), "one event for each control"
        return {event.control: (event.position, event.origin) for event in found}

    def at(self, name):
        return self.desk.state[name].position


@pytest.fixture
def one(workspace, publish):
    publish("rain")
    lighter = Reach(low=800, median=6400, high=12800, covered_low=800, covered_high=12800)
    publish("wood", reaches={"brightness": lighter})
    return Told(workspace)


@pytest.fixture
def presets(workspace):
    kept = Presets(workspace)
    kept.save(Preset(name="calm", positions={"brightness": 0.2, "space": None, "level": 0.5, "morph": 0.1}))
    kept.save(Preset(name="storm", positions={"brightness": 0.8, "space": 0.6, "level": 0.5, "morph": 0.9, "width": 1}))
    return kept


# -- blending -----------------------------------------------------------------------------------------------------


def test_a_blend_uses_both_models_and_moves_its_control(one):
    answer = one.desk.blend(UseBlend(model="rain", other="wood", amount=0.5, origin="osc"))
    assert answer == {
        "model": "rain", "version": "v0001", "blend_with": "wood", "blend_with_version": "v0001", "amount": 0.5,
    }  # fmt: skip
    assert one.events[0] == ModelUsed(model="rain", version="v0001", other="wood")
    assert one.moved() == {"blend": (0.5, "")}  # the sender has moved no control, so it hears of it too
    # Halfway between 1600 and 6400 Hz, in equal ratios.
    assert one.desk.reaches["brightness"].median == pytest.approx(3200)


def test_without_an_amount_the_control_stays(one):
    one.desk.set_controls(SetControls(positions={"blend": 0.25}))
    assert one.desk.blend(UseBlend(model="rain", other="wood"))["amount"] == 0.25


def test_natural_values_are_told_anew_when_the_blend_moves(one):
    one.desk.blend(UseBlend(model="rain", other="wood"))
    one.desk.set_controls(SetControls(positions={"brightness": 0.5, "density": 0.5}))
    one.events.clear()
    one.desk.set_controls(SetControls(positions={"blend": 1.0}, origin="midi"))
    blend, brightness = sorted(one.events, key=lambda event: event.control)
    assert (blend.control, blend.origin) == ("blend", "midi")
    assert (brightness.position, brightness.natural, brightness.origin) == (0.5, pytest.approx(6400), "")
    answer = one.desk.set_natural(SetNatural(control="brightness", value=12800))
    assert answer["controls"]["brightness"]["position"] == pytest.approx(1.0)


def test_listeners_find_the_new_reach_already_in_place(one, workspace):
    seen = []
    one.desk = Desk(Models(workspace), Presets(workspace), lambda event: seen.append(one.desk.reaches))
    one.desk.blend(UseBlend(model="rain", other="wood", amount=1.0))
    assert [reaches["brightness"].median for reaches in seen] == [6400, 6400]


def test_nothing_is_told_twice(one):
    one.desk.blend(UseBlend(model="rain", other="wood", amount=0.5))
    one.events.clear()
    one.desk.blend(UseBlend(model="rain", other="wood", amount=0.5))
    assert one.events == []


def test_the_same_model_twice_ends_the_blend(one):
    one.desk.blend(UseBlend(model="rain", other="wood", amount=0.5))
    one.events.clear()
    assert one.desk.blend(UseBlend(model="rain", other="rain"))["blend_with"] is None
    assert one.events == [ModelUsed(model="rain", version="v0001", other=None)]
    assert one.desk.reaches["brightness"].median == 1600


def test_another_model_keeps_what_is_blended_in_unless_it_is_that(one, publish):
    publish("bells")
    one.desk.blend(UseBlend(model="rain", other="wood"))
    one.desk.use(UseModel(model="bells"))
    assert (one.desk.model.name, one.desk.other.name) == ("bells", "wood")
    one.desk.use(UseModel(model="wood"))
    assert (one.desk.model.name, one.desk.other) == ("wood", None)


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (UseBlend(model="wood", other="bells"), NotFound),
        (UseBlend(model="bells", other="wood"), NotFound),
        (UseBlend(model="wood", other="rain", amount=1.5), ControlOutOfRange),
    ],
)
def test_a_blend_that_cannot_be_changes_nothing(one, command, error):
    one.desk.use(UseModel(model="rain"))
    one.events.clear()
    with pytest.raises(error):
        one.desk.blend(command)
    assert (one.desk.model.name, one.desk.other, one.events) == ("rain", None, [])


def test_a_new_version_is_taken_up_where_its_model_plays(one, publish):
    one.desk.blend(UseBlend(model="rain", other="wood"))
    one.desk.take_up(publish("wood"))
    one.desk.take_up(publish("bells"))
    assert (one.desk.model.version, one.desk.other.name, one.desk.other.version) == ("v0001", "wood", "v0002")
    one.desk.take_up(publish("rain"))
    assert (one.desk.model.version, one.desk.other.version) == ("v0002", "v0002")


# -- morphing -----------------------------------------------------------------------------------------------------


def test_morph_moves_what_both_presets_name(one, presets):
    answer = one.desk.morph(MorphPresets(first="calm", second="storm", amount=0.25, origin="osc"))
    assert (answer["first"], answer["second"]) == ("calm", "storm")
    assert answer["controls"]["brightness"]["position"] == pytest.approx(0.35)
    # Nobody has moved a control by hand: everybody is told, who asked too. Space and level stand there already.
    assert one.moved() == {"morph": (0.25, ""), "brightness": (pytest.approx(0.35), "")}
    answer = one.desk.set_controls(SetControls(positions={"morph": 0.75}, origin="midi"))
    assert answer["controls"].keys() == {"morph", "brightness", "space", "level"}
    # The sender turned only Morph, so it is told of the others and not of that.
    assert one.moved() == {"morph": (0.75, "midi"), "brightness": (pytest.approx(0.65), ""), "space": (0.6, "")}


def test_morph_follows_every_way_to_move_it(one, presets):
    one.desk.morph(MorphPresets(first="calm", second="storm", amount=0.0))
    one.desk.set_natural(SetNatural(control="morph", value=0.5))
    assert one.at("brightness") == pytest.approx(0.5)
    one.desk.nudge(NudgeControl(control="morph", delta=0.5))
    assert one.at("brightness") == pytest.approx(0.8)


def test_presets_may_be_numbers_and_the_amount_left_out(one, presets):
    names = presets.names()
    numbers = (names.index("calm") + 1, names.index("storm") + 1)
    one.desk.set_controls(SetControls(positions={"morph": 1.0}))
    one.desk.morph(MorphPresets(first=numbers[0], second=numbers[1]))
    assert one.desk.morph_between == ("calm", "storm")
    assert one.at("brightness") == pytest.approx(0.8)


def test_what_is_locked_stays(one, presets):
    one.desk.set_controls(SetControls(positions={"brightness": 0.9}))
    one.desk.lock(LockControl(control="brightness", locked=True))
    one.desk.morph(MorphPresets(first="calm", second="storm", amount=1.0))
    assert (one.at("brightness"), one.at("space")) == (0.9, 0.6)


def test_what_is_moved_with_morph_by_hand_stands_as_the_hand_says(one, presets):
    one.desk.morph(MorphPresets(first="calm", second="storm"))
    one.moved()
    one.desk.set_controls(SetControls(positions={"morph": 1.0, "brightness": 0.1}, origin="osc"))
    assert one.moved() == {"morph": (1.0, "osc"), "brightness": (0.1, "osc"), "space": (0.6, "")}


def test_morph_that_has_not_moved_moves_nothing(one, presets):
    one.desk.morph(MorphPresets(first="calm", second="storm", amount=0.5))
    one.desk.set_controls(SetControls(positions={"brightness": 0.9}))
    one.events.clear()
    one.desk.set_controls(SetControls(positions={"morph": 0.5}))
    assert one.moved() == {} and one.at("brightness") == 0.9


def test_without_presets_morph_only_stands_there(one):
    one.desk.set_controls(SetControls(positions={"morph": 0.5}, origin="midi"))
    assert one.moved() == {"morph": (0.5, "midi")}


def test_a_recalled_preset_stands_as_it_was_kept(one, presets):
    one.desk.morph(MorphPresets(first="calm", second="storm", amount=0.5))
    one.desk.recall(RecallPreset(preset="calm", origin="midi"))
    assert (one.at("brightness"), one.at("space"), one.at("morph")) == (0.2, None, 0.1)
    assert one.events[-1] == PresetRecalled(preset="calm", origin="midi")


def test_a_preset_that_has_gone_is_said_and_nothing_moves(one, presets):
    one.desk.morph(MorphPresets(first="calm", second="storm", amount=0.0))
    presets.delete("storm")
    one.events.clear()
    with pytest.raises(NotFound, match=r'"storm".*choose two presets'):
        one.desk.set_controls(SetControls(positions={"morph": 1.0, "width": 0.5}))
    assert one.events == [] and (one.at("morph"), one.at("width")) == (0.0, None)
    with pytest.raises(NotFound):
        one.desk.morph(MorphPresets(first="calm", second="storm", amount=1.0))
    assert one.at("morph") == 0.0


def test_presets_may_move_the_blend(one, presets):
    presets.save(Preset(name="own", positions={"blend": 0.0}))
    presets.save(Preset(name="others", positions={"blend": 1.0}))
    one.desk.blend(UseBlend(model="rain", other="wood"))
    one.desk.morph(MorphPresets(first="own", second="others", amount=0.5))
    assert one.at("blend") == 0.5
    assert one.desk.reaches["brightness"].median == pytest.approx(3200)
