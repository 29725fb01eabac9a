"""Everything that has arrived at a UDP socket, at once.

Python takes its interpreter lock anew for every datagram that it reads; while other threads are busy that costs up to
5 ms each time, and the kernel's buffer runs over. Linux hands over hundreds of datagrams in one call (recvmmsg(2)), in
which nobody waits for anything; elsewhere they are read one by one.

Each comes with the time at which it arrived. Linux notes that when the network hands it over (SO_TIMESTAMPNS,
Documentation/networking/timestamping.rst), before anybody here has woken; elsewhere it is when it was read. Linux also
tells with each how many before it found no room in the socket's buffer (SO_RXQ_OVFL, socket(7)).
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from typing import Protocol

Peer = tuple[str, int]
"""Host and port."""
Datagram = tuple[bytes, Peer, float]
"""What was sent, by whom, and when it arrived in monotonic seconds."""

MAX_BURST = 2048
LARGEST_BYTES = 65536
"""Room for the largest datagram."""
SLOT_BYTES = 128
"""Room for what most datagrams are; a burst that has none larger is kept as it was written."""
_DONTWAIT = 0x40
_KNOWN_PEERS = 1024


class Burst(Protocol):
    """Datagrams that were read together."""

    def __len__(self) -> int:
        """Returns how many they are."""
        ...

    def newest_first(self) -> Iterator[tuple[bytes, str, int]]:
        """Yields of each what was sent, by which host, and its place in the burst; cheaper than :meth:`datagram`."""
        ...

    def datagram(self, place: int) -> Datagram:
        """Returns the one at a place; they are in the order of their arrival."""
        ...


class Reader(Protocol):
    """Reads what has arrived.

    ``stamped_by`` is who says when: ``kernel`` or ``reader``. ``dropped`` is how many datagrams the system is known to
    have had no room for.
    """

    stamped_by: str
    dropped: int

    def burst(self) -> Burst:
        """Returns what has arrived, at most :data:`MAX_BURST` datagrams in their order; does not wait."""
        ...


def reader_of(endpoint: socket.socket) -> Reader:
    """Returns the best reader that this system has for a non-blocking UDP socket."""
    if sys.platform == "linux":
        try:
            return _ManyAtOnce(endpoint)
        except (OSError, AttributeError):
            pass  # a C library without recvmmsg
    return _OneByOne(endpoint)


class Datagrams(list[Datagram]):
    """A burst of datagrams that have been looked at."""

    def newest_first(self) -> Iterator[tuple[bytes, str, int]]:
        """Yields what was sent, by which host, and its place."""
        for place in range(len(self) - 1, -1, -1):
            packet, (host, _), _ = self[place]
            yield packet, host, place

    def datagram(self, place: int) -> Datagram:
        """Returns the one at a place."""
        return self[place]


class _OneByOne:
    stamped_by = "reader"
    dropped = 0

    def __init__(self, endpoint: socket.socket) -> None:
        self._endpoint = endpoint

    def burst(self) -> Burst:
        burst = Datagrams()
        while len(burst) < MAX_BURST:
            try:
                packet, source = self._endpoint.recvfrom(LARGEST_BYTES)
            except OSError:  # nothing left; or Windows reports that somebody who was sent to has gone
                break
            burst.append((packet, (source[0], source[1]), time.monotonic()))
        return burst


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Header(ctypes.Structure):
    """``struct msghdr`` of recvmsg(2)."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint32),
        ("vectors", ctypes.POINTER(_Vector)),
        ("vector_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    """``struct mmsghdr`` of recvmmsg(2)."""

    _fields_ = (("header", _Header), ("length", ctypes.c_uint))


_NAME_BYTES = 28
"""``struct sockaddr_in6``, the larger of the two kinds of addresses."""
_TIMESTAMPNS = 35
"""SO_TIMESTAMPNS, and the kind of the control message that it makes (asm-generic/socket.h)."""
_OVERFLOWS = 40
"""SO_RXQ_OVFL, and the kind of the control message that it makes once there is something to tell."""
_STAMP = struct.Struct("@Niill")
"""``struct cmsghdr`` with its one ``struct timespec``: length, level, kind, seconds, nanoseconds."""
_DROPS = struct.Struct("@NiiI4x")
"""``struct cmsghdr`` with its one number, which the kernel writes behind the time: length, level, kind, number."""
_CONTROL_BYTES = _STAMP.size + _DROPS.size


class _ManyAtOnce:
    """recvmmsg(2) through ctypes, into buffers that are made once.

    A datagram begins in its slot and goes on, where that is too small, in a room for the largest. Pages of that room
    take memory only once they are written to.
    """

    def __init__(self, endpoint: socket.socket) -> None:
        self._endpoint = endpoint
        self._call = ctypes.CDLL(None, use_errno=True).recvmmsg
        self._slots = ctypes.create_string_buffer(MAX_BURST * SLOT_BYTES)
        self._rest = mmap.mmap(-1, MAX_BURST * LARGEST_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._names = ctypes.create_string_buffer(MAX_BURST * _NAME_BYTES)
        self._control = ctypes.create_string_buffer(MAX_BURST * _CONTROL_BYTES)
        self._vectors = (_Vector * (2 * MAX_BURST))()
        self._messages = (_Message * MAX_BURST)()
        rest = ctypes.addressof(ctypes.c_char.from_buffer(self._rest))
        slots, names, control = (ctypes.addressof(each) for each in (self._slots, self._names, self._control))
        for at, message in enumerate(self._messages):
            begin, end = self._vectors[2 * at], self._vectors[2 * at + 1]
            begin.base, begin.length = slots + at * SLOT_BYTES, SLOT_BYTES
            end.base, end.length = rest + at * LARGEST_BYTES, LARGEST_BYTES - SLOT_BYTES
            message.header.vectors = ctypes.pointer(begin)
            message.header.vector_count = 2
            message.header.name = names + at * _NAME_BYTES
            message.header.name_length = _NAME_BYTES
            message.header.control = control + at * _CONTROL_BYTES
            message.header.control_length = _CONTROL_BYTES
        # The kernel writes into the headers how much it has used; before the next call they are put back.
        self._headers = memoryview(self._messages).cast("B")
        self._unused = bytes(self._headers)
        each = ctypes.sizeof(_Message) // ctypes.sizeof(ctypes.c_uint)
        self._lengths = self._headers.cast("I")[_Message.length.offset // ctypes.sizeof(ctypes.c_uint) :: each]
        self._peers: dict[bytes, Peer] = {}
        self.dropped = 0
        self.stamped_by = "reader"
        with contextlib.suppress(OSError):
            endpoint.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
            self.stamped_by = "kernel"
            endpoint.setsockopt(socket.SOL_SOCKET, _OVERFLOWS, 1)

    def burst(self) -> Burst:
        count = self._call(self._endpoint.fileno(), self._messages, MAX_BURST, _DONTWAIT, None)
        if count <= 0:
            return Datagrams()  # nothing there, or the news that somebody who was sent to has gone
        now = time.monotonic()
        lengths = self._lengths[:count].tolist()
        *_, kind, dropped = _DROPS.unpack_from(self._control, count * _CONTROL_BYTES - _DROPS.size)
        if kind == _OVERFLOWS:
            # The higher one, since a place that is not written to keeps what was told there before.
            self.dropped = max(self.dropped, dropped)
        written = _Written(
            lengths,
            memoryview(self._slots)[: count * SLOT_BYTES].tobytes(),
            memoryview(self._names)[: count * _NAME_BYTES].tobytes(),
            memoryview(self._control)[: count * _CONTROL_BYTES].tobytes(),
            now,
            now - time.time(),
            self._peer,
        )
        used = count * ctypes.sizeof(_Message)
        self._headers[:used] = self._unused[:used]
        return written if max(lengths) <= SLOT_BYTES else self._whole(written, lengths)

    def _whole(self, written: _Written, lengths: list[int]) -> Datagrams:
        whole = Datagrams()
        for at, length in enumerate(lengths):
            packet, peer, arrived = written.datagram(at)
            begin = at * LARGEST_BYTES
            whole.append((packet + self._rest[begin : begin + max(0, length - SLOT_BYTES)], peer, arrived))
        self._rest.madvise(mmap.MADV_DONTNEED)
        return whole

    def _peer(self, name: bytes) -> Peer:
        known = self._peers.get(name)
        if known is None:
            if len(self._peers) >= _KNOWN_PEERS:
                self._peers.clear()
            host = name[8:24] if self._endpoint.family == socket.AF_INET6 else name[4:8]
            known = (socket.inet_ntop(self._endpoint.family, host), int.from_bytes(name[2:4], "big"))
            self._peers[name] = known
        return known


class _Written:
    """What one call has read, as the kernel has written it, for datagrams that end within their slots."""

    __slots__ = ("_ahead", "_control", "_lengths", "_names", "_now", "_peer", "_slots")

    def __init__(
        self,
        lengths: list[int],
        slots: bytes,
        names: bytes,
        control: bytes,
        now: float,
        ahead: float,
        peer: Callable[[bytes], Peer],
    ) -> None:
        self._lengths = lengths
        self._slots = slots
        self._names = names
        self._control = control
        self._now = now
        self._ahead = ahead
        self._peer = peer

    def __len__(self) -> int:
        return len(self._lengths)

    def newest_first(self) -> Iterator[tuple[bytes, str, int]]:
        slots, lengths, names = self._slots, self._lengths, self._names
        count = len(lengths)
        name = names[:_NAME_BYTES]
        if names == name * count:  # as in most floods
            host, _ = self._peer(name)
            for place in range(count - 1, -1, -1):
                begin = place * SLOT_BYTES
                yield slots[begin : begin + lengths[place]], host, place
        else:
            for place in range(count - 1, -1, -1):
                packet, (host, _), _ = self.datagram(place)
                yield packet, host, place

    def datagram(self, place: int) -> Datagram:
        begin = place * SLOT_BYTES
        packet = self._slots[begin : begin + min(self._lengths[place], SLOT_BYTES)]
        peer = self._peer(self._names[place * _NAME_BYTES : (place + 1) * _NAME_BYTES])
        # The kernel's clock may be set, the one that arrivals are told by never jumps.
        _, _, kind, seconds, nanoseconds = _STAMP.unpack_from(self._control, place * _CONTROL_BYTES)
        noted = kind == _TIMESTAMPNS
        return packet, peer, min(self._now, seconds + nanoseconds * 1e-9 + self._ahead) if noted else self._now
