"""What the model sees of a sound: gestures.

A gesture is about 0.7 s of sound as log magnitudes in perceptual bands, relative to its own level. This file turns
signals into band levels, cuts them into gestures and says what can be read off a gesture's bands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.spectral import Signal, erb_bank, erb_centres_hz, erb_hz, erb_rate, stft

N_BANDS = 128
FRAME_SAMPLES = 1024
"""Samples of one band frame at 48 kHz: 46.9 frames a second."""
FRAMES = 32
"""Frames of one gesture: 0.68 s."""
FLOOR_DB = -70.0
"""Lowest level that a gesture's cell takes, relative to the gesture's own level."""
ABSOLUTE_FLOOR_DB = -120.0

CONDITIONS = ("brightness", "warmth", "roughness", "tension", "attack", "noisiness", "decay", "register")
"""What the flow is told about a gesture, in this order."""


def band_levels(samples: Signal, sample_rate: int) -> Signal:
    """Returns band levels in dB with shape (F, N) of samples with shape (C, T) at 48 or 96 kHz.

    Power is averaged over the channels, over pairs of STFT frames and within each ERB band.
    """
    scale = sample_rate // 48000
    n_fft, hop = 2048 * scale, FRAME_SAMPLES * scale // 2
    bank = erb_bank(sample_rate, n_fft, N_BANDS).T
    pieces = []
    # In blocks of some seconds, so that memory does not grow with the length of a recording.
    block = 512 * hop
    for start in range(0, max(samples.shape[1], 1), block):
        ahead = min(start, n_fft)
        piece = samples[:, start - ahead : start + block + n_fft]
        spectrum = stft(piece, n_fft, hop)
        power = (spectrum.real**2 + spectrum.imag**2).mean(axis=0) @ bank
        first = ahead // hop
        pieces.append(power[first : first + min(512, -(-(samples.shape[1] - start) // hop))])
    power = np.concatenate(pieces)
    if len(power) % 2:
        power = np.concatenate([power, power[-1:]])
    power = power.reshape(-1, 2, N_BANDS).mean(axis=1) / np.float32((n_fft / 4) ** 2)
    levels: Signal = np.maximum(10 * np.log10(power + 1e-20), ABSOLUTE_FLOOR_DB).astype(np.float32)
    return levels


def level_db(bands: Signal) -> Signal:
    """Returns the level in dB of bands (..., F, N): the mean over frames of the power summed over bands."""
    power = np.power(10.0, bands / 10, dtype=np.float32).sum(axis=-1).mean(axis=-1)
    return np.asarray(10 * np.log10(power + 1e-12), np.float32)


def frame_levels_db(bands: Signal) -> Signal:
    """Returns the level of each frame with shape (F,) of bands with shape (F, N)."""
    return level_db(bands[:, None, :])


def flux(bands: Signal) -> Signal:
    """Returns the mean rise of the bands from frame to frame in dB with shape (F,), from 55 dB under the maximum up."""
    low = bands.max() - 55
    held = np.maximum(bands, low)
    rise = np.maximum(held[1:] - held[:-1], 0).mean(axis=1)
    return np.concatenate([[np.maximum(held[0] - low, 0).mean() * 0.7], rise]).astype(np.float32)


def onset_frames(bands: Signal, threshold_db: float = 2.2, gap: int = 5) -> list[int]:
    """Returns the frames at which something begins: local maxima of the flux, at least ``gap`` frames apart."""
    rise = flux(bands)
    onsets: list[int] = []
    for frame in range(len(rise)):
        around = rise[max(0, frame - 2) : frame + 3]
        if rise[frame] > threshold_db and rise[frame] == around.max() and (not onsets or frame - onsets[-1] >= gap):
            onsets.append(frame)
    return onsets


@dataclass(slots=True)
class Gestures:
    """A corpus as the model sees it.

    ``bands`` (B, F, N) dB relative to each gesture's level · ``recording`` (B,) index · ``frame`` (B,) first frame ·
    ``level`` (B,) dB · ``onset`` (B,) whether something begins at the first frame · ``conditions`` (B, 8) as in
    :data:`CONDITIONS`, in their own units.
    """

    bands: Signal
    recording: NDArray[np.int32]
    frame: NDArray[np.int32]
    level: Signal
    onset: NDArray[np.bool_]
    conditions: Signal

    def __len__(self) -> int:
        """Returns how many gestures there are."""
        return len(self.bands)

    def subset(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Gestures:
        """Returns the chosen gestures."""
        return Gestures(
            self.bands[chosen], self.recording[chosen], self.frame[chosen], self.level[chosen], self.onset[chosen],
            self.conditions[chosen],
        )  # fmt: skip


def relative(bands: Signal) -> tuple[Signal, Signal]:
    """Returns gestures (..., F, N) relative to their own level, held above the floor, and the levels (...) in dB."""
    level = level_db(bands)
    return np.maximum(bands - level[..., None, None], FLOOR_DB).astype(np.float32), level


def cut(bands: Signal, hop: int) -> list[tuple[int, bool]]:
    """Returns where the gestures of one recording begin, as (frame, is an onset).

    Gestures start every ``hop`` frames and at every onset; windows near silence are left out. A recording shorter
    than a gesture is one gesture.
    """
    typical = level_db(bands)
    onsets = set(onset_frames(bands))
    starts = sorted(set(range(0, max(1, len(bands) - FRAMES + 1), hop)) | onsets)
    kept = []
    for start in starts:
        window = bands[start : start + FRAMES]
        is_onset = start in onsets
        if (len(window) < 4 and start) or (not is_onset and level_db(window) < typical - 28):
            continue
        kept.append((start, is_onset))
    return kept


def windows_at(bands: Signal, frames: Sequence[int] | NDArray[np.int32]) -> Signal:
    """Returns the windows (B, F, N) of one recording that begin at frames.

    What lies past the recording's end is nothing at all (-inf dB), which :func:`relative` holds at its floor.
    """
    windows = np.full((len(frames), FRAMES, N_BANDS), -np.inf, np.float32)
    for window, frame in zip(windows, frames, strict=True):
        own = bands[frame : frame + FRAMES]
        window[: len(own)] = own
    return windows


_CENTRES_HZ = erb_centres_hz(N_BANDS)
_STEP = erb_rate(_CENTRES_HZ)[1] - erb_rate(_CENTRES_HZ)[0]
_WIDTH_HZ = erb_hz(erb_rate(_CENTRES_HZ) + _STEP / 2) - erb_hz(erb_rate(_CENTRES_HZ) - _STEP / 2)
_OWN_OCTAVES = (_WIDTH_HZ / _CENTRES_HZ).astype(np.float32)
_STRETCHES = [(150 * ratio <= _CENTRES_HZ) & (500 * ratio > _CENTRES_HZ) for ratio in (0.3, 1.0, 500 / 150)]
_BELOW, _LOW_MIDS, _ABOVE = (inside * _OWN_OCTAVES / _OWN_OCTAVES[inside].sum() for inside in _STRETCHES)
_OCTAVES = np.log2(_CENTRES_HZ / 1000.0).astype(np.float32)
_BELL = np.exp(-((np.log2(_CENTRES_HZ / 280.0) / 1.1) ** 2)).astype(np.float32)


def tilt_and_bell(tilt_db_per_octave: NDArray[np.float64], bell_db: NDArray[np.float64]) -> Signal:
    """Returns gains (..., N) in dB of a spectral tilt about 1 kHz plus a bell about 280 Hz, for values (...)."""
    return np.asarray(tilt_db_per_octave[..., None] * _OCTAVES + bell_db[..., None] * _BELL, np.float32)


def colour(bands: Signal) -> tuple[Signal, Signal, Signal]:
    """Returns brightness (log2 Hz), warmth (dB) and register (log2 Hz) of gestures (..., F, N), each (...).

    Read off the bands alone, so that they can be found again after augmentation: the magnitude-weighted centroid, the
    level of 150 to 500 Hz against those of as wide stretches below and above, and the frequency that halves the power.
    Bands 60 dB under the strongest count as no more than that: they are as often the floor as the sound, and there are
    enough of them to outweigh a pure tone.
    """
    power = np.power(10.0, bands / 10, dtype=np.float32).mean(axis=-2)
    power = np.where(power > 1e-6 * power.max(axis=-1, keepdims=True), power, 0)
    amplitude = np.sqrt(power) * _WIDTH_HZ
    centroid = (amplitude * _CENTRES_HZ).sum(axis=-1) / (amplitude.sum(axis=-1) + 1e-9)
    weighted = power * _WIDTH_HZ
    levels = 10 * np.log10(np.maximum(power, 1e-6 * power.max(axis=-1, keepdims=True)) + 1e-9)
    warmth = levels @ (_LOW_MIDS - (_BELOW + _ABOVE) / 2)
    heap = np.cumsum(weighted, axis=-1)
    middle = (heap < heap[..., -1:] / 2).sum(axis=-1).clip(0, N_BANDS - 1)
    return (
        np.log2(centroid + 1.0).astype(np.float32),
        warmth.astype(np.float32),
        np.log2(_CENTRES_HZ[middle]).astype(np.float32),
    )


def shape(bands: Signal) -> tuple[Signal, Signal, Signal]:
    """Returns attack (dB of flux), noisiness (dB of flatness) and decay (dB in 0.2 s) of gestures (B, F, N)."""
    rise = np.maximum(bands[:, 1:] - bands[:, :-1], 0).mean(axis=-1)
    first = np.maximum(bands[:, 0] + 55, 0).mean(axis=-1) * 0.7
    rises = np.concatenate([first[:, None], rise], axis=1)
    attack = rises[:, : FRAMES // 4].max(axis=1) + 0.3 * rises.max(axis=1)
    mean = np.power(10.0, bands / 10, dtype=np.float32).mean(axis=1)
    noisiness = 10 * np.log10(np.exp(np.log(mean + 1e-9).mean(axis=-1)) / (mean.mean(axis=-1) + 1e-9) + 1e-9)
    levels = 10 * np.log10(np.power(10.0, bands / 10, dtype=np.float32).sum(axis=-1) + 1e-9)
    top = levels.argmax(axis=1)
    rows = np.arange(len(bands))
    decay = levels[rows, top] - levels[rows, np.minimum(FRAMES - 1, top + 10)]
    return attack.astype(np.float32), noisiness.astype(np.float32), decay.astype(np.float32)
