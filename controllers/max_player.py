"""What plays the finished files in the Max patch: two decks in turn, one fades out while the other begins."""

from __future__ import annotations

from max_canvas import Patcher

OPENING_MS = 50
"""What the disk is given before a file is to sound."""


def player() -> Patcher:
    """Returns the patcher; out of it come the left, the right, and the name of the file that plays."""
    made = Patcher(620, 420)
    done, path = made.new("unpack s s 0.", (20, 50)), made.new("t s b s", (20, 80))
    made.wire(made.new("r sdad-done", (20, 20)), done)
    made.wire((done, 1), path)
    # The other deck than last time begins, and the last one ends; then it is told the file, in time for its opening.
    turn, which, gate = (
        made.new("counter 1 2", (140, 110)),
        made.new("t i i", (140, 140)),
        made.new("gate 2", (20, 200)),
    )
    made.wire((path, 1), turn, which)
    made.into((which, 1), gate, 0)
    opened = made.new("prepend open", (20, 170))
    made.wire((path, 0), made.new("conformpath slash boot", (20, 125)), opened)
    made.into(opened, gate, 1)
    turned = made.new("sel 1 2", (140, 170))
    made.wire((which, 0), turned)
    volume, smooth = made.new("pack 0. 30.", (460, 250)), made.new("line~", (460, 280))
    made.wire(made.new("r sdad-volume", (460, 220)), volume, smooth)
    levels = [made.new("*~", (20 + 120 * channel, 320)) for channel in (0, 1)]
    for place in (0, 1):
        deck = made.inside("deck", _deck(), (20 + 120 * place, 260))
        made.into((gate, place), deck, 0)
        made.into((turned, place), deck, 1)
        made.into((turned, 1 - place), deck, 2)
        for channel, level in enumerate(levels):
            made.wire((deck, channel), level)
    for channel, level in enumerate(levels):
        made.into(smooth, level, 1)
        made.wire(level, made.outlet((20 + 120 * channel, 380)))
    made.wire(
        (path, 2), made.new("strippath", (300, 110)), made.new("prepend set", (300, 140)), made.outlet((300, 380))
    )
    return made


def _deck() -> Patcher:
    """One file that begins and ends with a fade: a quarter of a sine, so that two of them keep the power."""
    made = Patcher(520, 380)
    file = made.new("sfplay~ 2", (20, 200))
    made.wire(made.inlet((20, 20)), file)
    made.wire(made.new("r sdad-again", (100, 140)), made.new("prepend loop", (100, 170)), file)
    ramp, fade = made.new("line~", (260, 200)), made.new("r sdad-fade", (420, 20))
    begin = made.new("t b b", (200, 80))
    made.wire(made.inlet((200, 20)), made.new(f"delay {OPENING_MS}", (200, 50)), begin)
    made.wire((begin, 1), made.msg("1", (200, 110)), file)
    for source, x, shape in (((begin, 0), 260, "1. $1"), (made.inlet((340, 20)), 340, "0. $1")):
        length = made.new("float 1000.", (x, 140))
        made.into(fade, length, 1)
        made.wire(source, length, made.msg(shape, (x, 170)), ramp)
    curve = made.new("cos~", (260, 290))
    made.wire(ramp, made.new("*~ 0.25", (260, 230)), made.new("-~ 0.25", (260, 260)), curve)
    for channel in (0, 1):
        level = made.new("*~", (20 + 100 * channel, 320))
        made.wire((file, channel), level)
        made.into(curve, level, 1)
        made.wire(level, made.outlet((20 + 100 * channel, 350)))
    return made
