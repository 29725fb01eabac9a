"""How far the sound spreads between the speakers."""

from __future__ import annotations

import numpy as np

from sdad.audio.spectral import Signal, stft

_BANDS_HZ = np.geomspace(60.0, 16000.0, 13)


def width(samples: Signal, sample_rate: int) -> float:
    """Returns one minus the correlation of the channels in percent, 0 to 100, for samples (C, T).

    The channels are first brought to the same energy, so that a balance is no width. Correlation is taken in 12 bands
    and averaged by the bands' loudness, for the bass alone would decide otherwise. Anti-phase counts as 100, and so
    does what is wholly unrelated; one channel, or one silent channel, is 0.
    """
    if len(samples) < 2:
        return 0.0
    energy = np.square(samples[:2], dtype=np.float64).sum(axis=1)
    if energy.min() <= 1e-5 * energy.max():
        return 0.0
    n_fft = 1024 if sample_rate < 64000 else 2048
    left, right = stft(samples[:2] / np.sqrt(energy / samples.shape[1]).astype(np.float32)[:, None], n_fft, n_fft)
    hz = np.fft.rfftfreq(n_fft, 1 / sample_rate)
    cross = (left.real * right.real + left.imag * right.imag).sum(axis=0, dtype=np.float64)
    both = ((left.real**2 + left.imag**2 + right.real**2 + right.imag**2) / 2).sum(axis=0, dtype=np.float64)
    places = np.searchsorted(hz, _BANDS_HZ)
    places = places[: int((places < len(hz)).sum())]
    band_cross, band_both = np.add.reduceat(cross, places)[:-1], np.add.reduceat(both, places)[:-1]
    correlation = band_cross / (band_both + 1e-12)
    return float(np.clip(100 * (1 - np.average(correlation, weights=band_both**0.3)), 0, 100))
