"""Air, water and engines: sounds that have no strokes of their own, only a grain."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from instruments.stage import SAMPLE_RATE, Signal, band, clock, drift, faded, panned, place, resonance, room, silence
from instruments.strings import note_hz


def breath(rng: np.random.Generator) -> Signal:
    """Returns a reed flute that is more air than tone, four long breaths (2, T), 15 s."""
    seconds = 15.0
    dry = silence(seconds)
    at_s = 0.2
    for note, length_s, force in ((62, 3.6, 0.7), (65, 2.8, 0.9), (60, 3.2, 0.5), (57, 4.0, 1.0)):
        times = clock(length_s)
        air = rng.standard_normal(len(times))
        base = note_hz(note)
        period = round(SAMPLE_RATE / base)
        # A jet of air in a pipe: noise round a delay line, inverted as at a closed end and dulled at each turn.
        loop = np.zeros(period + 2)
        loop[0], loop[period], loop[period + 1] = 1.0, -0.955 * 0.72, -0.955 * 0.28
        pipe = lfilter([0.18], loop, band(air, 200, 9000))
        vibrato = 1 + 0.004 * np.minimum(1, times / 1.5) * np.sin(2 * np.pi * 4.8 * times)
        angle = 2 * np.pi * base * np.cumsum(vibrato) / SAMPLE_RATE
        tone = np.sin(angle) + 0.35 * np.sin(2 * angle) + 0.16 * np.sin(3 * angle) + 0.06 * np.sin(5 * angle)
        flutter = 1 + 0.25 * drift(rng, length_s, 0.06) * np.exp(-times / 0.4)
        swell = np.sin(np.pi * np.clip(times / length_s, 0, 1) ** 0.6) * (1 + 0.15 * drift(rng, length_s, 0.4))
        chiff = band(air, 2500, 17000) * np.exp(-times / 0.07)
        voice = force * swell * flutter * (0.5 * tone + pipe + 0.10 * band(air, 1200, 18000)) + 0.5 * force * chiff
        place(dry, panned(faded(voice, 0.01, 0.2), 0.2 * rng.standard_normal()), at_s)
        at_s += length_s + 0.15
    return room(dry, rng, decay_s=2.0, wet=0.25)


def rain(rng: np.random.Generator) -> Signal:
    """Returns rain on leaves that thickens and thins, with single drops into water (2, T), 20 s."""
    seconds = 20.0
    times = clock(seconds)
    weight = np.clip(0.25 + 0.75 * np.sin(np.pi * np.clip((times - 2) / 17, 0, 1)) ** 1.5, 0, 1)
    sound = silence(seconds)
    for centre in np.geomspace(900, 15000, 22):
        # Impulses of very unequal size through a resonance: few large drops, many small.
        for channel in range(2):
            falls = rng.random(len(times)) < weight * 55 / SAMPLE_RATE
            drops = np.where(falls, np.minimum(rng.pareto(1.6, len(times)), 6.0), 0.0)
            sound[channel] += (centre / 3000) ** -0.3 * resonance(drops, centre, centre / 4)
    hiss = band(rng.standard_normal((2, len(times))), 700, 19000, order=1)
    sound += 0.006 * weight**1.5 * (1 + 0.15 * drift(rng, seconds, 1.5)) * hiss
    for _ in range(26):
        length_s = rng.uniform(0.05, 0.14)
        drop = clock(length_s)
        # A bubble under the drop rings higher as it comes up.
        low_hz = rng.uniform(500, 1800)
        pitch = low_hz * (1 + rng.uniform(0.4, 1.4) * drop / length_s)
        bubble = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-4 * drop / length_s)
        place(sound, panned(rng.uniform(0.04, 0.16) * faded(bubble, 0.002, 0.005), rng.uniform(-0.9, 0.9)),
              rng.uniform(0.3, seconds - 0.3))  # fmt: skip
    return faded(room(sound, rng, decay_s=0.6, wet=0.1), 0.6, 1.2)


def wind(rng: np.random.Generator) -> Signal:
    """Returns gusts round a house, with a whistle in a gap (2, T), 20 s."""
    seconds = 20.0
    times = clock(seconds)
    gust = np.clip(0.45 + 0.35 * drift(rng, seconds, 2.6) + 0.12 * drift(rng, seconds, 0.5), 0.05, 1.3)
    sound = silence(seconds)
    shared = rng.standard_normal(len(times))
    for centre in np.geomspace(70, 16000, 16):
        # A stronger gust is not only louder: its weight moves up the spectrum.
        share = np.exp(-0.5 * (np.log2(centre / (180 * 2 ** (3.2 * gust))) / 1.5) ** 2)
        for channel in range(2):
            air = 0.5 * shared + rng.standard_normal(len(times))
            lean = np.clip(1 + 0.3 * drift(rng, seconds, 1.4), 0.2, 2)
            sound[channel] += lean * share * gust**1.6 * band(air, centre / 1.25, min(centre * 1.25, 20000))
    pitch = 640 * 2 ** (0.9 * gust + 0.1 * drift(rng, seconds, 0.9))
    whistle = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE + 0.8 * drift(rng, seconds, 0.02))
    place(sound, panned(0.12 * np.clip(gust - 0.6, 0, 1) ** 1.5 * whistle, 0.5), 0.0)
    return faded(sound, 0.8, 1.5)


def machine(rng: np.random.Generator) -> Signal:
    """Returns a transformer and a motor that takes up its load, rattling (2, T), 16 s."""
    seconds = 16.0
    times = clock(seconds)
    load = np.clip((times - 3) / 2, 0, 1) - 0.7 * np.clip((times - 10) / 3, 0, 1)
    dry = silence(seconds)
    for base_hz, pan, weight in ((49.92, -0.4, 1.0), (50.31, 0.5, 0.8)):
        hum = sum(
            rng.uniform(0.3, 1.0) / number**0.9 * np.sin(2 * np.pi * base_hz * number * times + rng.uniform(0, 6))
            for number in (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 18, 22, 30)
        )
        place(dry, panned(weight * 0.25 * hum * (1 + 0.1 * drift(rng, seconds, 2.0)), pan), 0.0)
    turning = 23.0 * (0.7 + 0.3 * np.clip(load + 0.6, 0, 1)) * (1 + 0.004 * drift(rng, seconds, 0.4))
    angle = 2 * np.pi * np.cumsum(turning) / SAMPLE_RATE
    whine = sum(
        height * np.sin(number * angle + 0.4 * np.sin(angle))
        for number, height in ((24, 0.10), (48, 0.06), (137, 0.03), (211, 0.015), (389, 0.006))
    )
    noise = rng.standard_normal(len(times))
    brush = band(noise, 3000, 19000) * np.clip(np.sin(angle), 0, 1) ** 6
    place(dry, panned((0.4 + 0.6 * load) * (whine + 0.25 * brush), 0.2), 0.0)
    rattle = np.zeros_like(times)
    for at_s in np.cumsum(rng.exponential(0.11, 120)):
        index = round(at_s * SAMPLE_RATE)
        if index < len(rattle):
            rattle[index] = rng.uniform(0.2, 1.0) * (0.15 + max(0.0, float(load[index])))
    rattle = sum(resonance(rattle, f, f / 18) for f in (410, 1130, 2870, 6400, 11800))
    place(dry, panned(2.5 * rattle, -0.3), 0.0)
    return faded(room(dry, rng, decay_s=0.9, wet=0.2), 0.5, 0.8)
