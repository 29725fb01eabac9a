from __future__ import annotations

import socket
import sys
import time

import pytest

from sdad.surfaces.osc import datagrams
from sdad.surfaces.osc.datagrams import MAX_BURST, reader_of

READERS = [reader_of, datagrams._OneByOne]


def all_of(burst):
    """Returns the datagrams of a burst."""
    return [burst.datagram(place) for place in range(len(burst))]


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
    assert len(read.burst()) == 0
    sent = [bytes([number]) * (number * 40 + 1) for number in range(60)]
    for packet in sent:
        sender.send(packet)
    assert [datagram[:2] for datagram in all_of(read.burst())] == [
        (packet, sender.getsockname()[:2]) for packet in sent
    ]
    sender.send(b"")
    sender.send(b"more")
    assert [packet for packet, *_ in all_of(read.burst())] == [b"", b"more"]


@pytest.mark.parametrize("reader", READERS)
def test_the_largest_datagram_comes_whole(ends, reader):
    listener, sender = ends
    largest = bytes(range(256)) * 255
    sender.send(largest)
    assert reader(listener).burst().datagram(0)[0] == largest


@pytest.mark.parametrize("reader", READERS)
def test_large_ones_among_small_ones_come_whole_and_the_next_burst_is_not_mixed_with_them(ends, reader):
    listener, sender = ends
    read = reader(listener)
    for sizes in ([1, 5000, 128, 129, 0, 60_000], [129, 3], [7, 128, 7]):
        sent = [bytes([number + 1]) * size for number, size in enumerate(sizes)]
        for packet in sent:
            sender.send(packet)
        assert [packet for packet, *_ in all_of(read.burst())] == sent


@pytest.mark.parametrize("reader", READERS)
def test_the_newest_come_first_to_who_wants_them_so(ends, reader):
    listener, sender = ends
    read = reader(listener)
    with socket.socket(listener.family, socket.SOCK_DGRAM) as other:
        other.connect(listener.getsockname()[:2])
        for senders in ([sender] * 3, [sender, other, sender]):
            for number, end in enumerate(senders):
                end.send(bytes([number]) * (number + 1))
            burst = read.burst()
            expected = [(packet, host, place) for place, (packet, (host, _), _) in enumerate(all_of(burst))]
            assert list(burst.newest_first()) == expected[::-1]
            assert [packet for packet, *_ in expected] == [b"\0", b"\1\1", b"\2\2\2"]


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
        got += all_of(burst)
    assert [int.from_bytes(packet, "big") for packet, *_ in got + all_of(read.burst())] == list(range(sent))


@pytest.mark.parametrize("reader", READERS)
def test_two_senders_are_told_apart(ends, reader):
    listener, sender = ends
    with socket.socket(listener.family, socket.SOCK_DGRAM) as other:
        other.connect(listener.getsockname()[:2])
        sender.send(b"a")
        other.send(b"b")
        peers = [end.getsockname()[:2] for end in (sender, other)]
        assert [datagram[:2] for datagram in all_of(reader(listener).burst())] == list(
            zip((b"a", b"b"), peers, strict=True)
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what it had no room for")
def test_what_the_system_had_no_room_for_is_counted(ends):
    listener, sender = ends
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    read = reader_of(listener)
    sent = got = 0
    for _ in range(2):
        for _ in range(100):
            sender.send(b"x" * 500)
        got += len(read.burst())
        sender.send(b"the next one tells")
        got += len(read.burst())
        sent += 101
        assert 0 < got < sent and read.dropped == sent - got


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for the time of arrival")
def test_the_kernel_says_when_each_arrived_however_late_it_is_read(ends):
    listener, sender = ends
    read = reader_of(listener)
    assert read.stamped_by == "kernel"
    sent = []
    # Twice, since the kernel writes into what it was given the first time.
    for _ in range(2):
        for packet in (b"a", b"b", b"c"):
            before = time.monotonic()
            sender.send(packet)
            sent.append((before, time.monotonic()))
        time.sleep(0.02)
        arrivals = [arrived for *_, arrived in all_of(read.burst())]
        # Between reading one clock and the other this process may have had to wait; that makes a time earlier only.
        for (before, after), arrived in zip(sent, arrivals, strict=True):
            assert before - 1.0 <= arrived <= after + 0.002
        sent.clear()


def test_elsewhere_it_is_the_time_of_reading(ends):
    listener, sender = ends
    read = datagrams._OneByOne(listener)
    assert read.stamped_by == "reader"
    sender.send(b"a")
    before = time.monotonic()
    ((_, _, arrived),) = all_of(read.burst())
    assert before <= arrived <= time.monotonic()


@pytest.mark.skipif(sys.platform != "linux", reason="recvmmsg is Linux's")
@pytest.mark.parametrize("ahead_s", [-3600.0, 3600.0])
def test_a_clock_that_is_set_makes_nothing_arrive_in_the_future(ends, monkeypatch, ahead_s):
    listener, sender = ends
    read = reader_of(listener)
    sender.send(b"a")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + ahead_s)
    ((_, _, arrived),) = all_of(read.burst())
    assert arrived <= time.monotonic()


@pytest.mark.skipif(sys.platform != "linux", reason="recvmmsg is Linux's")
def test_a_kernel_that_notes_no_times_is_done_without(ends):
    listener, sender = ends
    read = reader_of(listener)
    listener.setsockopt(socket.SOL_SOCKET, datagrams._TIMESTAMPNS, 0)
    sender.send(b"a")
    before = time.monotonic()
    ((packet, _, arrived),) = all_of(read.burst())
    assert packet == b"a" and before <= arrived <= time.monotonic()
