import itertools
from dataclasses import replace

import numpy as np
import pytest

from sdad.audio.effects import rms
from sdad.synthesis.mix import KNOT_S, SEMITONES, Balance, Layer, Material, mixed
from sdad.synthesis.score import STEPS, Event, Score, compose

RATE = 48000
SECONDS = 4.0
BED_HZ, STRICT_HZ, LOOSE_HZ, SHARED_HZ = 300.0, 1100.0, 2700.0, 5200.0
DENSITIES = (0.0, 0.25, 0.5, 0.75, 1.0)


def tone(hz, seconds, rate=RATE):
    time_s = np.arange(round(seconds * rate)) / rate
    return np.tile(np.sin(2 * np.pi * hz * time_s), (2, 1)).astype(np.float32) * np.float32(0.1)


def swells(seconds=SECONDS, seed=3):
    """Noise about as slow as the one that a take draws."""
    knots = int(2 * seconds / KNOT_S) + 2
    noise = np.random.default_rng(seed).standard_normal(knots + 8)
    return np.convolve(noise, np.hanning(9), "valid").astype(np.float32)


def layer(sounds, sound_of=None, bed=None, seconds=SECONDS, strokes=None):
    return Layer(
        # Longer than what is heard of it, so that it can be transposed up.
        bed=np.zeros((2, round(1.5 * seconds * RATE)), np.float32) if bed is None else bed,
        strokes=strokes,
        swells=swells(seconds),
        sounds=sounds,
        sound_of=np.zeros(STEPS, np.int64) if sound_of is None else sound_of,
        pan_of=np.zeros(STEPS, np.float32),
    )


def material(layers, strict=(), loose=(), seconds=SECONDS, sustain=1.0):
    score = Score(tuple(strict), tuple(loose), 0.5, np.zeros(20, np.float32))
    samples = round(seconds * RATE)
    return Material(tuple(layers), score, RATE, samples, samples, sustain)


def event(time_s, step=0, rate=0.0, beat=False, chance=1.0):
    return Event(time_s, step, 1.0, beat, rate, chance)


def power_at(sound, hz):
    """Returns the power within 40 Hz of a frequency."""
    power = np.square(np.abs(np.fft.rfft(sound[0])))
    place, reach = (round(each * sound.shape[1] / RATE) for each in (hz, 40.0))
    return power[place - reach : place + reach + 1].sum()


