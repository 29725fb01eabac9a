"""The Pure Data patch, of vanilla objects only (Pd 0.48 or later, for ``oscformat`` and ``oscparse`` in the core).

What a hand touches lies on the front; the work is done in canvases behind it, which talk to the front by names. The
same names let other patches play: ``[s sdad-brightness]`` moves the slider as a hand does.
"""

from __future__ import annotations

from pure_data_canvas import Canvas
from pure_data_player import player
from wires import FIRST, OTHERS, PORTS, RENEW_S, SDAD_PORT, SERVER, address, natural_address

from sdad.control.parameters import Control

SLIDER_PX, ROW_PX = 220, 26
MODELS, PRESETS = 8, 12
"""How many of each can be clicked; others are typed."""
ASK_AFTER_MS = 200
"""sdad does not repeat to a patch what the patch itself has moved: so, when the hand rests, it asks what came of it."""


def patch() -> str:
    """Returns the patch."""
    front = Canvas(1030, 500)
    front.say("sdad: move a slider - click render - hear what comes", (20, 12))
    _connected(front, 480)
    _rows(front, FIRST, 20, 44)
    _choice_of(front, "model", MODELS, (680, 44))
    _choice_of(front, "preset", PRESETS, (850, 44))
    _rendering(front, 44 + ROW_PX * (len(FIRST) + 1) + 12)
    for place, part in enumerate([_more(), _connection(), _controls(), _choices(), _renders(), player()]):
        front.inside(part, (20 + 160 * place, 465))
    return front.text()


# -- the front --------------------------------------------------------------------------------------------------


def _connected(front: Canvas, x: int) -> None:
    front.toggle((x, 12), "sdad-connected")
    front.say("sdad answers", (x + 22, 12))


def _rows(canvas: Canvas, rows: tuple[Control, ...], x: int, y: int) -> None:
    canvas.say("auto", (x + 490, y))
    canvas.say("value", (x + 525, y))
    for place, row in enumerate(rows, 1):
        at = y + ROW_PX * place
        canvas.say(row.label, (x, at))
        canvas.say(row.low, (x + 105, at))
        canvas.slider((x + 185, at), SLIDER_PX, f"sdad-{row.id}")
        canvas.say(row.high, (x + 190 + SLIDER_PX, at))
        if row.is_descriptor:
            canvas.toggle((x + 495, at), f"sdad-{row.id}-auto")
        canvas.number((x + 525, at), 7, f"sdad-{row.id}-value")
        canvas.say(row.unit, (x + 580, at))


def _choice_of(front: Canvas, kind: str, count: int, at: tuple[int, int]) -> None:
    x, y = at
    front.line(at, 150, f"sdad-{kind}-said", kind)
    for place in range(count):
        name = f"sdad-{kind}-{place + 1}"
        front.button((x, y + ROW_PX + 22 * place), name, "-")
    below = y + ROW_PX + 22 * count
    front.word((x, below), 12, f"sdad-{kind}")
    front.say(f"or another {kind}", (x, below + 20))


def _rendering(front: Canvas, y: int) -> None:
    front.button((20, y), "sdad-render", "render")
    front.number((100, y), 3, "sdad-takes")
    front.say("takes", (130, y))
    front.slider((205, y), SLIDER_PX, "sdad-progress")
    front.number((440, y), 3, "sdad-waiting")
    front.say("wait or run", (470, y))
    for place, name in enumerate(("star", "discard", "panic")):
        front.button((20 + 80 * place, y + 32), f"sdad-{name}", name)
    front.toggle((280, y + 32), "sdad-live")
    front.say("live: no training", (300, y + 32))
    front.toggle((20, y + 64), "sdad-sound")
    front.say("sound", (40, y + 64))
    front.toggle((100, y + 64), "sdad-play")
    front.say("play what is done", (120, y + 64))
    front.toggle((250, y + 64), "sdad-again")
    front.say("again and again", (270, y + 64))
    front.number((390, y + 64), 5, "sdad-fade")
    front.say("ms of crossfade", (435, y + 64))
    front.slider((20, y + 92), 120, "sdad-volume")
    front.say("volume", (145, y + 92))
    front.line((205, y + 92), 770, "sdad-rate-said")
    front.line((20, y + 120), 955, "sdad-done-said", "files")
    front.line((20, y + 144), 955, "sdad-error-said", "errors")


def _more() -> Canvas:
    canvas = Canvas(660, 60 + ROW_PX * (len(OTHERS) + 1), "more-controls")
    _rows(canvas, OTHERS, 20, 10)
    return canvas


# -- behind it --------------------------------------------------------------------------------------------------


