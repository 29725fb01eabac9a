"""When things happen: events on a grid of beats and events scattered in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdad.audio.spectral import Signal

STEPS_PER_BEAT = 8
STEPS = 4 * STEPS_PER_BEAT
"""Steps of the repeating pattern: four beats of eight."""
SLOWEST, FASTEST = 0.4, 14.0
"""Events per second at the ends of the density drive."""
GOLDEN = 0.6180339887
"""Steps of this share of a whole cover it evenly, however few of them are taken."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event that may be played.

    ``time_s`` in seconds · ``step`` of the pattern · ``gain`` as an amplitude · ``beat``: whether it falls on a beat ·
    ``rate``: the events per second from which it is played · ``chance``: a number from 0 to 1 of its own.
    """

    time_s: float
    step: int
    gain: float
    beat: bool
    rate: float
    chance: float


@dataclass(frozen=True, slots=True)
class Score:
    """All that two players may play, in order of time, and the beats that they share.

    Which events are played is decided later, by the rate: a denser texture plays what a sparser one plays, and more.
    """

    strict: tuple[Event, ...]
    loose: tuple[Event, ...]
    beat_s: float
    scatter: Signal
    """How far each beat (N,) strays at no rhythm at all, in beats."""

    def beats_s(self, rhythm: float) -> Signal:
        """Returns the times (N,) of the beats that a pulse follows, the more regular the more ``rhythm``, 0 to 1."""
        strayed = np.arange(len(self.scatter)) + (1 - rhythm) ** 1.5 * self.scatter
        return np.asarray(np.maximum.accumulate(np.maximum(strayed, 0)) * self.beat_s, np.float32)


def event_rate(density: float) -> float:
    """Returns events per second for a density drive from 0 to 1."""
    return float(SLOWEST * (FASTEST / SLOWEST) ** density)


def compose(draw: np.random.Generator, seconds: float, loop_s: float | None = None) -> Score:
    """Returns a score of some seconds; its pattern comes round with a loop of ``loop_s``.

    Two players share the time: one keeps strictly to a repeating pattern, one scatters its events. How loud each is
    heard is decided later, which is what moves a texture from a cloud to a beat without steps between.
    """
    beat_s = 60 / draw.uniform(92, 128)
    if loop_s is not None:
        beat_s = _fitting(beat_s, loop_s)
    step_s = beat_s / STEPS_PER_BEAT
    order = _order(draw)
    rates = (order + 1) / (STEPS * step_s)
    # Two strokes to the bar make the least pattern that can be heard to come back.
    rates[order < 2] = 0.0
    strict = []
    for index in range(int(seconds / step_s) + 1):
        step = index % STEPS
        time_s = max(0.0, index * step_s + draw.normal(0, 0.004))
        gain, chance = draw.uniform(0.75, 1.0), draw.random()
        strict.append(Event(time_s, step, gain, step % STEPS_PER_BEAT == 0, float(rates[step]), chance))
    loose = []
    first = draw.random()
    for index in range(int(seconds * FASTEST) + 1):
        # Steps of the golden ratio thin a crowd evenly, however few are left of it.
        rate = FASTEST * ((first + index * GOLDEN) % 1.0)
        time_s = (index + draw.uniform(-1.5, 1.5)) / FASTEST
        loose.append(Event(time_s, int(draw.integers(STEPS)), draw.uniform(0.5, 1.0), False, rate, draw.random()))
    scatter = draw.uniform(-0.45, 0.45, int(seconds / beat_s) + 2).astype(np.float32)
    return Score(_within(strict, seconds), _within(loose, seconds), beat_s, scatter)


def _fitting(beat_s: float, loop_s: float) -> float:
    """Returns the beat next to one of which a whole number of bars, or in a short loop of beats, makes a loop."""
    bars = round(loop_s / (4 * beat_s))
    beats = 4 * bars if bars >= 2 else max(1, round(loop_s / beat_s))
    return loop_s / beats


def _order(draw: np.random.Generator) -> np.ndarray:
    """Returns the place (STEPS,) of each step in the order in which a pattern fills.

    The first and the third beat, then the others, then halves of a beat, quarters and eighths, each at random: few
    strokes at random places would come back only after a whole bar, which nobody hears as a beat.
    """
    places = np.arange(STEPS)
    rank = 3.0 + draw.random(STEPS)
    for level, every in enumerate((STEPS_PER_BEAT // 4, STEPS_PER_BEAT // 2)):
        rank[places % every == 0] = 2.0 - level + draw.random(STEPS // every)
    rank[places % STEPS_PER_BEAT == 0] = 0.5 + 0.1 * draw.random(4)
    rank[places % (2 * STEPS_PER_BEAT) == 0] = [0.0, 0.1]
    order: np.ndarray = np.argsort(np.argsort(rank))
    return order


def _within(events: list[Event], seconds: float) -> tuple[Event, ...]:
    return tuple(sorted((event for event in events if 0 <= event.time_s < seconds), key=lambda event: event.time_s))


def beat_envelope(beats_s: Signal, beat_s: float, first: int, last: int, sample_rate: int, depth: float) -> Signal:
    """Returns a gain for samples ``first`` to ``last`` that falls away after every beat: 1 on it, 1 - depth well after.

    Falls to a hundredth over a beat and rises over 12 ms, so that it neither clicks nor hums.
    """
    time = np.arange(first, last, dtype=np.float64) / sample_rate
    latest = np.searchsorted(beats_s, time, side="right") - 1
    since = np.where(latest >= 0, time - beats_s[np.maximum(latest, 0)], beat_s).astype(np.float32)
    rise = np.clip(since / 0.012, 0, 1)
    left = np.exp(-4.6 * np.diff(beats_s, prepend=beats_s[0] - beat_s) / beat_s)
    before = left.astype(np.float32)[np.maximum(latest, 0)]
    shape = rise * np.exp(-4.6 * since / beat_s) + (1 - rise) * before
    return np.asarray(1 - depth + depth * shape / shape.max(), np.float32)
