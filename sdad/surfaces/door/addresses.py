"""At which addresses other machines reach this one."""

from __future__ import annotations

import socket
import struct
import sys

from sdad.control.places import is_this_machine

_SIOCGIFADDR = 0x8915 if sys.platform == "linux" else 0xC0206921
"""Asks the system for an interface's IPv4 address: ``bits/ioctls.h`` of Linux, ``sys/sockio.h`` of macOS."""


def network_addresses(host: str) -> list[str]:
    """Returns the addresses at which a server that listens on ``host`` is reached from other machines.

    The system is asked, and nothing is sent: the usual way, to connect a socket to some address far away and look at
    its own end, would be a connection to the outside.
    """
    if host not in ("0.0.0.0", "::"):
        return [] if is_this_machine(host) or host == "localhost" else [host]
    return sorted(address for address in set(_all()) if not is_this_machine(address))


def _all() -> list[str]:
    if sys.platform == "win32":
        try:
            return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        except OSError:
            return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:  # it has no address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
