"""Floods a running daemon with OSC and looks at what became of it.

steady      so many messages a second over many addresses, while it renders and trains; from another socket a control
            that nobody floods is moved every 100 ms, and the time until a subscriber hears of it is taken
to state    ms from the arrival of a packet, as the kernel has noted it, until its value stood: the daemon's own count
            of all the values of the flood that were applied
burst       so many messages as fast as they can be sent
final       controls and locks whose last value is not the last that was sent
settled     ms from the last message to the last state that was right
to listener ms from a packet to a subscriber that has heard of it
fuzz        packets mutated and random; the longest time that reading one took, crashes, growth of the log
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from daemons import RunningDaemon, eventually, go_ahead

from sdad.control.naming import osc_address
from sdad.control.parameters import TABLE
from sdad.errors import MalformedMessage
from sdad.library.layout import Workspace
from sdad.surfaces.osc.packets import Message, encode, parse

PROBED = "level"
"""The control that nobody floods."""
FLOODED = [row for row in TABLE if row.id != PROBED and row.id != "morph"]
PROBE_S = 0.1
SLOTS = 64
LONGEST_PARSE_MS = 50.0


def _packet(address: str, value: float) -> bytes:
    plain = address.encode()
    return plain + b"\0" * (4 - len(plain) % 4) + b",f\0\0" + struct.pack(">f", value)


class Flood:
    """Messages over :data:`SLOTS` addresses: positions, locks and addresses that sdad does not have."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        positions = [osc_address(row) for row in FLOODED]
        locks = [f"{address}/lock" for address in positions]
        strange = [f"/sdad/strange/{number}" for number in range(SLOTS - len(positions) - len(locks))]
        self._addresses = [*positions, *locks, *strange]
        self._positions, self._locks = set(positions), set(locks)
        self.last: dict[str, float] = {}

    def packets(self, count: int) -> Iterator[bytes]:
        """Yields so many packets, each address in its turn, and remembers the last value of each."""
        for number in range(count):
            address = self._addresses[number % len(self._addresses)]
            value = round(self._dice.random(), 3) if address in self._positions else float(self._dice.random() < 0.5)
            self.last[address] = value
            yield _packet(address, value)

    def wrong(self, controls: list[dict[str, Any]]) -> list[str]:
        """Returns the addresses whose last value is not what the daemon has."""
        have: dict[str, float] = {}
        for row in FLOODED:
            (facts,) = (each for each in controls if each["id"] == row.id)
            address = osc_address(row)
            have[address] = -1.0 if facts["position"] is None else float(facts["position"])
            have[f"{address}/lock"] = float(facts["locked"])
        return [at for at, value in self.last.items() if at in have and abs(have[at] - value) > 1e-4]


class Probe:
    """Moves one control now and then, and takes the time until a subscriber hears of it."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._address = osc_address(next(row for row in TABLE if row.id == PROBED))
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.delays_ms: list[float] = []
        self.unheard = 0

    def __enter__(self) -> Probe:
        """Starts to probe."""
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        """Stops."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mover,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener,
        ):
            listener.settimeout(1.0)
            listener.bind(("127.0.0.1", 0))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            listener.sendto(encode(Message("/sdad/subscribe", (listener.getsockname()[1],))), self._server)
            number = 0
            while not self._ending.wait(PROBE_S):
                number += 1
                value = (number % 1000) / 1000
                began = time.perf_counter()
                mover.sendto(_packet(self._address, value), self._server)
                if self._heard(listener, value):
                    self.delays_ms.append((time.perf_counter() - began) * 1000)
                else:
                    self.unheard += 1

    def _heard(self, listener: socket.socket, value: float) -> bool:
        wanted = self._address.encode() + b"\0"
        while True:
            try:
                packet = listener.recv(65536)
            except TimeoutError:
                return False
            # Cheaper than reading everything that the flood makes the daemon tell.
            if packet.startswith(wanted) and any(
                message.address == self._address and abs(float(str(message.arguments[0])) - value) < 1e-4
                for message in parse(packet)
            ):
                return True


