"""One move of a control at a time, the newest position wins, and nothing that matters is lost."""

from sdad.control.commands import Panic
from sdad.surfaces.midi.moves import Moves


def sent(engine) -> list[dict[str, float]]:
    return [command.positions for command in engine.commands if hasattr(command, "positions")]


def test_while_one_is_decided_only_the_last_of_the_others_is_kept(engine) -> None:
    moves = Moves(engine, lambda answer: None)
    engine.hold()
    for step in range(11):
        moves.put("warmth", step / 10, "a")
        moves.put("space", 1 - step / 10, "b")
    assert sent(engine) == [{"warmth": 0.0}, {"space": 1.0}]
    assert moves.stands("warmth") == 1.0
    engine.release()
    assert sent(engine)[2:] == [{"warmth": 1.0}, {"space": 0.0}]
    assert engine.controls["warmth"].position == 1.0


def test_each_is_sent_at_once_when_the_engine_keeps_up(engine) -> None:
    moves = Moves(engine, lambda answer: None)
    for step in range(5):
        moves.put("warmth", step / 10, "a")
    assert len(sent(engine)) == 5
    assert moves.stands("warmth") == 0.4
    assert moves.stands("space") is None


def test_what_waits_goes_before_a_button(engine) -> None:
    moves = Moves(engine, lambda answer: None)
    engine.hold()
    moves.put("warmth", 0.1, "a")
    moves.put("warmth", 0.9, "a")
    moves.flush()
    engine.submit(Panic())
    moves.put("warmth", 0.5, "a")
    engine.release()
    assert sent(engine) == [{"warmth": 0.1}, {"warmth": 0.9}, {"warmth": 0.5}]
    assert isinstance(engine.commands[2], Panic)


def test_answers_are_told_refusals_among_them(engine) -> None:
    from sdad.errors import Busy

    told = []
    moves = Moves(engine, lambda answer: told.append(answer.exception()))
    engine.refuse_next(Busy("No.", "Wait."))
    moves.put("warmth", 0.1, "a")
    moves.put("warmth", 0.2, "a")
    assert [type(error) for error in told] == [Busy, type(None)]
    assert engine.controls["warmth"].position == 0.2
