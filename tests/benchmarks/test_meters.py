import numpy as np
import pytest

pytest.importorskip("librosa", reason='pip install -e ".[bench]"')

from meters import TRUTH, drawn, rendered, trusted

from sdad.control.parameters import DESCRIPTORS


def test_there_is_a_truth_for_each_of_the_eight():
    assert list(TRUTH) == [row.id for row in DESCRIPTORS[:8]]


def test_a_scene_is_the_same_each_time():
    scene = drawn(np.random.default_rng(1))
    first, again, other = (rendered(scene, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert 0.49 < np.abs(first).max() < 0.51


def test_both_kinds_of_meters_hear_brightness_in_scenes_that_differ_in_everything():
    follows = trusted("brightness", 6)
    assert min(follows.values()) > 0.7
