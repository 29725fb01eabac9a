"""Does MIDI keep up: a flood of control changes, and how soon a knob is heard and shown while takes are rendered?

    python benchmarks/midi.py FOLDER|MODEL [--workspace DIR] [--rate 5000] [--seconds 10]

Starts a JACK server of its own (Debian: jackd2) and ``sdad up``, and is itself the controller at the other end of real
JACK MIDI ports. Three questions:

*flood*: at ``--rate`` control changes a second on eight faders, with a button pressed ten times a second: does every
fader end where the hand left it, and does every press count?

*delay*: a knob is turned at 100 messages a second while takes are rendered one after the other. Milliseconds from
sending a message until this process has read, from the daemon's stream of events, that the control stands there or
further (*state*), and until a ring on the same device is told so (*shown*; rings are told at most 30 times a second).
JACK's own part is in both: with rounds of 5.3 ms it carries a message in 3 to 8 ms.

*crowd*: the same, with the flood on the other seven faders.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import rtmidi
from models import add_arguments, keep, opened_workspace, played
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sdad.control.parameters import MISSION

SERVER = "sdad-benchmark"
DEVICE = "sdadbench"
FADERS = [row.id for row in MISSION]
KNOB, RING = 20, 21
"""The controllers of the knob that is turned and of the ring that shows the same control, the first of the eight."""
BUTTON, BUTTONED = 36, "level"
START_S = 90.0


def until(found: Callable[[], Any], what: str, limit_s: float = START_S) -> Any:
    """Returns the first true answer of ``found``; ends the benchmark where there is none in time."""
    end = time.monotonic() + limit_s
    while not (answer := found()):
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {limit_s:g} s")
        time.sleep(0.02)
    return answer


@contextmanager
def jack_server(log: Path) -> Iterator[None]:
    """Runs a JACK server without sound; this process and those that it starts use it meanwhile."""
    if shutil.which("jackd") is None:
        sys.exit("This needs a JACK server; Debian: apt-get install jackd2.")
    os.environ |= {"JACK_DEFAULT_SERVER": SERVER, "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
    with log.open("ab") as out:
        # -S: without it the dummy driver drops what a late client was to be given.
        command = ["jackd", "-n", SERVER, "-S", "-r", "-d", "dummy", "-r", "48000", "-p", "256"]
        server = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        until(lambda: subprocess.run(["jack_lsp"], capture_output=True, check=False).returncode == 0, "jackd", 20)
        yield
    finally:
        server.terminate()
        server.wait(20)


class Device:
    """The controller: it plays at one port and is told at another."""

    def __init__(self) -> None:
        self._out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=DEVICE)
        self._out.open_virtual_port("out")
        self._in = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=f"{DEVICE} display")
        self.told: list[tuple[float, list[int]]] = []
        self._in.set_callback(lambda event, _: self.told.append((time.monotonic(), event[0])))
        self._in.open_virtual_port("in")

    def send(self, *data: int) -> float:
        """Sends a message and returns when."""
        now = time.monotonic()
        self._out.send_message(list(data))
        return now

    def close(self) -> None:
        """Takes the ports away."""
        self._in.cancel_callback()
        for port in (self._in, self._out):
            port.close_port()
            port.delete()


class Studio:
    """A running daemon, asked over HTTP, and its events with the time at which each was read."""

    def __init__(self, workspace: Path) -> None:
        self._root = workspace
        environment = {**os.environ, "SDAD_MIDI_API": "jack", "SDAD_WATCH": "false"}
        environment |= {f"SDAD_{name}_PORT": str(port) for name, port in (("OSC", 19109), ("HTTP", 19110))}
        command = [sys.executable, "-m", "sdad", "up", "--no-panel", "--workspace", str(workspace)]
        self._log = (workspace / "state" / "benchmark.log").open("ab")
        self._process = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)
        until(lambda: (self.get("/api/status") or {}).get("ready"), "the daemon")
        self.events: list[tuple[float, dict[str, Any]]] = []
        self._socket = connect(f"ws://127.0.0.1:{self._port()}/api/events")
        threading.Thread(target=self._listen, daemon=True).start()

    def _port(self) -> int:
        return int(json.loads((self._root / "state" / "daemon.json").read_text())["http"])

    def get(self, path: str) -> Any:
        """Returns what the API answers; None while nobody does."""
        try:
            return httpx.get(f"http://127.0.0.1:{self._port()}{path}", timeout=30).json()
        except (OSError, ValueError, httpx.TransportError):
            return None

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Sends a command and returns the answer."""
        token = (self._root / "state" / "token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(
            f"http://127.0.0.1:{self._port()}{path}", json=body, headers=headers, timeout=30
        ).raise_for_status()

    def positions(self) -> dict[str, float | None]:
        """Returns where the controls stand."""
        return {row["id"]: row["position"] for row in self.get("/api/controls")["controls"]}

    def _listen(self) -> None:
        with suppress(ConnectionClosed):
            for line in self._socket:
                self.events.append((time.monotonic(), json.loads(line)))

    def stop(self) -> None:
        """Ends the daemon."""
        self._process.terminate()
        self._process.wait(30)
        self._socket.close()
        self._log.close()


