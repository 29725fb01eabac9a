"""Fourteen bits where a mapping says so, in either order; two knobs everywhere else."""

from sdad.surfaces.midi.pairs import HOLD_S, Pairs
from sdad.surfaces.midi.wire import Message


def cc(number: int, value: int, channel: int = 1) -> Message:
    return Message("cc", channel, number, value)


def pairs(*wide: tuple[str, int, int], nrpn: bool = False) -> Pairs:
    return Pairs(lambda source: source in wide, lambda channel: nrpn and channel == 1)


def values(found: list[Message]) -> list[tuple[int, int, int]]:
    return [(one.number, one.value, one.highest) for one in found]


def test_nothing_is_inferred() -> None:
    plain = pairs()
    told = [cc(16, 1), cc(48, 2), cc(16, 3), cc(48, 4), cc(99, 0), cc(98, 1), cc(6, 5), cc(38, 6)]
    assert [one for message in told for one in plain.feed(message, 0.0)] == told
    assert plain.due is None


def test_both_orders_make_the_same_value() -> None:
    for first, second in (((16, 64), (48, 3)), ((48, 3), (16, 64))):
        both = pairs(("cc", 1, 16))
        assert both.feed(cc(*first), 0.0) == []
        assert values(both.feed(cc(*second), 0.001)) == [(16, 64 << 7 | 3, 16383)]
        assert both.due is None


def test_only_the_channel_that_is_mapped_is_put_together() -> None:
    both = pairs(("cc", 2, 16))
    assert both.feed(cc(16, 64), 0.0) == [cc(16, 64)]


def test_a_half_that_stays_alone_counts_when_the_time_is_over() -> None:
    both = pairs(("cc", 1, 16))
    both.feed(cc(16, 64), 0.0)
    assert both.due == HOLD_S
    assert both.expired(HOLD_S / 2) == []
    assert values(both.expired(HOLD_S)) == [(16, 64 << 7, 16383)]
    both.feed(cc(48, 9), 1.0)
    assert values(both.expired(1.0 + HOLD_S)) == [(16, 64 << 7 | 9, 16383)]


def test_a_lower_half_without_any_upper_one_means_nothing() -> None:
    both = pairs(("cc", 1, 16))
    assert both.feed(cc(48, 9), 0.0) == []
    assert both.expired(1.0) == []


def test_a_sender_of_upper_halves_only_is_not_held_back() -> None:
    both = pairs(("cc", 1, 16))
    found = [one for value in (10, 11, 12) for one in both.feed(cc(16, value), 0.0)]
    assert values(found + both.expired(1.0)) == [(16, value << 7, 16383) for value in (10, 11, 12)]


def nrpn(parameter: int, *data: tuple[int, int], channel: int = 1) -> list[Message]:
    return [cc(99, parameter >> 7, channel), cc(98, parameter & 127, channel), *(cc(*one, channel) for one in data)]


def test_an_nrpn_of_seven_and_of_fourteen_bits() -> None:
    seven = pairs(nrpn=True)
    found = [one for message in nrpn(300, (6, 5), (6, 7)) for one in seven.feed(message, 0.0)]
    assert found == [Message("nrpn", 1, 300, 5), Message("nrpn", 1, 300, 7)]
    wide = pairs(("nrpn", 1, 300), nrpn=True)
    found = [one for message in nrpn(300, (6, 5), (38, 7)) for one in wide.feed(message, 0.0)]
    assert found == [Message("nrpn", 1, 300, 5 << 7 | 7, 16383)]


def test_steps_up_and_down_from_where_it_stands() -> None:
    wide = pairs(("nrpn", 1, 3), nrpn=True)
    found = [one for message in nrpn(3, (6, 1), (38, 0), (96, 0), (97, 0), (97, 0)) for one in wide.feed(message, 0.0)]
    assert [one.value for one in found] == [128, 129, 128, 127]


def test_null_and_registered_parameters_end_an_nrpn() -> None:
    for ending in ((99, 127), (98, 127)), ((101, 0), (100, 0)):
        seven = pairs(nrpn=True)
        told = [*nrpn(3, (6, 1)), *(cc(*one) for one in ending), cc(6, 2)]
        assert [one.value for message in told for one in seven.feed(message, 0.0)] == [1]


def test_other_controllers_and_channels_pass_while_an_nrpn_is_mapped() -> None:
    seven = pairs(nrpn=True)
    assert seven.feed(cc(74, 1), 0.0) == [cc(74, 1)]
    assert seven.feed(cc(6, 1, channel=2), 0.0) == [cc(6, 1, channel=2)]
