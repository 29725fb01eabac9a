"""The recordings as grains: short units of the user's own sound, described so that they can be found again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from sdad.audio.spectral import Signal
from sdad.errors import Corrupt
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import (
    ABSOLUTE_FLOOR_DB,
    FRAME_SAMPLES,
    FRAMES,
    N_BANDS,
    Gestures,
    band_levels,
    frame_levels_db,
    level_db,
)
from sdad.model.kept import keep
from sdad.model.recordings import BASE_RATE, Recordings

UNIT_FRAMES = 12
"""Frames of one unit: 256 ms."""
HOP_FRAMES = 6
"""Frames from one slot to the next: 128 ms."""
COMPONENTS = 28
"""Principal components in which units are compared."""
MAX_UNITS = 30_000
"""Ten minutes of recordings with a unit at every frame, an hour with one at every slot."""


@dataclass(slots=True)
class GrainIndex:
    """Every unit and every onset of the recordings.

    Units (U): ``recording``, ``frame`` where it begins, ``level`` in dB, ``features`` (U, 28), ``attributes`` (U, 8)
    the quantiles of what it measures, ``successor`` the unit one slot later in the same recording or -1, and
    ``quietness``, a cost in dB/50 for lying far under its recording's level. ``basis`` (512, 28) and ``centre`` (512,)
    make features of pooled bands; ``spread`` is their typical distance.

    Onsets (O): ``onset_recording``, ``onset_sample`` at 48 kHz, ``onset_samples`` until the next onset or the end,
    ``onset_level`` in dB, ``onset_latents`` (O, D), ``onset_attributes`` (O, 8).

    ``sustain`` from 0 to 1 says how much of the recordings can carry a continuous bed.
    """

    recording: NDArray[np.int32]
    frame: NDArray[np.int32]
    level: Signal
    features: Signal
    attributes: Signal
    successor: NDArray[np.int32]
    quietness: Signal
    basis: Signal
    centre: Signal
    spread: Signal
    onset_recording: NDArray[np.int32]
    onset_sample: NDArray[np.int64]
    onset_samples: NDArray[np.int64]
    onset_level: Signal
    onset_latents: Signal
    onset_attributes: Signal
    sustain: Signal

    def __len__(self) -> int:
        """Returns how many units there are."""
        return len(self.recording)

    @property
    def nbytes(self) -> int:
        """Memory that it takes, in bytes."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))

    def features_of(self, bands: Signal) -> Signal:
        """Returns features (U, 28) of units of bands (U, 12, N)."""
        return np.asarray((_pooled(bands) - self.centre) @ self.basis, np.float32)

    def save(self, path: Path) -> None:
        """Writes the index as one safetensors file.

        Raises:
            DiskFull, NotWritable: nothing was written.
        """
        keep(save({field.name: np.ascontiguousarray(getattr(self, field.name)) for field in fields(self)}), path)

    @classmethod
    def load(cls, path: Path) -> GrainIndex:
        """Returns the index kept in a file.

        Raises:
            Corrupt: the file is not what :meth:`save` wrote.
        """
        try:
            return cls(**load_file(str(path)))
        except (OSError, SafetensorError, TypeError) as error:
            remedy = "Roll back to another version: sdad model rollback."
            raise Corrupt(path, "its grains cannot be read", remedy) from error


