"""Kills the daemon, its render worker and its trainer at random under load, and counts what was lost.

kills             processes ended by SIGKILL, by which one
accepted          renders that the daemon said were queued
lost              accepted renders that have no file, or whose job did not end as done
doubled           renders that have more than one file, and trainings that have made more than one version
corrupt           files that do not decode in full, that have no sidecar, or a sidecar that is none
partial           files seen under a finished name while they were not complete, by a watcher that opens each at once
versions          models whose current version cannot be read
restart           seconds from the start after a kill to the first answer over OSC: median and longest
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import soundfile
from daemons import RunningDaemon, eventually

from sdad.engine.resident import calibration_of
from sdad.errors import SdadError
from sdad.library.layout import Workspace
from sdad.library.models import Models
from sdad.library.renders import read_sidecar

TARGETS = ("daemon", "render", "train")
LATEST_KILL_S = 0.7
DRAIN_S = 300.0


class FolderWatcher:
    """Opens every file of a folder the moment it appears under a finished name, as a DAW does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.partial: list[str] = []

    def __enter__(self) -> FolderWatcher:
        """Starts watching."""
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        """Stops watching."""
        self._ending.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ending.wait(0.002):
            for path in self._folder.iterdir():
                if path.name in self._known or path.name.startswith("."):
                    continue
                self._known.add(path.name)
                if (fault := fault_of(path)) is not None:
                    self.partial.append(f"{path.name}: {fault}")


def fault_of(path: Path) -> str | None:
    """Returns what is wrong with a finished file, audio or sidecar; None when nothing is."""
    try:
        if path.suffix == ".json":
            read_sidecar(path)
            return None
        sidecar = read_sidecar(path.with_suffix(".json"))
        with soundfile.SoundFile(path) as sound:
            got, expected = len(sound.read()), round(sidecar.seconds * sound.samplerate)
        return None if got == expected else f"{got} of {expected} frames"
    except (OSError, SdadError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"


def killed(
    workspace: Path,
    model: str,
    count: int,
    seed: int,
    *,
    daemon: RunningDaemon,
    seconds: float = 1.0,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Kills processes of a daemon ``count`` times at random moments while it renders and trains.

    Args:
        workspace: Where the model and its dataset lie.
        model: What is rendered and trained.
        count: How often something is killed.
        seed: Where chance begins.
        daemon: The daemon, not started yet.
        seconds: Length of each render.
        say: Told how it goes.
    """
    dice = random.Random(seed)
    accepted: list[str] = []
    kills: Counter[str] = Counter()
    starts = []
    with FolderWatcher(workspace / "output") as watcher, contextlib.ExitStack() as stack:
        stack.callback(daemon.kill)
        daemon.start()
        for number in range(count):
            with contextlib.suppress(httpx.HTTPStatusError):  # it is being trained already
                daemon.post("/api/train", dataset=model, effort="sketch")
            jobs = daemon.post("/api/render", model=model, takes=dice.randint(1, 3), seconds=seconds)["jobs"]
            accepted += [job["id"] for job in jobs]
            target = dice.choice(TARGETS)
            pid = None if target == "daemon" else daemon.pid_of(target)
            time.sleep(dice.uniform(0.0, LATEST_KILL_S))
            if pid is None:
                daemon.kill()
                kills["daemon"] += 1
                starts.append(daemon.start())
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                kills[target] += 1
            if number % 20 == 19:
                say(f"{number + 1} kills, {len(accepted)} renders accepted")
        daemon.post("/api/train/stop")
        states = drained(daemon, accepted)
        daemon.stop()
    output = workspace / "output"
    found = Counter(read_sidecar(path).id for path in output.glob("*.json"))
    visible = [path for path in output.iterdir() if not path.name.startswith(".")]
    unfinished = [job for job in accepted if states[job] != "done" or not found[job]]
    return {
        "kills": dict(kills),
        "accepted": len(accepted),
        "lost": unfinished,
        "doubled": [job for job, number in (found + trained(Workspace(workspace))).items() if number > 1],
        "unasked": [job for job in found if job not in accepted],
        "corrupt": [f"{path.name}: {fault}" for path in visible if (fault := fault_of(path)) is not None],
        "partial": watcher.partial,
        "versions": _unreadable_versions(Workspace(workspace)),
        "restart_s": {"median": statistics.median(starts), "longest": max(starts)} if starts else None,
    }


def drained(daemon: RunningDaemon, jobs: list[str]) -> dict[str, str]:
    """Waits until jobs have ended and returns the state of each."""
    states: dict[str, str] = {}

    def ended() -> bool:
        for job in jobs:
            if states.get(job) not in ("done", "failed", "cancelled", "superseded"):
                states[job] = daemon.get(f"/api/jobs/{job}")["state"]
                if states[job] in ("queued", "running", "written"):
                    return False
        return True

    eventually(ended, DRAIN_S, "the end of all renders")
    return states


def trained(workspace: Workspace) -> Counter[str]:
    """Returns how many versions each training has made."""
    models = Models(workspace)
    versions = [models.get(name, label) for name in models.names() for label in models.versions(name)]
    return Counter(version.card.job for version in versions if version.card.job)


def _unreadable_versions(workspace: Workspace) -> list[str]:
    models, faults = Models(workspace), []
    for name in models.names():
        try:
            calibration_of(models.current(name).card)
        except (SdadError, KeyError, ValueError) as error:
            faults.append(f"{name}: {error}")
    return faults


def clean(result: dict[str, Any]) -> bool:
    """Returns whether nothing was lost, doubled, unasked, corrupt or partial."""
    return not any(result[key] for key in ("lost", "doubled", "unasked", "corrupt", "partial", "versions"))


def main() -> int:
    """Kills as the command line asks; exit code 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path, help="a workspace with a model and its dataset; it is copied")
    parser.add_argument("model")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "Sdad"
        ignored = shutil.ignore_patterns("output", "state")
        shutil.copytree(given.workspace, workspace, ignore=ignored)
        Workspace(workspace).ensure()
        result = killed(workspace, given.model, given.count, given.seed, daemon=RunningDaemon(workspace))
    for key, value in result.items():
        print(f"{key:10} {len(value) if isinstance(value, list) else value}")
        if isinstance(value, list):
            for line in value[:20]:
                print(f"           {line}")
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return 0 if clean(result) else 1


if __name__ == "__main__":
    raise SystemExit(main())
