import numpy as np
import pytest

from sdad.audio.effects import rms
from sdad.synthesis.voices import HOME_ONSETS, choose_onsets, place, shaped, voice

RATES = pytest.mark.parametrize("rate", [48000, 96000])


def hiss(seconds, rate=48000, level=0.1, seed=0):
    return (level * np.random.default_rng(seed).standard_normal((2, round(seconds * rate)))).astype(np.float32)


def chosen(instrument, given=None, count=40, temperature=0.8, seed=0, **home):
    return choose_onsets(instrument, given or {}, count, temperature, np.random.default_rng(seed), **home)


def test_as_many_onsets_are_chosen_as_asked_and_the_same_again(tiny_instrument):
    for count in (1, 6, 40):
        assert len(chosen(tiny_instrument, count=count)) == count
    assert chosen(tiny_instrument) == chosen(tiny_instrument)
    assert chosen(tiny_instrument) != chosen(tiny_instrument, seed=1)
    assert all(0 <= onset < len(tiny_instrument.index.onset_sample) for onset in chosen(tiny_instrument))


def test_no_onset_is_worn_out(tiny_instrument):
    onsets = chosen(tiny_instrument, count=60)
    assert len(set(onsets)) > 10
    assert max(onsets.count(onset) for onset in onsets) < 20


def test_onsets_are_at_home_where_home_has_some(tiny_instrument):
    recording = tiny_instrument.index.onset_recording
    home = int(np.bincount(recording).argmax())
    assert (recording == home).sum() >= HOME_ONSETS

    def share(**given):
        return (recording[chosen(tiny_instrument, count=12, **given)] == home).mean()

    assert share(home=home) > 0.9 > share(home=home, homing=0.0) == share()


@pytest.mark.parametrize("name", ["brightness", "roughness"])
def test_onsets_are_those_that_a_slider_asks_for(tiny_instrument, name):
    column = ("brightness", "warmth", "roughness").index(name)
    low, high = (
        tiny_instrument.index.onset_attributes[chosen(tiny_instrument, {name: quantile}), column].mean()
        for quantile in (0.05, 0.95)
    )
    assert high > low + 0.1


def test_a_voice_begins_where_its_onset_does(tiny_instrument):
    index = tiny_instrument.index
    for onset in range(len(index.onset_sample)):
        sound = voice(tiny_instrument, onset, 48000)
        recording = tiny_instrument.recordings.samples(int(index.onset_recording[onset]))
        assert 0 < sound.shape[1] <= 3.2 * 48000
        assert sound.shape[1] <= max(int(index.onset_samples[onset]) + 64, round(0.12 * 48000))
        begins = int(index.onset_sample[onset])
        # A moment before the onset is left in, so that nothing of it is cut off.
        firsts = range(max(0, begins - 480), begins + 1)
        assert any(np.array_equal(recording[:, first : first + sound.shape[1]], sound) for first in firsts), onset


def test_a_voice_at_twice_the_rate_is_the_same_sound(tiny_instrument):
    base, high = (voice(tiny_instrument, 0, rate) for rate in (48000, 96000))
    assert high.shape[1] == pytest.approx(2 * base.shape[1], abs=2)
    count = min(base.shape[1], high[:, ::2].shape[1])
    assert np.corrcoef(base[0, :count], high[0, ::2][:count])[0, 1] > 0.9


