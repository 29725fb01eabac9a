"""Control changes become moves by the table, and nothing else does."""

import pytest

from sdad.control.parameters import TABLE
from sdad.surfaces.midi.mapping import move_of


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_every_control_is_moved_by_its_own_number(row) -> None:
    assert move_of([0xB0, row.cc, 0]) == (row.id, 0.0)
    assert move_of([0xB0, row.cc, 127]) == (row.id, 1.0)


def test_a_value_is_its_share_of_127() -> None:
    assert move_of([0xB0, 74, 100]) == ("brightness", pytest.approx(100 / 127))


@pytest.mark.parametrize("channel", range(16))
def test_any_channel_counts(channel: int) -> None:
    assert move_of([0xB0 | channel, 74, 127]) == ("brightness", 1.0)


@pytest.mark.parametrize(
    "message",
    [
        [],
        [0xB0],
        [0xB0, 74],
        [0xB0, 74, 1, 2],
        [0xB0, 74, 128],
        [0xB0, 74, -1],
        [74, 74, 74],
        [0x90, 74, 100],
        [0xC0, 74],
        [0xE0, 74, 100],
        [0xF8],
        [0xF0, 0x7E, 0xF7],
        [0xB0, 3, 100],
        *([0xB0, number, 0] for number in range(120, 128)),
    ],
    ids=str,
)
def test_everything_else_moves_nothing(message: list[int]) -> None:
    assert move_of(message) is None
