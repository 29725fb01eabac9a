"""Which datagrams of a burst are worth reading.

A controller sends far more positions than can matter: of several for one control that arrived together only the last
is read, unless something else came in between. Comparing bytes costs about a twentieth of reading a message.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

from sdad.control.naming import osc_address
from sdad.control.parameters import TABLE
from sdad.surfaces.osc.feedback import Peer

Datagram = tuple[bytes, Peer]

_VALUE_BYTES = 4


def _head(address: str) -> bytes:
    """Returns the bytes of a message with one float, up to the float."""
    plain = address.encode("ascii")
    return plain + b"\0" * (4 - len(plain) % 4) + b",f\0\0"


_POSITION_HEADS = frozenset(_head(osc_address(row)) for row in TABLE)


def without_overtaken(burst: Sequence[Datagram]) -> list[Datagram]:
    """Returns a burst in its order, without positions that a later one of the same control has overtaken."""
    kept: list[Datagram] = []
    newer: set[bytes] = set()
    for datagram in reversed(burst):
        packet = datagram[0]
        head = packet[:-_VALUE_BYTES]
        if head not in _POSITION_HEADS:
            newer.clear()
        elif head in newer:
            continue
        elif math.isfinite(struct.unpack(">f", packet[-_VALUE_BYTES:])[0]):
            newer.add(head)
        kept.append(datagram)
    kept.reverse()
    return kept
