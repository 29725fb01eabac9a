import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.synthesis.harmony import less_tense, more_tense, retuned

RATES = pytest.mark.parametrize("rate", [48000, 96000])
BOTH = pytest.mark.parametrize("change", [more_tense, less_tense])


def tones(*frequencies, seconds=2.0, rate=48000):
    time_s = np.arange(round(seconds * rate)) / rate
    sound = np.sum([np.sin(2 * np.pi * hz * time_s + hz) for hz in frequencies], axis=0) * 0.05
    return np.stack([sound, 0.5 * sound]).astype(np.float32)


def note(hz, partials, seconds=2.0, rate=48000):
    """Returns a tone with falling harmonics, so that its fundamental is its strongest partial."""
    each = [tones(hz * k, seconds=seconds, rate=rate) / np.float32(k) for k in range(1, partials + 1)]
    return np.sum(each, axis=0, dtype=np.float32)


def level_db(sound, hz, rate=48000):
    """Returns the level of the strongest partial within 3 Hz of a frequency, away from the edges."""
    inside = sound[0, sound.shape[1] // 8 : -sound.shape[1] // 8]
    spectrum = np.abs(np.fft.rfft(inside * np.hanning(len(inside)))) / len(inside)
    place, reach = hz * len(inside) / rate, 3 * len(inside) / rate
    return 20 * np.log10(spectrum[round(place - reach) : round(place + reach) + 1].max() + 1e-9)


def tension(sound, rate=48000):
    return measure(Audio(sound, rate), ["tension"])["tension"]


@BOTH
@RATES
@pytest.mark.parametrize("seconds", [0.3, 2.0])
def test_length_and_level_are_kept(change, rate, seconds):
    sound = tones(261.6, 370.0, 523.0, seconds=seconds, rate=rate)
    for amount in (0.3, 1.0):
        result = change(sound, rate, amount)
        assert result.shape == sound.shape and result.dtype == np.float32
        assert rms(result) == pytest.approx(rms(sound), rel=1e-3)


@BOTH
def test_none_of_it_changes_nothing(change):
    sound = tones(261.6, 370.0, 523.0)
    inside = slice(5000, -5000)
    assert np.abs(change(sound, 48000, 0.0) - sound)[:, inside].max() < 1e-4


@BOTH
def test_silence_stays_silent(change):
    assert not change(np.zeros((2, 48000), np.float32), 48000, 1.0).any()


@RATES
@pytest.mark.parametrize(
    ("hz", "neighbours"),
    [
        (440.0, (2 ** (1 / 12), 2 ** (1 / 24))),
        (1500.0, (2 ** (1 / 12), 2 ** (1 / 24))),
        (120.0, (158 / 120, 145 / 120)),
    ],
)
def test_tension_puts_neighbours_beside_a_partial(rate, hz, neighbours):
    tense = more_tense(tones(hz, rate=rate), rate, 1.0)
    for neighbour in neighbours:
        assert level_db(tense, hz * neighbour, rate) > level_db(tense, hz, rate) - 16
    for nothing in (hz * 0.75, hz / 2, hz * 2):
        assert level_db(tense, nothing, rate) < level_db(tense, hz, rate) - 30


@RATES
def test_what_is_tense_stays_where_it_was_to_the_end(rate):
    strokes = np.arange(1, 12)
    sound = np.zeros((2, 6 * rate), np.float32)
    for stroke in strokes:
        begin = stroke * rate // 2
        sound[:, begin : begin + rate // 50] = tones(1500.0, seconds=0.02, rate=rate)
    power = np.square(more_tense(sound, rate, 1.0)).sum(axis=0).reshape(-1, rate // 100).sum(axis=1)
    loud = np.flatnonzero(power > 0.3 * power.max())
    # Half a second is transposed as one piece: what is off its middle is moved by a thirtieth of that.
    assert set((loud / 50).round().astype(int)) == set(strokes)
    assert np.abs(loud / 50 - (loud / 50).round()).max() < 0.06


def test_more_tension_measures_more():
    sound = tones(*(262.0 * k for k in range(1, 7)))
    got = [tension(more_tense(sound, 48000, amount)) for amount in (0.0, 0.25, 0.5, 1.0)]
    assert got == sorted(got)
    assert got[-1] > got[0] + 0.1


def test_less_tension_measures_less():
    chord = tones(220.0, 233.1, 311.1, 440.0, 466.2, 622.3)
    got = [tension(less_tense(chord, 48000, amount)) for amount in (0.0, 0.3, 0.6, 1.0)]
    assert got == sorted(got, reverse=True)
    assert got[-1] < 0.75 * got[0]


@RATES
@pytest.mark.parametrize("hz", [102.5, 131.0, 196.3, 217.0, 261.6, 415.3])
def test_a_note_keeps_all_its_harmonics(rate, hz):
    # A fundamental misheard by half a bin would have the comb cut the upper harmonics themselves.
    sound = note(hz, round(3000 / hz), rate=rate)
    result = less_tense(sound, rate, 1.0)
    for harmonic in (hz * k for k in range(1, round(3000 / hz) + 1)):
        assert level_db(result, harmonic, rate) == pytest.approx(level_db(sound, harmonic, rate), abs=1.5), harmonic


def test_what_lies_between_the_harmonics_is_held_down_the_more_the_more_is_asked():
    between = 500.0
    sound = np.asarray(note(200.0, 5) + 0.5 * tones(between), np.float32)
    left = []
    for amount in (0.0, 0.4, 0.7, 1.0):
        result = less_tense(sound, 48000, amount)
        left.append(level_db(result, between) - level_db(result, 200.0))
    assert left == sorted(left, reverse=True)
    assert left[-1] < left[0] - 18


def test_a_tune_is_followed_from_note_to_note():
    parts = [np.asarray(note(hz, 3) + 0.3 * tones(2.5 * hz), np.float32) for hz in (150.0, 205.0)]
    result = less_tense(np.concatenate(parts, axis=1), 48000, 1.0)
    for before, heard, hz in zip(parts, np.split(result, 2, axis=1), (150.0, 205.0), strict=True):
        kept, held_down = (level_db(heard, times * hz) - level_db(before, times * hz) for times in (3, 2.5))
        assert kept == pytest.approx(0, abs=2)
        assert held_down < -15


def hiss(seconds=4.0, rate=48000, seed=0):
    return (0.05 * np.random.default_rng(seed).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def tuned(sound, amount, rate=48000, seed=1):
    return retuned(sound, rate, amount, np.random.default_rng(seed))


AMOUNTS = (-1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0)
SOUNDS = {
    "noise": hiss,
    "a note": lambda rate=48000: note(196.3, 12, seconds=4.0, rate=rate),
    "a chord": lambda rate=48000: tones(220.0, 233.1, 311.1, 440.0, 466.2, 622.3, seconds=4.0, rate=rate),
    "a chord in noise": lambda rate=48000: tones(262.0, 330.0, 392.0, seconds=4.0, rate=rate) + hiss(rate=rate),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_tension_rises_with_the_amount_whatever_the_sound(name):
    sound = SOUNDS[name]()
    # The tension of noise by itself cannot be measured, or hardly; at either end it can.
    got = {amount: value for amount in AMOUNTS if (value := tension(tuned(sound, amount))) is not None}
    assert {-1.0, 1.0} <= set(got) and len(got) >= 4
    values = list(got.values())
    # It may stand still where there is nothing left to be made consonant, but not turn back.
    assert (np.maximum.accumulate(values) - values).max() < 0.03
    assert values[-1] > values[0] + 0.15


def test_noise_is_given_a_tune_or_a_cluster():
    sound = hiss()
    assert tension(tuned(sound, -1.0)) < 0.35 < tension(tuned(sound, 1.0))
    spectrum = np.abs(np.fft.rfft(tuned(sound, -1.0)[0])) ** 2
    flat = np.abs(np.fft.rfft(sound[0])) ** 2

    def in_the_strongest(power):
        return np.sort(power)[-len(power) // 50 :].sum() / power.sum()

    assert in_the_strongest(spectrum) > 2 * in_the_strongest(flat)


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("rate", [48000, 96000])
def test_retuning_keeps_length_and_about_the_level(name, rate):
    sound = SOUNDS[name](rate=rate)
    for amount in (-1.0, 0.5, 1.0):
        result = tuned(sound, amount, rate)
        assert result.shape == sound.shape and result.dtype == np.float32
        assert 0.7 < rms(result) / rms(sound) < 1.4


@pytest.mark.parametrize("name", SOUNDS)
def test_no_amount_leaves_the_sound_as_it_is(name):
    sound = np.asarray(SOUNDS[name](), np.float32)
    inside = slice(5000, -5000)
    assert np.abs(tuned(sound, 0.0) - sound)[:, inside].max() < 2e-3 * np.abs(sound).max()


def test_retuning_is_decided_by_its_draw():
    sound = hiss(1.0)
    assert np.array_equal(tuned(sound, 0.7), tuned(sound, 0.7))
    assert not np.allclose(tuned(sound, 0.7), tuned(sound, 0.7, seed=2))


def test_a_note_of_its_own_is_kept_beside_the_resonances():
    # What has clear partials is changed by them, and less is rung out of it than out of noise.
    clear, noise = SOUNDS["a note"](), hiss()

    def likeness(sound, amount):
        return abs(np.corrcoef(sound[0], tuned(sound, amount)[0])[0, 1])

    assert likeness(clear, 1.0) > 0.5 > likeness(noise, 1.0)
    assert level_db(tuned(clear, -1.0), 196.3) > level_db(clear, 196.3) - 6


def test_what_does_not_belong_to_a_note_is_taken_out_of_it():
    sound = np.asarray(note(200.0, 10, seconds=4.0) + 0.5 * tones(500.0, seconds=4.0), np.float32)
    result = tuned(sound, -1.0)
    before, after = (level_db(each, 500.0) - level_db(each, 200.0) for each in (sound, result))
    assert after < before - 16


@pytest.mark.parametrize("seconds", [0.2, 1.0])
@pytest.mark.parametrize("amount", [-1.0, 0.0, 1.0])
def test_silence_is_not_rung(seconds, amount):
    assert np.abs(tuned(np.zeros((2, round(48000 * seconds)), np.float32), amount)).max() < 1e-6
