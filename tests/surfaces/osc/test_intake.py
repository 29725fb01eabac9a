from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest

from sdad.control.commands import NudgeControl, Render, SetControls, SetNatural
from sdad.errors import Busy, JobFailed
from sdad.surfaces.osc.intake import MAX_OPEN_COMMANDS, Asker, Intake
from sdad.surfaces.osc.requests import Aspect, Move

ANN = Asker("osc:127.0.0.1:5000", "/sdad/control/x")
BOB = Asker("osc:127.0.0.1:6000", "/sdad/control/x")


def to(name, position):
    return Move(name, Aspect.POSITION, position)


class Desk:
    def __init__(self, engine):
        self.engine = engine
        self.answers, self.refusals = [], []
        self.intake = Intake(
            engine,
            lambda asker, command, answer: self.answers.append((asker, command, answer)),
            lambda asker, error: self.refusals.append((asker, error)),
        )

    def add(self, *requests, asker=ANN):
        self.intake.add([(request, asker) for request in requests])


@pytest.fixture
def desk(engine):
    return Desk(engine)


def test_the_moves_of_one_packet_are_one_change(desk, engine):
    desk.add(to("width", 0.1), to("density", None), to("width", 0.3))
    assert engine.commands == [SetControls(positions={"width": 0.3, "density": None}, origin=ANN.origin)]


def test_while_the_engine_is_busy_the_latest_value_wins(desk, engine):
    engine.hold()
    for step in range(1000):
        desk.add(to("width", step / 1000))
    assert [each.positions for each in engine.commands] == [{"width": 0.0}]
    engine.release()
    assert [each.positions for each in engine.commands] == [{"width": 0.0}, {"width": 0.999}]


def test_a_command_sees_the_moves_before_it_and_none_after_it(desk, engine):
    engine.hold()
    desk.add(to("width", 0.1))
    desk.add(to("width", 0.2), Render(), to("width", 0.3))
    desk.add(to("width", 0.4), Render())
    while len(engine.received(Render)) < 2:
        engine.release()
        engine.hold()
    told = [each.positions["width"] if isinstance(each, SetControls) else "render" for each in engine.commands]
    assert told == [0.1, 0.2, "render", 0.4, "render"]


def test_of_two_senders_the_later_moves_a_control_and_each_is_named(desk, engine):
    engine.hold()
    desk.add(to("space", 0.5))
    desk.add(to("width", 0.1), to("density", 0.2), asker=ANN)
    desk.add(to("width", 0.9), asker=BOB)
    engine.release()
    assert engine.commands[1:] == [
        SetControls(positions={"width": 0.9}, origin=BOB.origin),
        SetControls(positions={"density": 0.2}, origin=ANN.origin),
    ]


def test_natural_values_are_left_to_the_engine_which_knows_the_reach(desk, engine):
    desk.add(Move("brightness", Aspect.NATURAL, 1600.0))
    assert engine.commands == [SetNatural(control="brightness", value=1600.0, origin=ANN.origin)]


def test_deltas_add_up_and_a_position_overrides_them(desk, engine):
    engine.hold()
    desk.add(to("space", 0.5))
    desk.add(Move("width", Aspect.DELTA, 0.1), Move("width", Aspect.DELTA, 0.2), Move("density", Aspect.DELTA, 0.5))
    desk.add(to("density", 0.3))
    engine.release()
    (nudge,) = engine.received(NudgeControl)
    assert (nudge.control, nudge.delta) == ("width", pytest.approx(0.3))
    assert engine.received(SetControls)[-1].positions == {"density": 0.3}


def test_held_takes_a_control_off_auto_and_leaves_a_set_one_alone(desk, engine):
    desk.add(Move("width", Aspect.HELD, None))
    assert engine.controls["width"].position == 0.5
    desk.add(to("density", 0.8), Move("density", Aspect.HELD, None))
    desk.add(Move("density", Aspect.HELD, None))
    assert engine.controls["density"].position == 0.8


def test_locks_are_handed_over(desk, engine):
    desk.add(Move("width", Aspect.LOCK, 1.0))
    assert engine.commands == [SetControls(positions={}, locked={"width": True}, origin=ANN.origin)]


