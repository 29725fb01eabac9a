from __future__ import annotations

import threading

import pytest

from sdad.control.aliases import Alias
from sdad.control.events import RenderDone, RenderProgress
from sdad.surfaces.osc.aliases import Book
from sdad.surfaces.osc.announcements import RenderBoard, fact, state
from sdad.surfaces.osc.feedback import (
    ANSWERS_PER_S,
    FORGOTTEN_AFTER_S,
    KEPT_S,
    MAX_PEERS,
    MAX_SUBSCRIBERS,
    Allowance,
    Feedback,
    Subscribers,
)
from sdad.surfaces.osc.packets import encode

ANN, BOB = ("127.0.0.1", 5000), ("10.0.0.2", 5000)
PORT = ("127.0.0.1", 9200)


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Wire:
    def __init__(self):
        self.clock = Clock()
        self.sent = []
        self.feedback = Feedback(lambda message, peer: self.sent.append((peer, message)), self.clock)

    def taken(self):
        """Returns what was sent since the last call, as (address, arguments...)."""
        sent, self.sent = self.sent, []
        return [(message.address, *message.arguments) for _, message in sent]


@pytest.fixture
def wire():
    return Wire()


def test_states_go_out_30_times_a_second_with_the_newest_value(wire):
    for step in range(1000):
        wire.feedback.put([state("/a", step)], [ANN])
        wire.feedback.flush()
        wire.clock.now += 0.001
    values = [value for _, value in wire.taken()]
    assert 29 <= len(values) <= 31
    wire.clock.now += 1
    assert wire.feedback.flush() is None
    assert wire.taken() == [("/a", 999)]


def test_the_next_flush_is_due_when_the_rate_allows(wire):
    wire.feedback.put([state("/a", 1)], [ANN])
    assert wire.feedback.flush() is None
    wire.feedback.put([state("/a", 2)], [ANN])
    assert wire.feedback.flush() == pytest.approx(1 / 30, abs=1e-6)


def test_each_address_has_its_own_rate(wire):
    wire.feedback.put([state("/a", 1), state("/b", 1)], [ANN])
    wire.feedback.flush()
    assert wire.taken() == [("/a", 1), ("/b", 1)]


def test_equal_states_are_not_repeated_unless_somebody_asks(wire):
    for repeat in (False, False, True):
        wire.feedback.put([state("/a", 1)], [ANN], repeat=repeat)
        wire.feedback.flush()
        wire.clock.now += 1
    assert wire.taken() == [("/a", 1), ("/a", 1)]


def test_a_value_that_returned_before_it_was_told_is_not_told(wire):
    wire.feedback.put([state("/a", 1)], [ANN])
    wire.feedback.flush()
    wire.feedback.put([state("/a", 2)], [ANN])
    wire.feedback.put([state("/a", 1)], [ANN])
    wire.clock.now += 1
    wire.feedback.flush()
    assert wire.taken() == [("/a", 1)]


def test_facts_all_go_out_at_once_in_order(wire):
    wire.feedback.put([fact("/done", step) for step in range(5)], [ANN])
    wire.feedback.flush()
    assert wire.taken() == [("/done", step) for step in range(5)]


def test_no_progress_is_told_after_the_end(wire):
    wire.feedback.put([state("/progress", "r1", 0.9, key="r1")], [ANN])
    wire.feedback.flush()
    wire.feedback.put([state("/progress", "r1", 0.99, key="r1")], [ANN])
    wire.feedback.put([fact("/done", "r1", closes="r1")], [ANN])
    wire.clock.now += 1
    wire.feedback.flush()
    assert wire.taken() == [("/progress", "r1", 0.9), ("/done", "r1")]


def test_no_progress_is_told_after_the_end_at_an_address_of_the_users_either_and_none_is_kept(wire):
    book = Book(
        [
            Alias(address="/p", to="/sdad/render/progress", direction="out"),
            Alias(address="/done", to="/sdad/render/done", direction="out"),
        ]
    )
    board = RenderBoard()
    for job in ("r1", "r11"):
        wire.feedback.put(book.told(board.announce(RenderProgress(job=job, fraction=0.5))), [ANN])
    wire.feedback.flush()
    wire.feedback.put(book.told(board.announce(RenderProgress(job="r1", fraction=0.9))), [ANN])
    wire.feedback.put(book.told(board.announce(RenderDone(job="r1", path="", sidecar="", seconds=1))), [ANN])
    wire.clock.now += 1
    wire.taken()
    wire.feedback.flush()
    told = [address for address, *_ in wire.taken()]
    assert "/done" in told and "/p" not in told and "/sdad/render/progress" not in told
    assert sorted(key for key in wire.feedback._by_peer[ANN].sent if "progress" in key) == [
        "/p /sdad/render/progress r11",
        "/sdad/render/progress r11",
    ]


