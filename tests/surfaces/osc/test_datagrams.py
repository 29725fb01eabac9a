from __future__ import annotations

import socket
import sys

import pytest

from sdad.surfaces.osc import datagrams
from sdad.surfaces.osc.datagrams import MAX_BURST, reader_of

READERS = [reader_of, datagrams._OneByOne]


@pytest.fixture(params=[(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")], ids=["IPv4", "IPv6"])
def ends(request):
    """Returns a socket that listens and one that sends to it."""
    family, host = request.param
    with socket.socket(family, socket.SOCK_DGRAM) as listener, socket.socket(family, socket.SOCK_DGRAM) as sender:
        try:
            listener.bind((host, 0))
        except OSError:
            pytest.skip("needs IPv6 on this machine")
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        listener.setblocking(False)
        sender.connect(listener.getsockname()[:2])
        yield listener, sender


@pytest.mark.skipif(sys.platform != "linux", reason="recvmmsg is Linux's")
def test_on_linux_many_are_read_at_once(ends):
    assert not isinstance(reader_of(ends[0]), datagrams._OneByOne)


@pytest.mark.parametrize("reader", READERS)
def test_all_that_has_arrived_comes_in_order_with_its_sender(ends, reader):
    listener, sender = ends
    read = reader(listener)
    assert read.burst() == []
    sent = [bytes([number]) * (number * 40 + 1) for number in range(60)]
    for packet in sent:
        sender.send(packet)
    assert read.burst() == [(packet, sender.getsockname()[:2]) for packet in sent]
    sender.send(b"")
    sender.send(b"more")
    assert [packet for packet, _ in read.burst()] == [b"", b"more"]


@pytest.mark.parametrize("reader", READERS)
def test_the_largest_datagram_comes_whole(ends, reader):
    listener, sender = ends
    largest = bytes(range(256)) * 255
    sender.send(largest)
    assert reader(listener).burst()[0][0] == largest


@pytest.mark.parametrize("reader", READERS)
def test_a_burst_has_an_end_and_the_rest_comes_next(ends, reader):
    listener, sender = ends
    read, sent = reader(listener), 0
    got = []
    # Piece by piece, since the system's own buffer may be small.
    while sent < MAX_BURST + 100:
        for _ in range(50):
            sender.send(sent.to_bytes(4, "big"))
            sent += 1
        burst = read.burst()
        assert len(burst) <= MAX_BURST
        got += burst
    assert [int.from_bytes(packet, "big") for packet, _ in got + read.burst()] == list(range(sent))


@pytest.mark.parametrize("reader", READERS)
def test_two_senders_are_told_apart(ends, reader):
    listener, sender = ends
    with socket.socket(listener.family, socket.SOCK_DGRAM) as other:
        other.connect(listener.getsockname()[:2])
        sender.send(b"a")
        other.send(b"b")
        assert reader(listener).burst() == [(b"a", sender.getsockname()[:2]), (b"b", other.getsockname()[:2])]
