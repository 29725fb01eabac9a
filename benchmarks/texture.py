"""What a second of sound is like, as numbers; and how far two collections of such seconds lie apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import librosa
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist

Signal = NDArray[np.float32]
Rows = NDArray[np.float64]

RATE_HZ = 48000
_HOP = 480
_COEFFICIENTS = 20
_LEAST_SPREAD = 0.05
"""Spread of a feature, in its own unit, under which it says nothing: recordings without a top are never flat at all."""


def seconds_of(sounds: Sequence[Signal], seed: int = 0) -> Iterator[Signal]:
    """Yields windows (2, 48000) of stereo sounds at 48 kHz, half a second apart, without the silent ones.

    What is shorter than a window is joined with others like it, in an order drawn by ``seed``: struck sounds are heard
    one after the other too.
    """
    short = [sound for sound in sounds if sound.shape[1] < RATE_HZ]
    order = np.random.default_rng(seed).permutation(len(short))
    joined = [np.concatenate([short[place] for place in order], axis=1)] if short else []
    for sound in [*(sound for sound in sounds if sound.shape[1] >= RATE_HZ), *joined]:
        loud = np.sqrt(np.mean(sound**2)) + 1e-9
        for start in range(0, sound.shape[1] - RATE_HZ + 1, RATE_HZ // 2):
            window = sound[:, start : start + RATE_HZ]
            if np.sqrt(np.mean(window**2)) > 0.01 * loud:
                yield window


def described(window: Signal) -> Rows:
    """Returns a window (2, T) as numbers that do not depend on its level: what it sounds like and how it moves.

    Means and standard deviations over the window of 19 mel-frequency cepstral coefficients (librosa, without the
    zeroth, which is the level), of the octaves of the spectral centroid, of the flatness, and of the level in dB.
    """
    mono = librosa.to_mono(window)
    power = np.abs(librosa.stft(mono, n_fft=2048, hop_length=_HOP)) ** 2
    mel = librosa.power_to_db(librosa.feature.melspectrogram(S=power, sr=RATE_HZ, n_mels=48), top_db=70)
    shape = librosa.feature.mfcc(S=mel, n_mfcc=_COEFFICIENTS)[1:]
    centroid = np.log2(librosa.feature.spectral_centroid(S=np.sqrt(power), sr=RATE_HZ) + 50) * 20
    flatness = librosa.feature.spectral_flatness(S=power) * 50
    level = librosa.power_to_db(power.mean(axis=0, keepdims=True), ref=np.max, top_db=60)
    rows = np.concatenate([shape, centroid, flatness])
    return np.concatenate([rows.mean(axis=1), rows.std(axis=1), level.std(axis=1)]).astype(np.float64)


def rows_of(sounds: Sequence[Signal], most: int = 400) -> Rows:
    """Returns the numbers (windows, features) of sounds, at most ``most`` windows, evenly chosen."""
    windows = list(seconds_of(sounds))
    places = np.unique(np.linspace(0, len(windows) - 1, min(most, len(windows))).astype(int)) if windows else []
    return np.array([described(windows[place]) for place in places])


def energy_distance(one: Rows, other: Rows) -> float:
    """Returns the energy distance (Székely and Rizzo 2013) without the bias of few windows; 0 for one distribution."""
    squared = 2 * cdist(one, other).mean() - _within(one) - _within(other)
    return float(np.sqrt(max(squared, 0.0)))


def _within(rows: Rows) -> float:
    count = len(rows)
    return float(cdist(rows, rows).sum() / (count * (count - 1))) if count > 1 else 0.0


def frechet_distance(one: Rows, other: Rows) -> float:
    """Returns the Fréchet distance between normal distributions fitted to rows (Dowson and Landau 1982)."""
    small = 1e-3 * np.eye(one.shape[1])
    spread, other_spread = np.cov(one.T) + small, np.cov(other.T) + small
    cross = np.real(sqrtm(spread @ other_spread))
    apart = np.square(one.mean(axis=0) - other.mean(axis=0)).sum()
    return float(apart + np.trace(spread + other_spread - 2 * cross))


class Scale:
    """Brings rows to the spread and the main directions of a reference collection.

    Args:
        reference: (windows, features) that say what is much and what is little.
        directions: Principal directions for the Fréchet distance, few against the number of windows.
    """

    def __init__(self, reference: Rows, directions: int = 6) -> None:
        self._mean, self._spread = reference.mean(axis=0), np.maximum(reference.std(axis=0), _LEAST_SPREAD)
        self._axes = np.linalg.svd(self.even(reference), full_matrices=False)[2][:directions].T

    def even(self, rows: Rows) -> Rows:
        """Returns rows with each feature in units of the reference's spread."""
        return (rows - self._mean) / self._spread

    def main(self, rows: Rows) -> Rows:
        """Returns rows along the reference's main directions."""
        return self.even(rows) @ self._axes


def above_16k_db(sounds: Sequence[Signal]) -> float:
    """Returns the energy above 16 kHz against the whole in dB: the median over seconds, so that no one file decides."""
    found = []
    for window in seconds_of(sounds):
        power = np.square(np.abs(np.fft.rfft(window.mean(axis=0))))
        found.append(10 * np.log10((power[16000:].sum() + 1e-20) / (power.sum() + 1e-20)))
    return float(np.median(found))
