"""Rings and motor faders show where controls stand: at once, not too often, and never against a hand."""

from collections import Counter

import pytest

from sdad.control.state import ControlState
from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.rings import BURST, PORT_HZ, RATE_HZ, TOUCHED_S, Rings
from sdad.surfaces.midi.wire import Message

FADER = Entry(to="warmth", cc=5, channel=1, shown={})
RING = Entry(to="warmth", cc=6, relative="signed", shown={"cc": 48, "channel": 2, "low": 33, "high": 43, "off": 0})


class Told:
    def __init__(self, *entries: Entry) -> None:
        self.messages: list[tuple[str, list[int]]] = []
        self.state = ControlState()
        self.rings = Rings(lambda port, data: self.messages.append((port, data)))
        self.rings.connect("knobs", entries)

    def put(self, position: float | None, now: float) -> list[list[int]]:
        self.state = self.state.with_position("warmth", position)
        self.rings.changed("warmth")
        return self.flush(now)

    def flush(self, now: float) -> list[list[int]]:
        self.messages.clear()
        self.due = self.rings.flush(self.state, now)
        return [data for _, data in self.messages]


def test_a_device_that_comes_is_told_everything_and_nothing_twice() -> None:
    told = Told(FADER, RING)
    told.state = told.state.with_position("warmth", 1.0)
    assert told.flush(0.0) == [[0xB0, 5, 127], [0xB1, 48, 43]]
    told.rings.changed("warmth")
    assert told.flush(1.0) == []


def test_auto_darkens_a_ring_and_leaves_a_fader() -> None:
    assert Told(FADER, RING).flush(0.0) == [[0xB1, 48, 0]]


@pytest.mark.parametrize(
    ("entry", "data"),
    [
        (Entry(to="warmth", cc=5, bits=14, shown={}), [[0xB0, 5, 64], [0xB0, 37, 0]]),
        (Entry(to="warmth", bend=True, channel=9, shown={}), [[0xE8, 0, 64]]),
        (Entry(to="warmth", cc=5, invert=True, low=0.5, shown={}), [[0xB0, 5, 127]]),
        (Entry(to="warmth", nrpn=5, bits=14, shown={"cc": 7}), [[0xB0, 7, 64]]),
    ],
)
def test_each_form(entry: Entry, data: list[list[int]]) -> None:
    assert Told(entry).put(0.5, 0.0) == data


def test_the_newest_value_wins_at_a_bounded_rate() -> None:
    told = Told(FADER)
    count, last = 0, None
    for tick in range(1001):
        sent = told.put(tick / 1000, tick / 1000)
        count += len(sent)
        last = sent[-1] if sent else last
    assert count <= RATE_HZ + 1
    sent = told.flush(told.due) if told.due else []
    assert (sent[-1] if sent else last) == [0xB0, 5, 127]


def test_a_control_that_is_being_moved_is_told_nothing() -> None:
    told = Told(FADER)
    told.put(0.0, 0.0)
    for tick in range(20):
        now = 1.0 + tick / 50
        assert told.rings.touched("knobs", Message("cc", 1, 5, tick), now)
        assert told.put(0.9, now) == []
    assert told.due == pytest.approx(now + TOUCHED_S)
    assert told.flush(told.due) == [[0xB0, 5, round(0.9 * 127)]]


def test_a_fader_that_is_where_it_should_be_is_left_alone() -> None:
    told = Told(FADER)
    told.put(0.0, 0.0)
    told.rings.touched("knobs", Message("cc", 1, 5, 64), 1.0)
    assert told.put(64 / 127, 1.0) == []
    assert told.flush(2.0) == []


def test_only_what_shows_something_can_be_touched_and_what_has_gone_is_told_nothing() -> None:
    told = Told(FADER)
    assert not told.rings.touched("knobs", Message("cc", 1, 99, 64), 1.0)
    assert not told.rings.touched("other", Message("cc", 1, 5, 64), 1.0)
    assert not told.rings.changed("space")
    told.rings.disconnect("knobs")
    assert told.put(1.0, 1.0) == []


def test_a_device_is_not_told_more_than_it_can_take() -> None:
    told = Told(*(Entry(to="warmth", cc=number, bits=14, shown={}) for number in range(32)))
    seconds, of_each = 2.0, Counter()
    for tick in range(int(1000 * seconds)):
        of_each.update(data[1] for data in told.put(tick / 1000 / seconds, tick / 1000))
    assert 0.9 * seconds * PORT_HZ < of_each.total() <= seconds * PORT_HZ + BURST + 2
    assert len(of_each) == 64 and max(of_each.values()) <= min(of_each.values()) + 1


def test_what_can_be_dark_is_made_so_and_a_fader_stays() -> None:
    told = Told(FADER, RING)
    told.put(1.0, 0.0)
    told.messages.clear()
    told.rings.darken()
    assert told.messages == [("knobs", [0xB1, 48, 0])]
