import pytest

from sdad.control import commands as ask
from sdad.control.delivery import Delivery
from sdad.control.parameters import TABLE
from sdad.errors import (
    Busy,
    ControlOutOfRange,
    Corrupt,
    DiskFull,
    EngineError,
    InvalidName,
    LiveLock,
    NameTaken,
    NoModel,
    NotFound,
    TimedOut,
)
from sdad.surfaces.http.app import status_of


def test_the_controls_come_in_the_tables_order_with_all_a_page_needs(api, engine):
    engine.submit(ask.SetControls(positions={"brightness": 0.5, "density": 0.5}))
    rows = api.get("/api/controls").json()["controls"]
    assert [row["id"] for row in rows] == [row.id for row in TABLE]
    brightness = rows[0]
    assert set(brightness) >= {
        *("id", "label", "low", "high", "help", "kind", "unit", "leaf", "cc", "minimum", "maximum", "position"),
        *("natural", "natural_text", "locked", "mode", "reach", "covered"),
    }
    assert brightness["natural"] == pytest.approx(1600)
    assert brightness["natural_text"] == "1.6 kHz"
    assert brightness["reach"]["high"] == 6400
    assert brightness["covered"] == pytest.approx([1 / 6, 0.911], abs=1e-3)
    by_name = {row["id"]: row for row in rows}
    density = by_name["density"]
    assert (density["position"], density["natural"], density["reach"], density["covered"]) == (0.5, None, None, None)
    assert (by_name["space"]["position"], by_name["space"]["mode"]) == (None, "auto")
    assert by_name["duration"]["natural"] == pytest.approx(12)


@pytest.mark.parametrize(
    ("path", "body", "command"),
    [
        (
            "/api/controls",
            {"positions": {"space": None, "brightness": 1}},
            ask.SetControls(positions={"space": None, "brightness": 1.0}, origin="http"),
        ),
        (
            "/api/controls/natural",
            {"control": "brightness", "value": 2900},
            ask.SetNatural(control="brightness", value=2900.0, origin="http"),
        ),
        (
            "/api/controls/lock",
            {"control": "space", "locked": True},
            ask.LockControl(control="space", locked=True, origin="http"),
        ),
        ("/api/models/use", {"model": "drones"}, ask.UseModel(model="drones", origin="http")),
        (
            "/api/models/blend",
            {"model": "drones", "other": "kitchen", "amount": 0.25},
            ask.UseBlend(model="drones", other="kitchen", amount=0.25, origin="http"),
        ),
        (
            "/api/models/blend",
            {"model": "drones", "other": "kitchen"},
            ask.UseBlend(model="drones", other="kitchen", origin="http"),
        ),
        (
            "/api/models/blend/save",
            {"name": "both", "model": "drones", "other": "kitchen", "amount": 0.25},
            ask.SaveBlend(name="both", model="drones", other="kitchen", amount=0.25, origin="http"),
        ),
        (
            "/api/presets/morph",
            {"first": "glass", "second": 3, "amount": 1},
            ask.MorphPresets(first="glass", second=3, amount=1.0, origin="http"),
        ),
        ("/api/presets/recall", {"preset": "glass"}, ask.RecallPreset(preset="glass", origin="http")),
        ("/api/presets/recall", {"preset": 2}, ask.RecallPreset(preset=2, origin="http")),
        ("/api/presets/save", {"preset": "mine"}, ask.SavePreset(preset="mine", origin="http")),
        ("/api/render", {}, ask.Render(origin="http")),
        ("/api/render/cancel", {}, ask.CancelRender(origin="http")),
        ("/api/render/cancel", {"job": "r1"}, ask.CancelRender(job="r1", origin="http")),
        ("/api/panic", {}, ask.Panic(origin="http")),
        ("/api/queue/pause", {"on": True}, ask.PauseRenders(on=True, origin="http")),
        ("/api/queue/clear", {}, ask.ClearRenders(origin="http")),
        ("/api/queue/move", {"job": "r2"}, ask.MoveRender(job="r2", origin="http")),
        (
            "/api/queue/move",
            {"job": "r2", "before": "r1"},
            ask.MoveRender(job="r2", before="r1", origin="http"),
        ),
        ("/api/models/load", {"model": "drones"}, ask.LoadModel(model="drones", origin="http")),
        ("/api/models/unload", {"model": "drones"}, ask.UnloadModel(model="drones", origin="http")),
        ("/api/takes", {"verdict": "star", "render": "r1"}, ask.JudgeTake(verdict="star", render="r1", origin="http")),
        ("/api/datasets/look", {"dataset": "kitchen"}, ask.FolderChanged(dataset="kitchen", origin="http")),
        (
            "/api/controls/delta",
            {"control": "space", "delta": -0.25},
            ask.NudgeControl(control="space", delta=-0.25, origin="http"),
        ),
        (
            "/api/train",
            {"dataset": "kitchen", "effort": "sketch"},
            ask.StartTraining(dataset="kitchen", effort="sketch", origin="http"),
        ),
        ("/api/train/stop", {}, ask.StopTraining(origin="http")),
        ("/api/live", {"on": True}, ask.SetLive(on=True, origin="http")),
    ],
)
def test_each_address_becomes_its_command(api, engine, path, body, command):
    answer = api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert engine.commands == [command]


