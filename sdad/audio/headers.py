"""How long a file should be by its own header, which tells a broken-off copy from a short recording."""

from __future__ import annotations

from typing import BinaryIO

SIZE_SLACK = 16
"""Bytes by which a header may be wrong: some programs count the padding or the header itself otherwise."""

_UNKNOWN_SIZE = 0x7FFF0000


def promised_bytes(file: BinaryIO) -> int | None:
    """Returns the size of the whole file by its header; 0 where the header leaves it open, None where it has none.

    libsndfile quietly takes the shorter of header and file, so a half-copied file looks like a good shorter one.
    The file's position is left where it was.
    Sources: Microsoft RIFF, EBU Tech 3306 (RF64), Sony Wave64 and Apple AIFF-C specifications.
    """
    before = file.tell()
    file.seek(0)
    head = file.read(40)
    file.seek(before)
    kind = head[:4]
    if kind in (b"RIFF", b"RIFX", b"FORM"):
        size = int.from_bytes(head[4:8], "little" if kind == b"RIFF" else "big")
        # A recorder that writes into a pipe or dies leaves 0 or a huge stand-in.
        return 0 if size == 0 or size >= _UNKNOWN_SIZE else size + 8
    if kind == b"RF64":
        return int.from_bytes(head[20:28], "little") + 8
    if kind == b"riff":
        return int.from_bytes(head[16:24], "little")
    return None
