from __future__ import annotations

import math

import pytest

from sdad.errors import ControlOutOfRange, MalformedMessage, NotANumber
from sdad.surfaces.osc import arguments


@pytest.mark.parametrize(("given", "value"), [(1, 1.0), (0.25, 0.25), (True, 1.0), (False, 0.0)])
def test_whatever_patches_send_for_a_number_is_one(given, value):
    assert arguments.number("/a", given) == value


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(given):
    with pytest.raises(NotANumber, match="/a"):
        arguments.number("/a", given)


@pytest.mark.parametrize("given", ["0.5", b"\0", None, (144, 60, 100)])
def test_what_is_no_number_is_refused_with_what_to_send(given):
    with pytest.raises(MalformedMessage, match="send a number"):
        arguments.number("/a", given)


def test_whole_numbers_may_come_as_floats_and_are_held_to_their_range():
    assert arguments.whole("/a", 3.0, 1, 64) == 3
    with pytest.raises(ControlOutOfRange):
        arguments.whole("/a", 65, 1, 64)


def test_a_switch_is_on_for_every_number_but_zero():
    assert [arguments.switch("/a", value) for value in (1, 0.5, True, 0, 0.0, False)] == [True] * 3 + [False] * 3


def test_a_name_may_be_a_number():
    assert [arguments.text("/a", value, "x") for value in ("glass", 808, 808.0)] == ["glass", "808", "808"]


@pytest.mark.parametrize("given", ["", None, True, math.nan, b"glass", "x" * 1001])
def test_what_is_no_name_is_refused(given):
    with pytest.raises(MalformedMessage, match="send the name"):
        arguments.text("/a", given, "send the name of a preset")
