"""Does a blend lie between its models, and do sliders still obey in the middle?

    python benchmarks/blend.py FOLDER FOLDER… [--workspace DIR] [--takes 6] [--seconds 8] [--positions 5] [--sliders …]

For each two models, a classifier (the one of ``identity.py``) learns whose recordings a second belongs to; the same
takes at five weights are given to it. Printed: the probability of the second model at each weight, which should rise;
the share of single takes in which it never falls by more than 0.05; and the rank correlation of each slider at a weight
of one half, by the meters of ``independent.py`` and by sdad's own.
"""

from __future__ import annotations

import argparse
import itertools
from typing import Any

import numpy as np
from control import ALL, MISSION, figures, sweep
from identity import learnt
from models import Played, add_arguments, keep, opened_workspace, played
from texture import RATE_HZ, rows_of

from sdad.synthesis.blend import Blend

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
SLACK = 0.05


def blended(first: Played, second: Played, weight: float) -> Played:
    """Returns two models as one, with a weight of the second."""
    parts = [(first.instrument, 1 - weight), (second.instrument, weight)]
    heard = [part for part in parts if part[1] > 0]
    return Played(f"{first.name}+{second.name}", first.version, Blend.of(heard), None)


def journeys(first: Played, second: Played, takes: int, seconds: float) -> np.ndarray:
    """Returns the probability (takes, weights) that a take is the second model's."""
    judge = learnt([rows_of([audio.samples for audio in model.recordings()]) for model in (first, second)])
    found = np.zeros((takes, len(WEIGHTS)))
    for place, weight in enumerate(WEIGHTS):
        model = blended(first, second, weight)
        for take in range(takes):
            sound = model.take(take + 1, seconds).audio.stereo().resampled(RATE_HZ).samples
            found[take, place] = judge.predict_proba(rows_of([sound]))[:, 1].mean()
    return found


def main() -> None:
    """Blends each two models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--takes", type=int, default=6)
    parser.add_argument("--slider-takes", type=int, default=2, help="takes per position of a slider; 0 leaves them out")
    parser.add_argument("--positions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--sliders", nargs="+", default=MISSION, choices=ALL, metavar="SLIDER")
    given = parser.parse_args()
    if len(given.names) < 2:
        parser.error("a blend takes two models or more")
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        models = [played(workspace, name, given) for name in given.names]
        for first, second in itertools.combinations(models, 2):
            found = journeys(first, second, given.takes, given.seconds)
            way = found.mean(axis=0)
            kept = float((np.diff(found, axis=1) > -SLACK).all(axis=1).mean())
            name = f"{first.name}+{second.name}"
            rising = "rising" if (np.diff(way) > 0).all() else "NOT RISING"
            print(f"{name}: {' '.join(f'{place:.2f}' for place in way)}  {rising}; single takes {kept:.2f}", flush=True)
            results[name] = {"way": way, "takes": found}
            if given.slider_takes:
                half, sliders = blended(first, second, 0.5), {}
                for slider in given.sliders:
                    row = figures(slider, sweep(half, slider, given.positions, given.slider_takes, given.seconds))
                    sliders[slider] = row
                    print(
                        f"{name} at 0.5: {slider:11} rho {row['rho_independent']:.2f} (own {row['rho_own']:.2f})  "
                        f"error {row['error']:.2f}  {row['cpu_per_second']:.2f} CPU s/s",
                        flush=True,
                    )
                means = [np.mean([row[key] for row in sliders.values()]) for key in ("rho_independent", "rho_own")]
                print(f"{name} at 0.5: mean rho {means[0]:.3f} (own {means[1]:.3f})", flush=True)
                results[name]["sliders"] = sliders
            keep(given, results)


if __name__ == "__main__":
    main()
