"""Moves go together, the newest position wins, and nothing that matters is lost."""

import pytest

from sdad.control.commands import Panic
from sdad.errors import Busy
from sdad.surfaces.midi.moves import SPACING_S, Moves


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def woken() -> list[bool]:
    return []


@pytest.fixture
def answers() -> list[object]:
    return []


@pytest.fixture
def moves(engine, clock, woken, answers) -> Moves:
    return Moves(engine, lambda answer: answers.append(answer.exception()), clock, lambda: woken.append(True))


def sent(engine) -> list[dict[str, float]]:
    return [command.positions for command in engine.commands if hasattr(command, "positions")]


def test_the_first_goes_at_once_and_the_last_of_all_that_follow_with_the_next_command(engine, moves, clock) -> None:
    for step in range(11):
        moves.put("warmth", step / 10)
        moves.put("space", 1 - step / 10)
    assert sent(engine) == [{"warmth": 0.0}]
    assert moves.stands("space") == 0.0
    assert moves.work(clock.now) == SPACING_S
    clock.now = SPACING_S
    assert moves.work(clock.now) is None
    assert sent(engine)[1:] == [{"warmth": 1.0, "space": 0.0}]
    assert moves.stands("warmth") == engine.controls["warmth"].position == 1.0


def test_nothing_is_sent_while_the_engine_decides(engine, moves, clock, woken) -> None:
    engine.hold()
    moves.put("warmth", 0.1)
    clock.now = 1.0
    moves.put("warmth", 0.2)
    assert len(sent(engine)) == 1
    assert woken == []
    engine.release()
    assert woken == [True]
    moves.work(clock.now)
    assert sent(engine)[1:] == [{"warmth": 0.2}]


def test_what_waits_goes_before_a_button(engine, moves, clock) -> None:
    engine.hold()
    moves.put("warmth", 0.1)
    moves.put("warmth", 0.9)
    moves.flush()
    engine.submit(Panic())
    moves.put("warmth", 0.5)
    engine.release()
    clock.now = 1.0
    moves.work(clock.now)
    assert sent(engine) == [{"warmth": 0.1}, {"warmth": 0.9}, {"warmth": 0.5}]
    assert isinstance(engine.commands[2], Panic)
    assert moves.stands("warmth") == 0.5


def test_one_that_is_refused_does_not_keep_the_others(engine, moves, clock, answers) -> None:
    moves.put("morph", 0.1)
    moves.put("morph", 0.2)
    moves.put("warmth", 0.7)
    engine.refuse_next(Busy("No.", "Wait.", "it"))
    clock.now = 1.0
    moves.work(clock.now)
    assert [type(error) for error in answers] == [type(None), Busy]
    assert engine.controls["warmth"].position == 0.7
    moves.put("warmth", 0.8)
    clock.now = 2.0
    moves.work(clock.now)
    assert engine.controls["warmth"].position == 0.8
