"""What each address means, and that every row of the table has its addresses."""

from __future__ import annotations

import math

import pytest

from sdad.control.commands import (
    CancelRender,
    ClearRenders,
    JudgeTake,
    LoadModel,
    MorphPresets,
    MoveRender,
    Panic,
    PauseRenders,
    RecallPreset,
    Render,
    SaveBlend,
    SavePreset,
    SetLive,
    StartTraining,
    StopTraining,
    UnloadModel,
    UseBlend,
    UseModel,
)
from sdad.control.parameters import MISSION, TABLE
from sdad.errors import ControlClipped, ControlOutOfRange, MalformedMessage, NotANumber, UnknownAddress, UnknownControl
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS, read
from sdad.surfaces.osc.requests import Ask, Aspect, Move, StepPreset, Subscribe, Tell, TellControls, Unsubscribe


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_every_control_has_its_addresses(row):
    base = f"/sdad/control/{row.id}"
    assert read(base, (0.25,)) == (Move(row.id, Aspect.POSITION, 0.25),)
    assert read(f"{base}/{row.leaf}", (row.maximum,)) == (Move(row.id, Aspect.NATURAL, row.maximum),)
    assert read(f"{base}/lock", (1.0,)) == (Move(row.id, Aspect.LOCK, 1.0),)
    assert read(f"{base}/delta", (-0.1,)) == (Move(row.id, Aspect.DELTA, -0.1),)
    assert read(base, ()) == (TellControls((row.id,)),)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_descriptors_and_only_those_can_be_left_to_the_model(row):
    address = f"/sdad/control/{row.id}/auto"
    if row.is_descriptor:
        assert read(address, (1,)) == (Move(row.id, Aspect.POSITION, None),)
        assert read(address, (0,)) == (Move(row.id, Aspect.HELD, None),)
        assert read(f"/sdad/control/{row.id}", ("auto",)) == (Move(row.id, Aspect.POSITION, None),)
    else:
        with pytest.raises(UnknownAddress):
            read(address, (1,))


@pytest.mark.parametrize(("given", "held"), [(1.5, 1.0), (-0.01, 0.0), (2**40, 1.0)])
def test_positions_out_of_range_are_clipped_with_a_notice(given, held):
    (move,) = read("/sdad/control/width", (given,))
    assert (move.value, type(move.notice)) == (held, ControlClipped)


def test_natural_values_out_of_range_are_clipped_with_a_notice_in_their_unit():
    (move,) = read("/sdad/control/duration/seconds", (3600,))
    assert move.value == 600.0
    assert "0.5 to 600 s" in move.notice.text and "counts as 600 s" in move.notice.text


