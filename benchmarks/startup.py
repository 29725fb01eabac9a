"""How soon do the controls answer?

    python benchmarks/startup.py DIR MODEL [--repeats 5] [--waiting 10000] [--ahead]

DIR is a workspace with a model; it is copied.

empty       seconds from the start of ``sdad up`` to the first answer over OSC, with nothing to do
waiting     the same after a kill -9 with so many renders waiting in the queue
http        seconds until the HTTP API says that it is ready
kept        how many of those renders still wait after the last of these kills, and the one in hand
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from daemons import RunningDaemon

PER_ORDER = 1000


def started(daemon: RunningDaemon) -> tuple[float, float]:
    """Starts a daemon and returns the seconds until OSC answered and until the API was ready."""
    began = time.monotonic()
    answered = daemon.start()
    return answered, time.monotonic() - began


def times(daemon: RunningDaemon, repeats: int) -> dict[str, list[float]]:
    """Returns what starts after kills take."""
    osc, http = [], []
    for _ in range(repeats):
        first, ready = started(daemon)
        osc.append(first)
        http.append(ready)
        daemon.kill()
    return {"osc": osc, "http": http}


def fill(daemon: RunningDaemon, model: str, count: int) -> None:
    """Has so many renders wait, and kills."""
    daemon.start()
    daemon.post("/api/queue/pause", on=True)
    for first in range(0, count, PER_ORDER):
        daemon.post("/api/render", model=model, takes=min(PER_ORDER, count - first), seconds=0.5)
    daemon.post("/api/queue/pause", on=False)
    daemon.kill()


def main() -> None:
    """Starts, fills, kills and starts again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("model")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--ahead", action="store_true", help="go before all else on a busy machine; as root, on Linux")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "Sdad"
        shutil.copytree(given.workspace, workspace, ignore=shutil.ignore_patterns("output", "state"))
        daemon = RunningDaemon(workspace, ahead=given.ahead)
        started(daemon)  # compiles what was never run before
        daemon.kill()
        results: dict[str, Any] = {"empty": times(daemon, given.repeats)}
        fill(daemon, given.model, given.waiting)
        results["waiting"] = times(daemon, given.repeats)
        daemon.start()
        counts = daemon.get("/api/status")["queue"]
        results["kept"] = sum(counts[state] for state in ("queued", "running", "done"))
        daemon.kill()
    for name in ("empty", "waiting"):
        for kind, seconds in results[name].items():
            print(f"{name:8s} {kind}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")
    print(f"kept: {results['kept']} of {given.waiting}")
    if given.json:
        given.json.write_text(json.dumps(results, indent=1), "utf-8")


if __name__ == "__main__":
    main()
