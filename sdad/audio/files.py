"""How a sound is read from a file of any rate, and written so that nobody ever sees half a file."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Literal, get_args

import numpy as np
import soundfile
from numpy.typing import NDArray

from sdad.audio.buffer import Audio
from sdad.audio.headers import SIZE_SLACK, promised_bytes
from sdad.errors import UnreadableAudio, UnsupportedDelivery, UnusableAudio, UnwritableAudio, storage_error

Depth = Literal["16", "24", "32f"]
Container = Literal["wav", "flac", "aiff"]

LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 4000, 768000
MOST_CHANNELS = 64
WRITTEN_RATES_HZ = (44100, 96000)
BLOCK = 65536
FLAC_BLOCK = 4096
"""For a FLAC that breaks off, which loses the whole block in which it does."""

_READ_CONTAINERS = frozenset({"WAV", "WAVEX", "RF64", "W64", "AIFF", "FLAC", "OGG", "MP3", "CAF"})
_DEPTH_BITS = {
    "PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32, "DOUBLE": 64,
    "ALAC_16": 16, "ALAC_20": 20, "ALAC_24": 24, "ALAC_32": 32,
}  # fmt: skip
_SUBTYPES: dict[Depth, str] = {"16": "PCM_16", "24": "PCM_24", "32f": "FLOAT"}


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is, without its samples.

    Attributes:
        sample_rate: In Hz.
        channels: Number of channels.
        frames: Samples in each channel that are really there.
        seconds: Their length.
        depth_bits: Bits of a stored sample; 0 where the coding is lossy and has none.
        container: ``WAV``, ``FLAC``, ``MP3``…, found from the content and not from the name.
        truncated: The header promises more than the file holds, as after a copy that broke off.
    """

    sample_rate: int
    channels: int
    frames: int
    seconds: float
    depth_bits: int
    container: str
    truncated: bool


def probe(path: Path) -> Probe:
    """Returns what a file is. Decodes none of it, unless it is compressed and broken off.

    Raises:
        UnreadableAudio: it is missing, empty, no audio, or nothing of it is left.
    """
    with _opened(path) as (file, sound):
        frames, truncated = _extent(file, sound, path)
        return Probe(
            sample_rate=sound.samplerate,
            channels=sound.channels,
            frames=frames,
            seconds=frames / sound.samplerate,
            depth_bits=_DEPTH_BITS.get(sound.subtype, 0),
            container=sound.format,
            truncated=truncated,
        )


def read(path: Path, *, start_s: float = 0.0, seconds: float | None = None) -> Audio:
    """Returns a file's sound at its own rate with all its channels.

    Args:
        path: The file.
        start_s: Where to begin, in seconds.
        seconds: How much to read at most; None for everything. What lies outside is not decoded into memory.

    Raises:
        UnreadableAudio: it is missing, empty, no audio, or nothing of it is left.
        UnusableAudio: it ends before ``start_s``, or a sample is not a finite number.
    """
    with _opened(path) as (file, sound):
        start = round(start_s * sound.samplerate)
        left = sound.frames - start
        wanted = left if seconds is None else min(left, round(seconds * sound.samplerate))
        if start < 0 or wanted <= 0:
            raise UnusableAudio(
                path,
                f"{start_s:g} s was asked for and it lasts {sound.frames / sound.samplerate:.3g} s",
                "Ask for a part that lies within it.",
            )
        samples = np.empty((sound.channels, wanted), np.float32)
        got = _fill(samples, sound, start, BLOCK)
        if got < wanted and sound.format == "FLAC":
            file.seek(0)
            with soundfile.SoundFile(file) as again:
                got = _fill(samples, again, start, FLAC_BLOCK)
        if got == 0:
            raise UnreadableAudio(path, "none of its samples can be decoded")
        # A copy leaves the unused part of a broken-off file's buffer to be freed.
        samples = samples if got == wanted else samples[:, :got].copy()
        if bad := samples.size - np.count_nonzero(np.isfinite(samples)):
            remedy = "Export it again from the program that made it."
            raise UnusableAudio(path, f"{bad} of its samples are not numbers", remedy)
        return Audio(samples, sound.samplerate)


