"""A played material as it sounds under drives: mixed, finished and coloured."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal
from sdad.descriptors.analysis import one_channel
from sdad.synthesis.blend import Player
from sdad.synthesis.colour import Colour, colour_by_drive, colour_to_target
from sdad.synthesis.finish import set_width
from sdad.synthesis.finishers import FINISHERS, Context
from sdad.synthesis.mix import SEMITONES, Balance, Material, mixed
from sdad.synthesis.play import Drives, structure

ROOM_FOR_TAILS = 0.1
"""Rests that a bed gets when space is asked for: a room is heard where something ends."""


@dataclass(frozen=True, slots=True)
class Texture:
    """A material that can be heard under any drives.

    What has been made of all of it is kept: where a look is as long as the take, the best look is the take.
    """

    player: Player
    material: Material
    take: int
    _heard: dict[tuple[object, ...], Signal] = field(default_factory=dict)

    def sound(self, drives: Drives, colour: Colour, first: int = 0, last: int | None = None) -> Signal:
        """Returns samples ``first`` to ``last`` (2, T) with everything done to them that drives and a colour ask for.

        Without a colour to reach, brightness and warmth are filtered as hard as their drives say.
        """
        return self._finished(drives, colour, first, last, fold=False)

    def look(self, drives: Drives, colour: Colour, first: int = 0, last: int | None = None) -> Audio:
        """Returns in one channel what meters are to hear of :meth:`sound`, for as little as half its cost.

        The channels are added up as soon as nothing comes that would have to know both of them.
        """
        sound = self._finished(drives, colour, first, last, fold=True)
        return Audio(np.ascontiguousarray(sound), self.material.sample_rate)

    def _finished(self, drives: Drives, colour: Colour, first: int, last: int | None, *, fold: bool) -> Signal:
        """Returns a stretch finished and coloured, in two channels (2, T) or folded into one (1, T)."""
        balance = self._balance(drives)
        material = self.material
        ratio = 2 ** (balance.semitones / 12)
        context = Context(
            sample_rate=material.sample_rate,
            first=first,
            beats_s=material.score.beats_s(balance.rhythm) / ratio,
            beat_s=material.score.beat_s / ratio,
            take=self.take,
        )
        amounts = [(finisher, finisher.amount_under(drives)) for finisher in FINISHERS]
        needing = [place for place, (finisher, amount) in enumerate(amounts, 1) if finisher.needs_both(amount)]
        apart = amounts[: max(needing, default=0)]
        last = material.samples if last is None else last
        key = (balance, tuple(amount for _, amount in apart), first, last)
        sound = self._heard.get(key)
        if sound is None:
            sound = mixed(material, balance, first, last)
            for finisher, amount in apart:
                if amount:
                    sound = finisher.apply(sound, context, amount)
            if fold and last - first == material.samples:
                self._heard[key] = sound
        if fold:
            sound = one_channel(sound)[None]
        for finisher, amount in amounts[len(apart) :]:
            if amount:
                sound = finisher.apply(sound, context, amount)
        if not colour.asked:
            return colour_by_drive(sound, material.sample_rate, drives.get("brightness"), drives.get("warmth"))
        return colour_to_target(sound, material.sample_rate, colour)

    def widened(self, sound: Signal, drives: Drives, percent: float | None) -> Signal:
        """Returns a sound as wide in percent as is asked, or else as its drive or auto says."""
        if percent is None:
            percent = 100 * structure(self.player, drives, "width")
        return set_width(sound, self.material.sample_rate, percent)

    def _balance(self, drives: Drives) -> Balance:
        wanted = structure(self.player, drives, "rhythm")
        rhythm = min(1.0, max(0.0, wanted))
        density, rests = structure(self.player, drives, "density"), 1.0
        if drives.get("density") is not None:
            # Rests are for those who ask for something sparse, and for rooms; left alone, a bed is continuous.
            rests = density
        else:
            # A rhythm needs events.
            density += max(0.0, 0.5 - density) * rhythm
            if drives.get("space") is not None:
                rests = min(density, ROOM_FOR_TAILS)
        hardness, pitch = drives.get("attack"), drives.get("register")
        return Balance(
            rhythm=rhythm,
            density=density,
            rests=rests,
            pulse=drives.get("pulse") or 0.0,
            # How many events there are is heard only where each of them is.
            forward=(hardness or 0.0) if drives.get("density") is None else 1.0,
            hardness=hardness,
            regular=wanted - rhythm,
            semitones=0.0 if pitch is None else 2 * SEMITONES * (pitch - 0.5),
        )
