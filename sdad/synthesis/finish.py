"""From a texture to a finished file: width, length, level and edges."""

from __future__ import annotations

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.effects import fade_edges, mend_jumps, rms
from sdad.audio.loudness import integrated_lufs, levelled, steadied, true_peak_db
from sdad.audio.spectral import Signal
from sdad.descriptors.width import Sides
from sdad.units import db_to_amplitude

FADE_IN_S, FADE_OUT_S = 0.005, 0.03
CEILING_DBTP = -1.0
FOLD_DOWN_DB = 1.4
"""Level that a take may lose at most when its two channels are added up."""
STEADY_S = 5.0
"""Time over which the level of a long take is the same throughout; what swells faster than that goes on swelling."""
WRAP_S = 0.2
"""How much of a loop its level is looked after beyond either end, where it goes on."""


def set_width(sound: Signal, sample_rate: int, percent: float) -> Signal:
    """Returns the sound with its sides turned up or down until its width is what is asked, as far as it has sides.

    They are turned up no further than where the middle alone, which is what a single loudspeaker plays, would have
    :data:`FOLD_DOWN_DB` less power than both channels have on average.
    """
    middle, side = (sound[0] + sound[1]) / 2, (sound[0] - sound[1]) / 2
    sides = Sides(sound, sample_rate)
    most = 10 ** (FOLD_DOWN_DB / 10) - 1
    low, high = 0.0, min(4.0, rms(middle) / rms(side) * most**0.5)
    for _ in range(12):
        gain = (low + high) / 2
        low, high = (gain, high) if sides.width(gain) < percent else (low, gain)
    side = side * np.float32((low + high) / 2)
    return np.stack([middle + side, middle - side])


def finish(sound: Signal, sample_rate: int, level_lufs: float) -> Audio:
    """Returns the finished audio: no DC, no lone jumps, faded edges, at its loudness, with true peaks at -1 dB at most.

    What lasts longer than twice :data:`STEADY_S` is as loud at its end as at its beginning, over that time.
    """
    edged = fade_edges(_clean(sound, sample_rate), sample_rate, FADE_IN_S, FADE_OUT_S)
    audio = Audio(np.ascontiguousarray(edged, np.float32), sample_rate)
    return levelled(steadied(audio, STEADY_S) if audio.seconds > 2 * STEADY_S else audio, level_lufs, CEILING_DBTP)


def finish_loop(sound: Signal, sample_rate: int, level_lufs: float) -> Audio:
    """Returns the finished audio of a loop: as :func:`finish`, but without edges, for it has none."""
    centred = _clean(sound, sample_rate)
    samples, beyond = sound.shape[1], round(WRAP_S * sample_rate)
    # Levelled as it is heard, going round: a limiter that holds a peak at the end must hold the beginning, too.
    round_and_round = np.pad(centred, ((0, 0), (beyond, beyond)), mode="wrap")
    wide = levelled(Audio(np.ascontiguousarray(round_and_round, np.float32), sample_rate), level_lufs, CEILING_DBTP)
    loop = Audio(np.ascontiguousarray(wide.samples[:, beyond : beyond + samples]), sample_rate)
    # As a file it is a little shorter, and stands in silence: a meter may see a peak in the step at either end.
    gain_db = min(level_lufs - integrated_lufs(loop), CEILING_DBTP - true_peak_db(loop))
    return Audio(loop.samples * np.float32(db_to_amplitude(gain_db)), sample_rate)


def _clean(sound: Signal, sample_rate: int) -> Signal:
    return mend_jumps(sound - sound.mean(axis=1, keepdims=True), sample_rate)
