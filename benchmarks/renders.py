"""Are renders clean?

    python benchmarks/renders.py FOLDER… [--workspace DIR] [--count 20] [--seconds 8]

Renders takes in a row and counts those that are silent, clipped, clicking or not finite: every other one on auto, the
rest with one to five measured controls anywhere from end to end, and variation, too. What that costs, and what 60 s
cost, is told by ``speed.py``.
"""

from __future__ import annotations

import argparse

import numpy as np
from models import Played, add_arguments, keep, opened_workspace, played
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from sdad.control.parameters import DESCRIPTORS

NEAR, FAR = 4, 32
"""Samples around a jump that belong to it, and that are compared with it."""


def clicks(samples: NDArray[np.float32]) -> int:
    """Returns how many jumps of a signal (T,) stand alone.

    There the second difference exceeds 0.02 and four times every other within 32 samples, its own four on either side
    left out: the attack of a drum is steep for longer than that, a splice, a dropped sample or a step is not. One that
    falls where the sound itself is loud and bright is masked by it.
    """
    curve = np.abs(np.diff(samples, 2))
    reach = maximum_filter1d(curve, FAR - NEAR + 1)
    beside = (FAR + NEAR) // 2
    around = np.maximum(np.roll(reach, beside), np.roll(reach, -beside))
    found = np.flatnonzero((curve > 0.02) & (curve > 4 * around))
    # Both corners of a jump are found; they are one click.
    return int((np.diff(found, prepend=-FAR) >= FAR).sum())


def asked_of(take: int) -> dict[str, float]:
    """Returns the positions that a take is asked for: none, or those of some controls, drawn by its number."""
    draw = np.random.default_rng([take, 500])
    some = draw.choice([row.id for row in DESCRIPTORS], draw.integers(1, 6), replace=False) if take % 2 else []
    positions = {str(name): float(draw.uniform()) for name in some}
    return positions | ({"variation": float(draw.uniform())} if positions else {})


def counted(model: Played, count: int, seconds: float) -> dict[str, float]:
    """Returns how many of so many takes are silent, clipped and not finite, and how often they and recordings click."""
    found = dict.fromkeys(("silent", "clipped", "not finite"), 0)
    jumps = 0
    for take in range(1, count + 1):
        samples = model.take(take, seconds, asked_of(take)).audio.samples
        tenth = np.square(samples[:, : samples.shape[1] // 4800 * 4800]).mean(axis=0).reshape(-1, 4800).mean(axis=1)
        found["silent"] += int(np.median(tenth) < 1e-6)
        found["clipped"] += int((np.abs(samples) >= 0.999).any())
        found["not finite"] += int(not np.isfinite(samples).all())
        jumps += clicks(samples.mean(axis=0))
    recordings = [recording.samples.mean(axis=0) for recording in model.recordings()]
    own = sum(map(clicks, recordings)) / (sum(map(len, recordings)) / 48000)
    return found | {"clicks per second": jumps / (count * seconds), "of the recordings": own}


def main() -> None:
    """Renders and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    results = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            model = played(workspace, name, given)
            row = results[model.name] = counted(model, given.count, given.seconds)
            print(f"{model.name:12} {given.count} takes: ", end="")
            print(", ".join(f"{what} {value:.3g}" for what, value in row.items()), flush=True)
            keep(given, results)


if __name__ == "__main__":
    main()