def test_positions_and_locks_of_one_sender_are_one_change(desk, engine):
    engine.hold()
    desk.add(to("space", 0.5))
    desk.add(Move("width", Aspect.LOCK, 0.0), to("width", 0.1), Move("width", Aspect.LOCK, 1.0))
    desk.add(Move("density", Aspect.LOCK, 1.0), asker=BOB)
    engine.release()
    assert engine.commands[1:] == [
        SetControls(positions={"width": 0.1}, locked={"width": True}, origin=ANN.origin),
        SetControls(positions={}, locked={"density": True}, origin=BOB.origin),
    ]


def test_refusals_and_answers_go_to_who_asked(desk, engine):
    engine.refuse_next(JobFailed("r1", "no"))
    desk.add(Render())
    desk.add(Render(), asker=BOB)
    assert [(asker, error.code) for asker, error in desk.refusals] == [(ANN, "engine.job_failed")]
    assert [(asker, len(answer["jobs"])) for asker, _, answer in desk.answers] == [(BOB, 1)]


def test_more_commands_than_can_wait_are_refused_and_moves_still_go_through(desk, engine):
    engine.hold()
    desk.add(*[Render()] * (MAX_OPEN_COMMANDS + 3), to("width", 0.7))
    assert [type(error) for _, error in desk.refusals] == [Busy] * 3
    engine.release()
    assert engine.controls["width"].position == 0.7
    desk.add(Render())
    assert len(engine.received(Render)) == MAX_OPEN_COMMANDS + 1


@pytest.fixture
def moved(engine):
    """Returns an intake and the arrivals of the moves that were answered, one list for each answer."""
    arrivals = []
    intake = Intake(engine, lambda *answer: None, lambda *refusal: None, arrivals.append)
    return intake, arrivals


def at(arrived):
    return replace(ANN, arrived=arrived)


def test_the_time_that_counts_is_that_of_the_value_that_was_applied(moved, engine):
    intake, arrivals = moved
    engine.hold()
    intake.add([(to("space", 0.5), at(1.0)), (Move("space", Aspect.LOCK, 1.0), at(1.1))])
    for step in range(10):
        intake.add([(to("width", step / 10), at(2.0 + step)), (to("density", step / 10), at(2.5 + step))])
    assert arrivals == []
    engine.release()
    assert arrivals == [[1.0, 1.1], [11.0, 11.5]]


def test_a_sum_of_deltas_has_waited_since_the_first(moved, engine):
    intake, arrivals = moved
    engine.hold()
    intake.add([(to("space", 0.5), at(1.0))])
    intake.add([(Move("width", Aspect.DELTA, 0.1), at(2.0))])
    intake.add([(Move("width", Aspect.DELTA, 0.2), at(3.0))])
    engine.release()
    assert arrivals == [[1.0], [2.0]]


def test_what_moved_nothing_and_what_nobody_timed_is_not_counted(moved):
    intake, arrivals = moved
    intake.add([(to("width", 0.1), ANN), (Render(), at(1.0))])
    intake.add([(Move("width", Aspect.HELD, None), at(2.0))])
    intake.add([(to("width", 0.2), at(3.0))])
    assert arrivals == [[3.0]]


class Broken:
    """An engine that fails in ways it should not."""

    def __init__(self, engine, failure):
        self.controls = engine.controls
        self._failure = failure

    def submit(self, command):
        return self._failure()


def _raise():
    raise RuntimeError("stopping")


def _fault():
    future = Future()
    future.set_exception(ValueError("bug"))
    return future


def _cancelled():
    future = Future()
    future.cancel()
    future.set_running_or_notify_cancel()
    return future


@pytest.mark.parametrize("failure", [_raise, _fault, _cancelled])
def test_a_fault_in_the_engine_is_said_in_words_and_does_not_stop_the_intake(engine, failure, caplog, said):
    desk = Desk(Broken(engine, failure))
    desk.add(to("width", 0.1))
    desk.add(Render())
    assert len(desk.refusals) == 2
    for asker, error in desk.refusals:
        said(error, "engine.unforeseen", asker.address, "Try it again; the log in state/logs")
    assert "could not be carried out" in caplog.text
