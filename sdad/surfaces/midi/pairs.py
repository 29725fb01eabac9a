"""Values of 14 bits out of two messages of 7, for the controls that a mapping says have them and for no other.

Whether controllers 16 and 48 are the two halves of one fader or two knobs cannot be told from what they send: on many
mixers they are two knobs. So nothing is inferred here.
"""

from __future__ import annotations

from collections.abc import Callable

from sdad.surfaces.midi.wire import HIGHEST, HIGHEST_14, Message, Source

HOLD_S = 0.003
"""How long a half waits for the other: some send the upper half first, some the lower, some leave out the upper."""

_LOWER = 32
"""The lower half of controller n is controller n + 32 (MIDI 1.0 detailed specification, control change)."""
_DATA_UPPER, _DATA_LOWER, _DATA_UP, _DATA_DOWN = 6, 38, 96, 97
_NRPN_LOWER, _NRPN_UPPER, _RPN_LOWER, _RPN_UPPER = 98, 99, 100, 101


class _Pair:
    """The two halves of one value: what is known of each, and which one waits for the other, until when."""

    def __init__(self) -> None:
        self.upper: int | None = None
        self.lower = 0
        self.waits: str | None = None
        self.until = 0.0

    def take(self, half: str, value: int, now: float) -> int | None:
        """Takes a half; returns the whole value if it is complete, or was but for a half that never came."""
        whole = None
        if self.waits == half:
            whole = self.settle()
        if half == "upper":
            self.upper = value
        else:
            self.lower = value
        if self.waits is None:
            self.waits, self.until = half, now + HOLD_S
            return whole
        self.waits = None
        return self._whole()

    def settle(self) -> int | None:
        """Ends the waiting; an upper half that comes alone has a lower one of 0, as the specification says."""
        if self.waits == "upper":
            self.lower = 0
        self.waits = None
        return self._whole()

    def _whole(self) -> int | None:
        return None if self.upper is None else self.upper << 7 | self.lower


class Pairs:
    """The halves that one port has sent.

    Args:
        is_wide: Says whether a controller or NRPN of a channel has 14 bits; asked with the upper half's number.
        has_nrpn: Says whether NRPNs are mapped on a channel; where not, 6, 38 and 96 to 101 are ordinary controllers.
    """

    def __init__(self, is_wide: Callable[[Source], bool], has_nrpn: Callable[[int], bool]) -> None:
        self._is_wide = is_wide
        self._has_nrpn = has_nrpn
        self._pairs: dict[Source, _Pair] = {}
        self._chosen: dict[int, list[int | None]] = {}

    def feed(self, message: Message, now: float) -> list[Message]:
        """Returns what a message completes: itself, a value of 14 bits, an NRPN, or nothing yet."""
        if message.kind != "cc":
            return [message]
        if self._has_nrpn(message.channel) and (answer := self._nrpn(message, now)) is not None:
            return answer
        channel, number, value = message.channel, message.number, message.value
        if number < _LOWER and self._is_wide(message.source):
            return self._half(message.source, "upper", value, now)
        if _LOWER <= number < 2 * _LOWER and self._is_wide(("cc", channel, number - _LOWER)):
            return self._half(("cc", channel, number - _LOWER), "lower", value, now)
        return [message]

    def expired(self, now: float) -> list[Message]:
        """Returns the values whose other half has not come in time."""
        late = [(source, pair) for source, pair in self._pairs.items() if pair.waits and pair.until <= now]
        return [one for source, pair in late for one in _messages(source, pair.settle())]

    @property
    def due(self) -> float | None:
        """When :meth:`expired` will have something; None while nothing waits."""
        return min((pair.until for pair in self._pairs.values() if pair.waits), default=None)

    def _half(self, source: Source, half: str, value: int, now: float) -> list[Message]:
        return _messages(source, self._pairs.setdefault(source, _Pair()).take(half, value, now))

    def _nrpn(self, message: Message, now: float) -> list[Message] | None:
        """Returns what a message of the NRPN protocol completes; None for one that is not of it."""
        channel, number, value = message.channel, message.number, message.value
        chosen = self._chosen.setdefault(channel, [None, None])
        if number in (_RPN_LOWER, _RPN_UPPER):
            chosen[:] = [None, None]
            return []
        if number in (_NRPN_LOWER, _NRPN_UPPER):
            chosen[number == _NRPN_LOWER] = value
            if chosen == [HIGHEST, HIGHEST]:  # "no parameter": what follows means nothing
                chosen[:] = [None, None]
            return []
        if number not in (_DATA_UPPER, _DATA_LOWER, _DATA_UP, _DATA_DOWN):
            return None
        upper, lower = chosen
        if upper is None or lower is None:
            return []
        source: Source = ("nrpn", channel, upper << 7 | lower)
        if not self._is_wide(source):
            return [Message(*source, value)] if number == _DATA_UPPER else []
        if number in (_DATA_UPPER, _DATA_LOWER):
            return self._half(source, "upper" if number == _DATA_UPPER else "lower", value, now)
        return self._step(source, 1 if number == _DATA_UP else -1)

    def _step(self, source: Source, step: int) -> list[Message]:
        pair = self._pairs.setdefault(source, _Pair())
        whole = min(HIGHEST_14, max(0, (pair.settle() or 0) + step))
        pair.upper, pair.lower = whole >> 7, whole & HIGHEST
        return _messages(source, whole)


def _messages(source: Source, value: int | None) -> list[Message]:
    return [] if value is None else [Message(*source, value, HIGHEST_14)]