def _connection() -> Canvas:
    """Connects, listens, and subscribes again and again; a restarted sdad is found by that."""
    made = Canvas(760, 420, "connection")
    out = made.obj("netsend -u -b", (20, 250))
    packets = made.obj("list prepend send", (20, 200))
    made.wire(made.obj("r sdad-packets", (20, 175)), packets, made.obj("list trim", (20, 225)), out)
    # Where sdad is: [127.0.0.1 9109( to sdad-server. First the old connection goes.
    server = made.obj("list", (220, 20))
    made.wire(made.obj("r sdad-server", (220, 0)), server)
    parted = made.obj("t b b l", (220, 45))
    kept = made.obj("list", (220, 120))
    made.wire(server, parted)
    made.into((parted, 2), kept, 1)
    made.wire((parted, 1), made.msg("disconnect", (330, 80)), out)
    made.wire((parted, 0), kept, made.obj("list prepend connect", (220, 145)), made.obj("list trim", (220, 170)), out)
    # Where it answers.
    listen = made.obj("r sdad-listen", (480, 20))
    both = made.obj("t b f f", (480, 45))
    port = made.obj("f", (480, 145))
    receive = made.obj("netreceive -u -b", (20, 290))
    made.wire(listen, both)
    made.wire((both, 2), made.msg("listen $1", (580, 80)), receive)
    made.into((both, 1), port, 1)
    # Every few seconds, and at once when either of the two was changed.
    beat = made.obj("t b b", (420, 120))
    every = made.obj(f"metro {RENEW_S * 1000}", (420, 95))
    made.wire(every, beat)
    made.wire((both, 0), made.obj("del 50", (480, 70)), every)
    made.wire((parted, 0), made.obj("del 50", (330, 45)), every)
    # Some systems end the connection when nobody was there to hear a packet.
    lost, gate = made.obj("== 0", (130, 275)), made.obj("spigot", (330, 120))
    made.wire(out, lost)
    made.into(lost, gate, 1)
    made.wire((beat, 1), gate, kept)
    made.wire(
        (beat, 0), port, made.obj("oscformat /sdad/subscribe", (480, 175)), made.obj("s sdad-packets", (480, 250))
    )
    for place, kind in enumerate(("model", "preset")):
        made.wire((beat, 0), made.obj(f"oscformat /sdad/{kind}/list", (480, 200 + 25 * place)), made.obj(
            "s sdad-packets", (640, 200 + 25 * place)))  # fmt: skip
    loaded = made.obj("loadbang", (640, 20))
    first = made.obj("t b b", (640, 45))
    made.wire(loaded, first)
    made.wire((first, 1), made.msg(f"{PORTS['pure-data']}", (640, 95)), made.obj("s sdad-listen", (640, 120)))
    made.wire((first, 0), made.msg(f"{SERVER} {SDAD_PORT}", (640, 145)), made.obj("s sdad-server", (640, 170)))
    # What comes.
    kinds = ["control", "render", "model", "preset", "error", "live", "subscribed"]
    parse = made.obj("oscparse", (20, 315))
    routed = made.obj("route " + " ".join(kinds), (20, 365))
    made.wire(receive, parse, made.obj("list trim", (20, 340)), made.obj("route sdad", (100, 340)), routed)
    for outlet, kind in enumerate(kinds):
        made.wire((routed, outlet), made.obj(f"s sdad-{kind}-told", (20 + 100 * outlet, 395)))
    light, out_of_reach = made.obj("t b b", (330, 290)), made.obj(f"del {RENEW_S * 2500}", (390, 290))
    made.wire(made.obj("r sdad-subscribed-told", (330, 270)), light)
    shown = made.obj("s sdad-connected", (330, 340))
    made.wire((light, 0), made.msg("1", (330, 315)), shown)
    made.wire((light, 1), out_of_reach, made.msg("0", (390, 315)), shown)
    return made


def _controls() -> Canvas:
    made = Canvas(560, 60 + 30 * 19, "controls")
    rows = (*FIRST, *OTHERS)
    routed = made.obj("route " + " ".join(row.id for row in rows), (20, 45))
    made.wire(made.obj("r sdad-control-told", (20, 20)), routed)
    for outlet, row in enumerate(rows):
        made.wire((routed, outlet), made.inside(_control(row), (20, 75 + 26 * outlet)))
    return made


def _control(row: Control) -> Canvas:
    """What is moved goes to sdad; what sdad says is shown, by ``set``, which does not send again."""
    made = Canvas(620, 260, row.id)
    name, out = f"sdad-{row.id}", made.obj("s sdad-packets", (20, 200))
    ask, asked = made.obj(f"del {ASK_AFTER_MS}", (440, 120)), made.msg(f"symbol {row.id}", (440, 145))
    made.wire(ask, asked, made.obj("oscformat /sdad/get", (440, 170)), out)
    ways = [(name, address(row)), ("value-out", natural_address(row))]
    if row.is_descriptor:
        ways.append((f"{name}-auto", f"{address(row)}/auto"))
    for place, (widget, where) in enumerate(ways):
        y = 20 + 30 * place
        moved = made.obj(f"r {widget}-out", (20, y))
        made.wire(moved, made.obj(f"oscformat {where}", (200, y)), out)
        made.wire(moved, ask)
    told = made.obj("inlet", (20, 120))
    routed = made.obj(f"route float {row.leaf} auto", (20, 145))
    made.wire(told, routed)
    for outlet, suffix in enumerate(("", "-value", "-auto")):
        made.wire((routed, outlet), made.msg("set $1", (20 + 130 * outlet, 170)), made.obj(
            f"s {name}{suffix}", (20 + 130 * outlet, 225)))  # fmt: skip
    return made


