"""What LED rings, displays and motor faders are told: where their controls stand, but never against a hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sdad.control.state import ControlState
from sdad.surfaces.midi.profile import Entry, Shown
from sdad.surfaces.midi.wire import HIGHEST, HIGHEST_14, Message, as_bytes

RATE_HZ = 30.0
"""How often a knob is told at most; the newest value wins."""
TOUCHED_S = 0.3
"""How long a knob that was moved by hand is told nothing: a motor must not fight a hand."""
PORT_HZ = 500.0
BURST = 32
"""How many messages a second a device is told at most, and how many of them may come at once: small ones choke."""

Send = Callable[[str, list[int]], object]


@dataclass(slots=True)
class _Ring:
    entry: Entry
    due: bool = True
    told: int | None = None
    told_at: float = float("-inf")
    touched_at: float = float("-inf")

    @property
    def free_at(self) -> float:
        return max(self.told_at + 1.0 / RATE_HZ, self.touched_at + TOUCHED_S)


@dataclass(slots=True)
class _Port:
    """The knobs of a port, and when as many messages as it was told would have come one by one."""

    rings: list[_Ring]
    told_until: float = float("-inf")

    @property
    def free_at(self) -> float:
        return self.told_until - BURST / PORT_HZ


class Rings:
    """The knobs that can be told something, by port.

    Args:
        send: Takes the bytes of one message to a port; must not block.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._ports: dict[str, _Port] = {}

    def connect(self, port: str, entries: Iterable[Entry]) -> None:
        """Takes up the knobs of a port that is there now; all of them are due to be told."""
        self._ports[port] = _Port([_Ring(entry) for entry in entries])

    def disconnect(self, port: str) -> None:
        """Forgets a port that has gone."""
        self._ports.pop(port, None)

    def changed(self, control: str) -> bool:
        """Takes note that a control stands elsewhere; returns whether any knob is to show that."""
        showing = [ring for port in self._ports.values() for ring in port.rings if ring.entry.to == control]
        for ring in showing:
            ring.due = True
        return bool(showing)

    def touched(self, port: str, message: Message, now: float) -> bool:
        """Takes note that a hand is on a knob, which is looked at again later; returns whether it shows anything."""
        rings = self._ports[port].rings if port in self._ports else ()
        touched = [ring for ring in rings if ring.entry.hears(message.source)]
        for ring in touched:
            ring.touched_at = now
            ring.due = True
            if ring.entry.relative is None and ring.entry.is_told:
                ring.told = message.value  # which it knows itself
        return bool(touched)

    def flush(self, state: ControlState, now: float) -> float | None:
        """Tells the knobs that are due; returns when the next one will be, or None."""
        soonest: float | None = None
        for name, port in self._ports.items():
            # The one that was told longest ago first, so that none waits for ever where many move.
            for ring in sorted((ring for ring in port.rings if ring.due), key=lambda ring: ring.told_at):
                free_at = max(ring.free_at, port.free_at)
                if free_at > now:
                    soonest = free_at if soonest is None else min(soonest, free_at)
                    continue
                ring.due = False
                value = _value(ring.entry, state.settings[ring.entry.to].position)
                if value is not None and value != ring.told:
                    ring.told, ring.told_at = value, now
                    messages = _messages(ring.entry, value)
                    port.told_until = max(now, port.told_until) + len(messages) / PORT_HZ
                    for data in messages:
                        self._send(name, data)
        return soonest

    def darken(self) -> None:
        """Tells every knob that can be dark to be so."""
        for name, port in self._ports.items():
            for ring in port.rings:
                off = _shown(ring.entry).off
                if off is not None:
                    for data in _messages(ring.entry, off):
                        self._send(name, data)


def _shown(entry: Entry) -> Shown:
    assert entry.shown is not None
    return entry.shown


def _value(entry: Entry, position: float | None) -> int | None:
    shown = _shown(entry)
    if position is None:
        return shown.off
    wide = entry.highest == HIGHEST_14 and shown.cc is None
    return entry.value(position, *((0, HIGHEST_14) if wide else (shown.low, shown.high)))


def _messages(entry: Entry, value: int) -> list[list[int]]:
    shown = _shown(entry)
    channel = shown.channel or entry.channel or 1
    if shown.cc is not None:
        return [as_bytes("cc", channel, shown.cc, value)]
    if entry.bits == 14:
        halves = ((entry.number, value >> 7), (entry.number + 32, value & HIGHEST))
        return [as_bytes("cc", channel, number, half) for number, half in halves]
    return [as_bytes(entry.kind, channel, entry.number, value)]
