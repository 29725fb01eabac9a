"""What a trained model has to stand before it plays: fixed takes, and how near it is to the recordings."""

from __future__ import annotations

import numpy as np

from sdad.audio.spectral import Signal
from sdad.model.generative import GenerativeModel
from sdad.synthesis.colour import Colour
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.play import Drives, Form, play
from sdad.synthesis.texture import Texture

TAKES: dict[int, Drives] = {910_001: {}, 910_002: {"brightness": 0.5}, 910_003: {}, 910_004: {"register": 0.5}}
"""Takes that are played of every model, far from those that people ask for, and the drives that they are under."""
LEAST_DB = -50.0
"""Ordinary takes have -18 dBFS before they are given their level."""
MOST_OFFSET = 0.25
"""Share of the sound's level that may be a constant. Ordinary takes stay under 0.03."""
MUCH_FURTHER = 1.5
"""Times the distance of the version before, from which on a new one does not take its place by itself. Trainings that
went on from a version came to 0.5 to 1.04 times its distance on four sets of recordings, whatever had come or gone; an
autoencoder that has forgotten everything came to 1.7 to 2.5 times on three of them."""
GESTURES = 512
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)


def fault_of(instrument: Instrument, seconds: float) -> str | None:
    """Returns what is wrong with the fixed takes of an instrument, as the end of a sentence; None when nothing is."""
    for take, drives in TAKES.items():
        texture = Texture(instrument, play(instrument, drives, Form(seconds), take), take)
        sound = texture.widened(texture.sound(drives, Colour()), drives, None)
        if not np.isfinite(sound).all():
            return "plays what is no number"
        level = float(np.sqrt((sound.astype(np.float64) ** 2).mean()))
        if 20 * np.log10(level + 1e-12) < LEAST_DB:
            return "plays nothing that can be heard"
        if np.abs(sound.mean(axis=1)).max() > MOST_OFFSET * level:
            return "plays with a constant offset"
    return None


def distance_db(model: GenerativeModel, bands: Signal) -> float:
    """Returns how far what a model brings forth lies from the gestures (B, F, N) of recordings.

    It is the mean distance of the quantiles of each band's level. The same model and gestures give the same number.
    """
    points = np.random.default_rng(0).standard_normal((GESTURES, model.config.latent)).astype(np.float32)
    return float(np.abs(_quantiles(model.decode(model.sample(points, {}))) - _quantiles(bands)).mean())


def _quantiles(bands: Signal) -> Signal:
    # Every third cell is enough, and takes a tenth of a second.
    levels: Signal = np.quantile(bands.reshape(-1, bands.shape[-1])[::3], QUANTILES, axis=0)
    return levels
