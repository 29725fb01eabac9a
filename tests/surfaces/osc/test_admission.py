"""Machines on the network: heard only with the token, and then as players."""

from __future__ import annotations

import pytest

from sdad.control.commands import Render
from sdad.surfaces.osc.admission import ANSWER_EVERY_S, FORGOTTEN_AFTER_S, MOST_MACHINES, Admission
from sdad.surfaces.osc.packets import Message, encode

from .talk import ELSEWHERE, TOKEN, Talk


@pytest.fixture
def talk(engine):
    return Talk(engine)


def test_another_machine_is_not_heard_until_it_shows_the_token(talk, engine, said):
    ((address, code, text, thing),) = talk.say("/sdad/ping", source=ELSEWHERE)[ELSEWHERE]
    assert address == "/sdad/error"
    facts = {"code": code, "text": text, "thing": thing}
    said(facts, "surface.not_allowed", "/sdad/auth", "Send here what is in state/token")
    for message in (("/sdad/render", 1), ("/sdad/control/space", 0.5), ("/sdad/auth", "x")):
        talk.say(*message, source=ELSEWHERE)
    talk.packet(b"junk", source=ELSEWHERE)
    assert engine.commands == [] and talk.conversation.counters["strangers"] == 4
    assert talk.say("/sdad/auth", TOKEN, source=ELSEWHERE)[ELSEWHERE] == [("/sdad/admitted",)]
    # The machine is let in, not the port: oscsend has another one each time.
    talk.say("/sdad/render", 1, source=(ELSEWHERE[0], 7001))
    assert len(engine.received(Render)) == 1
    talk.now += FORGOTTEN_AFTER_S - 10.0
    assert "/sdad/pong" in str(talk.say("/sdad/ping", source=ELSEWHERE))
    talk.now += FORGOTTEN_AFTER_S + 1
    assert "/sdad/pong" not in str(talk.say("/sdad/ping", source=ELSEWHERE))


def test_a_stranger_is_answered_once_a_second_and_no_more(talk):
    for _ in range(100):
        talk.conversation.hear(encode(Message("/sdad/ping", ())), ELSEWHERE)
        talk.conversation.hear(b"junk", ELSEWHERE)
    answers = talk.heard()[ELSEWHERE]
    assert [answer[:2] for answer in answers] == [("/sdad/error", "surface.not_allowed")]
    talk.now += ANSWER_EVERY_S
    assert len(talk.say("/sdad/ping", source=ELSEWHERE)[ELSEWHERE]) == 1


def test_another_machine_plays_and_does_no_more_unless_that_is_allowed(engine):
    for allowed in (False, True):
        talk = Talk(engine, lan_commands=allowed)
        talk.say("/sdad/auth", TOKEN, source=ELSEWHERE)
        for address, *arguments in (
            *(
                ("/sdad/train/start", "kitchen"),
                ("/sdad/train/stop",),
                ("/sdad/model/use", "drones"),
                ("/sdad/live", 1),
            ),
            *(("/sdad/preset/save", "mine"), ("/sdad/take/discard",), ("/sdad/take/feed",), ("/sdad/take/star",)),
            *(("/sdad/blend", "drones", "kitchen"), ("/sdad/blend/save", "both", "drones", "kitchen", 0.5)),
        ):
            engine.commands.clear()
            told = talk.say(address, *arguments, source=ELSEWHERE)
            assert bool(engine.commands) is allowed, address
            assert ("surface.not_allowed" in str(told)) is not allowed, address
            assert talk.say(address, *arguments) is not None and engine.commands, address


def test_only_so_many_machines_are_kept_in_mind(talk):
    for number in range(2 * MOST_MACHINES):
        talk.say("/sdad/auth", TOKEN, source=(f"10.0.1.{number}", 7000))
    assert not talk.conversation._admission.admits("10.0.1.0")
    assert talk.conversation._admission.admits(f"10.0.1.{2 * MOST_MACHINES - 1}")


def test_without_a_token_nobody_else_is_let_in(engine):
    admission = Admission("", False, lambda: 0.0)
    assert not admission.try_to_enter("10.0.0.2", [Message("/sdad/auth", ("",))])
    assert admission.admits("127.0.0.1") and not admission.admits("10.0.0.2")


def test_aliases_are_changed_at_the_machine_only(engine):
    talk = Talk(engine)
    talk.say("/sdad/auth", TOKEN, source=ELSEWHERE)
    for address, given in (("/sdad/alias/set", ("/a", "/sdad/ping")), ("/sdad/alias/remove", ("/a",))):
        ((_, code, *_),) = talk.say(address, *given, source=ELSEWHERE)[ELSEWHERE]
        assert code == "surface.not_allowed"


def test_asking_whether_a_machine_is_known_does_not_keep_it_known():
    now = 0.0
    admission = Admission(TOKEN, False, lambda: now)
    assert admission.knows("127.0.0.1") and not admission.knows("10.0.0.2")
    admission.try_to_enter("10.0.0.2", [Message("/sdad/auth", (TOKEN,))])
    assert admission.knows("10.0.0.2")
    now = FORGOTTEN_AFTER_S + 1
    assert not admission.knows("10.0.0.2")