def _choices() -> Canvas:
    """Names of models and presets beside buttons; what is clicked or typed is used."""
    made = Canvas(1180, 560, "choices")
    for y, kind, verb, past, count in (
        (20, "model", "use", "used", MODELS),
        (280, "preset", "recall", "recalled", PRESETS),
    ):
        told = made.obj(f"r sdad-{kind}-told", (20, y))
        # One name alone is no list but a symbol.
        routed = made.obj(f"route list symbol {past}", (20, y + 25))
        made.wire(told, routed)
        made.wire((routed, 2), made.obj("list split 1", (320, y + 50)), made.msg("label $1", (320, y + 75)), made.obj(
            f"s sdad-{kind}-said", (320, y + 100)))  # fmt: skip
        filled = made.obj("list append" + " -" * count, (20, y + 50))
        made.wire((routed, 0), filled)
        made.wire((routed, 1), filled)
        names = made.obj("unpack" + " s" * count, (20, y + 100))
        made.wire(filled, made.obj(f"list split {count}", (20, y + 75)), names)
        chosen = made.obj(f"oscformat /sdad/{kind}/{verb}", (20, y + 225))
        made.wire(chosen, made.obj("s sdad-packets", (20, y + 250)))
        made.wire(made.obj(f"r sdad-{kind}-out", (220, y + 200)), chosen)
        for place in range(count):
            x, button = 20 + 95 * place, f"sdad-{kind}-{place + 1}"
            name, empty = made.obj("symbol", (x, y + 175)), made.obj("sel -", (x, y + 200))
            made.into((names, place), name, 1)
            made.wire((names, place), made.msg("label $1", (x, y + 125)), made.obj(f"s {button}", (x, y + 150)))
            made.wire(made.obj(f"r {button}-out", (x + 20, y + 125)), name, empty)
            made.wire((empty, 1), chosen)
    return made


def _renders() -> Canvas:
    """Asks for renders, and shows how they go."""
    made = Canvas(860, 330, "renders")
    takes, out = made.obj("f 1", (20, 70)), made.obj("s sdad-packets", (20, 120))
    made.wire(made.obj("r sdad-render-out", (20, 20)), takes, made.obj("oscformat /sdad/render", (20, 95)), out)
    made.into(made.obj("r sdad-takes-out", (60, 45)), takes, 1)
    for place, (name, where) in enumerate(
        (
            ("star-out", "take/star"),
            ("discard-out", "take/discard"),
            ("panic-out", "panic"),
            ("live-out", "live"),
        )
    ):
        x = 200 + 160 * place
        made.wire(made.obj(f"r sdad-{name}", (x, 20)), made.obj(f"oscformat /sdad/{where}", (x, 45)), out)
    told = made.obj("r sdad-render-told", (20, 150))
    states = made.obj("route fraction waiting queued done failed", (20, 175))
    made.wire(told, states)
    show = made.msg("set $1", (20, 200))
    made.wire((states, 0), show, made.obj("s sdad-progress", (20, 225)))
    made.wire((states, 1), made.msg("set $1", (110, 200)), made.obj("s sdad-waiting", (110, 225)))
    clear = made.msg("label empty", (200, 200))
    refused = made.obj("s sdad-error-said", (360, 290))
    made.wire((states, 2), made.obj("t b", (200, 188)), clear, refused)
    made.wire((states, 3), made.obj("s sdad-done", (290, 200)))
    failed, error = made.obj("unpack s s s", (380, 225)), made.obj("unpack s s s", (520, 225))
    made.wire((states, 4), failed)
    made.wire(made.obj("r sdad-error-told", (520, 200)), error)
    words = made.obj("t s s", (360, 250))
    made.wire((failed, 2), words)
    made.wire((error, 1), words)
    made.wire((words, 0), made.msg("label $1", (360, 270)), refused)
    made.wire((words, 1), made.obj("print sdad", (480, 270)))
    made.wire(made.obj("r sdad-live-told", (640, 200)), made.msg("set $1", (640, 225)), made.obj(
        "s sdad-live", (640, 250)))  # fmt: skip
    begin, first = made.obj("loadbang", (730, 70)), made.msg("1", (730, 95))
    made.wire(begin, first, made.obj("s sdad-takes", (730, 120)))
    return made
