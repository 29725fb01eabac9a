from __future__ import annotations

from dataclasses import replace

import pytest

from sdad.control.events import (
    ControlChanged,
    LibraryChanged,
    LiveChanged,
    ModelUsed,
    Notice,
    RenderDone,
    RenderFailed,
    RenderProgress,
    RenderQueued,
    TrainingDone,
    TrainingFailed,
    TrainingProgress,
)
from sdad.control.parameters import DESCRIPTORS, MISSION
from sdad.surfaces.osc.announcements import REPLIES, RenderBoard, controls_now, training_now
from sdad.surfaces.osc.namespace import ENDPOINTS

DONE = RenderDone(
    job="r1",
    path="/out/a.wav",
    sidecar="/out/a.json",
    seconds=12.5,
    asked={},
    got={row.id: index / 20 for index, row in enumerate(DESCRIPTORS) if row.id != "tension"},
)


def told(event, board=None):
    return [(each.message.address, *each.message.arguments) for each in (board or RenderBoard()).announce(event)]


def test_a_control_that_is_set_tells_position_natural_value_auto_and_lock():
    event = ControlChanged(control="brightness", position=0.5, natural=1600.0, locked=True)
    assert told(event) == [
        ("/sdad/control/brightness", 0.5),
        ("/sdad/control/brightness/hz", 1600.0),
        ("/sdad/control/brightness/auto", False),
        ("/sdad/control/brightness/lock", True),
    ]


def test_a_control_on_auto_has_no_position_to_tell():
    event = ControlChanged(control="brightness", position=None, natural=None, locked=False)
    assert told(event) == [("/sdad/control/brightness/auto", True), ("/sdad/control/brightness/lock", False)]


def test_a_setting_has_no_auto():
    event = ControlChanged(control="duration", position=1.0, natural=600.0, locked=False)
    assert [address for address, *_ in told(event)] == [
        "/sdad/control/duration",
        "/sdad/control/duration/seconds",
        "/sdad/control/duration/lock",
    ]


def test_all_controls_are_told_on_the_reach_in_use(engine):
    state = engine.controls.with_positions({"brightness": 1.0})
    messages = {each.message.address: each.message.arguments for each in controls_now(["brightness"], state, {})}
    assert messages["/sdad/control/brightness/hz"] == (pytest.approx(16000.0),)
    messages = {
        each.message.address: each.message.arguments for each in controls_now(["brightness"], state, engine.reaches)
    }
    assert messages["/sdad/control/brightness/hz"] == (pytest.approx(6400.0),)


def test_a_render_is_told_from_queued_to_measured_with_numbers_apart():
    board = RenderBoard()
    assert told(RenderQueued(job="r1", eta_s=2), board) == [
        ("/sdad/render/queued", "r1", 2.0),
        ("/sdad/render/waiting", 1),
        ("/sdad/render/busy", True),
        ("/sdad/render/finished", 0),
    ]
    assert told(RenderProgress(job="r1", fraction=0.5), board)[:2] == [
        ("/sdad/render/progress", "r1", 0.5),
        ("/sdad/render/fraction", 0.5),
    ]
    done = told(DONE, board)
    assert done[0] == ("/sdad/render/done", "r1", "/out/a.wav", 12.5)
    assert done[1][:2] == ("/sdad/render/measured", "r1") and len(done[1]) == 2 + len(MISSION)
    assert ("/sdad/render/measured/width", 0.55) in done
    assert done[-4:] == [
        ("/sdad/render/fraction", 1.0),
        ("/sdad/render/waiting", 0),
        ("/sdad/render/busy", False),
        ("/sdad/render/finished", 1),
    ]


def test_what_is_to_be_said_of_a_render_is_told_after_it():
    done = RenderDone(job="r", path="p", sidecar="s", seconds=1.0, warnings=("Too close.", "Too dull."))
    said = [message for message in told(done, RenderBoard()) if message[0] == "/sdad/render/warning"]
    assert said == [("/sdad/render/warning", "r", "Too close."), ("/sdad/render/warning", "r", "Too dull.")]


def test_what_could_not_be_measured_is_minus_one():
    measured = told(DONE)[1]
    names = [row.id for row in MISSION]
    assert measured[2 + names.index("tension")] == -1.0
    assert measured[2 + names.index("roughness")] == pytest.approx(0.1)


def test_what_lies_outside_the_reach_is_shown_at_its_end():
    board = RenderBoard()
    done = RenderDone(job="r", path="p", sidecar="s", seconds=1.0, got={"brightness": 1.4, "warmth": -3.0})
    assert told(done, board)[1][2:4] == (1.0, 0.0)


def test_the_end_of_a_render_ends_its_progress():
    board = RenderBoard()
    progress, *_ = board.announce(RenderProgress(job="r1", fraction=0.5))
    assert progress.key is not None
    assert board.announce(DONE)[0].closes == progress.key
    assert board.announce(RenderFailed(job="r1", code="c", text="t"))[0].closes == progress.key


@pytest.mark.parametrize(
    ("event", "first"),
    [
        (RenderFailed(job="r1", code="c", text="t"), ("/sdad/render/failed", "r1", "c", "t")),
        (ModelUsed(model="kitchen", version="v0002"), ("/sdad/model/used", "kitchen", "v0002")),
        (TrainingProgress(dataset="k", stage="s", fraction=0.5, eta_s=9), ("/sdad/train/status", "s", 0.5, 9.0)),
        (TrainingDone(model="k", version="v0002"), ("/sdad/train/done", "k", "v0002")),
        (TrainingFailed(dataset="k", code="c", text="t"), ("/sdad/train/failed", "k", "c", "t")),
        (LiveChanged(on=True), ("/sdad/live", True)),
        (Notice(code="c", text="t", thing="x"), ("/sdad/notice", "c", "t", "x")),
    ],
)
def test_other_events(event, first):
    assert told(event)[0] == first


@pytest.mark.parametrize(
    ("event", "thing"),
    [
        (RenderFailed(job="r1", code="c", text="t"), "r1"),
        (TrainingFailed(dataset="k", code="c", text="t"), "k"),
        (Notice(code="c", text="t", thing="x"), "x"),
    ],
)
def test_whatever_goes_wrong_is_told_at_one_address_and_what_was_cancelled_did_not(event, thing):
    assert ("/sdad/error", "c", "t", thing) in told(event)
    assert "/sdad/error" not in [address for address, *_ in told(replace(event, code="engine.cancelled"))]


def test_a_changed_list_is_not_told_because_clients_ask_for_it():
    assert told(LibraryChanged(what="presets")) == []


def test_training_is_told_on_request_even_before_there_was_any(engine):
    assert [each.message.arguments for each in training_now(engine.training())] == [("idle", 0.0, 0.0), (0.0,)]


def test_every_message_that_is_sent_has_a_described_address():
    described = REPLIES.keys() | ENDPOINTS.keys()
    events = [DONE, RenderQueued(job="r", eta_s=1), RenderProgress(job="r", fraction=0), LiveChanged(on=True)]
    events += [TrainingProgress(dataset="k", stage="s", fraction=0, eta_s=0), TrainingDone(model="k", version="v")]
    events += [ControlChanged(control=row.id, position=0.5, natural=1.0, locked=False) for row in DESCRIPTORS]
    for event in events:
        assert {address for address, *_ in told(event)} <= described
