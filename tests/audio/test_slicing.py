import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.slicing import still_s, usable
from sdad.errors import UnusableAudio

RATES = [8000, 44100, 48000, 96000, 192000]


def tone(seconds=1.0, sample_rate=48000, hz=440.0, level=0.3, channels=2):
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    return np.tile((level * np.sin(2 * np.pi * hz * time)).astype(np.float32), (channels, 1))


def padded(samples, before, after, value=0.0):
    return np.pad(samples, ((0, 0), (before, after)), constant_values=value)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_a_clean_recording_stays_as_it_is(tmp_path, sample_rate, channels):
    audio = Audio(tone(sample_rate=sample_rate, channels=channels), sample_rate)
    result = usable(audio, tmp_path / "x.wav")
    assert abs(result.frames - audio.frames) <= 2
    np.testing.assert_allclose(result.samples[:, :1000], audio.samples[:, :1000], atol=0.02)


@pytest.mark.parametrize("offset", [0.0, 0.2, -0.05])
def test_digital_silence_at_the_ends_is_cut_even_when_it_is_not_zero(tmp_path, offset):
    samples = padded(tone(), 5000, 9000) + np.float32(offset)
    result = usable(Audio(samples, 48000), tmp_path / "x.wav")
    assert 48000 - 4 <= result.frames <= 48000 + 4
    assert still_s(Audio(samples, 48000)) == pytest.approx(5000 / 48000, abs=4 / 48000)


def test_what_never_moves_begins_at_once():
    assert still_s(Audio(np.full((2, 100), 0.2, np.float32), 48000)) == 0


def test_silence_within_and_quiet_tails_are_kept(tmp_path):
    gap = np.concatenate([tone(), np.zeros((2, 48000), np.float32), tone(level=1e-3)], axis=1)
    assert usable(Audio(gap, 48000), tmp_path / "x.wav").seconds == pytest.approx(3.0, abs=0.001)


def test_silence_in_one_channel_only_is_kept(tmp_path):
    samples = tone()
    samples[1] = 0
    assert usable(Audio(samples, 48000), tmp_path / "x.wav").seconds == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("sample_rate", RATES)
def test_an_offset_is_taken_away_without_a_step(tmp_path, sample_rate):
    clean = tone(sample_rate=sample_rate)
    offsets = np.array([[0.3], [-0.1]], np.float32)
    result = usable(Audio(clean + offsets, sample_rate), tmp_path / "x.wav")
    np.testing.assert_allclose(result.samples.mean(axis=1), 0, atol=2e-3)
    assert np.abs(result.samples).max() < 0.31


def test_a_drum_whose_first_cycle_is_lopsided_starts_where_it_started(tmp_path):
    time = np.arange(9600) / 48000
    drum = (np.sin(2 * np.pi * 50 * time) * np.exp(-time / 0.015)).astype(np.float32)[None]
    result = usable(Audio(drum, 48000), tmp_path / "x.wav")
    assert abs(drum.mean()) > 0.01  # subtracting the mean would start it with a step of this size
    assert abs(result.samples[0, 0]) < 1e-2 * abs(drum).max()
    assert abs(result.samples[0, 0]) < abs(drum.mean()) / 5


def test_what_can_be_heard_is_not_filtered(tmp_path):
    for hz in (40.0, 1000.0):
        given = Audio(tone(2.0, hz=hz), 48000)
        result = usable(given, tmp_path / "x.wav")
        change_db = 20 * np.log10(result.samples[:, 24000:].std() / given.samples[:, 24000:].std())
        assert abs(change_db) < 0.05


def test_quiet_recordings_are_used(tmp_path):
    level = 10 ** (-60 / 20)
    assert usable(Audio(tone(level=level), 48000), tmp_path / "x.wav").seconds == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize(
    ("samples", "words", "remedy"),
    [
        (np.zeros((2, 48000)), "it is silent", "Record it louder"),
        (1e-5 * np.sin(np.arange(48000))[None], "it is silent", "Record it louder"),
        (1e-4 * np.sin(np.arange(48000))[None], "it is silent", "Record it louder"),
        (np.full((2, 48000), 0.5), "constant offset", "Check the recorder's input"),
        (tone(0.01), "it has 0.01 s of sound and at least 0.02 s", "Use a longer recording."),
        (padded(tone(0.01), 48000, 48000), "it has 0.01 s of sound", "Use a longer recording."),
        (np.zeros((2, 0)), "it has 0 s of sound", "Use a longer recording."),
        (np.where(np.arange(48000) == 7, np.nan, 0.1)[None], "not numbers", "Export it again"),
        (np.where(np.arange(48000) == 7, np.inf, 0.1)[None], "not numbers", "Export it again"),
    ],
    ids=["zeros", "below a step", "converter noise", "offset", "short", "short in silence", "nothing", "nan", "inf"],
)
def test_what_holds_no_sound_is_refused_in_words(tmp_path, samples, words, remedy, said):
    with pytest.raises(UnusableAudio) as refused:
        usable(Audio(samples.astype(np.float32), 48000), tmp_path / "x.wav")
    said(refused.value, "audio.unusable", str(tmp_path / "x.wav"), words, remedy)


def test_an_offset_at_which_a_recorder_starts_is_no_sound(tmp_path):
    samples = np.concatenate([np.zeros((1, 24000)), np.full((1, 24000), 1e-5)], axis=1).astype(np.float32)
    with pytest.raises(UnusableAudio, match="silent"):
        usable(Audio(samples, 48000), tmp_path / "x.wav")
