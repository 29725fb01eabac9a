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

    Args:
        takeover: Which of the three.
    """

    def __init__(self, takeover: Takeover) -> None:
        self._takeover = takeover
        self._last: float | None = None
        self.follows = takeover == "jump"
        """Whether the control goes where the knob goes."""

    def moved(self, to: float, stands: float | None, step: float) -> float | None:
        """Takes where the knob is now; returns where the control goes, or None when it stays.

        Args:
            to: The knob, as a position from 0 to 1.
            stands: Where the control stands; None on auto, where there is nothing to pick up.
            step: The difference that one step of the knob makes.
        """
        last, self._last = self._last, to
        if self.follows:
            return to
        near = stands is None or abs(to - stands) <= step / 2
        if stands is None or near or (self._takeover == "pickup" and last is not None and _between(last, stands, to)):
            self.follows = True
            return to
        if self._takeover == "scale" and last is not None:
            return _scaled(last, to, stands)
        return None

    def let_go(self) -> None:
        """Takes note that somebody else has moved the control."""
        self.follows = self._takeover == "jump"


def _between(one: float, middle: float, other: float) -> bool:
    return (one - middle) * (other - middle) <= 0.0


def _scaled(last: float, to: float, stands: float) -> float:
    if to > last:
        # Rounding must not lead past the end.
        return min(1.0, stands + (1.0 - stands) * (to - last) / (1.0 - last))
    return stands * to / last if last > 0.0 else stands
