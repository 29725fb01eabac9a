"""Does each slider do what its name says, and only that? Asked against got, by sdad's own meters and by others.

    python benchmarks/control.py FOLDER…                          # trains a model on each folder, then asks
    python benchmarks/control.py --workspace DIR FOLDER|MODEL…    # keeps the models in DIR, and plays those it has
    python benchmarks/control.py … --positions 5 --takes 2 --seconds 7 --drift-takes 0 --sliders tension pulse

Each slider is played through its positions, take by take, with the others on *auto*; then each slider is *set* to one
place while each other one goes from end to end. The finished audio is measured by sdad's own descriptors and by
``independent.py``, which shares no code with them. Printed for each model and slider:

rho      rank correlation (Spearman) of position and measured value, over all renders: independent, own
R²       of a straight line through the medians at the positions: independent, own
error    mean |got - asked| by the own meters, in units of the slider's reach
drift    of this slider when set, as another goes from end to end: mean over the others, in units of its reach (own) or
         of the independent measure's own way from end to end; and the other that moves it most
cross    rank correlation of brightness's position with warmth, and of warmth's position with brightness
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
from independent import FALLING, METERS, measure
from models import Played, add_arguments, keep, opened_workspace, played
from numpy.typing import NDArray
from scipy.stats import spearmanr

from sdad.control.parameters import DESCRIPTORS

ALL = [row.id for row in DESCRIPTORS]
MISSION = ALL[:8]
"""The eight that bars are set for; the table's first."""
Take = dict[str, Any]


def asked_and_got(model: Played, take: int, seconds: float, positions: dict[str, float]) -> Take:
    """Returns what one take was asked for and what it measures, by both kinds of meters, and its CPU seconds."""
    began = time.process_time()
    rendered = model.take(take, seconds, positions)
    cpu = time.process_time() - began
    outside = measure(rendered.audio.samples, rendered.audio.sample_rate, METERS)
    signed = {name: -value if value is not None and name in FALLING else value for name, value in outside.items()}
    return {
        "take": take,
        "asked": positions,
        "own": rendered.got,
        "own_natural": rendered.got_natural,
        "independent": signed,
        "warnings": rendered.warnings,
        "cpu_per_second": cpu / rendered.audio.seconds,
    }


def sweep(model: Played, slider: str, positions: int, takes: int, seconds: float) -> list[Take]:
    """Returns the takes of one slider's way from end to end, all others on auto."""
    return [
        asked_and_got(model, take, seconds, {slider: float(position)})
        for position in np.linspace(0, 1, positions)
        for take in range(1, takes + 1)
    ]


def values_of(takes: list[Take], meter: str, name: str) -> NDArray[np.float64]:
    """Returns what a meter (``own`` or ``independent``) says of takes, not a number where it says nothing."""
    found = [take[meter].get(name) for take in takes]
    return np.array([np.nan if value is None else value for value in found], float)


def rank_correlation(asked: NDArray[np.float64], got: NDArray[np.float64]) -> float:
    """Returns Spearman's rank correlation over what was heard; 0 where nothing moves, for a dead knob obeys nothing."""
    heard = ~np.isnan(got)
    if heard.sum() < 3 or np.ptp(got[heard]) == 0:
        return 0.0
    return float(spearmanr(asked[heard], got[heard]).statistic)


def linearity(asked: NDArray[np.float64], got: NDArray[np.float64]) -> float:
    """Returns R² of a straight line through the medians at the positions; 0 where nothing moves."""
    medians = medians_of(asked, got)
    known = ~np.isnan(medians)
    if known.sum() < 3 or np.ptp(medians[known]) == 0:
        return 0.0
    return float(np.corrcoef(np.unique(asked)[known], medians[known])[0, 1] ** 2)


