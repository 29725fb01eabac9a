"""The continuous part of a texture: grains that follow the model's target, by two readers at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter

from sdad.audio.effects import even_level, rms, shape_bands, soften_transients
from sdad.audio.spectral import Signal
from sdad.model.gestures import CONDITIONS, FRAME_SAMPLES, band_levels, frame_levels_db
from sdad.synthesis.assemble import assemble, slot_samples
from sdad.synthesis.grains import HOP_FRAMES, UNIT_FRAMES
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.select import Taste, Units, choose
from sdad.synthesis.trajectory import decode_path, smoothed, steps_for, walk

ATTRIBUTE_WEIGHT = 0.8
"""Weight of missing what a slider asks for, against the typical distance of two grains: what makes sliders obey."""
SUSTAIN_WEIGHT = 0.9
READER_LEAN = 0.5
"""Gain of a reader on the side that it leans away from."""
BOOST_DB, CUT_DB = 6.0, 15.0
GUARD_DB = 50.0
"""Nothing is boosted that lies further than this below its grain's level: a boost there only lifts the noise floor."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How the texture wanders: correlation of successive gestures, and how far from the typical."""

    persistence: float
    temperature: float


def play_bed(
    instrument: Instrument,
    given: dict[str, float],
    path: Walk,
    seconds: float,
    sample_rate: int,
    soften: float,
    draw: np.random.Generator,
) -> Signal:
    """Returns the bed (2, T) at an effective level of 1/8.

    Args:
        instrument: What plays.
        given: Quantiles that the colour sliders ask for, by condition; others are left to the flow.
        path: How the walk goes.
        seconds: Length.
        sample_rate: 48000 or 96000.
        soften: How far transients are held back, 0 to 1.
        draw: Where the randomness comes from.
    """
    model, index = instrument.model, instrument.index
    samples = round(seconds * sample_rate)
    slot = slot_samples(sample_rate)
    slots = -(-samples // slot) + 1
    frames = slots * HOP_FRAMES + UNIT_FRAMES
    points = walk(draw, steps_for(frames), model.config.latent, path.persistence, path.temperature)
    target = decode_path(model, points, {**given, "attack": 0.2}, frames)
    windows = np.lib.stride_tricks.sliding_window_view(target, UNIT_FRAMES, axis=0)[::HOP_FRAMES][:slots]
    wanted = index.features_of(np.ascontiguousarray(windows.transpose(0, 2, 1)))
    asked = {name: (min(1.0, max(0.0, value)), ATTRIBUTE_WEIGHT) for name, value in given.items() if name in CONDITIONS}
    sound = np.zeros((2, slots * slot), np.float32)
    chosen: Units | None = None
    for reader in range(2):
        run = int(draw.integers(2, 9))
        # Two readers in one recording are consonant; apart they make chords of whatever meets. Tension decides.
        company = 1.2 * (1 - given.get("tension", 0.6))
        taste = Taste(wanted={**asked, "attack": (0.05, SUSTAIN_WEIGHT)}, run=run, company=company)
        chosen = choose(index, wanted, taste, draw, chosen)
        voice = assemble(
            index, lambda which: instrument.recordings.samples(which, sample_rate), chosen, wanted, sample_rate, draw
        )
        # The second reader lies half a slot later, so that the joins of the two never fall together.
        late = reader * slot // 2
        # Each reader leans to its own side, so that recordings in mono have sides to widen, too.
        sides = np.array([[1.0], [READER_LEAN]] if reader == 0 else [[READER_LEAN], [1.0]], np.float32)
        sound[:, late:] += sides * voice[:, : voice.shape[1] - late] / np.float32(8 * rms(voice))
    sound = sound[:, slot // 2 : slot // 2 + samples]
    sound = _transplant(instrument, sound, target[HOP_FRAMES // 2 :], sample_rate)
    if soften > 0:
        sound = soften_transients(sound, sample_rate, soften)
    sound = even_level(sound, sample_rate)
    return sound / (8 * np.float32(rms(sound)))


def _transplant(instrument: Instrument, sound: Signal, target: Signal, sample_rate: int) -> Signal:
    """Returns the sound with its spectrum moved from what the grains say towards what the model decoded.

    The gain is target minus grain, both after the same loss of detail, smoothed, cut harder than boosted, and the same
    on both channels.
    """
    bands = band_levels(sound, sample_rate)
    count = min(len(bands), len(target))
    bands = bands[:count]
    gain = target[:count] - smoothed(instrument.model, bands)
    gain = uniform_filter(gain - np.median(gain), (3, 5))
    gain = np.where(gain > 0, BOOST_DB * np.tanh(gain / BOOST_DB), CUT_DB * np.tanh(gain / CUT_DB))
    level = frame_levels_db(bands)
    above_floor = bands - np.maximum(level, level.max() - 40)[:, None] + GUARD_DB
    gain = np.where(gain > 0, gain * np.clip(above_floor / 12, 0, 1), gain).astype(np.float32)
    return shape_bands(sound, sample_rate, gain, FRAME_SAMPLES * sample_rate // 48000)
