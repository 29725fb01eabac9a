import json
import shutil
from pathlib import Path

import pytest

from sdad.errors import Cancelled, DiskFull
from sdad.library.renders import Renders

from .conftest import publish


def test_a_take_is_rendered_and_its_path_is_the_result(sdad, rain, stage, workspace):
    answer = sdad("render", "rain", "brightness=.8", "space=auto", "--take", 42)
    assert answer.code == 0
    path = Path(answer.out.strip())
    assert path.is_file() and path.parent == workspace.output
    request = stage.requests[0]
    assert (request.model, request.version, request.take, request.seconds) == ("rain", "v0001", 42, 12.0)
    assert request.positions["brightness"] == 0.8 and request.positions["space"] is None
    assert (request.delivery.sample_rate, request.delivery.depth, request.delivery.channels) == (48000, "24", 2)
    assert "take 42: brightness 0.80 (got 0.77, 2.9 kHz)" in answer.err


def test_json_has_the_binding_keys(sdad, rain, stage):
    answer = sdad("render", "rain", "brightness=1600Hz", "--wait", "--json")
    (take,) = answer.json["takes"]
    assert {"id", "path", "sidecar", "asked", "got"} <= set(take)
    assert take["asked"]["brightness"] == 0.5
    assert json.loads(Path(take["sidecar"]).read_text())["id"] == take["id"]


def test_takes_count_on_from_the_last(sdad, rain, stage):
    assert len(sdad("render", "rain", "--takes", 3).out.splitlines()) == 3
    sdad("render", "rain")
    assert [request.take for request in stage.requests] == [1, 2, 3, 4]


def test_the_form_of_the_file_is_as_asked(sdad, rain, stage, tmp_path):
    words = ["--rate", 96000, "--depth", "16", "--channels", 1, "--format", "flac", "--out", tmp_path / "Song"]
    answer = sdad("render", "rain", "--duration", "30s", *words)
    delivery = stage.requests[0].delivery
    assert delivery.model_dump() == {"sample_rate": 96000, "depth": "16", "channels": 1, "container": "flac"}
    assert stage.requests[0].seconds == 30.0
    assert Path(answer.out.strip()).parent == tmp_path / "Song"
    sdad("render", "rain", "duration=30s")
    assert stage.requests[1].seconds == 30.0


def test_a_loop_is_asked_for_by_a_word(sdad, rain, stage):
    sdad("render", "rain", "--loop")
    sdad("render", "rain")
    assert [request.loop for request in stage.requests] == [True, False]


def test_a_curve_is_asked_for_and_followed_again(sdad, rain, stage):
    (take,) = sdad("render", "rain", "brightness=0:.2,50%:.9", "--json").json["takes"]
    assert stage.requests[0].curves == {"brightness": ((0.0, 0.2), (0.5, 0.9))}
    assert sdad("render", "--again", take["sidecar"]).code == 0
    assert stage.requests[1] == stage.requests[0]


def test_a_preset_is_changed_by_what_is_said(sdad, rain, stage):
    sdad("render", "rain", "--preset", "Glass", "brightness=.1")
    positions = stage.requests[0].positions
    assert positions["brightness"] == 0.1 and positions["register"] == 0.8 and positions["width"] is None


def test_the_only_model_need_not_be_named(sdad, rain, stage):
    assert sdad("render", "brightness=.3").code == 0
    assert stage.requests[0].model == "rain"


