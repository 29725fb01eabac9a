"""The child's messages move controls, ask for things and are shown again; nothing it says can stop the daemon."""

import logging
import sys

import pytest

from sdad.control.commands import (
    CancelRender,
    JudgeTake,
    LockControl,
    Panic,
    RecallPreset,
    Render,
    SetControls,
    SetLive,
    UseModel,
)
from sdad.errors import Busy, MalformedMessage, NotFound
from sdad.surfaces.midi.surface import LEARN_S

CC = 0xB0


def test_a_control_change_sets_its_control(stage) -> None:
    stage.play("knobs", [CC, 74, 127])
    (command,) = stage.engine.commands
    assert command.positions == {"brightness": 1.0}
    assert command.origin == "midi knob"
    assert stage.position("brightness") == 1.0


@pytest.mark.parametrize(
    "message",
    [
        {"type": "midi", "messages": [["knobs", [0x90, 60, 100]]]},
        {"type": "midi", "messages": [["knobs", []]]},
        {"type": "midi", "messages": []},
        {"type": "midi"},
        {"type": "heartbeat"},
        {},
    ],
    ids=str,
)
def test_what_means_nothing_is_passed_over(stage, message) -> None:
    stage.surface.on_message(message)
    assert stage.engine.commands == []


def test_a_refusal_is_logged_and_the_next_move_counts(stage, caplog) -> None:
    stage.engine.refuse_next(Busy("The engine is stopping.", "Start it again.", "engine"))
    with caplog.at_level(logging.WARNING):
        stage.play("knobs", [CC, 74, 127])
    assert "The engine is stopping." in caplog.text
    stage.play("knobs", [CC, 71, 0])
    assert stage.position("warmth") == 0.0


def test_the_status_follows_what_the_child_finds(stage, caplog) -> None:
    assert not stage.surface.status["available"]
    stage.plug("knobs")
    assert stage.surface.status == {"available": True, "api": "jack", "ports": ["sdad", "knobs"], "reason": None}
    with caplog.at_level(logging.WARNING):
        stage.surface.on_message({"type": "unavailable", "reason": "no JACK server runs"})
    assert stage.surface.status == {"available": False, "api": None, "ports": [], "reason": "no JACK server runs"}
    assert "MIDI is not available (no JACK server runs). Everything else works" in caplog.text


def test_the_child_is_this_python_with_the_interface_asked_for(stage) -> None:
    assert stage.surface.argv == [sys.executable, "-m", "sdad.surfaces.midi.reader", "--api", "auto"]


# -- taking over -------------------------------------------------------------------------------------------------


def test_a_preset_recall_arms_pickup_anew(stage) -> None:
    stage.play("knobs", [CC, 74, 10], [CC, 74, 100])
    assert stage.position("brightness") == pytest.approx(100 / 127)
    stage.put("brightness", 0.25)
    stage.play("knobs", [CC, 74, 99], [CC, 74, 90])
    assert stage.position("brightness") == 0.25
    stage.play("knobs", [CC, 74, 20])
    assert stage.position("brightness") == pytest.approx(20 / 127)


def test_a_knob_s_own_moves_do_not_arm_it_though_they_are_told_late(stage) -> None:
    stage.put("brightness", 0.0)
    stage.engine.hold()
    stage.play("knobs", *([CC, 74, value] for value in range(0, 128, 4)))
    stage.engine.release()
    assert stage.position("brightness") == pytest.approx(124 / 127)


def test_of_two_knobs_for_one_control_the_other_has_to_pick_it_up(stage) -> None:
    stage.play("one", [CC, 74, 127])
    stage.play("two", [CC, 74, 5])
    assert stage.position("brightness") == 1.0
    stage.play("two", [CC, 74, 127])
    stage.play("one", [CC, 74, 100])
    assert stage.position("brightness") == pytest.approx(100 / 127)


def test_a_running_fader_and_a_button_keep_their_order(stage, written) -> None:
    written("mine", "knobs", 'to = "render", note = 1')
    stage.surface._look_at_files()
    stage.engine.hold()
    stage.play("knobs", *([CC, 74, value] for value in range(100)), [0x90, 1, 127])
    kinds = [type(command).__name__ for command in stage.engine.commands]
    assert kinds == ["SetControls", "Render"]
    assert stage.engine.commands[0].positions == {"brightness": pytest.approx(99 / 127)}


