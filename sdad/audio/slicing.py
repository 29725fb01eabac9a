"""Which part of a recording is sound that can be learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import scipy.signal

from sdad.audio.buffer import Audio
from sdad.errors import UnusableAudio
from sdad.units import db_to_amplitude

SHORTEST_S = 0.02
"""A single stroke of a drum may last 40 ms; what is shorter than this is a click."""
LOWEST_HZ = 10.0
"""Below this there is no pitch and no level to hear, only offset, drift and handling."""
DIGITAL_SILENCE_DB = -96.0
"""Movement below half a step of 16 bits is taken for none."""
QUIETEST_PEAK_DB = -75.0
"""A peak of six steps of 16 bits: what lies below is mostly the noise of the converter."""


def usable(audio: Audio, path: Path) -> Audio:
    """Returns what of a recording can be learned from: without offset, and without digital silence at its ends.

    Args:
        audio: The recording, any rate, level and number of channels.
        path: Where it came from, for what is said about it.

    Raises:
        UnusableAudio: it is silent, constant, shorter than 20 ms without its silent ends, or holds no numbers.
    """
    if not np.isfinite(audio.samples).all():
        raise UnusableAudio(
            path, "some of its samples are not numbers", "Export it again from the program that made it."
        )
    if audio.seconds < SHORTEST_S:
        raise _too_short(audio, path)
    trimmed = _without_still_ends(audio)
    if trimmed.frames == 0:
        constant = float(np.abs(audio.samples).max()) > db_to_amplitude(QUIETEST_PEAK_DB)
        raise _constant(path) if constant else _silent(path)
    if trimmed.seconds < SHORTEST_S:
        raise _too_short(trimmed, path)
    sound = _without_offset(trimmed)
    if float(np.abs(sound.samples).max()) < db_to_amplitude(QUIETEST_PEAK_DB):
        raise _silent(path)
    return sound


def still_s(audio: Audio) -> float:
    """Returns the seconds at the beginning of a recording that :func:`usable` cuts off; 0 where nothing moves."""
    return (_first_moved(audio) or 0) / audio.sample_rate


def _first_moved(audio: Audio) -> int | None:
    """Returns the last sample before any channel moves, or None; a constant offset does not hide that."""
    moved = np.abs(audio.samples - audio.samples[:, :1]).max(axis=0) > db_to_amplitude(DIGITAL_SILENCE_DB)
    return max(0, int(moved.argmax()) - 1) if moved.any() else None


def _without_still_ends(audio: Audio) -> Audio:
    """Cuts the stretches at both ends during which no channel moves."""
    first = _first_moved(audio)
    if first is None:
        return Audio(audio.samples[:, :0], audio.sample_rate)
    still = db_to_amplitude(DIGITAL_SILENCE_DB)
    from_end = np.abs(audio.samples - audio.samples[:, -1:]).max(axis=0) > still
    last = len(from_end) - int(from_end[::-1].argmax())
    return Audio(audio.samples[:, first : last + 1], audio.sample_rate)


def _without_offset(audio: Audio) -> Audio:
    """Takes away what is below 10 Hz by a Butterworth high-pass that starts as if the offset had always been there.

    The offset at the start is the median, where the sound comes to rest. The mean would put a step before a drum whose
    first cycle is lopsided.
    """
    sections = scipy.signal.butter(2, LOWEST_HZ, "highpass", fs=audio.sample_rate, output="sos")
    offset = np.median(audio.samples, axis=1).astype(np.float64)
    state = scipy.signal.sosfilt_zi(sections)[:, None, :] * offset[None, :, None]
    samples, _ = scipy.signal.sosfilt(sections, audio.samples, axis=1, zi=state)
    return Audio(samples.astype(np.float32), audio.sample_rate)


def _silent(path: Path) -> UnusableAudio:
    return UnusableAudio(path, "it is silent", "Record it louder or take it out of the folder.")


def _constant(path: Path) -> UnusableAudio:
    return UnusableAudio(
        path, "it holds a constant offset and no sound", "Check the recorder's input, or take it out of the folder."
    )


def _too_short(audio: Audio, path: Path) -> UnusableAudio:
    return UnusableAudio(
        path,
        f"it has {audio.seconds:.3g} s of sound and at least {SHORTEST_S:g} s are needed",
        "Use a longer recording.",
    )
