"""The daemon's side of MIDI: what the MIDI child reports becomes commands."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import Future
from typing import Any

from sdad.control.commands import SetControls
from sdad.control.port import EnginePort, Json
from sdad.errors import MidiUnavailable
from sdad.surfaces.midi.mapping import move_of

_log = logging.getLogger(__name__)

ORIGIN = "midi"


class MidiSurface:
    """Moves controls as the MIDI child's messages say.

    Args:
        port: The door to the engine.
        api: The driver interface: ``auto``, ``alsa``, ``jack``, ``core`` or ``windows``.
    """

    def __init__(self, port: EnginePort, api: str = "auto") -> None:
        self._port = port
        self._api = api
        self._status: Json = {"available": False, "api": None, "ports": [], "reason": "starting"}

    @property
    def argv(self) -> list[str]:
        """The command line of the MIDI child."""
        return [sys.executable, "-m", "sdad.surfaces.midi.reader", "--api", self._api]

    @property
    def status(self) -> Json:
        """What ``sdad status`` shows: ``available``, ``api``, ``ports`` by name, and ``reason`` when there is none."""
        return dict(self._status)

    def on_message(self, message: dict[str, Any]) -> None:
        """Takes one message of the child. Never raises and never waits: it runs on the thread that reads the child."""
        match message:
            case {"type": "midi", "bytes": [*data]}:
                self._on_midi(data)
            case {"type": "ports", "api": api, "names": names}:
                self._status = {"available": True, "api": api, "ports": names, "reason": None}
                _log.info("MIDI through %s: %s", api, ", ".join(names))
            case {"type": "unavailable", "reason": reason}:
                self._status = {"available": False, "api": None, "ports": [], "reason": reason}
                _log.warning("%s", MidiUnavailable(reason).text)

    def _on_midi(self, data: list[int]) -> None:
        move = move_of(data)
        if move is not None:
            control, position = move
            done = self._port.submit(SetControls(positions={control: position}, origin=ORIGIN))
            done.add_done_callback(_log_refusal)


def _log_refusal(done: Future[Json]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.warning("A MIDI move was refused: %s", error)
