"""Asking the daemon for something, and keeping the sentence of what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdad.errors import SdadError

Json = dict[str, Any]


class Asking:
    """What a part of the page asks for; :attr:`notice` is why the last of it was refused, empty when it was not."""

    def __init__(self) -> None:
        self.notice = ""

    def ask(self, question: Callable[[], Json]) -> Json | None:
        """Returns the answer; None when the daemon refuses."""
        try:
            answer = question()
        except SdadError as error:
            self.notice = error.text
            return None
        self.notice = ""
        return answer