class Hands:
    """Hands on faders, which move them here and there as often as they are asked to.

    Args:
        device: Where the faders are.
        faders: The places of the faders in :data:`FADERS`.
        rate: Messages a second.
    """

    def __init__(self, device: Device, faders: range, rate: int) -> None:
        self._device, self._faders, self._rate = device, faders, rate
        self._dice = random.Random(0)
        self.sent = 0
        self.ends: dict[str, float] = {}
        """The last position of each fader."""

    def move(self, elapsed: float) -> None:
        """Sends what is due after so many seconds."""
        while self.sent < int(elapsed * self._rate):
            fader, value = self._faders[self.sent % len(self._faders)], self._dice.randrange(128)
            self._device.send(0xB0, fader, value)
            self.ends[FADERS[fader]] = value / 127
            self.sent += 1


def flood(device: Device, studio: Studio, rate: int, seconds: float) -> dict[str, Any]:
    """Returns what became of a flood: how many were sent, which faders ended elsewhere, and presses lost."""
    hands, presses = Hands(device, range(len(FADERS)), rate), 0
    heard = len(studio.events)
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < seconds:
        hands.move(elapsed)
        if elapsed * 10 >= presses:
            device.send(0x90, BUTTON, 127)
            device.send(0x80, BUTTON, 0)
            presses += 1
        time.sleep(0.001)
    took = time.monotonic() - began

    def wrong() -> list[str]:
        now = studio.positions()
        return [name for name, end in hands.ends.items() if abs((now[name] or 0.0) - end) > 1e-6]

    def counted() -> int:
        # Each press locks or frees a control that nothing else here moves.
        return sum(event.get("control") == BUTTONED for _, event in studio.events[heard:])

    end = time.monotonic() + 5.0
    while time.monotonic() < end and (wrong() or counted() < presses):
        time.sleep(0.05)
    moves = sum(event["event"] == "ControlChanged" for _, event in studio.events[heard:])
    return {
        "sent": hands.sent,
        "per_second": hands.sent / took,
        "decided": moves,
        "wrong_at_the_end": wrong(),
        "presses": presses,
        "presses_lost": presses - counted(),
    }


