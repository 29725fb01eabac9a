"""What a page shows of MIDI and asks for, over a real HTTP connection to a daemon in memory."""

import pytest

from sdad.control.parameters import TABLE
from sdad.errors import NotFound, StorageError
from sdad.surfaces.panel.midi import DEVICES_S, Midi, mapped, targets


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def midi(clock) -> Midi:
    return Midi(clock)


@pytest.fixture
def knobs(daemon) -> str:
    return daemon.midi["ports"][1]


def test_each_device_is_shown_with_what_maps_it_and_its_name_is_no_html(midi, api, daemon) -> None:
    daemon.midi["faults"] = [{"text": "<b>mine</b>.toml cannot be used."}]
    shown = midi.facts(api)
    table = shown["midi_devices"]["value"]
    assert "sdad</th><td>the table&#x27;s own numbers" in table
    assert "knobs</th><td>mine, then the table&#x27;s own numbers" in table
    assert "&lt;b&gt;mine&lt;/b&gt;.toml cannot be used." in table and "<img" not in table and "<b>" not in table
    assert shown["midi_learn"] == {"interactive": True}
    assert shown["midi_learning"] == {"value": ""}


def test_devices_are_asked_for_seldom(midi, api, daemon, clock) -> None:
    midi.facts(api)
    daemon.midi["mapped_by"]["pads"] = []
    clock.now += DEVICES_S / 2
    assert "pads" not in midi.facts(api)["midi_devices"]["value"]
    clock.now += DEVICES_S / 2
    assert "pads" in midi.facts(api)["midi_devices"]["value"]


def test_without_a_midi_system_there_is_one_line_and_nothing_to_learn(midi, api, daemon) -> None:
    daemon.midi |= {"available": False, "reason": "no <JACK> server runs", "ports": [], "mapped_by": {}}
    shown = midi.facts(api)
    assert shown["midi_devices"]["value"].startswith("<p>MIDI is not available (no &lt;JACK&gt; server runs).")
    assert "table" not in shown["midi_devices"]["value"]
    assert shown["midi_learn"] == {"interactive": False}


def test_midi_that_is_turned_off_is_one_line_too(midi, api, daemon) -> None:
    daemon.midi = None
    shown = midi.facts(api)
    assert "MIDI is not available (it is turned off in the settings)." in shown["midi_devices"]["value"]
    assert shown["midi_learn"] == {"interactive": False} and shown["midi_mappings"]["visible"] is False


def test_what_is_heard_is_shown_and_kept(midi, api, daemon, knobs) -> None:
    midi.facts(api)
    midi.learn(api, "warmth", False)
    shown = midi.facts(api)
    assert "Turn the knob, slowly to the left, for Warmth." in shown["midi_learning"]["value"]
    assert (shown["midi_keep"], shown["midi_drop"]) == ({"interactive": False}, {"interactive": True})
    midi.keep(api)
    assert daemon.posts("midi/map") == []
    daemon.hear(knobs, {"cc": 21})
    shown = midi.facts(api)
    assert "knobs, CC 21. Keep it for Warmth?" in shown["midi_learning"]["value"]
    assert "<img" not in shown["midi_learning"]["value"]
    assert shown["midi_keep"] == {"interactive": True}
    midi.keep(api)
    assert daemon.posts("midi/map") == [{"port": knobs, "entry": {"to": "warmth", "cc": 21}}]
    shown = midi.facts(api)
    assert shown["midi_learning"] == {"value": ""} and shown["midi_keep"] == {"interactive": False}
    assert shown["midi_mappings"] == {
        "choices": [(f"Warmth: CC 21 of {knobs}", "mine/warmth")],
        "value": None,
        "visible": True,
    }


