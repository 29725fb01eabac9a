"""How often sdad has failed to start: after three times in a row it starts with as little as it can, and says so."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from sdad.errors import EngineError, SdadError
from sdad.library.formats import discard, write_json

MOST_FAILURES = 3
_FORMAT = 1


class SafeMode(EngineError):
    """Only what cannot fail was started."""

    code = "engine.safe_mode"

    def __init__(self, failures: int) -> None:
        super().__init__(
            f"sdad is in safe mode, since it has failed to start {failures} times: the controls, the panel and the "
            f"command line work; nothing is rendered, trained or watched. See sdad logs and sdad doctor, then stop it "
            f"and start it again.",
            thing="daemon",
        )


class Starts:
    """The starts that have not come to an end, good or bad.

    Args:
        file: Where they are counted.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def begin(self) -> SafeMode | None:
        """Counts a start; returns the reason to be careful when too many before it never became ready."""
        failures = 0
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            failures = int(json.loads(self._file.read_text("utf-8"))["failures"])
        with contextlib.suppress(SdadError):  # a full disk is no reason not to start
            write_json(self._file, {"format": _FORMAT, "failures": failures + 1})
        return SafeMode(failures) if failures >= MOST_FAILURES else None

    def succeeded(self) -> None:
        """Forgets them: this one became ready, or was ended by somebody."""
        discard(self._file)
