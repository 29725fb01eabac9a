"""Drives to sound: what each control pushes, before anything is measured.

A *drive* from 0 to 1 is how hard a control's mechanism is pushed. Positions are what people see; the calibration turns
a position into the drive that brings it. A drive of None leaves a colour to the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sdad.audio.effects import dry, fade_edges, modulate, reverberate, rms, transpose
from sdad.audio.spectral import Signal
from sdad.synthesis.bed import Walk, play_bed
from sdad.synthesis.harmony import less_tense, more_tense
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.score import beat_envelope, compose, event_rate
from sdad.synthesis.voices import choose_onsets, play_events, voice

Drives = Mapping[str, float | None]

STRUCTURE = ("rhythm", "pulse", "density", "movement", "width")
"""Controls that always have a drive: on auto the calibration's own."""
FIRST_GUESS: dict[str, float] = {
    "rhythm": 0.35, "pulse": 0.2, "density": 0.45, "movement": 0.4, "width": 0.5,
}  # fmt: skip
"""Drives of the structure before a model has been calibrated."""
COLOUR = ("brightness", "warmth", "roughness", "tension", "register")
"""Controls that the flow and the choice of grains are told about."""
SEMITONES = 5.0
"""Transposition at the ends of register."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is played besides the drives: length and tail in seconds, rate, voices, how far from the recordings."""

    seconds: float
    tail_s: float = 0.0
    sample_rate: int = 48000
    layers: int = 1
    variation: float = 0.5


def temperature(variation: float) -> float:
    """Returns the temperature of the walk: 0.45 when faithful, 0.8 in the middle, 1.15 when adventurous."""
    return 0.45 + 0.7 * variation


def persistence(measured: float, movement: float) -> float:
    """Returns the correlation of successive gestures: the recordings' own, slowed down, then moved by the drive.

    Hurrying mixes many sources into one texture of which the brightest wins, so in the middle the walk goes at about a
    thirtieth of the pace that single recordings have; the ends are sixteen times slower and faster.
    """
    pace = 0.03 * (1 - measured) * 16 ** (2 * (movement - 0.4))
    return float(np.clip(1 - pace, 0.5, 0.9995))


def play(instrument: Instrument, drives: Drives, form: Form, take: int) -> Signal:
    """Returns a take (2, T) under drives, before colour, level and length are finished."""
    draw = np.random.default_rng([take, 7])
    pitch = drives.get("register")
    semitones = 0.0 if pitch is None else 2 * SEMITONES * (pitch - 0.5)
    # Transposing changes the length; playing that much longer or shorter keeps it.
    ratio = 2 ** (semitones / 12)
    stretched = replace(form, seconds=form.seconds * ratio, tail_s=form.tail_s * ratio)
    voices = [_layer(instrument, drives, stretched, draw) for _ in range(form.layers)]
    together = np.sum(voices, axis=0, dtype=np.float32) / np.sqrt(form.layers)
    sound = transpose(np.asarray(together, np.float32), semitones)
    samples = round((form.seconds + form.tail_s) * form.sample_rate)
    sound = np.pad(sound, ((0, 0), (0, max(0, samples - sound.shape[1]))))[:, :samples]
    return _colour(_room(sound, drives, form.sample_rate, draw), drives, form.sample_rate, draw)


def structure(instrument: Instrument, drives: Drives, name: str) -> float:
    """Returns the drive of a control of structure: the one given, or the calibration's for auto."""
    given = drives.get(name)
    return instrument.calibration.auto.get(name, FIRST_GUESS[name]) if given is None else given


