"""Hearing a dataset: usable recordings are kept with the model, long ones in part; what was left out is said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.decode import Decoder
from sdad.audio.slicing import still_s, usable
from sdad.descriptors.measure import measure
from sdad.errors import AudioError, Cancelled, EndsDecoder, storage_error
from sdad.model.recordings import BASE_RATE, HIGH_RATE, Origin, Recordings
from sdad.units import clock_time

PEAK = 0.7
EXCERPT_S = 20.0
"""Long recordings are heard in stretches of this length, evenly spaced."""
LONGEST_S = 60.0
MOST_VALUES = 12_000_000
"""A recording is heard in one stretch up to this length and this many samples in all its channels, which bounds the
memory: 60 s of stereo at 96 kHz, 7.8 s of eight channels at 192 kHz. What is longer is heard piece by piece."""
MEASURE_S = 5.0
MOST_MEASURED = 120
"""Of more pieces than that only every second, third and so on is measured, so that all recordings have their say."""
IN_TIME = ("rhythm", "pulse", "density", "movement")
LONG_ENOUGH_S = 3.0
"""A shorter recording says nothing about what :data:`IN_TIME` measures: a single hit has no rhythm and no density."""


@dataclass(slots=True)
class HeardFile:
    """One file that was used: its length, how much of it was heard, and a note where that needs one.

    ``broken_off`` is whether its header promises more than there is.
    """

    path: Path
    seconds: float
    used_seconds: float
    sample_rate: int
    channels: int
    note: str = ""
    broken_off: bool = False


@dataclass(slots=True)
class Heard:
    """What listening came to. ``measures`` are descriptors of stretches of the recordings, spread over all of them."""

    recordings: Recordings
    used: list[HeardFile] = field(default_factory=list)
    skipped: list[tuple[Path, AudioError]] = field(default_factory=list)
    measures: list[dict[str, float | None]] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """How many minutes were heard."""
        return sum(file.used_seconds for file in self.used) / 60


@dataclass(slots=True)
class _Ear:
    """What it takes to hear one file after another; every so-manieth piece is measured."""

    decoder: Decoder
    stopping: threading.Event
    heard: Heard
    allowance_s: float
    every: int
    pieces: int = 0

    def go_on(self) -> None:
        """Raises Cancelled when the training is to stop."""
        if self.stopping.is_set():
            raise Cancelled("training")


def listen(
    files: Sequence[Path],
    folder: Path,
    minutes: float,
    stopping: threading.Event,
    progress: Callable[[float], None],
    ended: Callable[[EndsDecoder], None] = lambda error: None,
) -> Heard:
    """Returns the recordings of a dataset, kept in ``folder``.

    Args:
        files: The dataset's audio files.
        folder: Where the recordings are kept; part of the model version to be.
        minutes: How much is heard at most. Short recordings are heard whole; what is left is shared out evenly among
            the long ones, which are heard in evenly spaced stretches.
        stopping: Set to give up.
        progress: Told the fraction done.
        ended: Told of each file that makes the decoder crash or hang.

    Raises:
        Cancelled: ``stopping`` was set.
        DiskFull, NotWritable: the recordings cannot be kept.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder.parent) from None
    heard = Heard(Recordings(folder))

    def skip(path: Path, error: AudioError) -> None:
        heard.skipped.append((path, error))
        if isinstance(error, EndsDecoder):
            ended(error)

    with Decoder() as decoder:
        lengths: dict[Path, float] = {}
        for path in files:
            try:
                lengths[path] = decoder.probe(path).seconds
            except AudioError as error:
                skip(path, error)
        allowance_s = _allowance(list(lengths.values()), 60 * minutes)
        pieces = sum(max(1, round(min(length_s, allowance_s) / MEASURE_S)) for length_s in lengths.values())
        ear = _Ear(decoder, stopping, heard, allowance_s, every=max(1, ceil(pieces / MOST_MEASURED)))
        for number, path in enumerate(lengths):
            ear.go_on()
            try:
                _hear(path, ear)
            except AudioError as error:
                skip(path, error)
            progress((number + 1) / len(lengths))
    return heard