def test_what_is_heard_can_be_dropped(midi, api, daemon, knobs) -> None:
    midi.learn(api, "render", True)
    assert "Press the button for render." in midi.facts(api)["midi_learning"]["value"]
    daemon.hear(knobs, {"cc": 21})
    midi.facts(api)
    midi.drop(api)
    assert daemon.posts("midi/learn") == [{"to": "render", "bits": 14}, {"to": None}]
    assert midi.facts(api)["midi_learning"] == {"value": ""} and daemon.posts("midi/map") == []


def test_a_knob_that_nobody_turns_is_waited_for_no_longer(midi, api, daemon) -> None:
    midi.learn(api, "warmth", False)
    midi.facts(api)
    daemon.learned = {"state": "idle"}
    assert "nobody turned a knob. Press Learn again." in midi.facts(api)["midi_learning"]["value"]
    midi.learn(api, "warmth", False)
    assert "Press Learn again." not in midi.facts(api)["midi_learning"]["value"]


def test_what_others_learn_is_shown_and_its_end_is_no_fault(midi, api, daemon) -> None:
    daemon.learned = {"state": "watching", "to": "space"}
    assert "for Space." in midi.facts(api)["midi_learning"]["value"]
    daemon.learned = {"state": "idle"}
    assert midi.facts(api)["midi_learning"] == {"value": ""}


def test_a_mapping_is_removed_by_its_file(midi, api, daemon) -> None:
    daemon.midi["mappings"] = [
        {"file": "my box", "ports": ["a", "b"], "map": [{"to": "auto warmth", "note": 3}], "texts": ["note 3"]}
    ]
    ((label, value),) = midi.facts(api)["midi_mappings"]["choices"]
    assert label == "auto warmth: note 3 of a, b"
    midi.remove(api, value)
    assert daemon.posts("midi/unmap") == [{"port": "my box", "to": "auto warmth"}]
    assert midi.facts(api)["midi_mappings"] == {"choices": [], "value": None, "visible": False}


def test_a_target_that_several_knobs_lead_to_is_one_mapping() -> None:
    entries = [{"to": "space", "cc": 1}, {"to": "space", "cc": 2}]
    mapping = {"file": "f", "ports": ["a"], "map": entries, "texts": ["CC 1", "CC 2"]}
    assert mapped([mapping]) == [("Space: CC 1 or CC 2 of a", "f/space")]


@pytest.mark.parametrize(
    ("refusal", "act"),
    [
        (StorageError("The disk is <full>."), lambda midi, api: midi.keep(api)),
        (NotFound("MIDI mapping", "warmth"), lambda midi, api: midi.remove(api, "mine/warmth")),
        (NotFound("control", "wrmth"), lambda midi, api: midi.learn(api, "wrmth", False)),
    ],
)
def test_a_refusal_is_said_in_the_daemon_s_words_and_what_was_heard_stays(
    midi, api, daemon, knobs, refusal, act
) -> None:
    midi.learn(api, "warmth", False)
    daemon.hear(knobs, {"cc": 21})
    midi.facts(api)
    daemon.refusal = refusal
    act(midi, api)
    said = midi.facts(api)["midi_learning"]["value"]
    assert refusal.text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in said
    assert "Keep it for Warmth?" in said
    midi.drop(api)
    assert midi.facts(api)["midi_learning"] == {"value": ""}


def test_nothing_is_asked_before_something_is_chosen(midi, api, daemon) -> None:
    midi.learn(api, None, False)
    assert "Choose first what the knob is for." in midi.facts(api)["midi_learning"]["value"]
    midi.remove(api, None)
    assert "Choose first which mapping to remove." in midi.facts(api)["midi_learning"]["value"]
    assert daemon.asked == []


def test_all_controls_and_actions_can_be_chosen_but_those_that_take_a_number() -> None:
    offered = targets({"auto CONTROL": "leave it", "render": "render a take", "render N": "render more"})
    assert offered[: len(TABLE)] == [(row.label, row.id) for row in TABLE]
    assert offered[len(TABLE)] == ("render: render a take", "render")
    assert [value for _, value in offered[len(TABLE) + 1 :]] == [f"auto {row.id}" for row in TABLE]