@RATES
def test_voices_come_at_one_level_whatever_they_were_recorded_at(rate):
    levels = [rms(shaped(hiss(1.0, rate, level), 0.002, 0.5, rate)[:, : rate // 4]) for level in (0.5, 0.05, 0.002)]
    assert levels[1] == pytest.approx(levels[0], rel=0.01)
    assert levels[2] == pytest.approx(levels[0], rel=0.01)


def test_silence_stays_silent():
    assert not shaped(np.zeros((2, 4800), np.float32), 0.002, 0.5, 48000).any()


@RATES
@pytest.mark.parametrize("seconds", [0.02, 0.12, 2.0])
def test_a_shaped_sound_begins_and_ends_without_a_click(rate, seconds):
    sound = hiss(seconds, rate)
    result = shaped(sound, 0.002, 5.0, rate)
    assert result.shape == sound.shape and np.isfinite(result).all()
    edge = max(1, rate // 20000)
    assert np.abs(result[:, :edge]).max() < 0.1 * np.abs(result).max()
    assert np.abs(result[:, -edge:]).max() < 0.1 * np.abs(result).max()


@RATES
def test_a_slower_attack_lets_the_sound_in_later(rate):
    def middle_of_power(attack_s):
        power = np.square(shaped(hiss(1.0, rate), attack_s, 0.3, rate)).sum(axis=0)
        return np.searchsorted(np.cumsum(power), power.sum() / 2) / rate

    middles = [middle_of_power(attack_s) for attack_s in (0.0, 0.03, 0.1, 0.25)]
    assert (np.diff(middles) > 0.005).all()


@pytest.mark.parametrize("attack_s", [0.03, 0.2])
def test_an_attack_rises_without_a_step_up_to_its_time(attack_s):
    result = shaped(np.full((2, 48000), 0.1, np.float32), attack_s, 5.0, 48000)[0]
    risen = result[[round(part * attack_s * 48000) for part in (0.25, 0.5, 0.75, 1.0)]] / result.max()
    assert (np.diff(risen) > 0.05).all()
    assert risen[0] < 0.3 and risen[-1] > 0.95


@RATES
@pytest.mark.parametrize("decay_s", [0.1, 0.4])
def test_a_decay_has_its_time_constant(rate, decay_s):
    sound = np.full((2, 2 * rate), 0.1, np.float32)
    result = shaped(sound, 0.002, decay_s, rate)
    first, later = result[0, round(0.1 * rate)], result[0, round((0.1 + decay_s) * rate)]
    assert later / first == pytest.approx(np.exp(-1), rel=0.02)


def test_what_is_placed_is_added_at_its_gain_and_side():
    stage, sound = np.full((2, 100), 1.0, np.float32), np.full((2, 10), 0.5, np.float32)
    place(stage, sound, 20, 0.5, 0.0)
    assert stage[:, 20:30] == pytest.approx(1.25)
    assert (stage[:, :20] == 1).all() and (stage[:, 30:] == 1).all()
    left, right = np.zeros((2, 10), np.float32), np.zeros((2, 10), np.float32)
    place(left, sound, 0, 1.0, -0.8)
    place(right, sound, 0, 1.0, 0.8)
    assert rms(left[0]) > rms(left[1])
    assert np.allclose(left, right[::-1])
    # Wherever it stands, both sides together are the same.
    assert left.sum() == pytest.approx(2 * sound[0].sum())


def test_voices_placed_apart_add_their_power_and_together_their_sound():
    sound = shaped(hiss(0.2), 0.002, 0.2, 48000)
    apart, together = np.zeros((2, 48000), np.float32), np.zeros((2, 48000), np.float32)
    for number in range(4):
        place(apart, sound, 10000 * number, 1.0, 0.0)
        place(together, sound, 0, 1.0, 0.0)
    alone = np.square(sound).sum()
    assert np.square(apart).sum() == pytest.approx(4 * alone, rel=1e-4)
    assert np.square(together).sum() == pytest.approx(16 * alone, rel=1e-4)


@pytest.mark.parametrize("start", [-200, -100, -99, -40, 0, 60, 99, 100, 300])
def test_a_sound_may_hang_over_either_end_of_the_stage(start):
    sound = hiss(100 / 48000)
    stage, long = np.zeros((2, 100), np.float32), np.zeros((2, 700), np.float32)
    place(stage, sound, start, 1.0, 0.0)
    place(long, sound, start + 300, 1.0, 0.0)
    assert np.array_equal(stage, long[:, 300:400])
