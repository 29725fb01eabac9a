from __future__ import annotations

import math

import pytest

from sdad.surfaces.osc.datagrams import Datagrams
from sdad.surfaces.osc.flood import without_overtaken
from sdad.surfaces.osc.packets import Message, encode

ONE = ("127.0.0.1", 5000)
TWO = ("127.0.0.1", 5001)


def burst(*messages):
    return [
        (encode(Message(address, arguments)), ONE, float(number))
        for number, (address, *arguments) in enumerate(messages)
    ]


def test_of_many_positions_the_last_of_each_control_is_kept():
    sent = burst(*[(f"/sdad/control/{name}", step / 1000) for step in range(1000) for name in ("width", "density")])
    assert without_overtaken([Datagrams(sent)]) == sent[-2:]


def test_what_came_before_a_command_is_kept_for_it():
    sent = burst(
        ("/sdad/control/width", 0.1),
        ("/sdad/control/width", 0.2),
        ("/sdad/render",),
        ("/sdad/control/width", 0.3),
        ("/sdad/control/width", 0.4),
    )
    assert without_overtaken([Datagrams(sent)]) == [sent[1], sent[2], sent[4]]


@pytest.mark.parametrize(
    "later",
    [
        ("/sdad/control/width",),
        ("/sdad/control/width", math.nan),
        ("/sdad/control/width", "auto"),
        ("/sdad/control/width", 1),
        ("/sdad/control/width/delta", 0.1),
        ("/sdad/control/width/auto", 1),
        ("/sdad/control/width/lock", 1),
        ("/sdad/control/*", 0.1),
        ("/sdad/nothing", 0.1),
    ],
)
def test_only_the_same_setting_overtakes_a_setting(later):
    sent = burst(("/sdad/control/width", 0.1), later)
    assert without_overtaken([Datagrams(sent)]) == sent


def test_locks_and_natural_values_are_settings_too():
    names = ("/sdad/control/width/lock", "/sdad/control/brightness/hz")
    sent = burst(*[(name, float(step)) for step in range(5) for name in names])
    assert without_overtaken([Datagrams(sent)]) == sent[-2:]


def test_addresses_of_nobody_do_not_stand_between_settings_and_are_complained_of_once():
    sent = burst(*[(name, 0.1) for _ in range(50) for name in ("/sdad/control/width", "/sdad/nothing", "/else")])
    assert without_overtaken([Datagrams(sent)]) == sent[-3:]


def test_a_bundle_stands_between_settings():
    bundle = b"#bundle\0" + bytes(7) + b"\1"
    (setting,) = burst(("/sdad/control/width", 0.1))
    sent = [setting, (bundle, ONE, 1.0), setting]
    assert without_overtaken([Datagrams(sent)]) == sent


def test_deltas_all_count():
    sent = burst(*[("/sdad/control/width/delta", 0.1)] * 5)
    assert without_overtaken([Datagrams(sent)]) == sent


def test_the_last_sender_wins():
    first, second = burst(("/sdad/control/width", 0.1))[0], (encode(Message("/sdad/control/width", (0.9,))), TWO, 1.0)
    assert without_overtaken([Datagrams([first, second])]) == [second]


def test_another_machine_overtakes_nobody():
    here, there = (
        burst(("/sdad/control/width", 0.1))[0],
        (encode(Message("/sdad/control/width", (0.9,))), ("10.0.0.2", 9), 1.0),
    )
    assert without_overtaken([Datagrams([here, there])]) == [here, there]


def test_short_and_empty_packets_pass():
    sent = [(b"", ONE, 0.0), (b"\0", ONE, 0.0), (b"/a\0\0", ONE, 0.0)]
    assert without_overtaken([Datagrams(sent)]) == sent


def test_what_is_overtaken_in_a_later_burst_is_not_read_either():
    first = burst(("/sdad/control/width", 0.1), ("/sdad/nothing", 1), ("/sdad/control/space", 0.2))
    second = burst(("/sdad/nothing", 2), ("/sdad/control/width", 0.3))
    assert without_overtaken([Datagrams(first), Datagrams(second)]) == [first[2], *second]


def test_a_command_in_a_later_burst_keeps_what_it_might_see():
    first = burst(("/sdad/control/width", 0.1), ("/sdad/control/width", 0.2))
    second = burst(("/sdad/render",), ("/sdad/control/width", 0.3))
    assert without_overtaken([Datagrams(first), Datagrams(second)]) == [first[1], *second]
