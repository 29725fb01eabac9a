"""The sounds of events: onsets of the recordings, chosen by what the flow proposes, with their own decays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sdad.audio.effects import fade_edges
from sdad.audio.spectral import Signal
from sdad.model.gestures import CONDITIONS
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.score import Event

ATTRIBUTE_WEIGHT = 0.5
LONGEST_S = 3.0
LEVEL = 0.12


def choose_onsets(
    instrument: Instrument, given: dict[str, float], count: int, temperature: float, draw: np.random.Generator
) -> list[int]:
    """Returns ``count`` onsets near gestures that the flow samples, no one of them too often."""
    index = instrument.index
    points = (draw.standard_normal((count, instrument.model.config.latent)) * temperature).astype(np.float32)
    latents = instrument.model.sample(points, {"attack": 0.95, **given})
    spread = index.onset_latents.std(axis=0) + 1e-3
    difference = (latents[:, None] - index.onset_latents[None]) / spread
    distance = np.sqrt((difference**2).mean(axis=2)) + draw.gumbel(size=difference.shape[:2]) * 0.08
    for name, quantile in given.items():
        attribute = index.onset_attributes[:, CONDITIONS.index(name)]
        distance += ATTRIBUTE_WEIGHT * np.abs(attribute - quantile)[None]
    chosen: list[int] = []
    for row in distance:
        worn = np.array([0.15 * chosen.count(onset) for onset in range(len(row))])
        chosen.append(int((row + worn).argmin()))
    return chosen


def voice(instrument: Instrument, onset: int, attack_s: float, decay_s: float, sample_rate: int) -> Signal:
    """Returns one event's sound (2, T): the recording from its onset on, at an even level, shaped.

    Args:
        instrument: What plays.
        onset: Which onset of the index.
        attack_s: Time in which the sound is let in; nothing is done below 4 ms.
        decay_s: Time constant of a further decay over the sound's own.
        sample_rate: 48000 or 96000.
    """
    index, scale = instrument.index, sample_rate // 48000
    start = max(0, int(index.onset_sample[onset]) * scale - 64 * scale)
    length = min(int(index.onset_samples[onset]) * scale, round(LONGEST_S * sample_rate))
    length = max(length, round(0.12 * sample_rate))
    sound = instrument.recordings.samples(int(index.onset_recording[onset]), sample_rate)[:, start : start + length]
    time = np.arange(sound.shape[1], dtype=np.float32) / sample_rate
    envelope = np.exp(-np.maximum(0, time - attack_s - 0.02) / decay_s)
    if attack_s > 0.004:
        envelope = envelope * np.minimum(time / attack_s, 1) ** 2
    sound = fade_edges(sound * envelope.astype(np.float32), sample_rate, 0.001, min(0.05, time[-1] / 3))
    early = np.sqrt((sound[:, : sample_rate // 4].astype(np.float64) ** 2).mean() * 2) + 1e-6
    return np.asarray(sound * (LEVEL / early), np.float32)


def play_events(
    events: Sequence[Event],
    sounds: list[Signal],
    rhythm: float,
    samples: int,
    sample_rate: int,
    draw: np.random.Generator,
) -> Signal:
    """Returns one player's events (2, T), each a sound placed in time and between the speakers.

    Steps of the pattern have sounds of their own; the more rhythmic, the more the beats share the first.
    """
    stage = np.zeros((2, samples), np.float32)
    by_step = draw.integers(0, len(sounds), 64)
    places = draw.uniform(-0.35, 0.35, 64)
    for event in events:
        which = 0 if event.beat and draw.random() < rhythm else int(by_step[event.step])
        _place(stage, sounds[which], event, float(places[event.step]), sample_rate)
    return stage


def _place(stage: Signal, sound: Signal, event: Event, pan: float, sample_rate: int) -> None:
    start = round(event.time_s * sample_rate)
    length = min(sound.shape[1], stage.shape[1] - start)
    if length > 0:
        sides = np.array([[1 - pan], [1 + pan]], np.float32) * np.float32(event.gain)
        stage[:, start : start + length] += sound[:, :length] * sides