def test_what_the_model_cannot_reach_is_said(sdad, rain, stage):
    answer = sdad("render", "rain", "brightness=15kHz")
    assert answer.code == 0
    assert "held to 6.4 kHz" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["rain", "britness=.5"], 2, 'Did you mean "brightness"?'),
        (["rain", "brightness=2"], 2, "from 0 to 1"),
        (["rain", "brightness=0:.5"], 2, "2 to 8 points"),
        (["rain", "layers=0:.5,1:.2"], 2, "whole take"),
        (["rain", "--rate", "192000"], 2, "96000"),
        (["rain", "--channels", "6"], 2, "1 or 2"),
        (["rain", "--format", "flac", "--depth", "32f"], 2, "FLAC"),
        (["rain", "--duration", "0.1"], 2, "0.5 to 600"),
        (["rian"], 4, 'Did you mean "rain"?'),
        (["rain", "--preset", "Galss"], 4, "Glass"),
        (["rain", "loud"], 2, "CONTROL=VALUE"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_rendered(sdad, rain, stage, words, code, said):
    answer = sdad("render", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert stage.requests == []


def test_without_any_model_the_way_is_shown(sdad, stage):
    answer = sdad("render")
    assert answer.code == 4
    assert "sdad train" in answer.err


def test_a_failed_take_does_not_take_the_others_with_it(sdad, rain, stage):
    stage.fail = {2: DiskFull("/there")}
    answer = sdad("render", "rain", "--take", 1, "--takes", 3, "--json")
    assert answer.code == 8
    assert [take["take"] for take in answer.json["takes"]] == [1, 3]
    assert [error["code"] for error in answer.json["failed"]] == ["storage.disk_full"]
    assert "no room" in answer.err


def test_when_all_fail_the_code_is_that_of_the_first(sdad, rain, stage):
    stage.fail = {1: DiskFull("/there"), 2: DiskFull("/there")}
    assert sdad("render", "rain", "--take", 1, "--takes", 2).code == 7


def test_a_cancelled_take_ends_the_row(sdad, rain, stage):
    stage.fail = {2: Cancelled("x")}
    answer = sdad("render", "rain", "--take", 1, "--takes", 5)
    assert answer.code == 130
    assert len(answer.out.splitlines()) == 1
    assert len(stage.requests) == 2


@pytest.mark.parametrize("named_by", ["sidecar", "path", "id"])
def test_again_asks_for_exactly_the_same(sdad, rain, stage, named_by):
    (take,) = sdad("render", "rain", "brightness=.8", "--take", 9, "--duration", 7, "--json").json["takes"]
    publish(rain, b"better weights")
    answer = sdad("render", "--again", take[named_by])
    assert answer.code == 0
    first, second = stage.requests
    assert second == first and second.version == "v0001"
    assert Path(answer.out.strip()) != Path(take["path"])


def test_another_model_is_blended_in(sdad, bells, stage):
    sdad("render", "rain", "blend=.25", "--with", "bells")
    sdad("render", "rain", "--with", "bells")
    sdad("render", "rain", "--with", "rain")
    heard, half, alone = [request.blend for request in stage.requests]
    assert [(share.model, share.version, share.weight) for share in heard] == [("bells", "v0001", 0.25)]
    assert half[0].weight == 0.5 and alone == ()


def test_values_are_placed_on_the_reach_of_the_blend(sdad, bells, stage):
    # Halfway between 1600 and 6400 Hz in equal ratios is what half of the bells has in its middle.
    sdad("render", "rain", "brightness=3200Hz", "--with", "bells")
    sdad("render", "rain", "brightness=6400Hz", "blend=1", "--with", "bells")
    assert [request.positions["brightness"] for request in stage.requests] == [pytest.approx(0.5)] * 2


def test_a_blend_with_nobody_is_said_to_do_nothing(sdad, bells, stage):
    answer = sdad("render", "rain", "blend=.25")
    assert answer.code == 0 and "--with" in answer.err
    assert "--with" not in sdad("render", "rain", "blend=.25", "--with", "bells").err
    assert sdad("render", "rain", "--with", "blels").code == 4


def test_again_makes_the_same_blend(sdad, bells, stage):
    (take,) = sdad("render", "rain", "blend=.25", "--with", "bells", "--json").json["takes"]
    publish(bells, b"newer", name="bells")
    assert sdad("render", "--again", take["id"]).code == 0
    first, again = stage.requests
    assert again == first and again.blend[0].version == "v0001"


def test_again_of_a_blend_that_was_kept(sdad, bells, stage):
    sdad("model", "blend", "rain", "bells", "--as", "storm")
    (take,) = sdad("render", "storm", "--with", "rain", "--json").json["takes"]
    assert sdad("render", "--again", take["id"]).code == 0
    assert stage.requests[1] == stage.requests[0]


def test_again_without_what_was_blended_in_is_refused(sdad, bells, stage, workspace):
    (take,) = sdad("render", "rain", "--with", "bells", "--json").json["takes"]
    shutil.rmtree(workspace.models / "bells")
    answer = sdad("render", "--again", take["id"])
    assert answer.code == 9 and "bells" in answer.err
    publish(bells, b"retrained from nothing", name="bells")
    answer = sdad("render", "--again", take["id"])
    assert answer.code == 9 and "bells v0001 here is not the one that made it" in answer.err
    assert len(stage.requests) == 1


def test_again_with_other_weights_is_refused(sdad, rain, stage, workspace):
    (take,) = sdad("render", "rain", "--json").json["takes"]
    card = workspace.models / "rain" / "v0001" / "model.json"
    facts = json.loads(card.read_text())
    card.write_text(json.dumps({**facts, "weights_sha256": "f" * 64}))
    answer = sdad("render", "--again", take["sidecar"])
    assert answer.code == 9
    assert "cannot be made again" in answer.err
    assert len(stage.requests) == 1


def test_again_without_the_model_is_refused(sdad, rain, stage, workspace):
    (take,) = sdad("render", "rain", "--json").json["takes"]
    (workspace.models / "rain").rename(workspace.root / "elsewhere")
    assert sdad("render", "--again", take["sidecar"]).code == 9


def test_again_by_a_later_sdad_is_told(sdad, rain, stage):
    (take,) = sdad("render", "rain", "--json").json["takes"]
    beside = Path(take["sidecar"])
    beside.write_text(beside.read_text().replace('"sdad_version": "0.1.0"', '"sdad_version": "0.0.1"'))
    answer = sdad("render", "--again", beside)
    assert answer.code == 0
    assert "made by sdad 0.0.1" in answer.err


@pytest.mark.parametrize(
    "words", [["rain"], ["brightness=.5"], ["--preset", "Glass"], ["--take", 3], ["--takes", 2], ["--loop"]]
)
def test_again_takes_nothing_else(sdad, rain, stage, words):
    (take,) = sdad("render", "rain", "--json").json["takes"]
    assert sdad("render", "--again", take["sidecar"], *words).code == 2
    assert len(stage.requests) == 1


def test_a_missing_sidecar_is_4(sdad, rain, stage):
    assert sdad("render", "--again", "gone.json").code == 4


def test_the_takes_are_in_the_library(sdad, rain, stage, workspace):
    sdad("render", "rain", "--takes", 2)
    assert len(Renders(workspace).list()) == 2
