"""Strings: plucked by Karplus and Strong's loop, bowed and sung from a wavetable."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from instruments.stage import (
    SAMPLE_RATE,
    Signal,
    band,
    clock,
    drift,
    faded,
    panned,
    place,
    resonance,
    room,
    silence,
)


def note_hz(note: float) -> float:
    """Returns the frequency of a MIDI note number."""
    return 440.0 * 2.0 ** ((note - 69) / 12)


def pluck(rng: np.random.Generator, frequency_hz: float, seconds: float, force: float) -> Signal:
    """Returns one plucked string, shape (T,): a burst of noise in a delay line that loses its highs first.

    Karplus and Strong, "Digital Synthesis of Plucked-String and Drum Timbres", 1983. ``force`` from 0 to 1 makes the
    burst brighter as well as louder, as a finger does.
    """
    damping = 0.5 - 0.32 * force
    period = SAMPLE_RATE / frequency_hz - damping
    whole = int(period)
    taps = np.convolve([1 - (period - whole), period - whole], [1 - damping, damping])
    loop = np.zeros(whole + 3)
    loop[0] = 1.0
    loop[whole:] -= 0.001 ** (1 / (frequency_hz * (2.0 + 4.0 * 110 / frequency_hz))) * taps
    burst = np.zeros(round(seconds * SAMPLE_RATE))
    burst[:whole] = band(rng.standard_normal(whole), None, 2500 + 15000 * force)
    # Plucked at a seventh of its length, the string lacks every seventh partial.
    picked = burst.copy()
    picked[max(1, whole // 7) :] -= 0.9 * burst[: -max(1, whole // 7)]
    return (0.2 + 0.8 * force) * lfilter([1.0], loop, picked)


def guitar(rng: np.random.Generator) -> Signal:
    """Returns arpeggios over two open chords, strings left to ring, in a wooden room (2, T), 15 s."""
    seconds = 15.0
    dry = silence(seconds)
    chords = ((40, 47, 52, 55, 59, 66), (43, 50, 55, 59, 62, 69))
    at_s = 0.08
    for chord in (chords[0], chords[1], chords[0]):
        order = [0, 2, 3, 4, 5, 4, 3, 1, 2, 4]
        for step, string in enumerate(order):
            force = float(np.clip(0.45 + 0.3 * (step == 0) + 0.12 * rng.standard_normal(), 0.15, 1.0))
            ring_s = min(5.0, seconds - at_s)
            string_sound = faded(pluck(rng, note_hz(chord[string]), ring_s, force), 0.0, 0.3)
            place(dry, panned(string_sound, -0.5 + 0.2 * string), at_s)
            at_s += 0.36 * (1 + 0.04 * rng.standard_normal())
        at_s += 0.5
    body = sum(resonance(dry, centre, width) for centre, width in ((102, 30), (205, 45), (390, 90)))
    return room(dry + 1.5 * body, rng, decay_s=1.1, wet=0.12)


def wavetable(frequency_hz: float, slope_db_per_octave: float) -> Signal:
    """Returns one period of 16384 points with harmonics up to 20 kHz."""
    count = max(1, int(20000 / frequency_hz))
    number = np.arange(1, count + 1)
    height = number ** (slope_db_per_octave / 6.02)
    angle = 2 * np.pi * np.arange(16384) / 16384
    table = np.zeros(16384)
    for harmonic, level in zip(number, height, strict=True):
        # Schroeder phases would be flatter; a plain sine sum keeps the sharp corner that a bow gives.
        table += level * np.sin(harmonic * angle)
    return table / np.max(np.abs(table))


def played(table: Signal, frequency_hz: Signal) -> tuple[Signal, Signal]:
    """Returns a wavetable at a frequency that moves, (T,), and its phase in periods."""
    phase = np.cumsum(frequency_hz) / SAMPLE_RATE
    points = np.append(table, table[0])
    return np.interp(phase % 1.0, np.linspace(0, 1, len(points)), points), phase


def cello(rng: np.random.Generator) -> Signal:
    """Returns a slow bowed line of five notes with swells, vibrato and bow noise (2, T), 18 s."""
    seconds = 18.0
    dry = silence(seconds)
    at_s = 0.1
    for note, length_s, weight in ((38, 4.2, 0.7), (45, 3.2, 0.9), (50, 3.0, 1.0), (48, 2.6, 0.6), (41, 4.6, 0.85)):
        times = clock(length_s)
        base = note_hz(note)
        vibrato = (
            0.0035 * np.minimum(1, times / 1.2) * np.sin(2 * np.pi * 5.3 * times + 0.6 * drift(rng, length_s, 0.7))
        )
        slide = 0.015 * np.exp(-times / 0.08)
        frequency = base * (1 + vibrato - slide + 0.0008 * drift(rng, length_s, 0.12))
        pressure = np.clip(np.sin(np.pi * (times / length_s) ** 0.7) + 0.12 * drift(rng, length_s, 0.5), 0, 1.2)
        soft, phase = played(wavetable(base, -8.0), frequency)
        hard, _ = played(wavetable(base, -4.5), frequency)
        hair = band(rng.standard_normal(len(times)), 1800, 14000) * (0.3 + (phase % 1.0) ** 4)
        voice = pressure * (soft * (1 - 0.5 * pressure) + hard * 0.8 * pressure) + 0.09 * pressure**1.5 * hair
        voice = faded(voice, 0.09, 0.25)
        place(dry, panned(weight * voice, 0.15 * rng.standard_normal()), at_s)
        at_s += length_s - 0.12
    body = sum(
        gain * resonance(dry, centre, width)
        for centre, width, gain in ((110, 25, 0.6), (190, 35, 0.8), (420, 80, 0.8), (1100, 300, 1.2), (2600, 900, 2.0))
    )
    return room(0.6 * dry + body, rng, decay_s=2.2, wet=0.25)


_VOWELS = {
    "a": ((730, 90, 1.0), (1090, 110, 0.55), (2440, 160, 0.22), (3400, 250, 0.14), (4900, 400, 0.08)),
    "o": ((460, 70, 1.0), (800, 90, 0.40), (2500, 160, 0.07), (3300, 250, 0.05), (4700, 400, 0.03)),
    "i": ((290, 55, 1.0), (2250, 130, 0.30), (2950, 170, 0.22), (3500, 250, 0.15), (5000, 400, 0.08)),
}
"""Formants as (centre in Hz, width in Hz, height): Peterson and Barney, 1952, with two singers' formants added."""