def sent(packets: Iterator[bytes], port: int, per_second: float | None) -> float:
    """Sends packets, at a pace or as fast as it goes, and returns how many a second were sent."""
    began, count = time.perf_counter(), 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        for packet in packets:
            sender.send(packet)
            count += 1
            if per_second and count % 20 == 0:
                time.sleep(max(0.0, began + count / per_second - time.perf_counter()))
    return count / (time.perf_counter() - began)


def settled(daemon: RunningDaemon, flood: Flood) -> tuple[list[str], float]:
    """Waits until all last values stand; returns those that never do, and the ms until the others did."""
    began = time.perf_counter()
    wrong = flood.wrong(daemon.get("/api/controls")["controls"])
    while wrong and time.perf_counter() - began < 5.0:
        wrong = flood.wrong(daemon.get("/api/controls")["controls"])
    return wrong, (time.perf_counter() - began) * 1000


def steady(daemon: RunningDaemon, per_second: float, seconds: float, seed: int = 0) -> dict[str, Any]:
    """Floods at a pace and returns what came of it."""
    flood = Flood(seed)
    # The probe must not wait for the flood to give up Python's lock.
    sys.setswitchinterval(0.0005)
    eventually(lambda: not _to_state(daemon)["count"], 30.0, "the figures of what came before to be forgotten")
    with Probe(daemon.osc_port) as probe:
        rate = sent(flood.packets(round(per_second * seconds)), daemon.osc_port, per_second)
        wrong, settled_ms = settled(daemon, flood)
    to_state = _to_state(daemon)
    delays = sorted(probe.delays_ms)
    return {
        "sent per second": round(rate),
        "final": wrong,
        "settled": settled_ms,
        "to state": to_state,
        "to listener": {
            "count": len(delays),
            "p50_ms": round(statistics.median(delays), 3),
            "p99_ms": round(delays[min(len(delays) - 1, round(0.99 * len(delays)))], 3),
            "max_ms": round(delays[-1], 3),
        },
        "unheard": probe.unheard,
    }


def _to_state(daemon: RunningDaemon) -> dict[str, Any]:
    return dict(daemon.get("/api/status")["osc"]["to_state"])


def burst(daemon: RunningDaemon, count: int, seed: int = 1) -> dict[str, Any]:
    """Sends as fast as it goes and returns what came of it."""
    flood = Flood(seed)
    packets = list(flood.packets(count))
    rate = sent(iter(packets), daemon.osc_port, None)
    wrong, settled_ms = settled(daemon, flood)
    return {"sent per second": round(rate), "final": wrong, "settled": settled_ms}


def mutated(count: int, seed: int = 2) -> Iterator[bytes]:
    """Yields packets that are almost OSC: real ones with bytes changed, cut, doubled or put in, and random ones."""
    dice = random.Random(seed)
    message = encode(Message("/sdad/control/brightness", (0.5,)))
    nested = message
    for _ in range(12):
        nested = b"#bundle\0" + bytes(8) + struct.pack(">i", len(nested)) + nested
    endless = b"#bundle\0" + bytes(8) + struct.pack(">i", -4) + message
    seeds = [
        message,
        encode(Message("/sdad/render", (1, 2.0))),
        encode(Message("/sdad/preset/save", ("mine",))),
        encode(Message("/sdad/control/*", (0.5,))),
        b"#bundle\0" + bytes(7) + b"\1" + (struct.pack(">i", len(message)) + message) * 3,
        nested,
        endless,
        b"/" + b"*" * 40 + b"x\0\0\0",
        b"/sdad/get\0\0\0,[[[[[[]]]]]]s\0\0a\0\0\0",
    ]
    for _ in range(count):
        packet = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(0, 4)):
            at = dice.randrange(len(packet) + 1)
            match dice.randint(0, 4):
                case 0 if packet:
                    packet[at % len(packet)] = dice.randrange(256)
                case 1:
                    del packet[at : at + dice.randint(1, 8)]
                case 2:
                    packet[at:at] = dice.randbytes(dice.randint(1, 8))
                case 3:
                    packet += packet[at : at + 64]
                case _:
                    packet[at : at + 4] = struct.pack(">i", dice.choice([-4, -1, 0, 1, 2**31 - 1, 65536]))
        yield bytes(packet) if dice.random() < 0.95 else dice.randbytes(dice.randint(0, 256))


