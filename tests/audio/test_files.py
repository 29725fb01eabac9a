"""Reading: every container, every malformed file that a folder of recordings may hold."""

import struct
import tracemalloc

import numpy as np
import pytest
import soundfile

from sdad.audio.files import probe, read
from sdad.audio.suffixes import AUDIO_SUFFIXES
from sdad.errors import UnreadableAudio, UnusableAudio

LOSSLESS = [
    ("WAV", "PCM_16", ".wav", 16),
    ("WAVEX", "PCM_24", ".wav", 24),
    ("WAV", "FLOAT", ".wav", 32),
    ("RF64", "PCM_24", ".rf64", 24),
    ("W64", "PCM_24", ".w64", 24),
    ("AIFF", "PCM_24", ".aif", 24),
    ("FLAC", "PCM_24", ".flac", 24),
    ("CAF", "PCM_24", ".caf", 24),
    ("CAF", "ALAC_24", ".caf", 24),
]
LOSSY = [("OGG", "VORBIS", ".ogg"), ("OGG", "OPUS", ".opus"), ("MP3", "MPEG_LAYER_III", ".mp3")]


EXPORT = "Export it again as WAV, AIFF or FLAC, or take it out of the folder."


def noise(frames=48000, channels=2, seed=0):
    return 0.1 * np.random.default_rng(seed).standard_normal((frames, channels))


def stored(path, samples, sample_rate=48000, **form):
    soundfile.write(path, samples, sample_rate, **form)
    return path


