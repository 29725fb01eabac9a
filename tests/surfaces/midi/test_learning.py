"""The knob that moves most is the one that is meant, and how it speaks is recognised with it."""

import pytest

from sdad.surfaces.midi.learning import WATCH_S, Learner
from sdad.surfaces.midi.wire import Message


def learned(to: str, *messages: tuple[str, Message], bits: int = 7, every_s: float = 0.05) -> Learner:
    learner = Learner(to, bits)
    now = 0.0
    for port, message in messages:
        learner.hear(port, message, now)
        now += every_s
        learner.decide(now)
    learner.decide(now + 2 * WATCH_S)
    return learner


def cc(number: int, *values: int, channel: int = 1, port: str = "knobs") -> list[tuple[str, Message]]:
    return [(port, Message("cc", channel, number, value)) for value in values]


def test_the_largest_travel_counts_and_not_the_first_message() -> None:
    unsteady = cc(3, 64, 65, 64, 65)
    meant = cc(20, 10, 30, 60, 90, channel=2)
    mixed = [message for pair in zip(unsteady, meant, strict=True) for message in pair]
    learner = learned("warmth", *mixed)
    assert learner.entry is not None
    assert learner.entry.summary() == {"to": "warmth", "cc": 20, "channel": 2}
    assert (learner.port, learner.entry.text) == ("knobs", "CC 20 on channel 2")


def test_of_two_devices_the_one_that_moves_is_meant() -> None:
    learner = learned("warmth", *cc(20, 1, 2, port="a"), *cc(20, 1, 60, 127, port="b"))
    assert learner.port == "b"


@pytest.mark.parametrize(
    ("value", "encoding"), [(65, "signed"), (1, "signed-reversed"), (63, "offset"), (127, "twos-complement")]
)
def test_one_slow_turn_to_the_left_tells_the_encoding(value: int, encoding: str) -> None:
    learner = learned("warmth", *cc(16, *[value] * 4))
    assert learner.entry is not None
    assert learner.entry.relative == encoding
    assert learner.entry.text == f"CC 16 on channel 1, without ends ({encoding})"


def test_an_unsteady_knob_alone_is_not_learned() -> None:
    assert learned("warmth", *cc(3, *[64, 65] * 40)).entry is None


def test_it_waits_for_a_slow_hand() -> None:
    learner = learned("warmth", *cc(3, 64, 64, 65, 66, 67, 68, 69, 70), every_s=0.3)
    assert learner.entry is not None


def test_fourteen_bits_are_never_inferred_and_mentioned_as_a_choice() -> None:
    fader = [message for value in range(0, 127, 9) for message in (*cc(2, value), *cc(34, value * 37 % 128))]
    plain = learned("warmth", *fader)
    assert plain.entry is not None
    assert (plain.entry.cc, plain.entry.bits) == (34, 7)
    assert "CC 2 moved with it" in plain.hint
    assert "14 bits" in plain.hint
    upper = learned("warmth", *cc(2, 0, 127), *cc(34, 0, 50))
    assert upper.entry is not None
    assert (upper.entry.cc, upper.entry.bits, upper.hint) == (2, 7, "")
    chosen = learned("warmth", *fader, bits=14)
    assert chosen.entry is not None
    assert chosen.entry.summary() == {"to": "warmth", "cc": 2, "channel": 1, "bits": 14}


def test_the_way_of_a_fader_of_fourteen_bits_is_measured_by_its_own_ends() -> None:
    fine = [("fine", Message("cc", 1, 2, value, 16383)) for value in (8000, 8065, 8200, 8300)]
    learner = learned("warmth", *fine, *cc(20, 10, 60, 110))
    assert learner.port == "knobs"
    assert learned("warmth", *fine).entry is None
    assert learned("render", *(("fine", Message("cc", 1, 2, value, 16383)) for value in (0, 100))).entry is None
    still = learned("warmth", *(("fine", Message("cc", 1, 2, 65, 16383)) for _ in range(4)))
    assert still.entry is None


def test_a_pitch_bend_is_a_fader_too() -> None:
    learner = learned("warmth", *(("knobs", Message("bend", 9, 0, value, 16383)) for value in (8192, 9000, 12000)))
    assert learner.entry is not None
    assert learner.entry.summary() == {"to": "warmth", "bend": True, "channel": 9}
    assert learner.entry.text == "pitch bend on channel 9"


@pytest.mark.parametrize(
    "pressed",
    [
        [("pads", Message("note", 1, 36, 90)), ("pads", Message("note", 1, 36, 0))],
        [("pads", Message("cc", 1, 36, 127)), ("pads", Message("cc", 1, 36, 0))],
        [("pads", Message("cc", 1, 36, 127))],
    ],
)
def test_an_action_learns_a_button(pressed: list[tuple[str, Message]]) -> None:
    learner = learned("render", *pressed)
    assert learner.entry is not None
    assert learner.entry.to == "render"
    assert learner.entry.number == 36


@pytest.mark.parametrize("to", ["warmth", "render"])
def test_channel_mode_messages_are_no_controls(to: str) -> None:
    assert learned(to, *cc(122, 0, 127)).entry is None
    learner = learned(to, *cc(122, 0, 127, 0, 127), *cc(119, 0, 127))
    assert learner.entry is not None
    assert learner.entry.number == 119


def test_a_control_learns_no_note() -> None:
    assert (
        learned("warmth", ("pads", Message("note", 1, 36, 90)), ("pads", Message("program", 1, 3, 127))).entry is None
    )


def test_what_cannot_be_mapped_cannot_be_learned() -> None:
    with pytest.raises(ValueError, match='Did you mean "warmth"'):
        Learner("warmht")