def parsed(packets: Iterator[bytes], clock: Callable[[], float] = time.thread_time) -> dict[str, Any]:
    """Reads packets in this process; returns how many were messages and the longest time that one took, in ms."""
    longest, read, refused = 0.0, 0, 0

    def reads(packet: bytes) -> tuple[bool, float]:
        began = clock()
        try:
            parse(packet)
        except MalformedMessage:
            return False, clock() - began
        return True, clock() - began

    for packet in packets:
        good, took = reads(packet)
        read, refused = read + good, refused + (not good)
        if took > longest:
            # What a packet costs, it costs again; a stall of the machine or of the process around it is not repeated.
            longest = max(longest, min(took, reads(packet)[1]))
    return {"read": read, "refused": refused, "longest_ms": longest * 1000}


def fuzzed(daemon: RunningDaemon, count: int, seed: int = 3) -> dict[str, Any]:
    """Sends mutated packets to a daemon; returns whether it still answers and by how much its logs grew."""
    before = _log_bytes(daemon)
    sent(mutated(count, seed), daemon.osc_port, 20_000)
    moved = _packet(osc_address(TABLE[0]), 0.125)

    def answers() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(moved, ("127.0.0.1", daemon.osc_port))
        return bool(daemon.get("/api/controls")["controls"][0]["position"] == 0.125)

    eventually(answers, 10.0, "a control that moves after the fuzz")
    return {"packets": count, "pid": daemon.get("/api/status")["pid"], "log_bytes": _log_bytes(daemon) - before}


def _log_bytes(daemon: RunningDaemon) -> int:
    return sum(path.stat().st_size for path in (daemon.workspace / "state" / "logs").iterdir())


def main() -> None:
    """Floods as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path, help="a workspace with a model and its dataset; it is copied")
    parser.add_argument("model")
    parser.add_argument("--rate", type=float, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--burst", type=int, default=200_000)
    parser.add_argument("--fuzz", type=int, default=1_000_000)
    parser.add_argument("--ahead", action="store_true", help="go before all else on a busy machine; as root, on Linux")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "Sdad"
        shutil.copytree(given.workspace, workspace, ignore=shutil.ignore_patterns("output", "state"))
        Workspace(workspace).ensure()
        daemon = RunningDaemon(workspace, ahead=given.ahead)
        daemon.start()
        if given.ahead:
            with contextlib.suppress(PermissionError):
                os.setsid()  # else what shares our session would come along
            for pid in (os.getpid(), daemon.pid_of("render")):
                go_ahead(pid)
        try:
            results["idle"] = steady(daemon, given.rate, given.seconds)
            results["burst"] = burst(daemon, given.burst)
            daemon.post("/api/train", dataset=given.model, effort="good")
            daemon.post("/api/render", model=given.model, takes=20, seconds=30)
            if given.ahead:
                go_ahead(eventually(lambda: daemon.pid_of("train"), 30.0, "the trainer"))
            eventually(lambda: daemon.get("/api/train")["fraction"] > 0, 120.0, "some training")
            results["rendering and training"] = steady(daemon, given.rate, given.seconds)
            results["burst while rendering and training"] = burst(daemon, given.burst)
            results["still"] = {"training": daemon.get("/api/train")["state"], **daemon.get("/api/status")["queue"]}
            daemon.post("/api/panic")
            daemon.post("/api/train/stop")
            results["fuzz, daemon"] = fuzzed(daemon, given.fuzz // 10)
            results["counters"] = daemon.get("/api/status").get("osc")
        finally:
            daemon.kill()
    results["fuzz, reading"] = parsed(mutated(given.fuzz))
    for name, result in results.items():
        print(f"{name:36}", json.dumps(result))
    if given.json:
        given.json.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
