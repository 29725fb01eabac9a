import numpy as np
import pytest

from sdad.audio.buffer import Audio


def tone(hz, sample_rate, seconds=0.5, channels=1):
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    return Audio(np.tile(np.sin(2 * np.pi * hz * time).astype(np.float32), (channels, 1)), sample_rate)


def test_size_is_told_in_channels_samples_and_seconds():
    audio = Audio(np.zeros((2, 24000), np.float32), 48000)
    assert (audio.channels, audio.frames, audio.seconds) == (2, 24000, 0.5)


@pytest.mark.parametrize(
    ("samples", "sample_rate", "error"),
    [
        (np.zeros((2, 10)), 48000, TypeError),
        (np.zeros(10, np.float32), 48000, ValueError),
        (np.zeros((0, 10), np.float32), 48000, ValueError),
        (np.zeros((1, 10), np.float32), 0, ValueError),
    ],
)
def test_other_forms_are_refused(samples, sample_rate, error):
    with pytest.raises(error):
        Audio(samples, sample_rate)


def test_mono_is_the_mean_of_the_channels():
    audio = Audio(np.array([[1.0, 0.0], [0.0, -1.0]], np.float32), 48000)
    np.testing.assert_array_equal(audio.mono().samples, [[0.5, -0.5]])


def test_stereo_doubles_mono_and_sums_many_channels_by_side():
    mono = Audio(np.array([[0.25, 0.5]], np.float32), 48000)
    np.testing.assert_array_equal(mono.stereo().samples, [[0.25, 0.5], [0.25, 0.5]])
    many = Audio(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]], np.float32), 48000)
    np.testing.assert_array_equal(many.stereo().samples, [[3.0], [3.0]])
    uneven = Audio(np.array([[1.0], [8.0], [2.0]], np.float32), 48000)
    np.testing.assert_array_equal(uneven.stereo().samples, [[1.5], [8.0]])


@pytest.mark.parametrize("source", [8000, 44100, 96000, 192000])
@pytest.mark.parametrize("target", [44100, 48000])
def test_resampling_keeps_a_tone_in_place(source, target):
    resampled = tone(1000, source, channels=2).resampled(target)
    expected = tone(1000, target, channels=2)
    assert resampled.sample_rate == target
    assert abs(resampled.frames - expected.frames) <= 1
    middle = slice(target // 8, target // 4)
    np.testing.assert_allclose(resampled.samples[:, middle], expected.samples[:, middle], atol=2e-4)


def test_resampling_removes_what_the_lower_rate_cannot_hold():
    resampled = tone(30000, 96000).resampled(48000)
    assert np.abs(resampled.samples[:, 2000:-2000]).max() < 1e-5


def test_resampling_nothing_gives_nothing():
    assert Audio(np.zeros((2, 0), np.float32), 44100).resampled(48000).samples.shape == (2, 0)
