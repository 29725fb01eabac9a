"""When things happen: events on a grid of beats, from scattered to strict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdad.audio.spectral import Signal

STEPS = 16
"""Steps of the repeating pattern: four beats of four."""
SLOWEST, FASTEST = 0.4, 14.0
"""Events per second at the ends of the density drive."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: when in seconds, on which step of the pattern, how loud (amplitude), and whether it is a beat."""

    time_s: float
    step: int
    gain: float
    beat: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Events in order of time, and the times of the beats in seconds, which scatter as the rhythm does."""

    events: tuple[Event, ...]
    beats_s: tuple[float, ...]
    beat_s: float


def event_rate(density: float) -> float:
    """Returns events per second for a density drive from 0 to 1."""
    return float(SLOWEST * (FASTEST / SLOWEST) ** density)


def compose(draw: np.random.Generator, seconds: float, rhythm: float, pulse: float, density: float) -> Score:
    """Returns a score. All three drives go from 0 to 1.

    ``density`` sets the rate of events; ``rhythm`` how much of the pattern repeats and how little it is jittered;
    ``pulse`` the accent of beats over what lies between.
    """
    beat_s = 60 / draw.uniform(92, 128)
    loose = (1 - rhythm) ** 1.5
    rate = event_rate(density)
    per_beat = 4 if rate * beat_s / 4 <= 0.85 else 8
    step_s = beat_s / per_beat
    share = min(1.0, rate * step_s)
    steps = STEPS * per_beat // 4
    weight = draw.random(steps)
    places = np.arange(steps)
    weight -= (places % per_beat == 0) * (0.5 + 1.2 * rhythm) + (places % (per_beat // 2) == 0) * 0.3 * rhythm
    sounding = np.zeros(steps, bool)
    sounding[np.argsort(weight)[: max(1, round(share * steps))]] = True
    events = []
    for index in range(int(seconds / step_s) + 1):
        step = index % steps
        repeats = draw.random() < rhythm**0.5
        chance, loudness, jitter = draw.random(), draw.uniform(0.75, 1.0), draw.uniform(-0.5, 0.5)
        if not (sounding[step] if repeats else chance < share):
            continue
        beat = step % per_beat == 0
        time_s = index * step_s + loose * jitter * beat_s * 0.9
        gain = loudness if beat else loudness * 10 ** (-(14 * pulse + 1) / 20)
        if 0 <= time_s < seconds:
            events.append(Event(float(time_s), step, float(gain), beat))
    count = int(seconds / beat_s) + 2
    beats = np.maximum(np.arange(count) + loose * draw.uniform(-0.45, 0.45, count), 0) * beat_s
    return Score(tuple(sorted(events, key=lambda event: event.time_s)), tuple(beats.tolist()), beat_s)


def beat_envelope(score: Score, samples: int, sample_rate: int, depth: float) -> Signal:
    """Returns a gain (T,) that falls away after every beat: 1 on the beat, 1 − depth well after it.

    Falls to a hundredth over a beat and rises over 12 ms, so that it neither clicks nor hums.
    """
    time = np.arange(samples, dtype=np.float32) / sample_rate
    beats = np.array(score.beats_s)
    latest = np.searchsorted(beats, time, side="right") - 1
    since = np.where(latest >= 0, time - beats[np.maximum(latest, 0)], score.beat_s)
    rise = np.clip(since / 0.012, 0, 1)
    before = np.exp(-4.6 * np.diff(beats, prepend=beats[0] - score.beat_s)[np.maximum(latest, 0)] / score.beat_s)
    shape = rise * np.exp(-4.6 * since / score.beat_s) + (1 - rise) * before
    return np.asarray(1 - depth + depth * shape / shape.max(), np.float32)