def power_over_time(sound, block=480):
    return np.square(sound[:, : sound.shape[1] // block * block].reshape(2, -1, block)).mean(axis=(0, 2))


@pytest.fixture(scope="module")
def three_voices():
    """A bed, strict events and scattered ones, each at a frequency of its own."""
    strict = [event(0.25 + 0.5 * k, beat=k % 2 == 0) for k in range(8)]
    loose = [event(0.13 + 0.5 * k, step=1) for k in range(8)]
    sounds = [tone(STRICT_HZ, 0.3), tone(LOOSE_HZ, 0.3)]
    which = np.minimum(np.arange(STEPS), 1)
    return material([layer(sounds, which, tone(BED_HZ, 1.5 * SECONDS))], strict, loose)


@pytest.fixture(scope="module")
def ladder():
    """Events that come in one after another as the texture becomes denser, each with a frequency of its own."""
    rates = (0.0, 0.7, 1.5, 3.0, 6.0, 12.0)
    sounds = [tone(500.0 * (k + 1), 0.3) for k in range(2 * len(rates))]
    strict = [event(0.2 + 0.5 * k, step=k, rate=rate) for k, rate in enumerate(rates)]
    loose = [event(0.4 + 0.5 * k, step=k + len(rates), rate=rate) for k, rate in enumerate(rates)]
    return material([layer(sounds, np.arange(STEPS))], strict, loose)


def heard(ladder, balance):
    sound = mixed(ladder, balance)
    powers = {k: power_at(sound, 500.0 * (k + 1)) for k in range(12)}
    return {k for k, power in powers.items() if power > 1e-4 * max(powers.values())}


def test_denser_plays_what_was_played_and_more(ladder):
    played = [heard(ladder, Balance(0.5, density)) for density in DENSITIES]
    for sparser, denser in itertools.pairwise(played):
        assert sparser < denser
    assert played[0] == {0, 6}
    assert played[-1] == set(range(12))


def test_a_texture_from_a_real_score_is_busier_the_denser_it_is():
    score = compose(np.random.default_rng(0), 1.5 * SECONDS)
    busy = replace(material([layer([tone(STRICT_HZ, 0.1)])]), score=score)
    blocks = [power_over_time(mixed(busy, Balance(0.5, density))) for density in DENSITIES]
    sounding = [(power > 1e-3 * power.max()).mean() for power in blocks]
    assert sounding == sorted(sounding)
    assert sounding[-1] > 2 * sounding[0]


def test_a_bed_alone_goes_on_or_rests_the_longer_the_sparser():
    bed = material([layer([], bed=tone(BED_HZ, 1.5 * SECONDS))])
    plays = []
    for rests in (0.0, 0.15, 0.3, 1.0):
        power = power_over_time(mixed(bed, Balance(0.3, 0.3, rests=rests)))
        plays.append(power > 0.01 * power.max())
    shares = [each.mean() for each in plays]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 and shares[-1] == 1.0
    # A fuller bed plays where a sparser one does.
    assert all(fuller[sparser].all() for sparser, fuller in itertools.pairwise(plays))


def test_where_nothing_else_says_so_a_struck_place_brings_events_out_and_a_held_one_the_bed():
    strict = [event(0.25 + 0.5 * k, beat=k % 2 == 0) for k in range(8)]
    loose = [event(0.13 + 0.5 * k, step=1) for k in range(8)]
    sounds, which = [tone(STRICT_HZ, 0.3), tone(LOOSE_HZ, 0.3)], np.minimum(np.arange(STEPS), 1)

    def over_bed(strokes):
        voices = layer(sounds, which, tone(BED_HZ, 1.5 * SECONDS), strokes=strokes)
        sound = mixed(material([voices], strict, loose), Balance(0.1, 0.4))
        return power_at(sound, LOOSE_HZ) / power_at(sound, BED_HZ)

    struck = [over_bed(strokes) for strokes in (0.0, 0.3, 0.6, 1.0)]
    assert struck == sorted(struck)
    assert struck[0] < over_bed(None) < struck[-1]


def test_a_click_of_a_struck_place_is_heard_and_not_just_its_tail():
    click = np.concatenate([tone(LOOSE_HZ, 0.004), 0.01 * tone(BED_HZ, 0.3)], axis=1)

    def click_over_tail(strokes):
        struck = material([layer([click], strokes=strokes)], loose=[event(0.5 + 0.5 * k) for k in range(6)])
        sound = mixed(struck, Balance(0.0, 0.2))
        return power_at(sound, LOOSE_HZ) / power_at(sound, BED_HZ)

    assert click_over_tail(1.0) > 10 * click_over_tail(0.5)


def test_the_bed_of_a_struck_place_rests_but_is_never_gone():
    bed = layer([], bed=tone(BED_HZ, 1.5 * SECONDS), strokes=1.0)
    power = power_over_time(mixed(material([bed]), Balance(0.3, 0.3)))
    level_db = 10 * np.log10(power / power.max())
    assert (level_db < -20).mean() > 0.5
    assert level_db.min() > -27


def test_swells_neither_click_nor_hum():
    bed = tone(BED_HZ, 1.5 * SECONDS)
    sound = mixed(material([layer([], bed=bed)]), Balance(0.3, 0.3, rests=0.2))
    assert np.abs(np.diff(sound)).max() / np.abs(sound).max() < 1.1 * 2 * np.pi * BED_HZ / RATE


@pytest.mark.parametrize("moved", ["rhythm", "regular"])
def test_the_balance_goes_from_a_cloud_to_a_beat(three_voices, moved):
    span = (0.0, 0.25, 0.5, 0.75, 1.0) if moved == "rhythm" else (-1.0, -0.5, 0.0, 0.5, 1.0)
    beat_over_cloud, beat_over_bed = [], []
    for value in span:
        sound = mixed(three_voices, replace(Balance(0.5, 0.5), **{moved: value}))
        bed, strict, loose = (power_at(sound, hz) for hz in (BED_HZ, STRICT_HZ, LOOSE_HZ))
        beat_over_cloud.append(strict / loose)
        beat_over_bed.append(strict / bed)
    assert beat_over_cloud == sorted(beat_over_cloud) and beat_over_bed == sorted(beat_over_bed)
    assert beat_over_cloud[-1] > 300 * beat_over_cloud[0]
    # The bed gives way to a beat, besides the beat's coming in.
    assert beat_over_bed[-1] > 10**4.5 * beat_over_bed[0]


def test_scattered_events_come_forward_out_of_the_bed(three_voices):
    got = []
    for forward in (0.0, 0.5, 1.0):
        sound = mixed(three_voices, Balance(0.3, 0.5, forward=forward))
        got.append(power_at(sound, LOOSE_HZ) / power_at(sound, BED_HZ))
    assert got == sorted(got)
    assert got[-1] > 10 * got[0]


def test_a_pulse_is_an_accent_on_the_beats():
    sounds = [tone(STRICT_HZ, 0.2), tone(LOOSE_HZ, 0.2)]
    strict = [event(0.2 + 0.5 * k, step=k % 2, beat=k % 2 == 0) for k in range(8)]
    both = material([layer(sounds, np.arange(STEPS) % 2)], strict)
    got = []
    for pulse in (0.0, 0.5, 1.0):
        sound = mixed(both, Balance(1.0, 0.5, pulse=pulse))
        got.append(power_at(sound, STRICT_HZ) / power_at(sound, LOOSE_HZ))
    assert got[1] > 3 * got[0] and got[2] > 3 * got[1]


def test_the_more_rhythm_the_more_beats_share_one_sound():
    beats = [event(0.2 + 0.5 * k, step=1, beat=True, chance=(k + 0.5) / 8) for k in range(8)]
    sharing = material([layer([tone(SHARED_HZ, 0.2), tone(STRICT_HZ, 0.2)], np.ones(STEPS, np.int64))], beats)
    shares = []
    for rhythm in (0.0, 0.25, 0.5, 0.75, 1.0):
        sound = mixed(sharing, Balance(rhythm, 0.5))
        shared, own = power_at(sound, SHARED_HZ), power_at(sound, STRICT_HZ)
        shares.append(shared / (shared + own))
    assert shares == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0], abs=0.03)


