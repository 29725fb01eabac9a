import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.model.gestures import band_levels, frame_levels_db
from sdad.synthesis.motion import EVEN_DB, MOST_DB, even_out, move_colour, slow_down_rises

AMOUNTS = (-1.0, -0.5, 0.0, 0.5, 1.0)


def moving(seconds=8.0, rate=48000):
    """Noise whose colour goes slowly from dark to bright and back."""
    draw = np.random.default_rng(0)
    dark, bright = (draw.standard_normal((2, round(seconds * rate))) for _ in range(2))
    dark = np.cumsum(dark, axis=1)
    dark = dark - np.stack([np.convolve(row, np.ones(400) / 400, "same") for row in dark])
    balance = 0.5 + 0.35 * np.sin(2 * np.pi * np.arange(dark.shape[1]) / rate / 4.0)
    return (0.05 * ((1 - balance) * dark / dark.std() + balance * bright)).astype(np.float32)


def steady(seconds=8.0, rate=48000):
    return (0.05 * np.random.default_rng(1).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def moved(sound, amount, seed=0, rate=48000):
    return move_colour(sound, rate, amount, np.random.default_rng(seed))


def movement(sound, rate=48000):
    return measure(Audio(sound, rate), ["movement"])["movement"]


@pytest.mark.parametrize(("rate", "seconds"), [(48000, 8.0), (96000, 4.0)])
def test_more_of_it_moves_more_and_less_stands_stiller(rate, seconds):
    sound = moving(seconds, rate)
    got = [movement(moved(sound, amount, rate=rate), rate) for amount in AMOUNTS]
    assert got == sorted(got)
    assert got[0] < got[2] - 0.05 and got[-1] > got[2] + 0.05


def test_what_does_not_move_by_itself_is_made_to():
    got = [movement(moved(steady(), amount)) for amount in (0.0, 0.3, 0.6, 1.0)]
    assert got == sorted(got)
    assert got[-1] > got[0] + 0.1


def test_none_of_it_changes_nothing():
    sound = moving(3.0)
    assert np.abs(moved(sound, 0.0) - sound).max() < 1e-3 * np.abs(sound).max()


def test_a_movement_is_decided_by_its_draw_and_standing_still_needs_none():
    sound = steady(3.0)
    assert np.array_equal(moved(sound, 0.8), moved(sound, 0.8))
    assert not np.allclose(moved(sound, 0.8), moved(sound, 0.8, seed=1))
    assert np.array_equal(moved(sound, -0.8), moved(sound, -0.8, seed=1))


@pytest.mark.parametrize("seconds", [0.1, 0.5, 3.3])
@pytest.mark.parametrize("amount", [-1.0, 1.0])
@pytest.mark.parametrize("rate", [48000, 96000])
def test_any_length_is_kept(seconds, amount, rate):
    sound = steady(seconds, rate)
    result = moved(sound, amount, rate=rate)
    assert result.shape == sound.shape and np.isfinite(result).all()
    assert 0.2 < rms(result) / rms(sound) < 5


def test_no_band_is_moved_further_than_the_bound():
    sound = steady()
    change = band_levels(moved(sound, 1.0), 48000) - band_levels(sound, 48000)
    assert np.abs(change).max() > 4
    assert np.quantile(np.abs(change), 0.999) < MOST_DB + 1


def test_colour_moves_without_beginnings():
    draw = np.random.default_rng(2)
    time_s = np.arange(4 * 48000) / 48000
    # Partials a whole number of times in every frame: their level stands still to the decibel.
    hz = np.arange(1, 30) * 187.5
    chord = np.sin(2 * np.pi * hz[:, None] * time_s + draw.uniform(0, 7, (len(hz), 1))).sum(axis=0)
    sound = np.stack([chord, chord]).astype(np.float32) * 0.005
    change = np.diff(frame_levels_db(band_levels(moved(sound, 1.0), 48000))[4:-4])
    assert 0.01 < np.abs(change).max() < 1.0


def test_pauses_stay_pauses():
    sound = moving(6.0)
    sound[:, 96000:192000] = 0
    for amount in (-1.0, 1.0):
        assert np.abs(moved(sound, amount)[:, 100000:188000]).max() < 1e-5


def struck(seconds=4.0, rate=48000, every_s=1.0):
    """A chord and hiss, struck once a second, the first time at a quarter of one."""
    time_s = np.arange(round(seconds * rate)) / rate
    since = (time_s - 0.25) % every_s
    envelope = np.where(time_s >= 0.25, np.minimum(since / 0.003, 1) * np.exp(-3 * since), 0)
    hiss = np.random.default_rng(3).standard_normal((2, len(time_s)))
    chord = np.sum([np.sin(2 * np.pi * hz * time_s) for hz in (220.0, 277.2, 329.6, 880.0)], axis=0)
    return ((0.03 * hiss + 0.05 * chord) * envelope).astype(np.float32)


def levels_db(sound, rate=48000, block_s=0.02):
    block = round(block_s * rate)
    whole = sound[:, : sound.shape[1] // block * block].reshape(2, -1, block)
    return 10 * np.log10(np.square(whole).mean(axis=(0, 2)) + 1e-12)


def attack_ms(sound, rate=48000):
    return measure(Audio(sound, rate), ["attack"])["attack"]


@pytest.mark.parametrize("rate", [48000, 96000])
def test_rises_take_the_longer_the_slower_they_are_made(rate):
    sound = struck(rate=rate)
    got = [
        attack_ms(sound if rise_s == 0 else slow_down_rises(sound, rate, rise_s, from_silence=False), rate)
        for rise_s in (0.0, 0.3, 0.6, 1.2)
    ]
    assert got == sorted(got)
    assert got[-1] > 5 * got[0]


@pytest.mark.parametrize("rise_s", [0.4, 1.0])
def test_nothing_rises_faster_than_it_may(rise_s):
    # Noise that leaps up by 40 dB; in blocks of a tenth of a second it is steady to less than a decibel.
    sound = 10 * steady(4.0)
    sound[:, : 2 * 48000] *= np.float32(0.01)
    result = slow_down_rises(sound, 48000, rise_s, from_silence=False)
    climb = np.diff(levels_db(result, block_s=0.1))
    assert climb.max() < 45 * 0.1 / rise_s + 2
    assert np.diff(levels_db(sound, block_s=0.1)).max() > 35
    # Where it has risen, and before it rises, all is as it was.
    change = levels_db(result, block_s=0.1) - levels_db(sound, block_s=0.1)
    assert change[:18] == pytest.approx(0, abs=0.5)
    assert change[20 + round(10 * rise_s) + 1 :] == pytest.approx(0, abs=0.5)


def test_what_falls_and_what_is_steady_is_left_alone_by_slow_rises():
    falling = 10 * steady(3.0) * np.linspace(1, 0.01, 3 * 48000, dtype=np.float32)
    for sound in (falling, 10 * steady(3.0)):
        change = levels_db(slow_down_rises(sound, 48000, 0.5, from_silence=False), block_s=0.1) - levels_db(
            sound, block_s=0.1
        )
        assert change == pytest.approx(0, abs=1.5)


def test_a_beginning_is_a_rise_only_where_the_sound_begins():
    sound = 10 * steady(3.0)
    begun, going = (
        levels_db(slow_down_rises(sound, 48000, 1.0, from_silence=from_silence), block_s=0.1)
        - levels_db(sound, block_s=0.1)
        for from_silence in (True, False)
    )
    assert going == pytest.approx(0, abs=1.5)
    assert begun[0] < -30 and begun[12:] == pytest.approx(0, abs=1.5)
    # On its way it climbs by as much in every tenth of a second.
    assert np.diff(begun[1:8]) == pytest.approx(4.5, abs=1.5)


def pulse_db(sound, rate=48000):
    return measure(Audio(sound, rate), ["pulse"])["pulse"]


@pytest.mark.parametrize("rate", [48000, 96000])
def test_evening_out_takes_the_pulse_away(rate):
    sound = struck(rate=rate, every_s=0.5)[:, rate // 4 :]
    sound = sound + np.float32(0.02) * steady(sound.shape[1] / rate, rate)
    got = [pulse_db(even_out(sound, rate, amount), rate) for amount in (0.0, 0.3, 0.6, 1.0)]
    assert got == sorted(got, reverse=True)
    assert got[-1] < 0.7 * got[0]


def test_slow_swells_stay_and_fast_ones_go():
    time_s = np.arange(12 * 48000) / 48000

    def swing_db(period_s, amount):
        sound = 10 * steady(12.0) * (10 ** (6 * np.sin(2 * np.pi * time_s / period_s) / 20)).astype(np.float32)
        return np.ptp(levels_db(even_out(sound, 48000, amount), block_s=0.1)[15:-15])

    assert swing_db(12.0, 1.0) > 0.85 * swing_db(12.0, 0.0)
    assert swing_db(0.6, 1.0) < 0.35 * swing_db(0.6, 0.0)
    assert 0.4 * swing_db(0.6, 0.0) < swing_db(0.6, 0.5) < 0.75 * swing_db(0.6, 0.0)


def test_bands_are_evened_each_by_itself():
    # Two bands take turns: together they are steady, and each alone is not.
    time_s = np.arange(6 * 48000) / 48000
    turns = (np.sin(2 * np.pi * time_s / 0.5) > 0).astype(np.float32)
    low, high = (np.sin(2 * np.pi * hz * time_s).astype(np.float32) for hz in (200.0, 5000.0))
    sound = np.tile(0.1 * (low * (0.2 + 0.8 * turns) + high * (1 - 0.8 * turns)), (2, 1)).astype(np.float32)

    def swing_db(each):
        bands = band_levels(each, 48000)[50:-50]
        return np.mean(np.ptp(bands[:, np.sort(np.argsort(bands.mean(axis=0))[-4:])], axis=0))

    assert swing_db(even_out(sound, 48000, 1.0)) < 0.6 * swing_db(sound)


def test_a_pause_is_lifted_so_far_and_silence_not_at_all():
    def lifted_db(under):
        sound = 10 * steady(4.0)
        sound[:, 96000:120000] *= np.float32(under)
        return np.subtract(*(levels_db(each, block_s=0.1)[21:24] for each in (even_out(sound, 48000, 1.0), sound)))

    assert (lifted_db(0.2) > 5).all()
    assert (lifted_db(0.01) < EVEN_DB + 2).all()
    assert levels_db(even_out(10 * steady(4.0) * (np.arange(4 * 48000) < 96000), 48000, 1.0))[110:].max() < -110


CHANGES = pytest.mark.parametrize(
    "change",
    [
        lambda sound, rate: slow_down_rises(sound, rate, 0.8, from_silence=True),
        lambda sound, rate: even_out(sound, rate, 1.0),
    ],
    ids=["slow_down_rises", "even_out"],
)


@CHANGES
@pytest.mark.parametrize("rate", [48000, 96000])
@pytest.mark.parametrize("seconds", [0.1, 0.5, 2.3])
def test_length_is_kept_and_silence_stays_silent(change, rate, seconds):
    for sound in (steady(seconds, rate), np.zeros((2, round(seconds * rate)), np.float32)):
        result = change(sound, rate)
        assert result.shape == sound.shape and np.isfinite(result).all()
    assert not result.any()


@CHANGES
def test_half_as_loud_is_the_same_half_as_loud(change):
    sound = struck(2.0)
    loud, soft = change(sound, 48000), change(np.float32(0.5) * sound, 48000)
    assert rms(loud - 2 * soft) < 0.01 * rms(loud)