def write(audio: Audio, path: Path, *, depth: Depth, container: Container, dither_seed: int = 0) -> None:
    """Writes a sound so that ``path`` holds either what it held before or the whole new file.

    The file grows under a hidden name in the same folder, is flushed to the disk, and then renamed. 16 and 24 bit get
    triangular dither of ±1 LSB (Lipshitz, Wannamaker and Vanderkooy 1992) from ``dither_seed``; the same sound and
    seed give the same bytes.

    Args:
        audio: At 44100 to 96000 Hz, samples within ±1.
        path: The file, replaced where it exists.
        depth: ``16``, ``24`` or ``32f``.
        container: ``wav``, ``flac`` or ``aiff``.
        dither_seed: What the dither is drawn from.

    Raises:
        UnsupportedDelivery: the rate, depth or container is none that is written.
        UnwritableAudio: a sample is beyond ±1 or not a number, or there are none.
        StorageError: the disk is full, the folder read-only or missing. The old file is untouched.
    """
    lowest, highest = WRITTEN_RATES_HZ
    if not lowest <= audio.sample_rate <= highest:
        raise UnsupportedDelivery("sample rate", f"{audio.sample_rate} Hz", f"{lowest} to {highest} Hz")
    if depth not in _SUBTYPES:
        raise UnsupportedDelivery("bit depth", depth, "16, 24 or 32f")
    if container not in get_args(Container):
        raise UnsupportedDelivery("format", container, "wav, flac or aiff")
    if container == "flac" and depth == "32f":
        raise UnsupportedDelivery("bit depth", "32f in FLAC", "16 or 24", "FLAC holds whole numbers only.")
    _check_writable(audio, path)
    # A short hidden name: watchers pass it over, and it fits wherever the final name fits.
    temporary = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        with contextlib.closing(temporary.open("x+b", buffering=0)) as file:
            _encode(audio, file, container.upper(), depth, dither_seed)
            os.fsync(file.fileno())
        _verify(audio, temporary)
        _replace(temporary, path)
    except OSError as error:
        raise storage_error(error, path.parent) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _check_writable(audio: Audio, path: Path) -> None:
    if audio.frames == 0:
        raise UnwritableAudio(path, "it holds no sound")
    if not np.isfinite(audio.samples).all():
        raise UnwritableAudio(path, "the sound holds values that are not numbers")
    peak = float(np.abs(audio.samples).max())
    if peak > 1.0:
        raise UnwritableAudio(
            path, f"its peak is {peak:.4g} times full scale and would clip", "Nothing was written; lower its level."
        )


def _verify(audio: Audio, path: Path) -> None:
    """Raises OSError unless a file that was just written says, when it is opened, that it holds the whole sound."""
    try:
        with soundfile.SoundFile(path) as sound:
            whole = (sound.frames, sound.samplerate, sound.channels) == (
                audio.frames,
                audio.sample_rate,
                audio.channels,
            )
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, str(error)) from error
    if not whole:
        raise OSError(errno.EIO, "what was written is not all there")


class _Sink:
    """A file for libsndfile that remembers the system's own reason when a write fails.

    libsndfile says no more than "System error."; a full disk has to be told from a folder without permission. The file
    is unbuffered, since a buffer would fail later, while seeking, where nothing can be said.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.failure: OSError | None = None
        self.seek, self.tell, self.read = file.seek, file.tell, file.read

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest and self.failure is None:
            try:
                rest = rest[self._file.write(rest) :]
            except OSError as error:
                self.failure = error
        return len(data) - len(rest)


def _encode(audio: Audio, file: FileIO, container: str, depth: Depth, dither_seed: int) -> None:
    sink = _Sink(file)
    random = np.random.default_rng(dither_seed)
    try:
        with soundfile.SoundFile(
            sink, "w", audio.sample_rate, audio.channels, subtype=_SUBTYPES[depth], format=container
        ) as sound:
            for start in range(0, audio.frames, BLOCK):
                block = np.ascontiguousarray(audio.samples[:, start : start + BLOCK].T)
                sound.write(block if depth == "32f" else _quantised(block, int(depth), random))
    except (soundfile.LibsndfileError, AssertionError) as error:
        # soundfile asserts that every frame was written.
        raise sink.failure or OSError(None, str(error)) from error
    if sink.failure is not None:
        raise sink.failure
    if depth == "32f":
        _clear_peak_time(file)


def _quantised(block: NDArray[np.float32], bits: int, random: np.random.Generator) -> NDArray[np.int32]:
    """Returns dithered whole numbers with the block's shape (T, C), left-aligned in 32 bits."""
    scale = 2.0 ** (bits - 1)
    dither = random.random(block.shape, np.float32) - random.random(block.shape, np.float32)
    whole = np.rint(block * scale + dither)
    # +1.0 has no code of its own, and dither may pass the last one by one step: both are held there.
    return np.clip(whole, -scale, scale - 1).astype(np.int32) << (32 - bits)


