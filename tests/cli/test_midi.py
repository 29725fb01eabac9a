"""``sdad midi``: with the daemon through its API, without it on the mapping files themselves."""

import io
import tomllib

import pytest

from sdad.errors import NotFound

PORTS = {
    "available": True,
    "ports": ["sdad", "knobs"],
    "mapped_by": {"sdad": ["the table's own numbers"], "knobs": ["mine", "the table's own numbers"]},
    "mappings": [{"name": "mine", "ports": ["knobs"], "map": [{"to": "space", "cc": 3}], "texts": ["CC 3, of mine"]}],
    "profiles": [],
    "faults": [{"code": "surface.midi_mapping", "text": "x.toml cannot be used.", "thing": "x.toml"}],
}
HEARD = {"state": "heard", "to": "space", "port": "knobs", "entry": {"to": "space", "cc": 3}, "text": "knobs, CC 3."}
KEPT = {"port": "knobs", "path": "/midi/knobs.toml", "entry": {"to": "space", "cc": 3}}


@pytest.fixture
def midi(daemon):
    daemon.answers |= {
        ("GET", "/api/midi"): PORTS,
        ("POST", "/api/midi/learn"): {"state": "watching"},
        ("GET", "/api/midi/learn"): [{"state": "watching"}, HEARD],
        ("POST", "/api/midi/map"): KEPT,
        ("POST", "/api/midi/unmap"): {"dropped": 1},
    }
    return daemon


def posted(daemon, path):
    return [body for method, at, body in daemon.asked if (method, at) == ("POST", path)]


def test_the_list_says_what_maps_each_port_and_what_is_wrong(sdad, midi):
    out = sdad("midi", "list").out
    assert "knobs  mine, then the table's own numbers" in out
    assert "CC 3, of mine  space" in out
    assert "x.toml cannot be used." in out
    assert sdad("midi", "list", "--json").json == PORTS


def test_no_midi_system_is_one_line(sdad, midi):
    midi.answers["GET", "/api/midi"] = {**PORTS, "available": False, "reason": "no JACK server runs", "mapped_by": {}}
    assert sdad("midi", "list").out.startswith("MIDI is not available (no JACK server runs). Everything else works")


def test_what_was_heard_is_kept(sdad, midi):
    answer = sdad("midi", "learn", "space", "--low", ".2", "--invert", "--yes")
    assert (answer.code, answer.out) == (0, "/midi/knobs.toml\n")
    assert "Turn the knob" in answer.err and "Heard knobs, CC 3." in answer.err
    assert posted(midi, "/api/midi/learn") == [{"to": "space", "bits": 7}]
    entry = {"to": "space", "cc": 3, "low": 0.2, "invert": True}
    assert posted(midi, "/api/midi/map") == [{"port": "knobs", "entry": entry}]


@pytest.mark.parametrize(("said", "kept"), [("\n", True), ("y\n", True), ("n\n", False), ("", True)])
def test_at_a_terminal_a_person_is_asked(sdad, midi, monkeypatch, said, kept):
    terminal = io.StringIO(said)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    answer = sdad("midi", "learn", "space")
    assert answer.code == 0
    assert "[Y/n]" in answer.err
    assert bool(posted(midi, "/api/midi/map")) is kept
    if not kept:
        assert posted(midi, "/api/midi/learn")[-1] == {"to": None}


def test_learning_that_was_ended_elsewhere_says_so(sdad, midi):
    midi.answers["GET", "/api/midi/learn"] = {"state": "idle"}
    answer = sdad("midi", "learn", "render")
    assert answer.code == 1
    assert "Press the button" in answer.err and "ended elsewhere" in answer.err


def test_with_the_daemon_a_mapping_goes_through_it_to_the_only_device(sdad, midi):
    assert sdad("midi", "map", "space", "--cc", "3").out == "/midi/knobs.toml\n"
    assert sdad("midi", "map", "space", "--drop", "--port", "other").code == 0
    assert posted(midi, "/api/midi/map") == [{"port": "knobs", "entry": {"to": "space", "cc": 3}}]
    assert posted(midi, "/api/midi/unmap") == [{"port": "other", "to": "space"}]


def test_of_several_devices_one_must_be_named(sdad, midi):
    midi.answers["GET", "/api/midi"] = {**PORTS, "ports": ["sdad", "a", "b"]}
    answer = sdad("midi", "map", "space", "--cc", "3")
    assert answer.code == 2 and "there is a, b" in answer.err


def test_without_a_daemon_the_file_is_written(sdad, workspace):
    answer = sdad("midi", "map", "auto space", "--port", "knobs", "--note", "36", "--json")
    assert answer.json["entry"] == {"to": "auto space", "note": 36}
    file = workspace.midi / "knobs.toml"
    assert tomllib.loads(file.read_text("utf-8"))["map"] == [{"to": "auto space", "note": 36}]
    listed = sdad("midi", "list").out
    assert "note 36  auto space" in listed and "Korg nanoKONTROL2" in listed
    assert sdad("midi", "map", "auto space", "--port", "knobs", "--drop").code == 0
    assert sdad("midi", "map", "auto space", "--port", "knobs", "--drop").code == NotFound.exit_code


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["spase", "--cc", "3", "--port", "x"], 'Did you mean "space"'),
        (["space", "--port", "x"], "exactly one of"),
        (["space", "--cc", "3"], "give a word of the name"),
        (["space", "--cc", "300", "--port", "x"], "less than or equal to 119"),
    ],
)
def test_what_makes_no_sense_is_refused(sdad, words, says):
    answer = sdad("midi", "map", *words)
    assert answer.code == 2 and says in answer.err


def test_learning_and_watching_need_the_daemon(sdad):
    assert sdad("midi", "learn", "space").code == 3
    assert sdad("midi", "monitor").code == 3


def test_the_monitor_shows_what_has_come_since(sdad, midi):
    line = {"port": "knobs", "message": "channel 1 CC 3 = 4", "verdict": "space 0.03"}
    midi.answers["GET", "/api/midi/messages?after=0"] = {"messages": [{"number": 7, **line}]}
    midi.answers["GET", "/api/midi/messages?after=7"] = {"messages": [{"number": 8, **line}]}
    midi.answers["GET", "/api/midi/messages?after=8"] = {"messages": []}
    assert sdad("midi", "monitor", "--seconds", ".4").out == "knobs  channel 1 CC 3 = 4  space 0.03\n"
    assert sdad("midi", "monitor", "--seconds", ".4", "--json").json == {"messages": [{"number": 8, **line}]}
