"""The continuous part of a texture: grains that follow the model's target, by two readers at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter

from sdad.audio.effects import even_level, rms, shape_bands, soften_transients, transpose
from sdad.audio.spectral import Signal
from sdad.model.gestures import (
    CONDITIONS,
    FRAME_SAMPLES,
    FRAMES,
    band_levels,
    frame_levels_db,
    relative,
    windows_at,
)
from sdad.synthesis.assemble import assemble, slot_samples
from sdad.synthesis.blend import Player
from sdad.synthesis.grains import HOP_FRAMES, UNIT_FRAMES
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.select import Taste, Units, choose
from sdad.synthesis.trajectory import decode_path, smoothed, steps_for, walk

ATTRIBUTE_WEIGHT = 0.8
"""Weight of missing what a slider asks for, against the typical distance of two grains: what makes sliders obey."""
SUSTAIN_WEIGHT, FREE_SUSTAIN_WEIGHT = 0.9, 0.3
"""Weight of choosing grains that begin nothing: where controls are to decide what begins and when, and else."""
LONGEST_RUN = 8
"""Slots of 128 ms that a reader follows one recording for, at the most, at the middle of variation."""
BEHIND_DB = 12.0
"""How far the second reader lies under the first at variation 0; from the middle on they are equals."""
OWN_PITCH_CENTS = (8.0, 14.0)
"""How far each reader lies off the recordings' pitch at the middle of variation, both to the same side. Apart by more,
they beat; on two sides, their sum would be at the recordings' pitch again."""
READER_LEAN = 0.5
"""Gain of a reader on the side that it leans away from."""
FURTHEST_TURN = np.pi / 3
"""Angle by which an adventurous walk begins away from its place in the recordings."""
FITS = 0.15
"""How far off a quantile that is asked for a place still fits it well."""
BOOST_DB, CUT_DB = 6.0, 15.0
GUARD_DB = 50.0
"""Nothing is boosted that lies further than this below its grain's level: a boost there only lifts the noise floor."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How the texture wanders.

    ``persistence`` is the correlation of successive gestures, ``temperature`` how far they are from the typical,
    ``variation`` from 0 to 1 how far their sound is from that of one stretch of a recording, ``stray`` from 0 to 1 how
    far from its beginning it comes in the end. ``share`` from 0 to 1 says how far into all that fits the place lies at
    which it begins; ``free`` that no control shapes it.
    """

    persistence: float
    temperature: float
    variation: float = 0.5
    stray: float = 1.0
    share: float = 0.0
    free: bool = False

    @property
    def homing(self) -> float:
        """How strictly it keeps to the recording in which it begins: 1 up to the middle of variation, 0 at its end."""
        return min(1.0, 2 * (1 - self.variation))


@dataclass(frozen=True, slots=True)
class Bed:
    """What goes on all the time: ``sound`` (2, T).

    ``strokes`` is how much of where it begins is struck, not held, 0 to 1, and ``homes`` the recording of each
    part in which it begins; None where controls shape it.
    """

    sound: Signal
    strokes: float | None
    homes: tuple[int | None, ...]


