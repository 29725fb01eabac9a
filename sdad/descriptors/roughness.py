"""Grit inside the sound: amplitude modulation too fast to follow and too slow to be a pitch."""

from __future__ import annotations

import numpy as np
import scipy.fft
import scipy.ndimage
from numpy.typing import NDArray

from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import ENVELOPE_RATE_HZ, Analysis

_CALIBRATION = 1.49
"""Makes a 1 kHz tone, fully modulated at 70 Hz, come out as 1."""
_STRONGEST_HZ = 70.0
_LASTING_S = 0.06
_TOGETHER_S = 0.17
"""Time over which bands are compared."""


def roughness(analysis: Analysis) -> float:
    """Returns the roughness, about 0 to 2: 1 for a 1 kHz tone with 100 % amplitude modulation at 70 Hz (1 asper).

    After Fastl and Zwicker (Psychoacoustics, chapter 11) and Daniel and Weber (1997): in each critical band the depth
    of the envelope's modulation, weighted towards 70 Hz and by how far neighbouring bands are modulated alike, is
    squared; bands count by their amplitude. The depth is averaged over time before it is squared, so that single clicks
    and gates, whose modulation lasts a moment, count little.
    """
    envelopes = analysis.critical_envelopes
    frames = envelopes.shape[1]
    padded = scipy.fft.next_fast_len(frames + ENVELOPE_RATE_HZ // 4)
    spectrum = scipy.fft.rfft(envelopes, padded, axis=1)
    hz = np.fft.rfftfreq(padded, 1 / ENVELOPE_RATE_HZ).astype(np.float32)
    one_sided = np.zeros((len(envelopes), padded), np.complex64)
    one_sided[:, : len(hz)] = 2 * spectrum * _weight(hz)
    modulation = scipy.fft.ifft(one_sided, axis=1)[:, :frames]
    mean = np.maximum(scipy.fft.irfft(spectrum * np.exp(-0.5 * (hz / 6.0) ** 2), padded, axis=1)[:, :frames], 0)
    audible = mean > 0.01 * mean.max()
    # The magnitude of the one-sided inverse is the modulation's momentary amplitude.
    depth = np.minimum(np.abs(modulation) / (mean + 1e-9), 1.0)
    # The harmonic mean over some cycles: a lasting modulation keeps its depth, a click and the inherent modulation of
    # noise, which come and go, lose most of theirs.
    lasting = round(_LASTING_S * ENVELOPE_RATE_HZ)
    depth = 1 / scipy.ndimage.uniform_filter1d(1 / (depth + 0.01), lasting, axis=1) - 0.01
    depth *= _alike(modulation)
    weight = np.where(audible, mean, 0) ** 0.3
    typical = (depth * weight).sum(axis=1) / (weight.sum(axis=1) + 1e-9)
    amplitude = np.sqrt(np.square(envelopes).mean(axis=1))
    # Where the bands hold next to nothing of the sound, as under 60 Hz, what leaks into them must not decide.
    whole = max(float(amplitude.sum()), float(np.sqrt(np.square(analysis.mono).mean())))
    return float(_CALIBRATION * (typical**2 * amplitude).sum() / whole)


def _alike(modulation: NDArray[np.complex64]) -> Signal:
    """Returns (N, F) from 0 to 1 how far each band's modulation (N, F) is that of itself and its neighbours together.

    1 where the neighbours keep still or move alike, 1/3 where each goes its own way: so noise, whose bands fluctuate on
    their own, is not rough, and noise that is modulated as a whole is.
    """
    window = round(_TOGETHER_S * ENVELOPE_RATE_HZ)

    def usual(values: Signal) -> Signal:
        return np.asarray(scipy.ndimage.uniform_filter1d(values, window, axis=1), np.float32)

    power = usual(modulation.real**2 + modulation.imag**2) + np.float32(1e-14)
    product = usual((modulation[1:] * modulation[:-1].conj()).real)
    most = np.sqrt(power[1:] * power[:-1])
    common, whole = power.copy(), power
    for neighbour in (slice(1, None), slice(None, -1)):
        common[neighbour] += product
        whole[neighbour] += most
    return np.asarray(np.clip(common / whole, 0, 1), np.float32)


def _weight(modulation_hz: np.ndarray) -> np.ndarray:
    ratio = modulation_hz / _STRONGEST_HZ
    audible = np.clip((modulation_hz - 12) / 10, 0, 1) * np.clip((220 - modulation_hz) / 40, 0, 1)
    return np.asarray(ratio * np.exp(1 - ratio) * audible, np.float32)
