"""Writes two sets of recordings that nothing in sdad was tuned on: ``python benchmarks/sets.py FOLDER``.

``FOLDER/metal`` holds inharmonic and frequency-modulated tones, struck, bowed and rung, and chanting voices;
``FOLDER/field`` holds water, weather, insects, steps, clicks and a few chords. 14 and 16 files of 1.5 to 12 s in
stereo, 24 bit, some at 44.1 and some at 48 kHz. They are made of arithmetic, by other means than those in
``examples``, and the same command writes the same samples.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

Signal = NDArray[np.float64]
Dice = np.random.Generator
RATE_HZ = 48000


def _clock(seconds: float) -> Signal:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def _band(sound: Signal, low_hz: float, high_hz: float) -> Signal:
    return sosfilt(butter(2, [low_hz, high_hz], "band", fs=RATE_HZ, output="sos"), sound)


def _slow(dice: Dice, seconds: float, per_second: float) -> Signal:
    """Returns a smooth random curve from 0 to 1 with so many turns a second."""
    time = _clock(seconds)
    points = dice.uniform(0, 1, int(seconds * per_second) + 3)
    place = time * per_second
    step = place.astype(int)
    bend = 0.5 - 0.5 * np.cos(np.pi * (place - step))
    return points[step] * (1 - bend) + points[step + 1] * bend


def _scatter(dice: Dice, seconds: float, times: Signal, event: Callable[[], Signal]) -> Signal:
    """Returns events at times, each somewhere between the speakers, shape (2, T)."""
    sound = np.zeros((2, round(seconds * RATE_HZ)))
    for begin in times:
        angle = dice.uniform(0.15, 0.85) * np.pi / 2
        first = int(begin * RATE_HZ)
        piece = event()[: sound.shape[1] - first]
        sound[:, first : first + len(piece)] += np.outer([np.cos(angle), np.sin(angle)], piece)
    return sound


def _at_random(dice: Dice, seconds: float, per_second: float) -> Signal:
    return np.sort(dice.uniform(0.02, seconds - 0.05, int(seconds * per_second)))


def fm(dice: Dice, hz: float, ratio: float, index: float, seconds: float, decay_s: float) -> Signal:
    """A struck tone whose overtones fade before it does."""
    time = _clock(seconds)
    sides = [
        np.exp(-time / decay_s)
        * np.sin(
            2 * np.pi * hz * time + index * np.exp(-2 * time / decay_s) * np.sin(2 * np.pi * hz * ratio * d * time)
        )
        for d in (1.0, 1.0 + dice.uniform(0.0005, 0.002))
    ]
    return np.stack(sides)


def growl(dice: Dice, hz: float, seconds: float) -> Signal:
    """A low tone whose modulation index wanders."""
    time = _clock(seconds)
    sides = [
        np.sin(2 * np.pi * hz * time + 7 * _slow(dice, seconds, 1.5) * np.sin(4 * np.pi * hz * time)) for _ in "lr"
    ]
    return np.stack(sides) * (0.4 + 0.6 * _slow(dice, seconds, 0.5))


def plate(dice: Dice, hz: float, modes: int, seconds: float, decay_s: float, rise_s: float = 0.002) -> Signal:
    """A plate's inharmonic modes, the higher the sooner gone."""
    time = _clock(seconds)
    sound = np.zeros((2, len(time)))
    for mode in range(modes):
        pitch = hz * (1 + 0.63 * mode + 0.11 * mode**1.5) * dice.uniform(0.98, 1.02)
        if pitch > 19000:
            break
        fade = np.exp(-time * (1 + 0.12 * mode) / decay_s) * (1 - np.exp(-time / (rise_s * dice.uniform(0.5, 2))))
        sound += np.outer(dice.uniform(0.2, 1, 2), fade * np.sin(2 * np.pi * pitch * time + dice.uniform(0, 6)))
    return sound


