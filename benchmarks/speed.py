"""What do takes and trainings cost?

    python benchmarks/speed.py FOLDER… [--workspace DIR] [--seconds 8 60] [--repeats 3] [--device cuda]
    python benchmarks/speed.py FOLDER… --train sketch good

CPU seconds, and seconds of the clock, per second of stereo at 48 kHz, file written, of takes with every control on auto
and of takes with five controls set, which are measured and corrected until they obey; and the CPU seconds over those
of a bare inverse STFT (torch, 2048/512) of as much stereo and the writing of its file, timed in the same run and turn.
*Five set* are always the same, two of which pull at each other, and the least of the repeats counts, as on auto; *five
drawn* are others of the mission's eight, elsewhere, in each of ten takes, whose mean counts. One take before them is
not timed. With ``--train``, trainings at these efforts instead: both kinds of seconds and recordings used. Every model
is played and trained in a process of its own, whose peak memory is printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import soundfile
import torch
from models import add_arguments, keep, opened_workspace, played

from sdad.control.parameters import MISSION
from sdad.engine.render_job import Stage
from sdad.engine.training_job import train
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace
from sdad.library.models import Models
from sdad.synthesis.request import RenderRequest

FIVE = {"brightness": 0.7, "roughness": 0.6, "tension": 0.4, "space": 0.6, "rhythm": 0.5}
"""The controls that are set, and where."""
DRAWS = 10
"""Takes with controls that are drawn."""
Kind = tuple[str, int, Callable[[int], tuple[int, dict[str, float]]], Callable[[list[float]], float]]
"""A row of the table: its name, how many takes, what each is and is asked for, and which of their costs counts."""
RATE_HZ = 48000


def peak_mb() -> float:
    """Returns the most memory this process has held, in MB; not a number on Windows."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def bare(seconds: float, folder: Path) -> None:
    """Does the least that any spectral synthesis does: one inverse STFT of two channels, and a file of 24 bit."""
    frames = round(seconds * RATE_HZ) // 512 + 1
    spectrum = torch.zeros((2, 1025, frames), dtype=torch.complex64)
    spectrum[:, 10] = 1.0
    sound = torch.istft(spectrum, 2048, 512, window=torch.hann_window(2048)).numpy()
    soundfile.write(folder / "bare.wav", sound.T, RATE_HZ, subtype="PCM_24")


def drawn(number: int) -> dict[str, float]:
    """Returns five of the mission's eight controls, each somewhere off its ends."""
    dice = np.random.default_rng(number)
    return {
        str(name): float(dice.uniform(0.15, 0.85))
        for name in dice.choice([row.id for row in MISSION], 5, replace=False)
    }


def takes_of(workspace: Path, name: str, lengths: list[float], repeats: int, device: str) -> dict[str, Any]:
    """Returns what takes of a model cost; runs in a process of its own."""
    stage = Stage(Workspace(workspace), device)
    version = Models(Workspace(workspace)).current(name).version
    result: dict[str, Any] = {"loaded_mb": peak_mb()}
    kinds: tuple[Kind, ...] = (
        ("auto", repeats, lambda turn: (1, {}), min),
        ("five set", repeats, lambda turn: (1, FIVE), min),
        ("five drawn", DRAWS, lambda turn: (turn, drawn(turn)), fmean),
    )
    with tempfile.TemporaryDirectory(prefix="sdad-benchmark-") as temporary:
        for seconds in lengths:
            for label, turns, asked, typical in kinds:
                costs, clocks, floors = [], [], []
                for turn in range(turns + 1):
                    take, positions = asked(turn)
                    request = RenderRequest(
                        model=name, version=version, take=take, seconds=seconds, positions=positions
                    )
                    job = f"{label.replace(' ', '')}-{seconds:g}-{turn}"
                    began, clock = time.process_time(), time.perf_counter()
                    report = stage.render(request, job=job, out=Path(temporary))
                    cost = (time.process_time() - began) / report["seconds"]
                    clock = (time.perf_counter() - clock) / report["seconds"]
                    began = time.process_time()
                    bare(seconds, Path(temporary))
                    floor = (time.process_time() - began) / seconds
                    if turn:
                        costs.append(cost)
                        clocks.append(clock)
                        floors.append(floor)
                result[f"{seconds:g} s, {label}"] = {
                    "cpu_per_second": typical(costs),
                    "clock_per_second": typical(clocks),
                    "floor_per_second": typical(floors),
                    "over_floor": typical(costs) / typical(floors),
                }
    return result | {"peak_mb": peak_mb()}


def training_of(folder: Path, effort: str, device: str) -> dict[str, Any]:
    """Returns what a training costs; runs in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="sdad-benchmark-") as temporary:
        workspace = Workspace(Path(temporary)).ensure()
        Datasets(workspace).add(folder.name, [folder])
        report = train(workspace, folder.name, effort=effort, device=device)
    told = {name: report[name] for name in ("device", "cpu_seconds", "wall_seconds")}
    return told | {"used": len(report["used"]), "peak_mb": peak_mb()}


def apart(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """Returns what work returns in a fresh process, so that memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def main() -> None:
    """Times what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--seconds", type=float, nargs="+", default=[8.0, 60.0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--train", nargs="+", choices=("sketch", "good", "overnight"), metavar="EFFORT")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            if given.train:
                folder = Path(name) if Path(name).is_dir() else Datasets(workspace).get(name).folder
                results[folder.name] = {}
                for effort in given.train:
                    row = results[folder.name][effort] = apart(training_of, folder, effort, given.device)
                    print(
                        f"{folder.name:12} training {effort:9} {row['cpu_seconds']:6.0f} CPU s in "
                        f"{row['wall_seconds']:.0f} s on {row['device']}, {row['used']} recordings, "
                        f"peak memory {row['peak_mb']:.0f} MB",
                        flush=True,
                    )
            else:
                model = played(workspace, name, given)
                row = results[model.name] = apart(
                    takes_of, workspace.root, model.name, given.seconds, given.repeats, given.device
                )
                for label, part in row.items():
                    if isinstance(part, dict):
                        print(
                            f"{model.name:12} {label:17} {part['cpu_per_second']:6.3f} CPU s in "
                            f"{part['clock_per_second']:.3f} s per second, floor {part['floor_per_second']:.4f}, "
                            f"{part['over_floor']:5.1f} times the floor"
                        )
                print(
                    f"{model.name:12} peak memory {row['peak_mb']:.0f} MB ({row['loaded_mb']:.0f} before takes)",
                    flush=True,
                )
            keep(given, results)


if __name__ == "__main__":
    main()
