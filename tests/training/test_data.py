import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure_window
from sdad.errors import Cancelled
from sdad.model.gestures import CONDITIONS, FLOOR_DB, FRAME_SAMPLES, FRAMES, N_BANDS, colour, level_db
from sdad.model.recordings import Recordings
from sdad.training.data import BELL_DB, TILT_DB_PER_OCTAVE, augment, describe, held_out

BRIGHTNESS, WARMTH, ROUGHNESS, TENSION, REGISTER = (
    CONDITIONS.index(name) for name in ("brightness", "warmth", "roughness", "tension", "register")
)


@pytest.fixture
def kept(sound, tmp_path):
    """Returns a function that keeps small sounds of some seconds as recordings."""

    def keep(*which_and_seconds):
        recordings = Recordings(tmp_path / "kept")
        (tmp_path / "kept").mkdir(exist_ok=True)
        for which, seconds in which_and_seconds:
            recordings.add(Audio(sound(which, seconds, 48000), 48000))
        return recordings

    return keep


def test_gestures_of_all_recordings_are_described_in_full(heard, gestures):
    assert set(gestures.recording) == set(range(5))
    assert gestures.bands.shape == (len(gestures), FRAMES, N_BANDS)
    assert gestures.conditions.shape == (len(gestures), len(CONDITIONS))
    assert np.isfinite(gestures.bands).all() and np.isfinite(gestures.conditions).all()
    for index in range(5):
        frames = gestures.frame[gestures.recording == index]
        assert (np.diff(frames) > 0).all()
        assert frames[-1] < heard.recordings.samples(index).shape[1] / FRAME_SAMPLES
    assert level_db(gestures.bands) == pytest.approx(0.0, abs=0.1)


def test_conditions_are_what_the_sound_itself_measures(heard, gestures):
    for number in range(0, len(gestures), 40):
        start = gestures.frame[number] * FRAME_SAMPLES
        sound = heard.recordings.samples(int(gestures.recording[number])).mean(axis=0)
        measured = measure_window(sound[start : start + FRAMES * FRAME_SAMPLES], 48000)
        assert gestures.conditions[number, ROUGHNESS] == pytest.approx(measured["roughness"] or 0.0, abs=1e-5)
        if measured["tension"] is not None:
            assert gestures.conditions[number, TENSION] == pytest.approx(measured["tension"], abs=1e-5)
    by_recording = [gestures.conditions[gestures.recording == index, BRIGHTNESS].mean() for index in range(5)]
    # The strokes of hiss are the brightest of the five, and the dark drone the darkest.
    assert (int(np.argmax(by_recording)), int(np.argmin(by_recording))) == (2, 3)


def test_strokes_begin_where_they_are_struck(gestures):
    strokes = gestures.recording == 2
    struck_s = gestures.frame[strokes & gestures.onset] * FRAME_SAMPLES / 48000
    off_s = np.abs(struck_s / 0.25 - np.round(struck_s / 0.25)) * 0.25
    assert len(struck_s) >= 8 and off_s.max() < 0.06


def test_a_gesture_without_clear_partials_has_the_tension_of_the_others(kept):
    noise = np.random.default_rng(0).standard_normal((2, 48000)).astype(np.float32) * 0.1
    recordings = kept((1, 2.0))
    recordings.add(Audio(noise, 48000))
    without = describe(recordings, 250, 0)
    tensions = without.conditions[:, TENSION]
    noisy = without.recording == 1
    assert noisy.any() and len(set(tensions[~noisy])) > 1
    assert set(tensions[noisy]) == {np.float32(np.median(tensions[~noisy]))}


def test_noise_alone_has_no_tension(kept):
    recordings = kept()
    recordings.add(Audio(np.random.default_rng(0).standard_normal((2, 48000)).astype(np.float32) * 0.1, 48000))
    assert set(describe(recordings, 250, 0).conditions[:, TENSION]) == {0.0}


@pytest.mark.parametrize("limit", [7, 30])
def test_no_more_gestures_are_kept_than_allowed_and_every_recording_stays_in(kept, limit):
    recordings = kept((0, 3.0), (2, 3.0), (1, 3.0), (4, 0.2), (3, 0.2), (1, 0.2))
    for seed in range(2):
        gestures = describe(recordings, limit, seed)
        assert len(gestures) == limit
        assert set(gestures.recording) == set(range(6))


def test_with_more_recordings_than_gestures_chance_decides(kept):
    recordings = kept(*((which, 0.2) for which in range(5)))
    chosen = [tuple(describe(recordings, 2, seed).recording) for seed in range(6)]
    assert all(len(set(pair)) == 2 for pair in chosen)
    assert len(set(chosen)) > 1


def test_the_seed_decides_which_gestures_are_left_out(kept):
    recordings = kept((2, 2.0), (0, 2.0))
    places = [describe(recordings, 20, seed).frame.tolist() for seed in (0, 0, 1)]
    assert places[0] == places[1] != places[2]


