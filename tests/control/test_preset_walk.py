from __future__ import annotations

import pytest

from sdad.control.preset_walk import PresetWalk, beside


class Port:
    def __init__(self, *names):
        self.names = list(names)

    def presets(self):
        return self.names


@pytest.mark.parametrize(
    ("name", "step", "found"),
    [
        ("a", 1, "b"),
        ("c", 1, "a"),
        ("a", -1, "c"),
        ("gone", 1, "a"),
        ("gone", -1, "c"),
        (None, 1, "a"),
        (None, -1, "c"),
    ],
)
def test_names_go_round(name, step, found):
    assert beside(["a", "b", "c"], name, step) == found


def test_beside_nothing_is_nothing():
    assert beside([], "a", 1) is None and PresetWalk(Port()).step(1) is None


def test_it_goes_on_from_what_was_recalled_last_by_name_or_number():
    walk = PresetWalk(Port("a", "b", "c"))
    walk.remember("b")
    assert [walk.step(1), walk.step(1)] == ["c", "a"]
    walk.remember(2)
    assert walk.step(-1) == "a"
    walk.remember(9)
    assert walk.step(1) == "a"


def test_nothing_is_looked_up_before_there_is_a_step():
    walk = PresetWalk(Port())
    walk._port.presets = lambda: 1 / 0
    walk.remember("a")
    walk.remember(2)
