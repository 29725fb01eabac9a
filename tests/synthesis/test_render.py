import threading
from dataclasses import replace

import numpy as np
import pytest

from sdad.control.parameters import CONTROLS, DESCRIPTORS
from sdad.descriptors.measure import measure
from sdad.errors import Cancelled, JobFailed
from sdad.model.calibration import Calibration
from sdad.synthesis import render as rendering
from sdad.synthesis.play import PLAYED
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest
from sdad.synthesis.texture import Texture


def request(take=1, seconds=1.5, **positions):
    return RenderRequest(model="tiny", version="v0001", take=take, seconds=seconds, positions=positions)


@pytest.fixture
def attempts(monkeypatch):
    """What is played, as drives by attempt, while a script says what steering leaves missing each time."""
    played, script = [], []
    real = rendering.play

    def counted(instrument, drives, form, take, attempt=0):
        played.append(dict(drives))
        assert attempt == len(played) - 1
        return real(instrument, drives, form, take, attempt)

    def steered(texture, drives, *rest):
        return dict(drives), script[min(len(played), len(script)) - 1]

    monkeypatch.setattr(rendering, "play", counted)
    monkeypatch.setattr(rendering, "steered", steered)
    return played, script


@pytest.mark.parametrize("position", [0.3, 0.7])
@pytest.mark.parametrize("name", ["density", "space", "pulse"])
def test_what_is_asked_for_is_got_about(tiny_instrument, name, position):
    # One take may fail to have it; takes on the whole do not.
    takes = [render(tiny_instrument, request(take, seconds=2.0, **{name: position})) for take in (1, 2, 3)]
    off = [abs(take.got[name] - position) for take in takes]
    assert np.median(off) < 0.2
    for take in takes:
        natural = tiny_instrument.calibration.reaches[name].natural(CONTROLS[name].curve, position)
        assert take.asked[name] == position and take.asked_natural[name] == natural


def test_several_controls_are_got_at_once(tiny_instrument):
    asked = {"brightness": 0.7, "density": 0.6, "width": 0.3}
    take = render(tiny_instrument, request(2, seconds=2.0, **asked))
    assert all(abs(take.got[name] - position) < 0.25 for name, position in asked.items())


def test_what_is_told_is_what_is_measured_in_the_take(tiny_instrument):
    take = render(tiny_instrument, request(brightness=0.6))
    again = measure(take.audio)
    assert take.got_natural == again
    assert set(take.got) == set(take.asked_natural) == {row.id for row in DESCRIPTORS}
    for row in DESCRIPTORS:
        assert take.got[row.id] == tiny_instrument.calibration.position(row.id, again[row.id])
        if row.id != "brightness":
            assert take.asked[row.id] is None and take.asked_natural[row.id] is None
    assert take.got["density"] is not None


@pytest.mark.parametrize(("seconds", "long_s", "missing", "expected"), [
    (1.0, 20.0, [{"roughness": 0.01}], 1),
    (1.0, 20.0, [{"roughness": -0.9}, {"roughness": 0.01}], 2),
    (1.0, 20.0, [{"roughness": 0.9}], rendering.ATTEMPTS),
    (1.5, 1.0, [{"roughness": 0.9}], 2),
    # What would be far off in a short take is good enough for one that takes long to play.
    (1.5, 1.0, [{"roughness": 0.5 * (rendering.NEAR + rendering.STILL_NEAR)}], 1),
    (1.0, 20.0, [{"roughness": 0.5 * (rendering.NEAR + rendering.STILL_NEAR)}], rendering.ATTEMPTS),
    (1.0, 20.0, [{}], 1),
])  # fmt: skip
def test_another_attempt_is_made_only_when_far_off(
    tiny_instrument, attempts, monkeypatch, seconds, long_s, missing, expected
):
    monkeypatch.setattr(rendering, "LONG_S", long_s)
    played, script = attempts
    script.extend(missing)
    render(tiny_instrument, request(seconds=seconds, roughness=0.5))
    assert len(played) == expected


def test_of_many_controls_no_take_is_tried_again(tiny_instrument, attempts):
    played, script = attempts
    script.append({"roughness": 0.9})
    render(tiny_instrument, request(roughness=0.5, density=0.5, pulse=0.5, space=0.5))
    assert len(played) == 1


def test_the_next_attempt_asks_for_more_of_what_was_missing_and_the_best_counts(tiny_instrument, attempts, monkeypatch):
    played, script = attempts
    script.extend([{"roughness": 0.4, "density": 0.3}, {"roughness": -0.2}, {"roughness": 0.5}])
    heard = []
    real = Texture.sound

    def listened(self, drives, *rest):
        heard.append(dict(drives))
        return real(self, drives, *rest)

    monkeypatch.setattr(Texture, "sound", listened)
    render(tiny_instrument, request(roughness=0.5, density=0.5))
    first, second, third = played
    assert first["roughness"] < second["roughness"] <= 1 and third["roughness"] < second["roughness"]
    # What is a matter of the mix is corrected by steering.
    assert first["density"] == second["density"] == third["density"] and "density" not in PLAYED
    assert heard == [second]


def test_attempts_are_tried_until_near(tiny_instrument, attempts):
    played, script = attempts
    script.extend([{"tension": 0.9}, {"tension": 0.02}])
    once = render(tiny_instrument, request(3, tension=0.9))
    assert len(played) == 2
    played.clear()
    assert np.array_equal(once.audio.samples, render(tiny_instrument, request(3, tension=0.9)).audio.samples)


