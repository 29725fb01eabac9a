"""The recordings that a model carries with it, so that it stays whole whatever happens to the originals."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdad.audio.buffer import Audio
from sdad.audio.files import probe, read, write
from sdad.audio.spectral import Signal

BASE_RATE, HIGH_RATE = 48000, 96000
CACHE_BYTES = 160_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a recording came from: the name of a file, and the second of it at which the recording begins."""

    file: str
    start_s: float = 0.0


class Recordings:
    """Stereo recordings as 24-bit FLAC, read when first needed and kept while there is room.

    Each is kept at 48 kHz, or at 96 kHz where its source had more than 48 kHz to offer: renders at 88.2 and 96 kHz then
    keep their upper octave. ``origins`` names where each came from, as far as it is known.
    """

    def __init__(self, folder: Path, sample_rates: Sequence[int] = (), origins: Sequence[Origin] = ()) -> None:
        self.origins = list(origins)
        self._folder = folder
        self._noted: dict[int, None] = {}
        self._kept: OrderedDict[tuple[int, int], Signal] = OrderedDict()
        self._rates = list(sample_rates)
        self._seconds: dict[int, float] = {}

    def __len__(self) -> int:
        """Returns how many recordings there are."""
        return len(self._rates)

    @property
    def sample_rates(self) -> tuple[int, ...]:
        """The rate of each recording: 48000 or 96000."""
        return tuple(self._rates)

    @property
    def highest_rate(self) -> int:
        """The highest rate of any recording: 48000 or 96000."""
        return max(self._rates, default=BASE_RATE)

    @property
    def nbytes(self) -> int:
        """Memory that the recordings take that are held now, in bytes."""
        return sum(kept.nbytes for kept in self._kept.values())

    def samples(self, index: int, sample_rate: int = BASE_RATE) -> Signal:
        """Returns one recording (2, T) at 48 or 96 kHz."""
        self._noted.setdefault(index)
        key = (index, sample_rate)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        samples = read(self._path(index)).resampled(sample_rate).samples
        self._kept[key] = samples
        while self.nbytes > CACHE_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return samples

    def seconds(self, index: int) -> float:
        """Returns how long one recording is, without reading it."""
        if index not in self._seconds:
            self._seconds[index] = probe(self._path(index)).seconds
        return self._seconds[index]

    def noted(self) -> Collection[int]:
        """Returns what fills with the indices of the recordings read from now on, until this is called again.

        Each is there once, and the one that was read first is the first.
        """
        self._noted = {}
        return self._noted.keys()

    def add(self, recording: Audio, origin: Origin | None = None) -> int:
        """Keeps a stereo recording at 48 or 96 kHz, with where it came from, and returns its index.

        Raises:
            DiskFull, NotWritable: it cannot be kept.
        """
        index = len(self._rates)
        write(recording, self._path(index), depth="24", container="flac", dither_seed=index)
        self._rates.append(recording.sample_rate)
        self._seconds[index] = recording.seconds
        if origin is not None:
            self.origins.append(origin)
        return index

    def _path(self, index: int) -> Path:
        return self._folder / f"{index:04d}.flac"