@pytest.mark.parametrize(
    ("line", "values", "ends"),
    [
        ('to = "warmth", cc = 1, relative = "twos-complement"', [1, 1, 127], 0.51),
        ('to = "warmth", cc = 1, relative = "offset", step = 0.1, invert = true', [65, 65], 0.3),
        ('to = "warmth", cc = 1, relative = "signed", low = 0.4, high = 0.6, step = 0.1', [1, 1, 1], 0.6),
        ('to = "warmth", cc = 1, low = 0.2, high = 0.4', [0, 127], 0.4),
    ],
)
def test_encoders_and_ranges(stage, written, line, values, ends) -> None:
    written("mine", "knobs", line)
    stage.surface._look_at_files()
    stage.play("knobs", *([CC, 1, value] for value in values))
    assert stage.position("warmth") == pytest.approx(ends)


def test_relative_steps_add_up_while_the_engine_is_busy(stage, written) -> None:
    written("mine", "knobs", 'to = "warmth", cc = 1, relative = "signed", step = 0.01')
    stage.surface._look_at_files()
    stage.engine.hold()
    stage.play("knobs", *([CC, 1, 1] for _ in range(30)))
    stage.engine.release()
    assert stage.position("warmth") == pytest.approx(0.8)


def test_the_two_takeovers_that_can_be_chosen(stage, written) -> None:
    written("mine", "knobs", 'to = "warmth", cc = 1, takeover = "jump"', 'to = "space", cc = 2, takeover = "scale"')
    stage.surface._look_at_files()
    stage.put("warmth", 0.5)
    stage.put("space", 0.5)
    stage.play("knobs", [CC, 1, 127], [CC, 2, 0], [CC, 2, 32])
    assert stage.position("warmth") == 1.0
    assert stage.position("space") == pytest.approx(0.5 + 0.5 * 32 / 127)


def test_a_knob_of_a_part_of_the_way_takes_over_what_stands_beyond_it(stage, written) -> None:
    written("mine", "knobs", 'to = "warmth", cc = 1, low = 0.2, high = 0.8')
    stage.surface._look_at_files()
    stage.put("warmth", 0.95)
    stage.play("knobs", [CC, 1, 20], [CC, 1, 100])
    assert stage.position("warmth") == 0.95
    stage.play("knobs", [CC, 1, 127], [CC, 1, 0])
    assert stage.position("warmth") == pytest.approx(0.2)


def test_fourteen_bits_by_choice(stage, written) -> None:
    written("mine", "knobs", 'to = "warmth", cc = 1, bits = 14')
    stage.surface._look_at_files()
    stage.play("knobs", [CC, 1, 64], [CC, 33, 1])
    assert stage.position("warmth") == pytest.approx((64 * 128 + 1) / 16383)
    stage.play("knobs", [CC, 1, 65])
    stage.wait(0.01)
    assert stage.position("warmth") == pytest.approx(65 * 128 / 16383)


# -- buttons -----------------------------------------------------------------------------------------------------


def pressed(stage, written, to: str) -> None:
    written("mine", "pads", f'to = "{to}", note = 36')
    stage.surface._look_at_files()
    stage.play("pads", [0x90, 36, 100], [0x80, 36, 0])


@pytest.mark.parametrize(
    ("to", "command"),
    [
        ("lock warmth", LockControl(control="warmth", locked=True, origin="midi")),
        ("auto warmth", SetControls(positions={"warmth": 0.5}, origin="midi")),
        ("render", Render(takes=1, origin="midi")),
        ("render 8", Render(takes=8, origin="midi")),
        ("cancel", CancelRender(origin="midi")),
        ("panic", Panic(origin="midi")),
        ("star", JudgeTake(verdict="star", origin="midi")),
        ("discard", JudgeTake(verdict="discard", origin="midi")),
        ("feed", JudgeTake(verdict="feed", origin="midi")),
        ("preset 2", RecallPreset(preset=2, origin="midi")),
        ("preset next", RecallPreset(preset="dark water", origin="midi")),
        ("preset previous", RecallPreset(preset="rush", origin="midi")),
        ("model next", UseModel(model="drones", origin="midi")),
        ("live", SetLive(on=True, origin="midi")),
    ],
)
def test_each_action_once_for_each_press(stage, written, to, command) -> None:
    pressed(stage, written, to)
    assert stage.engine.commands == [command]


