"""Changes in time: making colour evolve or stand still, beginnings slow, and the level of each band even."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from sdad.audio.effects import shape_bands
from sdad.audio.spectral import Signal
from sdad.model.gestures import FRAME_SAMPLES, N_BANDS, band_levels, frame_levels_db

SLOWEST_S, FASTEST_S = 8.0, 0.5
WANDER_DB = 9.0
MOST_DB = 14.0
EVEN_DB = 24.0
RISE_DB = 45.0
"""What lies further than this under the loudest counts as silence, from which a beginning rises."""
_BAND_SPREAD = 6.0
"""Smoothing across the bands: a twelfth of them, so that colour moves and partials stay."""


def move_colour(sound: Signal, sample_rate: int, amount: float, draw: np.random.Generator) -> Signal:
    """Returns the sound with the slow changes of its spectral shape turned down or up; ``amount`` from -1 to 1.

    Below 0 what departs from the mean shape over more than half a second is taken back; above 0 it is exaggerated, and
    a slow wandering of the bands is added for sounds that do not move by themselves.
    """
    scale = sample_rate // 48000
    bands = band_levels(sound, sample_rate)
    frames_per_second = 48000 / FRAME_SAMPLES
    level = frame_levels_db(bands)[:, None]
    # Frames far under the loudest have no colour to speak of; the floor keeps them from counting as movement.
    shape = np.maximum(bands - np.maximum(level, level.max() - 40), -60.0)
    shape = gaussian_filter1d(shape, _BAND_SPREAD, axis=1, mode="nearest")
    slow = gaussian_filter1d(shape, FASTEST_S * frames_per_second / 2, axis=0, mode="nearest")
    departure = slow - slow.mean(axis=0)
    gain = amount * departure
    if amount > 0:
        knots = max(2, int(len(bands) / frames_per_second / (SLOWEST_S / 6)) + 2)
        noise = gaussian_filter1d(draw.standard_normal((knots, N_BANDS)), 14, axis=1, mode="nearest")
        noise /= noise.std() + 1e-9
        time = np.linspace(0, knots - 1, len(bands))
        whole, part = time.astype(int), (time % 1)[:, None]
        # Raised cosines between the knots: no corners that would be heard as beginnings.
        ease = 0.5 - 0.5 * np.cos(np.pi * part)
        wander = noise[whole] * (1 - ease) + noise[np.minimum(whole + 1, knots - 1)] * ease
        gain = gain + amount * WANDER_DB * wander
    bounded = MOST_DB * np.tanh(gain / MOST_DB)
    return shape_bands(sound, sample_rate, bounded.astype(np.float32), FRAME_SAMPLES * scale)


def slow_down_rises(sound: Signal, sample_rate: int, rise_s: float, *, from_silence: bool) -> Signal:
    """Returns the sound with no band rising faster than by 45 dB in ``rise_s``: beginnings become swells.

    ``from_silence``: whether the sound's own beginning is one.
    """
    scale = sample_rate // 48000
    # Over broad bands, since close partials beat, and each of them alone would not show it.
    power = np.power(10, band_levels(sound, sample_rate) / 10, dtype=np.float32)
    bands = 10 * np.log10(gaussian_filter1d(power, 1.5 * _BAND_SPREAD, axis=1, mode="nearest") + 1e-12)
    held = np.maximum(bands, np.percentile(bands, 98, axis=0) - RISE_DB)
    step = np.float32(RISE_DB * FRAME_SAMPLES / 48000 / rise_s)
    limited = held.copy()
    if from_silence:
        limited[0] = np.minimum(held[0], held.max(axis=0) - RISE_DB)
    for frame in range(1, len(held)):
        np.minimum(held[frame], limited[frame - 1] + step, out=limited[frame])
    return shape_bands(sound, sample_rate, (limited - held).astype(np.float32), FRAME_SAMPLES * scale)


def even_out(sound: Signal, sample_rate: int, amount: float) -> Signal:
    """Returns the sound with the fast changes of level in each band taken back; ``amount`` from 0 to 1.

    Against the level over 1.5 s, and not where there is nothing but the floor to lift.
    """
    bands = band_levels(sound, sample_rate)
    power = np.power(10, bands / 10, dtype=np.float32)
    broad = 10 * np.log10(gaussian_filter1d(power, _BAND_SPREAD, axis=1, mode="nearest") + 1e-12)
    held = np.maximum(broad, np.percentile(broad, 98, axis=0) - RISE_DB)
    usual = gaussian_filter1d(held, 0.75 * 48000 / FRAME_SAMPLES, axis=0, mode="nearest")
    gain = np.asarray(amount * np.clip(usual - held, -EVEN_DB, EVEN_DB), np.float32)
    return shape_bands(sound, sample_rate, gain, FRAME_SAMPLES * sample_rate // 48000)
