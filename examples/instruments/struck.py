"""Struck things: metal, bells, wood and skin as sums of ringing modes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from instruments.stage import SAMPLE_RATE, Signal, band, clock, drift, faded, panned, place, resonance, room, silence
from instruments.strings import note_hz


def ringing(frequency_hz: float, height: float, decay_s: float, phase: float, longest_s: float) -> Signal:
    """Returns one mode: a sine that dies by 60 dB in ``decay_s``, cut where it is inaudible, shape (T,)."""
    times = clock(min(longest_s, 1.4 * decay_s))
    return height * 10 ** (-3 * times / decay_s) * np.sin(2 * np.pi * frequency_hz * times + phase)


def struck(
    rng: np.random.Generator,
    base_hz: float,
    ratios: Sequence[float],
    *,
    force: float,
    decay_s: float,
    damping: float,
    seconds: float,
    hardness: float,
    spread: float,
) -> Signal:
    """Returns a body struck once (2, T).

    A mode at ratio r rings for decay_s / r^damping; a harder or stronger stroke reaches higher modes. Each mode leans
    to its own side by up to ``spread``, as it radiates from its own part of the body.
    """
    sound = silence(seconds)
    reach = 1 + hardness * (4 + 20 * force)
    for ratio in ratios:
        frequency = base_hz * ratio * (1 + 0.001 * rng.standard_normal())
        if frequency > 20000:
            continue
        height = force * rng.uniform(0.5, 1.0) * np.exp(-(ratio - 1) / reach)
        mode = ringing(frequency, height, decay_s / ratio**damping, rng.uniform(0, 2 * np.pi), seconds)
        place(sound, panned(mode, spread * rng.uniform(-1, 1)), 0.0)
    knock = band(rng.standard_normal(round(0.03 * SAMPLE_RATE)), 900, 19000)
    knock *= 10 ** (-3 * np.arange(len(knock)) / len(knock)) * 0.25 * force * hardness
    place(sound, panned(knock, 0.0), 0.0)
    return faded(sound, 0.0008, 0.0)


def metal(rng: np.random.Generator) -> Signal:
    """Returns a large sheet struck soft, hard and scraped once (2, T), 16 s."""
    seconds = 16.0
    dry = silence(seconds)
    # The modes of a free plate crowd together as they rise; beating pairs give the shimmer.
    grid = sorted(m**2 + 0.72 * n**2 for m in range(1, 12) for n in range(1, 11))
    ratios = [value / grid[0] * side for value in grid for side in (1.0, 1.0023)]
    for at_s, force in ((0.15, 0.35), (4.3, 1.0), (10.2, 0.6)):
        stroke = struck(
            rng, 61.0, ratios, force=force, decay_s=9.0, damping=0.45, seconds=seconds - at_s, hardness=2.6, spread=0.9
        )
        place(dry, stroke, at_s)
    scrape = band(rng.standard_normal(round(1.6 * SAMPLE_RATE)), 1500, 18000)
    scrape *= (1 + np.sin(2 * np.pi * 43 * clock(1.6) * (1 + 0.2 * clock(1.6)))) * 0.5
    scrape = faded(scrape, 0.5, 0.4) + sum(resonance(scrape, f, 12) for f in (833, 1721, 3097, 5410))
    place(dry, panned(0.35 * scrape, 0.4), 8.3)
    return room(dry, rng, decay_s=2.6, wet=0.15)


BELL = (0.5, 1.0, 1.183, 1.506, 2.0, 2.514, 2.662, 3.011, 4.166, 5.433, 6.796, 8.215, 10.1, 12.2)
"""Partials of a church bell against its prime: Rossing, Science of Percussion Instruments, table 12.1, and above."""


def bells(rng: np.random.Generator) -> Signal:
    """Returns a loop of hand bells in time, 120 beats a minute, four bars (2, T), 8 s and its ring."""
    dry = silence(11.0)
    line = (76, 0, 71, 79, 0, 78, 74, 0, 76, 0, 71, 83, 0, 81, 78, 74) * 2
    for step, note in enumerate(line):
        if note:
            force = (0.9 if step % 4 == 0 else 0.55) + 0.08 * rng.standard_normal()
            bell = struck(
                rng, note_hz(note), BELL, force=force, decay_s=3.4, damping=0.8, seconds=3.0, hardness=0.8, spread=0.4
            )
            place(dry, 0.6 * bell, 0.05 + 0.25 * step + 0.004 * rng.standard_normal())
    return room(dry, rng, decay_s=1.8, wet=0.2)


def wood(rng: np.random.Generator) -> Signal:
    """Returns knocks on bars and hollow blocks in a rolling figure (2, T), 11 s."""
    seconds = 11.0
    dry = silence(seconds)
    bars = (48, 55, 58, 60, 65, 67)
    at_s, step = 0.1, 0
    while at_s < seconds - 1.5:
        note = bars[int(rng.integers(len(bars)))] if step % 3 else bars[(step // 3) % 3]
        force = float(np.clip((1.0 if step % 6 == 0 else 0.45) + 0.15 * rng.standard_normal(), 0.1, 1.0))
        # A free bar's transverse modes; the undercut bar of a marimba is tuned to 1 : 4 : 10.
        bar = struck(
            rng,
            note_hz(note),
            (1, 3.98, 9.2, 16.4, 26.1, 38.0, 52.0),
            force=force,
            decay_s=0.8,
            damping=0.75,
            seconds=1.2,
            hardness=1.2,
            spread=0.2,
        )
        place(dry, bar + 0.1 * panned(bar[0], rng.uniform(-0.8, 0.8)), at_s)
        if step % 4 == 2:
            block = struck(
                rng,
                620 * 2 ** rng.uniform(0, 0.9),
                (1, 2.31, 3.87, 5.1),
                force=0.5,
                decay_s=0.14,
                damping=0.5,
                seconds=0.3,
                hardness=1.5,
                spread=0.7,
            )
            place(dry, block, at_s + 0.01)
        at_s += (0.1875 if rng.random() < 0.7 else 0.375) + 0.006 * rng.standard_normal()
        step += 1
    return room(dry, rng, decay_s=0.7, wet=0.12)


MEMBRANE = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501, 3.6, 4.06, 4.6, 5.13)
"""Modes of an ideal membrane: zeros of the Bessel functions over the first."""


def drum_stroke(rng: np.random.Generator, base_hz: float, force: float, where: str) -> Signal:
    """Returns one stroke of the hand on a skin (T,); ``where`` is ``bass``, ``tone``, ``slap`` or ``touch``."""
    decay_s, reach, slap = {
        "bass": (0.9, 0.7, 0.05),
        "tone": (0.45, 2.2, 0.2),
        "slap": (0.22, 5.0, 0.9),
        "touch": (0.10, 3.0, 0.4),
    }[where]
    times = clock(1.0)
    # The skin is tighter while it is pushed in: the pitch falls as the stroke dies.
    bend = 1 + 0.06 * force * np.exp(-times / 0.05)
    phase = 2 * np.pi * base_hz * np.cumsum(bend) / SAMPLE_RATE
    stroke = np.zeros_like(times)
    for ratio in MEMBRANE:
        height = np.exp(-(ratio - 1) / reach) * rng.uniform(0.7, 1.0)
        stroke += height * 10 ** (-3 * times * ratio**0.8 / decay_s) * np.sin(ratio * phase)
    finger = band(rng.standard_normal(len(times)), 1200, 19000) * 10 ** (-3 * times / 0.045)
    return force * (stroke + 1.2 * slap * finger)


def hand_drum(rng: np.random.Generator) -> Signal:
    """Returns four bars of hand drumming with ghost notes and a roll (2, T), 11 s."""
    dry = silence(11.0)
    pattern = ("bass", "touch", "touch", "slap", "touch", "tone", "bass", "touch")
    eighth_s = 60 / 104 / 2
    for step in range(32):
        where = pattern[step % 8] if step < 28 else "tone"
        force = {"bass": 1.0, "slap": 0.8, "tone": 0.7, "touch": 0.25}[where] * (1 + 0.12 * rng.standard_normal())
        swing_s = 0.035 if step % 2 else 0.0
        strokes = 1 if step < 28 else 3
        for roll in range(strokes):
            at_s = 0.08 + (step + roll / strokes) * eighth_s + swing_s / strokes + 0.005 * rng.standard_normal()
            stroke = drum_stroke(rng, 82 if where == "bass" else 128, force * (0.6 + 0.4 * (roll == 0)), where)
            place(dry, panned(stroke, -0.2 if where == "bass" else 0.3), at_s)
    return room(dry, rng, decay_s=0.9, wet=0.14)


def glass(rng: np.random.Generator) -> Signal:
    """Returns wine glasses rubbed at the rim, two of them beating, and touched at the end (2, T), 16 s."""
    seconds = 16.0
    times = clock(seconds)
    dry = silence(seconds)
    for base_hz, begins_s, pan in ((523.6, 0.0, -0.5), (527.1, 2.5, 0.6), (785.2, 6.0, 0.1)):
        stick = band(rng.standard_normal(len(times)), 300, 16000)
        slow = 1 + 0.35 * np.sin(2 * np.pi * 0.9 * times + rng.uniform(0, 6)) + 0.2 * drift(rng, seconds, 0.8)
        swell = np.clip((times - begins_s) / 3.0, 0, 1) * np.clip((14.0 - times) / 3.5, 0, 1)
        for ratio, height in ((1.0, 1.0), (2.32, 0.22), (4.25, 0.10), (6.63, 0.05), (9.38, 0.03)):
            tone = np.sin(2 * np.pi * base_hz * ratio * (times + 0.00002 * drift(rng, seconds, 0.6)))
            rub = resonance(stick, base_hz * ratio, 6.0)
            place(dry, panned(height * swell * slow * (tone + 2.5 * rub), pan + rng.uniform(-0.3, 0.3)), 0.0)
        place(dry, panned(0.004 * swell * slow * band(stick, 4000, None), pan), 0.0)
    for at_s, note in ((12.6, 84), (13.4, 91), (14.1, 88)):
        ping = struck(
            rng,
            note_hz(note),
            (1.0, 2.32, 4.25, 6.63, 9.38, 12.6),
            force=0.7,
            decay_s=1.8,
            damping=0.9,
            seconds=1.9,
            hardness=0.7,
            spread=0.5,
        )
        place(dry, ping, at_s)
    return room(dry, rng, decay_s=2.4, wet=0.22)
