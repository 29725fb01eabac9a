"""Which datagrams of a burst are worth reading.

A controller sends far more positions than can matter: of several for one control that arrived together only the last
is read, unless a command came in between. Comparing bytes costs about a twentieth of reading a message.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Collection, Iterator, Sequence

from sdad.control.naming import osc_address, osc_natural_address
from sdad.control.parameters import TABLE
from sdad.surfaces.osc.datagrams import Datagram
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import padded

_VALUE_BYTES = 4
_FLOAT = b",f\0\0"
_WHOLE = b",i\0\0"


def _settings() -> Iterator[bytes]:
    """Yields what messages begin with that say how something stands from now on, whatever it was before."""
    for row in TABLE:
        addresses = {osc_address(row), osc_natural_address(row), f"{osc_address(row)}/lock"}
        yield from (padded(address) + kind for address in addresses for kind in (_FLOAT, _WHOLE))


_SETTINGS = frozenset(_settings())
_COMMANDS = frozenset(padded(address) for address in ENDPOINTS)


def without_overtaken(burst: Sequence[Datagram], own: Collection[bytes] = ()) -> list[Datagram]:
    """Returns a burst in its order, without settings that a later one of the same address has overtaken.

    A setting is not overtaken across anything else that sdad does something for, which might see it. Of several
    messages to an address that sdad does not have the last is read, too: one complaint is enough.

    Args:
        burst: What has arrived.
        own: The user's addresses for some of sdad's, padded; what they stand for is not looked up here.
    """
    kept: list[Datagram] = []
    # By machine: one that nobody listens to must not make another one unheard.
    newer: set[tuple[bytes, str]] = set()
    for datagram in reversed(burst):
        packet, (host, _), _ = datagram
        head = packet[:-_VALUE_BYTES]
        if (head, host) in newer:
            continue
        if head in _SETTINGS:
            if head.endswith(_WHOLE) or math.isfinite(struct.unpack(">f", packet[-_VALUE_BYTES:])[0]):
                newer.add((head, host))
        elif (address := _address_of_nobody(packet)) is None or address in own:
            newer.clear()
        elif (address, host) in newer:
            continue
        else:
            newer.add((address, host))
        kept.append(datagram)
    kept.reverse()
    return kept


def _address_of_nobody(packet: bytes) -> bytes | None:
    """Returns the address of a message to one that sdad does not have; None for anything else."""
    end = packet.find(b"\0")
    if not packet.startswith(b"/") or end < 0 or any(sign in packet[:end] for sign in b"*?[{"):
        return None  # a bundle, a pattern, or nothing that is told apart so quickly
    address = packet[: end + 4 - end % 4]
    return None if address in _COMMANDS else address