def _clear_peak_time(file: FileIO) -> None:
    """Zeroes the time of writing that libsndfile puts into the PEAK chunk of float files: same sound, same bytes."""
    file.seek(0)
    at = file.read(256).find(b"PEAK")
    if at >= 0:
        file.seek(at + 12)
        file.write(bytes(4))


def _replace(temporary: Path, path: Path) -> None:
    # On Windows a scanner or a player that holds the old file open refuses the rename for a moment.
    for pause_s in (0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ():
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    temporary.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, soundfile.SoundFile]]:
    """Opens a regular, non-empty file of a container that sdad reads, and turns what libsndfile says into words.

    It is opened once, so that a file replaced in the meantime is not half the old and half the new.
    """
    try:
        # Opening a pipe or a device would wait for ever or read something that is no recording.
        if path.exists() and not path.is_file():
            raise UnreadableAudio(path, "it is not a file", "Take it out of the folder.")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableAudio(path, "it is not there", "Check the name and the folder.") from error
    except OSError as error:
        raise UnreadableAudio(
            path, (error.strerror or str(error)).lower(), "Check its permissions and the disk it is on."
        ) from error
    with file:
        if os.fstat(file.fileno()).st_size == 0:
            raise UnreadableAudio(path, "the file is empty", "Copy or export it again.")
        try:
            with soundfile.SoundFile(file) as sound:
                _check_form(sound, path)
                yield file, sound
        except (soundfile.LibsndfileError, TypeError) as error:
            # TypeError is how soundfile refuses a name such as x.raw, whose content has no header to go by.
            raise UnreadableAudio(path, _reason(error)) from error


def _reason(error: Exception) -> str:
    said = getattr(error, "error_string", "") or "its format is not known"
    if "not recognised" in said or "unknown" in said.lower():
        return "its content is no audio format that is known"
    return said.removeprefix("Error : ").removeprefix("Error in ").rstrip(". ").lower()


def _check_form(sound: soundfile.SoundFile, path: Path) -> None:
    if sound.format not in _READ_CONTAINERS:
        raise UnreadableAudio(path, f"{sound.format} files are not read")
    if not LOWEST_RATE_HZ <= sound.samplerate <= HIGHEST_RATE_HZ:
        raise UnreadableAudio(
            path, f"its header says {sound.samplerate} Hz; {LOWEST_RATE_HZ} to {HIGHEST_RATE_HZ} Hz can be read"
        )
    if not 1 <= sound.channels <= MOST_CHANNELS:
        raise UnreadableAudio(path, f"its header says {sound.channels} channels; 1 to {MOST_CHANNELS} can be read")
    if sound.frames <= 0:
        raise UnreadableAudio(path, "it holds no samples", "Copy or export it again.")


def _extent(file: BinaryIO, sound: soundfile.SoundFile, path: Path) -> tuple[int, bool]:
    """Returns the frames that are really there and whether more were promised."""
    promised = promised_bytes(file)
    if promised is not None:
        return sound.frames, promised > os.fstat(file.fileno()).st_size + SIZE_SLACK
    if next(_blocks(sound, sound.frames - 1, 1, BLOCK), None) is not None:
        return sound.frames, False
    # A decoder that has run over the end does not recover; a fresh one counts what there is.
    file.seek(0)
    with soundfile.SoundFile(file) as again:
        frames = sum(len(block) for block in _blocks(again, 0, again.frames, FLAC_BLOCK))
    if frames == 0:
        raise UnreadableAudio(path, "none of its samples can be decoded")
    return frames, True


def _fill(samples: NDArray[np.float32], sound: soundfile.SoundFile, start: int, longest: int) -> int:
    """Reads into samples (C, T) and returns how many of each channel there were."""
    got = 0
    for block in _blocks(sound, start, samples.shape[1], longest):
        samples[:, got : got + len(block)] = block.T
        got += len(block)
    return got


def _blocks(sound: soundfile.SoundFile, start: int, frames: int, longest: int) -> Iterator[NDArray[np.float32]]:
    """Yields float32 blocks with shape (T, C), up to ``frames`` in all; ends early where a broken-off file does."""
    try:
        sound.seek(start)
        while frames > 0:
            block = sound.read(min(longest, frames), dtype="float32", always_2d=True)
            if len(block) == 0:
                return
            yield block
            frames -= len(block)
    except soundfile.LibsndfileError:
        return