def bars(dice: Dice, beats_per_minute: float, seconds: float) -> Signal:
    """A figure on bars of metal, in time."""
    beat = 30 / beats_per_minute
    steps = np.flatnonzero(dice.random(int(seconds / beat)) < 0.7) * beat
    scale = 330 * 2 ** (np.array([0, 2, 3, 7, 8, 12]) / 12)
    return _scatter(dice, seconds, steps, lambda: plate(dice, dice.choice(scale), 5, 0.9, 0.25)[0])


def chains(dice: Dice, seconds: float) -> Signal:
    """Handfuls of small metal."""
    times = np.concatenate([t + dice.exponential(0.12, 25) for t in _at_random(dice, seconds - 1, 0.9)])
    return _scatter(
        dice, seconds, times[times < seconds - 0.1], lambda: plate(dice, dice.uniform(1800, 5200), 6, 0.15, 0.03)[0]
    )


def ring(dice: Dice, hz: float, seconds: float) -> Signal:
    """A drone of ring-modulated partials."""
    time = _clock(seconds)
    carrier = np.sum([np.sin(2 * np.pi * hz * k * time) / k for k in (1, 2, 3, 5)], axis=0)
    sides = [np.sin(2 * np.pi * hz * 1.37 * bend * time) for bend in (1.0, 1.003)]
    return carrier * np.stack(sides) * (0.3 + 0.7 * _slow(dice, seconds, 0.4))


def scrape(dice: Dice, seconds: float) -> Signal:
    """Something dragged over a plate."""
    push = _slow(dice, seconds, 3) ** 2
    hiss = dice.standard_normal((2, len(push))) * push
    return sum(_band(hiss, hz * 0.99, hz * 1.01) for hz in (410, 980, 1730, 2890, 4630, 7900)) + 0.02 * hiss


def chant(dice: Dice, hz: float, vowels: str, seconds: float, breath: float = 0.02) -> Signal:
    """A voice that sings vowels on a few notes; ``breath`` 1 whispers."""
    formants = {"a": (730, 1090, 2440), "o": (450, 800, 2830), "u": (320, 870, 2240), "i": (270, 2290, 3010)}
    length = seconds / len(vowels)
    sides = []
    for voice in range(2):
        pieces = []
        for vowel in vowels:
            time = _clock(length)
            note = hz * 2 ** (dice.choice([0, 0, 2, 3, 5]) / 12) * (1 + 0.004 * voice)
            phase = np.cumsum(note * (1 + 0.01 * np.sin(2 * np.pi * 5.3 * time + voice))) / RATE_HZ
            glottis = np.mod(phase, 1) ** 3 - 0.25
            source = (1 - breath) * glottis + breath * dice.standard_normal(len(time))
            body = sum(_band(source, f * 0.93, f * 1.07) / (1 + k) for k, f in enumerate(formants[vowel]))
            pieces.append(body * np.sin(np.pi * np.minimum(1, np.minimum(time, length - time) / 0.12) / 2))
        sides.append(np.concatenate(pieces))
    return np.stack(sides)


def overtones(dice: Dice, hz: float, seconds: float) -> Signal:
    """A throat that walks up its own harmonics."""
    time = _clock(seconds)
    place = 4 + 8 * _slow(dice, seconds, 0.6)
    partials = [np.exp(-((k - place) ** 2) / 0.7) * np.sin(2 * np.pi * hz * k * time) for k in range(1, 15)]
    low = np.sum([np.sin(2 * np.pi * hz * k * time + k) / k for k in range(1, 5)], axis=0)
    return np.stack([np.sum(partials, axis=0) + low, np.sum(partials, axis=0) + 0.8 * np.roll(low, 400)])


def drips(dice: Dice, per_second: float, seconds: float, low_hz: float, high_hz: float) -> Signal:
    """Bubbles: sines that rise as they fade (Minnaert 1933)."""

    def bubble() -> Signal:
        time = _clock(0.15)
        hz, fade = np.exp(dice.uniform(np.log(low_hz), np.log(high_hz))), dice.uniform(25, 90)
        return (
            dice.uniform(0.1, 1) ** 2 * np.sin(2 * np.pi * hz * (1 + 0.1 * fade * time) * time) * np.exp(-fade * time)
        )

    return _scatter(dice, seconds, _at_random(dice, seconds, per_second), bubble)


