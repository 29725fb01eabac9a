from __future__ import annotations

import pytest
from pydantic import ValidationError

from sdad.control.aliases import Alias

TO = "/sdad/control/brightness"


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "fader"},
        {"address": "/"},
        {"address": "//fader"},
        {"address": "/fader/"},
        {"address": "/fader 1"},
        {"address": "/fader*"},
        {"address": "/fäder"},
        {"address": "/sdad/control/brightness"},
        {"address": "/sdad"},
        {"address": "/f", "to": "brightness"},
        {"address": "/f", "direction": "sideways"},
        {"address": "/f", "low": 0},
        {"address": "/f", "low": 1, "high": 1},
        {"address": "/f", "low": 0, "high": float("inf")},
        {"address": "/f", "low": float("nan"), "high": 1},
        {"address": "/f", "low": 0, "high": 1e300},
        {"address": "/f", "low": -1_000_001, "high": 0},
        {"address": "/f", "run": "import os"},
    ],
)
def test_what_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        Alias.model_validate({"to": TO, **fields})


def test_without_a_range_values_are_left_as_they_are():
    alias = Alias(address="/1/fader1", to=TO)
    assert alias.inward((0.25, "auto")) == alias.outward((0.25, "auto")) == (0.25, "auto")


@pytest.mark.parametrize(
    ("low", "high", "outside", "inside"),
    [(0, 127, 127, 1.0), (127, 0, 127, 0.0), (-1, 1, 0.5, 0.75), (-1e6, 1e6, 1e6, 1.0)],
)
def test_a_range_is_scaled_both_ways(low, high, outside, inside):
    alias = Alias(address="/f", to=TO, low=low, high=high)
    assert alias.inward((outside,)) == (inside,)
    assert alias.outward((inside,)) == (outside,)


def test_texts_and_switches_are_not_scaled():
    assert Alias(address="/f", to=TO, low=0, high=127).inward(("auto", True)) == ("auto", True)


def test_a_direction_says_who_hears_and_who_tells():
    found = {way: Alias(address="/f", to=TO, direction=way) for way in ("both", "in", "out")}
    assert {way: (alias.hears, alias.tells) for way, alias in found.items()} == {
        "both": (True, True),
        "in": (True, False),
        "out": (False, True),
    }
