"""Loudness against the standards' own signals: EBU Tech 3341 cases 1 to 5 and 15 to 19, and BS.1770's table."""

import numpy as np
import pytest
import soxr

from sdad.audio.buffer import Audio
from sdad.audio.loudness import (
    MOST_REDUCTION_DB,
    _peaks,
    integrated_lufs,
    k_weighting,
    levelled,
    steadied,
    true_peak_db,
)
from sdad.units import SILENCE_DB

RATES = [44100, 48000, 96000]


def sine(level_dbfs, seconds, sample_rate, hz=1000.0, channels=2):
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    wave = 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hz * time)
    return np.tile(wave.astype(np.float32), (channels, 1))


def in_turn(sample_rate, *levels_and_seconds):
    parts = [sine(level, seconds, sample_rate) for level, seconds in levels_and_seconds]
    return Audio(np.concatenate(parts, axis=1), sample_rate)


def decaying_hits(sample_rate=48000, seconds=6.0, seed=3):
    """Percussion-like noise of different sides, full scale at the hits."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    envelope = np.exp(-(time % 0.5) / 0.05)
    samples = envelope * random.uniform(-1, 1, (2, len(time))) * [[0.99], [0.6]]
    return Audio(samples.astype(np.float32), sample_rate)


def test_the_filter_at_48_khz_is_the_table_of_the_standard():
    shelf, high_pass = k_weighting(48000)
    np.testing.assert_allclose(
        shelf,
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1, -1.69065929318241, 0.73248077421585],
        atol=1e-7,
    )
    np.testing.assert_allclose(high_pass, [1, -2, 1, 1, -1.99004745483398, 0.99007225036621], atol=1e-7)


@pytest.mark.parametrize("sample_rate", [8000, 22050, *RATES, 192000])
def test_a_full_scale_sine_in_one_channel_is_3_01_under_zero(sample_rate):
    audio = Audio(sine(0, 3, sample_rate, hz=997, channels=1), sample_rate)
    assert integrated_lufs(audio) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ([(-23, 20)], -23),
        ([(-33, 20)], -33),
        ([(-36, 10), (-23, 60), (-36, 10)], -23),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_integrated_loudness_of_ebu_tech_3341(case, expected, sample_rate):
    assert integrated_lufs(in_turn(sample_rate, *case)) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize(
    ("parts_of_rate", "phase_degrees", "amplitude", "expected"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
    ids=["15", "16", "17", "18", "19"],
)
def test_true_peak_of_ebu_tech_3341(parts_of_rate, phase_degrees, amplitude, expected, sample_rate):
    turns = np.arange(sample_rate) / parts_of_rate
    fade = np.minimum(1, np.minimum(np.arange(sample_rate), np.arange(sample_rate)[::-1]) / 1000)
    wave = amplitude * fade * np.sin(2 * np.pi * turns + np.radians(phase_degrees))
    measured = true_peak_db(Audio(wave.astype(np.float32)[None], sample_rate))
    assert -0.4 <= measured - expected <= 0.2


def test_true_peak_is_found_wherever_it_lies():
    # The long signal is measured piece by piece; a peak between two pieces must not be lost.
    for place in (3, 100, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 299_990):
        samples = np.zeros((2, 300_000), np.float32)
        samples[1, place : place + 2] = 0.5
        # Two equal samples: the curve between them reaches 0.5 · 2 · sinc(1/2).
        assert true_peak_db(Audio(samples, 48000)) == pytest.approx(20 * np.log10(2 / np.pi), abs=0.2)


@pytest.mark.parametrize("frames", [0, 1, 63, 64, 65, 5000])
def test_the_peak_is_the_same_wherever_one_looks(frames):
    draw = np.random.default_rng(frames)
    fading = np.exp(-np.linspace(0, 6, frames))
    samples = (draw.standard_normal((2, frames)) * fading).astype(np.float32)
    everywhere, where_it_matters = _peaks(samples, 0.0), _peaks(samples, np.inf)
    assert where_it_matters.max(initial=0.0) == everywhere.max(initial=0.0)
    assert (where_it_matters <= everywhere).all()
    assert (everywhere >= np.abs(samples).max(axis=0)).all()
    if frames:
        half = everywhere.max() / 2
        loud = everywhere >= half
        assert np.array_equal(_peaks(samples, half)[loud], everywhere[loud])


def test_true_peak_is_never_under_the_sample_peak():
    random = np.random.default_rng(0)
    for _ in range(20):
        samples = random.uniform(-1, 1, (1, 500)).astype(np.float32)
        assert true_peak_db(Audio(samples, 48000)) >= 20 * np.log10(np.abs(samples).max()) - 1e-3


def test_silence_and_nothing_have_the_lowest_level():
    for frames in (0, 100, 480_000):
        audio = Audio(np.zeros((2, frames), np.float32), 48000)
        assert integrated_lufs(audio) == SILENCE_DB
        assert true_peak_db(audio) == SILENCE_DB
        assert levelled(audio, -20.0) is audio


def test_short_sounds_are_measured_ungated():
    audio = Audio(sine(-23, 0.2, 48000), 48000)
    assert integrated_lufs(audio) == pytest.approx(-23, abs=0.3)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize("target", [-30.0, -20.0, -14.0])
def test_where_the_peak_allows_levelling_is_a_plain_gain(target, sample_rate):
    audio = Audio(sine(-40, 3, sample_rate), sample_rate)
    result = levelled(audio, target)
    assert integrated_lufs(result) == pytest.approx(target, abs=0.05)
    gain = result.samples[0, 10] / audio.samples[0, 10]
    np.testing.assert_allclose(result.samples, audio.samples * gain, rtol=1e-5)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize("ceiling", [-1.0, -3.0])
def test_the_limiter_reaches_the_level_under_the_ceiling(sample_rate, ceiling):
    audio = decaying_hits(sample_rate)
    as_loud_as_gain_alone = integrated_lufs(audio) + ceiling - true_peak_db(audio)
    target = as_loud_as_gain_alone + 2
    result = levelled(audio, target, ceiling)
    assert integrated_lufs(result) == pytest.approx(target, abs=0.15)
    assert true_peak_db(result) <= ceiling
    # Another interpolator, at 16 times the rate, finds what 4 times may miss at worst: this is noise up to Nyquist.
    fine = soxr.resample(result.samples.T, sample_rate, 16 * sample_rate, quality="VHQ")
    assert 20 * np.log10(np.abs(fine).max()) <= ceiling + 0.3


def test_the_limiter_moves_smoothly_and_both_sides_alike():
    audio = decaying_hits()
    result = levelled(audio, integrated_lufs(audio))
    heard = np.abs(audio.samples) > 1e-3
    gains = np.where(heard, result.samples / np.where(heard, audio.samples, 1), np.nan)
    both = heard.all(axis=0)
    np.testing.assert_allclose(gains[0, both], gains[1, both], rtol=1e-3)
    adjacent = both[1:] & both[:-1]
    steps_db = np.abs(np.diff(20 * np.log10(gains[0])))[adjacent]
    assert 0 < steps_db.max() < 0.2  # 12 dB over the look-ahead of 5 ms would be 0.05 on average
    assert np.nanmax(gains) / np.nanmin(gains) > 10 ** (1 / 20), "the limiter had nothing to do"


def test_the_limiter_does_the_same_in_any_blocks(monkeypatch):
    hits = decaying_hits(seconds=12.0)
    whole = levelled(hits, -14.0)
    monkeypatch.setattr("sdad.audio.loudness.LIMITED_AT_ONCE_S", 5)
    assert np.abs(levelled(hits, -14.0).samples - whole.samples).max() < 1e-5


def test_the_limiter_does_not_distort_a_bass():
    given = Audio(sine(-3, 2, 48000, hz=45), 48000)
    result = levelled(given, integrated_lufs(given) + 5)
    assert true_peak_db(result) <= -1.0
    steady = result.samples[0, 24000:72000]
    spectrum = np.abs(np.fft.rfft(steady * np.hanning(len(steady)))) ** 2
    assert spectrum[:42].sum() + spectrum[49:].sum() < 1e-6 * spectrum.sum()  # 1 Hz a bin: all but the tone itself


def test_a_single_click_is_not_blown_up():
    samples = np.zeros((1, 480_000), np.float32)
    samples[0, 240_000] = 0.5
    samples[0, :] += 1e-4 * np.sin(np.arange(480_000) / 20).astype(np.float32)
    result = levelled(Audio(samples, 48000), -14.0)
    assert true_peak_db(result) <= -1.0
    lift_db = 20 * np.log10(np.abs(result.samples[0, :1000]).max() / np.abs(samples[0, :1000]).max())
    assert lift_db <= MOST_REDUCTION_DB - 1.0 + 6.1


def test_levelling_again_changes_nothing():
    once = levelled(decaying_hits(), -20.0)
    np.testing.assert_allclose(levelled(once, -20.0).samples, once.samples, rtol=2e-2)


@pytest.mark.parametrize("sample_rate", RATES)
def test_a_long_sound_is_made_steady_and_keeps_its_strokes(sample_rate):
    hits = decaying_hits(sample_rate, seconds=40.0)
    swelling = 10 ** (np.linspace(-4, 4, hits.frames) / 20)
    steady = steadied(Audio((hits.samples * swelling).astype(np.float32), sample_rate), 8.0)
    parts = np.array_split(steady.samples, 8, axis=1)
    levels = [integrated_lufs(Audio(np.ascontiguousarray(part), sample_rate)) for part in parts]
    assert np.ptp(levels) < 0.7
    # Within a second nothing changes but by the same gain.
    ratio = (
        steady.samples[:, 20 * sample_rate : 21 * sample_rate] / hits.samples[:, 20 * sample_rate : 21 * sample_rate]
    )
    assert ratio.max() / ratio.min() < 1.1


def test_silence_stays_silent_when_made_steady():
    assert not steadied(Audio(np.zeros((2, 48000 * 20), np.float32), 48000), 8.0).samples.any()