@pytest.mark.parametrize("leaf", ["", "/hz", "/delta", "/auto", "/lock"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused_everywhere(leaf, value):
    with pytest.raises(NotANumber):
        read(f"/sdad/control/brightness{leaf}", (value,))


@pytest.mark.parametrize("given", [("loud",), (0.1, 0.2), (None,), (b"\1",)])
def test_what_is_no_position_is_refused(given):
    with pytest.raises(MalformedMessage):
        read("/sdad/control/brightness", given)


def test_the_first_eight_go_in_one_message():
    values = tuple(index / 10 for index in range(8))
    assert read("/sdad/controls", values) == tuple(
        Move(row.id, Aspect.POSITION, value) for row, value in zip(MISSION, values, strict=True)
    )
    assert read("/sdad/controls", ()) == (TellControls(tuple(row.id for row in MISSION)),)
    with pytest.raises(MalformedMessage, match=r"7 values.*brightness"):
        read("/sdad/controls", values[:7])


def test_a_pattern_moves_all_controls_that_it_means():
    moves = read("/sdad/control/{brightness,density}", (0.5,))
    assert moves == (Move("brightness", Aspect.POSITION, 0.5), Move("density", Aspect.POSITION, 0.5))
    assert len(read("/sdad/control/*", (0.5,))) == len(TABLE)


@pytest.mark.parametrize("address", ["/sdad/control/z*", "/sdad/render*", "/sdad/*", "/*"])
def test_patterns_mean_controls_only(address):
    with pytest.raises(UnknownAddress):
        read(address, ())


@pytest.mark.parametrize(
    ("address", "given", "command"),
    [
        ("/sdad/model/use", ("kitchen",), UseModel(model="kitchen")),
        ("/sdad/blend", ("drones", "kitchen"), UseBlend(model="drones", other="kitchen")),
        ("/sdad/blend", ("drones", 808, 0.25), UseBlend(model="drones", other="808", amount=0.25)),
        ("/sdad/blend/save", ("both", "a", "b", 1), SaveBlend(name="both", model="a", other="b", amount=1.0)),
        ("/sdad/preset/morph", ("glass", "rush"), MorphPresets(first="glass", second="rush")),
        ("/sdad/preset/morph", (1.0, "rush", True), MorphPresets(first=1, second="rush", amount=1.0)),
        ("/sdad/preset/recall", ("glass",), RecallPreset(preset="glass")),
        ("/sdad/preset/recall", (2.0,), RecallPreset(preset=2)),
        ("/sdad/preset/save", ("glass",), SavePreset(preset="glass")),
        ("/sdad/render", (), Render()),
        ("/sdad/render", (4.0,), Render(takes=4)),
        ("/sdad/render", (2, 30), Render(takes=2, seconds=30.0)),
        ("/sdad/render", (1, 8.0, 1), Render(seconds=8.0, loop=True)),
        ("/sdad/render", (1, 8.0, False), Render(seconds=8.0)),
        ("/sdad/render/cancel", (), CancelRender()),
        ("/sdad/render/cancel", ("r0001",), CancelRender(job="r0001")),
        ("/sdad/panic", (), Panic()),
        ("/sdad/queue/pause", (1,), PauseRenders(on=True)),
        ("/sdad/queue/clear", (), ClearRenders()),
        ("/sdad/queue/first", ("r2",), MoveRender(job="r2")),
        ("/sdad/model/load", ("rain",), LoadModel(model="rain")),
        ("/sdad/model/unload", ("rain",), UnloadModel(model="rain")),
        ("/sdad/panic", (1.0,), Panic()),
        ("/sdad/take/star", (), JudgeTake(verdict="star")),
        ("/sdad/take/discard", ("abc",), JudgeTake(verdict="discard", render="abc")),
        ("/sdad/take/feed", ("abc",), JudgeTake(verdict="feed", render="abc")),
        ("/sdad/take/star", (1.0,), JudgeTake(verdict="star")),
        ("/sdad/take/discard", (True,), JudgeTake(verdict="discard")),
        ("/sdad/take/feed", (None,), JudgeTake(verdict="feed")),
        ("/sdad/take/star", ("1",), JudgeTake(verdict="star", render="1")),
        ("/sdad/take/star", (808,), JudgeTake(verdict="star", render="808")),
        ("/sdad/render/cancel", (1,), CancelRender()),
        ("/sdad/train/start", ("kitchen",), StartTraining(dataset="kitchen")),
        ("/sdad/train/start", ("kitchen", "sketch"), StartTraining(dataset="kitchen", effort="sketch")),
        ("/sdad/train/stop", (), StopTraining()),
        ("/sdad/live", (1.0,), SetLive(on=True)),
        ("/sdad/live", (False,), SetLive(on=False)),
    ],
)
def test_commands(address, given, command):
    assert read(address, given) == (Ask(command),)


@pytest.mark.parametrize(
    ("given", "takes", "seconds"),
    [((100_000,), 100, None), ((-1,), 1, None), ((1, 0.1), 1, 0.5), ((2, 601.0), 2, 600.0), ((1e9, 1e9), 100, 600.0)],
)
def test_takes_and_seconds_out_of_range_are_clipped_with_a_notice(given, takes, seconds):
    (asked,) = read("/sdad/render", given)
    assert (asked.command, type(asked.notice)) == (Render(takes=takes, seconds=seconds), ControlClipped)


def test_a_difference_out_of_range_is_clipped_with_a_notice():
    (move,) = read("/sdad/control/width/delta", (5,))
    assert (move.value, type(move.notice)) == (1.0, ControlClipped)


@pytest.mark.parametrize("address", ["/sdad/blend", "/sdad/preset/morph"])
@pytest.mark.parametrize(("given", "held"), [(1.5, 1.0), (-1, 0.0)])
def test_how_much_of_the_second_is_clipped_with_a_notice(address, given, held):
    (asked,) = read(address, ("glass", "rush", given))
    assert (asked.command.amount, type(asked.notice)) == (held, ControlClipped)


@pytest.mark.parametrize(
    ("address", "given", "request_"),
    [
        ("/sdad/ping", (), Tell.PONG),
        ("/sdad/subscribe", (), Subscribe(None)),
        ("/sdad/subscribe", (9200.0,), Subscribe(9200)),
        ("/sdad/unsubscribe", (9200,), Unsubscribe(9200)),
        ("/sdad/get", ("width",), TellControls(("width",))),
        ("/sdad/get", ("/sdad/control/width",), TellControls(("width",))),
        ("/sdad/get", ("/sdad/controls",), TellControls(tuple(row.id for row in MISSION))),
        ("/sdad/get", ("/sdad/live",), Tell.LIVE),
        ("/sdad/get", ("model",), Tell.MODEL),
        ("/sdad/get_all", (), Tell.EVERYTHING),
        ("/sdad/model/list", (), Tell.MODELS),
        ("/sdad/preset/list", (), Tell.PRESETS),
        ("/sdad/preset/next", (1,), StepPreset(1)),
        ("/sdad/preset/prev", (), StepPreset(-1)),
        ("/sdad/train/status", (), Tell.TRAINING),
        ("/sdad/live", (), Tell.LIVE),
    ],
)
def test_questions(address, given, request_):
    assert read(address, given) == (request_,)


@pytest.mark.parametrize(
    "address",
    [
        *("/sdad/render", "/sdad/render/cancel", "/sdad/panic", "/sdad/preset/next", "/sdad/train/stop"),
        *("/sdad/take/star", "/sdad/take/discard", "/sdad/take/feed"),
    ],
)
@pytest.mark.parametrize("released", [0, 0.0, False])
def test_a_buttons_release_does_nothing(address, released):
    assert read(address, (released,)) == ()


@pytest.mark.parametrize(
    ("address", "given", "error"),
    [
        ("/sdad/contol/brightness", (0.5,), UnknownAddress),
        ("/sdad/get", ("brightnes",), UnknownControl),
        ("/sdad/get", (), MalformedMessage),
        ("/sdad/get", ("/sdad/render",), MalformedMessage),
        ("/sdad/get", ("/sdad/subscribe",), MalformedMessage),
        ("/sdad/render", (1, 2, 1, 0), MalformedMessage),
        ("/sdad/render", (1, 2, "loop"), MalformedMessage),
        ("/sdad/render", ("glass",), MalformedMessage),
        ("/sdad/subscribe", (0,), ControlOutOfRange),
        ("/sdad/subscribe", (70000,), ControlOutOfRange),
        ("/sdad/model/use", (), MalformedMessage),
        ("/sdad/blend", ("drones",), MalformedMessage),
        ("/sdad/blend", ("drones", "kitchen", "much"), MalformedMessage),
        ("/sdad/blend", ("drones", "", 0.5), MalformedMessage),
        ("/sdad/blend", ("drones", "kitchen", math.nan), NotANumber),
        ("/sdad/blend/save", ("both", "drones", "kitchen"), MalformedMessage),
        ("/sdad/preset/morph", (), MalformedMessage),
        ("/sdad/preset/morph", ("glass", 0), ControlOutOfRange),
        ("/sdad/preset/recall", (0,), ControlOutOfRange),
        ("/sdad/preset/recall", (), MalformedMessage),
        ("/sdad/preset/save", ("",), MalformedMessage),
        ("/sdad/train/start", (), MalformedMessage),
        ("/sdad/train/start", ("kitchen", "hasty"), MalformedMessage),
    ],
)
def test_what_cannot_be_is_refused(address, given, error):
    with pytest.raises(error) as refusal:
        read(address, given)
    assert refusal.value.text.endswith((".", "?"))


def test_a_near_miss_is_suggested():
    with pytest.raises(UnknownAddress, match="/sdad/control/brightness"):
        read("/sdad/control/brightnes", (0.5,))


def test_get_does_not_call_itself():
    with pytest.raises(UnknownControl):
        read("/sdad/get", ("/sdad/get",))


@pytest.mark.parametrize("address", ["/sdad/model/list", "/sdad/preset/list", "/sdad/train/status"])
def test_an_answer_that_comes_back_asks_nothing(address):
    assert read(address, ("drones", "kitchen")) == ()
    assert read(address, ("",)) == ()


def test_nothing_is_both_an_answer_and_an_address_that_sdad_listens_to():
    assert not REPLIES.keys() & ENDPOINTS.keys()


def test_every_address_says_what_it_takes_and_does():
    for endpoint in ENDPOINTS.values():
        assert endpoint.takes and endpoint.help.endswith("."), endpoint.address
