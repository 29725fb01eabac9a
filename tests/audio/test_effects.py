import numpy as np
import pytest
import scipy.signal

from sdad.audio.effects import (
    _median_of_nine,
    calm,
    convolved,
    dry,
    even_level,
    fade_edges,
    mend_jumps,
    modulate,
    reverberate,
    rms,
    shape_bands,
    shape_spectrum,
    shift_frequency,
    soften_transients,
    transpose,
)

RATES = [48000, 96000]


def noise(seconds=1.0, rate=48000, seed=0):
    return (0.1 * np.random.default_rng(seed).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def tone(hz, seconds=1.0, rate=48000):
    time_s = np.arange(round(seconds * rate)) / rate
    return np.stack([np.sin(2 * np.pi * hz * time_s)] * 2).astype(np.float32) * np.float32(0.5)


def strokes(seconds=2.0, rate=48000, decay_s=0.05):
    time_s = np.arange(round(seconds * rate)) / rate
    return noise(seconds, rate) * np.exp(-(time_s % 0.5) / decay_s).astype(np.float32)


def loudest_hz(sound, rate=48000):
    return np.abs(np.fft.rfft(sound[0])).argmax() * rate / sound.shape[1]


def level_db(sound):
    return 20 * np.log10(rms(sound))


def gap(one, other):
    return float(np.abs(one - other).max())


def draw():
    return np.random.default_rng(5)


def test_edges_fade_and_the_middle_is_left_alone():
    sound = np.ones((2, 48000), np.float32)
    faded = fade_edges(sound, 48000, 0.1, 0.2)
    assert faded[0, 0] < 1e-4 and faded[0, -1] < 1e-4
    assert (np.diff(faded[0, :4800]) > 0).all() and (np.diff(faded[0, -9600:]) < 0).all()
    assert (faded[:, 4800:-9600] == 1.0).all()
    assert (sound == 1.0).all()


def test_a_fade_longer_than_the_sound_is_as_long_as_the_sound():
    assert np.isfinite(fade_edges(np.ones((1, 10), np.float32), 48000, 1.0, 1.0)).all()
    assert (fade_edges(np.ones((1, 10), np.float32), 48000, 0.0, 0.0) == 1.0).all()


@pytest.mark.parametrize("rate", RATES)
def test_a_spectrum_is_shaped_by_a_gain_over_frequency(rate):
    sound = tone(500, rate=rate) + tone(4000, rate=rate)
    shaped = shape_spectrum(sound, rate, lambda hz: np.where(hz > 1000, -40.0, 6.0))
    spectrum = np.abs(np.fft.rfft(shaped[0])) / np.abs(np.fft.rfft(sound[0])).max()
    assert spectrum[500] == pytest.approx(2.0, rel=0.02)
    assert spectrum[4000] == pytest.approx(0.01, rel=0.1)


def test_no_gain_changes_nothing():
    sound = noise()
    assert gap(shape_spectrum(sound, 48000, lambda hz: 0.0 * hz), sound) < 1e-6
    assert gap(shape_bands(sound, 48000, np.zeros((47, 128), np.float32), 1024), sound) < 1e-5


@pytest.mark.parametrize("rate", RATES)
def test_bands_are_shaped_in_their_own_time(rate):
    sound = noise(2.0, rate)
    gains = np.zeros((94, 128), np.float32)
    gains[47:] = -20.0
    shaped = shape_bands(sound, rate, gains, 1024 * rate // 48000)
    change_db = [level_db(shaped[:, a:b]) - level_db(sound[:, a:b]) for a, b in ((0, rate - 4800), (rate + 4800, -1))]
    assert change_db == pytest.approx([0.0, -20.0], abs=0.3)


def test_shaping_in_blocks_leaves_no_seams():
    # A block is 1024 hops of 512 samples; three of them with one gain are the sound times that gain, everywhere.
    sound = noise(25.0)
    shaped = shape_bands(sound, 48000, np.full((1200, 128), -6.0206, np.float32), 1024)
    assert gap(shaped, 0.5 * sound) < 1e-4


@pytest.mark.parametrize("rate", RATES)
def test_transients_are_held_back_or_brought_out(rate):
    # The first stroke falls on the very first sample: what has nothing before it is a transient, too.
    sound = strokes(3.0, rate, decay_s=0.01) + 0.05 * noise(3.0, rate, seed=1)

    def above_the_rest_db(amount, stroke):
        changed = soften_transients(sound, rate, amount)
        assert changed.shape == sound.shape
        first = round(0.5 * stroke * rate)
        stroke_db = level_db(changed[:, first : first + rate // 100])
        return stroke_db - level_db(changed[:, first + rate // 4 : first + 9 * rate // 20])

    for stroke in (0, 3):
        levels = [above_the_rest_db(amount, stroke) for amount in (-1.0, -0.5, 0.0, 0.5, 1.0)]
        assert (np.diff(levels) < 0).all()
        assert levels[0] - levels[2] < 9.5
        assert levels[-1] < levels[2] - 8.0


def test_what_is_softened_keeps_its_colour():
    # Chirps at 4 kHz over a wind that is much darker: without the bursts only the wind would be left.
    chirps = np.tile(np.repeat([1.0, *[0.0] * 7], 3600), 10).astype(np.float32) * tone(4000, 6.0)
    wind = scipy.signal.sosfilt(scipy.signal.butter(1, 200, fs=48000, output="sos"), noise(6.0)).astype(np.float32)
    sound = chirps + wind
    softened = soften_transients(sound, 48000, 1.0)

    def share_db(x):
        power = np.square(np.abs(np.fft.rfft(x[0])))
        chirping = slice(3800 * 6, 4200 * 6)
        return 10 * np.log10(power[chirping].sum() / power.sum())

    assert share_db(softened) > share_db(sound) - 1.5


@pytest.mark.parametrize("frames", [1, 4, 9, 40])
def test_the_median_of_nine_is_the_median(frames):
    rows = np.random.default_rng(frames).standard_normal((frames, 7)).astype(np.float32)
    wide = np.pad(rows, ((4, 4), (0, 0)), mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(wide, 9, axis=0)
    assert np.array_equal(_median_of_nine(rows), np.median(windows, axis=2))


def test_a_steady_tone_has_no_transients_to_soften():
    sound = tone(1000)
    softened = soften_transients(sound, 48000, 1.0)
    middle = slice(9600, -9600)
    assert gap(softened[:, middle], sound[:, middle]) < 0.01


@pytest.mark.parametrize("rate", RATES)
def test_a_room_decays_as_long_as_it_is_told(rate):
    click = np.zeros((2, 4 * rate), np.float32)
    click[:, 100] = 1.0
    for decay_s in (0.5, 2.0):
        room = reverberate(click, rate, decay_s, 1.0, draw())
        lower = scipy.signal.sosfilt(scipy.signal.butter(4, 1000, fs=rate, output="sos"), room)
        remaining = np.cumsum((lower**2).sum(axis=0)[::-1])[::-1]
        db = 10 * np.log10(remaining / remaining[0] + 1e-20)
        # Schroeder: 60 dB from the slope between -5 and -25 dB of the energy still to come.
        measured_s = 3 * (np.argmax(db < -25) - np.argmax(db < -5)) / rate
        assert measured_s == pytest.approx(decay_s, rel=0.15)


@pytest.mark.parametrize("tail", [1, 24000, 200000])
@pytest.mark.parametrize("length", [100, 48000, 700000])
def test_convolution_is_the_same_in_any_blocks(length, tail):
    sound, response = noise(15.0)[:, :length], noise(5.0, seed=1)[:, :tail]
    whole = scipy.signal.oaconvolve(sound, response, axes=1)[:, :length]
    assert convolved(sound, response).shape == sound.shape
    assert gap(convolved(sound, response), whole) < 1e-4 * np.abs(whole).max()


def test_no_room_is_the_sound_itself_and_draws_repeat():
    sound = strokes()
    assert gap(reverberate(sound, 48000, 2.0, 0.0, draw()), sound) < 1e-7
    assert (reverberate(sound, 48000, 2.0, 0.5, draw()) == reverberate(sound, 48000, 2.0, 0.5, draw())).all()


def test_tails_are_held_down_and_beginnings_left():
    sound = strokes(decay_s=0.12)
    dried = [dry(sound, 48000, amount) for amount in (0.0, 0.5, 1.0)]
    assert gap(dried[0], sound) < 1e-6
    beginnings = [level_db(each[:, 24000 : 24000 + 720]) for each in dried]
    tails = [level_db(each[:, 24000 + 12000 : 48000]) for each in dried]
    assert np.ptp(beginnings) < 2.0
    assert tails[0] - tails[1] > 6.0 and tails[1] - tails[2] > 6.0


def test_modulation_has_its_rate_and_depth():
    sound = np.full((2, 96000), 0.5, np.float32)
    envelope = modulate(sound, 48000, 66.0, 0.8, draw())[0]
    assert (envelope.min(), envelope.max()) == pytest.approx((0.1, 0.5), abs=0.01)
    hz = np.fft.rfftfreq(96000, 1 / 48000)
    power = np.abs(np.fft.rfft(envelope - envelope.mean())) ** 2
    assert (hz * power).sum() / power.sum() == pytest.approx(66.0, rel=0.25)
    assert gap(modulate(sound, 48000, 66.0, 0.0, draw()), sound) < 1e-7


def test_a_piece_is_modulated_as_it_would_be_in_the_whole():
    whole = modulate(np.ones((1, 96000), np.float32), 48000, 66.0, 0.8, draw())
    piece = modulate(np.ones((1, 30000), np.float32), 48000, 66.0, 0.8, draw(), first=50001)
    assert gap(piece, whole[:, 50001:80001]) < 1e-3


def trembling(hz=66.0, seconds=2.0, rate=48000):
    """A chord whose level goes up and down some times a second."""
    time_s = np.arange(round(seconds * rate)) / rate
    chord = sum(tone(each, seconds, rate) for each in (400, 1000, 2600))
    return (0.3 * chord * (1 + 0.9 * np.sin(2 * np.pi * hz * time_s))).astype(np.float32)


def beating(seconds=2.0, rate=48000):
    """Pairs of partials 40 Hz apart."""
    return np.float32(0.2) * sum(tone(hz, seconds, rate) for hz in (400, 440, 1000, 1040, 2500, 2540))


def modulation(sound, hz, rate=48000):
    """Returns how deep the envelope of a sound is modulated at a rate in Hz, as a share of its mean."""
    envelope = np.abs(scipy.signal.hilbert(sound[0]))[rate // 4 : -rate // 4]
    at = np.exp(-2j * np.pi * hz * np.arange(len(envelope)) / rate)
    return 2 * abs((envelope * at).mean()) / envelope.mean()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("made", [trembling, beating])
def test_calm_takes_the_roughness_out_the_more_the_more(rate, made):
    sound = np.asarray(made(rate=rate), np.float32)
    hz = 66.0 if made is trembling else 40.0
    depths = [modulation(calm(sound, rate, amount), hz, rate) for amount in (0.0, 0.4, 0.8, 1.2)]
    assert (np.diff(depths) < 0).all()
    assert depths[-1] < 0.5 * depths[0]


def test_calm_leaves_slow_changes():
    sound = trembling(2.0)
    assert modulation(calm(sound, 48000, 1.0), 2.0) == pytest.approx(modulation(sound, 2.0), rel=0.1)
    fast = trembling(66.0)
    assert modulation(calm(fast, 48000, 1.0), 66.0) < 0.5 * modulation(fast, 66.0)


@pytest.mark.parametrize("rate", RATES)
def test_calm_leaves_a_steady_tone_alone(rate):
    sound = tone(1000, rate=rate)
    inside = slice(4800, -4800)
    assert gap(calm(sound, rate, 1.3)[:, inside], sound[:, inside]) < 0.01


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("seconds", [0.1, 1.0, 12.0])
def test_calm_keeps_length_and_silence_and_leaves_no_seams(rate, seconds):
    # The longest of them is more than one block.
    sound = tone(1000, seconds, rate)
    result = calm(sound, rate, 1.0)
    inside = slice(1200, -1200)
    assert result.shape == sound.shape
    assert gap(result[:, inside], sound[:, inside]) < 0.02
    assert not calm(np.zeros_like(sound), rate, 1.0).any()


def test_no_calm_is_the_sound_itself():
    sound = noise(2.0)
    assert gap(calm(sound, 48000, 0.0), sound) < 1e-5


@pytest.mark.parametrize("semitones", [-5.0, -1.0, 0.0, 7.0])
def test_transposing_moves_the_pitch_and_the_length(semitones):
    moved = transpose(tone(1000), semitones)
    ratio = 2 ** (semitones / 12)
    assert moved.shape[1] == pytest.approx(48000 / ratio, abs=2)
    assert loudest_hz(moved) == pytest.approx(1000 * ratio, abs=2)


@pytest.mark.parametrize("hz", [38.0, -61.0])
def test_every_partial_is_shifted_by_the_same(hz):
    shifted = shift_frequency(tone(1000) + tone(3000), 48000, hz)
    spectrum = np.abs(np.fft.rfft(shifted[0]))
    assert sorted(spectrum.argsort()[-2:]) == [1000 + hz, 3000 + hz]


def test_swells_are_evened_within_bounds():
    swell = np.interp(np.arange(480000), [0, 240000, 480000], [-20, 0, -20])
    sound = noise(10.0) * (10 ** (swell / 20)).astype(np.float32)
    evened = even_level(sound, 48000)

    def spread_db(each):
        return np.std([level_db(each[:, first : first + 24000]) for first in range(0, 480000, 24000)])

    assert spread_db(evened) < 0.6 * spread_db(sound)
    change_db = 20 * np.log10(np.abs(evened[:, ::97]).max(axis=0) / np.abs(sound[:, ::97]).max(axis=0))
    assert np.abs(change_db).max() < 8.0
    steady = noise(4.0)
    assert level_db(even_level(steady, 48000)) == pytest.approx(level_db(steady), abs=0.2)


def test_rms_of_what_is_known():
    assert rms(tone(1000)) == pytest.approx(0.5 / np.sqrt(2), rel=1e-4)
    assert 0 < rms(np.zeros((2, 10), np.float32)) < 1e-11


def curvature(sound, at):
    return float(np.abs(np.diff(sound.mean(axis=0), 2))[at - 40 : at + 40].max())


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("kind", ["step", "spike"])
def test_a_lone_jump_is_drawn_out_and_the_rest_is_left_alone(rate, kind):
    clean = tone(220.0, 4.0, rate) * np.float32(0.2)
    jumping, at = clean.copy(), 2 * rate + 17
    jumping[:, at : at + 1 if kind == "spike" else None] += 0.1
    mended = mend_jumps(jumping, rate)
    assert curvature(mended, at) < 0.2 * curvature(jumping, at)
    changed = np.flatnonzero((mended != jumping).any(axis=0))
    assert abs(changed - at).max() <= 10 * rate // 48000


def test_what_crackles_all_the_time_goes_on_crackling():
    sound = tone(220.0, 4.0) * np.float32(0.2)
    sound[:, 4800::9600] += 0.1
    assert mend_jumps(sound, 48000) is sound


def test_strokes_are_no_jumps():
    sound = strokes()
    assert mend_jumps(sound, 48000) is sound
