"""What goes where: results on standard output, talk on standard error, and with ``--json`` one object as the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdad.errors import SdadError


class Console:
    """Both outputs of one run of the command."""

    def __init__(self, *, json: bool) -> None:
        self.json = json

    def result(self, value: Mapping[str, Any], lines: Iterable[str] = ()) -> None:
        """Prints the result: ``value`` with ``--json``, else ``lines``."""
        if self.json:
            print(json.dumps(value, ensure_ascii=True, allow_nan=False), flush=True)
        else:
            for line in lines:
                print(_printable(line, sys.stdout), flush=True)

    def say(self, text: str) -> None:
        """Says something to the person, on standard error."""
        print(_printable(text, sys.stderr), file=sys.stderr, flush=True)

    def failure(self, error: SdadError) -> None:
        """Says what went wrong; with ``--json`` the result is ``{"error": {"code", "text", "thing"}}``."""
        if self.json:
            self.result({"error": error.as_dict()})
        self.say(error.text)


def about_file(file: str, reason: str) -> str:
    """Returns a sentence about a file; most reasons name it themselves."""
    return reason if file.rsplit("/", 1)[-1] in reason else f"{file}: {reason}"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Returns rows as lines with aligned columns."""
    if not rows:
        return []
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _printable(text: str, stream: Any) -> str:
    """Returns the text as far as the terminal's encoding can show it: a file name must never end the program."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
