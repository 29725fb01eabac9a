"""Real clients: liblo's oscsend and oscdump against the surface."""

from __future__ import annotations

import pytest

from sdad.control.commands import Render
from sdad.control.events import RenderDone, RenderProgress

pytestmark = pytest.mark.osc_clients


@pytest.fixture
def listening(oscsend, oscdump):
    """An oscdump that is subscribed."""
    oscsend("/sdad/subscribe", "i", oscdump.port)
    oscdump.wait_for("/sdad/subscribed")
    return oscdump


def test_ping_is_heard_on_the_subscribed_port(oscsend, listening):
    oscsend("/sdad/ping")
    assert listening.wait_for("/sdad/pong")[0].startswith('/sdad/pong ssi "0.1.0" "kitchen" 1')


@pytest.mark.parametrize(
    ("types", "value"), [("f", "0.5"), ("d", "0.5"), ("i", "1"), ("h", "1"), ("T", None), ("F", None)]
)
def test_every_kind_of_number_sets_a_control(oscsend, listening, engine, types, value):
    oscsend("/sdad/control/brightness", types, *([] if value is None else [value]))
    expected = {"T": 1.0, "F": 0.0}.get(types) if value is None else float(value)
    (line, *_) = listening.wait_for("/sdad/control/brightness")
    assert line == f"/sdad/control/brightness f {expected:f}"
    assert engine.controls["brightness"].position == expected


def test_a_symbol_is_a_text(oscsend, listening, engine):
    oscsend("/sdad/control/brightness", "f", "0.5")
    listening.wait_for("/sdad/control/brightness")
    oscsend("/sdad/control/brightness", "S", "auto")
    oscsend("/sdad/ping")
    listening.wait_for("/sdad/pong")
    assert engine.controls["brightness"].position is None


def test_not_a_number_is_refused_in_words(oscsend, listening, engine):
    oscsend("/sdad/control/brightness", "f", "nan")
    (line,) = listening.wait_for("/sdad/error")
    assert line.startswith('/sdad/error sss "control.not_a_number"') and line.endswith('"/sdad/control/brightness"')
    assert engine.controls["brightness"].position is None


def test_a_misspelt_address_is_answered_with_the_right_one(oscsend, listening):
    oscsend("/sdad/control/brigthness", "f", "0.5")
    (line,) = listening.wait_for("/sdad/error")
    assert 'Did you mean "/sdad/control/brightness"?' in line


def test_the_eight_at_once_and_a_pattern(oscsend, listening, engine):
    oscsend("/sdad/controls", "f" * 8, *[0.25] * 8)
    listening.wait_for("/sdad/control/space")
    oscsend("/sdad/control/{space,rhythm}", "f", 0.75)
    oscsend("/sdad/ping")
    listening.wait_for("/sdad/pong")
    positions = engine.controls.positions
    assert (positions["brightness"], positions["rhythm"], positions["space"]) == (0.25, 0.75, 0.75)


def test_a_render_from_asking_to_measured(oscsend, listening, engine):
    oscsend("/sdad/render", "if", 1, 2.0)
    (queued,) = listening.wait_for("/sdad/render/queued")
    assert queued == '/sdad/render/queued sf "r0001" 2.000000'
    engine.emit(RenderProgress(job="r0001", fraction=0.5))
    assert listening.wait_for("/sdad/render/progress") == ['/sdad/render/progress sf "r0001" 0.500000']
    engine.emit(RenderDone(job="r0001", path="/out/ä.wav", sidecar="/out/ä.json", seconds=2.0, got={"density": 0.5}))
    assert listening.wait_for("/sdad/render/done") == ['/sdad/render/done ssf "r0001" "/out/ä.wav" 2.000000']
    (measured,) = listening.wait_for("/sdad/render/measured")
    assert measured.startswith("/sdad/render/measured s" + "f" * 8) and "0.500000" in measured
    assert engine.received(Render)[0].seconds == 2.0
