"""One port's bytes to whole messages: running status, and the halves of values of 14 bits put together."""

from __future__ import annotations

from collections.abc import Sequence

from sdad.surfaces.midi.layout import Layout
from sdad.surfaces.midi.pairs import Pairs
from sdad.surfaces.midi.wire import Message, Parser


class Ear:
    """What a port has said so far of a message that is not complete.

    Args:
        layout: What is mapped, which says what has 14 bits.
    """

    def __init__(self, layout: Layout) -> None:
        self._parser = Parser()
        self.follow(layout)

    def follow(self, layout: Layout) -> None:
        """Takes another layout; half a value that waits is dropped."""
        self.layout = layout
        self._pairs = Pairs(layout.is_wide, layout.has_nrpn)

    def hear(self, data: Sequence[int], now: float) -> list[Message]:
        """Returns what bytes complete."""
        messages = self._parser.feed(data)
        if not self.layout.has_wide:
            return messages
        return [whole for part in messages for whole in self._pairs.feed(part, now)]

    def overdue(self, now: float) -> list[Message]:
        """Returns the values whose other half has not come in time."""
        return self._pairs.expired(now)

    @property
    def due(self) -> float | None:
        """When :meth:`overdue` will have something; None while nothing waits."""
        return self._pairs.due
