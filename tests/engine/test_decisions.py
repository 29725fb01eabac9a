"""Two models and two presets in an engine that runs: what is queued, kept and there after a restart."""

import json
import shutil

import pytest

from sdad import __version__
from sdad.control.commands import (
    MorphPresets,
    Render,
    RenderAgain,
    RollBack,
    SaveBlend,
    SavePreset,
    SetControls,
    StartTraining,
    UseBlend,
    UseModel,
)
from sdad.control.events import LibraryChanged, ModelUsed
from sdad.errors import ControlOutOfRange, MalformedMessage, NotFound, NotReproducible, UnknownControl
from sdad.library.models import Models
from sdad.library.presets import Preset, Presets


@pytest.fixture
def one(run, publish):
    publish("rain")
    publish("wood")
    return run()


def rendered(one, until, command):
    """Returns the request that the worker was given for a command."""
    (job,) = one.ask(command)["jobs"]
    until(lambda: one.engine.job(job["id"])["state"] == "done")
    return next(message["request"] for message in one.rendered() if message["job"] == job["id"])


def test_a_blend_is_rendered_with_the_versions_of_when_it_was_asked_for(one, until, publish):
    one.ask(UseBlend(model="rain", other="wood", amount=0.25))
    assert rendered(one, until, Render())["blend"] == [{"model": "wood", "version": "v0001", "weight": 0.25}]
    publish("wood")
    assert rendered(one, until, Render())["blend"] == [{"model": "wood", "version": "v0002", "weight": 0.25}]
    assert one.engine.status()["blend_with_version"] == "v0002"  # what sounds is what is shown
    assert rendered(one, until, Render(model="wood"))["blend"] == []
    assert rendered(one, until, Render(model="wood", other="rain"))["blend"][0]["model"] == "rain"
    assert one.engine.status()["blend_with"] == "wood"
    one.ask(UseModel(model="wood"))
    assert rendered(one, until, Render())["blend"] == []


def test_the_status_names_what_is_mixed(one, workspace):
    one.ask(UseModel(model="rain"))
    assert (one.engine.status()["blend_with"], one.engine.status()["morph_between"]) == (None, None)
    one.ask(UseBlend(model="rain", other="wood"))
    first, second = Presets(workspace).names()[:2]
    one.ask(MorphPresets(first=1, second=2))
    status = one.engine.status()
    assert (status["model"], status["blend_with"], status["morph_between"]) == ("rain", "wood", [first, second])


def test_a_blend_is_kept_as_a_model(one, workspace, until):
    answer = one.ask(SaveBlend(name="both", model="rain", other="wood", amount=0.25))
    kept = Models(workspace).current("both")
    assert answer == {"model": "both", "version": "v0001", "folder": str(kept.folder)}
    assert [(part.name, part.weight) for part in kept.card.blend] == [("rain", 0.75), ("wood", 0.25)]
    until(lambda: LibraryChanged(what="models") in one.told)
    one.ask(UseModel(model="both"))
    one.ask(SaveBlend(name="both", model="rain", other="wood", amount=0.5))
    until(lambda: ModelUsed(model="both", version="v0002") in one.told)


@pytest.mark.parametrize(
    ("other", "error"), [("rain", MalformedMessage), ("woods", NotFound)], ids=["with itself", "with nothing"]
)
def test_a_blend_that_cannot_be_is_not_kept(one, workspace, other, error):
    with pytest.raises(error):
        one.ask(SaveBlend(name="both", model="rain", other=other, amount=0.5))
    assert "both" not in Models(workspace).names()


def test_what_is_mixed_is_there_after_a_restart(one, run, workspace):
    kept = Presets(workspace)
    kept.save(Preset(name="calm", positions={"brightness": 0.25}))
    kept.save(Preset(name="storm", positions={"brightness": 0.75}))
    one.ask(UseBlend(model="rain", other="wood", amount=1.0))
    one.ask(MorphPresets(first="calm", second="storm"))
    one.engine.stop(5.0)
    again = run()
    status = again.engine.status()
    assert (status["model"], status["blend_with"], status["morph_between"]) == ("rain", "wood", ["calm", "storm"])
    assert again.engine.reaches == Models(workspace).current("wood").card.reaches
    again.ask(SetControls(positions={"morph": 0.5}))
    assert again.engine.controls["brightness"].position == 0.5


def test_a_model_that_was_blended_in_and_has_gone_is_said(one, run, workspace):
    one.ask(UseBlend(model="rain", other="wood", amount=0.5))
    one.engine.stop(5.0)
    shutil.rmtree(workspace.models / "wood")
    status = run().engine.status()
    assert (status["model"], status["blend_with"]) == ("rain", None)
    assert any('"wood"' in notice["text"] for notice in status["notices"])


