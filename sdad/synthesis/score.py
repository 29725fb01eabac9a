"""When things happen: events on a grid of beats and events scattered in time."""

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
    """What two players play, in order of time, and the times of the beats in seconds, which scatter as rhythm does."""

    strict: tuple[Event, ...]
    loose: tuple[Event, ...]
    beats_s: tuple[float, ...]
    beat_s: float


def event_rate(density: float) -> float:
    """Returns events per second for a density drive from 0 to 1."""
    return float(SLOWEST * (FASTEST / SLOWEST) ** density)


def compose(draw: np.random.Generator, seconds: float, rhythm: float, pulse: float, density: float) -> Score:
    """Returns a score. All three drives go from 0 to 1.

    Two players share the time: one keeps strictly to a repeating pattern, one scatters its events. How loud each is
    heard is decided later, which is what moves a texture from a cloud to a beat without steps between. ``density`` sets
    the rate of both, ``pulse`` the accent of beats over what lies between, ``rhythm`` how regular the beats are that
    the pulse follows.
    """
    beat_s = 60 / draw.uniform(92, 128)
    rate = event_rate(density)
    per_beat = 4 if rate * beat_s / 4 <= 0.85 else 8
    step_s = beat_s / per_beat
    share = min(1.0, rate * step_s)
    steps = STEPS * per_beat // 4
    # Strokes fall on the first and third beat, then on the others, then anywhere with halves of a beat preferred: few
    # strokes at random places would come back only after a whole bar, which nobody hears as a beat.
    places = np.arange(steps)
    rank = draw.random(steps) + 2.0 - 0.3 * (places % (per_beat // 2) == 0)
    rank[:: 2 * per_beat] = 0.0
    rank[per_beat :: 2 * per_beat] = 1.0
    pattern = np.zeros(steps, bool)
    pattern[np.argsort(rank, kind="stable")[: max(2, round(share * steps))]] = True
    strict, loose = [], []
    for index in range(int(seconds / step_s) + 1):
        step = index % steps
        loudness, lateness = draw.uniform(0.75, 1.0), draw.normal(0, 0.004)
        if pattern[step]:
            accent = 1.0 if step % per_beat == 0 else 10 ** (-(14 * pulse + 1) / 20)
            strict.append(Event(max(0.0, index * step_s + lateness), step, loudness * accent, step % per_beat == 0))
        if draw.random() < share:
            time_s = (index + draw.uniform(-1.5, 1.5)) * step_s
            loose.append(Event(time_s, int(draw.integers(steps)), draw.uniform(0.5, 1.0), False))
    count = int(seconds / beat_s) + 2
    scatter = (1 - rhythm) ** 1.5 * draw.uniform(-0.45, 0.45, count)
    beats = np.maximum(np.arange(count) + scatter, 0) * beat_s
    return Score(_within(strict, seconds), _within(loose, seconds), tuple(beats.tolist()), beat_s)


def _within(events: list[Event], seconds: float) -> tuple[Event, ...]:
    return tuple(sorted((event for event in events if 0 <= event.time_s < seconds), key=lambda event: event.time_s))


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
