"""The mix: how much of what was played is heard, and when. Cheap enough to be done again and again on a few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdad.audio.effects import rms, transpose
from sdad.audio.spectral import Signal
from sdad.synthesis.score import Event, Score, event_rate
from sdad.synthesis.voices import place, shaped

KNOT_S = 0.25
"""Distance of the knots of a bed's swells."""
BALANCE_DB = 20.0
"""How far cloud and beat may each be moved against the other, one up and one down."""
BED_YIELDS_DB, CLOUD_YIELDS_DB = 48.0, 36.0
"""How far the bed and what is scattered sink at the strictest rhythm: even faint, what begins between beats counts."""
SEMITONES = 5.0
"""Transposition at the ends of register."""

STRANGERS_DB = 16.0
"""How far events are turned down in a take that is held, not struck: they are from anywhere in the recordings."""
REST_DB, STRUCK_REST_DB = 60.0, 24.0
"""How far a bed sinks where it rests: where density asks for rests, and, never gone, where a take is struck."""
ARTICULATION_DB = 30.0
"""How far a bed sinks before each event at the most percussive attack."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One voice of a texture.

    ``bed`` (2, T) goes on all the time · ``strokes`` how much of what it is like is struck, 0 to 1, where nothing else
    says how bed and events are balanced, and else None · ``swells`` (K,) says where it rests first when it is broken
    up, from -inf to inf · ``sounds`` are those of the events, each (2, T) · ``sound_of`` and ``pan_of`` (STEPS,) say
    which sound a step of the pattern has, and its place from -1 to 1.
    """

    bed: Signal
    strokes: float | None
    swells: Signal
    sounds: list[Signal]
    sound_of: NDArray[np.int64]
    pan_of: Signal


@dataclass(frozen=True, slots=True)
class Material:
    """What has been played: layers that share a score, at a rate in Hz.

    ``samples`` will be heard of it, ``body`` of them before the tail; the layers may be longer, to be transposed up.
    ``sustain`` from 0 to 1 is how much of the recordings is not strokes.
    """

    layers: tuple[Layer, ...]
    score: Score
    sample_rate: int
    samples: int
    body: int
    sustain: float


@dataclass(frozen=True, slots=True)
class Balance:
    """How a material is mixed, all from 0 to 1.

    ``rhythm`` from cloud to beat · ``density`` the rate of events · ``rests`` how much of the time the bed plays, 1 for
    always · ``pulse`` the accent of the beats · ``forward`` how far scattered events come out of the bed · ``hardness``
    of the beginnings, None to let rhythm decide · ``regular`` from -1, all cloud, to 1, all beat, beyond what rhythm
    does · ``semitones`` of transposition.
    """

    rhythm: float
    density: float
    rests: float = 1.0
    pulse: float = 0.0
    forward: float = 0.0
    hardness: float | None = None
    regular: float = 0.0
    semitones: float = 0.0


def mixed(material: Material, balance: Balance, first: int = 0, last: int | None = None) -> Signal:
    """Returns samples ``first`` to ``last`` of a texture (2, T) at an effective level of 1/8."""
    ratio = 2 ** (balance.semitones / 12)
    last = material.samples if last is None else last
    start = int(first * ratio)
    stop = min(start + round((last - first) * ratio) + 64, material.layers[0].bed.shape[1])
    sound = np.zeros((2, stop - start), np.float32)
    for layer in material.layers:
        sound += _layer(material, layer, balance, start, stop, ratio)
    sound = transpose(sound, balance.semitones)[:, : last - first]
    if sound.shape[1] < last - first:
        sound = np.pad(sound, ((0, 0), (0, last - first - sound.shape[1])))
    return np.asarray(sound / np.float32(8 * rms(sound)), np.float32)


