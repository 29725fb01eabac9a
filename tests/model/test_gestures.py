import numpy as np
import pytest

from sdad.audio.spectral import bin_centres_hz, erb_bank, erb_centres_hz, stft
from sdad.model.gestures import (
    ABSOLUTE_FLOOR_DB,
    FLOOR_DB,
    FRAME_SAMPLES,
    FRAMES,
    N_BANDS,
    Gestures,
    band_levels,
    colour,
    cut,
    flux,
    frame_levels_db,
    level_db,
    onset_frames,
    relative,
    shape,
    tilt_and_bell,
    windows_at,
)

RATES = [48000, 96000]


def noise(seconds, rate=48000, seed=0):
    return (0.1 * np.random.default_rng(seed).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def tone(hz, seconds, rate=48000, amplitude=0.5):
    return np.tile(amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate), (2, 1)).astype(
        np.float32
    )


def strokes(seconds, every_s=0.5, decay_s=0.05, rate=48000):
    time_s = np.arange(round(seconds * rate)) / rate
    return noise(seconds, rate) * np.exp(-(time_s % every_s) / decay_s).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("wanted_hz", [60.0, 440.0, 3000.0, 15000.0])
def test_a_sine_is_in_its_band_at_its_level(rate, wanted_hz):
    n_fft = 2048 * rate // 48000
    hz = bin_centres_hz(rate, n_fft)
    place = int(np.abs(hz - wanted_hz).argmin())
    bands = band_levels(tone(hz[place], 1.0, rate), rate)[8:-8]
    assert np.abs(bands.argmax(axis=1) - np.abs(erb_centres_hz(N_BANDS) - hz[place]).argmin()).max() <= 1
    # Of amplitude a, a sine puts a² into its bin and, by the Hann window, a quarter of that into either neighbour.
    bank = erb_bank(rate, n_fft, N_BANDS)
    expected = 10 * np.log10(0.25 * (bank[:, place] + (bank[:, place - 1] + bank[:, place + 1]) / 4) + 1e-12)
    loud = expected > -40
    assert np.abs(bands[:, loud] - expected[loud]).max() < 0.1


