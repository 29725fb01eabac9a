"""The Pure Data patch, of vanilla objects only (Pd 0.48 or later, for ``oscformat`` and ``oscparse`` in the core)."""

from __future__ import annotations

import itertools

from wires import FIRST, PORTS, RENEW_S, SDAD_PORT, SERVER, address

from sdad.control.parameters import Control

SLIDER_PX, ROW_PX = 200, 24
CROSSFADE_MS = 250
_COLOURS = "0 11 #fcfcfc #000000 #000000"
"""Font, its size, background, foreground and label."""


class _Patch:
    """A patch as it grows: objects get numbers in their order, connections name them."""

    def __init__(self) -> None:
        self._objects: list[str] = []
        self._wires: list[str] = []

    def put(self, kind: str, text: str, at: tuple[int, int]) -> int:
        """Adds an object, message or comment and returns its number."""
        escaped = text.replace(",", " \\,").replace(";", " \\;").replace("$", "\\$")
        self._objects.append(f"#X {kind} {at[0]} {at[1]} {escaped};")
        return len(self._objects) - 1

    def wire(self, *path: int | tuple[int, int]) -> None:
        """Connects objects one after the other; a pair is an object and its outlet."""
        for begin, end in itertools.pairwise(path):
            source, outlet = begin if isinstance(begin, tuple) else (begin, 0)
            target = end[0] if isinstance(end, tuple) else end
            self._wires.append(f"#X connect {source} {outlet} {target} 0;")

    def wire_to(self, source: int | tuple[int, int], target: int, inlet: int) -> None:
        """Connects to another inlet than the first."""
        number, outlet = source if isinstance(source, tuple) else (source, 0)
        self._wires.append(f"#X connect {number} {outlet} {target} {inlet};")

    def text(self, width: int, height: int) -> str:
        """Returns the file."""
        return "\n".join([f"#N canvas 60 60 {width} {height} 11;", *self._objects, *self._wires]) + "\n"


def patch() -> str:
    """Returns the patch."""
    made = _Patch()
    made.put("text", "sdad: move a slider, click render, hear what comes", (20, 10))
    send = made.put("obj", "s sdad-out", (760, 10))
    for number, row in enumerate(FIRST):
        _slider(made, row, 40 + number * ROW_PX, send)
    below = 40 + len(FIRST) * ROW_PX + 20
    _choices(made, below, send)
    incoming = _connection(made, send)
    _player(made, below + 170, incoming)
    return made.text(1280, below + 440)


def _parts(path: str) -> str:
    return path.strip("/").replace("/", " ")


def _slider(made: _Patch, row: Control, y: int, send: int) -> None:
    look = "0 1 0 0 empty"
    name = f"sdad-{row.id}"
    label = f"{row.label.replace(' ', '_')} {SLIDER_PX + 8} 8 {_COLOURS}"
    slider = made.put("obj", f"hsl {SLIDER_PX} 16 {look} {name} {label} 0 1", (20, y))
    changed = made.put("obj", "change -1", (390, y))
    form = made.put("obj", f"oscformat {_parts(address(row))}", (470, y))
    made.wire(slider, changed, form, send)


def _choices(made: _Patch, y: int, send: int) -> None:
    made.put("text", "model: type its name and press return", (20, y))
    model = made.put("obj", "r sdad-model", (20, y + 20))
    typed = made.put("symbolatom", "20 0 0 0 - - - 0", (120, y + 20))
    made.wire(model, typed, made.put("obj", "oscformat sdad model use", (330, y + 20)), send)
    made.put("text", "preset: its number, or the ones beside it", (20, y + 45))
    number = made.put("obj", "r sdad-preset", (20, y + 65))
    box = made.put("floatatom", "5 1 999 0 - - - 0", (120, y + 65))
    made.wire(number, box, made.put("obj", "oscformat sdad preset recall", (330, y + 65)), send)
    for place, step in enumerate(("prev", "next")):
        click = made.put("msg", step, (190 + 50 * place, y + 65))
        one = made.put("msg", "1", (190 + 50 * place, y + 90))
        made.wire(click, one, made.put("obj", f"oscformat sdad preset {step}", (470, y + 90 + 24 * place)), send)
    asked = made.put("obj", "r sdad-render", (20, y + 125))
    click = made.put("obj", "bng 25 250 50 0 empty empty render 30 12 0 11 #fcfcfc #000000 #000000", (120, y + 125))
    one = made.put("msg", "1", (250, y + 125))
    made.wire(asked, click, one, made.put("obj", "oscformat sdad render", (330, y + 125)), send)