def test_a_render_order_in_full(api, engine):
    body = {
        "model": "drones",
        "other": "kitchen",
        "preset": "glass",
        "positions": {"density": 0.2, "space": None},
        "naturals": {"brightness": 2900},
        "take": 4,
        "takes": 2,
        "seconds": 3.5,
        "delivery": {"sample_rate": 96000, "depth": 24, "channels": 1, "container": "flac"},
        "out": "0123456789ab",
        "loop": True,
        "curves": {"warmth": [[0, 0.2], [1, 0.9]]},
    }
    answer = api.post("/api/render", json=body)
    assert [set(job) for job in answer.json()["jobs"]] == [{"id", "eta_s"}] * 2
    assert engine.commands == [
        ask.Render(
            model="drones",
            other="kitchen",
            preset="glass",
            positions={"density": 0.2, "space": None},
            naturals={"brightness": 2900.0},
            take=4,
            takes=2,
            seconds=3.5,
            delivery=Delivery(sample_rate=96000, depth="24", channels=1, container="flac"),
            out="0123456789ab",
            loop=True,
            curves={"warmth": ((0.0, 0.2), (1.0, 0.9))},
            origin="http",
        )
    ]
    assert api.get(f"/api/jobs/{answer.json()['jobs'][0]['id']}").json()["state"] == "queued"


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/api/controls", {}, "positions"),
        ("/api/controls", {"positions": {"space": "much"}}, "positions.space"),
        ("/api/controls", {"positions": [1]}, "positions"),
        ("/api/render", {"seeds": 3}, "seeds"),
        ("/api/models/blend", {"model": "drones"}, "other"),
        ("/api/models/blend/save", {"name": "both", "model": "drones", "other": "kitchen"}, "amount"),
        ("/api/presets/morph", {"first": "glass", "second": [1]}, "second"),
        ("/api/render", {"takes": 1.5}, "takes"),
        ("/api/takes", {"verdict": "burn"}, "verdict"),
        ("/api/train", {"dataset": "kitchen", "effort": "forever"}, "effort"),
        ("/api/render", {"delivery": {"sample_rate": 192000}}, "192000 Hz"),
    ],
)
def test_a_wrong_body_is_refused_naming_what_is_wrong(api, engine, path, body, named):
    answer = api.post(path, json=body)
    assert answer.status_code == 400
    assert named in answer.json()["text"]
    assert engine.commands == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ControlOutOfRange("brightness", 2, 0, 1), 400),
        (InvalidName("preset", "../x"), 400),
        (NotFound("model", "rein", ["rain"]), 404),
        (NoModel(), 404),
        (NameTaken("preset", "x"), 409),
        (Busy("It runs.", "Wait.", "it"), 409),
        (LiveLock(), 409),
        (DiskFull("/music"), 507),
        (TimedOut("The engine", 20), 504),
        (EngineError("Something failed."), 500),
    ],
)
def test_an_error_of_the_engine_crosses_with_its_own_words(api, engine, error, status):
    engine.refuse_next(error)
    answer = api.post("/api/panic", json={})
    assert (answer.status_code, answer.json()) == (status, error.as_dict())
    assert status_of(error) == status


