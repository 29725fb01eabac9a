"""What a knob or a button may be mapped to: a control of the table, or something to be done."""

from __future__ import annotations

from typing import NamedTuple

from sdad.control.commands import MOST_TAKES_BY_HAND
from sdad.control.parameters import CONTROLS
from sdad.errors import did_you_mean

ACTIONS: dict[str, str] = {
    "auto CONTROL": "leave a control to the model, or a setting at its default; again, put it back where it stood",
    "lock CONTROL": "lock a control against dice and morph; again, free it",
    "render": "render the next take",
    "render N": f"render the next N takes, 1 to {MOST_TAKES_BY_HAND}",
    "cancel": "cancel the newest render",
    "panic": "cancel every render",
    "star": "star the newest take",
    "discard": "move the newest take to the trash",
    "feed": "feed the newest take back into its dataset",
    "preset N": "recall the preset with this number, from 1 in alphabetical order",
    "preset next": "recall the preset after the one recalled last",
    "preset previous": "recall the one before",
    "model next": "play the next model",
    "model previous": "play the one before",
    "live": "turn the performance lock on, again off",
}
"""What buttons can do, as it is written in a mapping."""

_NEIGHBOURS = ("next", "previous")


class Target(NamedTuple):
    """What a mapping leads to: ``verb`` is ``control`` or the first word of an action, ``what`` the rest."""

    verb: str
    what: str

    @property
    def is_control(self) -> bool:
        """Whether it is moved rather than done."""
        return self.verb == "control"


def target_of(text: str) -> Target:
    """Returns what the words of a mapping mean.

    Raises:
        ValueError: they mean nothing; the text says what is allowed.
    """
    words = text.split()
    if len(words) == 1 and words[0] in CONTROLS:
        return Target("control", words[0])
    verb, what = (words[0], " ".join(words[1:])) if words else ("", "")
    fits = {
        "auto": what in CONTROLS,
        "lock": what in CONTROLS,
        "render": not what or _number(what) in range(1, MOST_TAKES_BY_HAND + 1),
        "preset": what in _NEIGHBOURS or _number(what) > 0,
        "model": what in _NEIGHBOURS,
        **dict.fromkeys(("cancel", "panic", "star", "discard", "feed", "live"), not what),
    }
    if not fits.get(verb):
        hint = did_you_mean(text, [*CONTROLS, *ACTIONS]) or f"Allowed are {', '.join([*CONTROLS, *ACTIONS])}."
        raise ValueError(f'"{text}" is neither a control nor something to do. {hint}')
    return Target(verb, what)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
