"""The rule by which a model says what recordings it lacks."""

import pytest

from sdad.control.curves import Reach
from sdad.control.parameters import DESCRIPTORS
from sdad.training.advice import ENOUGH_RECORDINGS, MOST_SENTENCES, advice

WIDE = {row.id: row.full_range for row in DESCRIPTORS}


def reach(low, high, covered_low=None, covered_high=None) -> Reach:
    return Reach(
        low=low,
        median=(low + high) / 2,
        high=high,
        covered_low=low if covered_low is None else covered_low,
        covered_high=high if covered_high is None else covered_high,
    )


def measured(name, values):
    """What stretches measure that say something about one control only."""
    return [{row.id: None for row in DESCRIPTORS} | {name: value} for value in values]


def told(name, reached, values, recordings=20):
    return advice(recordings, measured(name, values), {**WIDE, name: reached}, None)


def test_there_is_nothing_to_say_where_the_sliders_are_open():
    everything = [{row.id: row.full_range.median for row in DESCRIPTORS}] * 20
    assert advice(20, everything, WIDE, None) == []


def test_a_narrow_reach_names_the_end_with_more_room_and_how_many_recordings_would_fill_it():
    dark = reach(100.0, 250.0)
    assert told("brightness", dark, [150.0] * 20) == [
        "5 recordings above 250 Hz (bright) would open the top of Brightness."
    ]
    piercing = reach(6000.0, 15000.0)
    assert told("brightness", piercing, [9000.0] * 40, recordings=48) == [
        "12 recordings below 6 kHz (dark) would open the bottom of Brightness."
    ]


@pytest.mark.parametrize("recordings", [5, 17, 200])
@pytest.mark.parametrize("past", [0.0, 0.05, 0.1])
def test_with_as_many_a_fifth_of_them_lies_past_the_end(recordings, past):
    values = [900.0] * round(100 * past) + [150.0] * round(100 * (1 - past))
    (sentence,) = told("brightness", reach(100.0, 250.0), values, recordings)
    wanted = int(sentence.split()[0])
    assert (past * recordings + wanted) / (recordings + wanted) >= 0.2 - 1e-9
    assert (past * recordings + wanted - 1) / (recordings + wanted - 1) < 0.2
    assert (" more recording" in sentence) == (past * recordings >= 1)


def test_what_the_recordings_hold_and_the_model_does_not_reach_is_said_of_a_wide_reach_too():
    short = reach(300.0, 1400.0, 300.0, 7600.0)
    assert told("brightness", short, [600.0] * 19 + [7600.0]) == [
        "4 more recordings above 1.4 kHz (bright) would open the top of Brightness."
    ]


def test_what_many_recordings_hold_is_not_for_more_of_them_to_open():
    short = reach(300.0, 1400.0, 300.0, 7600.0)
    assert told("brightness", short, [600.0] * 10 + [7600.0] * 10) == []


def test_of_a_narrow_reach_recordings_past_what_they_cover_are_asked_for():
    dark = reach(160.0, 300.0, 100.0, 450.0)
    assert told("brightness", dark, [200.0] * 10 + [400.0] * 10) == [
        "5 recordings above 450 Hz (bright) would open the top of Brightness."
    ]


def test_what_recordings_do_not_open_is_not_spoken_of():
    assert told("density", reach(4.0, 5.0), [4.5] * 20) == []


def test_a_reach_that_stands_still_is_said_once():
    still = reach(0.0, 0.0)
    assert told("roughness", still, [0.0] * 20) == [
        "5 recordings above 0 asper-like (rough) would open the top of Roughness."
    ]
    assert told("tension", still, []) == ["These recordings give no room to move: Tension. More varied ones would."]


def test_what_is_there_and_not_reached_comes_before_what_is_narrow_and_three_sentences_are_enough():
    reaches = {
        **WIDE,
        "brightness": reach(300.0, 1400.0, 300.0, 7600.0),
        "warmth": reach(-10.0, 5.0),
        "roughness": reach(0.1, 0.3),
        "register": reach(40.0, 50.0),
    }
    stretch = {row.id: row.full_range.median for row in DESCRIPTORS}
    stretch |= {"brightness": 600.0, "warmth": 0.0, "roughness": 0.2, "register": 45.0}
    sentences = advice(20, [stretch] * 20, reaches, None)
    assert len(sentences) == MOST_SENTENCES
    assert [sentence.rsplit(" ", 1)[1] for sentence in sentences] == ["Brightness.", "Roughness.", "Register."]
    sentences = advice(20, [stretch] * 20, reaches, "good")
    assert "--effort good would go on" in sentences[0] and len(sentences) == MOST_SENTENCES


def test_of_few_recordings_only_their_number_is_said():
    few = ENOUGH_RECORDINGS - 1
    reaches = {**WIDE, "brightness": reach(100.0, 250.0)}
    (sentence,) = advice(few, measured("brightness", [150.0] * 20), reaches, None)
    assert sentence.startswith("This model heard 4 recording(s)")
