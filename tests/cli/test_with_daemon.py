"""Every verb when a daemon runs: what it is asked, and what is made of its answer."""

import json
import os
import signal

import pytest

from sdad import __version__
from sdad.errors import DiskFull, LiveLock
from sdad.library.folders import Folders
from sdad.library.models import Models

from .conftest import publish


def test_status_is_passed_on_whole(sdad, daemon):
    answer = sdad("status", "--json")
    assert answer.json == daemon.answers["GET", "/api/status"]
    said = sdad("status").out
    for part in (
        "ready",
        "osc 9109",
        "2 queued, 1 running",
        "rain: learning, 40%, about 1 min 30 s left",
        "performance lock",
    ):
        assert part in said
    assert "OSC port 9109 is taken" in said and "panel" not in said


def test_status_says_which_models_are_held_ready(sdad, daemon):
    daemon.answers["GET", "/api/status"]["resident"] = [{"model": "rain", "version": "v0001", "bytes": 42_000_000}]
    assert ["ready", "rain v0001 42 MB"] in [line.split(maxsplit=1) for line in sdad("status").out.splitlines()]


@pytest.mark.parametrize(("device", "shown"), [("cuda", "cuda"), ("auto", "auto (decided when the render worker is")])
def test_a_device_that_nobody_knows_yet_is_said_to_be_undecided(sdad, daemon, device, shown):
    daemon.answers["GET", "/api/status"]["device"] = device
    (line,) = [line for line in sdad("status").out.splitlines() if line.startswith("device")]
    assert line.split(maxsplit=1)[1].startswith(shown)
    assert sdad("status", "--json").json["device"] == device


def test_a_render_is_handed_over_and_not_waited_for(sdad, daemon, rain, stage, workspace, tmp_path):
    daemon.answers["POST", "/api/render"] = {"jobs": [{"id": "r1", "eta_s": 2.0}, {"id": "r2", "eta_s": 4.0}]}
    words = ["brightness=1600Hz", "space=auto", "--preset", "Glass", "--takes", 2, "--depth", "16", "--out", tmp_path]
    answer = sdad("render", "rain", *words)
    assert answer.code == 0
    assert answer.out.split() == ["r1", "r2"]
    (body,) = daemon.posted("/api/render")
    assert body == {
        "model": "rain",
        "other": None,
        "preset": "Glass",
        "positions": {"brightness": 0.5, "space": None},
        "take": None,
        "takes": 2,
        "seconds": None,
        "delivery": {"sample_rate": 48000, "depth": "16", "channels": 2, "container": "wav"},
        "out": Folders(workspace).put_down(tmp_path),
        "loop": False,
        "curves": {},
        "priority": 0,
    }
    assert stage.requests == []


@pytest.mark.parametrize(
    ("words", "path", "body", "answer", "out"),
    [
        (["pause"], "/api/queue/pause", {"on": True}, {"paused": True}, "sdad queue resume"),
        (["resume"], "/api/queue/pause", {"on": False}, {"paused": False}, "Renders go on."),
        (["clear"], "/api/queue/clear", {}, {"cancelled": ["r1", "r2"]}, "r1\nr2\n"),
        (["cancel"], "/api/render/cancel", {"job": None}, {"cancelled": ["r2"]}, "r2\n"),
        (["cancel", "r1"], "/api/render/cancel", {"job": "r1"}, {"cancelled": ["r1"]}, "r1\n"),
        (["move", "r2"], "/api/queue/move", {"job": "r2", "before": None}, {"waiting": ["r2", "r1"]}, "r2\nr1\n"),
        (
            ["move", "r2", "--before", "r1"],
            "/api/queue/move",
            {"job": "r2", "before": "r1"},
            {"waiting": ["r2"]},
            "r2\n",
        ),
    ],
)
def test_the_queue_is_the_daemons(sdad, daemon, words, path, body, answer, out):
    daemon.answers["POST", path] = answer
    assert out in sdad("queue", *words).out
    assert sdad("queue", *words, "--json").json == answer
    assert daemon.posted(path) == [body, body]


