import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.units import SILENCE_DB, amplitude_to_db, clock_time, db_to_amplitude, note_name, note_number


@pytest.mark.parametrize(("amplitude", "db"), [(1.0, 0.0), (0.1, -20.0), (10.0, 20.0), (2.0, 6.0206)])
def test_decibels_are_twenty_times_the_logarithm(amplitude, db):
    assert amplitude_to_db(amplitude) == pytest.approx(db, abs=1e-4)
    assert db_to_amplitude(db) == pytest.approx(amplitude, rel=1e-4)


@pytest.mark.parametrize("amplitude", [0.0, -0.5, 1e-30])
def test_silence_has_a_level_that_is_finite(amplitude):
    assert amplitude_to_db(amplitude) == SILENCE_DB


@given(st.floats(-119.0, 40.0))
def test_levels_come_back_from_their_amplitudes(db):
    assert amplitude_to_db(db_to_amplitude(db)) == pytest.approx(db, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("A4", 69),
        ("C4", 60),
        ("c4", 60),
        ("C#3", 49),
        ("Db3", 49),
        ("Bb2", 46),
        ("B2", 47),
        ("C-1", 0),
        ("G9", 127),
        (" a0 ", 21),
    ],
)
def test_notes_have_numbers(name, number):
    assert note_number(name) == number


@pytest.mark.parametrize("text", ["", "H4", "A", "4", "A#b4", "A4.5", "0.5", "Am4"])
def test_what_is_no_note_has_none(text):
    assert note_number(text) is None


@given(st.integers(-12, 140))
def test_a_note_comes_back_from_its_name(number):
    assert note_number(note_name(number)) == number


@pytest.mark.parametrize(("note", "name"), [(68.6, "A4"), (69.4, "A4"), (69.6, "A#4")])
def test_a_note_between_two_has_the_nearer_s_name(note, name):
    assert note_name(note) == name


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-3, "0 s"),
        (0.4, "0 s"),
        (42, "42 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.9, "1 h 00 min"),
        (7800, "2 h 10 min"),
        (100000, "27 h 46 min"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds, said):
    assert clock_time(seconds) == said
