"""What plays the finished files in the Pure Data patch: two decks in turn, one fades out while the other begins.

A file that is to be played again and again is begun anew on the other deck before it ends, so that it never stops.
"""

from __future__ import annotations

from pure_data_canvas import Canvas

FADE_MS = 1000
OPENING_MS = 50
"""What the disk is given before a file is to sound."""
START = {"volume": "0.8", "fade": str(FADE_MS), "again": "0", "play": "1", "sound": "1"}
"""How the player stands when the patch is opened."""
RATE_HZ = 48000
"""What sdad delivers unless it is told otherwise; Pd plays files at its own rate, whatever theirs is."""


def player() -> Canvas:
    """Returns the canvas."""
    made = Canvas(860, 420, "player")
    gate = made.obj("spigot", (20, 45))
    made.wire(made.obj("r sdad-done", (20, 20)), gate)
    made.into(made.obj("r sdad-play-out", (110, 20)), gate, 1)
    done, seconds = made.obj("unpack s s f", (20, 70)), made.obj("f", (110, 175))
    made.wire(gate, done)
    made.into((done, 2), seconds, 1)
    path = made.obj("t b s s", (20, 95))
    made.wire((done, 1), path)
    made.wire((path, 2), made.obj("s sdad-path", (120, 120)))
    made.wire((path, 1), made.msg("label $1", (240, 120)), made.obj("s sdad-done-said", (240, 145)))
    start = made.obj("t b b b", (20, 150))
    made.wire((path, 0), start)
    # First how long to fade: as wished, but no longer than half of the file.
    made.wire((start, 2), seconds)
    wished, fade = made.obj("f", (240, 200)), made.obj("min", (200, 250))
    half = made.obj("t b f", (160, 200))
    made.wire(seconds, half)
    made.into(made.obj("r sdad-fade-out", (300, 175)), wished, 1)
    made.into((half, 1), limit := made.obj("* 500", (160, 225)), 0)
    made.into(limit, fade, 1)
    made.wire((half, 0), wished, fade, made.obj("s sdad-fade-now", (200, 275)))
    # Then the other deck than last time begins, and the last one ends.
    turn, step = made.obj("f", (20, 200)), made.obj("== 0", (20, 225))
    made.wire((start, 1), turn, step)
    made.into(step, turn, 1)
    which = made.obj("sel 1 0", (20, 250))
    made.wire(step, which)
    # At last when to do so again.
    length, rest = made.obj("f", (420, 175)), made.obj("-", (420, 225))
    made.into((done, 2), length, 1)
    made.into(fade, rest, 1)
    again, wanted = made.obj("del", (420, 250)), made.obj("spigot", (420, 275))
    made.wire((start, 0), length, made.obj("* 1000", (420, 200)), rest, again, wanted, start)
    made.into(made.obj("r sdad-again-out", (480, 250)), wanted, 1)
    levels = [made.obj("*~", (20 + 120 * channel, 345)) for channel in range(2)]
    for place, name in enumerate("ab"):
        deck = made.inside(_deck(name), (20 + 120 * place, 310))
        made.into((which, place), deck, 0)
        made.into((which, 1 - place), deck, 1)
        for channel, level in enumerate(levels):
            made.wire((deck, channel), level)
    _loudspeakers(made, levels)
    return made


def _deck(name: str) -> Canvas:
    """One file that begins and ends with a fade: a quarter of a sine, so that two of them keep the power."""
    made = Canvas(460, 330, f"deck-{name}")
    begin, end = made.obj("inlet", (20, 20)), made.obj("inlet", (240, 20))
    path = made.obj("symbol", (80, 70))
    made.into(made.obj("r sdad-path", (140, 45)), path, 1)
    opened = made.obj("t b b", (20, 45))
    file = made.obj("readsf~ 2", (80, 175))
    made.wire(begin, opened)
    made.wire((opened, 1), path, made.msg("open $1", (80, 95)), file)
    now = made.obj("t b b", (20, 95))
    made.wire((opened, 0), made.obj(f"del {OPENING_MS}", (20, 70)), now)
    made.wire((now, 1), made.msg("1", (50, 120)), file)
    ramp, lengths = made.obj("line~", (240, 175)), made.obj("r sdad-fade-now", (320, 20))
    for source, x, shape in (((now, 0), 180, "1 $1"), (made.obj(f"del {OPENING_MS}", (240, 45)), 240, "0 $1")):
        length = made.obj("f", (x, 120))
        made.into(lengths, length, 1)
        made.wire(source, length, made.msg(shape, (x, 145)), ramp)
        if x == 240:
            made.wire(end, source)
    curve = made.obj("cos~", (240, 250))
    made.wire(ramp, made.obj("*~ 0.25", (240, 200)), made.obj("-~ 0.25", (240, 225)), curve)
    for channel in range(2):
        level = made.obj("*~", (80 + 60 * channel, 275))
        made.wire((file, channel), level)
        made.into(curve, level, 1)
        made.wire(level, made.obj("outlet~", (80 + 60 * channel, 300)))
    return made


def _loudspeakers(made: Canvas, levels: list[int]) -> None:
    """Volume, the switch for the sound, and ``[r~ sdad-left]`` for whoever wants to go on with it."""
    out, smooth = made.obj("dac~", (20, 385)), made.obj("line~", (300, 345))
    made.wire(made.obj("r sdad-volume-out", (300, 310)), made.obj("pack f 30", (300, 328)), smooth)
    for channel, (level, name) in enumerate(zip(levels, ("left", "right"), strict=True)):
        made.into(smooth, level, 1)
        made.into(level, out, channel)
        made.wire(level, made.obj(f"s~ sdad-{name}", (140 + 110 * channel, 385)))
    made.wire(made.obj("r sdad-sound-out", (420, 310)), made.msg("; pd dsp $1", (420, 335)))
    for place, (name, value) in enumerate(START.items()):
        x = 540 + 60 * place
        made.wire(made.obj("loadbang", (x, 20)), made.msg(value, (x, 45)), made.obj(f"s sdad-{name}", (x, 70)))
    rate = made.obj("samplerate~", (600, 130))
    fits = made.obj(f"sel {RATE_HZ}", (600, 155))
    made.wire(made.obj("loadbang", (600, 105)), rate, fits)
    made.wire(made.obj("r sdad-sound-out", (680, 105)), made.obj("t b", (680, 130)), rate)
    said = made.obj("s sdad-rate-said", (600, 230))
    made.wire((fits, 0), made.msg("label empty", (600, 180)), said)
    words = f"Pd does not run at {RATE_HZ} Hz and plays at another pitch: see Media > Audio Settings"
    made.wire((fits, 1), made.msg("label " + words.replace(" ", "\\ "), (600, 205)), said)
