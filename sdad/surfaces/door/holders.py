"""Which program holds a port, where the system tells: Linux, for the programs of the same user."""

from __future__ import annotations

import ipaddress
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from sdad.logs import escaped

PROC = Path("/proc")
_LISTENS = "0A"
"""A TCP socket that waits for connections (include/net/tcp_states.h)."""


def holder(port: int, kind: socket.SocketKind, host: str) -> str:
    """Returns who holds a port, as ``NAME (process N)``; an empty text where the system does not tell.

    Args:
        port: The port.
        kind: ``SOCK_STREAM`` or ``SOCK_DGRAM``.
        host: The address at which it was wanted; programs that have it at others do not count.
    """
    wanted = {f"socket:[{inode}]" for inode in _inodes(port, kind, host)}
    if not wanted:
        return ""
    for process in PROC.glob("[0-9]*"):
        try:
            if any(str(each.readlink()) in wanted for each in (process / "fd").iterdir()):
                return f"{escaped((process / 'comm').read_text('utf-8', 'replace').strip())} (process {process.name})"
        except OSError:  # somebody else's, or gone meanwhile
            continue
    return ""


def _inodes(port: int, kind: socket.SocketKind, host: str) -> Iterator[str]:
    for name in ("tcp", "tcp6") if kind == socket.SOCK_STREAM else ("udp", "udp6"):
        try:
            _, *lines = (PROC / "net" / name).read_text("ascii").splitlines()
        except (OSError, ValueError):
            continue
        for line in lines:
            fields = line.split()
            address, _, number = fields[1].rpartition(":")
            taken = int(number, 16) == port and (kind == socket.SOCK_DGRAM or fields[3] == _LISTENS)
            if taken and _collide(_address(address), host):
                yield fields[9]


def _address(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Returns an address that the kernel has written as words in the machine's own order."""
    words = [int(written[at : at + 8], 16) for at in range(0, len(written), 8)]
    address = ipaddress.ip_address(struct.pack(f"={len(words)}I", *words))
    return getattr(address, "ipv4_mapped", None) or address


def _collide(address: ipaddress.IPv4Address | ipaddress.IPv6Address, host: str) -> bool:
    try:
        wanted = ipaddress.ip_address(host)
    except ValueError:  # a name
        return True
    return address.is_unspecified or wanted.is_unspecified or address == wanted
