"""The four encodings of encoders without ends, and how one slow turn to the left tells them apart."""

import pytest

from sdad.surfaces.midi.relative import ENCODINGS, heard_in, steps

SLOW_LEFT = {
    "signed": [65, 65, 65, 65],
    "signed-reversed": [1, 1, 1, 1],
    "offset": [63, 63, 63, 63],
    "twos-complement": [127, 127, 127, 127],
}


def test_four_of_four_are_recognised() -> None:
    assert {heard_in(values) for values in SLOW_LEFT.values()} == set(ENCODINGS)
    assert all(heard_in(values) == encoding for encoding, values in SLOW_LEFT.items())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_steps_to_both_sides_mirror_each_other(encoding: str) -> None:
    right = [value for value in range(128) if steps(encoding, value) > 0]
    left = [value for value in range(128) if steps(encoding, value) < 0]
    assert steps(encoding, SLOW_LEFT[encoding][0]) == -1
    assert {1, 2, 3, 63} <= {steps(encoding, value) for value in right}
    assert {-1, -2, -3, -63} <= {steps(encoding, value) for value in left}
    assert steps(encoding, 0) == 0


@pytest.mark.parametrize(
    ("values", "encoding"),
    [
        ([65, 65, 65, 66, 68], "signed"),
        ([127, 127, 127, 125], "twos-complement"),
        ([63, 63, 63, 60], "offset"),
        ([1, 1, 1, 2], "signed-reversed"),
    ],
)
def test_one_that_speeds_up_is_recognised_too(values: list[int], encoding: str) -> None:
    assert heard_in(values) == encoding


@pytest.mark.parametrize(
    "values",
    [
        [],
        [65, 65],
        [66, 65, 64, 63, 62],
        [127, 126, 125],
        [3, 2, 1, 0],
        [64, 64, 64],
        [127, 0, 127, 0],
        [65, 65, 65, 1],
        list(range(127, 0, -9)),
    ],
    ids=str,
)
def test_knobs_with_ends_are_not_taken_for_encoders(values: list[int]) -> None:
    assert heard_in(values) is None
