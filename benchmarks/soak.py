"""Lets a daemon work for a long time, provokes faults meanwhile, and looks at whether anything grows.

memory       MB of the daemon and of its render worker: median of the first quarter after warm-up, of the last, growth
threads      of the daemon, in the first and the last quarter
descriptors  open files and sockets of the daemon, likewise
children     processes of the daemon, likewise, while nothing is trained
together     renders a second while a model is trained, over renders a second alone
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from daemons import RunningDaemon, eventually, go_ahead
from kills import drained

from sdad.library.layout import Workspace
from sdad.surfaces.osc.packets import Message, encode

WARM_UP = 0.2
"""Share of the time that is not counted."""
LOOK_S = 5.0
KEPT_TAKES = 50
"""Takes that are left; those before are removed, as a musician tidies up."""


def looked_at(pid: int) -> dict[str, float]:
    """Returns what a process takes: ``memory`` in MB, ``threads``, ``descriptors``, ``children``."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.count(":") >= 1
    )
    of_thread = Path(f"/proc/{pid}/task").glob("*/children")
    children = [child for each in of_thread for child in each.read_text().split()]
    return {
        "memory": int(status["VmRSS"].split()[0]) / 1024,
        "threads": int(status["Threads"]),
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),  # noqa: PTH208 (links to nowhere are no paths)
        "children": len(children),
    }


def compared(looks: Sequence[dict[str, float]], key: str) -> dict[str, float]:
    """Returns the medians of the first and the last quarter after warm-up, and the growth."""
    counted = [look[key] for look in looks[round(len(looks) * WARM_UP) :]]
    quarter = max(1, len(counted) // 4)
    first, last = statistics.median(counted[:quarter]), statistics.median(counted[-quarter:])
    return {"first": round(first, 1), "last": round(last, 1), "growth": round(last / first - 1, 4) if first else 0.0}


def together(
    daemon: RunningDaemon, model: str, takes: int = 12, seconds: float = 10.0, ahead: bool = False
) -> dict[str, float]:
    """Returns how many takes a minute are made alone and while the model is trained."""
    if ahead:
        go_ahead(daemon.pid_of("render"))

    def pace() -> float:
        began = time.monotonic()
        jobs = daemon.post("/api/render", model=model, takes=takes, seconds=seconds)["jobs"]
        drained(daemon, [job["id"] for job in jobs])
        return takes * 60.0 / (time.monotonic() - began)

    pace()
    alone = pace()
    daemon.post("/api/train", dataset=model, effort="good")
    if ahead:
        go_ahead(eventually(lambda: daemon.pid_of("train"), 30.0, "the trainer"))
    eventually(lambda: daemon.get("/api/train")["fraction"] > 0.01, 120.0, "some training")
    meanwhile = pace()
    still = daemon.get("/api/train")["state"]
    daemon.post("/api/train/stop")
    return {"alone": round(alone, 1), "together": round(meanwhile, 1), "share": round(meanwhile / alone, 3)} | (
        {} if still == "running" else {"training ended meanwhile": 1.0}
    )


def soaked(daemon: RunningDaemon, model: str, minutes: float, seed: int = 0) -> dict[str, Any]:
    """Works a daemon for some minutes and returns what grew."""
    dice = random.Random(seed)
    deadline = time.monotonic() + 60.0 * minutes
    due = 0.0
    looks: list[dict[str, float]] = []
    worker: list[dict[str, float]] = []
    done = dict.fromkeys(("renders", "trainings", "kills", "floods"), 0)
    assert daemon.process is not None
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPStatusError):
            jobs = daemon.post("/api/render", model=model, takes=4, seconds=dice.choice([1, 2, 4]))["jobs"]
            drained(daemon, [job["id"] for job in jobs])
            done["renders"] += len(jobs)
        what = dice.random()
        if what < 0.1:
            with contextlib.suppress(httpx.HTTPStatusError):
                daemon.post("/api/train", dataset=model, effort="sketch")
                done["trainings"] += 1
                time.sleep(dice.uniform(0.0, 8.0))
                daemon.post("/api/train/stop")
        elif what < 0.2:
            pid = daemon.pid_of(dice.choice(["render", "train"]))
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                done["kills"] += 1
        elif what < 0.4:
            _turned(daemon, dice)
            done["floods"] += 1
        _tidied(daemon.workspace)
        if time.monotonic() >= due:
            due = time.monotonic() + LOOK_S
            if daemon.get("/api/train")["state"] not in ("running", "queued"):
                looks.append(looked_at(daemon.process.pid))
                pid = daemon.pid_of("render")
                with contextlib.suppress(OSError, KeyError):
                    worker.append(looked_at(pid or 0))
    return {
        **done,
        **{key: compared(looks, key) for key in ("memory", "threads", "descriptors", "children")},
        "worker memory": compared(worker, "memory"),
        "looks": len(looks),
    }


def _turned(daemon: RunningDaemon, dice: random.Random) -> None:
    """Turns knobs over OSC as fast as it goes, from a port that is new each time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hand:
        server = ("127.0.0.1", daemon.osc_port)
        hand.sendto(encode(Message("/sdad/subscribe")), server)
        for _ in range(500):
            hand.sendto(encode(Message("/sdad/control/brightness", (dice.random(),))), server)
        hand.sendto(encode(Message("/sdad/unsubscribe")), server)


def _tidied(workspace: Path) -> None:
    takes = sorted((workspace / "output").glob("*.json"), key=lambda path: path.stat().st_mtime)
    for sidecar in takes[:-KEPT_TAKES]:
        sidecar.with_suffix(".wav").unlink(missing_ok=True)
        sidecar.unlink(missing_ok=True)


def main() -> None:
    """Soaks as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path, help="a workspace with a model and its dataset; it is copied")
    parser.add_argument("model")
    parser.add_argument("--minutes", type=float, default=60.0, help="0 for the last row only")
    parser.add_argument("--ahead", action="store_true", help="go before all else on a busy machine; as root, on Linux")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "Sdad"
        shutil.copytree(given.workspace, workspace, ignore=shutil.ignore_patterns("output", "state"))
        Workspace(workspace).ensure()
        daemon = RunningDaemon(workspace, ahead=given.ahead)
        daemon.start()
        try:
            result: dict[str, Any] = {"together": together(daemon, given.model, ahead=given.ahead)}
            if given.minutes:
                result |= soaked(daemon, given.model, given.minutes)
        finally:
            daemon.kill()
    for key, value in result.items():
        print(f"{key:14} {value}")
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
