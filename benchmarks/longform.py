"""Does a long take stay what it is?

    python benchmarks/longform.py FOLDER… [--workspace DIR] [--seconds 60 600] [--takes 3]

Takes on auto and takes with five controls set are rendered; their last tenth is compared with their first, by loudness
and by sdad's own descriptors. Printed: the mean difference of loudness in dB over the takes and the greatest, the mean
difference of each descriptor in units of the reach (which way takes drift) and, in brackets, the mean of the absolute
differences (how far they wander), a star on those that are set; CPU seconds per take and the peak memory.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

import numpy as np
from control import MISSION
from models import Played, add_arguments, keep, opened_workspace, played
from speed import FIVE

from sdad.audio.buffer import Audio
from sdad.audio.loudness import integrated_lufs
from sdad.descriptors.measure import measure


def difference(model: Played, take: int, seconds: float, positions: dict[str, float]) -> dict[str, float]:
    """Returns what the last tenth of a take has more than its first: ``level`` in dB, descriptors in units of reach."""
    audio = model.take(take, seconds, positions).audio
    length = audio.frames // 10
    ends = [Audio(np.ascontiguousarray(part), audio.sample_rate) for part in _ends(audio.samples, length)]
    levels = [integrated_lufs(end) for end in ends]
    places = []
    for end in ends:
        measured = measure(end, MISSION)
        place = {name: model.instrument.calibration.position(name, measured[name]) for name in MISSION}
        places.append({name: np.nan if at is None else at for name, at in place.items()})
    return {"level": levels[1] - levels[0], **{name: places[1][name] - places[0][name] for name in MISSION}}


def _ends(samples: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    return samples[:, :length], samples[:, -length:]


def main() -> None:
    """Renders and compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--seconds", type=float, nargs="+", default=[60.0, 600.0])
    parser.add_argument("--takes", type=int, default=3)
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            model = played(workspace, name, given)
            for seconds in given.seconds:
                for label, positions in (("auto", {}), ("five set", FIVE)):
                    began = time.process_time()
                    rows = [difference(model, take, seconds, positions) for take in range(1, given.takes + 1)]
                    cost = (time.process_time() - began) / given.takes
                    table = {key: np.array([row[key] for row in rows]) for key in rows[0]}
                    level = table.pop("level")
                    moved = "  ".join(
                        f"{key}{'*' if key in positions else ''} {np.nanmean(row):+.2f} ({np.nanmean(abs(row)):.2f})"
                        for key, row in table.items()
                    )
                    print(
                        f"{model.name} {seconds:.0f} s {label}: level {level.mean():+.1f} dB (at most "
                        f"{abs(level).max():.1f}); {moved}; {cost:.1f} CPU s a take",
                        flush=True,
                    )
                    results[f"{model.name} {seconds:.0f} {label}"] = {"level": level, "cpu_s": cost, **table}
            keep(given, results)
    if sys.platform != "win32":
        import resource

        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
