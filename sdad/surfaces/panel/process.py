"""The daemon's side of the panel: how its process is started, and where it says it can be reached."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


class PanelProcess:
    """The panel as a child process.

    Args:
        api: The address of the HTTP API, such as ``http://127.0.0.1:9110``.
        port: The TCP port to serve the page on; when it is taken, the next free one is used.
        token_file: The file that holds the API's token.
        host: The interface to listen on.
    """

    def __init__(self, api: str, port: int, token_file: Path, host: str = "127.0.0.1") -> None:
        self._api = api
        self._port = port
        self._token_file = token_file
        self._host = host
        self._bound: int | None = None

    @property
    def argv(self) -> list[str]:
        """The command line of the child."""
        return [
            *(sys.executable, "-m", "sdad.surfaces.panel"),
            *("--api", self._api),
            *("--host", self._host),
            *("--port", str(self._port)),
            *("--token-file", str(self._token_file)),
        ]

    @property
    def bound_port(self) -> int | None:
        """The port that the page answers on; None while it is starting."""
        return self._bound

    def on_message(self, message: dict[str, Any]) -> None:
        """Takes one message of the child: ``{"type": "ready", "port": 9111}`` once the page answers."""
        match message:
            case {"type": "ready", "port": int(port)}:
                self._bound = port
