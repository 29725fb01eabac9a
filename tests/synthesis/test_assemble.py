import numpy as np
import pytest

from sdad.model.gestures import FRAME_SAMPLES, band_levels, level_db
from sdad.synthesis.assemble import assemble, slot_samples
from sdad.synthesis.grains import HOP_FRAMES, UNIT_FRAMES, GrainIndex

RATES = pytest.mark.parametrize("rate", [48000, 96000])


def tone(seconds, rate, hz, level=0.2):
    sound = level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.stack([sound, sound]).astype(np.float32)


def hiss(seconds, rate, seed, level=0.1):
    return (level * np.random.default_rng(seed).standard_normal((2, round(seconds * rate)))).astype(np.float32)


class Shelf:
    """Recordings at one rate, and an index with a unit at each of their frames; where each unit is."""

    def __init__(self, rate, *recordings):
        self.rate, self.recordings = rate, recordings
        which, frame, level = [], [], []
        for number, samples in enumerate(recordings):
            bands = band_levels(samples, rate)
            for first in range(max(1, len(bands) - UNIT_FRAMES + 1)):
                which.append(number)
                frame.append(first)
                level.append(level_db(bands[first : first + UNIT_FRAMES]))
        self.place = {pair: unit for unit, pair in enumerate(zip(which, frame, strict=True))}
        nothing, none = np.zeros(0, np.int64), np.zeros(0, np.float32)
        self.index = GrainIndex(
            recording=np.array(which, np.int32),
            frame=np.array(frame, np.int32),
            level=np.array(level, np.float32),
            features=np.zeros((len(which), 28), np.float32),
            attributes=np.full((len(which), 8), 0.5, np.float32),
            successor=np.array(
                [self.place.get((number, first + HOP_FRAMES), -1) for number, first in zip(which, frame, strict=True)],
                np.int32,
            ),
            quietness=np.zeros(len(which), np.float32),
            basis=np.zeros((512, 28), np.float32),
            centre=np.zeros(512, np.float32),
            spread=np.ones(1, np.float32),
            onset_recording=nothing.astype(np.int32),
            onset_sample=nothing,
            onset_samples=nothing,
            onset_level=none,
            onset_latents=none,
            onset_attributes=none,
            sustain=np.ones(1, np.float32),
        )

    def units(self, *places):
        return np.array([self.place[place] for place in places])

    def run(self, number, first, slots):
        """Returns units of a recording that follow each other."""
        return self.units(*((number, first + HOP_FRAMES * slot) for slot in range(slots)))

    def jumping(self, number, slots, seed=0):
        """Returns units of a recording in any order."""
        own = np.flatnonzero(self.index.recording == number)
        return np.random.default_rng(seed).choice(own[HOP_FRAMES:], slots)

    def play(self, path, seed=0):
        wanted = np.zeros((len(path), 28), np.float32)
        draw = np.random.default_rng(seed)
        return assemble(self.index, lambda which: self.recordings[which], path, wanted, self.rate, draw)


