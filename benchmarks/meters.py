"""How far can the meters themselves be trusted? sdad's own and the outside ones, on scenes whose truth is known.

    python benchmarks/meters.py [--count 30] [--json FILE]

A scene is strokes over a bed in a room, made by arithmetic. For each of the eight descriptors, the one thing that it
stands for goes from end to end in equal steps, while everything else is drawn anew for each scene. Printed: the rank
correlation (Spearman) of each kind of meter with the truth. A slider that obeys perfectly cannot be seen to do better.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from independent import measure as measured_outside
from models import keep
from numpy.typing import NDArray
from scipy.signal import oaconvolve
from scipy.stats import spearmanr

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure

RATE_HZ = 48000
SECONDS = 7.0
TIME = np.arange(round(SECONDS * RATE_HZ)) / RATE_HZ
MISTUNED = 6
"""Notes of the bed: the root and five of its harmonics, which are moved apart to make it grate."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a scene is made from, each from 0 to 1."""

    tilt: float
    bell: float
    rough: float
    mistuning: float
    steadiness: float
    accent: float
    rate: float
    room: float


TRUTH = {
    "brightness": "tilt",
    "warmth": "bell",
    "roughness": "rough",
    "tension": "mistuning",
    "rhythm": "steadiness",
    "pulse": "accent",
    "density": "rate",
    "space": "room",
}


def drawn(dice: np.random.Generator) -> Scene:
    """Returns a scene of everyday values."""
    return Scene(*dice.uniform((0.3, 0.3, 0.0, 0.0, 0.3, 0.3, 0.3, 0.0), (0.7, 0.7, 0.3, 0.5, 1.0, 0.7, 0.7, 0.4)))


def rendered(scene: Scene, seed: int) -> NDArray[np.float32]:
    """Returns a scene's sound (1, T) at 48 kHz."""
    dice = np.random.default_rng(seed)
    sound = 0.06 * _bed(scene, dice) + 10 ** (-1.6 + 2.4 * scene.accent) * _strokes(scene, dice)
    decay_s = 0.15 * 40**scene.room
    tail = dice.standard_normal(int(decay_s * RATE_HZ))
    tail *= 10 ** (-3 * np.arange(len(tail)) / len(tail))
    sound = 0.5 * sound + 0.5 * oaconvolve(sound, tail / np.linalg.norm(tail))[: len(TIME)]
    hz = np.maximum(np.fft.rfftfreq(len(TIME), 1 / RATE_HZ), 20.0)
    gain_db = (8 * scene.tilt - 6) * np.log2(hz / 500)
    gain_db += (20 * scene.bell - 10) * np.exp(-((np.log2(hz / 280) / 0.7) ** 2))
    sound = np.fft.irfft(np.fft.rfft(sound) * 10 ** (gain_db / 20), len(sound))
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)[None]


def _bed(scene: Scene, dice: np.random.Generator) -> NDArray[np.float64]:
    root_hz = 110 * 2 ** dice.uniform(0, 1)
    apart = 2 ** (scene.mistuning * dice.choice([-1, 1], MISTUNED) / 12)
    notes = [
        np.sin(2 * np.pi * root_hz * k * note * TIME + dice.uniform(0, 6)) / k
        for k in range(1, MISTUNED + 1)
        for note in (1.0, apart[k - 1])
    ]
    swell = 1 + 0.3 * np.sin(2 * np.pi * dice.uniform(0.1, 0.5) * TIME)
    bed = np.sum(notes, axis=0) * swell + 0.2 * dice.standard_normal(len(TIME))
    bed *= 1 + scene.rough * np.sin(2 * np.pi * dice.uniform(45, 85) * TIME)
    return bed / bed.std()


def _strokes(scene: Scene, dice: np.random.Generator) -> NDArray[np.float64]:
    period_s = 1 / (0.4 * 25**scene.rate)
    if scene.steadiness >= 0.3:
        # A beat is one only where the ear counts it.
        period_s = float(np.clip(period_s, 0.12, 1.2))
    times = np.arange(0.05, SECONDS - 0.1, period_s)
    loose = 1.5 * (1 - scene.steadiness) * period_s
    times = np.clip(times + loose * dice.uniform(-0.5, 0.5, len(times)), 0, SECONDS - 0.1)
    decay_s = 0.03 * 4 ** dice.uniform(0, 1)
    sound = np.zeros(len(TIME))
    for begin in times:
        first = int(begin * RATE_HZ)
        since = TIME[: len(TIME) - first]
        stroke = np.sin(2 * np.pi * 300 * 2 ** dice.uniform(-1, 2) * since) + 0.4 * dice.standard_normal(len(since))
        sound[first:] += dice.uniform(0.5, 1) * stroke * np.minimum(since / 0.003, 1) * np.exp(-since / decay_s)
    return sound


def trusted(name: str, count: int) -> dict[str, float]:
    """Returns the rank correlation with the truth of the own and of the outside meter of a descriptor."""
    own, outside, truth = [], [], np.linspace(0, 1, count)
    for number, value in enumerate(truth):
        seed = [number, *name.encode()]
        scene = replace(drawn(np.random.default_rng(seed)), **{TRUTH[name]: float(value)})
        sound = rendered(scene, number)
        own.append(measure(Audio(sound, RATE_HZ), [name])[name])
        outside.append(measured_outside(sound, RATE_HZ, [name])[name])
    return {"own": _follows(truth, own), "independent": _follows(truth, outside)}


def _follows(truth: NDArray[np.float64], values: list[float | None]) -> float:
    heard = [place for place, value in enumerate(values) if value is not None]
    return float(spearmanr(truth[heard], [values[place] for place in heard]).statistic) if len(heard) > 2 else 0.0


def main() -> None:
    """Tries the meters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=30, help="scenes per descriptor")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given: Any = parser.parse_args(namespace=SimpleNamespace())
    results = {}
    print(f"{'':12} own   independent")
    for name in TRUTH:
        results[name] = trusted(name, given.count)
        print(f"{name:11} {results[name]['own']:5.2f} {results[name]['independent']:8.2f}", flush=True)
    keep(given, results)


if __name__ == "__main__":
    main()
