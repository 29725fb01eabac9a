"""``sdad doctor --bundle``: a report to show to others, without recordings, paths, names of people or tokens."""

from __future__ import annotations

import contextlib
import getpass
import json
import platform
import re
import socket
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from sdad.audio.files import AUDIO_SUFFIXES
from sdad.errors import storage_error
from sdad.library.layout import Workspace

LOG_BYTES = 200_000
"""The newest bytes of each log."""
LEAST_LETTERS = 3
"""Shorter names would take too much else with them."""

_SOUNDS = "|".join(sorted(suffix.lstrip(".") for suffix in AUDIO_SUFFIXES))
_PATTERNS = (
    (re.compile(r"\b[A-Za-z]:\\[^\s\"'<>|]*"), "<path>"),
    (re.compile(r"(?<![\w:/.<])~?(?:/[^\s/\"'<>:,;]+){2,}/?"), "<path>"),
    (re.compile(rf"[^\s\"'/\\]+\.(?:{_SOUNDS})\b", re.IGNORECASE), "<recording>"),
    (re.compile(r"(?i)bearer\s+\S+"), "Bearer <token>"),
    (re.compile(r"\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b"), "<address>"),
)


def write_bundle(path: Path, workspace: Workspace, facts: Mapping[str, Any]) -> None:
    """Writes the report as a ZIP file.

    Args:
        path: Where; a file of that name is replaced.
        workspace: Whose logs are put in.
        facts: What else, by the name of its JSON file.

    Raises:
        DiskFull, NotWritable: it cannot be written.
    """
    private = _private_words(workspace)
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, value in {**facts, "machine": _machine()}.items():
                bundle.writestr(f"{name}.json", redacted(json.dumps(value, indent=2, ensure_ascii=False), private))
            for log in sorted(workspace.logs.glob("*.log*")):
                tail = log.read_bytes()[-LOG_BYTES:].decode("utf-8", "replace")
                bundle.writestr(f"logs/{log.name}", redacted(tail, private))
    except OSError as error:
        raise storage_error(error, path.parent) from None


def redacted(text: str, private: Mapping[str, str]) -> str:
    """Returns a text in which private words, paths, recordings, tokens and addresses are replaced by what they are."""
    for word in sorted(private, key=len, reverse=True):
        text = text.replace(word, private[word])
        # As it stands inside JSON.
        text = text.replace(json.dumps(word)[1:-1], private[word])
    for pattern, stands_for in _PATTERNS:
        text = pattern.sub(stands_for, text)
    return text


def _private_words(workspace: Workspace) -> dict[str, str]:
    """Returns what must not be read by others, and what is put in its place."""
    words = {str(workspace.root): "<workspace>", str(Path.home()): "<home>", socket.gethostname(): "<machine>"}
    with contextlib.suppress(OSError, KeyError):  # a machine without names for its users
        words[getpass.getuser()] = "<user>"
    with contextlib.suppress(OSError, UnicodeDecodeError):  # no daemon has run yet
        words[workspace.token_file.read_text("utf-8").strip()] = "<token>"
    for kind, folder in (("dataset", workspace.datasets), ("model", workspace.models), ("preset", workspace.presets)):
        for number, name in enumerate(_names_in(folder), 1):
            words.setdefault(name, f"<{kind} {number}>")
    return {word: stands_for for word, stands_for in words.items() if len(word) >= LEAST_LETTERS}


def _names_in(folder: Path) -> Iterable[str]:
    return (
        sorted(entry.stem if entry.is_file() else entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    )


def _machine() -> dict[str, Any]:
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "packages": dict(sorted((one.metadata["Name"], one.version) for one in distributions())),
    }
