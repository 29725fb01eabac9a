"""How everything stands now, for whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from sdad.control.events import Event
from sdad.control.naming import OSC_ROOT
from sdad.control.parameters import CONTROLS
from sdad.control.port import EnginePort
from sdad.surfaces.osc import announcements
from sdad.surfaces.osc.aliases import Aliases
from sdad.surfaces.osc.announcements import Announcement, fact
from sdad.surfaces.osc.describing import aliases_now, namespace_now
from sdad.surfaces.osc.requests import Tell

Json = dict[str, Any]


class Standing:
    """Answers questions from the engine and from what was told so far.

    Args:
        port: The engine.
        aliases: The user's own addresses.
    """

    def __init__(self, port: EnginePort, aliases: Aliases) -> None:
        self._port = port
        self._aliases = aliases
        self._board = announcements.RenderBoard()
        self._lock = threading.Lock()

    def announce(self, event: Event) -> list[Announcement]:
        """Returns what an event means on the wire, and counts it."""
        with self._lock:
            return self._board.announce(event)

    def controls(self, names: Iterable[str] = CONTROLS) -> list[Announcement]:
        """Returns how controls stand."""
        return announcements.controls_now(names, self._port.controls, self._port.reaches)

    def told(self, what: Tell) -> list[Announcement]:
        """Returns what somebody asked to be told."""
        match what:
            case Tell.PONG:
                status = self._port.status()
                facts = (str(status.get("version", "")), str(status.get("model") or ""), bool(status.get("ready")))
                return [fact(f"{OSC_ROOT}/pong", *facts)]
            case Tell.ADMITTED:
                return [fact(f"{OSC_ROOT}/admitted")]
            case Tell.EVERYTHING:
                with self._lock:
                    renders = self._board.now()
                models, live, training = map(self.told, (Tell.MODEL, Tell.LIVE, Tell.TRAINING))
                return [*models, *self.controls(), *live, *renders, *training]
            case Tell.MODEL:
                status = self._port.status()
                named = _name_and_version(status.get("model"), self._port.models())
                return announcements.models_now(*named, status.get("blend_with"))
            case Tell.MODELS:
                return [_listing("model", [str(model["name"]) for model in self._port.models()])]
            case Tell.PRESETS:
                damaged = [(each["name"], each["error"]) for each in self._port.damaged_presets()]
                marks = [fact(f"{OSC_ROOT}/preset/damaged", name, why["code"], why["text"]) for name, why in damaged]
                return [_listing("preset", self._port.presets()), *marks]
            case Tell.TRAINING:
                return announcements.training_now(self._port.training())
            case Tell.LIVE:
                return announcements.live_now(bool(self._port.status().get("live")))
            case Tell.NAMESPACE:
                return namespace_now(self._aliases.book.aliases)
            case Tell.ALIASES:
                return aliases_now(self._aliases.book.aliases)


def _listing(kind: str, names: list[str]) -> Announcement:
    """Returns all names in one message; a single empty text when there are none, so that it is never a question."""
    return fact(f"{OSC_ROOT}/{kind}/list", *(names or [""]))


def _name_and_version(model: Any, models: list[Json]) -> tuple[str, str]:
    version = next((str(each.get("version", "")) for each in models if each["name"] == model), "")
    return str(model or ""), version
