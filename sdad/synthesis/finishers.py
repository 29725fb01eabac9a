"""Finishers: each moves one descriptor of a mixed texture by an amount.

An *amount* runs from -1 to 1 and does nothing at 0. A drive from 0 to 1 is turned into an amount by straight lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sdad.audio.effects import calm, dry, modulate, reverberate, soften_transients
from sdad.audio.spectral import Signal
from sdad.synthesis.harmony import retuned
from sdad.synthesis.motion import even_out, move_colour, slow_down_rises
from sdad.synthesis.score import beat_envelope

LEAST_AMOUNT = 0.01
"""Amount under which a finisher is left out."""
SLOWEST_RISE_S = 1.2
"""Time in which a beginning rises out of silence at the softest attack."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a finisher may need to know.

    ``first`` is where in the texture the sound begins, in samples · ``beats_s`` and ``beat_s`` are times in seconds ·
    ``take`` is for its randomness.
    """

    sample_rate: int
    first: int
    beats_s: Signal
    beat_s: float
    take: int


@dataclass(frozen=True, slots=True)
class Finisher:
    """How one control is finished: ``apply`` by an amount within ``least`` to ``most``; ``pivot`` is the drive of 0.

    ``both_below`` and ``both_above`` say whether what is done below and above 0 has to know both channels: it follows
    their levels, or is not the same to each. The rest does to their sum what it does to them.
    """

    control: str
    apply: Callable[[Signal, Context, float], Signal]
    least: float
    most: float
    pivot: float
    both_below: bool
    both_above: bool

    def amount_under(self, drives: Mapping[str, float | None]) -> float:
        """Returns the amount that drives ask for; 0 where they leave the control alone, or ask for next to nothing."""
        drive = drives.get(self.control)
        amount = 0.0 if drive is None else self.amount(min(1.0, max(0.0, drive)))
        return amount if abs(amount) > LEAST_AMOUNT else 0.0

    def needs_both(self, amount: float) -> bool:
        """Returns whether an amount has to be applied to both channels."""
        return self.both_below if amount < 0 else amount > 0 and self.both_above

    def amount(self, drive: float) -> float:
        """Returns the amount of a drive from 0 to 1: straight lines from least over 0 at the pivot to most."""
        if drive <= self.pivot:
            return self.least * (self.pivot - drive) / self.pivot if self.pivot > 0 else 0.0
        return self.most * (drive - self.pivot) / (1 - self.pivot)


def _movement(sound: Signal, context: Context, amount: float) -> Signal:
    return move_colour(sound, context.sample_rate, amount, np.random.default_rng([context.take, 17]))


def _attack(sound: Signal, context: Context, amount: float) -> Signal:
    sound = soften_transients(sound, context.sample_rate, -amount)
    if amount >= 0:
        return sound
    rise_s = SLOWEST_RISE_S * amount**2
    return slow_down_rises(sound, context.sample_rate, rise_s, from_silence=context.first == 0)


def _pulse(sound: Signal, context: Context, amount: float) -> Signal:
    if amount < 0:
        return even_out(sound, context.sample_rate, -amount)
    last = context.first + sound.shape[1]
    depth = 1 - (1 - amount) ** 1.5
    return sound * beat_envelope(context.beats_s, context.beat_s, context.first, last, context.sample_rate, depth)


def _space(sound: Signal, context: Context, amount: float) -> Signal:
    if amount < 0:
        return dry(sound, context.sample_rate, -amount)
    draw = np.random.default_rng([context.take, 11])
    return reverberate(sound, context.sample_rate, 0.4 * 20**amount, 0.9 * amount**0.7, draw)


def _tension(sound: Signal, context: Context, amount: float) -> Signal:
    return retuned(sound, context.sample_rate, amount, np.random.default_rng([context.take, 19]))


def _roughness(sound: Signal, context: Context, amount: float) -> Signal:
    if amount < 0:
        return calm(sound, context.sample_rate, -1.3 * amount)
    draw = np.random.default_rng([context.take, 13])
    return modulate(sound, context.sample_rate, 66.0, amount, draw, context.first)


FINISHERS = (
    Finisher("movement", _movement, -1.0, 1.0, 0.4, True, True),
    Finisher("attack", _attack, -1.0, 1.0, 0.5, True, True),
    Finisher("pulse", _pulse, -1.0, 1.0, 0.35, True, False),
    Finisher("space", _space, -1.0, 1.0, 0.3, True, True),
    Finisher("tension", _tension, -1.0, 1.0, 0.5, True, True),
    Finisher("roughness", _roughness, -1.0, 1.0, 0.35, True, False),
)
"""In the order in which they are applied: what comes later colours what came before, never the other way round."""
