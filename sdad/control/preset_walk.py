"""Which preset is the next one, and which the one before: after the last that was recalled, by whoever."""

from __future__ import annotations

from collections.abc import Sequence

from sdad.control.port import EnginePort


class PresetWalk:
    """Remembers the preset that was recalled last and goes on from there, round and round.

    Args:
        port: The engine.
    """

    def __init__(self, port: EnginePort) -> None:
        self._port = port
        self._at: str | int | None = None

    def remember(self, preset: str | int) -> None:
        """Goes on from a preset, by its name or its number from 1.

        What a surface asks for itself it tells as it asks: the engine's word comes later than the next press may. What
        a number means is looked up with the next step, since the engine's thread waits for no disk.
        """
        self._at = preset

    def step(self, step: int) -> str | None:
        """Returns the preset one on (1) or back (-1), and goes on from it; None where there are none."""
        names, at = self._port.presets(), self._at
        if isinstance(at, int):
            at = names[at - 1] if at <= len(names) else None
        name = self._at = beside(names, at, step)
        return name


def beside(names: Sequence[str], name: object, step: int) -> str | None:
    """Returns the name one after (1) or before (-1) another, round the ends; the first or last where that is none."""
    if not names:
        return None
    at = names.index(name) + step if isinstance(name, str) and name in names else min(0, step)
    return names[at % len(names)]
