"""Does each slider do what its name says? Asked against got, over positions and takes, with the others on auto.

    python benchmarks/control.py FOLDER… [--effort sketch] [--positions 5] [--takes 3] [--seconds 7] [--json FILE]
    python benchmarks/control.py --workspace DIR MODEL…

Every FOLDER of recordings is trained into a workspace of its own and then swept; with --workspace, models that are
there already are swept. Prints, per model and control: the rank correlation (Spearman) of asked and got, the mean got
at each position, the mean absolute error in units of the reach, and the CPU seconds per second of stereo.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from sdad.control.parameters import DESCRIPTORS
from sdad.engine.render_job import Stage
from sdad.engine.training_job import train
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace
from sdad.library.models import Models
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest


def sweep(
    workspace: Workspace, name: str, controls: list[str], positions: int, takes: int, seconds: float
) -> dict[str, Any]:
    """Returns asked, got and their agreement for each control of a model."""
    version = Models(workspace).current(name)
    instrument = Stage(workspace, "cpu").instrument(version)
    results: dict[str, Any] = {}
    for control in controls:
        asked, got, began = [], [], time.process_time()
        for position in np.linspace(0, 1, positions):
            for take in range(1, takes + 1):
                request = RenderRequest(
                    model=name,
                    version=version.version,
                    take=take,
                    seconds=seconds,
                    positions={control: float(position)},
                )
                value = render(instrument, request).got.get(control)
                asked.append(float(position))
                got.append(np.nan if value is None else value)
        heard = ~np.isnan(got)
        moved = np.ptp(np.array(got)[heard]) > 0 if heard.any() else False
        results[control] = {
            "asked": asked,
            "got": [None if np.isnan(value) else value for value in got],
            "rank_correlation": float(spearmanr(np.array(asked)[heard], np.array(got)[heard]).statistic)
            if moved
            else 0.0,
            "mean_got": [
                None if np.isnan(row).all() else float(np.nanmean(row)) for row in np.reshape(got, (positions, takes))
            ],
            "error": float(np.nanmean(np.abs(np.array(got) - asked))) if heard.any() else None,
            "cpu_per_second": (time.process_time() - began) / (seconds * positions * takes),
        }
        row = results[control]
        means = " ".join("   –" if mean is None else f"{mean:5.2f}" for mean in row["mean_got"])
        error = "   –" if row["error"] is None else f"{row['error']:.2f}"
        print(f"{name:12} {control:11} rho {row['rank_correlation']:5.2f}  got {means}  error {error}", flush=True)
    return results


def main() -> None:
    """Runs the sweeps that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="FOLDER|MODEL")
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--effort", default="sketch", choices=("sketch", "good", "overnight"))
    parser.add_argument("--positions", type=int, default=5)
    parser.add_argument("--takes", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=7.0)
    parser.add_argument("--controls", nargs="*", default=[row.id for row in DESCRIPTORS])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(prefix="sdad-benchmark-") as temporary:
        workspace = Workspace(given.workspace or Path(temporary)).ensure()
        for name in given.names:
            if given.workspace is None:
                folder = Path(name)
                name = folder.name
                Datasets(workspace).add(name, [folder])
                report = train(workspace, name, effort=given.effort, device="cpu")
                print(
                    f"{name}: trained in {report['cpu_seconds']:.0f} CPU s on {len(report['used'])} recordings",
                    flush=True,
                )
            results[name] = sweep(workspace, name, given.controls, given.positions, given.takes, given.seconds)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1), "utf-8")


if __name__ == "__main__":
    main()
