"""A knob of another process, through a real JACK port, is learned in the page of a running daemon, and plays."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.jack, pytest.mark.timeout(300)]

CC = 0xB0


def test_a_knob_is_learned_in_the_page_and_moves_its_slider(
    jack: Any, studio: Callable[..., Any], chromium: Any, waiting: Callable[..., Any]
) -> None:
    one = studio(**jack.of_a_daemon)
    knobs = jack.controller("knobs")
    waiting(lambda: "knobs:out" in one.get("/api/midi")["ports"], "the knobs are heard", 10)
    port = waiting(lambda: one.get("/api/status")["ports"].get("panel"), "the panel's port", 120)
    page = chromium.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{port}")
    page.get_by_role("button", name="MIDI").click()
    devices = page.locator("#midi-devices")
    devices.get_by_role("row", name="knobs:out the table's own numbers").wait_for()

    page.locator("#midi-target input").click()
    page.locator("#midi-target").get_by_role("option", name="Warmth", exact=True).click()
    page.locator("#midi-learn").click()
    page.get_by_text("Turn the knob, slowly to the left, for Warmth.").wait_for()
    jack.send(knobs, *([CC, 21, value] for value in range(90, 0, -9)))
    page.get_by_text("Heard knobs:out, CC 21 on channel 1. Keep it for Warmth?").wait_for()
    assert one.position("warmth") is None, "nothing moves before it is kept"
    page.locator("#midi-keep").click()
    mapping = page.get_by_role("radio", name="Warmth: CC 21 on channel 1 of knobs:out")
    mapping.wait_for()
    file = Path(one.root, "midi", "knobs out.toml")
    assert tomllib.loads(file.read_text("utf-8"))["map"] == [{"to": "warmth", "cc": 21, "channel": 1}]

    jack.send(knobs, [CC, 21, 100])
    waiting(lambda: one.position("warmth") == pytest.approx(100 / 127), "warmth follows the knob")
    page.wait_for_function("document.querySelector('#control-warmth input[type=range]').value === '0.79'")

    mapping.check()
    page.locator("#midi-remove").click()
    mapping.wait_for(state="hidden")
    jack.send(knobs, [CC, 21, 0], [CC, 74, 127])
    waiting(lambda: one.position("brightness") == 1.0, "the next message has come")
    assert one.position("warmth") == pytest.approx(100 / 127), "the knob leads nowhere any more"
    jack.unplug(knobs)
    devices.get_by_role("row", name="knobs:out").wait_for(state="hidden")
    page.context.close()