def _allowance(lengths_s: list[float], total_s: float) -> float:
    """Returns the longest stretch of one recording that is heard, so that all together fit into the total."""
    left = total_s
    for count, length in zip(range(len(lengths_s), 0, -1), sorted(lengths_s), strict=True):
        if length > left / count:
            return left / count
        left -= length
    return float("inf")


def _hear(path: Path, ear: _Ear) -> None:
    probe, allowance_s = ear.decoder.probe(path), ear.allowance_s
    notes = []
    if probe.truncated:
        notes.append(
            "the file breaks off before its header says; what is there was used; copy it again to have the rest"
        )
    longest_s = min(LONGEST_S, MOST_VALUES / (probe.sample_rate * probe.channels))
    if probe.seconds <= allowance_s:
        count = ceil(probe.seconds / longest_s)
        length_s = probe.seconds / count
    else:
        count = max(1, round(allowance_s / min(EXCERPT_S, longest_s)))
        length_s = allowance_s / count
        notes.append(
            f"{clock_time(allowance_s)} of its {clock_time(probe.seconds)} were heard, in {count} evenly spaced "
            f"stretches; split it, or train with a greater effort, to hear more"
        )
    if probe.sample_rate < 32000:
        notes.append(f"at {probe.sample_rate} Hz it holds nothing above {probe.sample_rate // 2000} kHz")
    starts_s = [float(start) for start in np.linspace(0, probe.seconds - length_s, count)]
    rate = HIGH_RATE if probe.sample_rate > BASE_RATE else BASE_RATE

    def pieces() -> Iterator[tuple[float, Audio]]:
        return _usable(path, starts_s, length_s, rate, ear)

    # Pieces keep their levels against each other, so the peak of the whole has to be known before the first is kept.
    # One piece is read once; more of them twice, since together they may not fit into memory.
    only = list(pieces()) if count == 1 else []
    gain = PEAK / max(_peak(piece) for _, piece in only or pieces())
    kept, used_s = 0, 0.0
    for start_s, piece in only or pieces():
        _keep(piece, gain, Origin(path.name, start_s), ear)
        kept, used_s = kept + 1, used_s + piece.seconds
    if kept < count:
        notes.append(f"{count - kept} of its {count} stretches hold nothing that can be used and were passed over")
    form = (probe.sample_rate, probe.channels)
    ear.heard.used.append(HeardFile(path, probe.seconds, used_s, *form, "; ".join(notes), probe.truncated))


def _usable(path: Path, starts_s: list[float], length_s: float, rate: int, ear: _Ear) -> Iterator[tuple[float, Audio]]:
    """Yields the second from which each stretch can be used, and what can be of it, in stereo at ``rate``.

    Raises only when nothing can be used in any of them.

    A silent stretch of a long recording is passed over; a recording without any sound is refused.
    """
    problem, found = None, False
    for start_s in starts_s:
        ear.go_on()
        try:
            stretch = ear.decoder.read(path, start_s=start_s, seconds=length_s).stereo()
            piece = usable(stretch, path)
        except EndsDecoder:
            # Every other stretch of it might take as long.
            raise
        except AudioError as error:
            problem = error
            continue
        found = True
        yield start_s + still_s(stretch), piece.resampled(rate)
    if problem is not None and not found:
        raise problem


def _peak(sound: Audio) -> float:
    return float(np.abs(sound.samples).max())


def _keep(sound: Audio, gain: float, origin: Origin, ear: _Ear) -> None:
    even = Audio((sound.samples * gain).astype(np.float32), sound.sample_rate)
    ear.heard.recordings.add(even, origin)
    length = round(MEASURE_S * even.sample_rate)
    for start in range(0, max(1, even.frames - length // 2), length):
        if ear.pieces % ear.every == 0:
            piece = np.ascontiguousarray(even.samples[:, start : start + length])
            measured = measure(Audio(piece, even.sample_rate))
            if piece.shape[1] < LONG_ENOUGH_S * even.sample_rate:
                measured.update(dict.fromkeys(IN_TIME))
            ear.heard.measures.append(measured)
        ear.pieces += 1
