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
from sdad.surfaces.osc.datagrams import Burst, Datagram
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


def without_overtaken(bursts: Sequence[Burst], own: Collection[bytes] = ()) -> list[Datagram]:
    """Returns bursts in their order, without settings that a later one of the same address has overtaken.

    A setting is not overtaken across anything else that sdad does something for, which might see it. Of several
    messages to an address that sdad does not have the last is read, too: one complaint is enough.

    Args:
        bursts: What has arrived, in the order of arrival.
        own: The user's addresses for some of sdad's, padded; what they stand for is not looked up here.
    """
    kept: list[Datagram] = []
    # By machine: one that nobody listens to must not make another one unheard.
    newer: dict[str, set[bytes]] = {}
    for burst in reversed(bursts):
        for packet, host, place in burst.newest_first():
            of_host = newer.get(host)
            if of_host is None:
                of_host = newer[host] = set()
            head = packet[:-_VALUE_BYTES]
            if head in of_host:
                continue
            if head in _SETTINGS:
                if head.endswith(_WHOLE) or math.isfinite(struct.unpack(">f", packet[-_VALUE_BYTES:])[0]):
                    of_host.add(head)
            elif (address := _address_of_nobody(packet)) is None or address in own:
                newer.clear()
            else:
                known = address in of_host
                of_host.add(address)
                if head.startswith(address):
                    of_host.add(head)  # which spares looking for the address once more
                if known:
                    continue
            kept.append(burst.datagram(place))
    kept.reverse()
    return kept


def _address_of_nobody(packet: bytes) -> bytes | None:
    """Returns the address of a message to one that sdad does not have; None for anything else."""
    end = packet.find(b"\0")
    if not packet.startswith(b"/") or end < 0 or any(sign in packet[:end] for sign in b"*?[{"):
        return None  # a bundle, a pattern, or nothing that is told apart so quickly
    address = packet[: end + 4 - end % 4]
    return None if address in _COMMANDS else address