def _layer(material: Material, layer: Layer, balance: Balance, start: int, stop: int, ratio: float) -> Signal:
    """Returns one layer's bed and events, in their balance, over a stretch of the material."""
    rhythm, sustain, rate = balance.rhythm, material.sustain, material.sample_rate
    hardness, forward, rests = balance.hardness, balance.forward, balance.rests
    strangers_db, rest_db, sharpest = 0.0, REST_DB, 0.9
    if layer.strokes is not None:
        # A take that is as its place is has all of its strokes: let in slowly, a click would be its tail.
        sharpest = 1.0
        forward = max(forward, layer.strokes)
        rests *= 1 - layer.strokes
        strangers_db, rest_db = STRANGERS_DB * (1 - layer.strokes), STRUCK_REST_DB
    attack_s = 0.002 + 0.25 * (1 - rhythm) ** 2.5 * (1 - sharpest * forward)
    if hardness is not None:
        attack_s = 0.25 * (0.002 / 0.25) ** hardness
    # A rhythm is heard only where sounds have gone before the next ones come, also those that would ring or go on.
    decay_s = float(np.clip(1.6 / event_rate(balance.density), 0.1, 0.8)) * (1 - 0.75 * rhythm**2)
    sounds = [shaped(sound, attack_s, decay_s, rate) for sound in layer.sounds]
    most = event_rate(balance.density) / ratio
    between = float(10 ** (-(14 * balance.pulse + 1) / 20))
    loose, strict = (np.zeros((2, stop - start), np.float32) for _ in range(2))

    def add(stage: Signal, event: Event, which: int, gain: float) -> None:
        place(stage, sounds[which], round(event.time_s * rate) - start, gain, float(layer.pan_of[event.step]))

    for event in material.score.strict:
        if event.rate <= most:
            which = 0 if event.beat and event.chance < rhythm else int(layer.sound_of[event.step])
            add(strict, event, which, event.gain * (1.0 if event.beat else between))
    for event in material.score.loose:
        if event.rate <= most:
            add(loose, event, int(layer.sound_of[event.step]), event.gain)
    presence = 0.3 + 0.7 * forward
    tip_db = BALANCE_DB * balance.regular
    levels_db = (
        -2 - 8 * forward - BED_YIELDS_DB * rhythm**2 - 14 * (1 - sustain) * min(1.0, 0.3 + rhythm) - tip_db,
        -16 + 20 * presence + 6 * (1 - sustain) - CLOUD_YIELDS_DB * rhythm**2 - tip_db - strangers_db,
        -36 + 38 * rhythm**0.4 + 6 * (1 - sustain) + tip_db - strangers_db,
    )
    bed, scattered, beats = (np.float32(10 ** (level_db / 20)) for level_db in levels_db)
    gain = _swelling(layer.swells, rests, rest_db, start, stop, rate)
    if hardness is not None and hardness > 0.5:
        heard = [event.time_s for event in material.score.strict + material.score.loose if event.rate <= most]
        gain = gain * _articulated(heard, ARTICULATION_DB * (2 * hardness - 1), start, stop, rate)
    return np.asarray(layer.bed[:, start:stop] * (gain * bed) + loose * scattered + strict * beats, np.float32)


def _articulated(times_s: Sequence[float], depth_db: float, start: int, stop: int, sample_rate: int) -> Signal:
    """Returns a gain (T,) that sinks before each event and is back with it at once, so that the bed begins, too."""
    gain_db = np.zeros(stop - start, np.float32)
    fall, rise = round(0.15 * sample_rate), round(0.002 * sample_rate)
    dip = np.concatenate([0.5 - 0.5 * np.cos(np.linspace(0, np.pi, fall)), np.linspace(1, 0, rise)])
    for time_s in times_s:
        first = round(time_s * sample_rate) - fall - start
        low, high = max(0, first), min(len(gain_db), first + len(dip))
        if low < high:
            np.minimum(gain_db[low:high], -depth_db * dip[low - first : high - first], out=gain_db[low:high])
    return np.asarray(np.power(10, gain_db / 20), np.float32)


def _swelling(swells: Signal, rests: float, depth_db: float, start: int, stop: int, sample_rate: int) -> Signal:
    """Returns a gain (T,) that breaks the bed into swells: the sparser, the longer the rests between them."""
    share = float(np.clip(0.12 + 1.7 * rests, 0, 1))
    if share >= 1:
        return np.ones(1, np.float32)
    # The noise is cut so that the wanted share of the time lies above zero; the knots make swells of about a second.
    height = (swells - np.quantile(swells, 1 - share)) / (swells.std() + 1e-9)
    gain = np.power(10, np.clip(height * 60, -depth_db, 0) / 20, dtype=np.float32)
    knots = np.arange(len(swells)) * KNOT_S * sample_rate
    return np.asarray(np.interp(np.arange(start, stop), knots, gain), np.float32)
