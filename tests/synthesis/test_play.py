from dataclasses import replace

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.control.curves import Reach
from sdad.descriptors.measure import measure
from sdad.model.calibration import Calibration
from sdad.synthesis.bed import play_bed
from sdad.synthesis.mix import SEMITONES
from sdad.synthesis.play import (
    FILTERED,
    FIRST_GUESS,
    FREE_SOUNDS,
    PLAYED,
    SHAPING,
    SOUNDS,
    STRUCTURE,
    Form,
    persistence,
    play,
    structure,
    temperature,
)
from sdad.synthesis.score import STEPS


@pytest.fixture(scope="module")
def played(tiny_instrument):
    def material(drives=None, seconds=1.5, take=1, attempt=0, **form):
        return play(tiny_instrument, drives or {}, Form(seconds, **form), take, attempt)

    return material


def same(one, other):
    layers = zip(one.layers, other.layers, strict=True)
    return all(
        np.array_equal(mine.bed, yours.bed)
        and np.array_equal(mine.swells, yours.swells)
        and np.array_equal(mine.sound_of, yours.sound_of)
        and all(np.array_equal(a, b) for a, b in zip(mine.sounds, yours.sounds, strict=True))
        for mine, yours in layers
    )


@pytest.mark.parametrize("rate", [48000, 96000])
def test_a_form_is_played_to_its_length(played, rate):
    material = played(seconds=1.234, tail_s=0.7, sample_rate=rate)
    assert (material.sample_rate, material.body) == (rate, round(1.234 * rate))
    assert material.samples == round(1.934 * rate)
    (layer,) = material.layers
    assert layer.bed.shape[1] == pytest.approx(material.samples, abs=1)
    assert np.isfinite(layer.bed).all()
    # Beds end with the body; what rings into a tail are events and rooms.
    body, tail = layer.bed[:, : material.body], layer.bed[:, material.body + 1 :]
    assert rms(body) == pytest.approx(1 / 8, rel=0.1) and not tail.any()
    assert rms(body[:, -100:]) < 0.1 * rms(body)


def test_there_are_events_all_the_time_and_no_longer(played):
    material = played(seconds=2.0, tail_s=1.0)
    for events in (material.score.strict, material.score.loose):
        times = np.array([event.time_s for event in events])
        assert times.min() < 0.5 and 2.5 < times.max() < 3.0


@pytest.mark.parametrize(("drives", "count"), [({}, FREE_SOUNDS), ({"space": 0.5}, SOUNDS)])
def test_a_layer_has_a_few_sounds_and_every_step_one_of_them(played, drives, count):
    for layer in played(drives, layers=2).layers:
        assert len(layer.sounds) == count
        assert all(sound.shape[0] == 2 and sound.any() for sound in layer.sounds)
        assert layer.sound_of.shape == layer.pan_of.shape == (STEPS,)
        assert set(layer.sound_of) <= set(range(count)) and len(set(layer.sound_of)) > 1
        assert np.abs(layer.pan_of).max() < 1


def test_layers_are_different_voices_of_one_score(played):
    one, other, third = played(layers=3).layers
    for mine, yours in ((one, other), (other, third), (one, third)):
        assert abs(np.corrcoef(mine.bed[0], yours.bed[0])[0, 1]) < 0.7
        assert not np.array_equal(mine.pan_of, yours.pan_of)


def test_a_take_is_played_the_same_again_and_others_and_attempts_are_not(played):
    take = played(seconds=1.0)
    again = played(seconds=1.0)
    assert same(take, again) and take.score.strict == again.score.strict and take.score.loose == again.score.loose
    for different in (played(seconds=1.0, take=2), played(seconds=1.0, attempt=1)):
        assert not same(take, different)
        assert [event.time_s for event in different.score.loose] != [event.time_s for event in take.score.loose]


def test_what_is_set_does_not_move_the_score(played):
    free, bright = played(seconds=1.0), played({"brightness": 0.9, "roughness": 0.1}, seconds=1.0)
    assert free.score.strict == bright.score.strict and free.score.loose == bright.score.loose
    assert not same(free, bright)


@pytest.mark.parametrize("name", ["density", "pulse", "space", "rhythm"])
def test_what_is_a_matter_of_the_mix_is_not_a_matter_of_playing(played, name):
    assert name not in PLAYED
    assert same(played({name: 0.1}, seconds=0.7), played({name: 0.9}, seconds=0.7))


@pytest.mark.parametrize("name", SHAPING)
def test_a_take_is_as_its_place_is_only_where_nothing_shapes_it(played, name):
    free, shaped = played(seconds=0.7).layers[0], played({name: 0.5}, seconds=0.7).layers[0]
    assert free.strokes is not None and shaped.strokes is None
    assert not np.array_equal(free.bed[:, : shaped.bed.shape[1]], shaped.bed[:, : free.bed.shape[1]])


@pytest.mark.parametrize("name", FILTERED)
def test_what_filters_reach_leaves_a_take_as_its_place_is(played, name):
    for position in (0.1, 0.9):
        assert played({name: position}, seconds=0.7).layers[0].strokes is not None
        assert played({name: position, "space": 0.5}, seconds=0.7).layers[0].strokes is None


