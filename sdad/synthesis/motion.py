"""Making the colour of a texture evolve, or stand still."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from sdad.audio.effects import shape_bands
from sdad.audio.spectral import Signal
from sdad.model.gestures import FRAME_SAMPLES, N_BANDS, band_levels, frame_levels_db

SLOWEST_S, FASTEST_S = 8.0, 0.5
WANDER_DB = 9.0
MOST_DB = 14.0
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