def delay(device: Device, studio: Studio, seconds: float, rate: int = 0) -> dict[str, Any]:
    """Returns how many milliseconds pass from a knob to the state and to the ring, while takes are rendered.

    The faders of the other controls are moved meanwhile, ``rate`` times a second.
    """
    control, others = FADERS[0], Hands(device, range(1, len(FADERS)), rate)
    studio.post("/api/render", {"takes": 50, "seconds": 20})
    until(lambda: studio.get("/api/status")["queue"]["running"], "a take is rendered")
    device.send(0xB0, KNOB, 0)
    time.sleep(1.0)
    heard, told, done = len(studio.events), len(device.told), studio.get("/api/status")["queue"]["done"]
    sent: list[tuple[float, int]] = []
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < seconds:
        step = len(sent) % 254
        value = step if step < 128 else 254 - step
        if elapsed * 100 >= len(sent):
            sent.append((device.send(0xB0, KNOB, value), value))
        others.move(elapsed)
        time.sleep(0.0005)
    time.sleep(1.0)
    state = [
        (at, round(event["position"] * 127))
        for at, event in studio.events[heard:]
        if event["event"] == "ControlChanged" and event["control"] == control
    ]
    ring = [(at, data[2]) for at, data in device.told[told:] if data[:2] == [0xB0, RING]]
    queue = studio.get("/api/status")["queue"]
    studio.post("/api/panic", {})
    until(lambda: not studio.get("/api/status")["queue"]["running"], "rendering ends")
    return {
        "messages": len(sent),
        "others": others.sent,
        "rendered_meanwhile": queue["done"] - done + bool(queue["running"]),
        "state_ms": _quantiles(_ages(sent, state)),
        "shown_ms": _quantiles(_ages(sent, ring)),
    }


def _ages(sent: list[tuple[float, int]], seen: list[tuple[float, int]]) -> list[float]:
    """Returns for each message the seconds until it, or a later one, was seen."""
    ages, first = [], 0
    for at, value in seen:
        matching = [index for index in range(first, len(sent)) if sent[index][1] == value and sent[index][0] <= at]
        if matching:
            ages += [at - sent[index][0] for index in range(first, matching[-1] + 1)]
            first = matching[-1] + 1
    return ages


def _quantiles(ages: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * age for age in ages)
    return {
        "count": len(ordered),
        **{name: ordered[int(share * (len(ordered) - 1))] for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))},
    }


def mapping(root: Path) -> None:
    """Writes the mapping of the device: eight faders, a button, and a knob with a ring for the first control."""
    rows = [f'{{ to = "{name}", cc = {number}, takeover = "jump" }}' for number, name in enumerate(FADERS)]
    rows += [
        f'{{ to = "lock {BUTTONED}", note = {BUTTON} }}',
        f'{{ to = "{FADERS[0]}", cc = {KNOB}, takeover = "jump" }}',
    ]
    rows += [f'{{ to = "{FADERS[0]}", cc = {RING}, shown = true }}']
    (root / "midi" / "benchmark.toml").write_text(
        f'format = 1\nports = ["{DEVICE}"]\nmap = [\n' + ",\n".join(rows) + ",\n]\n", "utf-8"
    )


def main() -> None:
    """Asks the three questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--rate", type=int, default=5000, help="control changes a second (default 5000)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long for each question (default 10)")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace, tempfile.TemporaryDirectory(prefix="sdad-benchmark-") as temporary:
        name = played(workspace, given.names[0], given).name
        mapping(workspace.root)
        with jack_server(Path(temporary) / "jackd.log"):
            device = Device()
            studio = Studio(workspace.root)
            try:
                studio.post("/api/models/use", {"model": name})
                until(lambda: f"{DEVICE}:out" in studio.get("/api/midi")["ports"], "the device is heard", 20)
                results["flood"] = row = flood(device, studio, given.rate, given.seconds)
                print(
                    f"flood: {row['sent']} control changes at {row['per_second']:.0f}/s, {row['decided']} decided; "
                    f"faders that ended elsewhere: {', '.join(row['wrong_at_the_end']) or 'none'}; "
                    f"presses lost: {row['presses_lost']} of {row['presses']}"
                )
                for question, rate in (("delay", 0), ("crowd", given.rate)):
                    results[question] = row = delay(device, studio, given.seconds, rate)
                    for what in ("state", "shown"):
                        figures = row[f"{what}_ms"]
                        print(
                            f"{question}: {what} p50 {figures['p50']:.1f} ms, p99 {figures['p99']:.1f} ms, "
                            f"max {figures['max']:.1f} ms of {figures['count']} messages while rendering"
                        )
            finally:
                studio.stop()
                device.close()
    keep(given, results)


if __name__ == "__main__":
    main()