@pytest.mark.parametrize(("drives", "least", "most"), [({}, 0.15, 0.3), ({"roughness": 0.5}, 0.075, 0.15)])
def test_a_sound_that_may_stand_alone_lies_further_off_its_recording(played, monkeypatch, drives, least, most):
    off = []
    monkeypatch.setattr("sdad.synthesis.play.transpose", lambda sound, semitones: off.append(abs(semitones)) or sound)
    played(drives, seconds=0.7)
    assert least <= min(off) < max(off) <= most


def test_width_shapes_nothing(played):
    assert same(played(seconds=0.7), played({"width": 0.9}, seconds=0.7))


@pytest.fixture
def walks(monkeypatch):
    """The walks of all beds that are played."""
    taken = []

    def noted(player, given, path, *rest):
        taken.append(path)
        return play_bed(player, given, path, *rest)

    monkeypatch.setattr("sdad.synthesis.play.play_bed", noted)
    return taken


def test_takes_in_a_row_begin_all_over_the_recordings(tiny_instrument, walks):
    for take in range(1, 9):
        play(tiny_instrument, {}, Form(0.5), take)
    shares = [path.share for path in walks]
    gaps = np.diff(np.sort(shares), append=min(shares) + 1)
    assert gaps.max() < 0.25
    walks.clear()
    play(tiny_instrument, {}, Form(0.5, layers=3), 1)
    play(tiny_instrument, {}, Form(0.5), 1, attempt=2)
    assert np.diff(np.sort([path.share for path in walks])).min() > 0.05


def test_a_second_attempt_is_made_where_the_first_was(tiny_instrument, walks):
    played = [play(tiny_instrument, {}, Form(0.5), 1, attempt) for attempt in range(3)]
    assert walks[0].share == walks[1].share != walks[2].share
    assert not same(played[0], played[1])


def test_a_take_stays_about_its_place_unless_movement_leads_it_away(tiny_instrument, walks):
    for drives, variation in (({}, 0.0), ({"rhythm": 0.7}, 0.5), ({}, 1.0), ({"movement": 0.3}, 0.5)):
        play(tiny_instrument, drives, Form(0.5, variation=variation), 1)
    assert [path.stray for path in walks] == [0.0, 0.4, 0.8, 1.0]


def test_where_register_is_moved_there_is_enough_to_transpose_up(played):
    usual, moved = played(tail_s=0.5), played({"register": 1.0}, tail_s=0.5)
    assert moved.samples == usual.samples
    assert moved.layers[0].bed.shape[1] >= moved.samples * 2 ** (SEMITONES / 12) - 1
    assert max(event.time_s for event in moved.score.loose) > 2.2


@pytest.mark.parametrize("name", ["brightness", "warmth"])
def test_what_is_played_is_what_a_colour_asks_for(played, name):
    got = []
    for drive in (0.0, 1.0):
        beds = [Audio(played({name: drive}, seconds=2.0, take=take).layers[0].bed, 48000) for take in range(3)]
        got.append(np.median([measure(bed, [name])[name] for bed in beds]))
    assert got[1] > 1.3 * got[0] if name == "brightness" else got[1] > got[0] + 2


def test_the_pattern_of_a_loop_comes_round_with_it(played):
    beat_s = played(seconds=5.0, loop_s=4.0).score.beat_s
    assert 4.0 / beat_s == pytest.approx(round(4.0 / beat_s))


def test_more_variation_strays_further(played):
    heats = [temperature(variation) for variation in (0.0, 0.5, 1.0)]
    assert 0 < heats[0] < heats[1] < heats[2]
    assert not same(played(seconds=0.7, variation=0.0), played(seconds=0.7, variation=1.0))


@pytest.mark.parametrize("measured", [0.5, 0.8, 0.98, 1.0])
def test_more_movement_hurries_and_never_stops_or_jumps(measured):
    paces = [persistence(measured, movement) for movement in np.linspace(0, 1, 11)]
    assert paces == sorted(paces, reverse=True)
    assert paces[-1] >= 0.5 and paces[0] < 1
    if measured < 1:
        assert 1 - paces[-1] > 20 * (1 - paces[0])


def test_structure_is_the_drive_given_or_what_the_recordings_do_or_a_guess(tiny_instrument):
    reach = Reach(low=0, median=1, high=2, covered_low=0, covered_high=2)
    calibration = Calibration(reaches={"rhythm": reach}, auto={"rhythm": 0.77})
    instrument = replace(tiny_instrument, calibration=calibration)
    assert structure(instrument, {"rhythm": 0.1}, "rhythm") == 0.1
    assert structure(instrument, {"rhythm": 0.0}, "rhythm") == 0.0
    assert structure(instrument, {"rhythm": None}, "rhythm") == structure(instrument, {}, "rhythm") == 0.77
    for name in set(STRUCTURE) - {"rhythm"}:
        assert structure(instrument, {}, name) == FIRST_GUESS[name]


def test_movement_on_auto_is_what_the_recordings_do(tiny_instrument):
    def played_with(auto):
        instrument = replace(tiny_instrument, calibration=Calibration(auto=auto))
        return play(instrument, {}, Form(1.0), 1)

    slow, fast = played_with({"movement": 0.0}), played_with({"movement": 1.0})
    assert not same(slow, fast)
