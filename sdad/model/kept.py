"""How learnt numbers are put on disk: whole or not at all, and with the disk's own reason when it refuses."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from sdad.errors import storage_error


def keep(serialised: bytes, path: Path) -> None:
    """Writes a file so that ``path`` holds either what it held before or everything that is given.

    safetensors writes files by itself too, but reports a full disk as a fault of the format and leaves half a file.

    Raises:
        DiskFull, NotWritable: the old file, if there was one, is untouched.
    """
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("xb") as file:
            file.write(serialised)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        _discard(unfinished)
        raise storage_error(error, path.parent, len(serialised)) from None
    finally:
        _discard(unfinished)


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
