"""Bytes become messages as the specification says, in whatever pieces they come; nonsense becomes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.surfaces.midi.wire import Message, Parser, as_bytes, said


def heard(*bytes_: int) -> list[Message]:
    return Parser().feed(bytes_)


def test_each_kind_of_message() -> None:
    assert heard(0xB0, 74, 100) == [Message("cc", 1, 74, 100)]
    assert heard(0x9F, 60, 90) == [Message("note", 16, 60, 90)]
    assert heard(0x8A, 60, 64) == heard(0x9A, 60, 0) == [Message("note", 11, 60, 0)]
    assert heard(0xC1, 5) == [Message("program", 2, 5, 127)]
    assert heard(0xE8, 0x01, 0x40) == [Message("bend", 9, 0, 8193, 16383)]


def test_running_status_lasts_until_another_status() -> None:
    assert [one.value for one in heard(0xB0, 74, 1, 74, 2, 74, 3)] == [1, 2, 3]
    assert heard(0xC0, 1, 2) == [Message("program", 1, 1, 127), Message("program", 1, 2, 127)]
    assert heard(0xB0, 74, 1, 0xD0, 9, 74, 5, 0xB0, 74, 2) == [Message("cc", 1, 74, 1), Message("cc", 1, 74, 2)]


def test_clock_may_come_between_the_bytes_of_a_message() -> None:
    assert heard(0xB0, 0xF8, 74, 0xFE, 100) == [Message("cc", 1, 74, 100)]


def test_system_exclusive_is_passed_over_and_ends_running_status() -> None:
    assert heard(0xB0, 74, 1, 0xF0, 0x7E, 74, 9, 0xF7, 74, 2) == [Message("cc", 1, 74, 1)]
    assert heard(0xF0, 1, 2, 0xB0, 74, 3) == [Message("cc", 1, 74, 3)]


@pytest.mark.parametrize("data", [[], [0xB0], [0xB0, 74], [74, 74, 74], [0xA0, 1, 2], [0xF2, 1, 2], [0xB0, -1, 74]])
def test_what_is_no_message_of_use_gives_none(data: list[int]) -> None:
    assert heard(*data) == []


def test_a_message_that_is_broken_off_is_dropped() -> None:
    assert heard(0xB0, 74, 0x90, 60, 1) == [Message("note", 1, 60, 1)]


@given(st.lists(st.integers(0, 255), max_size=60), st.integers(1, 5))
def test_pieces_say_the_same_as_the_whole_and_values_are_in_range(data: list[int], size: int) -> None:
    parser = Parser()
    pieces = [one for start in range(0, len(data), size) for one in parser.feed(data[start : start + size])]
    assert pieces == Parser().feed(data)
    assert all(1 <= one.channel <= 16 and 0 <= one.value <= one.highest for one in pieces)


@pytest.mark.parametrize("message", [Message("cc", 9, 13, 77), Message("note", 1, 60, 5), Message("bend", 2, 0, 9000)])
def test_what_is_sent_is_what_is_heard(message: Message) -> None:
    kind, channel, number, value, _ = message
    (back,) = heard(*as_bytes(kind, channel, number, value))
    assert back[:4] == message[:4]


def test_a_program_change_is_never_sent() -> None:
    with pytest.raises(ValueError, match="program"):
        as_bytes("program", 1, 2, 3)


def test_messages_in_words() -> None:
    assert said(Message("cc", 1, 74, 100)) == "channel 1 CC 74 = 100"
    assert said(Message("program", 2, 5, 127)) == "channel 2 program 5"
    assert said(Message("bend", 9, 0, 1)) == "channel 9 pitch bend = 1"
