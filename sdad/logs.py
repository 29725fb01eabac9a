"""What processes write down, floor 0: one JSON object a line, so that no text of somebody else's can pass for a line.

A file's name or an OSC address may hold line feeds and the codes that move a terminal's cursor; in a log they are shown
and do nothing.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

LONGEST = 4000
"""Characters of one text or trace; more says nothing more, and a log must not grow by what somebody sends."""


def escaped(text: str, keep: str = "") -> str:
    """Returns a text in which whatever is not printable, but for the characters of ``keep``, is shown by its code."""
    return "".join(
        letter if letter.isprintable() or letter in keep else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


class Structured(logging.Formatter):
    """One JSON object: ``at`` (UTC), ``level``, ``from`` (the module), ``text``, and ``trace`` after a fault."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line of a record."""
        facts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "text": record.getMessage()[:LONGEST],
        }
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)[-LONGEST:]
        return json.dumps(facts)


class Plain(logging.Formatter):
    """What a person at the terminal reads: the text, and after a fault its trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the text of a record."""
        text = escaped(record.getMessage()[:LONGEST])
        return f"{text}\n{escaped(self.formatException(record.exc_info), keep=chr(10))}" if record.exc_info else text


def log_to_stderr() -> None:
    """Has this process write its log to standard error, which is a child's log file."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def readable(line: str) -> str:
    """Returns a line of a log as a person reads it; one that is none of ours is shown as it is, harmless."""
    try:
        facts = json.loads(line)
        said = f"{facts['at']} {facts['level']:<7} {escaped(str(facts['text']))}"
    except (ValueError, TypeError, KeyError):
        return escaped(line.rstrip("\r\n"))
    return f"{said}\n{escaped(str(facts['trace']), keep=chr(10))}" if "trace" in facts else said


def text_of(line: str) -> str:
    """Returns what a line of a log says, without when and where."""
    try:
        return escaped(str(json.loads(line)["text"]))
    except (ValueError, TypeError, KeyError):
        return escaped(line.strip())
