"""Writing: exact forms, no clipping, and never half a file whatever fails."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import sdad
from sdad.audio import files
from sdad.audio.buffer import Audio
from sdad.audio.files import probe, read, write
from sdad.errors import DiskFull, NotWritable, UnsupportedDelivery, UnwritableAudio

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits, users or signals")
FORMS = [(d, c) for d in ("16", "24", "32f") for c in ("wav", "flac", "aiff") if (d, c) != ("32f", "flac")]


def noise(frames=20_000, sample_rate=48000, seed=0):
    random = np.random.default_rng(seed)
    return Audio(random.uniform(-0.9, 0.9, (2, frames)).astype(np.float32), sample_rate)


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def ordinary_user():
    """Root may write everywhere, so these tests step down from it."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(("depth", "container"), FORMS)
@pytest.mark.parametrize("sample_rate", [44100, 48000, 96000])
def test_every_form_reads_back_within_its_depth(tmp_path, depth, container, sample_rate):
    audio, path = noise(sample_rate=sample_rate), tmp_path / f"x.{container}"
    write(audio, path, depth=depth, container=container)
    found = probe(path)
    assert (found.sample_rate, found.channels, found.frames) == (sample_rate, 2, 20_000)
    assert found.depth_bits == int(depth.rstrip("f"))
    assert found.container == container.upper()
    step = 0.0 if depth == "32f" else 2.0 ** (1 - int(depth))
    assert np.abs(read(path).samples - audio.samples).max() <= 1.5 * step
    assert left_in(tmp_path) == [path.name]


@pytest.mark.parametrize(("depth", "container"), FORMS)
def test_the_same_sound_and_seed_give_the_same_bytes(tmp_path, depth, container):
    for name in ("a", "b"):
        write(noise(), tmp_path / name, depth=depth, container=container, dither_seed=5)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    write(noise(), tmp_path / "c", depth=depth, container=container, dither_seed=6)
    assert ((tmp_path / "a").read_bytes() == (tmp_path / "c").read_bytes()) == (depth == "32f")


def test_float_files_carry_no_time_of_writing(tmp_path):
    for container, order in (("wav", "little"), ("aiff", "big")):
        write(noise(), tmp_path / "x", depth="32f", container=container)
        content = (tmp_path / "x").read_bytes()
        at = content.index(b"PEAK")
        assert int.from_bytes(content[at + 8 : at + 12], order) == 1  # the chunk's version is where it should be
        assert content[at + 12 : at + 16] == bytes(4)


def test_dither_makes_the_error_a_noise_that_does_not_follow_the_sound(tmp_path):
    time = np.arange(480_000) / 48000
    step = 2.0**-15
    quiet = (0.4 * step * np.sin(2 * np.pi * 1000 * time)).astype(np.float32)[None]
    write(Audio(quiet, 48000), tmp_path / "x.wav", depth="16", container="wav")
    error = (read(tmp_path / "x.wav").samples - quiet)[0] / step
    # Without dither this tone, under half a step, would vanish. Triangular dither: variance 1/6 + 1/12 of a step².
    assert abs(error.var() - 0.25) < 0.01
    assert abs(np.corrcoef(error, quiet[0])[0, 1]) < 0.01


def test_full_scale_is_held_and_not_wrapped(tmp_path):
    square = np.where(np.arange(4000) % 100 < 50, 1.0, -1.0).astype(np.float32)[None]
    for depth in ("16", "24"):
        write(Audio(square, 48000), tmp_path / "x.wav", depth=depth, container="wav")
        np.testing.assert_allclose(read(tmp_path / "x.wav").samples, square, atol=1e-4)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1.001, -1.001])
@pytest.mark.parametrize("depth", ["24", "32f"])
def test_what_would_clip_or_is_no_number_never_reaches_a_file(tmp_path, value, depth):
    audio = noise()
    audio.samples[1, 777] = value
    with pytest.raises(UnwritableAudio, match=r"x\.wav was not written"):
        write(audio, tmp_path / "x.wav", depth=depth, container="wav")
    assert left_in(tmp_path) == []


def test_nothing_is_not_written(tmp_path):
    with pytest.raises(UnwritableAudio, match="no sound"):
        write(Audio(np.zeros((2, 0), np.float32), 48000), tmp_path / "x.wav", depth="24", container="wav")


