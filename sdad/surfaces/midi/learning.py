"""Which knob a person means: of all that move for a moment, the one that moves most, and how it speaks."""

from __future__ import annotations

from sdad.surfaces.midi.profile import Entry
from sdad.surfaces.midi.relative import SURE, Encoding, heard_in, steps
from sdad.surfaces.midi.targets import target_of
from sdad.surfaces.midi.wire import HIGHEST, HIGHEST_CC, Kind, Message

WATCH_S = 0.6
"""How long everything that moves is watched, from the first message on; longer while nothing has really moved."""
LEAST_TRAVEL = SURE / HIGHEST
"""What counts as moving: an unsteady knob wanders by a step or two all by itself."""

_Place = tuple[str, Kind, int, int]


class Learner:
    """Watches the messages of all ports until it is clear which knob or button is meant.

    A knob without ends is recognised by one slow turn to the left. Values of 14 bits are not looked for: ``bits`` says
    that the person knows the control to have them.

    Args:
        to: The control or action that it is for.
        bits: 7 or 14.

    Raises:
        ValueError: ``to`` is neither a control nor an action.
    """

    def __init__(self, to: str, bits: int = 7) -> None:
        self.to = to
        self._bits = bits
        self._is_control = target_of(to).is_control
        self._heard: dict[_Place, list[Message]] = {}
        self._until: float | None = None
        self.port: str | None = None
        """The port of the control that was recognised."""
        self.entry: Entry | None = None
        """The mapping to propose, once it is clear."""
        self.hint = ""
        """What the person might want to know of it besides."""

    @property
    def due(self) -> float | None:
        """When :meth:`decide` will know more; None before the first message and when it is clear."""
        return None if self.entry is not None else self._until

    def hear(self, port: str, message: Message, now: float) -> None:
        """Takes a message into account."""
        if self.entry is not None or not self._counts(message):
            return
        self._heard.setdefault((port, *message.source), []).append(message)
        if self._until is None:
            self._until = now + WATCH_S

    def decide(self, now: float) -> bool:
        """Returns whether it is clear which control is meant, as soon as the time to watch is over."""
        if self.entry is None and self._until is not None and now >= self._until:
            travels = {place: self._travel(messages) for place, messages in self._heard.items()}
            best = max(travels, key=travels.__getitem__)
            if travels[best] >= LEAST_TRAVEL:
                self._propose(best)
            else:
                self._until = now + WATCH_S
        return self.entry is not None

    def _travel(self, messages: list[Message]) -> float:
        """Returns how far a control has moved, 1 from end to end; one without ends by the steps that it has made.

        A button has no way to go: that it was pressed is all there is.
        """
        values, first = [message.value for message in messages], messages[0]
        if not self._is_control:
            return float(max(values) > first.highest // 2 or first.kind == "note")
        encoding = _encoding(messages)
        if encoding is not None:
            return sum(abs(steps(encoding, value)) for value in values) / HIGHEST
        return (max(values) - min(values)) / first.highest

    def _counts(self, message: Message) -> bool:
        if message.kind == "note":
            return not self._is_control
        if message.kind == "cc":
            return message.number <= (31 if self._bits == 14 else HIGHEST_CC)
        return message.kind == "bend" and self._is_control

    def _propose(self, place: _Place) -> None:
        self.port, kind, channel, number = place
        fields: dict[str, object] = {"to": self.to, "channel": channel}
        fields |= {"bend": True} if kind == "bend" else {kind: number}
        if kind == "cc" and self._bits == 14:
            fields["bits"] = 14
        elif kind == "cc" and self._is_control:
            fields["relative"] = _encoding(self._heard[place])
            if 32 <= number < 64 and (self.port, kind, channel, number - 32) in self._heard:
                self.hint = (
                    f"CC {number - 32} moved with it. If both are one control of 14 bits, learn it again with 14 bits."
                )
        self.entry = Entry.model_validate(fields)


def _encoding(messages: list[Message]) -> Encoding | None:
    """Returns how a control without ends speaks; None for one with ends, as all of 14 bits are."""
    return heard_in([message.value for message in messages]) if messages[0].highest == HIGHEST else None
