"""Short-time spectra and perceptual bands.

All transforms are centred and use a periodic Hann window with hop = n_fft / 4, for which analysis and synthesis windows
multiply to a constant overlap (Griffin and Lim 1984), so that an unchanged spectrum gives back its signal.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float32]
Spectrum = NDArray[np.complex64]

LOWEST_BAND_HZ = 30.0
HIGHEST_BAND_HZ = 22500.0


@lru_cache(maxsize=8)
def hann(n_fft: int) -> Signal:
    """Returns the periodic Hann window with shape (n_fft,)."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)).astype(np.float32)


def stft(samples: Signal, n_fft: int = 2048, hop: int = 512) -> Spectrum:
    """Returns the short-time Fourier transform with shape (C, F, K) of samples with shape (C, T).

    Frame f is centred on sample f · hop; F = 1 + T // hop and K = n_fft // 2 + 1.
    """
    frames = 1 + samples.shape[1] // hop
    needed = (frames - 1) * hop + n_fft
    padded = np.pad(samples, ((0, 0), (n_fft // 2, max(0, needed - samples.shape[1] - n_fft // 2))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=1)[:, : frames * hop : hop]
    return rfft(windows * hann(n_fft))


def rfft(frames: Signal, n_fft: int | None = None) -> Spectrum:
    """Returns the spectra (..., K) of frames (..., T), lengthened by silence to ``n_fft`` samples where that is given.

    By torch, which takes half of SciPy's time for many frames, and for one as long as a power of two; for long signals
    of other lengths it takes more.
    """
    # Imported when the first sound is analysed: who only asks what there is need not wait for it.
    import torch

    spectrum: Spectrum = torch.fft.rfft(torch.from_numpy(frames), n_fft).numpy()
    return spectrum


def irfft(spectra: Spectrum, n_fft: int) -> Signal:
    """Returns the frames (..., n_fft) of spectra (..., K), by torch as :func:`rfft`."""
    import torch

    frames: Signal = torch.fft.irfft(torch.from_numpy(spectra), n_fft).numpy()
    return frames


def istft(spectrum: Spectrum, hop: int, length: int) -> Signal:
    """Returns the signal with shape (C, length) of a spectrum with shape (C, F, K) made by :func:`stft`.

    ``hop`` must divide the window length. The inverse is windowed again and divided by the summed squared windows.
    """
    n_fft = 2 * (spectrum.shape[2] - 1)
    frames = irfft(spectrum, n_fft)
    frames *= hann(n_fft)
    signal = _overlapped(frames, hop)
    signal *= _inverse_weight(n_fft, hop, frames.shape[1])
    start = n_fft // 2
    if signal.shape[1] - start < length:
        signal = np.pad(signal, ((0, 0), (0, length - signal.shape[1] + start)))
    return signal[:, start : start + length]


def _overlapped(frames: Signal, hop: int) -> Signal:
    """Returns the sum (C, T) of frames (C, F, n_fft) that begin ``hop`` samples apart, with silence behind them."""
    channels, count, n_fft = frames.shape
    overlap = n_fft // hop
    signal = np.zeros((channels, (count + overlap) * hop + n_fft), np.float32)
    # Every overlap-th frame abuts the one before it, so a stride of frames is one slice addition.
    for first in range(min(overlap, count)):
        row = frames[:, first::overlap]
        abutting = signal[:, first * hop : first * hop + row.shape[1] * n_fft].reshape(row.shape)
        abutting += row
    return signal


@lru_cache(maxsize=4)
def _inverse_weight(n_fft: int, hop: int, count: int) -> Signal:
    """Returns one over the summed squared windows (T,) of so many overlapped frames."""
    squared = np.broadcast_to(hann(n_fft) ** 2, (1, count, n_fft))
    return np.asarray(1 / np.maximum(_overlapped(squared, hop)[0], 1e-3), np.float32)


def bin_centres_hz(sample_rate: int, n_fft: int) -> NDArray[np.float64]:
    """Returns the frequencies of the bins of a real transform, with shape (K,)."""
    return np.arange(n_fft // 2 + 1, dtype=np.float64) * (sample_rate / n_fft)


def erb_rate(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the ERB-rate number of frequencies in Hz (Glasberg and Moore 1990)."""
    return 21.4 * np.log10(1 + 0.00437 * hz)


def erb_hz(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the frequency in Hz of ERB-rate numbers."""
    return (10 ** (rate / 21.4) - 1) / 0.00437


@lru_cache(maxsize=8)
def erb_centres_hz(n_bands: int = 128) -> NDArray[np.float64]:
    """Returns the centre frequencies of the bands, evenly spaced on the ERB-rate scale, with shape (N,)."""
    ends = erb_rate(np.array([LOWEST_BAND_HZ, HIGHEST_BAND_HZ]))
    return erb_hz(np.linspace(ends[0], ends[1], n_bands))


@lru_cache(maxsize=8)
def erb_bank(sample_rate: int, n_fft: int, n_bands: int = 128) -> Signal:
    """Returns triangular averaging bands with shape (N, K); each row sums to one.

    Where a band is narrower than a bin, it interpolates between the two bins around its centre.
    """
    bins_hz = bin_centres_hz(sample_rate, n_fft)
    centres_hz = erb_centres_hz(n_bands)
    rates, centres = erb_rate(bins_hz), erb_rate(centres_hz)
    bank = np.maximum(0.0, 1.0 - np.abs(rates[None] - centres[:, None]) / (centres[1] - centres[0]))
    for band in np.flatnonzero(bank.sum(axis=1) < 0.5):
        above = int(np.clip(np.searchsorted(bins_hz, centres_hz[band]), 1, len(bins_hz) - 1))
        share = (centres_hz[band] - bins_hz[above - 1]) / (bins_hz[above] - bins_hz[above - 1])
        bank[band] = 0.0
        bank[band, above - 1], bank[band, above] = 1.0 - share, share
    rows: Signal = (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


@lru_cache(maxsize=8)
def _band_positions(sample_rate: int, n_fft: int, n_bands: int) -> tuple[NDArray[np.intp], Signal]:
    centres = erb_rate(erb_centres_hz(n_bands))
    rates = erb_rate(bin_centres_hz(sample_rate, n_fft))
    place = np.clip((rates - centres[0]) / (centres[1] - centres[0]), 0, n_bands - 1.001)
    return place.astype(np.intp), (place % 1).astype(np.float32)


def bands_to_bins(values: Signal, sample_rate: int, n_fft: int) -> Signal:
    """Returns band values with shape (..., N) interpolated to bins with shape (..., K); the outermost bands hold on."""
    lower, share = _band_positions(sample_rate, n_fft, values.shape[-1])
    bins: Signal = values[..., lower] * (1 - share) + values[..., lower + 1] * share
    return bins
