"""Whoever listens, and however, has the same state at once, whoever changed it and from where."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from sdad.control.naming import natural_position
from sdad.control.parameters import TABLE, control
from sdad.surfaces.osc.packets import Message, encode, parse

LATE_S = 0.1
"""How soon after a change everybody has heard of it."""
LIMIT_S = 20.0
LOOK_S = 0.1
CC = 0xB0
ROWS = [row for row in TABLE if row.is_descriptor]
NAMES = {f"/sdad/control/{row.id}": row.id for row in TABLE}

Heard = Iterable[tuple[str, float]]


class Listener:
    """Writes down where each control is said to stand, and when that was heard.

    Args:
        receive: Waits a moment for the next message, and returns what it says of controls.
    """

    def __init__(self, receive: Callable[[], Heard]) -> None:
        self.stands: dict[str, tuple[float, float]] = {}
        self._receive = receive
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                for name, position in self._receive():
                    self.stands[name] = (position, time.monotonic())
            except TimeoutError:
                continue

    def heard_at(self, name: str, position: float) -> float | None:
        """Returns when it heard that a control stands there; None where that is not the newest that it heard."""
        stands = self.stands.get(name)
        return stands[1] if stands is not None and stands[0] == pytest.approx(position, abs=1e-6) else None

    def close(self) -> None:
        self._ending.set()
        self._thread.join(LIMIT_S)


def of_packet(packet: bytes | str) -> Heard:
    # A text on OSCQuery's socket says that a list is another one now.
    messages = parse(packet) if isinstance(packet, bytes) else []
    return [(NAMES[each.address], each.arguments[0]) for each in messages if each.address in NAMES]


def of_event(line: str) -> Heard:
    event = json.loads(line)
    return [(event["control"], event["position"])] if event["event"] == "ControlChanged" else []


class Room:
    """A daemon, and four who listen to it in four ways."""

    def __init__(self, one: Any, waiting: Callable[..., Any], stack: ExitStack) -> None:
        self.one = one
        self._waiting = waiting
        ports = one.get("/api/status")["ports"]
        self._osc = ("127.0.0.1", ports["osc"])
        web = f"ws://127.0.0.1:{ports['http']}"
        query = stack.enter_context(connect(f"{web}/", proxy=None))
        for address in NAMES:
            query.send(json.dumps({"COMMAND": "LISTEN", "DATA": address}))
        events = stack.enter_context(connect(f"{web}/api/events", proxy=None))
        # One listens where it talks, the other at a port that it named.
        here, there = (stack.enter_context(self._udp()) for _ in range(2))
        here.sendto(encode(Message("/sdad/subscribe", ())), self._osc)
        with self._udp() as asking:
            asking.sendto(encode(Message("/sdad/subscribe", (there.getsockname()[1],))), self._osc)
        receiving = [
            *(lambda socket=each: of_packet(socket.recv(65536)) for each in (here, there)),
            lambda: of_packet(query.recv(LOOK_S)),
            lambda: of_event(events.recv(LOOK_S)),
        ]
        self.listeners = [stack.enter_context(closing(Listener(receive))) for receive in receiving]
        token = (one.root / "state" / "token").read_text().strip()
        self.api = stack.enter_context(
            httpx.Client(
                base_url=f"http://127.0.0.1:{ports['http']}",
                headers={"Authorization": f"Bearer {token}"},
                trust_env=False,
            )
        )
        # Level has a place from the start: who has heard of its next one is really listening.
        self.by_http("level", 0.25)
        self.all_heard("level", 0.25)

    @staticmethod
    def _udp() -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", 0))
        made.settimeout(LOOK_S)
        return made

    def by_http(self, name: str, position: float) -> None:
        assert self.api.post("/api/controls", json={"positions": {name: position}}).status_code == 200

    def all_heard(self, name: str, position: float) -> list[float]:
        """Returns when each of the listeners heard of a change, as soon as all of them have."""

        def heard() -> list[float] | None:
            times = [each.heard_at(name, position) for each in self.listeners]
            return None if None in times else times

        return self._waiting(heard, f"everybody hears that {name} stands at {position:g}", LIMIT_S)

    def late_s(self, name: str, position: float, change: Callable[[], object]) -> float:
        """Returns how long after a change the last one heard of it."""
        began = time.monotonic()
        change()
        return max(self.all_heard(name, position)) - began

    def check_states(self) -> None:
        """All have heard the same of every control, and it is what the daemon says."""
        stands = {each["id"]: each["position"] for each in self.one.get("/api/controls")["controls"]}
        for listener in self.listeners:
            assert {row.id: listener.stands[row.id][0] for row in ROWS} == pytest.approx(
                {row.id: stands[row.id] for row in ROWS}, abs=1e-6
            )


@pytest.fixture
def room_of(waiting: Callable[..., Any]) -> Iterator[Callable[[Any], Room]]:
    with ExitStack() as stack:
        yield lambda one: Room(one, waiting, stack)


@pytest.fixture
def one(studio: Callable[..., Any]) -> Any:
    return studio("--no-panel", SDAD_MIDI="false", SDAD_WATCH="false")


def in_time(late_s: list[float]) -> bool:
    """Whether it was in time, 19 times in 20; the machine may be busy with other tests once."""
    assert len(late_s) >= 20
    return sorted(late_s)[int(len(late_s) * 0.95)] <= LATE_S


def test_of_a_change_by_osc_and_by_http(one, room_of, patch_of):
    room, patch = room_of(one), patch_of(one)
    ways = {
        "OSC": lambda name, position: patch.send(f"/sdad/control/{name}", position),
        "HTTP": room.by_http,
    }
    for number, (way, change) in enumerate(ways.items()):
        late = []
        for step, row in enumerate(ROWS * 2):
            position = 0.125 + number / 4 + step / 128
            late.append(room.late_s(row.id, position, lambda: change(row.id, position)))  # noqa: B023
        assert in_time(late), (way, late)
    room.check_states()


def test_of_a_preset_that_the_command_line_recalls(one, room_of):
    # When the command had its effect nobody knows but those who hear of it, so that they are compared.
    room, apart = room_of(one), []
    for name, position in (("low", 0.125), ("high", 0.875)):
        one.sdad("preset", "save", name, *(f"{row.id}={position}" for row in ROWS))
        one.sdad("preset", "recall", name)
        for row in ROWS:
            times = room.all_heard(row.id, position)
            apart.append(max(times) - min(times))
    assert in_time(apart), apart
    room.check_states()


@pytest.mark.jack
def test_of_a_knob(studio, jack, room_of, waiting):
    one = studio("--no-panel", SDAD_WATCH="false", **jack.of_a_daemon)
    knobs = jack.controller("knobs")
    waiting(lambda: "knobs:out" in one.get("/api/midi")["ports"], "the knobs are heard", LIMIT_S)
    room, late = room_of(one), []
    for step, row in enumerate(ROWS * 2):
        value = 20 + step
        late.append(room.late_s(row.id, value / 127, lambda: jack.send(knobs, [CC, row.cc, value])))  # noqa: B023
    assert in_time(late), late
    room.check_states()


def test_nobody_is_told_what_they_did_themselves_unless_it_was_clipped(one, room_of, patch_of):
    room, sender = room_of(one), patch_of(one)
    sender.send("/sdad/subscribe")
    sender.wait_for("/sdad/train/fraction")
    sender.said.clear()
    for step in range(5):
        sender.send("/sdad/control/brightness", step / 5)
        room.all_heard("brightness", step / 5)
    duration = control("duration")
    for seconds in (6.0, 24.0):
        sender.send("/sdad/control/duration/seconds", seconds)
        room.all_heard("duration", natural_position(duration, seconds, duration.full_range))
    sender.send("/sdad/control/warmth", 7.0)
    assert sender.wait_for("/sdad/control/warmth") == (1.0,)
    sender.send("/sdad/control/tail/seconds", 99.0)
    assert sender.wait_for("/sdad/control/tail/seconds") == (15.0,)
    room.by_http("width", 0.375)
    assert sender.wait_for("/sdad/control/width") == (0.375,), "it is told what others do"
    unclipped = ("/sdad/control/brightness", "/sdad/control/duration")
    assert [said for said in sender.said if said[0].startswith(unclipped)] == []