def test_progress_rises_from_step_to_step(tiny_instrument):
    told = []
    render(tiny_instrument, request(density=0.9), told.append)
    assert told == sorted(told) and len(told) >= 5
    assert told[0] < 0.1 and 0.8 < told[-1] <= 1


def test_a_render_stops_at_the_next_step_whichever_it_is(tiny_instrument):
    steps = []
    render(tiny_instrument, request(), steps.append)
    for number in range(len(steps) - 1):
        stopping, told = threading.Event(), []

        def progress(fraction, number=number, stopping=stopping, told=told):
            told.append(fraction)
            if len(told) == number + 1:
                stopping.set()

        with pytest.raises(Cancelled):
            render(tiny_instrument, request(), progress, stopping)
        assert told == steps[: number + 1]


def test_what_is_stopped_before_it_begins_is_never_played(tiny_instrument, monkeypatch):
    monkeypatch.setattr(rendering, "play", None)
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Cancelled, match="take 7"):
        render(tiny_instrument, request(7), stopping=stopping)


def test_a_render_stops_between_attempts(tiny_instrument, attempts):
    played, script = attempts
    script.append({"roughness": 0.9})
    stopping = threading.Event()

    def progress(fraction):
        if len(played) == 1:
            stopping.set()

    with pytest.raises(Cancelled):
        render(tiny_instrument, request(roughness=0.9), progress, stopping)
    assert len(played) <= 2 < rendering.ATTEMPTS


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_a_take_that_is_silent_or_broken_is_refused(tiny_instrument, monkeypatch, value, said):
    monkeypatch.setattr(Texture, "sound", lambda self, *rest: np.full((2, self.material.samples), value, np.float32))
    monkeypatch.setattr(Texture, "widened", lambda self, sound, *rest: sound)
    with pytest.raises(JobFailed) as refused:
        render(tiny_instrument, request(5))
    said(refused.value, "engine.job_failed", "take 5", "the result was silent or not finite; try another take")


def got_with(monkeypatch, **natural):
    """Makes a take measure given natural values, and says nothing of what it is made of."""
    real = rendering.measure
    monkeypatch.setattr(rendering, "copies_of", lambda *rest: [])
    monkeypatch.setattr(rendering, "measure", lambda audio: {**real(audio), **natural})


def natural(instrument, name, position):
    return instrument.calibration.reaches[name].natural(CONTROLS[name].curve, position)


def test_what_was_got_needs_no_words(tiny_instrument, monkeypatch):
    got_with(monkeypatch, space=natural(tiny_instrument, "space", 0.5))
    assert render(tiny_instrument, request(space=0.5)).warnings == []


def test_one_slider_that_could_not_be_had_is_named_with_the_others(tiny_instrument, monkeypatch):
    got_with(
        monkeypatch,
        space=natural(tiny_instrument, "space", 0.1),
        density=natural(tiny_instrument, "density", 0.5),
        # Nobody asked for it.
        pulse=natural(tiny_instrument, "pulse", 1.0),
    )
    (said,) = render(tiny_instrument, request(space=0.9, density=0.5)).warnings
    assert "Space 0.90 (got 0.10)" in said and "Density" in said and "Pulse" not in said
    (alone,) = render(tiny_instrument, request(space=0.9)).warnings
    assert "Space 0.90" in alone and "beside" not in alone


def test_two_sliders_that_stand_in_each_others_way_are_named_the_worse_first(tiny_instrument, monkeypatch):
    naturals = {name: natural(tiny_instrument, name, 0.5) for name in ("space", "density", "pulse")}
    got_with(monkeypatch, **naturals)
    (said,) = render(tiny_instrument, request(space=0.8, density=0.0, pulse=0.25)).warnings
    assert said.index("Density 0.00 (got 0.50)") < said.index("Space 0.80 (got 0.50)")
    assert "both" in said and "Pulse" not in said


def test_tension_without_partials_is_said(tiny_instrument, monkeypatch):
    got_with(monkeypatch, tension=None)
    (said,) = render(tiny_instrument, request(tension=0.5)).warnings
    assert "Tension" in said and "partials" in said
    assert render(tiny_instrument, request()).warnings == []


def test_a_model_that_was_never_calibrated_still_plays(tiny_instrument):
    bare = replace(tiny_instrument, calibration=Calibration())
    take = render(bare, request(density=0.5, brightness=0.6))
    assert take.got["density"] is not None and np.isfinite(take.audio.samples).all()


def test_every_take_has_its_own_place_for_what_is_not_asked_for(tiny_instrument, monkeypatch):
    colours = []
    real = rendering.steered

    def seen(texture, drives, naturals, colour, reaches):
        colours.append(colour)
        return real(texture, drives, naturals, colour, reaches)

    monkeypatch.setattr(rendering, "steered", seen)
    for take in (1, 2, 1):
        render(tiny_instrument, request(take, seconds=0.5, brightness=0.5))
    one, other, again = colours[0], colours[-2], colours[-1]
    assert one.brightness_hz == other.brightness_hz and one == again
    assert one.usual_warmth_db != other.usual_warmth_db
    reach = tiny_instrument.calibration.reaches["warmth"]
    assert all(reach.low < each.usual_warmth_db < reach.high for each in colours)