def _pooled(bands: Signal) -> Signal:
    """Returns units of bands (U, 12, N) relative to their level, averaged over 3 frames, flat (U, 4·N)."""
    relative = np.maximum(bands - level_db(bands)[:, None, None], -65.0)
    pooled: Signal = relative.reshape(len(bands), UNIT_FRAMES // 3, 3, N_BANDS).mean(axis=2).reshape(len(bands), -1)
    return pooled


def away(recording: NDArray[np.int32], home: int, few: int, enough: int) -> Signal:
    """Returns for grains that lie in recordings (N,) how far each is from home, 0 to 1.

    What lies in the recording ``home`` is at home. The rest is the further away the more of its own a home has, up to
    ``enough``; one that has ``few`` or less is at home everywhere, as a single stroke is among others.
    """
    own = recording == home
    return np.asarray(~own * np.clip((own.sum() - few) / (enough - few), 0, 1), np.float32)


def build_index(recordings: Recordings, gestures: Gestures, model: GenerativeModel) -> GrainIndex:
    """Returns the index of recordings, described by their gestures.

    Units begin at every frame; in large corpora at every second, third or sixth, so that there are never more than
    about :data:`MAX_UNITS`.
    """
    total_frames = sum(recordings.seconds(index) for index in range(len(recordings))) * BASE_RATE / FRAME_SAMPLES
    stride = next((step for step in (1, 2, 3, HOP_FRAMES) if total_frames / step <= MAX_UNITS), HOP_FRAMES)
    quantiles = model.quantiles(gestures.conditions)
    recording, frame, level, above, closest, pooled = [], [], [], [], [], []
    begins = _beginnings(gestures)
    starts_of = np.zeros(len(begins), np.int64)
    for index in range(len(recordings)):
        samples = recordings.samples(index)
        for onset in np.flatnonzero(gestures.recording[begins] == index):
            starts_of[onset] = _exact_start(samples, int(gestures.frame[begins[onset]]))
        bands = band_levels(samples, 48000)
        if len(bands) < UNIT_FRAMES:
            fill = np.full((UNIT_FRAMES - len(bands), N_BANDS), ABSOLUTE_FLOOR_DB, np.float32)
            bands = np.concatenate([bands, fill])
        windows = np.lib.stride_tricks.sliding_window_view(bands, UNIT_FRAMES, axis=0)[::stride].transpose(0, 2, 1)
        levels, typical = level_db(windows), level_db(bands)
        loud = np.flatnonzero(levels >= typical - 25)
        starts = loud * stride
        own = np.flatnonzero(gestures.recording == index)
        centres = gestures.frame[own] + FRAMES // 2
        apart = np.abs(centres[None] - starts[:, None] - UNIT_FRAMES // 2)
        closest.append(own[apart.argmin(axis=1)] if len(own) else np.full(len(loud), -1))
        recording.append(np.full(len(loud), index))
        frame.append(starts)
        level.append(levels[loud])
        above.append(levels[loud] - typical)
        pooled.append(_pooled(windows[loud]))
    recordings_of, frames = np.concatenate(recording), np.concatenate(frame)
    nearest = np.concatenate(closest)
    flat = np.concatenate(pooled)
    # By far the largest there is here: nothing of it is kept twice.
    del pooled
    centre = flat.mean(axis=0)
    flat -= centre
    thinned = flat[:: max(1, len(flat) // 2500)]
    _, vectors = np.linalg.eigh(thinned.T @ thinned)
    basis = np.ascontiguousarray(vectors[:, ::-1][:, :COMPONENTS]).astype(np.float32)
    features = (flat @ basis).astype(np.float32)
    place = {(int(r), int(f)): i for i, (r, f) in enumerate(zip(recordings_of, frames, strict=True))}
    successor = [place.get((int(r), int(f) + HOP_FRAMES), -1) for r, f in zip(recordings_of, frames, strict=True)]
    attributes = np.where(nearest[:, None] >= 0, quantiles[nearest], 0.5)
    return GrainIndex(
        recording=recordings_of.astype(np.int32),
        frame=frames.astype(np.int32),
        level=np.concatenate(level),
        features=features,
        attributes=attributes.astype(np.float32),
        successor=np.array(successor, np.int32),
        quietness=np.maximum(0, -np.concatenate(above) - 10).astype(np.float32) * np.float32(0.02),
        basis=basis,
        centre=centre.astype(np.float32),
        spread=np.array([np.sqrt((features**2).sum(axis=1).mean())], np.float32),
        sustain=np.array([_sustain(gestures)], np.float32),
        onset_recording=gestures.recording[begins],
        onset_sample=starts_of,
        onset_samples=_lasting(recordings, gestures.recording[begins], starts_of),
        onset_level=gestures.level[begins],
        onset_latents=model.encode(gestures.bands[begins]),
        onset_attributes=quantiles[begins],
    )


def _beginnings(gestures: Gestures) -> NDArray[np.intp]:
    """Returns the gestures (O,) that can be played as events: all onsets, and the sharpest where there are few."""
    chosen = np.flatnonzero(gestures.onset)
    if len(chosen) < 12:
        sharpest = np.argsort(-gestures.conditions[:, 4])[:40]
        chosen = np.unique(np.concatenate([chosen, sharpest]))
    return chosen


def _lasting(recordings: Recordings, indices: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the samples (O,) from each start to the next one in the same recording, or to its end."""
    lasting = []
    for index, start in zip(indices, starts, strict=True):
        later = starts[(indices == index) & (starts > start + 4800)]
        end = round(recordings.seconds(int(index)) * BASE_RATE)
        lasting.append((int(later.min()) if len(later) else end) - int(start))
    return np.array(lasting, np.int64)


def _exact_start(samples: Signal, frame: int) -> int:
    """Returns the sample at which a sound begins, found within a frame and a half around a band frame.

    The start is the last point before the steepest rise where the envelope is still under a tenth of its later peak.
    """
    first = max(0, frame * FRAME_SAMPLES - 3 * FRAME_SAMPLES // 2)
    piece = np.abs(samples[:, first : (frame + 3) * FRAME_SAMPLES]).max(axis=0)
    blocks = len(piece) // 64
    if blocks < 4:
        return first
    envelope = piece[: blocks * 64].reshape(blocks, 64).max(axis=1)
    rise = envelope[2:] - envelope[:-2]
    steepest = int(rise.argmax()) + 1
    quiet = np.flatnonzero(envelope[: steepest + 1] <= 0.1 * envelope[steepest:].max())
    return first + 64 * int(quiet[-1] if len(quiet) else max(0, steepest - 2))


def _sustain(gestures: Gestures) -> float:
    """Returns the share of gestures, 0 to 1, that hold their level: that end within 12 dB of their loudest frame."""
    levels = np.stack([frame_levels_db(bands) for bands in gestures.bands])
    return float((levels.max(axis=1) - levels[:, -6:].mean(axis=1) < 12).mean())
