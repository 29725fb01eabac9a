"""Synthetic sounds of which it is known what a listener would say, for the tests of the descriptors.

Everything is float64 with shape (T,), at any level, and the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import scipy.signal
from numpy.typing import NDArray

Sound = NDArray[np.float64]


def clock(seconds: float, rate: int) -> Sound:
    return np.arange(round(seconds * rate)) / rate


@lru_cache(maxsize=64)
def noise(seconds: float, rate: int, seed: int = 0) -> Sound:
    # The same noise whatever the rate, so that rates can be compared: made at 96 kHz and brought down.
    made = np.random.default_rng(seed).standard_normal(round(seconds * 96000))
    made = made if rate == 96000 else scipy.signal.resample(made, round(seconds * rate))
    made.setflags(write=False)
    return made


def filtered(sound: Sound, rate: int, low_hz: float, high_hz: float, order: int = 3) -> Sound:
    sos = scipy.signal.butter(order, [low_hz, high_hz], "band", fs=rate, output="sos")
    return scipy.signal.sosfilt(sos, sound)


def shaped(sound: Sound, rate: int, gain_db: Callable[[Sound], Sound]) -> Sound:
    hz = np.maximum(np.fft.rfftfreq(len(sound), 1 / rate), 20.0)
    return np.fft.irfft(np.fft.rfft(sound) * 10 ** (gain_db(hz) / 20), len(sound))


def tilted(sound: Sound, rate: int, db_per_octave: float) -> Sound:
    return shaped(sound, rate, lambda hz: db_per_octave * np.log2(hz / 1000))


def belled(sound: Sound, rate: int, db: float) -> Sound:
    return shaped(sound, rate, lambda hz: db * np.exp(-((np.log2(hz / 280) / 0.7) ** 2)))


def tone(hz: float, seconds: float, rate: int, partials: int = 1) -> Sound:
    time = clock(seconds, rate)
    numbers = [k for k in range(1, partials + 1) if k * hz < 0.4 * rate and k * hz < 18000]
    return np.sum([np.sin(2 * np.pi * hz * k * time + k * k) / k for k in numbers], axis=0)


def chord(semitones: Sequence[float], seconds: float, rate: int, root_hz: float = 262.0) -> Sound:
    return np.sum([tone(root_hz * 2 ** (s / 12), seconds, rate, 6) for s in semitones], axis=0)


def modulated(sound: Sound, rate: int, hz: float, depth: float) -> Sound:
    return sound * (1 + depth * np.sin(2 * np.pi * hz * np.arange(len(sound)) / rate))


def beats(per_second: float, seconds: float, jitter: float = 0.0, seed: int = 3) -> Sound:
    """Times of strokes; ``jitter`` 1 displaces each by up to half a period either way."""
    times = np.arange(int(seconds * per_second)) / per_second + 0.05
    moved = times + jitter * np.random.default_rng(seed).uniform(-0.5, 0.5, len(times)) / per_second
    return moved[(moved >= 0) & (moved < seconds - 0.02)]


def strokes(
    times: Sound, seconds: float, rate: int, decay_s: float = 0.05, attack_s: float = 0.001, pitched: bool = False
) -> Sound:
    dice = np.random.default_rng(1)
    sound = np.zeros(round(seconds * rate))
    length_s = min(8 * decay_s + attack_s, seconds)
    time = clock(length_s, rate)
    envelope = np.minimum(time / attack_s, 1) * np.exp(-np.maximum(time - attack_s, 0) / decay_s)
    hiss = noise(length_s, rate, seed=1)[: len(time)]
    for begin in times:
        hz = 400 * 2 ** (dice.integers(-12, 12) / 12)
        first = int(begin * rate)
        piece = (np.sin(2 * np.pi * hz * time) if pitched else hiss) * envelope
        sound[first : first + len(piece)] += piece[: len(sound) - first]
    return sound


def reverberated(sound: Sound, rate: int, decay_s: float, wet: float) -> Sound:
    time = clock(1.2 * decay_s, rate)
    response = noise(1.2 * decay_s, rate, seed=2)[: len(time)] * 10 ** (-3 * time / decay_s)
    response /= np.sqrt(np.square(response).sum())
    return (1 - wet) * sound + wet * scipy.signal.oaconvolve(sound, response)[: len(sound)]


def wandering(rate: int, depth_db: float, hz: float = 0.4, seconds: float = 6.0) -> Sound:
    """Noise whose balance of low and high swings to and fro."""
    hiss = noise(seconds, rate)
    swing = 10 ** (depth_db * np.sin(2 * np.pi * hz * clock(seconds, rate)) / 40)
    return filtered(hiss, rate, 100, 600) * swing + filtered(hiss, rate, 1500, 8000) / swing


def speech(seconds: float, rate: int) -> Sound:
    dice = np.random.default_rng(8)
    syllables = dice.uniform(0, 1, int(seconds / 0.09) + 2) ** 3 * (dice.random(int(seconds / 0.09) + 2) > 0.35)
    envelope = np.interp(clock(seconds, rate), np.arange(len(syllables)) * 0.09, syllables)
    return filtered(noise(seconds, rate), rate, 200, 4000) * envelope


def brightness(rate: int) -> list[Sound]:
    return [filtered(noise(2, rate), rate, 40, high_hz) for high_hz in np.geomspace(200, 16000, 7)]


def warmth(rate: int) -> list[Sound]:
    return [belled(tilted(noise(2, rate), rate, -3), rate, db) for db in np.linspace(-12, 12, 7)]


def roughness(rate: int) -> list[Sound]:
    return [modulated(chord((0, 5, 12), 2, rate), rate, 60, depth) for depth in np.linspace(0.1, 1, 7)]


def tension(rate: int) -> list[Sound]:
    # Octave, fifth, fourth, thirds, whole tone, semitone: the order of Plomp and Levelt, and of any harmony lesson.
    return [chord((0, interval), 2, rate) for interval in (12, 7, 5, 4, 3, 2, 1)]


def rhythm(rate: int) -> list[Sound]:
    return [strokes(beats(4, 8, jitter, seed=5), 8, rate) for jitter in (0.9, 0.6, 0.45, 0.3, 0.2, 0.1, 0.0)]


def pulse(rate: int) -> list[Sound]:
    bed = filtered(noise(4, rate), rate, 60, 2000)
    return [bed + 10 ** (db / 20) * strokes(beats(2, 4), 4, rate, 0.08) for db in np.linspace(-20, 30, 7)]


def density(rate: int) -> list[Sound]:
    return [strokes(beats(per_second, 6), 6, rate, 0.02) for per_second in (0.5, 1, 2, 4, 8, 12, 16)]


def space(rate: int) -> list[Sound]:
    dry = strokes(beats(2, 6), 6, rate, 0.01)
    return [dry, *(reverberated(dry, rate, decay_s, 0.5) for decay_s in np.geomspace(0.3, 6, 7))]


def movement(rate: int) -> list[Sound]:
    return [wandering(rate, depth_db) for depth_db in (0, 1, 2, 4, 8, 16, 24)]


def attack(rate: int) -> list[Sound]:
    """From slow to quick, as the control rises: the value in ms falls."""
    return [strokes(beats(1, 4), 4, rate, 0.3, ms / 1000) for ms in (400, 200, 100, 50, 20, 10, 3)]


def register(rate: int) -> list[Sound]:
    return [tone(hz, 1.5, rate, 8) for hz in np.geomspace(55, 1760, 7)]


def width(rate: int) -> list[NDArray[np.float64]]:
    left, right = noise(2, rate, 1), noise(2, rate, 2)
    return [np.stack([left, (1 - share) * left + share * right]) for share in np.linspace(0, 1, 7)]


def scene(seed: int, seconds: float = 4.0, rate: int = 48000) -> NDArray[np.float64]:
    """A stereo scene (2, T) whose properties are drawn independently of each other."""
    dice = np.random.default_rng(seed)
    hiss = tilted(noise(seconds, rate, seed), rate, dice.uniform(-9, -1))
    chords = ((0, 12), (0, 7), (0, 4, 7), (0, 3, 6), (0, 1, 6), (0, 1, 2, 3))
    notes = chord(chords[dice.integers(len(chords))], seconds, rate, 110 * 2 ** dice.uniform(0, 3))
    share = dice.uniform(0, 1)
    bed = share * hiss / hiss.std() + (1 - share) * notes / notes.std()
    bed = modulated(bed, rate, dice.uniform(30, 90), dice.uniform(0, 1))
    swing = 10 ** (dice.uniform(0, 15) * np.sin(2 * np.pi * dice.uniform(0.2, 1) * clock(seconds, rate)) / 20)
    bed = bed + swing * filtered(noise(seconds, rate, seed + 1), rate, 2000, 9000) * dice.uniform(0, 0.5)
    hits = strokes(
        beats(2 ** dice.uniform(-0.5, 3.5), seconds, dice.choice([0.0, 0.2, 1.0]), seed),
        seconds,
        rate,
        2 ** dice.uniform(-5, -1),
        2 ** dice.uniform(-9, -3),
        bool(dice.integers(2)),
    )
    sound = bed + 10 ** (dice.uniform(0, 35) / 20) * hits
    sound = belled(sound, rate, dice.uniform(-12, 12))
    sound = reverberated(sound, rate, 2 ** dice.uniform(-2, 2.5), dice.uniform(0, 0.7))
    side = dice.uniform(0, 1) * noise(seconds, rate, seed + 2) * sound.std()
    return np.stack([sound + side, sound - side])