def test_what_is_blended_in_is_taken_up_when_it_has_been_trained_again(one, until, publish, workspace):
    (workspace.datasets / "wood").mkdir()
    one.ask(UseBlend(model="rain", other="wood"))
    publish("wood")
    one.ask(StartTraining(dataset="wood", effort="sketch"))
    until(lambda: one.engine.status()["blend_with_version"] == "v0002")
    assert one.engine.status()["model"] == "rain"


@pytest.fixture
def taken(one, workspace):
    """A finished take r1 of rain v0001, brighter than usual."""

    def taken(**changes):
        rain = Models(workspace).current("rain")
        facts = {
            "id": "r1",
            "sdad_version": __version__,
            "model": {"name": "rain", "version": rain.version, "weights_sha256": rain.weights_sha256},
            "request": {"model": "rain", "version": rain.version, "take": 7, "positions": {"brightness": 0.75}},
            "seconds": 1.0,
            "asked_natural": {"brightness": 3200.0},
            **changes,
        }
        beside = workspace.output / "rain-take0007-r1.json"
        beside.write_text(json.dumps({"format": 1, **facts}))
        beside.with_suffix(".wav").write_bytes(b"x")

    return taken


def test_a_take_is_made_again_with_the_version_that_made_it(one, taken, until, publish):
    taken()
    publish("rain")
    command = RenderAgain(render="r1")
    assert one.ask(command)["remark"] == ""
    request = rendered(one, until, command)
    assert (request["version"], request["take"], request["positions"]["brightness"]) == ("v0001", 7, 0.75)


def test_a_take_is_found_by_its_id_however_many_are_newer(one, taken, monkeypatch):
    monkeypatch.setattr("sdad.engine.catalogue.LISTED_RENDERS", 0)
    taken()
    assert one.engine.renders() == []
    assert one.engine.render("r1")["path"].endswith("rain-take0007-r1.wav")
    with pytest.raises(NotFound):
        one.engine.render("r2")


def test_a_take_of_another_sdad_is_made_again_with_a_remark(one, taken):
    taken(sdad_version="0.0.1")
    assert "0.0.1" in one.ask(RenderAgain(render="r1"))["remark"]


def test_a_take_whose_model_is_another_one_is_not_made_again(one, taken):
    taken(model={"name": "rain", "version": "v0001", "weights_sha256": "another"})
    with pytest.raises(NotReproducible, match="r1"):
        one.ask(RenderAgain(render="r1"))
    with pytest.raises(NotFound):
        one.ask(RenderAgain(render="r2"))
    with pytest.raises(NotFound):
        one.ask(RenderAgain(render="r1", out="nowhere"))
    assert one.rendered() == []


def test_going_back_reaches_what_is_in_use_and_what_is_blended_in(one, until, publish):
    one.ask(UseBlend(model="wood", other="rain"))
    publish("rain")
    one.ask(UseBlend(model="wood", other="rain"))
    assert one.engine.status()["blend_with_version"] == "v0002"
    assert one.ask(RollBack(model="rain")) == {"model": "rain", "version": "v0001", "before": "v0002"}
    until(lambda: one.engine.status()["blend_with_version"] == "v0001")
    one.ask(UseModel(model="rain"))
    one.ask(RollBack(model="rain", to="v0002"))
    until(lambda: one.engine.status()["model_version"] == "v0002")
    with pytest.raises(NotFound):
        one.ask(RollBack(model="rain", to="v0009"))


def test_a_preset_is_kept_of_a_take_or_of_what_is_given(one, taken, workspace, until):
    taken()
    one.ask(SetControls(positions={"brightness": 0.1, "space": 0.9}))
    one.ask(SavePreset(preset="given", positions={"warmth": 0.5, "space": None}))
    one.ask(SavePreset(preset="of it", render="r1", positions={"warmth": 0.5}))
    one.ask(SavePreset(preset="as it stands"))
    given, of_it, stands = (Presets(workspace).get(name) for name in ("given", "of it", "as it stands"))
    assert (given.positions["warmth"], given.positions["space"], given.positions["brightness"]) == (0.5, None, None)
    assert (of_it.positions["brightness"], of_it.positions["warmth"], of_it.model) == (0.75, 0.5, "rain")
    assert of_it.naturals == {"brightness": 3200.0}
    assert (stands.positions["brightness"], stands.positions["space"]) == (0.1, 0.9)
    until(lambda: one.heard(LibraryChanged).count(LibraryChanged(what="presets")) == 3)
    with pytest.raises(NotFound):
        one.ask(SavePreset(preset="x", render="r9"))
    with pytest.raises(ControlOutOfRange):
        one.ask(SavePreset(preset="x", positions={"warmth": 1.5}))
    with pytest.raises(UnknownControl):
        one.ask(SavePreset(preset="x", positions={"colour": 0.5}))
    assert "x" not in Presets(workspace).names()
