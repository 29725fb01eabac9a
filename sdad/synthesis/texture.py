"""A played material as it sounds under drives: mixed, finished and coloured."""

from __future__ import annotations

from dataclasses import dataclass

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
    """A material that can be heard under any drives."""

    player: Player
    material: Material
    take: int

    def sound(self, drives: Drives, colour: Colour, first: int = 0, last: int | None = None) -> Signal:
        """Returns samples ``first`` to ``last`` (2, T) with everything done to them that drives and a colour ask for.

        Without a colour to reach, brightness and warmth are filtered as hard as their drives say.
        """
        balance = self._balance(drives)
        return self._finished(mixed(self.material, balance, first, last), balance, drives, colour, first)

    def look(self, drives: Drives, colour: Colour, first: int = 0, last: int | None = None) -> Audio:
        """Returns in one channel what meters are to hear of :meth:`sound`, for a little more than half its cost.

        What is done to a sound is the same on both channels but for the rooms, of which one channel has the mean.
        """
        balance = self._balance(drives)
        folded = one_channel(mixed(self.material, balance, first, last))[None]
        sound = self._finished(folded, balance, drives, colour, first)
        return Audio(np.ascontiguousarray(sound), self.material.sample_rate)

    def _finished(self, sound: Signal, balance: Balance, drives: Drives, colour: Colour, first: int) -> Signal:
        """Returns a mix (C, T) that begins at sample ``first``, finished and coloured."""
        material = self.material
        ratio = 2 ** (balance.semitones / 12)
        context = Context(
            sample_rate=material.sample_rate,
            first=first,
            beats_s=material.score.beats_s(balance.rhythm) / ratio,
            beat_s=material.score.beat_s / ratio,
            take=self.take,
        )
        for finisher in FINISHERS:
            drive = drives.get(finisher.control)
            amount = 0.0 if drive is None else finisher.amount(min(1.0, max(0.0, drive)))
            if abs(amount) > 0.01:
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
            forward=max(drives.get("density") or 0.0, hardness or 0.0),
            hardness=hardness,
            regular=wanted - rhythm,
            semitones=0.0 if pitch is None else 2 * SEMITONES * (pitch - 0.5),
        )
