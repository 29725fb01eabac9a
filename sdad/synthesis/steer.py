"""Finishers: each moves one descriptor of a played texture, by a fixed amount or until it measures what was asked.

An *amount* runs from -1 to 1 and does nothing at 0. Drives from 0 to 1 are turned into amounts when a calibration
sweeps them; when a natural value is asked for, the amount that brings it is searched on a few seconds of the texture.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.effects import dry, modulate, reverberate, soften_transients
from sdad.audio.spectral import Signal
from sdad.control.parameters import CONTROLS
from sdad.descriptors.measure import measure
from sdad.synthesis.harmony import less_tense, more_tense
from sdad.synthesis.motion import move_colour
from sdad.synthesis.play import Played
from sdad.synthesis.score import beat_envelope

LOOK_S = 8.0
"""How much of a texture is looked at while an amount is searched."""
NARROWED = 3
"""How often the stretch between two amounts is narrowed down."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a finisher may need to know: the rate, what was played, and the take for its randomness."""

    sample_rate: int
    played: Played
    take: int


Apply = Callable[[Signal, Context, float], Signal]


@dataclass(frozen=True, slots=True)
class Finisher:
    """How one control is finished: ``apply`` by an amount within ``least`` to ``most``; ``pivot`` is the drive of 0."""

    control: str
    apply: Apply
    least: float
    most: float
    pivot: float

    def amount(self, drive: float) -> float:
        """Returns the amount of a drive from 0 to 1: straight lines from least over 0 at the pivot to most."""
        if drive <= self.pivot:
            return self.least * (self.pivot - drive) / self.pivot if self.pivot > 0 else 0.0
        return self.most * (drive - self.pivot) / (1 - self.pivot)


def _movement(sound: Signal, context: Context, amount: float) -> Signal:
    return move_colour(sound, context.sample_rate, amount, np.random.default_rng([context.take, 17]))


def _attack(sound: Signal, context: Context, amount: float) -> Signal:
    return soften_transients(sound, context.sample_rate, -amount)


def _pulse(sound: Signal, context: Context, amount: float) -> Signal:
    return sound * beat_envelope(context.played.score, sound.shape[1], context.sample_rate, 1 - (1 - amount) ** 1.5)


def _space(sound: Signal, context: Context, amount: float) -> Signal:
    if amount < 0:
        return dry(sound, context.sample_rate, -amount)
    draw = np.random.default_rng([context.take, 11])
    return reverberate(sound, context.sample_rate, 0.4 * 20**amount, 0.9 * amount**0.7, draw)


def _tension(sound: Signal, context: Context, amount: float) -> Signal:
    return (more_tense if amount > 0 else less_tense)(sound, context.sample_rate, abs(amount))


def _roughness(sound: Signal, context: Context, amount: float) -> Signal:
    return modulate(sound, context.sample_rate, 66.0, amount, np.random.default_rng([context.take, 13]))


FINISHERS = (
    Finisher("movement", _movement, -1.0, 1.0, 0.4),
    Finisher("attack", _attack, -1.0, 1.0, 0.5),
    Finisher("pulse", _pulse, 0.0, 1.0, 0.0),
    Finisher("space", _space, -1.0, 1.0, 0.3),
    Finisher("tension", _tension, -1.0, 1.0, 0.5),
    Finisher("roughness", _roughness, 0.0, 1.0, 0.45),
)
"""In the order in which they are applied: what comes later colours what came before, never the other way round."""


def steer(context: Context, drives: Mapping[str, float | None], naturals: Mapping[str, float | None]) -> Signal:
    """Returns what was played as one texture (2, T), with everything done to it that natural values or drives ask for.

    Rhythm comes first, by the balance of cloud and beat; the finishers follow.
    """
    sound = context.played.mixed(_balance(context, naturals.get("rhythm")))
    for finisher in FINISHERS:
        natural, drive = naturals.get(finisher.control), drives.get(finisher.control)
        if natural is not None:
            amount = _search(finisher, sound, context, natural)
        elif drive is not None:
            amount = finisher.amount(drive)
        else:
            continue
        if abs(amount) > 0.01:
            sound = finisher.apply(sound, context, amount)
    return sound


def _balance(context: Context, natural: float | None) -> float:
    """Returns the balance of cloud and beat at which the texture has a rhythm; 0 where none is asked for."""
    if natural is None:
        return 0.0
    played = context.played
    piece = Played(_look(played.cloud, context), _look(played.strict, context), played.score)
    return _found("rhythm", piece.mixed, context, natural, -1.0, 1.0)


def _search(finisher: Finisher, sound: Signal, context: Context, natural: float) -> float:
    """Returns the amount at which some seconds of a texture measure a natural value, as near as its bounds allow."""
    piece = _look(sound, context)

    def changed(amount: float) -> Signal:
        return finisher.apply(piece, context, amount) if abs(amount) > 0.01 else piece

    return _found(finisher.control, changed, context, natural, finisher.least, finisher.most)


def _look(sound: Signal, context: Context) -> Signal:
    """Returns the middle seconds of a sound, which stand for all of it while an amount is searched."""
    length = min(sound.shape[1], round(LOOK_S * context.sample_rate))
    first = (sound.shape[1] - length) // 2
    return np.ascontiguousarray(sound[:, first : first + length])


def _found(
    name: str, changed: Callable[[float], Signal], context: Context, natural: float, least: float, most: float
) -> float:
    """Returns the amount, from least to most, at which a texture measures a natural value, or the nearest to it.

    A few even amounts are tried first and two of them that lie on either side are narrowed down: on some textures an
    amount moves its measure back and forth, and halving from the ends would follow the wrong half. Of several places
    the one with the least done to the sound is taken.
    """
    curve = CONTROLS[name].curve
    target = curve.warp(natural)

    def value(amount: float) -> float:
        measured = measure(Audio(changed(amount), context.sample_rate), [name])[name]
        # Nothing to measure counts as met: there is nothing that an amount could do about it.
        return target if measured is None else curve.warp(measured)

    amounts = sorted({least, least / 2, 0.0, most / 2, most})
    values = {amount: value(amount) for amount in amounts}
    sides = [
        (low, high)
        for low, high in itertools.pairwise(amounts)
        if min(values[low], values[high]) <= target <= max(values[low], values[high])
    ]
    if sides:
        low, high = min(sides, key=lambda side: abs(side[0] + side[1]))
        for _ in range(NARROWED):
            across = values[high] - values[low]
            share = (target - values[low]) / across if across else 0.5
            between = low + float(np.clip(share, 0.1, 0.9)) * (high - low)
            values[between] = value(between)
            if (values[between] < target) == (values[low] < target):
                low = between
            else:
                high = between
    return min(values, key=lambda amount: (abs(values[amount] - target), abs(amount)))