def run_lengths(variation: float) -> tuple[int, int]:
    """Returns the least and the greatest length of a run, in slots of 128 ms, at a variation from 0 to 1."""
    longest = round(LONGEST_RUN * 3 ** (1 - 2 * variation))
    return max(1, longest // 4), longest


def play_bed(
    player: Player,
    given: dict[str, float],
    path: Walk,
    seconds: float,
    sample_rate: int,
    soften: float,
    draw: np.random.Generator,
) -> Bed:
    """Returns the bed, at an effective level of 1/8.

    The parts of a blend take the same steps, each from its own beginning, and follow the mean of what their models
    decode; each plays grains of its own recordings.

    Args:
        player: What plays.
        given: Quantiles that the colour sliders ask for, by condition; others are left to the flow.
        path: How the walk goes.
        seconds: Length.
        sample_rate: 48000 or 96000.
        soften: How far transients are held back, 0 to 1.
        draw: Where the randomness comes from.
    """
    samples = round(seconds * sample_rate)
    side = draw.choice((-1, 1))
    speeds = [2 ** (side * 2 * path.variation * cents / 1200) for cents in OWN_PITCH_CENTS]
    slots = int(-(-samples * max(1.0, *speeds) // slot_samples(sample_rate))) + 2
    frames = slots * HOP_FRAMES + UNIT_FRAMES
    held = {**given, "attack": 0.2}
    widest = max(part.instrument.model.config.latent for part in player.parts)
    steps = draw.standard_normal((steps_for(frames), widest), np.float32)
    target, strokes = np.zeros((), np.float32), 0.0
    homes: list[int | None] = []
    for instrument, weight in player.parts:
        unit = _place(instrument, given if path.free else held, path.share)
        homes.append(int(instrument.index.recording[unit]) if path.free else None)
        if homes[-1] is not None:
            strokes += weight * instrument.strokes(homes[-1])
        own_steps = steps[:, : instrument.model.config.latent]
        start = _beginning(instrument, held, unit, own_steps[0], path)
        points = walk(own_steps, start, path.persistence, path.temperature, path.stray)
        target = target + np.float32(weight) * decode_path(instrument.model, points, held, frames)
    sound = np.zeros((2, samples), np.float32)
    # Each part has its own randomness: what one plays is the same whoever plays beside it.
    for (instrument, weight), home, own in zip(player.parts, homes, draw.spawn(len(player.parts)), strict=True):
        read = _read(instrument, home, given, target, path, speeds, samples, sample_rate, own)
        read = _transplant(instrument, read, target[HOP_FRAMES // 2 :], sample_rate)
        sound += read * np.float32(np.sqrt(weight) / (8 * rms(read)))
    if soften > 0:
        sound = soften_transients(sound, sample_rate, soften)
    sound = even_level(sound, sample_rate)
    return Bed(sound / (8 * np.float32(rms(sound))), strokes if path.free else None, tuple(homes))


def _place(instrument: Instrument, given: dict[str, float], share: float) -> int:
    """Returns the unit that lies a share, from 0 to 1, into all units, each as long as it fits what sliders ask for."""
    attributes = instrument.index.attributes
    misses = np.zeros(len(attributes))
    for name, quantile in given.items():
        misses += np.square((attributes[:, CONDITIONS.index(name)] - quantile) / FITS)
    heap = np.cumsum(np.exp(misses.min() - misses))
    return min(int(np.searchsorted(heap, share * heap[-1])), len(heap) - 1)


def _beginning(instrument: Instrument, held: dict[str, float], unit: int, fresh: Signal, path: Walk) -> Signal:
    """Returns the base point (D,) at which a walk begins: that of a place in the recordings, or a turn away from it.

    What a take is like is decided where it begins. Up to the middle of variation it is the place itself; from there on
    it is turned towards a ``fresh`` point (D,) that the flow thinks as likely.
    """
    index = instrument.index
    samples = instrument.recordings.samples(int(index.recording[unit]))
    first = max(0, int(index.frame[unit]) - (FRAMES - UNIT_FRAMES) // 2)
    bands = band_levels(samples[:, first * FRAME_SAMPLES : (first + FRAMES) * FRAME_SAMPLES], 48000)
    gesture, _ = relative(windows_at(bands, [0]))
    turn = FURTHEST_TURN * max(0.0, 2 * path.variation - 1)
    point = instrument.model.locate(gesture, dict(held))[0]
    return np.asarray(np.cos(turn) * point + np.sin(turn) * path.temperature * fresh, np.float32)


def _read(
    instrument: Instrument,
    home: int | None,
    given: dict[str, float],
    target: Signal,
    path: Walk,
    speeds: list[float],
    samples: int,
    sample_rate: int,
    draw: np.random.Generator,
) -> Signal:
    """Returns grains (2, T) of one instrument that follow a target (frames, N), by one reader per speed."""
    index, slot = instrument.index, slot_samples(sample_rate)
    windows = np.lib.stride_tricks.sliding_window_view(target, UNIT_FRAMES, axis=0)
    slots = (len(target) - UNIT_FRAMES) // HOP_FRAMES
    asked = {name: (min(1.0, max(0.0, value)), ATTRIBUTE_WEIGHT) for name, value in given.items() if name in CONDITIONS}
    sustain = FREE_SUSTAIN_WEIGHT if path.free else SUSTAIN_WEIGHT
    sound = np.zeros((2, samples + slot), np.float32)
    chosen: Units | None = None
    for reader, speed in enumerate(speeds):
        shortest, longest = run_lengths(path.variation)
        run = int(draw.integers(shortest, longest + 1))
        # Two readers in one recording are consonant; apart they make chords of whatever meets. Tension decides.
        company = 1.2 * (1 - given.get("tension", 0.6))
        wishes = {**asked, "attack": (0.05, sustain)}
        taste = Taste(wishes, run=run, company=company, home=home, homing=path.homing)
        # Whoever reads faster is past a place sooner.
        heard = np.minimum((np.arange(slots) * HOP_FRAMES / speed).round().astype(int), len(windows) - 1)
        wanted = index.features_of(np.ascontiguousarray(windows[heard].transpose(0, 2, 1)))
        chosen = choose(index, wanted, taste, draw, chosen)
        voice = assemble(
            index, lambda which: instrument.recordings.samples(which, sample_rate), chosen, wanted, sample_rate, draw
        )
        # The second reader lies half a slot later, so that the joins of the two never fall together.
        late = reader * slot // 2
        voice = transpose(voice, 12 * np.log2(speed))[:, : samples + slot - late]
        # Each reader leans to its own side, so that recordings in mono have sides to widen, too.
        sides = np.array([[1.0], [READER_LEAN]] if reader == 0 else [[READER_LEAN], [1.0]], np.float32)
        gain = 10 ** (-reader * BEHIND_DB * max(0.0, 1 - 2 * path.variation) / 20)
        sound[:, late : late + voice.shape[1]] += sides * voice * np.float32(gain / (8 * rms(voice)))
    return sound[:, slot // 2 : slot // 2 + samples]


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
