"""Two models and two presets in an engine that runs: what is queued, kept and there after a restart."""

import shutil

import pytest

from sdad.control.commands import MorphPresets, Render, SaveBlend, SetControls, StartTraining, UseBlend, UseModel
from sdad.control.events import LibraryChanged, ModelUsed
from sdad.errors import MalformedMessage, NotFound
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