def test_recordings_of_strokes_leave_the_bed_behind(three_voices):
    sustained, struck = (mixed(replace(three_voices, sustain=sustain), Balance(0.5, 0.5)) for sustain in (1.0, 0.0))
    assert power_at(struck, BED_HZ) / power_at(struck, STRICT_HZ) < 0.3 * (
        power_at(sustained, BED_HZ) / power_at(sustained, STRICT_HZ)
    )


@pytest.mark.parametrize("balance", [Balance(0.5, 0.6), Balance(0.2, 0.3, rests=0.3, pulse=0.5, hardness=0.9)])
def test_a_stretch_is_that_stretch_of_the_whole(three_voices, balance):
    whole = mixed(three_voices, balance)
    # An event that begins before the stretch hangs into it, and one that begins in it hangs out.
    for first, last in ((0, 30001), (70000, 130000), (150123, 192000)):
        stretch = mixed(three_voices, balance, first, last)
        expected = whole[:, first:last] / (8 * rms(whole[:, first:last]))
        assert np.abs(stretch - expected).max() < 1e-4


@pytest.mark.parametrize("semitones", [-SEMITONES, -1.5, 2.0, SEMITONES])
def test_a_stretch_is_that_stretch_of_the_whole_at_another_pitch(three_voices, semitones):
    balance = Balance(0.3, 0.5, semitones=semitones)
    first, last = 70000, 130000
    stretch, whole = mixed(three_voices, balance, first, last), mixed(three_voices, balance)[:, first:last]
    inside = slice(500, -500)
    # The two are a fraction of a sample apart.
    assert np.corrcoef(stretch[0, inside], whole[0, inside])[0, 1] > 0.98


@pytest.mark.parametrize("semitones", [-SEMITONES, -1.0, 0.0, 3.5, SEMITONES])
def test_another_pitch_moves_the_frequency_and_neither_length_nor_end(semitones):
    bed = material([layer([], bed=tone(440.0, 1.5 * SECONDS))])
    sound = mixed(bed, Balance(0.3, 0.3, semitones=semitones))
    assert sound.shape == (2, round(SECONDS * RATE))
    peak = np.abs(np.fft.rfft(sound[0])).argmax() / SECONDS
    assert peak == pytest.approx(440.0 * 2 ** (semitones / 12), abs=1 / SECONDS)
    power = power_over_time(sound)
    assert power[-2] > 0.5 * power.mean()


@pytest.mark.parametrize("semitones", [-SEMITONES, SEMITONES])
def test_at_another_pitch_there_are_as_many_events_a_second(semitones):
    # One event a tenth of a second, of which as many are left out as make up for the change of pace.
    crowd = [event(0.1 * k, rate=10 * ((0.618 * k) % 1)) for k in range(60)]
    clicks = material([layer([tone(STRICT_HZ, 0.02)])], loose=crowd)

    def count(shift):
        power = power_over_time(mixed(clicks, Balance(1.0, 0.6, semitones=shift)))
        loud = power > 0.05 * power.max()
        return int((loud[1:] & ~loud[:-1]).sum())

    assert count(0.0) > 10
    assert count(semitones) == pytest.approx(count(0.0), abs=3)


