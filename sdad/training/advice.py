"""What would make a model reach further, derived from what was measured, in at most three sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdad.control.curves import Reach
from sdad.control.naming import natural_text
from sdad.control.parameters import CONTROLS, DESCRIPTORS, Control

MOST_SENTENCES = 3
ENOUGH_RECORDINGS = 5
"""Of fewer recordings nothing is said but that they are few: any other sentence would rest on one or two of them."""
OPENED = ("brightness", "warmth", "roughness", "register")
"""The controls of colour, which a model takes from its recordings; none of them falls.

With four high-passed loops beside twelve low-passed at 600 Hz, the top of brightness went from 303 Hz to 7.8 kHz, the
bottom of warmth from 2 to -34 dB and the top of register from note 49 to 108. Roughness reaches about as far as the
recordings of a set do. What a model makes by how it places and shapes its sounds, recordings do not open: with five
sparse ones beside seventeen loops, the bottom of density stayed at about 4 events/s."""
NARROW = 0.2
"""A reach that spans less than this share of its control's full range is narrow."""
LOST = 0.15
"""Recordings that go past an end of the reach by this share of the full range hold something that is not reached."""
ROOM = 0.1
"""An end of a narrow reach that is nearer than this share to the bound of the control cannot be opened any more."""
OPEN = 0.2
"""An end counts as open when this share of the recordings lies past it, as if they were spread over five fifths."""
FEW = 0.1
"""Where more of the recordings than that lie past an end, a few more of them will not be what opens it."""


@dataclass(frozen=True, slots=True)
class _Shut:
    """An end of a control that recordings would open; ``lost`` is how far theirs go past it already, as a share."""

    row: Control
    top: bool
    natural: float
    """Past which recordings are asked for."""
    past: float
    lost: float
    share: float

    def sentence(self, recordings: int) -> str:
        # A hair less, so that a whole number is not rounded up for the last bit of a division.
        wanted = math.ceil((OPEN - self.past) * recordings / (1.0 - OPEN) - 1e-9)
        more = " more" if self.past * recordings >= 1.0 else ""
        row = self.row
        side, word, end = ("above", row.high, "top") if self.top else ("below", row.low, "bottom")
        return (
            f"{wanted}{more} recording{'s' if wanted > 1 else ''} {side} {natural_text(row, self.natural)} ({word}) "
            f"would open the {end} of {row.label}."
        )


def advice(
    recordings: int,
    measures: Sequence[Mapping[str, float | None]],
    reaches: Mapping[str, Reach],
    better_effort: str | None,
) -> list[str]:
    """Returns at most three sentences; none where there is nothing to say.

    They say that the recordings are few; that a greater effort would go on; and which recordings would open which end
    of which control. The rule of the last, with everything on the control's scale of equal steps and as a share of its
    full range:

    - An end is shut where the recordings go past it by :data:`LOST`, or where the whole reach is narrower than
      :data:`NARROW` and this end is the one with more room to the control's bound, at least :data:`ROOM`.
    - Recordings are asked for past that end of the reach; where it is narrow, past what they cover, too.
    - It is for recordings to open only while no more than :data:`FEW` of what was measured on them lies there; where
      it is more, they are not what is missing, and nothing is said.
    - As many are named as would bring that share up to :data:`OPEN`: (OPEN - past) * recordings / (1 - OPEN).
    - Only :data:`OPENED` are spoken of.
    - Ends that recordings go past already come first, the farthest first, then the narrowest reaches; each control
      once.

    Args:
        recordings: How many recordings were used.
        measures: What stretches of them measure, spread evenly over all of them.
        reaches: The reach of every descriptor control.
        better_effort: The effort that would go on learning, where it was still improving.
    """
    few = recordings < ENOUGH_RECORDINGS
    sentences = []
    if few:
        sentences.append(
            f"This model heard {recordings} recording(s): expect close variations of them and short reaches. "
            f"From {ENOUGH_RECORDINGS} recordings on the sliders open up; 20 give a usable range."
        )
    if better_effort is not None:
        sentences.append(f"It was still improving when it ended; --effort {better_effort} would go on.")
    rows = [] if few else [CONTROLS[name] for name in OPENED]
    shut = [end for row in rows if (end := _shut(row, reaches[row.id], measures)) is not None]
    shut.sort(key=lambda end: (-end.lost, end.share))
    named = [end.row for end in shut]
    stuck = [row.label for row in DESCRIPTORS if reaches[row.id].low == reaches[row.id].high and row not in named]
    if stuck:
        sentences.append(f"These recordings give no room to move: {', '.join(stuck)}. More varied ones would.")
    return [*sentences, *(end.sentence(recordings) for end in shut)][:MOST_SENTENCES]


def _shut(row: Control, reach: Reach, measures: Sequence[Mapping[str, float | None]]) -> _Shut | None:
    """Returns the end of a control that recordings would open first, or None."""
    values = [row.curve.warp(value) for measured in measures if (value := measured[row.id]) is not None]
    if len(values) < ENOUGH_RECORDINGS:
        return None
    full = row.full_range
    span = abs(row.curve.warp(full.high) - row.curve.warp(full.low))
    share = abs(row.curve.warp(reach.high) - row.curve.warp(reach.low)) / span
    lost_ends: list[_Shut] = []
    narrow: list[tuple[float, _Shut]] = []
    for top in (True, False):
        natural, covered, bound = (
            (reach.high, reach.covered_high, full.high) if top else (reach.low, reach.covered_low, full.low)
        )
        outwards, end = (1.0 if top else -1.0), row.curve.warp(natural)
        lost = outwards * (row.curve.warp(covered) - end) / span
        if lost >= LOST:
            lost_ends.append(_Shut(row, top, natural, _past(values, end, outwards), lost, share))
        elif share < NARROW and (room := outwards * (row.curve.warp(bound) - end) / span) >= ROOM:
            farther = covered if lost > 0 else natural
            past = _past(values, row.curve.warp(farther), outwards)
            narrow.append((room, _Shut(row, top, farther, past, 0.0, share)))
    widest = [max(narrow, key=lambda one: one[0])[1]] if narrow else []
    return max((end for end in lost_ends or widest if end.past <= FEW), key=lambda end: end.lost, default=None)


def _past(values: Sequence[float], end: float, outwards: float) -> float:
    """Returns the share of values that lie past an end, to the side of the sign of ``outwards``."""
    return sum(outwards * (value - end) > 0 for value in values) / len(values)
