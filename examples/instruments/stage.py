"""Where a sound is: when it begins, between which speakers, in what room. Shapes: C channels, T samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

SAMPLE_RATE = 48000

Signal = NDArray[np.float64]


def clock(seconds: float) -> Signal:
    """Returns the time of every sample in seconds, shape (T,)."""
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def silence(seconds: float) -> Signal:
    """Returns stereo silence, shape (2, T)."""
    return np.zeros((2, round(seconds * SAMPLE_RATE)))


def panned(mono: Signal, pan: float) -> Signal:
    """Returns a mono signal (T,) between the speakers with equal power, (2, T); ``pan`` is -1 left to 1 right."""
    angle = (pan + 1) * np.pi / 4
    return np.stack([np.cos(angle) * mono, np.sin(angle) * mono])


def place(onto: Signal, sound: Signal, at_s: float, gain: float = 1.0) -> None:
    """Adds a stereo sound to a longer one in place, from ``at_s`` on; what would pass the end is left out."""
    start = round(at_s * SAMPLE_RATE)
    length = min(sound.shape[1], onto.shape[1] - start)
    if length > 0:
        onto[:, start : start + length] += gain * sound[:, :length]


def band(signal: Signal, low_hz: float | None, high_hz: float | None, order: int = 2) -> Signal:
    """Returns what lies between two frequencies; None leaves that side open. Works along the last axis."""
    if low_hz is None:
        filters = butter(order, high_hz, "low", fs=SAMPLE_RATE, output="sos")
    elif high_hz is None:
        filters = butter(order, low_hz, "high", fs=SAMPLE_RATE, output="sos")
    else:
        filters = butter(order, (low_hz, high_hz), "band", fs=SAMPLE_RATE, output="sos")
    return sosfilt(filters, signal)


def resonance(signal: Signal, centre_hz: float, width_hz: float) -> Signal:
    """Returns the signal through a two-pole resonator with about unit gain at its centre."""
    radius = np.exp(-np.pi * width_hz / SAMPLE_RATE)
    angle = 2 * np.pi * centre_hz / SAMPLE_RATE
    gain = (1 - radius) * np.sqrt(1 - 2 * radius * np.cos(2 * angle) + radius**2)
    return sosfilt([[gain, 0, 0, 1, -2 * radius * np.cos(angle), radius**2]], signal)


def drift(rng: np.random.Generator, seconds: float, slowest_s: float) -> Signal:
    """Returns a smooth random line around 0 with unit spread, shape (T,), which turns about every ``slowest_s``."""
    times = clock(seconds)
    knots = np.arange(-2, int(seconds / slowest_s) + 4) * slowest_s
    spread = rng.standard_normal(len(knots))
    # A cosine between random heights: smooth enough for gains and pitches, and cheap at any length.
    place_in = times / slowest_s + 2
    index = place_in.astype(int)
    blend = 0.5 - 0.5 * np.cos(np.pi * (place_in - index))
    return spread[index] * (1 - blend) + spread[index + 1] * blend


def room(
    dry: Signal,
    rng: np.random.Generator,
    *,
    decay_s: float,
    wet: float,
    dark_hz: float = 6000.0,
    before_s: float = 0.012,
) -> Signal:
    """Returns a stereo sound in a room, same length: noise that dies by 60 dB in ``decay_s``, sooner in the highs."""
    times = clock(decay_s)
    noise = rng.standard_normal((2, len(times)))
    low = band(noise, 120.0, dark_hz) * 10 ** (-3 * times / decay_s)
    high = band(noise, dark_hz, None) * 10 ** (-3 * times / (0.35 * decay_s))
    response = low + 0.7 * high
    response *= np.minimum(1.0, times / 0.004)
    response /= np.sqrt(np.sum(response**2, axis=1, keepdims=True))
    late = np.stack([fftconvolve(channel, tail) for channel, tail in zip(dry, response, strict=True)])
    return dry + wet * _delayed(late, before_s)[:, : dry.shape[1]]


def _delayed(signal: Signal, by_s: float) -> Signal:
    return np.pad(signal, ((0, 0), (round(by_s * SAMPLE_RATE), 0)))


def faded(signal: Signal, in_s: float, out_s: float) -> Signal:
    """Returns a sound with smooth ends, so that a recording neither begins nor stops with a click."""
    shaped = signal.copy()
    rise, fall = round(in_s * SAMPLE_RATE), round(out_s * SAMPLE_RATE)
    if rise:
        shaped[..., :rise] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    if fall:
        shaped[..., -fall:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(fall) / fall)
    return shaped


def finished(signal: Signal, rng: np.random.Generator, peak_db: float) -> Signal:
    """Returns a recording (2, T) with its loudest sample at ``peak_db`` over a microphone's hiss at -84 dBFS."""
    signal = faded(band(signal, 18.0, None), 0.005, 0.4)
    signal = signal * (10 ** (peak_db / 20) / np.max(np.abs(signal)))
    return signal + 10 ** (-84 / 20) * rng.standard_normal(signal.shape)