@pytest.mark.parametrize("rate", RATES)
def test_white_noise_has_its_density_in_every_band(rate):
    bands = band_levels(noise(8.0, rate), rate)
    # Power 0.01 spread over the bins: 0.01 · (3/8) n / (n/4)² for windows of n samples.
    expected_db = 10 * np.log10(0.01 * 6 / (2048 * rate // 48000))
    power = (10 ** (bands / 10)).mean(axis=0)
    assert np.abs(10 * np.log10(power) - expected_db)[10:].max() < 1.5
    assert 10 * np.log10(power.mean()) == pytest.approx(expected_db, abs=0.3)


def test_channels_are_averaged_in_power():
    left = tone(1000, 0.5)
    left[1] = 0.0
    both = band_levels(tone(1000, 0.5), 48000)
    assert (both - band_levels(left, 48000))[4:-4].max() == pytest.approx(10 * np.log10(2), abs=0.01)
    opposed = tone(1000, 0.5) * np.array([[1.0], [-1.0]], np.float32)
    assert band_levels(opposed, 48000) == pytest.approx(both)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("seconds", [0.001, 0.5, 5.4613333, 5.5, 11.0])
def test_working_in_blocks_changes_nothing(rate, seconds):
    sound = noise(seconds, rate)
    n_fft = 2048 * rate // 48000
    spectrum = stft(sound, n_fft, n_fft // 4)
    power = (np.abs(spectrum) ** 2).mean(axis=0) @ erb_bank(rate, n_fft, N_BANDS).T / (n_fft / 4) ** 2
    count = sound.shape[1] // (n_fft // 2)
    whole = 10 * np.log10(power[: 2 * count].reshape(-1, 2, N_BANDS).mean(axis=1) + 1e-12)
    bands = band_levels(sound, rate)
    assert bands.shape == (-(-sound.shape[1] // (n_fft // 2)), N_BANDS) and bands.dtype == np.float32
    if count:
        assert np.abs(bands[:count] - whole).max() < 0.01


def test_silence_is_the_floor():
    bands = band_levels(np.zeros((2, 4800), np.float32), 48000)
    assert (bands == ABSOLUTE_FLOOR_DB).all()
    assert band_levels(np.zeros((2, 0), np.float32), 48000).shape == (0, N_BANDS)


def test_levels_are_means_of_power():
    bands = np.full((FRAMES, N_BANDS), ABSOLUTE_FLOOR_DB, np.float32)
    bands[:, 5] = -20.0
    bands[: FRAMES // 2, 6] = -20.0
    assert frame_levels_db(bands)[[0, -1]] == pytest.approx([-17.0, -20.0], abs=0.02)
    assert float(level_db(bands)) == pytest.approx(10 * np.log10(0.015), abs=0.01)


def test_gestures_do_not_depend_on_the_level():
    sound = strokes(4.0) + 0.05 * noise(4.0, seed=1)
    bands = [band_levels(gain * sound, 48000) for gain in (2.0, 0.1)]
    places = [cut(each, 4) for each in bands]
    assert places[0] == places[1]
    (loud, loud_db), (soft, soft_db) = (relative(windows_at(each, [frame for frame, _ in places[0]])) for each in bands)
    assert np.abs(loud - soft).max() < 0.02
    assert loud_db - soft_db == pytest.approx(20 * np.log10(20), abs=0.02)
    assert np.abs(level_db(loud)).max() < 0.2
    assert loud.min() >= FLOOR_DB


@pytest.mark.parametrize("seconds", [0.02, 0.04, 0.3])
def test_a_short_recording_is_one_gesture_filled_up(seconds):
    bands = band_levels(noise(seconds), 48000)
    assert [frame for frame, _ in cut(bands, 4)] == [0]
    windows = windows_at(bands, [0])
    assert windows.shape == (1, FRAMES, N_BANDS)
    assert (windows[0, : len(bands)] == bands).all()
    assert (relative(windows)[0][0, len(bands) :] == FLOOR_DB).all()


def test_gestures_start_at_every_hop_and_at_every_onset():
    sound = strokes(3.0, every_s=0.75, decay_s=0.2) + 0.1 * noise(3.0, seed=1)
    bands = band_levels(sound, 48000)
    places = cut(bands, 16)
    frames = [frame for frame, _ in places]
    assert frames == sorted(set(frames))
    assert set(range(0, len(bands) - FRAMES + 1, 16)) <= set(frames)
    onsets = [frame for frame, onset in places if onset]
    for at_s in (0.75, 1.5, 2.25):
        assert min(abs(frame * FRAME_SAMPLES / 48000 - at_s) for frame in onsets) < 0.03
    for frame, window in zip(frames, windows_at(bands, frames), strict=True):
        own = bands[frame : frame + FRAMES]
        assert (window[: len(own)] == own).all()


def test_windows_near_silence_are_left_out():
    sound = noise(6.0)
    sound[:, 2 * 48000 : 4 * 48000] *= 0.001
    starts_s = np.array([frame for frame, _ in cut(band_levels(sound, 48000), 4)]) * FRAME_SAMPLES / 48000
    assert not ((starts_s > 2.1) & (starts_s < 3.3)).any()
    assert ((starts_s < 2.0).sum(), (starts_s > 4.0).sum()) >= (20, 10)


def test_onsets_are_the_beginnings_of_strokes_and_a_steady_sound_has_none():
    bands = band_levels(strokes(4.0), 48000)
    expected = np.arange(0.0, 4.0, 0.5) * 46.875
    onsets = np.array(onset_frames(bands))
    assert len(onsets) == len(expected) and np.abs(onsets - expected).max() < 1.5
    assert flux(bands).shape == (len(bands),)
    assert [frame for frame in onset_frames(band_levels(tone(300, 3.0), 48000)) if 2 < frame < 130] == []


def test_brightness_rises_with_the_tilt_and_warmth_with_the_bell():
    bands, _ = relative(windows_at(band_levels(noise(1.0), 48000), [0]))
    values = np.linspace(-6, 6, 7)
    bright, _, register = colour(bands + tilt_and_bell(values, np.zeros(7))[:, None])
    assert (np.diff(bright) > 0).all() and (np.diff(register) >= 0).all()
    _, warm, _ = colour(bands + tilt_and_bell(np.zeros(7), values)[:, None])
    assert (np.diff(warm) > 0).all()


@pytest.mark.parametrize("hz", [200.0, 1000.0, 6000.0])
def test_a_sine_is_as_bright_as_its_frequency(hz):
    bright, _, register = colour(relative(band_levels(tone(hz, 1.0), 48000)[None, :FRAMES])[0])
    assert [bright[0], register[0]] == pytest.approx([np.log2(hz)] * 2, abs=0.15)


def test_tilt_turns_about_1_khz():
    gain = tilt_and_bell(np.array([3.0]), np.array([0.0]))[0]
    centres_hz = erb_centres_hz(N_BANDS)
    assert np.interp([500, 1000, 4000], centres_hz, gain) == pytest.approx([-3.0, 0.0, 6.0], abs=0.05)
    bell = tilt_and_bell(np.array([0.0]), np.array([5.0]))[0]
    assert bell.max() == pytest.approx(5.0, abs=0.05)
    assert centres_hz[bell.argmax()] == pytest.approx(280, rel=0.05)


def test_attack_noisiness_and_decay_tell_a_stroke_from_a_hiss_from_a_tone():
    stroke, hiss, pitch = strokes(1.0, every_s=2.0), noise(1.0), tone(500, 1.0)
    cells, _ = relative(np.stack([band_levels(sound, 48000)[:FRAMES] for sound in (stroke, hiss, pitch)]))
    attack, noisiness, decay = shape(cells)
    assert attack[0] > attack[1] + 3 and attack[0] > attack[2] + 3
    assert noisiness[1] > noisiness[2] + 20
    assert decay[0] > 20 and abs(decay[1]) < 3 and abs(decay[2]) < 3


def test_a_subset_keeps_everything_together():
    whole = Gestures(
        bands=np.arange(5, dtype=np.float32)[:, None, None] * np.ones((1, FRAMES, N_BANDS), np.float32),
        recording=np.arange(5, dtype=np.int32),
        frame=np.arange(5, dtype=np.int32),
        level=np.arange(5, dtype=np.float32),
        onset=np.arange(5) > 2,
        conditions=np.arange(5, dtype=np.float32)[:, None] * np.ones((1, 8), np.float32),
    )
    part = whole.subset(whole.recording % 2 == 0)
    assert len(whole) == 5 and len(part) == 3
    for name in ("recording", "frame", "level"):
        assert getattr(part, name).tolist() == [0, 2, 4]
    assert part.onset.tolist() == [False, False, True]
    assert part.bands[:, 0, 0].tolist() == part.conditions[:, 0].tolist() == [0, 2, 4]
