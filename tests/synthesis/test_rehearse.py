import pytest

from sdad.model.calibration import Calibration
from sdad.synthesis import rehearse
from sdad.synthesis.play import PLAYED
from sdad.synthesis.rehearse import Rehearsal

SECONDS = 1.5
MIXED = {"density": 0.8, "rhythm": 0.3, "space": 0.7}
"""Drives that a mix can follow without anything being played anew."""
CHOSEN = {"brightness": 0.9, "attack": 0.2}
"""Drives that matter already when a take is played."""


@pytest.fixture
def plays(monkeypatch):
    """What has been played so far, as (drives, take)."""
    calls = []
    real = rehearse.play

    def counted(instrument, drives, form, take):
        calls.append((dict(drives), take))
        return real(instrument, drives, form, take)

    monkeypatch.setattr(rehearse, "play", counted)
    return calls


def asked(rehearsal, drives, take=1, name="density", calibration=None):
    return rehearsal.measured(calibration or rehearsal.instrument.calibration, drives, take, name)


def test_it_is_the_same_with_and_without_what_has_been_played(tiny_instrument):
    used = Rehearsal(tiny_instrument, SECONDS)
    for name in ("density", "brightness", "space"):
        # After the first of them, each other drive finds material that was played for another.
        for drives in ({}, MIXED, {"pulse": 0.9}, CHOSEN, {**CHOSEN, **MIXED}):
            fresh = Rehearsal(tiny_instrument, SECONDS)
            assert asked(used, drives, name=name) == asked(fresh, drives, name=name), (name, drives)


def test_only_what_cannot_be_mixed_is_played_anew(tiny_instrument, plays):
    rehearsal = Rehearsal(tiny_instrument, SECONDS)
    for drives in ({"density": 0.1}, MIXED, {"pulse": 1.0}):
        asked(rehearsal, drives)
    assert len(plays) == 1
    # Where nothing shapes a take, something else is played.
    for drives in ({}, {"width": 0.5}):
        asked(rehearsal, drives)
    assert len(plays) == 2
    for name in PLAYED:
        asked(rehearsal, {name: 0.9})
        assert plays[-1] == ({name: 0.9}, 1)
    asked(rehearsal, {}, take=2)
    assert plays[-1] == ({}, 2)
    assert len(plays) == len(PLAYED) + 3


def test_what_is_measured_obeys_the_drive(tiny_instrument):
    rehearsal = Rehearsal(tiny_instrument, SECONDS)
    for name in ("density", "space", "brightness", "width"):
        low, high = (asked(rehearsal, {name: drive}, name=name) for drive in (0.0, 1.0))
        assert low < high, name
    soft, hard = (asked(rehearsal, {"attack": drive}, name="attack") for drive in (0.0, 1.0))
    assert soft > hard


def test_takes_differ_and_the_calibration_given_counts(tiny_instrument):
    rehearsal = Rehearsal(tiny_instrument, SECONDS)
    assert asked(rehearsal, {}, take=1) != asked(rehearsal, {}, take=2)
    narrow, wide = (asked(rehearsal, {}, 1, "width", Calibration(auto={"width": width})) for width in (0.0, 1.0))
    assert narrow < wide - 10
    # What was calibrated before is left alone.
    assert rehearsal.instrument.calibration is tiny_instrument.calibration


def test_width_is_measured_as_it_was_driven(tiny_instrument):
    rehearsal = Rehearsal(tiny_instrument, SECONDS)
    assert asked(rehearsal, {"width": 0.0}, name="width") < 1


def test_what_measures_nothing_is_counted(tiny_instrument, monkeypatch):
    rehearsal = Rehearsal(tiny_instrument, SECONDS)
    assert rehearsal.unheard == 0.0
    asked(rehearsal, {})
    assert rehearsal.unheard == 0.0
    monkeypatch.setattr("sdad.synthesis.rehearse.measure", lambda audio, names: dict.fromkeys(names))
    asked(rehearsal, {})
    assert rehearsal.unheard == 0.5
    monkeypatch.setattr("sdad.synthesis.rehearse.measure", lambda audio, names: dict.fromkeys(names, float("nan")))
    asked(rehearsal, {})
    asked(rehearsal, {})
    assert rehearsal.unheard == 0.75
