"""Are renders clean, and what do they cost?

    python benchmarks/renders.py --workspace DIR MODEL… [--count 20] [--seconds 8]

Renders takes in a row with every control on auto and counts those that are silent, clipped, clicking or not finite;
then renders 60 s with and without controls set, and prints the CPU seconds (measuring included) and the peak memory.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from sdad.engine.render_job import Stage
from sdad.library.layout import Workspace
from sdad.library.models import Models
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest

NEAR, FAR = 4, 32
"""Samples around a jump that belong to it, and that are compared with it."""
LONG = {"brightness": 0.7, "roughness": 0.6, "tension": 0.4, "space": 0.6, "rhythm": 0.5}


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


def main() -> None:
    """Renders and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    workspace = Workspace(given.workspace)
    stage = Stage(workspace, "cpu")
    for name in given.models:
        version = Models(workspace).current(name)
        instrument = stage.instrument(version)
        request = RenderRequest(model=name, version=version.version, take=1, seconds=given.seconds)
        found = dict.fromkeys(("silent", "clipped", "not finite", "clicks"), 0)
        began = time.process_time()
        for take in range(1, given.count + 1):
            samples = render(instrument, request.model_copy(update={"take": take})).audio.samples
            tenth = np.square(samples[:, : samples.shape[1] // 4800 * 4800]).mean(axis=0).reshape(-1, 4800).mean(axis=1)
            found["silent"] += int(np.median(tenth) < 1e-6)
            found["clipped"] += int((np.abs(samples) >= 0.999).any())
            found["not finite"] += int(not np.isfinite(samples).all())
            found["clicks"] += clicks(samples.mean(axis=0))
        cost = (time.process_time() - began) / (given.count * given.seconds)
        own = sum(clicks(instrument.recordings.samples(i).mean(axis=0)) for i in range(len(instrument.recordings)))
        length = sum(instrument.recordings.samples(i).shape[1] for i in range(len(instrument.recordings))) / 48000
        rates = found["clicks"] / (given.count * given.seconds), own / length
        print(f"{name}: {given.count} takes, {found}, {cost:.3f} CPU s per second", flush=True)
        print(f"{name}: clicks per second {rates[0]:.3f}, in the recordings themselves {rates[1]:.3f}", flush=True)
        for label, positions in (("on auto", {}), ("five controls set", LONG)):
            began = time.process_time()
            render(instrument, RenderRequest(**{**dict(request), "seconds": 60.0, "positions": positions}))
            print(f"{name}: 60 s {label}: {time.process_time() - began:.1f} CPU s", flush=True)
    if sys.platform != "win32":
        import resource

        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
