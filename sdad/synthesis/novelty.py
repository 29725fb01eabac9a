"""How much of a take is a piece of a recording: which one, where, how close; and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.fft

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal, irfft, rfft
from sdad.model.recordings import Origin, Recordings

RATE_HZ = 12000
"""Rate at which sounds are compared, in one channel: what is above 6 kHz does not make a copy or unmake it."""
WINDOW_S, SHORTEST_S = 1.0, 0.25
"""Length of what is compared, and of the shortest take of which anything is said."""
COPY = 0.9
"""Correlation above which a window counts as a copy."""
PLACES = 32
"""Half seconds of recordings in which a window is looked for: those that are most like it in spectrum."""
LEAST_S, LOOKED_AT_S, MOST_S = 40.0, 10.0, 600.0
"""How much of the recordings is looked at: so much and so much more for each second of a take, and in all."""
FAITHFUL, ADVENTUROUS = 0.75, 0.25
"""Share of copies that is tolerated at variation 0, where closeness is what was asked for, and from the middle on."""
BANDS = 64
SILENT = 0.003
"""Level under that of the whole, by 50 dB, at which a window counts as silent."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a take comes to recordings.

    Its closest window of 1 s begins at second ``from_s`` and is like ``recording`` from second ``at_s`` on, with a
    ``correlation`` from 0 to 1. ``copies`` from 0 to 1 is the share of its windows that correlate above 0.9.
    """

    correlation: float
    recording: int
    at_s: float
    from_s: float
    copies: float


def closeness(take: Audio, read: Callable[[int], Audio], sources: Iterable[int]) -> Closeness | None:
    """Returns how close a take comes to the recordings that it was made of; None where there is nothing to compare.

    Windows of 1 s, one after the other, are laid over every place of those half seconds of the recordings that are most
    like them in spectrum. What counts is the greatest normalised cross-correlation, whatever its sign.

    Args:
        take: The finished take.
        read: Gives a recording by its index.
        sources: The indices of the recordings to compare with. Of many, the first are looked at: about ten seconds for
            each second of the take, at most ten minutes.
    """
    sound = _lowered(take)
    length = min(round(WINDOW_S * RATE_HZ), len(sound))
    if length < SHORTEST_S * RATE_HZ:
        return None
    windows = sound[: len(sound) // length * length].reshape(-1, length)
    level = np.sqrt(np.square(windows).mean(axis=1))
    heard = np.flatnonzero(level > max(1e-6, SILENT * level.max()))
    recordings = _enough(read, sources, min(MOST_S, LEAST_S + LOOKED_AT_S * take.seconds))
    if not len(heard) or not recordings:
        return None
    places = _Places(recordings, length)
    found = [(*places.best(windows[number]), float(number) * length / RATE_HZ) for number in heard]
    copies = float(np.mean([match[0] > COPY for match in found]))
    return Closeness(*max(found), copies)


def copies_of(
    recordings: Recordings, sources: Iterable[int], take: Audio, variation: float, sample_rate: int
) -> list[str]:
    """Returns what is to be said of a take that comes too close to the recordings that it was made of.

    Args:
        recordings: All that the model keeps.
        sources: The indices of those that were read for the take.
        take: The finished take.
        variation: That it was rendered with, from 0 to 1.
        sample_rate: At which the recordings were read, 48000 or 96000.
    """
    found = closeness(take, lambda index: Audio(recordings.samples(index, sample_rate), sample_rate), sources)
    return too_close(found, recordings.origins, variation)


def tolerated(variation: float) -> float:
    """Returns the share of copies, 0 to 1, that is no reason to warn at a variation from 0 to 1."""
    return ADVENTUROUS + (FAITHFUL - ADVENTUROUS) * max(0.0, 1 - 2 * variation)


def too_close(found: Closeness | None, origins: Sequence[Origin], variation: float) -> list[str]:
    """Returns one sentence where more of a take is copied than its variation allows, else nothing.

    Args:
        found: How close the take comes.
        origins: Where each recording came from, as far as it is known.
        variation: From 0, faithful, to 1, adventurous.
    """
    if found is None or found.copies <= tolerated(variation):
        return []
    if found.recording < len(origins):
        origin = origins[found.recording]
        place = f"{origin.file} at {origin.start_s + found.at_s:.1f} s"
    else:
        place = f"recording {found.recording + 1} at {found.at_s:.1f} s"
    remedy = "raise Variation or try another take" if variation < 1 else "try another take, or train on more recordings"
    start = f"From {found.from_s:.1f} s on this" if found.from_s > 0 else "This"
    return [f"{start} take is nearly a copy of {place} (correlation {found.correlation:.2f}); {remedy}."]


class _Places:
    """All half seconds of some recordings in which a window may begin, to be found by their spectra.

    The recordings follow each other with half a window of silence on either side of each: what is shorter than a window
    is laid over it all the same.
    """

    def __init__(self, recordings: Sequence[tuple[int, Signal]], length: int) -> None:
        half = length // 2
        begins, recording, offsets, pieces, at = [], [], [], [], 0
        for index, samples in recordings:
            pieces.append(np.pad(samples, half))
            starts = at + np.arange(0, len(samples), half)
            begins.append(starts)
            recording.append(np.full(len(starts), index))
            offsets.append(np.full(len(starts), at + half))
            at += len(pieces[-1])
        # The last half second reaches past the end of the last recording.
        whole = np.concatenate([*pieces, np.zeros(2 * length, np.float32)])
        self._length, self._half = length, half
        self._begins, self._recording, self._offset = map(np.concatenate, (begins, recording, offsets))
        self._stretches = np.lib.stride_tricks.sliding_window_view(whole, length + half)
        self._count = scipy.fft.next_fast_len(length + half, real=True)
        heap = np.concatenate([[0.0], np.cumsum(np.square(whole, dtype=np.float64))])
        energy = heap[length:] - heap[:-length]
        # Where there is next to nothing, correlations are of rounding errors.
        inverse = (1 / np.sqrt(np.maximum(energy, 1e-4 * energy.max() + 1e-12))).astype(np.float32)
        self._inverse = np.lib.stride_tricks.sliding_window_view(inverse, half)
        edges = np.geomspace(max(1, round(30 * length / RATE_HZ)), length // 2, BANDS + 1)
        self._edges = np.unique(edges.round().astype(int))[:-1]
        middle = slice(half // 2, half // 2 + length)
        self._spectra = np.concatenate(
            [self._likeness(self._stretches[rows][:, middle]) for rows in np.array_split(self._begins, at // 10**6 + 1)]
        )

    def _likeness(self, windows: Signal) -> Signal:
        """Returns the amplitudes (W, B) of windows (W, T) in bands, at unit length."""
        power = np.square(np.abs(rfft(windows)))
        bands = np.sqrt(np.add.reduceat(power, self._edges, axis=1))
        return np.asarray(bands / (np.linalg.norm(bands, axis=1, keepdims=True) + 1e-9), np.float32)

    def best(self, window: Signal) -> tuple[float, int, float]:
        """Returns correlation, recording and second of the place that is most like a window."""
        likeness = self._spectra @ self._likeness(window[None])[0]
        chosen = np.argpartition(-likeness, min(PLACES, len(likeness)) - 1)[:PLACES]
        begins = self._begins[chosen]
        spectra = rfft(self._stretches[begins], self._count)
        spectra *= np.conj(rfft(window, self._count))
        products = irfft(spectra, self._count)[:, : self._half]
        correlation = np.abs(products) * self._inverse[begins]
        row, lag = divmod(int(correlation.argmax()), self._half)
        at_s = (begins[row] + lag - self._offset[chosen[row]]) / RATE_HZ
        value = float(correlation[row, lag]) / float(np.linalg.norm(window))
        return min(value, 1.0), int(self._recording[chosen[row]]), max(0.0, float(at_s))


def _lowered(sound: Audio) -> Signal:
    """Returns a sound as one channel (T,) at 12 kHz."""
    samples: Signal = sound.mono().resampled(RATE_HZ).samples[0]
    return samples


def _enough(read: Callable[[int], Audio], sources: Iterable[int], seconds: float) -> list[tuple[int, Signal]]:
    """Returns recordings with their indices, until there is enough to look at."""
    recordings, left = [], round(seconds * RATE_HZ)
    for index in sources:
        samples = _lowered(read(index))[:left]
        if len(samples):
            recordings.append((index, samples))
        left -= len(samples)
        if left <= 0:
            break
    return recordings