def test_the_queue_is_listed_in_its_order(sdad, daemon):
    job = {"id": "r2", "state": "running", "priority": 0, "origin": "osc", "model": "rain", "take": 4, "seconds": 12.0}
    jobs = [job, {**job, "id": "r1", "state": "queued", "priority": 3}]
    daemon.answers["GET", "/api/queue"] = {"jobs": jobs}
    assert [line.split()[:2] for line in sdad("queue", "list").out.splitlines()] == [
        ["r2", "running"],
        ["r1", "queued"],
    ]
    assert "priority 3" in sdad("queue", "list").out
    assert sdad("queue", "list", "--json").json == {"jobs": jobs}
    daemon.answers["GET", "/api/queue"] = {"jobs": []}
    assert "Nothing waits." in sdad("queue", "list").err


@pytest.mark.parametrize("verb", ["load", "unload"])
def test_a_model_is_held_ready_or_given_up(sdad, daemon, verb):
    daemon.answers["POST", f"/api/models/{verb}"] = {"model": "rain"}
    assert sdad("model", verb, "rain").out.startswith("rain is ")
    assert daemon.posted(f"/api/models/{verb}") == [{"model": "rain"}]


def test_without_a_daemon_there_is_no_queue(sdad):
    assert sdad("queue", "list").code == sdad("model", "load", "rain").code == 3


def test_a_render_that_is_waited_for_gives_its_takes(sdad, daemon, rain):
    daemon.answers["POST", "/api/render"] = {"jobs": [{"id": "r1", "eta_s": 2.0}, {"id": "r2", "eta_s": 4.0}]}
    take = {
        "id": "r1",
        "path": "/x/a.wav",
        "sidecar": "/x/a.json",
        "asked": {"brightness": 0.8},
        "got": {"brightness": 0.7},
    }
    daemon.answers["GET", "/api/jobs/r1"] = [
        {"state": "queued"},
        {"state": "running", "fraction": 0.5},
        {"state": "done", "result": take},
    ]
    daemon.answers["GET", "/api/jobs/r2"] = {"state": "failed", "error": DiskFull("/x").as_dict()}
    answer = sdad("render", "--takes", 2, "--wait", "--json")
    assert answer.code == 8
    assert answer.json == {"takes": [take], "failed": [DiskFull("/x").as_dict()]}
    assert daemon.posted("/api/render")[0]["model"] == "rain"


def test_again_is_made_here_though_a_daemon_runs(sdad, daemon, rain, stage, workspace):
    beside = workspace.output / "rain-take0001-r1.json"
    fingerprint = rain.current("rain").weights_sha256
    beside.write_text(json.dumps({**SIDECAR, "model": {**SIDECAR["model"], "weights_sha256": fingerprint}}))
    assert sdad("render", "--again", beside).code == 0
    assert [request.take for request in stage.requests] == [1]
    assert daemon.posted("/api/render") == []


def test_a_training_is_handed_over(sdad, daemon, rain):
    daemon.answers["POST", "/api/train"] = {"job": "t1"}
    answer = sdad("train", "rain", "--effort", "sketch")
    assert (answer.code, answer.out.strip()) == (0, "t1")
    assert daemon.posted("/api/train") == [{"dataset": "rain", "effort": "sketch"}]


def test_a_training_that_is_waited_for_gives_its_report(sdad, daemon, rain):
    report = {
        "model": "rain",
        "version": "v0002",
        "used": ["a.wav"],
        "skipped": [{"file": "b.wav", "reason": "b.wav is silent."}],
    }
    daemon.answers["POST", "/api/train"] = {"job": "t1"}
    daemon.answers["GET", "/api/train"] = {
        "state": "running",
        "job": "t1",
        "stage": "learning",
        "fraction": 0.4,
        "eta_s": 9.0,
    }
    daemon.answers["GET", "/api/jobs/t1"] = [
        {"state": "queued"},
        {"state": "running"},
        {"state": "done", "result": report},
    ]
    answer = sdad("train", "rain", "--wait", "--json")
    assert answer.code == 8
    assert answer.json == report
    assert "b.wav is silent." in answer.err and "learning: 40%" in answer.err


