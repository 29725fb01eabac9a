"""What sdad writes down, floor 0: one JSON object a line, in files that stay small.

Much of what is logged was said by others: names in packets, headers, words of a broken file. As JSON with nothing but
ASCII in it, no such text can end a line, begin a new one or speak to a terminal. The keys are ``at``, ``level``,
``part`` (the process), ``from`` (the module), ``text`` and, of a fault that was not foreseen, ``trace``.
"""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sdad.errors import StorageError

MOST_BYTES = 2_000_000
"""How large one file of a log grows."""
OLDER_FILES = 3
"""How many older files of the daemon's log are kept; of every other process one is."""
MOST_TEXT, MOST_TRACE = 2_000, 20_000
"""The most characters that are kept of one text and of one trace."""

_NOISY = ("apscheduler", "httpx", "watchdog", "websockets")
_SECRETS = re.compile(r"(?i)(bearer\s+|token=|sdad-\d+=)[\w.~+/=-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def escaped(text: str, most: int = MOST_TEXT) -> str:
    r"""Returns a text on one line that tells a terminal nothing: what is no letter to be seen becomes ``\x1b``.

    Newlines become ``\n``, characters that turn the direction of writing ``\u202e``, and what is over ``most``
    characters is cut off.
    """
    shown = _CONTROL.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text[: most + 1])
    return shown[:most] + "…" if len(shown) > most else shown


class NoLog(StorageError):
    """The daemon's log cannot be written."""

    code = "storage.no_log"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"Nothing can be written into the log {file}: {reason}. Everything else works; make room or change the "
            f"permissions there, and start sdad again to have a log.",
            thing=str(file),
        )


def to_file(path: Path) -> logging.Handler:
    """Returns what writes JSON lines into a file and begins a new one when it is full.

    Raises:
        OSError: the file cannot be written.
    """
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=False
    )
    handler.setFormatter(_JsonLines(path.stem))
    return handler


def to_terminal() -> logging.Handler:
    """Returns what writes sentences for a person to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Sentences())
    return handler


def to_parent(part: str) -> logging.Handler:
    """Returns what writes JSON lines to standard error, which a child's parent keeps as the child's log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines(part))
    return handler


def begin(*handlers: logging.Handler) -> None:
    """Sends all that is logged in this process to handlers; a full disk or a closed terminal ends only the logging."""
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in handlers:
        root.addHandler(handler)


def of_daemon(file: Path) -> NoLog | None:
    """Sends what is logged to a file and to the terminal; returns why there is no file, if so."""
    begin(to_terminal())
    try:
        begin(to_file(file))
    except OSError as error:
        return NoLog(file, (error.strerror or str(error)).lower())
    return None


def append(path: Path, text: str, error: BaseException) -> None:
    """Writes one fault into a log, for a process that lasts no longer than that.

    Raises:
        OSError: it could not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    record = logging.LogRecord("sdad", logging.ERROR, "", 0, text, None, (type(error), error, error.__traceback__))
    keep_small(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(_JsonLines(path.stem).format(record) + "\n")


def keep_small(path: Path) -> None:
    """Empties a log that others append to, when it is full; what was in it is kept once beside it."""
    with contextlib.suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            # Copied and not renamed: whoever has it open goes on writing to where it is.
            shutil.copyfile(path, path.with_name(f"{path.name}.1"))
            os.truncate(path, 0)


def parsed(line: str, part: str = "") -> dict[str, Any]:
    """Returns a line of a log as its facts; a line that is no JSON, as C libraries write them, is its own text."""
    try:
        facts = json.loads(line)
    except ValueError:
        facts = None
    if isinstance(facts, dict) and isinstance(facts.get("text"), str):
        return facts
    return {"at": None, "level": "info", "part": part, "text": line.rstrip("\n")[:MOST_TEXT]}


def records(folder: Path, part: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the lines of the logs in a folder, file by file, the older file first, each with its file's part."""
    for path in sorted(folder.glob("*.log*"), key=lambda path: (path.name.partition(".")[0], _age(path))):
        stem = path.name.partition(".log")[0]
        if part in (None, stem):
            with contextlib.suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
                for line in file:
                    if line.strip():
                        yield stem, parsed(line, stem)


def _age(path: Path) -> int:
    """Returns a number that is lower the older a file of a log is."""
    return -int(found[1]) if (found := re.search(r"\.log\.(\d+)$", path.name)) else 0


class _JsonLines(logging.Formatter):
    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        facts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": self._part,
            "from": record.name,
            "text": _without_secrets(record.getMessage())[:MOST_TEXT],
        }
        if record.exc_info:
            facts["trace"] = _without_secrets(self.formatException(record.exc_info))[-MOST_TRACE:]
        return json.dumps(facts, ensure_ascii=True)


class _Sentences(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return escaped(_without_secrets(record.getMessage()))


def _without_secrets(text: str) -> str:
    return _SECRETS.sub(r"\1***", text)
