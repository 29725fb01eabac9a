"""What a report may say: no recordings, no paths, no names of people or machines, no tokens.

Rather too much is taken out than too little: of a path with spaces in it, say, nobody can tell where it ends, so that
the rest of its sentence goes with it.
"""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterable
from pathlib import Path

from sdad.audio.suffixes import AUDIO_SUFFIXES

_SUFFIXES = "|".join(sorted(suffix.lstrip(".") for suffix in AUDIO_SUFFIXES))
_LETTER = r"[^\"'`\n\r<>|*?]"
_REST = rf"{_LETTER}*?(?:\.(?:{_SUFFIXES}|json|toml|py|log|safetensors)\b|(?=[\"'`\n\r<>|*?]|: |; |, |\)|$))"
"""The rest of a path: to an ending that files have here, or to what ends a clause."""
_OWN = r"(?:api|sdad|gradio_api)\b"
"""Addresses of sdad's own that look like paths and are none."""
_PATHS = re.compile(
    rf"(?:file:/+|(?<![\w\\])\\{{2,}}(?=\w)|\b[A-Za-z]:[\\/]|~[\w.-]*/|(?<![\w/.>])/(?!{_OWN}|[\s/]|$)){_REST}",
    re.IGNORECASE,
)
_SOUNDS = re.compile(rf"[^\"'`\n\r<>|*?/\\:;,]*\.(?:{_SUFFIXES})\b", re.IGNORECASE)
_SECRETS = re.compile(r"(?i)(?:bearer\s+|token=)\S+|\b[\w-]{32,}\b")
_V4, _V6 = r"\b(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}\b", r"\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}\b"
_ADDRESSES = re.compile(rf"{_V4}|{_V6}", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class Anonymous:
    """Takes out of a text what nobody else should read.

    Args:
        folders: Folders, each with what stands for it; they go first, the longest path first.
        secrets: Texts that must not stay, such as the token.
        people: Names of users and machines; None asks the system.
    """

    def __init__(
        self, folders: Iterable[tuple[str, Path]], secrets: Iterable[str], people: Iterable[str] | None = None
    ) -> None:
        known = sorted(((str(path), name) for name, path in folders), key=lambda one: -len(one[0]))
        self._folders = [(re.compile(re.escape(path) + _REST), f"<{name}>") for path, name in known if len(path) > 1]
        self._secrets = [secret for secret in secrets if len(secret) >= 4]
        names = _people() if people is None else people
        self._people = [
            re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE) for name in names if len(name) > 1
        ]

    def __call__(self, text: str) -> str:
        """Returns the text without all that."""
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        for pattern, name in self._folders:
            text = pattern.sub(name, text)
        for pattern, name in (
            *((_PATHS, "<path>"), (_SOUNDS, "<sound>"), (_SECRETS, "<secret>")),
            *((_MAIL, "<address>"), (_ADDRESSES, "<address>")),
        ):
            text = pattern.sub(name, text)
        for pattern in self._people:
            text = pattern.sub("<name>", text)
        return text

    def values(self, value: object) -> object:
        """Returns JSON with every text in it treated so, keys too."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {self(str(key)): self.values(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(one) for one in value]
        return value


def _people() -> set[str]:
    names = {Path.home().name, socket.gethostname(), socket.gethostname().partition(".")[0]}
    try:
        names.add(getpass.getuser())
        import pwd

        names.update(pwd.getpwnam(getpass.getuser()).pw_gecos.split(",")[:1])
    except (ImportError, KeyError, OSError):
        pass
    # "root" and "localhost" are nobody's, and stand in many sentences.
    return names - {"", "root", "localhost"}
