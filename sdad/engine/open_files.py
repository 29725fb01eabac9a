"""Whether the system will open more files and connections for this process: said before nothing can be opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from sdad.errors import EngineError, SdadError

if sys.platform != "win32":
    import resource  # not later, when it may be that no file can be opened

SHARE = 0.9
"""Of what the system allows, so much may be open before people are told."""


class FewFilesLeft(EngineError):
    """The system will soon open no more files and connections for sdad."""

    code = "engine.few_files_left"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"sdad has nearly all of the {most} files and connections open that the system allows it, so new ones are "
            f"refused; what it plays goes on. Close pages and programs that talk to it, or raise the limit (ulimit -n) "
            f"and start it again.",
            thing="ulimit -n",
        )


class OpenFiles:
    """Looks now and then; people are told once each time that it becomes tight.

    Args:
        notice: Tells people.
        look: Returns how many are open and how many may be; None where the system does not say.
    """

    def __init__(
        self, notice: Callable[[SdadError], None], look: Callable[[], tuple[int, int] | None] | None = None
    ) -> None:
        self._notice = notice
        self._look = look or _now
        self._said = False

    def look(self) -> None:
        """Tells people if it has become tight."""
        found = self._look()
        if found is None:
            return
        tight = found[0] >= SHARE * found[1]
        if tight and not self._said:
            self._notice(FewFilesLeft(found[1]))
        self._said = tight


def _now() -> tuple[int, int] | None:
    if sys.platform == "win32":
        return None
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return None
    try:
        return sum(1 for _ in Path("/dev/fd").iterdir()), most
    except OSError:
        return most, most  # not even this folder can be opened