def test_harder_beginnings_rise_faster():
    strokes = material([layer([tone(STRICT_HZ, 0.8)])], [event(0.5)])

    def rise_samples(balance):
        envelope = np.maximum.accumulate(np.abs(mixed(strokes, balance)[0, RATE // 2 :]))
        return np.argmax(envelope > 0.9 * envelope[-1]) - np.argmax(envelope > 0.1 * envelope[-1])

    for balances in (
        [Balance(0.5, 0.2, hardness=hardness) for hardness in (0.0, 0.4, 0.8)],
        [Balance(rhythm, 0.2) for rhythm in (0.0, 0.4, 0.8)],
    ):
        rises = [rise_samples(balance) for balance in balances]
        assert rises[0] > 2 * rises[1] > 4 * rises[2]


def test_the_bed_is_articulated_only_by_hard_beginnings():
    # The sounds themselves are silent, so that only what they do to the bed is heard.
    times_s = (1.0, 1.7, 3.2)
    silent = layer([np.zeros((2, 4800), np.float32)], bed=tone(BED_HZ, 1.5 * SECONDS))
    bed = material([silent], loose=[event(time_s) for time_s in times_s])

    def dips_db(hardness):
        power = power_over_time(mixed(bed, Balance(0.3, 0.5, hardness=hardness)))
        usual = np.median(power)
        before = [power[round(time_s * 100) - 1] / usual for time_s in times_s]
        after = [power[round(time_s * 100) + 1] / usual for time_s in times_s]
        assert 10 * np.log10(after) == pytest.approx(0, abs=0.5)
        return 10 * np.log10(before)

    assert dips_db(None) == pytest.approx(0, abs=0.5)
    assert dips_db(0.5) == pytest.approx(0, abs=0.5)
    assert (dips_db(0.75) < -6).all()
    assert (dips_db(1.0) < dips_db(0.75) - 3).all()


def test_an_event_that_is_not_played_does_not_articulate():
    silent = layer([np.zeros((2, 4800), np.float32)], bed=tone(BED_HZ, 1.5 * SECONDS))
    bed = material([silent], loose=[event(2.0, rate=9.0)])
    sparse, dense = (power_over_time(mixed(bed, Balance(0.3, density, hardness=1.0)))[199] for density in (0.2, 1.0))
    assert dense < 0.1 * sparse


def test_layers_are_heard_together_each_with_its_own_sounds():
    one, other = layer([tone(STRICT_HZ, 0.3)]), layer([tone(LOOSE_HZ, 0.3)])
    sound = mixed(material([one, other], [event(1.0)]), Balance(0.8, 0.5))
    assert power_at(sound, STRICT_HZ) == pytest.approx(power_at(sound, LOOSE_HZ), rel=0.05)


def test_each_step_has_its_place():
    sides = replace(layer([tone(STRICT_HZ, 0.3)]), pan_of=np.where(np.arange(STEPS) == 0, -0.8, 0.8))
    sound = mixed(material([sides], [event(0.5, step=0), event(2.5, step=1)]), Balance(0.8, 0.5))
    first, second = np.square(sound[:, : 2 * RATE]).sum(axis=1), np.square(sound[:, 2 * RATE :]).sum(axis=1)
    assert first[0] > 10 * first[1] and second[1] > 10 * second[0]


@pytest.mark.parametrize("semitones", [0.0, 4.0])
def test_the_level_is_always_the_same_and_silence_stays_finite(three_voices, semitones):
    for rhythm in (0.0, 1.0):
        sound = mixed(three_voices, Balance(rhythm, 0.5, semitones=semitones))
        assert rms(sound) == pytest.approx(1 / 8, rel=1e-3)
    assert not mixed(material([layer([])]), Balance(0.5, 0.5, semitones=semitones)).any()


def test_in_a_rhythm_sounds_that_would_go_on_have_gone_before_the_next():
    beats = [event(0.25 + 0.5 * k, beat=True) for k in range(7)]
    going_on = material([layer([tone(STRICT_HZ, 2.0)])], beats)

    def dip_db(rhythm):
        power = power_over_time(mixed(going_on, Balance(rhythm, 0.5)))[50:350].reshape(-1, 50)
        return 10 * np.log10(np.median(power.max(axis=1) / power.min(axis=1)))

    assert dip_db(1.0) > 15
    assert dip_db(1.0) > dip_db(0.5) + 5
