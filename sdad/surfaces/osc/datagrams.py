"""Everything that has arrived at a UDP socket, at once.

Python takes its interpreter lock anew for every datagram that it reads; while other threads are busy that costs up to
5 ms each time, and the kernel's buffer runs over. Linux hands over hundreds of datagrams in one call (recvmmsg(2)), in
which nobody waits for anything; elsewhere they are read one by one.

Each comes with the time at which it arrived. Linux notes that when the network hands it over (SO_TIMESTAMPNS,
Documentation/networking/timestamping.rst), before anybody here has woken; elsewhere it is when it was read.
"""

from __future__ import annotations

import ctypes
import mmap
import socket
import struct
import sys
import time
from collections.abc import Iterator
from typing import Protocol

Peer = tuple[str, int]
"""Host and port."""
Datagram = tuple[bytes, Peer, float]
"""What was sent, by whom, and when it arrived in monotonic seconds."""

MAX_BURST = 1024
SLOT_BYTES = 65536
"""Room for each datagram of a burst. Only what is written to takes memory: a page for each slot."""
_DONTWAIT = 0x40
_KNOWN_PEERS = 1024


class Reader(Protocol):
    """Reads what has arrived. ``stamped_by`` is who says when: ``kernel`` or ``reader``."""

    stamped_by: str

    def burst(self) -> list[Datagram]:
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


class _OneByOne:
    stamped_by = "reader"

    def __init__(self, endpoint: socket.socket) -> None:
        self._endpoint = endpoint

    def burst(self) -> list[Datagram]:
        burst: list[Datagram] = []
        while len(burst) < MAX_BURST:
            try:
                packet, source = self._endpoint.recvfrom(SLOT_BYTES)
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


_LENGTHS = struct.Struct(f"{_Message.length.offset}xI{ctypes.sizeof(_Message) - _Message.length.offset - 4}x")
_NAME_BYTES = 28
"""``struct sockaddr_in6``, the larger of the two kinds of addresses."""
_TIMESTAMPNS = 35
"""SO_TIMESTAMPNS, and the kind of the control message that it makes (asm-generic/socket.h)."""
_STAMP = struct.Struct("@Niill")
"""``struct cmsghdr`` with its one ``struct timespec``: length, level, kind, seconds, nanoseconds."""


class _ManyAtOnce:
    """recvmmsg(2) through ctypes, into one buffer that is made once."""

    def __init__(self, endpoint: socket.socket) -> None:
        self._endpoint = endpoint
        self._call = ctypes.CDLL(None, use_errno=True).recvmmsg
        self._data = mmap.mmap(-1, MAX_BURST * SLOT_BYTES)
        self._names = ctypes.create_string_buffer(MAX_BURST * _NAME_BYTES)
        self._stamps = ctypes.create_string_buffer(MAX_BURST * _STAMP.size)
        self._vectors = (_Vector * MAX_BURST)()
        self._messages = (_Message * MAX_BURST)()
        data = ctypes.addressof(ctypes.c_char.from_buffer(self._data))
        names, stamps = ctypes.addressof(self._names), ctypes.addressof(self._stamps)
        for at, (vector, message) in enumerate(zip(self._vectors, self._messages, strict=True)):
            vector.base, vector.length = data + at * SLOT_BYTES, SLOT_BYTES
            message.header.vectors = ctypes.pointer(vector)
            message.header.vector_count = 1
            message.header.name = names + at * _NAME_BYTES
            message.header.name_length = _NAME_BYTES
            message.header.control = stamps + at * _STAMP.size
            message.header.control_length = _STAMP.size
        # The kernel writes into the headers how much it has used; before the next call they are put back.
        self._headers = memoryview(self._messages).cast("B")
        self._unused = bytes(self._headers)
        self._peers: dict[bytes, Peer] = {}
        try:
            endpoint.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
            self.stamped_by = "kernel"
        except OSError:
            self.stamped_by = "reader"

    def burst(self) -> list[Datagram]:
        count = self._call(self._endpoint.fileno(), self._messages, MAX_BURST, _DONTWAIT, None)
        if count <= 0:
            return []  # nothing there, or the news that somebody who was sent to has gone
        data, names, burst = self._data, self._names.raw, []
        used = count * _LENGTHS.size
        lengths = _LENGTHS.iter_unpack(self._headers[:used])
        for at, ((length,), arrived) in enumerate(zip(lengths, self._arrivals(count), strict=True)):
            begin = at * SLOT_BYTES
            peer = self._peer(names[at * _NAME_BYTES : (at + 1) * _NAME_BYTES])
            burst.append((data[begin : begin + length], peer, arrived))
        self._headers[:used] = self._unused[:used]
        return burst

    def _arrivals(self, count: int) -> Iterator[float]:
        """Yields when each datagram arrived, from the kernel's clock, which may be set, on the one that never jumps."""
        now = time.monotonic()
        ahead = now - time.time()
        for _, _, kind, seconds, nanoseconds in _STAMP.iter_unpack(memoryview(self._stamps)[: count * _STAMP.size]):
            yield min(now, seconds + nanoseconds * 1e-9 + ahead) if kind == _TIMESTAMPNS else now

    def _peer(self, name: bytes) -> Peer:
        known = self._peers.get(name)
        if known is None:
            if len(self._peers) >= _KNOWN_PEERS:
                self._peers.clear()
            host = name[8:24] if self._endpoint.family == socket.AF_INET6 else name[4:8]
            known = (socket.inet_ntop(self._endpoint.family, host), int.from_bytes(name[2:4], "big"))
            self._peers[name] = known
        return known
