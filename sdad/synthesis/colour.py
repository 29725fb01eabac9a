"""The colour of a texture: the filters that bring brightness and warmth to what is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.effects import shape_spectrum
from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis
from sdad.descriptors.timbre import brightness, warmth

MOST_TILT_DB = 3.2
"""Steepest tilt in dB per octave that brightness may use on top of the choice of grains."""
MOST_BELL_DB = 9.0
"""Highest bell about 280 Hz that warmth may use."""


@dataclass(frozen=True, slots=True)
class Colour:
    """What the spectrum should measure; None leaves a measure where it is."""

    brightness_hz: float | None = None
    warmth_db: float | None = None


@dataclass(slots=True)
class _Filtered:
    """What the colour meters look at, after a filter that has not been applied yet."""

    power: Signal
    hz: Signal


def tilt_and_bell_db(hz: NDArray[np.float64], tilt: float, bell: float) -> NDArray[np.float64]:
    """Returns the gain in dB at frequencies: a tilt about 1 kHz, held below 30 Hz and ±24 dB, and a bell at 280 Hz."""
    octaves = np.log2(np.maximum(hz, 30.0) / 1000.0)
    return np.clip(tilt * octaves, -24, 24) + bell * np.exp(-((np.log2(np.maximum(hz, 10.0) / 280.0) / 1.1) ** 2))


def colour_by_drive(
    sound: Signal, sample_rate: int, brightness_drive: float | None, warmth_drive: float | None
) -> Signal:
    """Returns the sound filtered as hard as drives from 0 to 1 say, from full cut over nothing (0.5) to full boost."""
    tilt = 0.0 if brightness_drive is None else (2 * brightness_drive - 1) * MOST_TILT_DB
    bell = 0.0 if warmth_drive is None else (2 * warmth_drive - 1) * MOST_BELL_DB
    if tilt == 0 and bell == 0:
        return sound
    return shape_spectrum(sound, sample_rate, lambda hz: tilt_and_bell_db(hz, tilt, bell))


def colour_to_target(sound: Signal, sample_rate: int, colour: Colour) -> Signal:
    """Returns the sound with the tilt and bell that bring its brightness and warmth to what is asked.

    Both are solved for at once on the sound's own spectra, since each moves the other's measure: a measure that is not
    asked for is held where it was. Newton steps with a measured Jacobian, within the bounds of the two filters.
    """
    if colour.brightness_hz is None and colour.warmth_db is None:
        return sound
    analysis = Analysis(sound, sample_rate)
    if analysis.silent:
        return sound
    # Some hundred frames tell as much about the mean colour as all of them.
    every = max(1, len(analysis.power) // 400)
    power, hz = analysis.power[::every], analysis.hz

    def measures(filters: NDArray[np.float64]) -> NDArray[np.float64]:
        gain = 10 ** (tilt_and_bell_db(hz.astype(np.float64), filters[0], filters[1]) / 10)
        filtered = _Filtered((power * gain).astype(np.float32), hz)
        return np.array([np.log2(brightness(filtered)), warmth(filtered) / 6.0])  # type: ignore[arg-type]

    start = measures(np.zeros(2))
    goal = np.array([
        start[0] if colour.brightness_hz is None else np.log2(colour.brightness_hz),
        start[1] if colour.warmth_db is None else colour.warmth_db / 6.0,
    ])  # fmt: skip
    bounds = np.array([1.25 * MOST_TILT_DB, 1.25 * MOST_BELL_DB])
    filters, now = np.zeros(2), start
    for _ in range(8):
        error = goal - now
        if np.abs(error).max() < 0.004:
            break
        nudges = (np.array([0.2, 0.0]), np.array([0.0, 0.6]))
        jacobian = np.stack([(measures(filters + nudge) - now) / nudge.max() for nudge in nudges], axis=1)
        # A little damping keeps the step small where both filters do the same to this sound.
        step = np.linalg.solve(jacobian.T @ jacobian + 1e-4 * np.eye(2), jacobian.T @ error)
        filters = np.clip(filters + step, -bounds, bounds)
        now = measures(filters)
    return shape_spectrum(sound, sample_rate, lambda bins: tilt_and_bell_db(bins, filters[0], filters[1]))
