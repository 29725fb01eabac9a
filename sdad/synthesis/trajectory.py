"""The path through the flow's base space, and the target of band levels that it decodes to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import FRAMES, level_db

STEP_FRAMES = FRAMES // 2
"""Frames between successive gestures of the walk: they overlap by half."""


def walk(steps: Signal, start: Signal, persistence: float, temperature: float, stray: float = 1.0) -> Signal:
    """Returns a walk (S, D) through the base space from a point (D,) on.

    An Ornstein-Uhlenbeck process of which a share ``stray`` wanders while the rest stays where it begins. It is as far
    out, on average, at its end as at its start where the start is itself one of a normal distribution with that
    temperature: every point is then as likely as the recordings make it.

    Args:
        steps: Standard normal noise (S, D), of which the first is not used.
        start: The first point.
        persistence: Correlation of successive points, 0 to 1.
        temperature: Standard deviation; 1 follows the recordings, less stays nearer to what is typical of them.
        stray: How much of the recordings it comes through in the end, from 0, never leaving its start, to 1, all.
    """
    points = np.empty_like(steps)
    points[0] = np.float32(stray) * start
    fresh = np.float32(temperature * (1 - persistence**2) ** 0.5)
    for step in range(1, len(steps)):
        points[step] = np.float32(persistence) * points[step - 1] + fresh * steps[step]
    return np.asarray(np.float32(1 - stray**2) * start + np.float32(stray) * points, np.float32)


def decode_path(model: GenerativeModel, points: Signal, given: Mapping[str, float], frames: int) -> Signal:
    """Returns the target (frames, N) in dB relative to its level, decoded along base points and crossfaded."""
    gestures = model.decode(model.sample(points, dict(given)))
    gestures = gestures - level_db(gestures)[:, None, None]
    return _crossfade(gestures, frames)


def steps_for(frames: int) -> int:
    """Returns how many points a walk needs to cover a number of frames."""
    return (frames + FRAMES) // STEP_FRAMES + 1


def smoothed(model: GenerativeModel, bands: Signal) -> Signal:
    """Returns bands (F, N) as the model would say them: encoded, decoded and crossfaded, relative to their level.

    Target and grains are compared after the same loss of detail, so that only what differs in kind is changed.
    """
    before = np.repeat(bands[:1], STEP_FRAMES, axis=0)
    after = np.repeat(bands[-1:], 2 * FRAMES, axis=0)
    padded = np.concatenate([before, bands, after])
    windows = np.lib.stride_tricks.sliding_window_view(padded, FRAMES, axis=0)[::STEP_FRAMES]
    windows = np.ascontiguousarray(windows[: steps_for(len(bands))].transpose(0, 2, 1))
    level = level_db(windows)
    relative = np.maximum(windows - level[:, None, None], -70.0).astype(np.float32)
    return _crossfade(model.decode(model.encode(relative)), len(bands))


def _crossfade(gestures: Signal, frames: int) -> Signal:
    """Returns half-overlapping gestures (B, F, N) as one run of frames, the first of which is centred on gesture 0."""
    window: NDArray[np.float32] = np.hanning(FRAMES + 2)[1:-1].astype(np.float32)
    total = (len(gestures) - 1) * STEP_FRAMES + FRAMES
    run = np.zeros((total, gestures.shape[2]), np.float32)
    weight = np.zeros((total, 1), np.float32)
    for index, gesture in enumerate(gestures):
        place = slice(index * STEP_FRAMES, index * STEP_FRAMES + FRAMES)
        run[place] += gesture * window[:, None]
        weight[place] += window[:, None]
    run /= np.maximum(weight, 1e-4)
    return run[STEP_FRAMES : STEP_FRAMES + frames]
