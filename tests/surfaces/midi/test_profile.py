"""What a mapping file may say, and how it is told what is wrong in it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from sdad.control.parameters import TABLE
from sdad.errors import MidiMappingFault
from sdad.surfaces.midi.profile import Entry, Profile, Shown, generic, profile_of, words

FILE = Path("knobs.toml")


def entry(**fields: object) -> Entry:
    return Entry.model_validate({"to": "brightness", "cc": 16, **fields})


def test_the_generic_map_is_the_table_s() -> None:
    assert {(one.cc, one.to, one.channel) for one in generic().map} == {(row.cc, row.id, None) for row in TABLE}


def test_range_curve_and_direction() -> None:
    assert [entry().position(value) for value in (0, 127)] == [0.0, 1.0]
    assert [entry(low=0.2, high=0.6).position(value) for value in (0, 127)] == [0.2, pytest.approx(0.6)]
    assert [entry(invert=True).position(value) for value in (0, 127)] == [1.0, 0.0]
    assert entry(curve=2.0).position(64) == pytest.approx((64 / 127) ** 2)
    assert entry(bits=14).position(8192) == pytest.approx(8192 / 16383)


@pytest.mark.parametrize("fields", [{}, {"invert": True}, {"curve": 3.0, "low": 0.1, "high": 0.9}, {"curve": 0.3}])
def test_what_is_shown_is_the_value_that_the_knob_would_send(fields: dict[str, object]) -> None:
    one = entry(**fields)
    assert [one.value(one.position(value), 0, 127) for value in range(128)] == list(range(128))


def test_shown_true_is_the_knob_s_own_message() -> None:
    assert entry(shown=True).shown == Shown()
    assert entry(shown=False).shown is None
    assert entry(shown=True).is_told
    assert not entry(shown={"cc": 9}).is_told


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"cc": None}, "exactly one of cc, note, nrpn and bend"),
        ({"note": 1}, "exactly one of"),
        ({"cc": 120}, "less than or equal to 119"),
        ({"bits": 8}, "bits is 7 or 14"),
        ({"cc": 48, "bits": 14}, "controllers 0 to 31"),
        ({"cc": None, "nrpn": 1, "relative": "offset"}, "only a cc"),
        ({"relative": "binary"}, "signed"),
        ({"low": 0.6, "high": 0.6}, "low is below high"),
        ({"cc": None, "note": 1}, "auto brightness"),
        ({"to": "render", "relative": "offset"}, "done by a button"),
        ({"to": "brigthness"}, 'Did you mean "brightness"'),
        ({"to": "preset 0"}, "neither a control nor something to do"),
        ({"to": "render 101"}, "neither a control nor something to do"),
        ({"channel": 0}, "greater than or equal to 1"),
        ({"cc": None, "nrpn": 3, "shown": True}, "shown by a cc"),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        entry(**fields)
    assert says.lower() in str(refused.value).lower()


@pytest.mark.parametrize(
    "to",
    ["auto warmth", "lock space", "render", "render 8", "cancel", "panic", "star", "discard", "feed", "preset 3"],
)
def test_buttons_do_what_is_listed(to: str) -> None:
    assert not Entry.model_validate({"to": to, "note": 1}).target.is_control


def test_a_fault_names_the_file_and_the_entry() -> None:
    facts = {"ports": ["knobs"], "map": [{"to": "warmth", "cc": 1}, {"to": "brigthness", "cc": 2}]}
    with pytest.raises(MidiMappingFault, match=r'knobs.toml cannot .*: entry 2 \(to brigthness\): "brigthness" is'):
        profile_of(FILE, facts)
    with pytest.raises(MidiMappingFault, match="ports: field required"):
        profile_of(FILE, {})


@pytest.mark.parametrize(
    ("port", "fits"),
    [
        ("nanoKONTROL2:nanoKONTROL2 _ CTRL", True),
        ("2- nanoKONTROL2 MIDI 1", True),
        ("a2j:nanoKONTROL2 [20] (capture): nanoKONTROL2 MIDI 1", True),
        ("NANOKONTROL2", True),
        ("nanoKONTROL Studio", False),
        ("nanoKONTROL22", False),
    ],
)
def test_ports_are_matched_by_their_words(port: str, fits: bool) -> None:
    assert Profile(ports=["nanoKONTROL2"]).is_for(port) is fits


def test_words_of_a_name() -> None:
    assert words("X-TOUCH MINI:X-TOUCH MINI MIDI 1") == "x touch mini x touch mini midi 1"


def test_what_a_file_says_is_what_is_kept() -> None:
    facts = {"ports": ["knobs"], "map": [{"to": "warmth", "cc": 1, "shown": {}, "low": 0.25}]}
    kept = profile_of(FILE, facts)
    assert kept.summary()["map"] == facts["map"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"to": "space", "cc": 3, "channel": 2, "takeover": "jump"}, "CC 3 on channel 2, takeover jump"),
        (
            {"to": "space", "cc": 3, "bits": 14, "shown": True, "label": "fader 1"},
            "CC 3, 14 bits, label fader 1, shown",
        ),
        ({"to": "space", "nrpn": 300, "invert": True}, "NRPN 300, invert"),
        ({"to": "auto space", "note": 36}, "note 36"),
        ({"to": "space", "bend": True, "channel": 9}, "pitch bend on channel 9"),
        ({"to": "space", "cc": 3, "relative": "offset", "step": 0.02}, "CC 3, without ends (offset), step 0.02"),
    ],
)
def test_a_knob_is_said_in_words(fields, text) -> None:
    assert Entry(**fields).text == text
