"""Does a slider that moves while a take lasts go where it is asked to?

    python benchmarks/curves.py FOLDER|MODEL… [--workspace DIR] [--seconds 32] [--takes 2]

Each slider goes in a straight line from 0.15 to 0.85 while a take lasts, and back in another, the others on auto. The
quarters of the finished file are measured one by one, by sdad's own descriptors. Printed for each slider: the median
over the takes of what was got in each quarter, up and down, and the mean of |got − asked| in units of the reach.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from models import Played, add_arguments, keep, opened_workspace, played
from numpy.typing import NDArray

from sdad.audio.buffer import Audio
from sdad.control.breakpoints import Breakpoints, position_at
from sdad.control.parameters import MISSION
from sdad.descriptors.measure import measure

LOW, HIGH = 0.15, 0.85
PARTS = 4
UP: Breakpoints = ((0.0, LOW), (1.0, HIGH))
DOWN: Breakpoints = ((0.0, HIGH), (1.0, LOW))


def asked(curve: Breakpoints) -> NDArray[np.float64]:
    """Returns the position in the middle of each part."""
    return np.array([position_at(curve, (part + 0.5) / PARTS) for part in range(PARTS)])


def got(model: Played, slider: str, curve: Breakpoints, take: int, seconds: float) -> NDArray[np.float64]:
    """Returns the position that each part of a take measures, not a number where nothing can be measured."""
    audio = model.take(take, seconds, curves={slider: curve}).audio
    found = []
    for samples in np.array_split(audio.samples, PARTS, axis=1):
        value = measure(Audio(np.ascontiguousarray(samples), audio.sample_rate), [slider])[slider]
        found.append(model.instrument.calibration.position(slider, value))
    return np.array([np.nan if position is None else position for position in found])


def main() -> None:
    """Moves, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--seconds", type=float, default=32.0)
    parser.add_argument("--takes", type=int, default=2)
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            model = played(workspace, name, given)
            print(f"\n{model.name:11}  up: {_row(asked(UP))}   down: {_row(asked(DOWN))}   error")
            for slider in (row.id for row in MISSION):
                takes = range(1, given.takes + 1)
                up, down = (
                    np.array([got(model, slider, curve, take, given.seconds) for take in takes]) for curve in (UP, DOWN)
                )
                error = float(np.nanmean(np.abs(np.concatenate([up - asked(UP), down - asked(DOWN)]))))
                risen, fallen = (_row(np.nanmedian(each, axis=0)) for each in (up, down))
                print(f"{slider:11}      {risen}         {fallen}   {error:5.2f}", flush=True)
                results.setdefault(model.name, {})[slider] = {"up": up.tolist(), "down": down.tolist(), "error": error}
    keep(given, results)


def _row(positions: NDArray[np.float64]) -> str:
    return " ".join(f"{position:5.2f}" for position in positions)


if __name__ == "__main__":
    main()