def _connection(made: _Patch, send: int) -> int:
    """Connects, subscribes again and again, and returns what gives what sdad says, after ``sdad``."""
    loaded = made.put("obj", "loadbang", (760, 40))
    connect = made.put("msg", f"connect {SERVER} {SDAD_PORT}", (760, 65))
    port = made.put("obj", "r sdad-server-port", (960, 40))
    elsewhere = made.put("msg", f"disconnect, connect {SERVER} $1", (1060, 90))
    out = made.put("obj", "netsend -u -b", (760, 164))
    made.wire(loaded, connect, out)
    at_once = made.put("obj", "t b f", (960, 65))
    made.wire(port, at_once)
    made.wire((at_once, 1), elsewhere, out)
    packets = made.put("obj", "list prepend send", (760, 118))
    heard = made.put("obj", "r sdad-out", (760, 95))
    made.wire(heard, packets, made.put("obj", "list trim", (760, 141)), out)
    every = made.put("obj", f"metro {RENEW_S * 1000}", (1080, 118))
    mine = made.put("msg", f"{PORTS['pure-data']}", (960, 141))
    on = made.put("msg", "1", (1030, 118))
    soon = made.put("obj", "del 100", (960, 118))
    made.wire(loaded, soon, on, every, mine)
    made.wire((at_once, 0), soon)
    made.wire(mine, made.put("obj", "oscformat sdad subscribe", (960, 164)), send)
    listen = made.put("obj", f"netreceive -u -b {PORTS['pure-data']}", (760, 205))
    parse = made.put("obj", "oscparse", (760, 229))
    routed = made.put("obj", "route sdad", (760, 277))
    made.wire(listen, parse, made.put("obj", "list trim", (760, 253)), routed)
    kinds = made.put("obj", "route control render model error", (760, 301))
    made.wire(routed, kinds)
    names = made.put("obj", "route " + " ".join(row.id for row in FIRST), (760, 325))
    made.wire((kinds, 0), names)
    for outlet, row in enumerate(FIRST):
        # A number only: "brightness auto 1" is no position. "set" moves the slider without sending again.
        number = made.put("obj", "route float", (760, 353 + 24 * outlet))
        made.wire((names, outlet), number, made.put("msg", f"; sdad-{row.id} set $1", (880, 353 + 24 * outlet)))
    used = made.put("obj", "route used", (760, 553))
    made.wire((kinds, 2), used, made.put("obj", "print sdad-model", (760, 577)))
    made.wire((kinds, 3), made.put("obj", "print sdad-error", (900, 553)))
    return kinds


def _player(made: _Patch, y: int, incoming: int) -> None:
    """Plays each finished file on one of two players and fades the other one out."""
    states = made.put("obj", "route fraction done failed", (20, y))
    made.wire((incoming, 1), states)
    label = f"progress {SLIDER_PX + 8} 6 {_COLOURS}"
    bar = made.put("obj", f"hsl {SLIDER_PX} 12 0 1 0 0 empty empty {label} 0 1", (120, y + 25))
    made.wire((states, 0), made.put("msg", "set $1", (20, y + 25)), bar)
    made.wire((states, 2), made.put("obj", "print sdad-failed", (330, y)))
    done = made.put("obj", "unpack s s f", (20, y + 50))
    made.wire((states, 1), done)
    path = made.put("obj", "t s s b", (20, y + 75))
    made.wire((done, 1), path)
    made.wire((path, 1), made.put("obj", "print sdad-done", (330, y + 75)))
    turn, more = made.put("obj", "f", (80, y + 102)), made.put("obj", "+ 1", (130, y + 102))
    which = made.put("obj", "mod 2", (180, y + 102))
    made.wire((path, 2), turn, more, which)
    made.wire_to(which, turn, 1)
    gate = [made.put("obj", "spigot", (20, y + 130)), made.put("obj", "spigot", (250, y + 130))]
    other = made.put("obj", "== 0", (240, y + 102))
    made.wire(which, other)
    made.wire_to(which, gate[0], 1)
    made.wire_to(other, gate[1], 1)
    out = made.put("obj", "dac~", (20, y + 270))
    for number, spigot in enumerate(gate):
        x = 20 + 230 * number
        made.wire((path, 0), spigot)
        begin = made.put("obj", "t b s", (x, y + 150))
        opened = made.put("msg", "open $1, 1", (x + 60, y + 170))
        file = made.put("obj", "readsf~ 2", (x + 60, y + 190))
        made.wire(spigot, begin)
        made.wire((begin, 1), opened, file)
        rise = made.put("msg", f"1 {CROSSFADE_MS}", (x, y + 190))
        fade = made.put("obj", "line~", (x, y + 215))
        made.wire((begin, 0), rise, fade)
        fall = made.put("msg", f"0 {CROSSFADE_MS}", (x + 150, y + 190))
        # The other player begins: this one gives way.
        made.wire(gate[1 - number], made.put("obj", "t b", (x + 150, y + 170)), fall, fade)
        for channel in range(2):
            level = made.put("obj", "*~", (x + 60 * channel, y + 240))
            made.wire((file, channel), level)
            made.wire_to(fade, level, 1)
            made.wire_to(level, out, channel)