def air(dice: Dice, low_hz: float, high_hz: float, seconds: float, per_second: float, depth: float) -> Signal:
    """Noise in a band that swells: surf, leaves, a road far away."""
    hiss = dice.standard_normal((2, round(seconds * RATE_HZ)))
    return _band(hiss, low_hz, high_hz) * (1 - depth + depth * _slow(dice, seconds, per_second)) ** 2


def crickets(dice: Dice, seconds: float) -> Signal:
    """Two insects at their own rates."""
    time = _clock(seconds)
    return np.stack(
        [
            np.sin(2 * np.pi * hz * time)
            * np.clip(np.sin(2 * np.pi * rate * time), 0, 1) ** 2
            * (np.mod(time, gap) < 0.3)
            for hz, rate, gap in ((4300, 31, 0.62), (4950, 27, 0.55))
        ]
    ) + 0.01 * dice.standard_normal((2, len(time)))


def chirps(dice: Dice, seconds: float) -> Signal:
    """Birds, more or less."""

    def chirp() -> Signal:
        time = _clock(dice.uniform(0.05, 0.2))
        sweep = dice.uniform(2500, 6000) * (
            1 + dice.uniform(-0.3, 0.4) * np.sin(2 * np.pi * dice.uniform(3, 20) * time)
        )
        return np.sin(2 * np.pi * np.cumsum(sweep) / RATE_HZ) * np.hanning(len(time))

    return _scatter(dice, seconds, _at_random(dice, seconds, 3), chirp)


def croaks(dice: Dice, seconds: float) -> Signal:
    """A frog: pulses through a throat."""

    def croak() -> Signal:
        time = _clock(0.35)
        pulses = np.mod(np.cumsum(np.linspace(70, 45, len(time))) / RATE_HZ, 1) < 0.1
        return _band(pulses * np.hanning(len(time)), 400, 900)

    return _scatter(dice, seconds, np.arange(0.2, seconds - 0.4, 0.9), croak)


def bursts(dice: Dice, times: Signal, seconds: float, low_hz: float, high_hz: float, decay_s: float) -> Signal:
    """Short noises at times: steps, crackle, ticks."""

    def burst() -> Signal:
        time = _clock(min(8 * decay_s, 0.6))
        return dice.uniform(0.2, 1) * _band(dice.standard_normal(len(time)), low_hz, high_hz) * np.exp(-time / decay_s)

    return _scatter(dice, seconds, times, burst)


def struck_chord(dice: Dice, notes: tuple[int, ...], seconds: float) -> Signal:
    """Soft hammers on damped strings, with a little stretch of the partials."""
    time = _clock(seconds)
    sound = np.zeros((2, len(time)))
    for note in notes:
        hz = 440 * 2 ** ((note - 69) / 12)
        for k in range(1, 13):
            pitch = hz * k * np.sqrt(1 + 0.0004 * k**2)
            fade = np.exp(-time * (0.6 + 0.25 * k)) * (1 - np.exp(-time / 0.004))
            sound += np.outer(dice.uniform(0.5, 1, 2) / k**1.2, fade * np.sin(2 * np.pi * pitch * time))
    return sound


def reeds(dice: Dice, notes: tuple[int, ...], seconds: float) -> Signal:
    """A chord of reeds that leans in and out."""
    time = _clock(seconds)
    raw = [[np.mod(440 * 2 ** ((n - 69) / 12) * d * time, 1) - 0.5 for n in notes] for d in (1.0, 1.002)]
    filtered = lfilter([0.08], [1, -0.92], np.array(raw).sum(axis=1), axis=1)
    return filtered * (0.2 + 0.8 * _slow(dice, seconds, 0.7))


