"""A knob on a controller, through a real JACK MIDI port, moves a control of a running daemon."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.jack, pytest.mark.timeout(240)]


def test_cc_74_from_another_process_moves_brightness(
    studio: Callable[..., Any], jack: Any, waiting: Callable[..., Any]
) -> None:
    one = studio("--no-panel", JACK_DEFAULT_SERVER=jack.name, JACK_NO_START_SERVER="1", SDAD_MIDI_API="jack")
    controller = jack.controller("knobs")

    def ports() -> str:
        return subprocess.run(["jack_lsp", "-c"], env=jack.environment, capture_output=True, text=True).stdout

    waiting(lambda: "knobs:out\n   sdad" in ports(), "the daemon listens to the controller", 60)
    assert one.position("brightness") is None
    jack.send(controller, [0xB0, 74, 101])
    waiting(lambda: one.position("brightness") == pytest.approx(101 / 127), "brightness has moved")
    jack.send(controller, [0xB5, 91, 0])
    waiting(lambda: one.position("space") == 0.0, "space has moved, on another channel")
