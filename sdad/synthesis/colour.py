"""The colour of a texture: the filters that bring brightness and warmth to what is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from sdad.audio.effects import shape_spectrum
from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import Analysis
from sdad.descriptors.timbre import brightness, warmth

MOST_TILT_DB = 3.2
"""Steepest tilt in dB per octave that brightness may use on top of the choice of grains."""
MOST_BELL_DB = 9.0
"""Highest bell about 280 Hz that warmth may use."""
FURTHER = 1.75
"""How far past those bounds a value that is asked for may take the filters."""
MOST_LIFT_DB = 30.0
"""The highest bell where brightness is asked for: it has to give back what a steep tilt takes from the low mids."""
LEAST_MOVE_DB = 0.01
"""Step of the filters, in dB per octave and in dB, that is not worth taking."""
FRAMES, LONG_FRAMES = 200, 60
"""Spectra, short and long, that tell as much about the mean colour of a sound as all of them."""
HOLD = 0.8
"""Weight of what is not asked for, against what is."""


@dataclass(frozen=True, slots=True)
class Colour:
    """What the spectrum should measure; where both are None it is left as it is.

    The ``usual`` values are where the one that is not asked for is drawn to while the other moves: dark material tends
    to be warm, and without this each slider would drag the other along.
    """

    brightness_hz: float | None = None
    warmth_db: float | None = None
    usual_brightness_hz: float | None = None
    usual_warmth_db: float | None = None

    @property
    def asked(self) -> bool:
        """Whether anything is to be reached."""
        return self.brightness_hz is not None or self.warmth_db is not None

    @property
    def held(self) -> dict[str, float | None]:
        """What is to be held, by control: the one that is not asked for, where the other is."""
        if not self.asked:
            return {}
        usual = {"brightness": self.usual_brightness_hz, "warmth": self.usual_warmth_db}
        asked = {"brightness": self.brightness_hz, "warmth": self.warmth_db}
        return {name: usual[name] for name, value in asked.items() if value is None}


@dataclass(slots=True)
class _Filtered:
    """What the colour meters look at, after a filter that has not been applied yet."""

    power: Signal
    hz: Signal
    long_power: Signal
    long_hz: Signal

    def colour_power(self) -> Signal:
        """Returns the power spectra (F, K) that brightness looks at: all there are."""
        return self.power

    def mean_power(self) -> Signal:
        """Returns the mean (K,) of the long power spectra, at which warmth looks."""
        return self.long_power


def tilt_and_bell_db(hz: Signal, tilt: float, bell: float) -> Signal:
    """Returns the gain in dB at frequencies: a tilt about 1 kHz, held below 30 Hz and ±24 dB, and a bell at 280 Hz."""
    octaves = np.log2(np.maximum(hz, 30.0) / 1000.0)
    around = np.log2(np.maximum(hz, 10.0) / 280.0) / 1.1
    return np.asarray(np.clip(tilt * octaves, -24, 24) + bell * np.exp(-(around**2)), np.float32)


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

    Both are solved for at once on the sound's own spectra, since each moves the other's measure; what is not asked for
    gives way to what is where the two filters, within their bounds, cannot do both. Quasi-Newton steps from a measured
    Jacobian.
    """
    if not colour.asked:
        return sound
    analysis = Analysis(sound, sample_rate)
    if analysis.silent:
        return sound
    power, hz = analysis.colour_power(FRAMES), analysis.hz
    long_power, long_hz = analysis.mean_power(LONG_FRAMES), analysis.long_hz

    def measures(filters: NDArray[np.float64]) -> NDArray[np.float64]:
        # Plain numbers leave the curve in single precision, which takes half the time.
        gain, long_gain = (
            np.power(10, tilt_and_bell_db(bins, *filters.tolist()) / 10, dtype=np.float32) for bins in (hz, long_hz)
        )
        filtered = _Filtered(power * gain, hz, long_power * long_gain, long_hz)
        return np.array([np.log2(brightness(filtered)), warmth(filtered) / 6.0])  # type: ignore[arg-type]

    start = measures(np.zeros(2))
    bright = colour.usual_brightness_hz if colour.brightness_hz is None else colour.brightness_hz
    warm = colour.usual_warmth_db if colour.warmth_db is None else colour.warmth_db
    goal = np.array([
        start[0] if bright is None else np.log2(bright),
        start[1] if warm is None else warm / 6.0,
    ])  # fmt: skip
    weights = np.array([
        HOLD if colour.brightness_hz is None else 1.0,
        HOLD if colour.warmth_db is None else 1.0,
    ])  # fmt: skip
    bell = FURTHER * MOST_BELL_DB if colour.brightness_hz is None else MOST_LIFT_DB
    bounds = np.array([FURTHER * MOST_TILT_DB, bell])
    filters, now = np.zeros(2), start
    nudges = (np.array([0.2, 0.0]), np.array([0.0, 0.6]))
    jacobian = np.stack([weights * (measures(nudge) - start) / nudge.max() for nudge in nudges], axis=1)
    for _ in range(8):
        error = weights * (goal - now)
        moved = _step(jacobian, error, -bounds - filters, bounds - filters)
        if np.abs(error).max() < 0.004 or np.abs(moved).max() < LEAST_MOVE_DB:
            break
        filters = filters + moved
        before, now = now, measures(filters)
        # What a step has done tells how the next one goes (Broyden 1965): the Jacobian is measured once.
        jacobian += np.outer(weights * (now - before) - jacobian @ moved, moved) / (moved @ moved)
    return shape_spectrum(sound, sample_rate, lambda bins: tilt_and_bell_db(bins, *filters.tolist()))


def _step(
    jacobian: NDArray[np.float64], error: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns the step of the filters within bounds that leaves the least error.

    A little damping keeps it small where both filters do the same to this sound.
    """
    damped = np.vstack([jacobian, 0.01 * np.eye(2)])
    step: NDArray[np.float64] = lsq_linear(damped, [*error, 0, 0], bounds=(low, high), method="bvls").x
    return step
