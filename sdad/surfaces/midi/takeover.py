"""What a knob with ends does when the control stands elsewhere: because a preset, a slider or another knob moved it."""

from __future__ import annotations

from typing import Literal, get_args

Takeover = Literal["pickup", "scale", "jump"]
TAKEOVERS: tuple[Takeover, ...] = get_args(Takeover)


class Hand:
    """One knob on one control: where it was last, and whether the control follows it.

    *Pickup* waits until the knob passes where the control stands. Passing is a change of side between one message and
    the next, so that a fast hand, whose messages lie far apart, is not missed. *Scale* moves the control by the share
    of its remaining way that the knob goes of its own, so that both reach the end together. *Jump* follows at once.
    A control that stands where the knob does not reach is taken over at the end that is next to it.

    Args:
        takeover: Which of the three.
        low: The least position that the knob reaches.
        high: The greatest.
    """

    def __init__(self, takeover: Takeover, low: float = 0.0, high: float = 1.0) -> None:
        self._takeover = takeover
        self._low, self._high = low, high
        self._last: float | None = None
        self.follows = takeover == "jump"
        """Whether the control goes where the knob goes."""

    def moved(self, to: float, stands: float | None, step: float) -> float | None:
        """Takes where the knob is now; returns where the control goes, or None when it stays.

        Args:
            to: The knob, as a position from ``low`` to ``high``.
            stands: Where the control stands; None on auto, where there is nothing to pick up.
            step: The difference that one step of the knob makes.
        """
        to = self._within(to)
        last, self._last = self._last, to
        at = to if stands is None else self._within(stands)
        passes = self._takeover == "pickup" and last is not None and _between(last, at, to)
        self.follows = self.follows or passes or abs(to - at) <= step / 2
        if self.follows:
            return to
        return None if self._takeover == "pickup" or last is None else self._scaled(last, to, at)

    def let_go(self) -> None:
        """Takes note that somebody else has moved the control."""
        self.follows = self._takeover == "jump"

    def _scaled(self, last: float, to: float, stands: float) -> float:
        if to == last:
            return stands
        end = self._high if to > last else self._low
        # Rounding must not lead past the end.
        return self._within(stands + (end - stands) * (to - last) / (end - last))

    def _within(self, position: float) -> float:
        return min(self._high, max(self._low, position))


def _between(one: float, middle: float, other: float) -> bool:
    return (one - middle) * (other - middle) <= 0.0
