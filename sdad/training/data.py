"""Recordings to gestures with what each of them measures, and the augmentation that spans the axes from few files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.descriptors.measure import measure_window
from sdad.model.gestures import (
    FLOOR_DB,
    FRAME_SAMPLES,
    FRAMES,
    Gestures,
    band_levels,
    colour,
    cut,
    relative,
    shape,
    tilt_and_bell,
    windows_at,
)
from sdad.model.recordings import BASE_RATE, Recordings

TILT_DB_PER_OCTAVE = 2.5
BELL_DB = 7.0
SHIFT_BANDS = 3
CUTTING = 0.2
"""Share of the work of describing that goes into cutting; the rest is measuring."""


def describe(
    recordings: Recordings, limit: int, seed: int, progress: Callable[[float], None] = lambda fraction: None
) -> Gestures:
    """Returns the gestures of recordings.

    At most ``limit`` gestures are kept: where there would be more, the hop grows and some are left out by chance, but
    every recording stays in while there are no more recordings than that. Roughness and tension are measured on the
    signal itself, of the gestures that are kept only, since that is nearly all the work; a gesture without clear
    partials takes the median tension.
    """
    bands, recording, frame, onset = _cut(recordings, limit, seed, lambda fraction: progress(CUTTING * fraction))
    fine = np.empty((len(bands), 2), np.float32)
    for index in np.unique(recording):
        own = np.flatnonzero(recording == index)
        mono = recordings.samples(int(index)).mean(axis=0)
        for place in own:
            start = frame[place] * FRAME_SAMPLES
            measured = measure_window(mono[start : start + FRAMES * FRAME_SAMPLES], 48000)
            tension = measured["tension"]
            fine[place] = measured["roughness"] or 0.0, np.nan if tension is None else tension
        progress(CUTTING + (1 - CUTTING) * (own[-1] + 1) / len(bands))
    bands, level = relative(bands)
    brightness, warmth, register = colour(bands)
    attack, noisiness, decay = shape(bands)
    roughness, dissonance = fine.T
    clear = ~np.isnan(dissonance)
    dissonance = np.where(clear, dissonance, np.median(dissonance[clear]) if clear.any() else 0.0)
    conditions = np.stack([brightness, warmth, roughness, dissonance, attack, noisiness, decay, register], axis=1)
    return Gestures(bands, recording, frame, level, onset, conditions.astype(np.float32))


def _cut(
    recordings: Recordings, limit: int, seed: int, progress: Callable[[float], None]
) -> tuple[Signal, NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Returns windows (B, F, N) in dB, with the recording, first frame and onset of each (B,); at most ``limit``."""
    frames = sum(recordings.seconds(index) for index in range(len(recordings))) * BASE_RATE / FRAME_SAMPLES
    hop = max(4, int(np.ceil(frames / limit)))
    bands, places = [], []
    for index in range(len(recordings)):
        bands.append(band_levels(recordings.samples(index), 48000))
        places += [(index, start, is_onset) for start, is_onset in cut(bands[index], hop)]
        progress((index + 1) / len(recordings))
    recording, frame, onset = (
        np.array(column, kind)
        for column, kind in zip(zip(*places, strict=True), (np.int32, np.int32, bool), strict=True)
    )
    if len(places) > limit:
        shuffled = np.random.default_rng([seed, 1]).permutation(len(places))
        # One gesture of each recording first: a single hit among long recordings would rarely be drawn.
        _, first = np.unique(recording[shuffled], return_index=True)
        kept = np.sort(np.concatenate([shuffled[np.sort(first)], np.delete(shuffled, first)])[:limit])
        recording, frame, onset = recording[kept], frame[kept], onset[kept]
    windows = [windows_at(bands[index], frame[recording == index]) for index in range(len(recordings))]
    return np.concatenate(windows), recording, frame, onset


def held_out(gestures: Gestures, seed: int) -> NDArray[np.bool_]:
    """Returns which gestures (B,) are kept back to judge by.

    Whole recordings where there are eight or more, since windows of a known recording are far too easy; otherwise the
    last fifth of each recording longer than 4 s; otherwise every eighth gesture.
    """
    recordings = np.unique(gestures.recording)
    if len(recordings) >= 8:
        shuffled = np.random.default_rng([seed, 2]).permutation(recordings)
        return np.isin(gestures.recording, shuffled[: max(1, len(recordings) // 7)])
    kept = np.zeros(len(gestures), bool)
    for recording in recordings:
        own = gestures.recording == recording
        last = gestures.frame[own].max()
        if last * FRAME_SAMPLES / 48000 > 4.0:
            kept |= own & (gestures.frame > 0.8 * last)
    if not kept.any():
        kept[::8] = len(gestures) >= 16
    return kept


def augment(
    gestures: Gestures, chosen: NDArray[np.intp], draw: np.random.Generator, *, shifts: bool
) -> tuple[Signal, Signal]:
    """Returns augmented gestures (B, F, N) and their conditions (B, 8).

    Half of them are tilted by up to 2.5 dB an octave and half get up to 7 dB of bell in the low mids, which is what
    spans the axes of brightness and warmth from five files; what the bands tell is measured again. ``shifts`` also
    moves some of them by up to three bands, for the autoencoder only, whose conditions nobody reads.
    """
    count = len(chosen)
    bands = gestures.bands[chosen]
    conditions = gestures.conditions[chosen].copy()
    tilt = draw.uniform(-TILT_DB_PER_OCTAVE, TILT_DB_PER_OCTAVE, count) * (draw.random(count) < 0.5)
    bell = draw.uniform(-BELL_DB, BELL_DB, count) * (draw.random(count) < 0.5)
    bands = bands + tilt_and_bell(tilt, bell)[:, None, :]
    if shifts:
        step = int(draw.integers(-SHIFT_BANDS, SHIFT_BANDS + 1))
        if step:
            bands = np.roll(bands, step, axis=2)
            edge = slice(0, step) if step > 0 else slice(step, None)
            bands[:, :, edge] = bands[:, :, [step if step > 0 else step - 1]]
    bands, _ = relative(np.maximum(bands, FLOOR_DB))
    conditions[:, 0], conditions[:, 1], conditions[:, 7] = colour(bands)
    return bands, conditions
