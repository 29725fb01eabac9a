"""The sounds of events: onsets of the recordings, chosen by what the flow proposes, with their own decays."""

from __future__ import annotations

import numpy as np

from sdad.audio.effects import fade_edges, rms
from sdad.audio.spectral import Signal
from sdad.model.gestures import CONDITIONS
from sdad.synthesis.grains import away
from sdad.synthesis.instrument import Instrument

ATTRIBUTE_WEIGHT = 0.5
HOME_WEIGHT, HOME_ONSETS = 1.5, 4
"""Distance of an onset that is not at home, and how many onsets make a home that suffices."""
LONGEST_S = 3.0
LEVEL = 0.12


def choose_onsets(
    instrument: Instrument,
    given: dict[str, float],
    count: int,
    temperature: float,
    draw: np.random.Generator,
    home: int | None = None,
    homing: float = 1.0,
) -> list[int]:
    """Returns ``count`` onsets near gestures that the flow samples, no one too often, if need not be none from afar.

    ``home`` is the recording that is not left without need, if any is, and ``homing`` how strictly, 0 to 1.
    """
    index = instrument.index
    points = (draw.standard_normal((count, instrument.model.config.latent)) * temperature).astype(np.float32)
    latents = instrument.model.sample(points, {"attack": 0.95, **given})
    spread = index.onset_latents.std(axis=0) + 1e-3
    difference = (latents[:, None] - index.onset_latents[None]) / spread
    distance = np.sqrt((difference**2).mean(axis=2)) + draw.gumbel(size=difference.shape[:2]) * 0.08
    for name, quantile in given.items():
        attribute = index.onset_attributes[:, CONDITIONS.index(name)]
        distance += ATTRIBUTE_WEIGHT * np.abs(attribute - quantile)[None]
    if home is not None:
        distance += homing * HOME_WEIGHT * away(index.onset_recording, home, 1, HOME_ONSETS)
    chosen: list[int] = []
    for row in distance:
        worn = np.array([0.15 * chosen.count(onset) for onset in range(len(row))])
        chosen.append(int((row + worn).argmin()))
    return chosen


def voice(instrument: Instrument, onset: int, sample_rate: int) -> Signal:
    """Returns one event's sound (2, T): the recording from an onset of the index on, at 48000 or 96000 Hz."""
    index, scale = instrument.index, sample_rate // 48000
    start = max(0, int(index.onset_sample[onset]) * scale - 64 * scale)
    length = min(int(index.onset_samples[onset]) * scale, round(LONGEST_S * sample_rate))
    length = max(length, round(0.12 * sample_rate))
    recording = instrument.recordings.samples(int(index.onset_recording[onset]), sample_rate)
    # A view would keep the whole recording in memory for as long as the take is.
    return recording[:, start : start + length].copy()


def shaped(sound: Signal, attack_s: float, decay_s: float, sample_rate: int) -> Signal:
    """Returns an event's sound (2, T) at an even level, let in and faded away.

    Args:
        sound: Shape (2, T).
        attack_s: Time in which the sound is let in; nothing is done below 4 ms.
        decay_s: Time constant of a further decay over the sound's own.
        sample_rate: In Hz.
    """
    time = np.arange(sound.shape[1], dtype=np.float32) / np.float32(sample_rate)
    envelope = np.exp(-np.maximum(0, time - np.float32(attack_s + 0.02)) / np.float32(decay_s))
    if attack_s > 0.004:
        envelope *= np.minimum(time / np.float32(attack_s), 1) ** 2
    sound = fade_edges(sound * envelope, sample_rate, 0.001, min(0.05, float(time[-1]) / 3))
    return np.asarray(sound * np.float32(LEVEL / (rms(sound[:, : sample_rate // 4]) * 2**0.5 + 1e-6)), np.float32)


def place(stage: Signal, sound: Signal, start: int, gain: float, pan: float) -> None:
    """Adds a sound (2, T) to a stage (2, T) from a sample on, which may lie before it or run past it.

    ``pan`` from -1, left, to 1, right.
    """
    first, last = max(0, -start), min(sound.shape[1], stage.shape[1] - start)
    if first < last:
        sides = np.array([[1 - pan], [1 + pan]], np.float32) * np.float32(gain)
        stage[:, start + first : start + last] += sound[:, first:last] * sides
