from dataclasses import fields

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.errors import Corrupt
from sdad.model.gestures import FRAME_SAMPLES, N_BANDS, band_levels
from sdad.model.recordings import Recordings
from sdad.synthesis import grains
from sdad.synthesis.grains import HOP_FRAMES, UNIT_FRAMES, GrainIndex, away, build_index
from sdad.training.data import describe

SHORTEST_S = 0.1
CLICKS_S = (0.4, 1.13, 1.9, 2.55)


def pad(seconds, hz=220.0):
    time_s = np.arange(round(seconds * 48000)) / 48000
    return np.sum([np.sin(2 * np.pi * hz * k * time_s) / k for k in range(1, 7)], axis=0) * 0.1


def strokes(seconds, times_s=CLICKS_S, decay_s=0.04):
    draw = np.random.default_rng(0)
    sound = np.zeros(round(seconds * 48000))
    for time_s in times_s:
        start = round(time_s * 48000)
        length = len(sound) - start
        sound[start:] += 0.1 * draw.standard_normal(length) * np.exp(-np.arange(length) / 48000 / decay_s)
    return sound


@pytest.fixture
def indexed(tiny_instrument, tmp_path):
    """Returns a function that makes recordings and their index from mono sounds at 48 kHz."""

    def make(*sounds):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        kept = Recordings(folder)
        for sound in sounds:
            kept.add(Audio(np.stack([sound, sound]).astype(np.float32), 48000))
        return kept, build_index(kept, describe(kept, 2000, 0), tiny_instrument.model)

    return make


def test_every_recording_has_units_however_short_and_quiet(indexed):
    recordings, index = indexed(pad(3.0), 1e-3 * pad(SHORTEST_S), strokes(2.0, [0.0]), pad(0.26), pad(0.5))
    for which in range(5):
        own = index.frame[index.recording == which]
        assert len(own) > 0, which
        assert own.min() >= 0
        # A unit never begins after its recording has ended.
        assert own.max() * FRAME_SAMPLES < recordings.samples(which).shape[1]
    assert len(index) == len(index.frame) == len(index.features) == len(index.successor)
    assert np.isfinite(index.features).all() and np.isfinite(index.level).all()


def test_one_recording_of_a_tenth_of_a_second_is_enough(indexed):
    _, index = indexed(pad(SHORTEST_S))
    assert len(index) == 1
    assert index.successor.tolist() == [-1]
    assert len(index.onset_sample) >= 1 and (index.onset_samples > 0).all()


def test_a_unit_is_followed_by_what_follows_it_in_its_recording(indexed):
    _, index = indexed(pad(2.0), pad(1.0, 330.0))
    followed = np.flatnonzero(index.successor >= 0)
    assert len(followed) > 60
    after = index.successor[followed]
    assert np.array_equal(index.recording[after], index.recording[followed])
    assert np.array_equal(index.frame[after], index.frame[followed] + HOP_FRAMES)
    last = max(np.flatnonzero(index.recording == 0))
    assert index.successor[last] == -1


def test_what_lies_far_under_a_recording_is_left_out_and_what_lies_under_it_costs(indexed):
    sound = pad(6.0)
    sound[96000:192000] *= 10 ** (-18 / 20)
    sound[192000:] *= 10 ** (-60 / 20)
    _, index = indexed(sound)
    loud, soft = (index.frame * FRAME_SAMPLES < 80000), (index.frame * FRAME_SAMPLES > 100000)
    assert index.frame.max() * FRAME_SAMPLES < 200000
    assert soft.any()
    assert index.quietness[loud].max() < index.quietness[soft].min()
    assert index.level[loud].mean() - index.level[soft & (index.frame < 180)].mean() == pytest.approx(18, abs=1)


def test_features_find_a_unit_again_at_any_level(indexed):
    recordings, index = indexed(pad(1.0), strokes(1.5, [0.2, 0.9]), pad(0.7, 990.0))
    for which in range(3):
        bands = band_levels(recordings.samples(which), 48000)
        own = np.flatnonzero(index.recording == which)
        units = np.stack([bands[frame : frame + UNIT_FRAMES] for frame in index.frame[own]])
        assert units.shape[1:] == (UNIT_FRAMES, N_BANDS)
        assert np.allclose(index.features_of(units - 5), index.features[own], atol=0.05)
    # What sounds alike lies nearer together than what does not.
    near = np.linalg.norm(index.features[index.recording == 0] - index.features[0], axis=1).max()
    far = np.linalg.norm(index.features[index.recording == 2] - index.features[0], axis=1).min()
    assert near < far