def test_damaged_presets_are_in_the_list_and_marked(api, engine, said):
    engine.preset_faults["glass"] = Corrupt("glass.toml", "it is not valid TOML", "Restore it or remove it.")
    listed = api.get("/api/presets").json()
    assert listed["presets"] == ["dark water", "glass", "rush"]
    (mark,) = listed["damaged"]
    assert mark["name"] == "glass"
    said(mark["error"], "library.corrupt", "glass.toml", "glass.toml is damaged", "Restore it or remove it.")


def test_questions(api, engine):
    assert api.get("/api/status").json()["ready"] is True
    assert [row["name"] for row in api.get("/api/models").json()["models"]] == ["drones", "kitchen"]
    assert api.get("/api/presets").json() == {"presets": ["dark water", "glass", "rush"], "damaged": []}
    assert api.get("/api/datasets").json()["datasets"][0]["name"] == "kitchen"
    assert api.get("/api/renders").json() == {"renders": []}
    assert api.get("/api/train").json()["state"] == "idle"
    assert api.get("/api/jobs/r9").status_code == 404


def test_an_address_that_does_not_exist(api):
    answer = api.get("/api/statu")
    assert (answer.status_code, answer.json()["code"]) == (404, "surface.unknown_address")
    assert "/api/status" in answer.json()["text"]
    assert api.post("/api/status", json={}).status_code == 405
    assert "/api/render" in api.get("/api/openapi.json").json()["paths"]
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert api.get(path).status_code == 404


def test_audio_is_fetched_by_name_whole_and_in_parts(api, engine, tmp_path):
    file = tmp_path / "rain-take0001-r1.wav"
    file.write_bytes(bytes(range(256)) * 10)
    engine.job_records["r1"] = {"id": "r1", "state": "done", "result": {"path": str(file)}}
    whole = api.get("/api/renders/r1/audio")
    assert (whole.status_code, whole.headers["content-type"], whole.content) == (200, "audio/wav", file.read_bytes())
    assert file.name in whole.headers["content-disposition"]
    part = api.get("/api/renders/r1/audio", headers={"Range": "bytes=256-511"})
    assert (part.status_code, part.content) == (206, bytes(range(256)))
    assert part.headers["content-range"] == "bytes 256-511/2560"


def test_audio_of_an_older_start_is_found_in_the_library(api, engine, tmp_path, monkeypatch):
    file = tmp_path / "old.flac"
    file.write_bytes(b"flac")
    known = {"r0": {"id": "r0", "path": str(file)}}
    monkeypatch.setattr(engine, "render", known.__getitem__)
    assert api.get("/api/renders/r0/audio").content == b"flac"


@pytest.mark.parametrize("name", ["r9", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "..", "r1%00"])
def test_no_name_reaches_any_other_file(api, engine, name):
    engine.job_records["r1"] = {"id": "r1", "state": "queued", "result": None}
    assert api.get(f"/api/renders/{name}/audio").status_code == 404
    assert api.get("/api/renders/r1/audio").status_code == 404


def test_a_fault_of_ours_shows_no_trace_to_a_musician(api, engine, monkeypatch, caplog, said):
    monkeypatch.setattr(engine, "status", lambda: 1 / 0)
    answer = api.get("/api/status")
    assert answer.status_code == 500
    said(answer.json(), "engine.unforeseen", "/api/status", "Try it again; the log in state/logs")
    assert "Zero" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_what_stays_at_the_machine_is_kept_from_browsers_elsewhere(api, engine):
    far = {"X-Sdad-For": "192.168.1.7"}
    refused = api.post("/api/train", json={"dataset": "kitchen"}, headers=far)
    assert (refused.status_code, refused.json()["code"]) == (403, "surface.not_allowed")
    assert api.post("/api/train", json={"dataset": "kitchen"}, headers={"X-Sdad-For": "nonsense"}).status_code == 403
    assert engine.commands == []
    assert api.post("/api/render", json={}, headers=far).status_code == 200
    assert api.post("/api/train", json={"dataset": "kitchen"}, headers={"X-Sdad-For": "127.0.0.1"}).status_code == 200