@pytest.mark.parametrize("words", ["train rain --seed 3", "train rain --device cpu", "render rain --device cpu"])
def test_what_the_daemon_would_not_heed_is_refused(sdad, daemon, rain, words):
    answer = sdad(*words.split())
    assert answer.code == 2
    assert "a daemon is running" in answer.err
    assert daemon.posted("/api/train") == daemon.posted("/api/render") == []


def test_the_performance_lock_is_6(sdad, daemon, rain):
    daemon.answers["POST", "/api/train"] = LiveLock()
    assert sdad("train", "rain").code == 6


def test_ctrl_c_leaves_the_work_to_the_daemon(sdad, daemon, rain, in_the_foreground):
    def interrupted():
        os.kill(os.getpid(), signal.SIGINT)
        return {"state": "running", "fraction": 0.1}

    daemon.answers["POST", "/api/render"] = {"jobs": [{"id": "r1", "eta_s": 2.0}]}
    daemon.answers["GET", "/api/jobs/r1"] = interrupted
    answer = sdad("render", "rain", "--wait")
    assert answer.code == 130
    assert "The daemon goes on rendering" in answer.err
    assert daemon.posted("/api/render/cancel") == []


def test_added_recordings_are_copied_here_and_the_daemon_told_to_look(sdad, daemon, tmp_path, record, workspace):
    daemon.answers["POST", "/api/datasets/look"] = {"dataset": "rain", "quiet_seconds": 60.0}
    (file,) = record(tmp_path / "new", range(1), 0.5)
    assert sdad("dataset", "add", "rain", file, "--json").json["added"] == [file.name]
    assert (workspace.datasets / "rain" / file.name).read_bytes() == file.read_bytes()
    assert daemon.posted("/api/datasets/look") == [{"dataset": "rain"}]
    assert sdad("dataset", "add", "rain", file, "--json").json["already"] == [str(file)]
    assert len(daemon.posted("/api/datasets/look")) == 1


def test_presets_are_the_daemons_controls(sdad, daemon, workspace):
    daemon.answers["POST", "/api/presets/save"] = {"preset": "mine"}
    daemon.answers["POST", "/api/presets/recall"] = {"preset": "Glass"}
    assert sdad("preset", "save", "mine", "--json").json["path"] == str(workspace.presets / "mine.toml")
    assert sdad("preset", "recall", "Glass").code == 0
    assert daemon.posted("/api/presets/save") == [{"preset": "mine"}]
    assert daemon.posted("/api/presets/recall") == [{"preset": "Glass"}]


def test_a_blend_is_played_by_the_daemon(sdad, daemon, bells):
    facts = {"model": "rain", "version": "v0001", "blend_with": "bells", "blend_with_version": "v0001", "amount": 0.25}
    daemon.answers["POST", "/api/models/blend"] = [facts, {**facts, "amount": 0.0}, {**facts, "blend_with": None}]
    assert sdad("model", "blend", "rain", "bells", "--amount", ".25").out == "rain plays with 0.25 of bells.\n"
    assert "until Blend is moved" in sdad("model", "blend", "rain", "bells").err
    assert sdad("model", "blend", "rain", "rain").out == "rain plays alone.\n"
    assert daemon.posted("/api/models/blend")[:2] == [
        {"model": "rain", "other": "bells", "amount": 0.25},
        {"model": "rain", "other": "bells", "amount": None},
    ]


def test_a_blend_is_kept_by_the_daemon(sdad, daemon, bells):
    kept = {"model": "storm", "version": "v0001", "folder": "/models/storm/v0001"}
    daemon.answers["POST", "/api/models/blend/save"] = kept
    assert sdad("model", "blend", "rain", "bells", "--as", "storm", "--json").json == kept
    assert daemon.posted("/api/models/blend/save") == [
        {"name": "storm", "model": "rain", "other": "bells", "amount": 0.5}
    ]
    assert "storm" not in bells.names()


