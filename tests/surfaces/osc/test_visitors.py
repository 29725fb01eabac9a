from __future__ import annotations

import pytest

from sdad.control.commands import Render, SavePreset, SetControls
from sdad.errors import NotAllowed
from sdad.surfaces.osc.conversation import Conversation
from sdad.surfaces.osc.packets import Message, encode
from sdad.surfaces.osc.visitors import KNOWN_FOR_S, MOST_KNOWN, Visitors

TOKEN = "a-token-of-the-tests"
HERE, AFAR, OTHER = ("127.0.0.1", 5000), ("192.168.1.9", 5000), ("192.168.1.10", 5000)


class Talk:
    def __init__(self, engine, **allowed):
        self.now = 0.0
        self.sent = []
        visitors = Visitors(TOKEN, clock=lambda: self.now, **allowed)
        self.conversation = Conversation(
            engine, lambda message, peer: self.sent.append(message), lambda peer: False, lambda: self.now, visitors
        )

    def say(self, address, *arguments, source=AFAR):
        self.conversation.hear(encode(Message(address, arguments)), source)
        self.now += 1.0
        self.conversation.feedback.flush()
        told, self.sent = self.sent, []
        return [message.arguments[0] if message.address == "/sdad/error" else message.address for message in told]


@pytest.fixture
def talk(engine):
    return Talk(engine)


def test_this_machine_needs_no_token(talk, engine):
    talk.say("/sdad/control/width", 0.5, source=HERE)
    talk.say("/sdad/preset/save", "mine", source=HERE)
    assert [type(command) for command in engine.commands] == [SetControls, SavePreset]


def test_another_machine_is_heard_once_it_has_shown_the_token(talk, engine):
    assert talk.say("/sdad/control/width", 0.5) == ["surface.not_allowed"]
    assert talk.say("/sdad/subscribe") == ["surface.not_allowed"]
    assert talk.say("/sdad/auth", "guessed") == ["surface.not_allowed"]
    assert engine.commands == []
    assert talk.say("/sdad/auth", TOKEN) == ["/sdad/authorised"]
    talk.say("/sdad/control/width", 0.5)
    talk.say("/sdad/render", source=OTHER)
    talk.say("/sdad/render")
    assert [type(command) for command in engine.commands] == [SetControls, Render]


def test_it_plays_and_does_nothing_else(talk, engine):
    talk.say("/sdad/auth", TOKEN)
    for address, *arguments in [
        ("/sdad/preset/save", "mine"),
        ("/sdad/take/discard",),
        ("/sdad/train/start", "kitchen"),
        ("/sdad/model/use", "kitchen"),
        ("/sdad/live", 1),
    ]:
        assert talk.say(address, *arguments) == ["surface.not_allowed"]
    assert engine.commands == []


def test_unless_that_is_allowed(engine):
    talk = Talk(engine, lan_commands=True)
    assert talk.say("/sdad/preset/save", "mine") == ["surface.not_allowed"]
    talk.say("/sdad/auth", TOKEN)
    talk.say("/sdad/preset/save", "mine")
    assert [type(command) for command in engine.commands] == [SavePreset]


def test_a_machine_that_is_silent_for_hours_shows_the_token_again(talk, engine):
    talk.say("/sdad/auth", TOKEN)
    talk.now += KNOWN_FOR_S / 2
    talk.say("/sdad/control/width", 0.5)
    talk.now += KNOWN_FOR_S - 2
    talk.say("/sdad/control/width", 0.25)
    talk.now += KNOWN_FOR_S
    assert talk.say("/sdad/control/width", 0.75) == ["surface.not_allowed"]
    assert len(engine.commands) == 2


def test_without_a_token_nobody_is_let_in_and_memory_stays_bounded():
    with pytest.raises(NotAllowed):
        Visitors("").show(AFAR[0], "")
    visitors = Visitors(TOKEN)
    for number in range(MOST_KNOWN + 1):
        visitors.show(f"10.0.0.{number}", TOKEN)
    visitors.check("10.0.0.1", "/sdad/ping")
    with pytest.raises(NotAllowed):
        visitors.check("10.0.0.0", "/sdad/ping")
