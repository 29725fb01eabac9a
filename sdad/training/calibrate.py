"""Self-calibration: a trained model plays sweeps of its own controls, measures them, and remembers how it answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS, DESCRIPTORS, Control
from sdad.model.calibration import Calibration, Response
from sdad.training.schedules import Budget

Measures = Mapping[str, float | None]
Audition = Callable[[Calibration, Mapping[str, float | None], int, str], float | None]
"""Plays a take under a calibration and drives, and returns what one descriptor measures."""

FIRST_TAKE = 900_001
"""Takes of the calibration; far from those that people ask for."""
LEAST_SHARE = 0.4
"""The recordings' median is placed no nearer to an end of the reach than this share of it."""
RELIED_ON = 0.65
"""Share of the takes that must get to an end of the reach."""
Values = NDArray[np.float64]


def calibrate(
    audition: Audition,
    recordings: Sequence[Measures],
    structure: Sequence[str],
    budget: Budget,
    progress: Callable[[float], None],
) -> Calibration:
    """Returns how each descriptor control answers, how far it reaches, and what stands for auto.

    First the controls of structure are swept coarsely, and their drives for auto are set where the recordings' own
    medians are met; then every control is swept with the others on auto.

    Args:
        audition: Plays and measures.
        recordings: What each recording, or a stretch of it, measures.
        structure: The controls that need a drive even on auto.
        budget: How many positions, takes and seconds are spent.
        progress: Told the fraction done.
    """
    medians, covered = _of_recordings(recordings)
    calibration = Calibration()
    rows = DESCRIPTORS
    total = sum(name in medians for name in structure) * 3 * 2 + len(rows) * budget.positions * budget.takes
    done = 0

    def sweep(row: Control, positions: int, takes: int) -> tuple[Response, Values]:
        nonlocal done
        drives = np.linspace(0, 1, positions)
        measured = np.full((positions, takes), np.nan)
        # All of one take before the next: it is played from much the same recordings, which are still at hand.
        for take in range(takes):
            for place, drive in enumerate(drives):
                value = audition(calibration, {row.id: float(drive)}, FIRST_TAKE + take, row.id)
                measured[place, take] = np.nan if value is None else row.curve.warp(value)
                done += 1
                progress(done / total)
        measured = _filled(measured)
        return Response.fit(drives, measured, falling=row.falling), measured

    for name in structure:
        row = CONTROLS[name]
        if name in medians:
            drive = sweep(row, 3, 2)[0].drive(medians[name])
            calibration = calibration.model_copy(
                update={"auto": {**calibration.auto, name: float(np.clip(drive, 0.05, 0.95))}}
            )
    responses, reaches = {}, {}
    for row in rows:
        responses[row.id], measured = sweep(row, budget.positions, budget.takes)
        reaches[row.id] = _reach(row, _ends(measured, row.falling), medians.get(row.id), covered.get(row.id))
    return calibration.model_copy(update={"responses": responses, "reaches": reaches})


def _of_recordings(recordings: Sequence[Measures]) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Returns medians and 2 to 98 % bands on the scale of equal steps, for what could be measured at all."""
    medians, covered = {}, {}
    for row in DESCRIPTORS:
        values = [row.curve.warp(value) for measures in recordings if (value := measures[row.id]) is not None]
        if values:
            medians[row.id] = float(np.median(values))
            covered[row.id] = (float(np.quantile(values, 0.02)), float(np.quantile(values, 0.98)))
    return medians, covered


def _filled(measured: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns measurements in which a position that measured nothing takes over its neighbours'; all-empty is zero."""
    means = np.array([np.nan if np.isnan(row).all() else np.nanmean(row) for row in measured])
    known = np.flatnonzero(~np.isnan(means))
    if len(known) == 0:
        return np.zeros_like(measured)
    filled = np.interp(np.arange(len(means)), known, means[known])
    return np.where(np.isnan(measured), filled[:, None], measured)


def _ends(measured: Values, falling: bool) -> tuple[float, float]:
    """Returns the ends of what takes (P, takes) can be relied on to deliver: two in three of them get there."""
    least = float(np.quantile(measured.min(axis=0), RELIED_ON))
    most = float(np.quantile(measured.max(axis=0), 1 - RELIED_ON))
    if least >= most:
        least, most = float(np.median(measured.min(axis=0))), float(np.median(measured.max(axis=0)))
    return (most, least) if falling else (least, most)


def _reach(row: Control, ends: tuple[float, float], median: float | None, covered: tuple[float, float] | None) -> Reach:
    """Returns the reach between two ends; of what the recordings do not say, its own middle and ends take the place."""
    low, high = ends
    span = high - low
    lower, upper = sorted((low + LEAST_SHARE * span, high - LEAST_SHARE * span))
    middle = (low + high) / 2 if median is None else min(upper, max(lower, median))
    bounded = [float(np.clip(row.curve.unwarp(value), row.minimum, row.maximum)) for value in (low, middle, high)]
    first, last = sorted((low, high)) if covered is None else covered
    if row.falling:
        first, last = last, first
    return Reach(
        low=bounded[0],
        median=bounded[1],
        high=bounded[2],
        covered_low=row.curve.unwarp(first),
        covered_high=row.curve.unwarp(last),
    )