def halved(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


@pytest.mark.parametrize(("container", "subtype", "suffix", "bits"), LOSSLESS)
def test_lossless_containers_come_back_as_they_were(tmp_path, container, subtype, suffix, bits):
    given = noise()
    path = stored(tmp_path / f"x{suffix}", given, format=container, subtype=subtype)
    found = probe(path)
    assert (found.sample_rate, found.channels, found.frames, found.seconds) == (48000, 2, 48000, 1.0)
    assert (found.container, found.depth_bits, found.truncated) == (container, bits, False)
    assert suffix in AUDIO_SUFFIXES
    np.testing.assert_allclose(read(path).samples, given.T, atol=2.0 ** (1 - min(bits, 24)))


@pytest.mark.parametrize(("container", "subtype", "suffix"), LOSSY)
def test_lossy_containers_keep_length_and_level(tmp_path, container, subtype, suffix):
    path = stored(tmp_path / f"x{suffix}", noise(), format=container, subtype=subtype)
    found, audio = probe(path), read(path)
    assert (found.container, found.depth_bits, found.truncated, found.frames) == (container, 0, False, 48000)
    assert suffix in AUDIO_SUFFIXES
    assert audio.samples.shape == (2, 48000)
    assert 0.07 < audio.samples.std() < 0.11


@pytest.mark.parametrize(
    ("container", "subtype"), [("WAV", "PCM_24"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")]
)
def test_a_part_equals_that_part_of_the_whole(tmp_path, container, subtype):
    path = stored(tmp_path / "x", noise(200_000), format=container, subtype=subtype)
    part = read(path, start_s=1.25, seconds=0.5)
    np.testing.assert_array_equal(part.samples, read(path).samples[:, 60000:84000])


def test_a_part_that_passes_the_end_stops_there(tmp_path):
    path = stored(tmp_path / "x.wav", noise())
    assert read(path, start_s=0.75, seconds=9.0).frames == 12000


@pytest.mark.parametrize("start_s", [1.0, 5.0, -1.0])
def test_a_part_outside_the_file_is_refused(tmp_path, start_s):
    path = stored(tmp_path / "x.wav", noise())
    with pytest.raises(UnusableAudio, match=r"lasts 1 s"):
        read(path, start_s=start_s, seconds=0.5)


def test_8_khz_mono_mp3_is_read(tmp_path):
    path = stored(tmp_path / "x.mp3", noise(16000, 1), 8000, format="MP3")
    assert read(path).samples.shape == (1, 16000)
    assert probe(path).sample_rate == 8000


def test_192_khz_with_8_channels_is_read(tmp_path):
    given = noise(19200, 8)
    audio = read(stored(tmp_path / "x.wav", given, 192000, subtype="FLOAT"))
    assert audio.sample_rate == 192000
    np.testing.assert_allclose(audio.samples, given.T, atol=1e-7)


def test_content_and_not_the_name_decides(tmp_path):
    path = stored(tmp_path / "really a flac.mp3", noise(), format="FLAC")
    assert probe(path).container == "FLAC"


def test_two_hours_are_probed_and_read_in_part_without_loading_them(tmp_path):
    path, seconds = tmp_path / "long.wav", 7200
    with soundfile.SoundFile(path, "w", 48000, 2, subtype="PCM_16") as sound:
        sound.write(np.zeros((480, 2)))
    size = seconds * 48000 * 4
    with path.open("r+b") as file:  # the rest is a hole in the file: no disk is used
        file.truncate(44 + size)
        file.seek(4)
        file.write(struct.pack("<I", 36 + size))
        file.seek(40)
        file.write(struct.pack("<I", size))
        file.seek(44 + 7000 * 48000 * 4)
        file.write(struct.pack("<hh", 16384, -16384))
    tracemalloc.start()
    try:
        found, part = probe(path), read(path, start_s=7000, seconds=2)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert (found.seconds, found.truncated) == (7200.0, False)
    np.testing.assert_array_equal(part.samples[:, 0], [0.5, -0.5])


@pytest.mark.parametrize(("container", "suffix"), [("WAV", "wav"), ("RF64", "rf64"), ("W64", "w64"), ("AIFF", "aiff")])
def test_a_broken_off_copy_gives_what_is_there_and_says_so(tmp_path, container, suffix):
    given = noise()
    path = halved(
        stored(tmp_path / f"x.{suffix}", given, format=container, subtype="FLOAT" if suffix == "wav" else "PCM_24")
    )
    found, audio = probe(path), read(path)
    assert found.truncated
    assert 23900 < found.frames == audio.frames <= 24000
    np.testing.assert_allclose(audio.samples, given.T[:, : audio.frames], atol=1e-6)


@pytest.mark.parametrize("container", ["FLAC", "MP3"])
def test_a_broken_off_compressed_file_gives_what_decodes(tmp_path, container):
    path = stored(tmp_path / "x", noise(200_000), format=container)
    whole = read(path).samples
    halved(path)
    found, audio = probe(path), read(path)
    assert found.truncated
    assert 80_000 < found.frames == audio.frames <= 100_000
    settled = audio.frames - 2400  # an MP3 frame borrows bits from its neighbours
    np.testing.assert_array_equal(audio.samples[:, :settled], whole[:, :settled])


def test_a_length_left_open_by_the_recorder_is_no_fault(tmp_path):
    path = stored(tmp_path / "x.wav", noise())
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert probe(path).truncated is False
    assert read(path).frames == 48000


def test_a_header_with_nothing_behind_it_is_unreadable(tmp_path, said):
    path = stored(tmp_path / "x.wav", noise())
    path.write_bytes(path.read_bytes()[:44])
    with pytest.raises(UnreadableAudio) as refused:
        probe(path)
    said(refused.value, "audio.unreadable", str(path), "it holds no samples", "Copy or export it again.")


@pytest.mark.parametrize(
    ("content", "words", "remedy"),
    [
        (b"", "is empty", "Copy or export it again."),
        (b"My recordings of spring, part one.\n" * 30, "no audio format", EXPORT),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "no audio format", EXPORT),
        (b"RIFF", "cannot be read", EXPORT),
        (b"fLaC" + bytes(2000), "cannot be read", EXPORT),
        (b"OggS" + bytes(2000), "cannot be read", EXPORT),
    ],
    ids=["empty", "text", "image", "stump", "flac", "ogg"],
)
@pytest.mark.parametrize("open_it", [probe, read])
def test_what_is_no_audio_is_said_to_be_none(tmp_path, content, words, remedy, open_it, said):
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(UnreadableAudio) as refused:
        open_it(path)
    said(refused.value, "audio.unreadable", str(path), "x.wav cannot be read: ", words, remedy)


def test_missing_files_folders_and_headerless_names_are_refused(tmp_path):
    headerless = tmp_path / "x.raw"
    headerless.write_bytes(bytes(1000))
    for path, words in [(tmp_path / "none.wav", "not there"), (tmp_path, "not a file"), (headerless, "format")]:
        with pytest.raises(UnreadableAudio, match=words):
            probe(path)


@pytest.mark.parametrize("sample_rate", [1, 3999, 800_000])
def test_rates_that_no_recorder_uses_are_refused(tmp_path, sample_rate, said):
    path = stored(tmp_path / "x.wav", noise(100), sample_rate)
    with pytest.raises(UnreadableAudio) as refused:
        probe(path)
    told = f"its header says {sample_rate} Hz; 4000 to 768000 Hz can be read"
    said(refused.value, "audio.unreadable", str(path), told, EXPORT)


def test_too_many_channels_are_refused(tmp_path, said):
    path = stored(tmp_path / "x.wav", noise(100, 100))
    with pytest.raises(UnreadableAudio) as refused:
        probe(path)
    said(refused.value, "audio.unreadable", str(path), "its header says 100 channels; 1 to 64 can be read", EXPORT)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_numbers_are_refused(tmp_path, value, said):
    samples = noise(1000)
    samples[500, 1] = value
    path = stored(tmp_path / "x.wav", samples, subtype="FLOAT")
    with pytest.raises(UnusableAudio) as refused:
        read(path)
    remedy = "Export it again from the program that made it."
    said(refused.value, "audio.unusable", str(path), "1 of its samples are not numbers", remedy)