@pytest.mark.parametrize("to", ["lock warmth", "auto warmth", "auto level", "live", "model next"])
def test_presses_that_come_before_the_engine_has_answered_count_each(stage, written, monkeypatch, to) -> None:
    stage.put("warmth", 0.3)
    stage.put("level", 0.3)
    stage.engine.commands.clear()
    written("mine", "pads", f'to = "{to}", note = 36')
    stage.surface._look_at_files()
    stage.engine.hold()
    monkeypatch.setattr(stage.engine, "_decide", lambda command: {})
    stage.play("pads", *[[0x90, 36, 100]] * 3)
    first, second, third = stage.engine.commands
    assert first == third != second


@pytest.mark.parametrize("control", ["warmth", "layers", "level"])
def test_auto_and_back(stage, written, control) -> None:
    at_first = stage.position(control)
    stage.put(control, 0.3)
    pressed(stage, written, f"auto {control}")
    assert stage.position(control) == at_first
    stage.play("pads", [0x90, 36, 100])
    assert stage.position(control) == 0.3


def test_auto_of_a_setting_that_was_never_moved_leaves_it(stage, written) -> None:
    at_first = stage.position("layers")
    pressed(stage, written, "auto layers")
    assert stage.position("layers") == at_first


def test_presets_step_on_from_the_one_recalled_last(stage, written) -> None:
    pressed(stage, written, "preset next")
    stage.play("pads", [0xC0, 1], [0x90, 36, 1], [0x90, 36, 1])
    assert [command.preset for command in stage.engine.received(RecallPreset)] == [
        "dark water",
        2,
        "rush",
        "dark water",
    ]


def test_presets_step_on_from_one_that_another_surface_recalled(stage, written) -> None:
    stage.engine.submit(RecallPreset(preset="glass", origin="osc:127.0.0.1:5000"))
    pressed(stage, written, "preset next")
    assert stage.engine.commands[-1].preset == "rush"


def test_a_cc_button_presses_in_its_upper_half_and_a_latching_one_at_both_ends(stage, written) -> None:
    written("mine", "pads", 'to = "star", cc = 1', 'to = "discard", cc = 2, latching = true')
    stage.surface._look_at_files()
    stage.play("pads", [CC, 1, 127], [CC, 1, 0], [CC, 1, 127], [CC, 2, 127], [CC, 2, 0])
    assert [command.verdict for command in stage.engine.received(JudgeTake)] == ["star", "star", "discard", "discard"]


def test_a_program_change_recalls_a_preset_and_a_mapping_can_turn_that_off(stage, written) -> None:
    stage.play("pads", [0xC5, 1])
    assert stage.engine.commands == [RecallPreset(preset=2, origin="midi")]
    written("mine", "pads", top="programs = false")
    stage.surface._look_at_files()
    stage.play("pads", [0xC5, 1])
    assert len(stage.engine.commands) == 1


# -- showing -----------------------------------------------------------------------------------------------------


def test_rings_follow_every_surface_but_not_the_hand_on_them(stage, written) -> None:
    written("mine", "mixer", 'to = "warmth", cc = 1, shown = true')
    stage.surface._look_at_files()
    stage.plug("mixer", "knobs")
    assert stage.sent == []
    stage.put("warmth", 0.5)
    stage.wait(0.1)
    assert stage.sent == [("mixer", [CC, 1, 64])]
    stage.play("knobs", [CC, 71, 0], [CC, 71, 127])
    stage.wait(0.1)
    assert stage.sent[1:] == [("mixer", [CC, 1, 127])]
    stage.play("mixer", [CC, 1, 30])
    stage.put("warmth", 0.0)
    stage.wait(0.1)
    assert len(stage.sent) == 2
    stage.wait(0.3)
    assert stage.sent[2:] == [("mixer", [CC, 1, 0])]


def test_a_device_that_returns_is_told_how_things_stand(stage, written) -> None:
    written("mine", "mixer", 'to = "warmth", cc = 1, shown = true')
    stage.surface._look_at_files()
    stage.put("warmth", 1.0)
    for _ in range(2):
        stage.plug("mixer")
        assert stage.sent.pop() == ("mixer", [CC, 1, 127])
        stage.plug()
    assert stage.sent == []


# -- mappings ----------------------------------------------------------------------------------------------------


def test_a_changed_file_is_in_force_at_the_next_look_and_a_fault_is_told_once(stage, written) -> None:
    stage.plug("knobs")
    path = written("mine", "knobs", 'to = "space", cc = 74')
    stage.surface._look_at_files()
    stage.play("knobs", [CC, 74, 127])
    assert (stage.position("space"), stage.position("brightness")) == (1.0, None)
    path.write_text("format = 1\n", "utf-8")
    stage.surface._look_at_files()
    stage.surface._look_at_files()
    assert len(stage.noticed) == 1
    assert "mine.toml cannot be used as a MIDI mapping" in stage.noticed[0]
    assert stage.surface.facts()["faults"][0]["code"] == "surface.midi_mapping"