def medians_of(asked: NDArray[np.float64], got: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the median of what was heard at each position, rising."""
    rows = [got[asked == position] for position in np.unique(asked)]
    return np.array([np.nan if np.isnan(row).all() else np.nanmedian(row) for row in rows])


def figures(slider: str, takes: list[Take]) -> dict[str, Any]:
    """Returns how one slider's sweep obeys."""
    asked = np.array([take["asked"][slider] for take in takes])
    own, outside = values_of(takes, "own", slider), values_of(takes, "independent", slider)
    errors = np.abs(own - asked)
    return {
        "rho_independent": rank_correlation(asked, outside),
        "rho_own": rank_correlation(asked, own),
        "linearity_independent": linearity(asked, outside),
        "linearity_own": linearity(asked, own),
        "error": float(np.nanmean(errors)) if not np.isnan(errors).all() else None,
        "medians_own": medians_of(asked, own),
        "medians_independent": medians_of(asked, outside),
        "meters_agree": _agreement(own, outside),
        "unheard": int(np.isnan(outside).sum()),
        "cpu_per_second": float(np.mean([take["cpu_per_second"] for take in takes])),
        "cross": {name: rank_correlation(asked, values_of(takes, "independent", name)) for name in METERS},
        "cross_own": {name: rank_correlation(asked, values_of(takes, "own", name)) for name in ALL},
    }


def _agreement(own: NDArray[np.float64], outside: NDArray[np.float64]) -> float:
    return 0.0 if np.isnan(own).all() else rank_correlation(np.nan_to_num(own, nan=np.nanmedian(own)), outside)


def drifts(
    model: Played, sliders: list[str], swept: dict[str, dict[str, Any]], takes: int, seconds: float, held: float
) -> dict[str, dict[str, dict[str, float]]]:
    """Returns, for each slider set to ``held`` and each other, how far it goes as the other goes from end to end."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for still in sliders:
        found[still] = {}
        ends = swept[still]["medians_independent"]
        way = abs(ends[-1] - ends[0])
        for moving in sliders:
            if moving == still:
                continue
            low, high = (
                [asked_and_got(model, n, seconds, {still: held, moving: end}) for n in range(1, takes + 1)]
                for end in (0.0, 1.0)
            )
            own = values_of(high, "own", still) - values_of(low, "own", still)
            outside = values_of(high, "independent", still) - values_of(low, "independent", still)
            found[still][moving] = {
                "own": abs(_mean(own)),
                "independent": abs(_mean(outside)) / way if way > 0 else float("nan"),
                "error": _mean(np.abs(values_of(low + high, "own", still) - held)),
            }
    return found


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def table(name: str, swept: dict[str, dict[str, Any]], drift: dict[str, dict[str, dict[str, float]]]) -> None:
    """Prints one model's figures."""
    print(f"\n{name:11}  rho ind  own    R² ind  own    error   drift ind  own  (most by)          agree  CPU s/s")
    for slider, row in swept.items():
        moved = drift.get(slider, {})
        if moved:
            most = max(moved, key=lambda other: np.nan_to_num(moved[other]["own"]))
            outside, own = (np.nanmean([by[meter] for by in moved.values()]) for meter in ("independent", "own"))
            went = f"{outside:9.2f} {own:5.2f}  {most:10} {moved[most]['own']:5.2f}"
        else:
            went = " " * 33
        error = "   –" if row["error"] is None else f"{row['error']:.2f}"
        unheard = f"  {row['unheard']} takes unheard" if row["unheard"] else ""
        print(
            f"{slider:11}  {row['rho_independent']:7.2f} {row['rho_own']:5.2f}  {row['linearity_independent']:6.2f} "
            f"{row['linearity_own']:5.2f}   {error:>5}  {went}   {row['meters_agree']:5.2f}  "
            f"{row['cpu_per_second']:5.2f}{unheard}"
        )
    if {"brightness", "warmth"} <= set(swept):
        light, warm = swept["brightness"], swept["warmth"]
        print(
            "cross: brightness on warmth {:+.2f} (own {:+.2f}, plain low mids {:+.2f}); warmth on brightness {:+.2f} "
            "(own {:+.2f})".format(
                light["cross"]["warmth"],
                light["cross_own"]["warmth"],
                light["cross"]["low mids"],
                warm["cross"]["brightness"],
                warm["cross_own"]["brightness"],
            )
        )


def summary(results: dict[str, Any], sliders: list[str]) -> None:
    """Prints median and worst over the models, which is what bars are about."""
    print(f"\nover {len(results)} models: median / worst")
    for slider in sliders:
        rows = [result["sliders"][slider] for result in results.values()]
        parts = []
        for key, label in (("rho_independent", "rho ind"), ("rho_own", "own"), ("linearity_independent", "R² ind")):
            numbers = [row[key] for row in rows]
            parts.append(f"{label} {np.median(numbers):5.2f} /{min(numbers):5.2f}")
        errors = [row["error"] for row in rows if row["error"] is not None]
        parts.append(f"error {np.median(errors):.2f} / {max(errors):.2f}" if errors else "error –")
        print(f"{slider:11}  " + "   ".join(parts))


def main() -> None:
    """Runs the sweeps that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--positions", type=int, default=7)
    parser.add_argument("--takes", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--sliders", nargs="+", default=MISSION, choices=ALL, metavar="SLIDER")
    parser.add_argument("--drift-takes", type=int, default=2, help="takes at each end; 0 leaves the drift out")
    parser.add_argument("--held", type=float, default=0.5, help="where a slider is set while others move")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            model = played(workspace, name, given)
            takes = {}
            swept = {}
            for slider in given.sliders:
                takes[slider] = sweep(model, slider, given.positions, given.takes, given.seconds)
                swept[slider] = figures(slider, takes[slider])
                row = swept[slider]
                medians = " ".join(f"{median:5.2f}" for median in row["medians_own"])
                print(f"{model.name}: {slider:11} own medians {medians}", flush=True)
            drift = {}
            if given.drift_takes:
                drift = drifts(model, given.sliders, swept, given.drift_takes, given.seconds, given.held)
            table(model.name, swept, drift)
            results[model.name] = {"sliders": swept, "drift": drift, "takes": takes, "training": model.training}
            keep(given, results)
    if len(results) > 1:
        summary(results, given.sliders)


if __name__ == "__main__":
    main()
