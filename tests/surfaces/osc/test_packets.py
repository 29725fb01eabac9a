"""Bytes to messages: what is understood, and that nothing a network can send hurts."""

from __future__ import annotations

import random
import re
import struct
import time

import pytest

from sdad.errors import MalformedMessage
from sdad.surfaces.osc.packets import MAX_PACKET_BYTES, Message, encode, parse

IMMEDIATELY = b"\0\0\0\0\0\0\0\1"


def text(value: bytes) -> bytes:
    return value + b"\0" * (4 - len(value) % 4)


def message(address: bytes, tags: bytes = b"", payload: bytes = b"") -> bytes:
    return text(address) + text(b"," + tags) + payload


def bundle(*elements: bytes, tag: bytes = IMMEDIATELY) -> bytes:
    return b"#bundle\0" + tag + b"".join(struct.pack(">i", len(element)) + element for element in elements)


def test_what_is_encoded_comes_back():
    sent = Message("/sdad/render/done", ("r0001", "/música/ä.wav", 12.5, 3))
    assert parse(encode(sent)) == [sent]


def test_switches_travel_as_whole_numbers_for_patches_that_know_nothing_else():
    assert parse(encode(Message("/x", (True, False)))) == [Message("/x", (1, 0))]


def test_a_text_with_a_zero_or_with_undecodable_bytes_still_travels():
    (back,) = parse(encode(Message("/x", ("a\0b", "\udcff.wav"))))
    assert back.arguments == ("a b", "?.wav")


@pytest.mark.parametrize(
    ("tags", "payload", "arguments"),
    [
        (b"i", struct.pack(">i", -7), (-7,)),
        (b"f", struct.pack(">f", 0.5), (0.5,)),
        (b"d", struct.pack(">d", 0.1), (0.1,)),
        (b"h", struct.pack(">q", 2**40), (2**40,)),
        (b"s", text(b"glass"), ("glass",)),
        (b"S", text(b"glass"), ("glass",)),
        (b"TFN", b"", (True, False, None)),
        (b"I", b"", (None,)),
        (b"c", struct.pack(">i", 65), (65,)),
        (b"cf", struct.pack(">if", 65, 0.25), (65, 0.25)),
        (b"b", struct.pack(">i", 3) + b"abc\0", (b"abc",)),
        (b"[ff]i", struct.pack(">ffi", 1.0, 2.0, 3), (1.0, 2.0, 3)),
        (b"", b"", ()),
    ],
)
def test_every_common_type_is_read(tags, payload, arguments):
    assert parse(message(b"/a", tags, payload)) == [Message("/a", arguments)]


def test_a_message_without_types_has_no_arguments():
    assert parse(text(b"/sdad/ping")) == [Message("/sdad/ping")]


def test_nested_bundles_come_out_in_order_and_time_tags_do_not_hold_them_back():
    far = b"\xff\xff\xff\xff\xff\xff\xff\xff"
    inner = bundle(message(b"/b"), message(b"/c"), tag=far)
    packet = bundle(message(b"/a"), inner, message(b"/d"))
    assert [each.address for each in parse(packet)] == ["/a", "/b", "/c", "/d"]


def deep(levels: int) -> bytes:
    packet = message(b"/a")
    for _ in range(levels):
        packet = bundle(packet)
    return packet


HEADER = b"#bundle\0" + IMMEDIATELY

MALFORMED = {
    "empty": b"",
    "not a multiple of 4": b"/abc\0",
    "no slash": text(b"abc"),
    "element of size -4": HEADER + struct.pack(">i", -4) + message(b"/a"),
    "element of size 0": HEADER + struct.pack(">i", 0) + message(b"/a"),
    "element of size -8": HEADER + struct.pack(">i", -8) + message(b"/a"),
    "element of size -2^31": HEADER + struct.pack(">i", -(2**31)) + message(b"/a"),
    "element larger than the rest": HEADER + struct.pack(">i", 996) + message(b"/a"),
    "element of odd size": HEADER + struct.pack(">i", 7) + message(b"/abc"),
    "bundle without a time tag": b"#bundle\0",
    "nested too deep": deep(9),
    "nested absurdly deep": deep(2000),
    "too many messages": bundle(*[message(b"/a")] * 257),
    "too large": text(b"/a") + text(b",s") + text(b"x" * MAX_PACKET_BYTES),
    "address without an end": b"/abc",
    "types without an end": text(b"/a") + b",iii",
    "types without a comma": text(b"/a") + text(b"i") + b"\0\0\0\1",
    "integer cut off": message(b"/a", b"ii", b"\0\0\0\1"),
    "text cut off": message(b"/a", b"s", b"abcd"),
    "blob of negative size": message(b"/a", b"b", struct.pack(">i", -1)),
    "blob larger than the rest": message(b"/a", b"b", struct.pack(">i", 2**31 - 1) + b"abcd"),
    "unknown type": message(b"/a", b"Q", b"\0\0\0\0"),
    "type that is not ASCII": message(b"/a", "ü".encode(), b"\0\0\0\0"),
    "text that is not UTF-8": message(b"/a", b"s", text(b"\xff\xfe")),
    "address that is not UTF-8": message(b"/\xff"),
    "array never closed": message(b"/a", b"[i", b"\0\0\0\1"),
    "array never opened": message(b"/a", b"i]", b"\0\0\0\1"),
    "bytes left over": message(b"/a", b"i", b"\0\0\0\1\0\0\0\2"),
    "too many arguments": message(b"/a", b"T" * 257),
}


@pytest.mark.parametrize("packet", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_packets_are_refused_in_words(packet, said):
    with pytest.raises(MalformedMessage) as refusal:
        parse(packet)
    thing, remedy = re.fullmatch(r"(OSC packet|/a): [^;]+; ([^;]{15,})\.", refusal.value.text).groups()
    said(refusal.value, "surface.malformed", thing, remedy)


def test_mutated_and_random_packets_are_read_or_refused_and_nothing_else_within_50_ms_each():
    chance = random.Random(1)
    seeds = [*(packet for packet in MALFORMED.values() if len(packet) < 2000)]
    sound = [
        bundle(
            message(b"/sdad/control/brightness", b"f", struct.pack(">f", 0.5)),
            bundle(message(b"/b", b"sihd", text(b"glass") + bytes(20))),
        ),
        message(b"/sdad/render", b"ifTFNdtmr[s]b", bytes(32) + text(b"a") + struct.pack(">i", 3) + b"abc\0"),
    ]
    assert all(parse(packet) for packet in sound)
    seeds += 15 * sound
    slowest, read, refused = 0.0, 0, 0
    for _ in range(6000):
        packet = bytearray(chance.choice(seeds) or b"\0\0\0\0")
        for _ in range(chance.randint(0, 6)):
            packet[chance.randrange(len(packet))] = chance.choice((0, 255, 252, chance.randrange(256)))
        if chance.random() < 0.3:
            packet = packet[: chance.randrange(len(packet) + 1)]
        began = time.thread_time()
        try:
            parse(bytes(packet))
            read += 1
        except MalformedMessage:
            refused += 1
        slowest = max(slowest, time.thread_time() - began)
    assert read > 500 and refused > 500
    assert slowest < 0.05