def test_the_facts_say_what_maps_each_port(stage, written) -> None:
    written("mine", "knobs", 'to = "space", cc = 74')
    stage.surface._look_at_files()
    stage.plug("knobs", "nanoKONTROL2:nanoKONTROL2 _ CTRL")
    facts = stage.surface.facts()
    assert facts["mapped_by"]["knobs"] == ["mine", "the table's own numbers"]
    assert facts["mapped_by"]["nanoKONTROL2:nanoKONTROL2 _ CTRL"] == ["Korg nanoKONTROL2"]
    assert facts["mappings"] == [
        {"name": "mine", "file": "mine", "ports": ["knobs"], "map": [{"to": "space", "cc": 74}], "texts": ["CC 74"]}
    ]


def test_learning_proposes_and_mapping_is_live_at_once(stage) -> None:
    stage.plug("knobs")
    assert stage.surface.learn("space")["state"] == "watching"
    stage.play("knobs", *([CC, 20, value] for value in range(10, 90, 10)))
    assert stage.engine.commands == []
    stage.wait(0.7)
    heard = stage.surface.learned()
    assert heard["state"] == "heard"
    assert heard["text"] == "knobs, CC 20 on channel 1."
    kept = stage.surface.map(heard["port"], heard["entry"])
    assert kept["path"].endswith("knobs.toml")
    assert stage.surface.learned()["state"] == "idle"
    stage.play("knobs", [CC, 20, 127])
    assert stage.position("space") == 1.0
    assert stage.surface.unmap("knobs", "space")["dropped"] == 1
    with pytest.raises(NotFound, match="space"):
        stage.surface.unmap("knobs", "space")


def test_learning_ends_by_itself_and_on_request(stage) -> None:
    stage.surface.learn("space")
    stage.wait(LEARN_S + 1)
    assert stage.surface.learned()["state"] == "idle"
    stage.surface.learn("space")
    assert stage.surface.learn(None)["state"] == "idle"


def test_what_makes_no_sense_is_refused_in_words(stage) -> None:
    with pytest.raises(MalformedMessage, match="Did you mean"):
        stage.surface.learn("spase")
    with pytest.raises(MalformedMessage, match="exactly one of"):
        stage.surface.map("knobs", {"to": "space"})


def test_the_monitor_says_what_became_of_each_message(stage) -> None:
    stage.put("warmth", 0.9)
    stage.play("knobs", [CC, 74, 127], [CC, 71, 0], [CC, 3, 1], [0xC0, 0])
    lines = stage.surface.messages(0)
    assert [line["verdict"] for line in lines] == [
        "brightness 1.00",
        "warmth waits to be picked up at 0.90",
        "mapped to nothing",
        "preset 1",
    ]
    assert lines[0]["message"] == "channel 1 CC 74 = 127"
    assert stage.surface.messages(lines[-1]["number"]) == []


def test_whatever_is_due_provokes_is_logged_and_its_thread_goes_on(stage, waiting, monkeypatch, caplog) -> None:
    import time

    stage.surface._clock = time.monotonic
    stage.plug("mixer")
    stage.surface.learn("space")
    monkeypatch.setattr(stage.surface._learner, "decide", lambda now: 1 / 0)
    stage.surface.start()
    try:
        waiting(lambda: "could not be done" in caplog.text, "a line in the log", 5)
        stage.surface.learn("space")
        stage.play("mixer", *([CC, 20, value] for value in range(10, 90, 10)))
        waiting(lambda: stage.surface.learned()["state"] == "heard", "the thread goes on", 5)
    finally:
        stage.surface.stop()


def test_its_own_thread_shows_looks_and_ends(stage, written, waiting) -> None:
    import time

    stage.surface._clock = time.monotonic
    stage.plug("mixer")
    stage.surface.start()
    try:
        written("mine", "mixer", 'to = "warmth", cc = 1, shown = true')
        waiting(lambda: stage.surface.facts()["mappings"], "the file is in force", 5)
        stage.put("warmth", 1.0)
        waiting(lambda: ("mixer", [CC, 1, 127]) in stage.sent, "the ring is told", 5)
    finally:
        stage.surface.stop()
    assert not stage.surface._thread.is_alive()