def test_values_are_placed_on_the_reach_of_what_the_daemon_blends(sdad, daemon, bells):
    daemon.answers["GET", "/api/status"]["blend_with"] = "bells"
    daemon.answers["GET", "/api/controls"] = {"controls": [{"id": "blend", "position": 0.5}]}
    daemon.answers["POST", "/api/render"] = {"jobs": [{"id": "r1", "eta_s": 2.0}]}
    assert sdad("render", "rain", "brightness=3200Hz").code == 0
    assert sdad("render", "bells", "brightness=6400Hz").code == 0  # the daemon blends another model
    assert sdad("render", "rain", "brightness=6400Hz", "blend=1", "--with", "bells").code == 0
    posted = daemon.posted("/api/render")
    assert [body["positions"]["brightness"] for body in posted] == [pytest.approx(0.5)] * 3
    assert [body["other"] for body in posted] == [None, None, "bells"]


def test_morph_is_the_daemons(sdad, daemon):
    facts = {"first": "Glass", "second": "Drone", "controls": {"morph": {"position": 0.4}}}
    daemon.answers["POST", "/api/presets/morph"] = facts
    names = sdad("preset", "list").out.splitlines()[:2]
    answer = sdad("preset", "morph", *names, "--amount", ".4")
    assert answer.out == f"Morph stands at 0.40 between {names[0]} and {names[1]}.\n"
    assert daemon.posted("/api/presets/morph") == [{"first": names[0], "second": names[1], "amount": 0.4}]
    assert sdad("preset", "morph", *names, "--json").json == facts


def test_what_is_mixed_is_in_the_status(sdad, daemon):
    daemon.answers["GET", "/api/status"] |= {"blend_with": "bells", "morph_between": ["calm", "storm"]}
    said = sdad("status").out
    assert "rain, blended with bells" in said and "between calm and storm" in said


def test_a_rollback_goes_through_the_daemon(sdad, daemon, rain, workspace):
    publish(rain)
    daemon.answers["POST", "/api/models/rollback"] = {"model": "rain", "version": "v0001", "before": "v0002"}
    assert sdad("model", "rollback", "rain").out == "rain plays v0001 again (was v0002).\n"
    sdad("model", "rollback", "rain", "--to", 2)
    assert daemon.posted("/api/models/rollback") == [{"model": "rain", "to": None}, {"model": "rain", "to": "2"}]
    assert Models(workspace).current("rain").version == "v0002", "the daemon writes it, not the command"


def test_a_verdict_goes_through_the_daemon(sdad, daemon, rain, workspace):
    daemon.answers["POST", "/api/takes"] = {"id": "r1", "verdict": "star", "path": "/x"}
    beside = workspace.output / "rain-take0001-r1.json"
    beside.write_text(json.dumps(SIDECAR))
    beside.with_suffix(".wav").write_bytes(b"x")
    assert sdad("take", "star", "r1").code == 0
    assert sdad("take", "star").code == 0
    assert daemon.posted("/api/takes") == [{"verdict": "star", "render": "r1"}] * 2
    assert not (workspace.state / "takes").exists(), "the daemon writes it, not the command"


SIDECAR = {
    "format": 1,
    "id": "r1",
    "sdad_version": "0.1.0",
    "model": {"name": "rain", "version": "v0001", "weights_sha256": "0"},
    "request": {"model": "rain", "version": "v0001", "take": 1},
    "seconds": 1.0,
}


def test_a_daemon_of_another_version_is_named_and_asked_all_the_same(sdad, daemon):
    assert "understand" not in sdad("status").err
    daemon.answers["GET", "/api/status"]["version"] = "0.0.1"
    for flags in ([], ["--json"]):
        answer = sdad("status", *flags)
        assert answer.code == 0 and "0.0.1" in answer.out
        (line,) = answer.err.splitlines()
        assert "0.0.1" in line and __version__ in line and "sdad up" in line
    assert answer.json["version"] == "0.0.1"