def test_clients_that_come_from_a_new_port_each_time_do_not_fill_the_memory(wire):
    for port in range(1024, 1024 + 4 * MAX_PEERS):
        wire.feedback.put([state("/a", 1)], [("127.0.0.1", port)])
        wire.feedback.flush()
    assert len(wire.sent) == 4 * MAX_PEERS
    assert len(wire.feedback._by_peer) <= MAX_PEERS + 1


def test_a_port_that_is_used_once_is_forgotten_soon(wire):
    for port in range(1024, 1024 + 100):
        wire.feedback.put([state("/a", 1)], [("127.0.0.1", port)])
        wire.feedback.flush()
        wire.clock.now += 1
    assert len(wire.feedback._by_peer) <= KEPT_S + 2


def test_what_waits_to_be_sent_is_never_forgotten(wire):
    wire.feedback.put([state("/a", 1)], [ANN])
    wire.feedback.flush()
    wire.feedback.put([state("/a", 2)], [ANN])
    wire.clock.now += 2 * KEPT_S
    wire.feedback.put([state("/a", 1)], [BOB])
    wire.feedback.flush()
    assert wire.taken() == [("/a", 1), ("/a", 2), ("/a", 1)]


def test_the_sending_thread_wakes_up_for_what_is_put_and_ends_when_told():
    arrived = threading.Event()
    feedback = Feedback(lambda message, peer: arrived.set(), lambda: 0.0)
    thread = threading.Thread(target=feedback.run)
    thread.start()
    feedback.put([fact("/a")], [ANN])
    assert arrived.wait(5)
    feedback.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_whatever_one_message_provokes_is_logged_and_the_others_are_sent(caplog):
    arrived = threading.Event()

    def send(message, peer):
        encode(message)
        if message.address == "/last":
            arrived.set()

    feedback = Feedback(send, lambda: 0.0)
    thread = threading.Thread(target=feedback.run)
    thread.start()
    feedback.put([fact("/too/large", 1e300), fact("/last")], [ANN])
    assert arrived.wait(5)
    arrived.clear()
    feedback.put([fact("/last")], [ANN])
    assert arrived.wait(5)
    feedback.stop()
    thread.join(5)
    assert "/too/large could not be told" in caplog.text


def test_whatever_changes_provoke_is_logged_and_what_waits_is_sent(caplog):
    sent = []
    feedback = Feedback(lambda message, peer: sent.append(message), lambda: 0.0, lambda: 1 / 0)
    feedback.put([fact("/a")], [ANN])
    feedback.flush()
    assert len(sent) == 1 and "ZeroDivisionError" in caplog.text


def test_subscribers_are_told_but_not_what_they_did_themselves():
    subscribers = Subscribers(Clock())
    subscribers.add(ANN, PORT)
    subscribers.add(BOB, BOB)
    assert subscribers.everyone() == [PORT, BOB]
    assert subscribers.everyone(but=ANN) == [BOB]
    subscribers.remove(PORT)
    assert subscribers.everyone() == [BOB]


def test_an_answer_goes_to_the_sender_and_to_the_port_its_machine_listens_on():
    subscribers = Subscribers(Clock())
    subscribers.add(ANN, PORT)
    assert subscribers.answering(("127.0.0.1", 6000)) == [("127.0.0.1", 6000), PORT]
    assert subscribers.answering(PORT) == [PORT]
    assert subscribers.answering(BOB) == [BOB]


def test_a_subscription_lasts_while_its_machine_is_heard():
    clock = Clock()
    subscribers = Subscribers(clock)
    subscribers.add(ANN, PORT)
    clock.now += FORGOTTEN_AFTER_S - 1
    subscribers.heard(("127.0.0.1", 6000))
    clock.now += FORGOTTEN_AFTER_S - 1
    assert subscribers.everyone() == [PORT]
    subscribers.heard(BOB)
    clock.now += 2
    assert subscribers.everyone() == []


def test_the_oldest_of_too_many_subscriptions_ends():
    subscribers = Subscribers(Clock())
    for port in range(1, MAX_SUBSCRIBERS + 3):
        subscribers.add(ANN, ("127.0.0.1", port))
    assert len(subscribers.everyone()) == MAX_SUBSCRIBERS
    assert ("127.0.0.1", 1) not in subscribers.everyone()


def test_answers_have_a_limit_that_grows_back():
    clock = Clock()
    allowance = Allowance(clock)
    assert sum(allowance.take() for _ in range(1000)) == ANSWERS_PER_S
    clock.now += 0.1
    assert sum(allowance.take() for _ in range(1000)) == pytest.approx(ANSWERS_PER_S / 10, abs=1)