def test_strokes_are_found_where_they_begin_and_last_until_the_next(indexed):
    _, index = indexed(pad(0.5), strokes(3.0))
    own = np.flatnonzero(index.onset_recording == 1)
    for number, time_s in enumerate(CLICKS_S):
        begins = index.onset_sample[own] / 48000
        found = own[np.abs(begins - time_s).argmin()]
        assert index.onset_sample[found] / 48000 == pytest.approx(time_s, abs=0.004)
        ends = (*CLICKS_S, 3.0)[number + 1]
        assert index.onset_samples[found] / 48000 <= ends - time_s + 0.01
    assert (index.onset_samples > 0).all()
    assert index.onset_latents.shape[0] == index.onset_attributes.shape[0] == len(index.onset_sample)


def test_what_goes_on_can_carry_a_bed_and_strokes_cannot(indexed):
    far_apart = [0.1, 1.2]
    steady = float(indexed(pad(2.0))[1].sustain[0])
    both = float(indexed(pad(2.0), strokes(2.0, far_apart))[1].sustain[0])
    struck = float(indexed(strokes(2.0, far_apart))[1].sustain[0])
    assert 1 >= steady > both > struck >= 0
    assert steady > 0.9 and struck < 0.5


def test_attributes_are_quantiles_that_tell_bright_from_dark(indexed):
    _, index = indexed(pad(1.0, 110.0), strokes(1.0, np.arange(0.0, 1.0, 0.05)))
    assert index.attributes.min() >= 0 and index.attributes.max() <= 1
    brightness = [index.attributes[index.recording == which, 0].mean() for which in (0, 1)]
    assert brightness[0] < brightness[1]


def test_large_corpora_are_thinned_and_stay_whole(indexed, monkeypatch):
    whole = indexed(pad(1.5), pad(SHORTEST_S))[1]
    monkeypatch.setattr(grains, "MAX_UNITS", len(whole) // 3)
    thinned = indexed(pad(1.5), pad(SHORTEST_S))[1]
    assert 0 < len(thinned) <= len(whole) // 3 + 2
    assert set(thinned.recording) == {0, 1}
    # Runs can still be followed through.
    assert (thinned.successor >= 0).mean() > 0.7


def test_what_is_saved_is_loaded(tiny_instrument, tmp_path):
    index = tiny_instrument.index
    index.save(tmp_path / "grains.safetensors")
    again = GrainIndex.load(tmp_path / "grains.safetensors")
    for field in fields(GrainIndex):
        mine, other = getattr(index, field.name), getattr(again, field.name)
        assert np.array_equal(mine, other) and mine.dtype == other.dtype, field.name


@pytest.mark.parametrize("content", [b"", b"\0" * 500, None])
def test_an_index_that_cannot_be_read_says_what_to_do(content, tmp_path):
    path = tmp_path / "grains.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Corrupt, match="roll"):
        GrainIndex.load(path)


def test_an_index_cut_short_or_of_something_else_is_refused(tiny_instrument, tmp_path):
    path = tmp_path / "grains.safetensors"
    tiny_instrument.index.save(path)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(Corrupt):
        GrainIndex.load(path)
    tiny_instrument.model.save(path)
    with pytest.raises(Corrupt):
        GrainIndex.load(path)


def test_what_is_not_at_home_is_the_further_away_the_more_a_home_has():
    recording = np.array([0, 0, 0, 1, 2, 2], np.int32)
    assert away(recording, 0, 1, 5).tolist() == [0, 0, 0, 0.5, 0.5, 0.5]
    assert away(recording, 0, 0, 3).tolist() == [0, 0, 0, 1, 1, 1]
    assert away(recording, 1, 1, 4).tolist() == [0, 0, 0, 0, 0, 0]
