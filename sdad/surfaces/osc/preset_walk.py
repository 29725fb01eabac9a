"""Which preset is the next one, and which the one before."""

from __future__ import annotations

from sdad.control.port import EnginePort
from sdad.errors import NotFound


class PresetWalk:
    """Remembers the preset that was recalled last and goes on from there, round and round.

    Args:
        port: The engine.
    """

    def __init__(self, port: EnginePort) -> None:
        self._port = port
        self._at: str | None = None

    def remember(self, preset: str | int) -> None:
        """Goes on from a preset, by its name or its number from 1."""
        names = self._port.presets()
        if isinstance(preset, int):
            self._at = names[preset - 1] if preset <= len(names) else self._at
        else:
            self._at = preset

    def step(self, step: int) -> str:
        """Returns the preset so many steps on.

        Raises:
            NotFound: there are none.
        """
        names = self._port.presets()
        if not names:
            raise NotFound("preset", "next" if step > 0 else "prev", remedy="Save one first with /sdad/preset/save.")
        if self._at in names:
            self._at = names[(names.index(self._at) + step) % len(names)]
        else:
            self._at = names[0 if step > 0 else -1]
        return self._at
