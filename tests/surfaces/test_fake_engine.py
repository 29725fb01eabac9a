"""The stand-in engine must not drift from the door that the real one fulfils."""

from __future__ import annotations

import inspect

import pytest

from sdad.control.commands import SetControls, UseModel
from sdad.control.events import ControlChanged
from sdad.control.port import EnginePort
from sdad.errors import NotFound


def test_it_has_every_member_of_the_door_with_the_same_parameters(engine):
    for name, member in vars(EnginePort).items():
        if name.startswith("_"):
            continue
        fake = vars(type(engine))[name]
        assert isinstance(fake, property) == isinstance(member, property), name
        if not isinstance(member, property):
            assert list(inspect.signature(fake).parameters) == list(inspect.signature(member).parameters), name


def test_a_control_that_moves_is_told_once_with_its_origin(engine):
    told = []
    engine.subscribe(told.append)
    engine.submit(SetControls(positions={"brightness": 0.5}, origin="me")).result(0)
    engine.submit(SetControls(positions={"brightness": 0.5}, origin="me")).result(0)
    natural = pytest.approx(1600.0)
    assert told == [ControlChanged(control="brightness", position=0.5, natural=natural, locked=False, origin="me")]


def test_a_refusal_arrives_through_the_future(engine):
    with pytest.raises(NotFound, match="kitchen"):
        engine.submit(UseModel(model="kitchn")).result(0)
