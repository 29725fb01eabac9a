"""Drives to sound: what each control pushes, before anything is measured.

A *drive* from 0 to 1 is how hard a control's mechanism is pushed. Positions are what people see; the calibration turns
a position into the drive that brings it. A drive of None leaves a colour to the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sdad.audio.effects import fade_edges, rms, transpose
from sdad.audio.spectral import Signal
from sdad.synthesis.bed import Walk, play_bed
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.score import Score, compose, event_rate
from sdad.synthesis.voices import choose_onsets, play_events, voice

Drives = Mapping[str, float | None]

STRUCTURE = ("rhythm", "density", "width")
"""Controls that have a drive even on auto: the one that brings what the recordings do."""
FIRST_GUESS: dict[str, float] = {"rhythm": 0.35, "density": 0.45, "width": 0.5, "movement": 0.4}
"""Drives of the structure before a model has been calibrated, and where its recordings are too short to tell."""
COLOUR = ("brightness", "warmth", "roughness", "tension", "register")
"""Controls that the flow and the choice of grains are told about."""
ROOM_FOR_TAILS = 0.1
"""Drive of density whose rests a bed gets when space is asked for."""
BALANCE_DB = 20.0
"""How far cloud and beat may each be moved against the other, one up and one down."""
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


@dataclass(frozen=True, slots=True)
class Played:
    """A texture in two stems (2, T), in the balance of the drives, and the score whose beats it follows.

    ``cloud`` is the bed with the scattered events, ``strict`` the player who keeps to the beat.
    """

    cloud: Signal
    strict: Signal
    score: Score

    def mixed(self, regular: float = 0.0) -> Signal:
        """Returns both stems together at an effective level of 1/8; ``regular`` from -1, all cloud, to 1, all beat."""
        tip = np.float32(10 ** (BALANCE_DB * regular / 20))
        sound = self.cloud / tip + self.strict * tip
        return np.asarray(sound / np.float32(8 * rms(sound)), np.float32)


def play(instrument: Instrument, drives: Drives, form: Form, take: int) -> Played:
    """Returns a take under drives, before its finishers."""
    draw = np.random.default_rng([take, 7])
    pitch = drives.get("register")
    semitones = 0.0 if pitch is None else 2 * SEMITONES * (pitch - 0.5)
    # Transposing changes the length; playing that much longer or shorter keeps it.
    ratio = 2 ** (semitones / 12)
    stretched = replace(form, seconds=form.seconds * ratio, tail_s=form.tail_s * ratio)
    score = compose(
        draw,
        stretched.seconds,
        structure(instrument, drives, "rhythm"),
        drives.get("pulse") or 0.0,
        _density(instrument, drives),
    )
    layers = [_layer(instrument, drives, stretched, score, draw) for _ in range(form.layers)]
    samples = round((form.seconds + form.tail_s) * form.sample_rate)
    stems = []
    for voices in zip(*layers, strict=True):
        together = np.sum(voices, axis=0, dtype=np.float32) / np.sqrt(form.layers)
        stem = transpose(np.asarray(together, np.float32), semitones)
        stems.append(np.pad(stem, ((0, 0), (0, max(0, samples - stem.shape[1]))))[:, :samples])
    beats = tuple(beat / ratio for beat in score.beats_s)
    cloud, strict = stems
    return Played(cloud, strict, replace(score, beats_s=beats, beat_s=score.beat_s / ratio))


def structure(instrument: Instrument, drives: Drives, name: str) -> float:
    """Returns the drive of a control of structure: the one given, or the calibration's for auto."""
    given = drives.get(name)
    return instrument.calibration.auto.get(name, FIRST_GUESS[name]) if given is None else given


def _density(instrument: Instrument, drives: Drives) -> float:
    """Returns the drive of density; on auto it makes room for the events that a rhythm needs."""
    density = structure(instrument, drives, "density")
    if drives.get("density") is not None:
        return density
    return density + max(0.0, 0.5 - density) * structure(instrument, drives, "rhythm")


def _layer(
    instrument: Instrument, drives: Drives, form: Form, score: Score, draw: np.random.Generator
) -> tuple[Signal, Signal]:
    """Returns one voice's cloud and beat."""
    rhythm, density = structure(instrument, drives, "rhythm"), _density(instrument, drives)
    given = {name: _quantile(drive) for name in COLOUR if (drive := drives.get(name)) is not None}
    heat = temperature(form.variation)
    sustain = float(instrument.index.sustain[0])
    path = Walk(persistence(float(instrument.model.persistence), structure(instrument, drives, "movement")), heat)
    body = round(form.seconds * form.sample_rate)
    samples = round((form.seconds + form.tail_s) * form.sample_rate)
    soften = 1.0 if sustain < 0.9 else 0.5
    bed = play_bed(instrument, given, path, form.seconds, form.sample_rate, soften, draw)
    if drives.get("density") is not None or drives.get("space") is not None:
        # Rests are for those who ask for something sparse, and for rooms, which are heard where something ends; left
        # alone, a bed is continuous.
        rests = density if drives.get("density") is not None else min(density, ROOM_FOR_TAILS)
        bed *= _phrases(rests, body, form.sample_rate, draw)
    if form.tail_s > 0:
        # The bed ends with the body; what rings into the tail are the events and the room.
        bed = np.pad(fade_edges(bed, form.sample_rate, 0.0, 0.15), ((0, 0), (0, samples - body)))
    hardness = drives.get("attack")
    attack_s = 0.002 + 0.25 * (1 - rhythm) ** 2.5 if hardness is None else 0.25 * (0.002 / 0.25) ** hardness
    decay_s = float(np.clip(1.6 / event_rate(density), 0.1, 2.5))
    onsets = choose_onsets(instrument, {**given, **_attack(hardness)}, 6, heat, draw)
    sounds = [voice(instrument, onset, attack_s, decay_s, form.sample_rate) for onset in onsets]
    strict = play_events(score.strict, sounds, rhythm, samples, form.sample_rate, draw)
    loose = play_events(score.loose, sounds, 0.0, samples, form.sample_rate, draw)
    # Scattered events come forward with density or attack where those are asked for, and make way for a rhythm.
    asked = max(drives.get("density") or 0.0, drives.get("attack") or 0.0)
    presence = 0.3 + 0.7 * asked
    levels_db = (
        -2 - 4 * asked - 24 * rhythm**1.2 - 14 * (1 - sustain) * min(1.0, 0.3 + rhythm),
        -16 + 18 * presence + 6 * (1 - sustain) - 16 * rhythm,
        -20 + 22 * rhythm**0.7 + 6 * (1 - sustain),
    )
    gains = [np.float32(10 ** (level_db / 20)) for level_db in levels_db]
    return bed * gains[0] + loose * gains[1], strict * gains[2]


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
    curve = np.interp(np.arange(samples), np.linspace(0, samples, knots), gain)
    return np.asarray(curve, np.float32)