@pytest.mark.parametrize(
    ("sample_rate", "depth", "container"),
    [(192000, "24", "wav"), (22050, "24", "wav"), (48000, "8", "wav"), (48000, "24", "mp3"), (48000, "32f", "flac")],
)
def test_other_forms_are_refused(tmp_path, sample_rate, depth, container):
    with pytest.raises(UnsupportedDelivery):
        write(noise(sample_rate=sample_rate), tmp_path / "x", depth=depth, container=container)
    assert left_in(tmp_path) == []


@pytest.fixture
def old_file(tmp_path):
    path = tmp_path / "x.wav"
    write(noise(seed=9), path, depth="24", container="wav")
    content = path.read_bytes()
    yield path
    assert path.read_bytes() == content, "the old file was touched"
    assert left_in(tmp_path) == ["x.wav"], "something was left behind"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_named_and_leaves_the_old_file(old_file, monkeypatch):
    really_open = Path.open

    def open_without_room(self, mode="r", **rest):
        return open("/dev/full", "r+b", buffering=0) if mode == "x+b" else really_open(self, mode, **rest)  # noqa: PTH123

    monkeypatch.setattr(Path, "open", open_without_room)
    with pytest.raises(DiskFull, match="no room left"):
        write(noise(), old_file, depth="24", container="wav")


@posix
def test_a_limit_on_file_size_leaves_the_old_file(old_file):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(NotWritable, match="file too large"):
            write(noise(), old_file, depth="24", container="wav")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("code", "error"), [(errno.ENOSPC, DiskFull), (errno.EACCES, NotWritable), (errno.EIO, NotWritable)]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_at_the_last_steps_leaves_the_old_file(old_file, monkeypatch, code, error, step):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(error):
        write(noise(), old_file, depth="24", container="wav")


@posix
@pytest.mark.parametrize("lost", [1, 300, 10**6])
def test_what_the_disk_has_swallowed_is_noticed_before_the_file_is_shown(old_file, monkeypatch, lost, said):
    encode = files._encode

    def swallowed(audio, file, *rest):
        encode(audio, file, *rest)
        file.truncate(max(0, file.tell() - lost) if lost < 10**6 else 0)

    monkeypatch.setattr(files, "_encode", swallowed)
    before = old_file.read_bytes()
    with pytest.raises(NotWritable) as refused:
        write(noise(), old_file, depth="24", container="wav")
    said(refused.value, "storage.not_writable", str(old_file.parent), "choose another folder; nothing was lost")
    assert old_file.read_bytes() == before and left_in(old_file.parent) == [old_file.name]


def test_a_read_only_folder_is_named(old_file, ordinary_user):
    with pytest.raises(NotWritable, match="Cannot write into"):
        write(noise(), old_file, depth="24", container="wav")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(NotWritable, match="no such file"):
        write(noise(), tmp_path / "gone" / "x.wav", depth="24", container="wav")


@posix
def test_a_reader_sees_the_old_or_the_new_file_and_nothing_between(tmp_path):
    path, frames = tmp_path / "x.wav", {1000, 60_000}
    write(noise(1000), path, depth="24", container="wav")
    seen, done = set(), threading.Event()

    def look():
        while not done.is_set():
            found = probe(path)
            seen.add((found.frames, found.truncated))

    watcher = threading.Thread(target=look)
    watcher.start()
    for turn in range(40):
        write(noise(60_000 if turn % 2 else 1000), path, depth="24", container="wav")
    done.set()
    watcher.join(30)
    assert seen == {(count, False) for count in frames}


@posix
def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path):
    path = tmp_path / "x.wav"
    program = f"""
import numpy as np
from pathlib import Path
from sdad.audio import files
from sdad.audio.buffer import Audio
from sdad.audio.files import write
for turn in range(10_000):
    write(Audio(np.full((2, 50_000 + turn), 0.5, np.float32), 48000), Path({str(path)!r}), depth="24", container="wav")
    print(turn, flush=True)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(sdad.__file__).parent.parent)}
    for turns in (1, 2, 4, 7):
        writer = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment)
        for _ in range(turns):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
        writer.stdout.close()
        found = probe(path)
        assert found.frames >= 50_000 + turns - 1
        assert not found.truncated
        with contextlib.suppress(FileNotFoundError):
            assert all(name.startswith(".") for name in left_in(tmp_path) if name != "x.wav")