def levels_db(sound, rate, seconds=0.06):
    step = round(seconds * rate)
    blocks = sound[:, : sound.shape[1] // step * step].reshape(2, -1, step)
    return 10 * np.log10((blocks**2).mean(axis=(0, 2)) + 1e-20)


@RATES
def test_a_run_is_its_recording_untouched_but_for_its_level(rate):
    shelf = Shelf(rate, hiss(4.0, rate, 1))
    sound = shelf.play(shelf.run(0, 10, 12))
    start = 10 * FRAME_SAMPLES * rate // 48000
    piece = shelf.recordings[0][:, start : start + sound.shape[1]]
    gain = (sound * piece).sum() / (piece**2).sum()
    assert gain > 0
    assert np.abs(sound - gain * piece).max() < 1e-5 * np.abs(sound).max()


@RATES
@pytest.mark.parametrize("slots", [1, 2, 9])
def test_the_length_is_that_of_the_slots(rate, slots):
    shelf = Shelf(rate, hiss(2.0, rate, 1), hiss(2.0, rate, 2))
    mixed = np.concatenate([shelf.jumping(0, slots), shelf.jumping(1, slots)])
    assert shelf.play(shelf.jumping(0, slots)).shape == (2, slots * slot_samples(rate))
    assert shelf.play(mixed).shape == (2, 2 * slots * slot_samples(rate))
    assert slot_samples(96000) == 2 * slot_samples(48000)


def test_the_same_draw_gives_the_same_sound():
    shelf = Shelf(48000, hiss(2.0, 48000, 1), hiss(2.0, 48000, 2))
    path = np.concatenate([shelf.jumping(0, 6), shelf.jumping(1, 6)])
    assert np.array_equal(shelf.play(path), shelf.play(path))
    assert not np.array_equal(shelf.play(path, 1), shelf.play(path, 2))


@RATES
@pytest.mark.parametrize("hz", [110.0, 437.0, 1313.0])
def test_a_tone_goes_through_joins_without_clicks_or_dips(rate, hz):
    shelf = Shelf(rate, tone(3.0, rate, hz))
    sound = shelf.play(shelf.jumping(0, 40))
    levels = levels_db(sound, rate)
    assert np.ptp(levels) < 1.5
    peak = np.sqrt(2) * 10 ** (levels.max() / 20)
    # A sine bends nowhere more than at its crest; a step would bend a hundred times as much.
    assert np.abs(np.diff(sound, 2)).max() < 1.3 * peak * (2 * np.pi * hz / rate) ** 2


@RATES
def test_noise_keeps_its_level_through_joins(rate):
    shelf = Shelf(rate, hiss(4.0, rate, 3))
    levels = levels_db(shelf.play(shelf.jumping(0, 40)), rate, 0.1)
    steady = levels_db(shelf.play(shelf.run(0, 2, 20)), rate, 0.1)
    assert levels.mean() == pytest.approx(steady.mean(), abs=0.7)
    assert levels.std() < 1.0


def test_recordings_at_any_level_come_out_alike():
    shelf = Shelf(48000, hiss(2.0, 48000, 1, 0.2), hiss(2.0, 48000, 2, 0.2 * 10 ** (-36 / 20)))
    loud, soft = (levels_db(shelf.play(shelf.run(which, 4, 8)), 48000).mean() for which in (0, 1))
    assert loud == pytest.approx(soft, abs=0.5)


@RATES
@pytest.mark.parametrize("lengths", [(20, 20), (2, 30), (30, 1, 30), (1,) * 40, (3, 9, 2, 1, 12, 5)])
def test_going_over_to_another_recording_keeps_the_level(rate, lengths):
    shelf = Shelf(rate, hiss(4.0, rate, 1, 0.3), hiss(4.0, rate, 2, 0.02))
    path = np.concatenate([shelf.jumping(turn % 2, length, turn) for turn, length in enumerate(lengths)])
    levels = levels_db(shelf.play(path), rate, 0.1)
    steady = levels_db(shelf.play(shelf.run(0, 2, 20)), rate, 0.1).mean()
    assert levels.min() > steady - 3 and levels.max() < steady + 3


def test_going_over_takes_its_time():
    low, high = tone(4.0, 48000, 300.0), tone(4.0, 48000, 2000.0)
    shelf = Shelf(48000, low, high)
    sound = shelf.play(np.concatenate([shelf.run(0, 6, 15), shelf.run(1, 6, 15)]))
    step = 4800
    blocks = sound[0, : sound.shape[1] // step * step].reshape(-1, step)
    spectrum = np.abs(np.fft.rfft(blocks * np.hanning(step))) ** 2
    share = spectrum[:, 200] / (spectrum[:, 30] + spectrum[:, 200])
    assert share[0] < 1e-3 and share[-1] > 1 - 1e-3
    assert (np.diff(share) > -0.02).all()
    assert ((share > 0.1) & (share < 0.9)).sum() >= 4


def test_a_recording_shorter_than_a_unit_rings_out_into_silence():
    shelf = Shelf(48000, tone(0.1, 48000, 440.0))
    sound = shelf.play(shelf.units((0, 0), (0, 0), (0, 0)))
    assert np.isfinite(sound).all()
    assert sound.shape == (2, 3 * slot_samples(48000))
    assert np.abs(sound[:, :4800]).max() > 1e-4
    assert np.abs(sound).max() < 1.0


def test_both_channels_keep_their_own_sound():
    left = tone(2.0, 48000, 440.0)
    left[1] = 0
    shelf = Shelf(48000, left)
    sound = shelf.play(shelf.jumping(0, 20))
    assert np.abs(sound[0]).max() > 0.01 and np.abs(sound[1]).max() < 1e-9