def test_describing_tells_how_far_it_is_and_ends_when_the_listener_says_so(kept):
    recordings = kept((1, 1.0), (2, 2.0), (3, 1.0))
    told = []
    describe(recordings, 250, 0, told.append)
    assert len(told) == 6 and told == sorted(told) and told[-1] == 1.0
    assert told[4] - told[3] > max(told[3] - told[2], told[5] - told[4]), "the second recording is the longest"

    def enough(fraction):
        told.append(fraction)
        raise Cancelled("training")

    told.clear()
    with pytest.raises(Cancelled):
        describe(recordings, 250, 0, enough)
    assert len(told) == 1


def test_of_eight_recordings_whole_ones_are_held_out(kept):
    gestures = describe(kept(*((number % 5, 0.8) for number in range(9))), 250, 0)
    out = held_out(gestures, 0)
    assert len(set(gestures.recording[out])) == 1
    assert not set(gestures.recording[out]) & set(gestures.recording[~out])
    drawn = {int(gestures.recording[held_out(gestures, seed)][0]) for seed in range(8)}
    assert len(drawn) > 1, "the seed draws which"


def test_of_few_recordings_the_ends_of_the_long_ones_are_held_out(kept):
    gestures = describe(kept((1, 6.0), (2, 2.0)), 250, 0)
    out = held_out(gestures, 0)
    assert set(gestures.recording[out]) == {0}
    long = gestures.recording == 0
    assert gestures.frame[long & out].min() > gestures.frame[long & ~out].max()
    assert 0.1 < out[long].mean() < 0.3


def test_of_few_short_recordings_every_eighth_gesture_is_held_out_and_of_hardly_any_none(gestures):
    out = held_out(gestures, 0)
    assert np.flatnonzero(out).tolist() == list(range(0, len(gestures), 8))
    few = gestures.subset(np.arange(15))
    assert not held_out(few, 0).any()


def test_augmenting_opens_up_brightness_and_warmth_and_leaves_the_rest(gestures):
    chosen = np.repeat(np.flatnonzero(gestures.recording == 1)[:1], 400)
    bands, conditions = augment(gestures, chosen, np.random.default_rng(0), shifts=False)
    assert bands.shape == (400, FRAMES, N_BANDS) and bands.min() >= FLOOR_DB
    assert level_db(bands) == pytest.approx(0.0, abs=0.1)
    own = gestures.conditions[chosen[0]]
    for place in (BRIGHTNESS, WARMTH):
        assert conditions[:, place].min() < own[place] - 0.2 and conditions[:, place].max() > own[place] + 0.2
    still = [place for place in range(len(CONDITIONS)) if place not in (BRIGHTNESS, WARMTH, REGISTER)]
    assert np.array_equal(conditions[:, still], np.tile(own[still], (400, 1)))
    untouched = np.abs(bands - gestures.bands[chosen]).max(axis=(1, 2)) < 1e-3
    assert untouched.mean() == pytest.approx(0.25, abs=0.08), "half are tilted, and half get a bell"


def test_augmented_conditions_are_those_of_the_augmented_bands(gestures):
    chosen = np.arange(0, len(gestures), 3)
    bands, conditions = augment(gestures, chosen, np.random.default_rng(1), shifts=False)
    assert np.array_equal(conditions[:, [BRIGHTNESS, WARMTH, REGISTER]].T, np.array(colour(bands)))


def test_augmenting_stays_within_its_bounds(gestures):
    chosen = np.repeat(np.arange(len(gestures))[:40], 10)
    bands, _ = augment(gestures, chosen, np.random.default_rng(2), shifts=False)
    heard = (bands > FLOOR_DB + 1) & (gestures.bands[chosen] > FLOOR_DB + 1)
    change = np.where(heard, bands - gestures.bands[chosen], np.nan)
    spread = np.nanmax(change, axis=(1, 2)) - np.nanmin(change, axis=(1, 2))
    octaves = np.log2(20000 / 20)
    assert 5 < np.nanmax(spread) <= TILT_DB_PER_OCTAVE * octaves + BELL_DB


def test_shifting_moves_the_bands_by_three_at_most(gestures):
    chosen = np.repeat(np.flatnonzero(gestures.recording == 3)[:1], 8)
    steps = set()
    for seed in range(40):
        bands, _ = augment(gestures, chosen, np.random.default_rng(seed), shifts=True)
        peak = gestures.bands[chosen[0]].mean(axis=0).argmax()
        steps |= {int(one.mean(axis=0).argmax() - peak) for one in bands}
    assert max(map(abs, steps)) <= 4 and len(steps) >= 5


def test_augmenting_leaves_the_gestures_as_they_were(gestures):
    bands, conditions = gestures.bands.copy(), gestures.conditions.copy()
    augment(gestures, np.arange(20), np.random.default_rng(0), shifts=True)
    assert np.array_equal(gestures.bands, bands) and np.array_equal(gestures.conditions, conditions)
