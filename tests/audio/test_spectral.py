import numpy as np
import pytest

from sdad.audio.spectral import (
    HIGHEST_BAND_HZ,
    LOWEST_BAND_HZ,
    bands_to_bins,
    bin_centres_hz,
    erb_bank,
    erb_centres_hz,
    erb_hz,
    erb_rate,
    hann,
    istft,
    stft,
)

SIZES = [(48000, 2048), (96000, 4096)]


def noise(length, channels=2):
    return np.random.default_rng(length).uniform(-1, 1, (channels, length)).astype(np.float32)


@pytest.mark.parametrize(("rate", "n_fft"), SIZES)
@pytest.mark.parametrize("seconds", [1.0, 0.7531, 0.02, 0.0001])
def test_an_unchanged_spectrum_gives_back_its_signal(rate, n_fft, seconds):
    signal = noise(round(seconds * rate))
    again = istft(stft(signal, n_fft, n_fft // 4), n_fft // 4, signal.shape[1])
    assert again.shape == signal.shape and again.dtype == np.float32
    assert np.abs(again - signal).max() < 2e-6


def test_frames_are_centred_on_multiples_of_the_hop():
    click = np.zeros((1, 8192), np.float32)
    click[0, 3 * 512] = 1.0
    spectrum = stft(click, 2048, 512)
    assert spectrum.shape == (1, 1 + 8192 // 512, 1025) and spectrum.dtype == np.complex64
    power = np.abs(spectrum[0]).sum(axis=1)
    assert power.argmax() == 3
    assert power[2] == pytest.approx(power[4])
    # In the middle of its window the click is one at every frequency, with the phase of half a window's delay.
    assert np.abs(spectrum[0, 3]) == pytest.approx(1.0, abs=1e-5)


def test_an_inverse_longer_than_its_frames_ends_in_silence():
    signal = noise(2048)
    longer = istft(stft(signal), 512, 9000)
    assert longer.shape == (2, 9000)
    assert not longer[:, 7000:].any()


def test_squared_windows_overlap_to_a_constant():
    window = hann(2048).reshape(4, 512)
    assert (window**2).sum(axis=0) == pytest.approx(1.5, abs=1e-5)


@pytest.mark.parametrize(("rate", "n_fft"), [*SIZES, (48000, 4096), (44100, 1024)])
def test_each_band_averages(rate, n_fft):
    bank = erb_bank(rate, n_fft)
    assert bank.shape == (128, n_fft // 2 + 1)
    assert bank.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert bank.min() >= 0.0


@pytest.mark.parametrize(("rate", "n_fft"), SIZES)
def test_bands_lie_around_their_centres(rate, n_fft):
    hz = bin_centres_hz(rate, n_fft)
    centres_hz = erb_centres_hz()
    assert (centres_hz[0], centres_hz[-1]) == pytest.approx((LOWEST_BAND_HZ, HIGHEST_BAND_HZ))
    middle_hz = erb_bank(rate, n_fft) @ hz
    # The highest band ends at half of 48 kHz and so is lopsided there.
    assert np.abs(middle_hz - centres_hz)[:-1].max() < rate / n_fft / 2
    assert (np.diff(middle_hz) > 0).all()


def test_erb_rates_turn_back_into_frequencies():
    hz = np.geomspace(20, 22000, 50)
    assert erb_hz(erb_rate(hz)) == pytest.approx(hz)
    # Glasberg and Moore: 1 kHz lies at 15.6, where a step of one is 132.6 Hz wide.
    assert erb_rate(np.array([1000.0]))[0] == pytest.approx(15.62, abs=0.01)
    assert np.diff(erb_hz(np.array([15.12, 16.12])))[0] == pytest.approx(132.6, rel=0.01)


@pytest.mark.parametrize(("rate", "n_fft"), SIZES)
def test_values_of_bands_pass_to_bins_by_straight_lines(rate, n_fft):
    hz = bin_centres_hz(rate, n_fft)
    inside = (hz >= LOWEST_BAND_HZ) & (hz <= HIGHEST_BAND_HZ)
    values = np.stack([np.full(128, -7.0), erb_rate(erb_centres_hz())]).astype(np.float32)
    bins = bands_to_bins(values, rate, n_fft)
    assert bins.shape == (2, n_fft // 2 + 1)
    assert bins[0] == pytest.approx(-7.0)
    assert bins[1, inside] == pytest.approx(erb_rate(hz[inside]), abs=0.01)
    assert bins[1, hz > HIGHEST_BAND_HZ] == pytest.approx(values[1, -1], abs=0.01)
    assert bins[1, hz < LOWEST_BAND_HZ] == pytest.approx(values[1, 0])
