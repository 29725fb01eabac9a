"""Drives to material: what is chosen and played before anything is mixed or measured.

A *drive* from 0 to 1 is how hard a control's mechanism is pushed. Positions are what people see; the calibration turns
a position into the drive that brings it. A drive of None leaves a colour to the flow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sdad.audio.effects import fade_edges, transpose
from sdad.synthesis.bed import Walk, play_bed
from sdad.synthesis.blend import Player
from sdad.synthesis.instrument import Part
from sdad.synthesis.mix import KNOT_S, SEMITONES, Layer, Material
from sdad.synthesis.score import GOLDEN, STEPS, compose
from sdad.synthesis.voices import choose_onsets, voice

Drives = Mapping[str, float | None]

STRUCTURE = ("rhythm", "density", "width")
"""Controls that have a drive even on auto: the one that brings what the recordings do."""
FIRST_GUESS: dict[str, float] = {"rhythm": 0.35, "density": 0.45, "width": 0.5, "movement": 0.4}
"""Drives of the structure before a model has been calibrated, and where its recordings are too short to tell."""
COLOUR = ("brightness", "warmth", "roughness", "tension", "register")
"""Controls that the flow and the choice of grains are told about."""
PLAYED = (*COLOUR, "movement", "attack")
"""Controls whose drives matter already when a take is played; the others are a matter of the mix."""
FILTERED = ("brightness", "warmth")
"""Controls that filters bring to what is asked in the end, whatever is played."""
SHAPING = (*(name for name in PLAYED if name not in FILTERED), "rhythm", "density", "pulse", "space")
"""Controls that shape a take; where none of them has a drive, it is as its place in the recordings is."""
STRAY = 0.8
"""How far a take strays from its place in the end, at variation 1; at 0 it stays."""
SOUNDS, FREE_SOUNDS = 6, 12
"""Different sounds that the events of a layer share: where controls shape it, and where nothing does."""
SOUND_SEMITONES, FREE_SEMITONES = (0.15, 0.3), (0.3, 0.6)
"""How far each of them lies off its recording's pitch at variation 1, at least and at most; a sound that stands alone,
as it may where nothing shapes a take, would be a copy of its recording with less."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is played besides the drives: length and tail in seconds, rate, voices, how far from the recordings.

    ``loop_s`` is the length in seconds after which the pattern comes round, where it has to.
    """

    seconds: float
    tail_s: float = 0.0
    sample_rate: int = 48000
    layers: int = 1
    variation: float = 0.5
    loop_s: float | None = None

    @property
    def body(self) -> int:
        """Samples without the tail."""
        return round(self.seconds * self.sample_rate)

    @property
    def samples(self) -> int:
        """Samples with the tail."""
        return round((self.seconds + self.tail_s) * self.sample_rate)


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


def play(player: Player, drives: Drives, form: Form, take: int, attempt: int = 0) -> Material:
    """Returns what a take is made of under drives; each attempt at it is another roll of the dice.

    The second is made at the same place in the recordings, the third at another.
    """
    draw = np.random.default_rng([take, 7, attempt])
    # Transposing up shortens; where register is moved, there is as much more as the highest transposition needs.
    stretch = 1.0 if drives.get("register") is None else 2 ** (SEMITONES / 12)
    score = compose(draw, (form.seconds + form.tail_s) * stretch, form.loop_s)
    # Steps of the golden ratio: few takes in a row begin all over the recordings.
    shares = [(take * GOLDEN + (attempt // 2 + layer / form.layers) / 3) % 1 for layer in range(form.layers)]
    return Material(
        layers=tuple(_layer(player, drives, form, stretch, share, draw) for share in shares),
        score=score,
        sample_rate=form.sample_rate,
        samples=form.samples,
        body=form.body,
        sustain=player.sustain,
    )


def is_free(drives: Drives) -> bool:
    """Returns whether no control shapes a take."""
    return all(drives.get(name) is None for name in SHAPING)


def structure(player: Player, drives: Drives, name: str) -> float:
    """Returns the drive of a control of structure: the one given, or the calibration's for auto."""
    given = drives.get(name)
    return player.calibration.auto.get(name, FIRST_GUESS[name]) if given is None else given


def _layer(
    player: Player, drives: Drives, form: Form, stretch: float, share: float, draw: np.random.Generator
) -> Layer:
    given = {name: _quantile(drive) for name in COLOUR if (drive := drives.get(name)) is not None}
    heat = temperature(form.variation)
    pace = persistence(player.persistence, structure(player, drives, "movement"))
    free = is_free(drives)
    # What is asked for holds, and what is not stays, only if a take stays about its place; movement may lead it away.
    stray = STRAY * form.variation if drives.get("movement") is None else 1.0
    path = Walk(pace, heat, form.variation, stray, share, free)
    soften = 0.0 if free else 1.0 if player.sustain < 0.9 else 0.5
    played = play_bed(player, given, path, form.seconds * stretch, form.sample_rate, soften, draw)
    bed = played.sound
    if form.tail_s > 0:
        # The bed ends with the body; what rings into the tail are the events and the room.
        rest = round((form.seconds + form.tail_s) * stretch * form.sample_rate) - bed.shape[1]
        bed = np.pad(fade_edges(bed, form.sample_rate, 0.0, 0.15), ((0, 0), (0, max(0, rest))))
    knots = max(4, int(bed.shape[1] / form.sample_rate / KNOT_S) + 2)
    swells = np.convolve(draw.standard_normal(knots + 8), np.hanning(9), "valid")[:knots]
    hardness = drives.get("attack")
    attack = {} if hardness is None else {"attack": 0.3 + 0.7 * hardness}
    count, off = (FREE_SOUNDS, FREE_SEMITONES) if free else (SOUNDS, SOUND_SEMITONES)
    onsets = [
        choose_onsets(part.instrument, {**given, **attack}, count, heat, own, home, path.homing)
        for part, own, home in zip(player.parts, draw.spawn(len(player.parts)), played.homes, strict=True)
    ]
    semitones = form.variation * draw.choice((-1, 1), count) * draw.uniform(*off, count)
    sounds = [
        transpose(voice(player.parts[which].instrument, onsets[which][sound], form.sample_rate), semitones[sound])
        for sound, which in enumerate(_shared_out(player.parts, count, draw))
    ]
    return Layer(
        bed=bed,
        strokes=played.strokes,
        swells=swells.astype(np.float32),
        sounds=sounds,
        sound_of=draw.integers(0, count, STEPS),
        pan_of=draw.uniform(-0.35, 0.35, STEPS).astype(np.float32),
    )


def _shared_out(parts: Sequence[Part], count: int, draw: np.random.Generator) -> list[int]:
    """Returns which part each of a layer's sounds comes from; as weights move, sounds pass over one by one."""
    places = (draw.permutation(count) + 0.5) / count
    edges = np.cumsum([part.weight for part in parts])[:-1]
    return [int(part) for part in np.searchsorted(edges, places)]


def _quantile(drive: float) -> float:
    """Returns the quantile that a drive asks the flow and the grains for, a little past either end."""
    return float(np.clip(0.5 + 1.2 * (drive - 0.5), -0.1, 1.1))
