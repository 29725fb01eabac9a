"""Controllers that are other processes, through real JACK MIDI ports, play a running daemon."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

pytestmark = [pytest.mark.jack, pytest.mark.timeout(240)]

CC = 0xB0


class Desk:
    """A daemon that listens to JACK, and what a test does with it."""

    def __init__(self, studio: Callable[..., Any], jack: Any, waiting: Callable[..., Any]) -> None:
        self.jack = jack
        self._waiting = waiting
        self.studio = studio("--no-panel", **jack.of_a_daemon)

    def plug(self, name: str) -> Any:
        """Returns a controller once the daemon listens to it."""
        controller = self.jack.controller(name)
        self.wait(lambda: f"{name}:out" in self.studio.get("/api/midi")["ports"], f"{name} is heard", 5)
        return controller

    def wait(self, found: Callable[[], Any], what: str, limit_s: float = 10) -> Any:
        return self._waiting(found, what, limit_s)

    def stands(self, control: str, position: float | None) -> None:
        expected = None if position is None else pytest.approx(position)
        self.wait(lambda: self.studio.position(control) == expected, f"{control} stands at {position}")

    def map(self, name: str, *lines: str) -> Path:
        path = Path(self.studio.root, "midi", f"{name}.toml")
        entries = "\n".join(f"    {{ {line} }}," for line in lines)
        path.write_text(f'format = 1\nports = ["{name}"]\nmap = [\n{entries}\n]\n', "utf-8")
        return path


@pytest.fixture
def desk(studio: Callable[..., Any], jack: Any, waiting: Callable[..., Any]) -> Desk:
    return Desk(studio, jack, waiting)


def test_knobs_of_a_device_that_comes_goes_and_comes_back(desk: Desk) -> None:
    knobs = desk.plug("knobs")
    assert desk.studio.position("brightness") is None
    desk.jack.send(knobs, [CC, 74, 101], [0xB5, 91, 0])
    desk.stands("brightness", 101 / 127)
    desk.stands("space", 0.0)
    desk.jack.unplug(knobs)
    desk.wait(lambda: "knobs:out" not in desk.studio.get("/api/midi")["ports"], "knobs has gone", 5)
    knobs = desk.plug("knobs")
    desk.jack.send(knobs, [CC, 74, 102])
    desk.stands("brightness", 102 / 127)


def test_a_daw_plays_the_virtual_port(desk: Desk) -> None:
    daw = desk.plug("daw")
    environment = desk.jack.environment
    done = subprocess.run(["jack_connect", "daw:out", "sdad:sdad"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    desk.jack.send(daw, [CC, 10, 127])
    desk.wait(
        lambda: {line["port"] for line in desk.studio.get("/api/midi/messages")["messages"]} == {"sdad", "daw:out"},
        "the message has come both ways",
    )
    desk.stands("width", 1.0)


def test_a_session_of_learning_playing_and_recalling(desk: Desk) -> None:
    """Learn a fader, save a preset, play on, recall: the ring follows, and the fader has to pick its control up."""
    mixer = desk.plug("mixer")
    learned: list[Any] = []
    learning = threading.Thread(target=lambda: learned.append(desk.studio.sdad("midi", "learn", "warmth", "--shown")))
    learning.start()
    desk.wait(lambda: desk.studio.get("/api/midi/learn")["state"] == "watching", "it watches", 30)
    desk.jack.send(mixer, *([CC, 20, value] for value in range(0, 100, 9)))
    learning.join(60)
    assert learned[0]["entry"] == {"to": "warmth", "cc": 20, "channel": 1, "shown": {}}
    desk.jack.send(mixer, [CC, 20, 100])
    desk.stands("warmth", 100 / 127)
    desk.studio.sdad("preset", "save", "here")
    desk.jack.send(mixer, [CC, 20, 10])
    desk.stands("warmth", 10 / 127)
    told = len(desk.jack.received(mixer, 0))
    desk.jack.send(mixer, [0xC0, 1 + desk.studio.get("/api/presets")["presets"].index("here") - 1])
    desk.stands("warmth", 100 / 127)
    assert desk.jack.received(mixer, told + 1)[-1] == [CC, 20, 100], "the device is told where its control stands"
    assert desk.studio.sdad("midi", "list")["mapped_by"]["mixer:out"] == ["mixer out", "the table's own numbers"]


def test_a_file_is_in_force_at_once_and_pickup_waits_for_the_hand(desk: Desk) -> None:
    knobs = desk.plug("knobs")
    desk.map("knobs", 'to = "density", cc = 3')
    desk.wait(lambda: desk.studio.get("/api/midi")["mappings"], "the mapping is in force", 2)
    desk.studio.sdad("preset", "recall", "Glass")
    stands = desk.studio.position("density")
    assert stands is not None and 0.05 < stands < 0.95
    desk.jack.send(knobs, [CC, 3, 0])
    desk.wait(lambda: desk.studio.get("/api/midi/messages")["messages"], "the knob was heard")
    assert desk.studio.position("density") == stands
    desk.jack.send(knobs, [CC, 3, 127])
    desk.stands("density", 1.0)


def test_a_flood_loses_no_press_and_ends_where_the_hands_do(desk: Desk) -> None:
    """The short form of benchmarks/midi.py: two seconds of 5,000 control changes a second from another process."""
    faders = desk.plug("faders")
    desk.map(
        "faders",
        *(f'to = "{name}", cc = {number}' for number, name in enumerate(FOUR)),
        'to = "live", note = 36',
    )
    desk.wait(lambda: desk.studio.get("/api/midi")["mappings"], "the mapping is in force", 2)
    pressed: list[bool] = []
    http = json.loads(desk.studio.root.joinpath("state", "daemon.json").read_text())["http"]
    with connect(f"ws://127.0.0.1:{http}/api/events") as events:
        reader = threading.Thread(target=lambda: pressed.extend(_presses(events)))
        reader.start()
        ends = _flood(desk, faders, bursts=200, presses_every=20)
        for number, name in enumerate(FOUR):
            desk.stands(name, ends[number] / 127)
        desk.wait(lambda: len(pressed) >= 10, "every press has come")
    reader.join(10)
    assert pressed == [True, False] * 5


def test_a_ring_shows_a_knob_s_move_in_no_time(desk: Desk) -> None:
    """The short form of the other half of benchmarks/midi.py; the machine may be busy with other tests."""
    knobs = desk.plug("knobs")
    desk.map("knobs", 'to = "warmth", cc = 20', 'to = "warmth", cc = 21, shown = true')
    desk.wait(lambda: desk.studio.get("/api/midi")["mappings"], "the mapping is in force", 2)
    desk.jack.send(knobs, [CC, 20, 0])
    told = len(desk.jack.received(knobs, 1))
    taken_s = []
    for value in range(6, 126, 6):
        began = time.monotonic()
        desk.jack.send(knobs, [CC, 20, value])
        told += 1
        assert desk.jack.received(knobs, told)[-1] == [CC, 21, value]
        taken_s.append(time.monotonic() - began)
    assert sorted(taken_s)[len(taken_s) // 2] < 0.1


FOUR = ("brightness", "warmth", "space", "density")


def _flood(desk: Desk, faders: Any, bursts: int, presses_every: int) -> dict[int, int]:
    """Sends 50 control changes every 10 ms, and presses now and then; returns the last value of each fader."""
    ends: dict[int, int] = {}
    began = time.monotonic()
    for burst in range(bursts):
        messages = [[CC, step % 4, (burst * 7 + step) % 128] for step in range(50)]
        ends |= {message[1]: message[2] for message in messages}
        if burst % presses_every == 0:
            messages += [[0x90, 36, 127], [0x80, 36, 0]]
        desk.jack.send(faders, *messages)
        time.sleep(max(0.0, began + 0.01 * (burst + 1) - time.monotonic()))
    return ends


def _presses(events: Any) -> Iterator[bool]:
    with contextlib.suppress(ConnectionClosed):
        for line in events:
            event = json.loads(line)
            if event["event"] == "LiveChanged":
                yield event["on"]