def choir(rng: np.random.Generator) -> Signal:
    """Returns eight voices on a chord that opens from o to a and closes to i (2, T), 17 s."""
    seconds = 17.0
    times = clock(seconds)
    dry = silence(seconds)
    for index, note in enumerate((45, 52, 57, 57, 60, 64, 64, 69)):
        base = note_hz(note) * 2 ** (rng.normal(0, 6) / 1200)
        wobble = (
            0.006
            * (0.6 + 0.4 * drift(rng, seconds, 2.0))
            * np.sin(2 * np.pi * rng.uniform(4.6, 5.9) * times + drift(rng, seconds, 1.1))
        )
        throat, _ = played(wavetable(base, -7.5), base * (1 + wobble + 0.002 * drift(rng, seconds, 0.25)))
        air = band(rng.standard_normal(len(times)), 900, 18000)
        throat += 0.03 * air
        swell = np.clip(np.sin(np.pi * np.clip((times - 0.35 * (index % 4)) / 16.2, 0, 1)), 0, 1) ** 0.8
        strength = swell * (1 + 0.15 * drift(rng, seconds, 0.9))
        throat *= strength
        opening = np.clip((times - 3.0 + rng.normal(0, 0.3)) / 4.0, 0, 1)
        closing = np.clip((times - 10.0 + rng.normal(0, 0.3)) / 3.5, 0, 1)
        shares = {"o": 1 - opening, "a": opening * (1 - closing), "i": closing}
        voice = np.zeros_like(times)
        for vowel, formants in _VOWELS.items():
            mouth = sum(height * resonance(throat, centre, width) for centre, width, height in formants)
            voice += shares[vowel] * (mouth + 0.04 * throat)
        # The breath passes the teeth after the mouth has shaped it.
        voice += 0.004 * strength * band(air, 5000, None)
        place(dry, panned(voice, -0.8 + 1.6 * index / 7), 0.0)
    return faded(room(dry, rng, decay_s=3.2, wet=0.35), 0.05, 0.6)
