import pytest

from sdad.engine.morphing import positions_between
from sdad.library.presets import Preset


def preset(name, **positions):
    return Preset(name=name, positions=positions)


@pytest.mark.parametrize(("amount", "between"), [(0.0, 0.2), (0.25, 0.35), (1.0, 0.8)])
def test_what_both_set_lies_on_a_line(amount, between):
    found = positions_between(preset("a", brightness=0.2, level=1.0), preset("b", brightness=0.8, level=1.0), amount)
    assert found == {"brightness": pytest.approx(between), "level": 1.0}


@pytest.mark.parametrize(("amount", "nearer"), [(0.0, 0), (0.49, 0), (0.5, 1), (1.0, 1)])
def test_what_one_leaves_to_the_model_is_as_in_the_nearer(amount, nearer):
    first = preset("a", brightness=0.2, space=None, width=None)
    second = preset("b", brightness=None, space=0.8, width=None)
    found = positions_between(first, second, amount)
    assert found == {"brightness": (0.2, None)[nearer], "space": (None, 0.8)[nearer], "width": None}


def test_what_only_one_names_and_morph_itself_are_left_alone():
    first = preset("a", brightness=0.2, morph=0.1, space=0.5)
    assert positions_between(first, preset("b", brightness=0.2, morph=0.9, warmth=0.5), 0.5) == {"brightness": 0.2}
