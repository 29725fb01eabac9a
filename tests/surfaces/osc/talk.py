"""A conversation without a socket: packets in, messages out by peer."""

from __future__ import annotations

from sdad.surfaces.osc.admission import Admission
from sdad.surfaces.osc.conversation import Conversation
from sdad.surfaces.osc.packets import Message, encode

SENDER = ("127.0.0.1", 5000)
OTHER = ("127.0.0.1", 6000)
ELSEWHERE = ("10.0.0.2", 7000)
LISTENER = ("127.0.0.1", 9200)
OWN_PORT = 9109
TOKEN = "a-token-of-the-tests"


class Talk:
    def __init__(self, engine, lan_commands=False, always=()):
        self.now = 0.0
        self.sent = []
        self.conversation = Conversation(
            engine,
            lambda message, peer: self.sent.append((peer, message)),
            self.is_own,
            Admission(TOKEN, lan_commands, lambda: self.now),
            lambda: self.now,
            always=always,
        )
        engine.subscribe(self.conversation.tell)

    @staticmethod
    def is_own(peer):
        return peer == ("127.0.0.1", OWN_PORT)

    def say(self, address, *arguments, source=SENDER):
        """Sends a message and returns what came of it for each peer, as {peer: [(address, arguments...)]}."""
        return self.packet(encode(Message(address, arguments)), source)

    def packet(self, packet, source=SENDER):
        self.conversation.hear(packet, source)
        return self.heard()

    def heard(self):
        self.now += 1.0
        self.conversation.feedback.flush()
        told: dict = {}
        for peer, message in self.sent:
            told.setdefault(peer, []).append((message.address, *message.arguments))
        self.sent.clear()
        return told