def _layer(instrument: Instrument, drives: Drives, form: Form, draw: np.random.Generator) -> Signal:
    rhythm, pulse, density, movement = (
        structure(instrument, drives, name) for name in ("rhythm", "pulse", "density", "movement")
    )
    given = {name: _quantile(drive) for name in COLOUR if (drive := drives.get(name)) is not None}
    heat = temperature(form.variation)
    sustain = float(instrument.index.sustain[0])
    path = Walk(persistence(float(instrument.model.persistence), movement), heat)
    body = round(form.seconds * form.sample_rate)
    samples = round((form.seconds + form.tail_s) * form.sample_rate)
    soften = 1.0 if sustain < 0.9 else 0.5
    bed = play_bed(instrument, given, path, form.seconds, form.sample_rate, soften, draw)
    bed *= _phrases(density, body, form.sample_rate, draw)
    if form.tail_s > 0:
        # The bed ends with the body; what rings into the tail are the events and the room.
        bed = np.pad(fade_edges(bed, form.sample_rate, 0.0, 0.15), ((0, 0), (0, samples - body)))
    score = compose(draw, form.seconds, rhythm, pulse, density)
    hardness = drives.get("attack")
    attack_s = 0.002 + 0.25 * (1 - rhythm) ** 2.5 if hardness is None else 0.25 * (0.002 / 0.25) ** hardness
    decay_s = float(np.clip(1.6 / event_rate(density), 0.1, 2.5))
    onsets = choose_onsets(instrument, {**given, **_attack(hardness)}, 6, heat, draw)
    sounds = [voice(instrument, onset, attack_s, decay_s, form.sample_rate) for onset in onsets]
    events = play_events(instrument, score, onsets, sounds, rhythm, samples, form.sample_rate, draw)
    bed_db = -2 - 24 * rhythm**1.2 - 14 * (1 - sustain) * min(1.0, 0.3 + rhythm)
    events_db = -14 + 16 * rhythm**0.7 + 6 * (1 - sustain)
    mix = bed * np.float32(10 ** (bed_db / 20)) + events * np.float32(10 ** (events_db / 20))
    depth = 1 - (1 - pulse) ** 1.5
    return np.asarray(mix * beat_envelope(score, samples, form.sample_rate, depth), np.float32)


def _quantile(drive: float) -> float:
    """Returns the quantile that a drive asks the flow and the grains for, a little past either end."""
    return float(np.clip(0.5 + 1.2 * (drive - 0.5), -0.1, 1.1))


def _attack(hardness: float | None) -> dict[str, float]:
    return {} if hardness is None else {"attack": 0.3 + 0.7 * hardness}


def _phrases(density: float, samples: int, sample_rate: int, draw: np.random.Generator) -> Signal:
    """Returns a gain (T,) that breaks the bed into swells: the sparser, the longer the rests between them."""
    share = float(np.clip(0.25 + 1.5 * density, 0, 1))
    if share >= 1:
        return np.ones(samples, np.float32)
    knots = max(4, int(samples / sample_rate / 0.25) + 2)
    # Slow noise, cut so that the wanted share of the time lies above zero, then softened to swells of about a second.
    noise = np.convolve(draw.standard_normal(knots + 8), np.hanning(9), "valid")[:knots]
    height = (noise - np.quantile(noise, 1 - share)) / (noise.std() + 1e-9)
    gain = 10 ** (np.clip(height * 40, -40, 0) / 20)
    return np.asarray(np.interp(np.arange(samples), np.linspace(0, samples, knots), gain), np.float32)


def _room(sound: Signal, drives: Drives, sample_rate: int, draw: np.random.Generator) -> Signal:
    space = drives.get("space")
    if space is None:
        return sound
    if space < 0.3:
        return dry(sound, sample_rate, (0.3 - space) / 0.3)
    amount = (space - 0.3) / 0.7
    if amount < 0.02:
        return sound
    return reverberate(sound, sample_rate, 0.4 * 20**amount, min(0.9, 0.9 * amount**0.7), draw)


def _colour(sound: Signal, drives: Drives, sample_rate: int, draw: np.random.Generator) -> Signal:
    tension, roughness = drives.get("tension"), drives.get("roughness")
    if tension is not None and tension > 0.6:
        sound = more_tense(sound, sample_rate, (tension - 0.6) / 0.4)
    elif tension is not None and tension < 0.4:
        sound = less_tense(sound, sample_rate, (0.4 - tension) / 0.4)
    if roughness is not None and roughness > 0.5:
        sound = modulate(sound, sample_rate, 66.0, min(1.0, (roughness - 0.5) / 0.5), draw)
    return sound / np.float32(8 * rms(sound))
