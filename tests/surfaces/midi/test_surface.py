"""The child's messages become commands and a status; nothing it says can stop the daemon."""

import logging
import sys

import pytest

from sdad.control.commands import SetControls
from sdad.errors import Busy
from sdad.surfaces.midi.surface import MidiSurface


def test_a_control_change_sets_its_control(engine) -> None:
    MidiSurface(engine).on_message({"type": "midi", "port": "knobs", "bytes": [0xB0, 74, 127]})
    assert engine.commands == [SetControls(positions={"brightness": 1.0}, origin="midi")]
    assert engine.controls["brightness"].position == 1.0


@pytest.mark.parametrize(
    "message",
    [
        {"type": "midi", "port": "knobs", "bytes": [0x90, 60, 100]},
        {"type": "midi", "port": "knobs", "bytes": []},
        {"type": "midi", "port": "knobs"},
        {"type": "heartbeat"},
        {},
    ],
    ids=str,
)
def test_what_moves_nothing_is_passed_over(engine, message) -> None:
    MidiSurface(engine).on_message(message)
    assert engine.commands == []


def test_a_refusal_is_logged_and_the_next_move_counts(engine, caplog) -> None:
    surface = MidiSurface(engine)
    engine.refuse_next(Busy("The engine is stopping.", "Start it again."))
    with caplog.at_level(logging.WARNING):
        surface.on_message({"type": "midi", "port": "knobs", "bytes": [0xB0, 74, 127]})
    assert "The engine is stopping." in caplog.text
    surface.on_message({"type": "midi", "port": "knobs", "bytes": [0xB0, 71, 0]})
    assert engine.controls["warmth"].position == 0.0


def test_the_status_follows_what_the_child_finds(engine, caplog) -> None:
    surface = MidiSurface(engine)
    assert not surface.status["available"]
    surface.on_message({"type": "ports", "api": "jack", "names": ["sdad", "knobs"]})
    assert surface.status == {"available": True, "api": "jack", "ports": ["sdad", "knobs"], "reason": None}
    with caplog.at_level(logging.WARNING):
        surface.on_message({"type": "unavailable", "reason": "no JACK server runs"})
    assert surface.status == {"available": False, "api": None, "ports": [], "reason": "no JACK server runs"}
    assert "MIDI is not available (no JACK server runs). Everything else works" in caplog.text


def test_the_child_is_this_python_with_the_interface_asked_for(engine) -> None:
    assert MidiSurface(engine).argv == [sys.executable, "-m", "sdad.surfaces.midi.reader", "--api", "auto"]
    assert MidiSurface(engine, "jack").argv[-1] == "jack"