METAL: dict[str, Callable[[Dice], Signal]] = {
    "fm-low": lambda d: fm(d, 98, 1.41, 6, 6, 2.2),
    "fm-middle": lambda d: fm(d, 233, 2.76, 4, 4, 1.2),
    "fm-high": lambda d: fm(d, 880, 3.47, 2.5, 2.5, 0.6),
    "fm-growl": lambda d: growl(d, 55, 8),
    "gong": lambda d: plate(d, 71, 40, 9, 3.5, 0.15),
    "bowed-plate": lambda d: plate(d, 140, 25, 7, 5.0, 0.9),
    "bars-96bpm": lambda d: bars(d, 96, 10),
    "bars-140bpm": lambda d: bars(d, 140, 8),
    "chains": lambda d: chains(d, 6),
    "ring-drone": lambda d: ring(d, 110, 10),
    "scrape": lambda d: scrape(d, 5),
    "chant-low": lambda d: chant(d, 98, "aouoa", 9),
    "chant-high-breathy": lambda d: chant(d, 262, "iaui", 7, 0.35),
    "overtones": lambda d: overtones(d, 87, 9),
}
FIELD: dict[str, Callable[[Dice], Signal]] = {
    "drips-slow": lambda d: drips(d, 2, 8, 600, 2500),
    "drips-cave": lambda d: drips(d, 6, 6, 300, 1200),
    "stream": lambda d: drips(d, 180, 9, 400, 5000) + 0.003 * air(d, 300, 9000, 9, 2, 0.3),
    "surf": lambda d: air(d, 120, 7000, 12, 0.25, 0.9),
    "leaves": lambda d: air(d, 2500, 14000, 7, 1.2, 0.8),
    "road-far-away": lambda d: air(d, 40, 350, 8, 0.4, 0.4),
    "crickets": lambda d: crickets(d, 6),
    "birds": lambda d: chirps(d, 6),
    "frog": lambda d: croaks(d, 5),
    "gravel-steps": lambda d: bursts(d, np.arange(0.1, 6.8, 0.55) + d.uniform(0, 0.05, 13), 7, 700, 9000, 0.05),
    "fire": lambda d: bursts(d, _at_random(d, 7, 14), 7, 1200, 15000, 0.004) + 0.02 * air(d, 80, 900, 7, 1, 0.5),
    "counter-clicks": lambda d: bursts(d, _at_random(d, 4, 5), 4, 900, 6000, 0.002),
    "clock": lambda d: bursts(d, np.arange(0.1, 5.9, 0.5), 6, 1500, 8000, 0.008),
    "chord-minor": lambda d: struck_chord(d, (45, 52, 57, 60, 64), 5),
    "chord-tense": lambda d: struck_chord(d, (50, 56, 61, 66, 67), 4),
    "reeds": lambda d: reeds(d, (48, 55, 59, 62), 8),
}
SETS = {"metal": METAL, "field": FIELD}


def recording(kind: str, name: str) -> tuple[Signal, int]:
    """Returns one recording (2, T) with a peak of -3 to -12 dBFS, and its sample rate."""
    # Seeded by the name, so that adding a recording changes no other.
    dice = np.random.default_rng(list(f"{kind}/{name}".encode()))
    sound = SETS[kind][name](dice)
    fade = np.minimum(1, np.minimum(np.arange(sound.shape[1]), np.arange(sound.shape[1])[::-1]) / 480)
    sound = sound * fade + 10 ** (-75 / 20) * dice.standard_normal(sound.shape) * np.abs(sound).max()
    sound *= 10 ** (-dice.uniform(3, 12) / 20) / np.abs(sound).max()
    return sound, 44100 if len(name) % 3 == 0 else RATE_HZ


def make_sets(folder: Path) -> list[Path]:
    """Writes both sets into folders of their own under ``folder`` and returns the folders."""
    for kind, recordings in SETS.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name in recordings:
            sound, rate = recording(kind, name)
            # Played a little lower where the rate is lower: no resampling needed, and none to be heard.
            soundfile.write(folder / kind / f"{name}.wav", sound.T, rate, subtype="PCM_24")
    return [folder / kind for kind in SETS]


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Write two sets of recordings that nothing was tuned on.")
    parser.add_argument("folder", type=Path)
    for folder in make_sets(parser.parse_args().folder):
        print(f"{folder}: {len(list(folder.glob('*.wav')))} recordings")


if __name__ == "__main__":
    main()
