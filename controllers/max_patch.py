"""The Max patch, of objects that come with Max 8 or later.

What a hand touches is seen in presentation; the work is done in patchers behind it. ``[s sdad-out]`` takes any message
for sdad, ``[r sdad-in]`` has all that it says, and ``[s sdad-server]`` takes ``host 192.168.1.2``.
"""

from __future__ import annotations

from max_canvas import Patcher
from max_player import player
from wires import FIRST, OTHERS, PORTS, RENEW_S, SDAD_PORT, SERVER, address, natural_address

from sdad.control.commands import MOST_TAKES_BY_HAND
from sdad.control.parameters import Control

ROW_PX, COLUMN_PX = 28, 580
BEHIND_PX = 2 * COLUMN_PX + 40
"""Where that begins what presentation leaves out."""
ASK_AFTER_MS = 200
"""sdad does not repeat to a patch what the patch itself has moved: so, when the hand rests, it asks what came of it."""
_SLIDER = {"floatoutput": 1, "size": 1.0, "orientation": 1}


def patch() -> str:
    """Returns the patch."""
    front = Patcher(2 * COLUMN_PX + 20, 40 + ROW_PX * (len(OTHERS) + 3), front=True)
    front.show("comment", (10, 8), 400, text="sdad: move a slider, click render, hear what comes")
    front.wire(front.inside("connection", _connection(), (BEHIND_PX, 8)), front.show("toggle", (450, 6), 20, 20))
    front.show("comment", (472, 6), 100, text="sdad answers")
    for column, rows in enumerate((FIRST, OTHERS)):
        front.show("comment", (390 + COLUMN_PX * column, 24), 100, text="auto   value")
        for place, row in enumerate(rows, 1):
            _row(front, row, 10 + COLUMN_PX * column, 18 + ROW_PX * place)
    below = 30 + ROW_PX * (len(FIRST) + 1)
    _chosen(front, below)
    _rendered(front, below + ROW_PX)
    _played(front, below + 3 * ROW_PX)
    return front.text()


# -- the front --------------------------------------------------------------------------------------------------


def _row(front: Patcher, row: Control, x: int, y: int) -> None:
    front.show("comment", (x, y), 230, text=f"{row.label}: {row.low} – {row.high}")
    work = front.inside(row.id, _control(row), (BEHIND_PX + (x > COLUMN_PX) * 130, y))
    touched = [
        front.show("slider", (x + 230, y), 160, 20, **_SLIDER),
        front.show("flonum", (x + 430, y), 60, format=6),
    ]
    front.show("comment", (x + 490, y), 80, text=row.unit)
    if row.is_descriptor:
        touched.append(front.show("toggle", (x + 400, y), 20, 20, hint="auto: left to the model"))
    for way, box in enumerate(touched):
        front.into(box, work, way)
        front.wire((work, way), box)


def _chosen(front: Patcher, y: int) -> None:
    for x, kind, verb, past in ((10, "model", "use", "used"), (215, "preset", "recall", "recalled")):
        menu = front.show("umenu", (x, y), 195, items="<empty>", hint=kind)
        work = front.inside(kind, _choice(kind, verb, past), (BEHIND_PX + x, y))
        front.into((menu, 1), work, 0)
        front.wire(work, menu)
    _buttons(front, (("prev", "/sdad/preset/prev"), ("next", "/sdad/preset/next")), 425, y)


def _rendered(front: Patcher, y: int) -> None:
    work = front.inside("renders", _renders(), (BEHIND_PX, y))
    front.into(front.show("button", (10, y), 20, 20), work, 0)
    front.show("comment", (32, y), 55, text="render")
    takes = front.show("number", (90, y), 40, minimum=1, maximum=MOST_TAKES_BY_HAND)
    front.wire(front.new("loadmess 1", (BEHIND_PX + 100, y)), takes)
    front.into(takes, work, 1)
    front.show("comment", (132, y), 50, text="takes")
    front.wire(work, front.show("slider", (240, y), 160, 20, ignoreclick=1, **_SLIDER))
    front.wire((work, 1), front.show("number", (430, y), 40, ignoreclick=1))
    front.show("comment", (472, y), 80, text="wait or run")
    live = front.show("toggle", (425, y + ROW_PX), 20, 20)
    front.into(live, work, 2)
    front.wire((work, 2), live)
    front.show("comment", (447, y + ROW_PX), 110, text="live: no training")
    front.wire((work, 3), front.show("comment", (10, y + 4 * ROW_PX), 2 * COLUMN_PX - 20, text="no error"))
    judged = (("star", "/sdad/take/star"), ("discard", "/sdad/take/discard"), ("panic", "/sdad/panic"))
    _buttons(front, judged, 10, y + ROW_PX)


def _buttons(front: Patcher, buttons: tuple[tuple[str, str], ...], x: int, y: int) -> None:
    for place, (word, where) in enumerate(buttons):
        left = x + 80 * place
        button = front.show("button", (left, y), 20, 20)
        front.show("comment", (left + 22, y), 58, text=word)
        behind = (BEHIND_PX + 300 + left, y)
        front.wire(button, front.msg(where, behind), front.new("s sdad-out", (behind[0], y + 10)))


def _played(front: Patcher, y: int) -> None:
    work = front.inside("player", player(), (BEHIND_PX, y))
    speakers = front.show("ezdac~", (10, y), 45, 45)
    for channel in (0, 1):
        front.into((work, channel), speakers, channel)
    settings = (
        ("again", front.show("toggle", (70, y), 20, 20), "again and again", "0"),
        ("fade", front.show("number", (215, y), 50, minimum=0), "ms of crossfade", "1000"),
        ("volume", front.show("slider", (380, y), 100, 20, **_SLIDER), "volume", "0.8"),
    )
    for place, (name, box, words, start) in enumerate(settings):
        front.show("comment", ((92, 267, 482)[place], y), 110, text=words)
        behind = BEHIND_PX + 120 * (place + 1)
        front.wire(front.new(f"loadmess {start}", (behind, y)), box, front.new(f"s sdad-{name}", (behind, y + 20)))
    front.wire((work, 2), front.show("comment", (70, y + 24), 480, text="no file yet"))


# -- behind it --------------------------------------------------------------------------------------------------


def _connection() -> Patcher:
    """Talks with sdad, and subscribes again and again; a restarted sdad is found by that."""
    made = Patcher(700, 300)
    server = made.new(f"udpsend {SERVER} {SDAD_PORT}", (20, 230))
    for x, name in ((20, "sdad-out"), (150, "sdad-server")):
        made.wire(made.new(f"r {name}", (x, 200)), server)
    made.wire(made.new("closebang", (300, 170)), made.msg(f"/sdad/unsubscribe {PORTS['max']}", (300, 200)), server)
    # From the right: who has subscribed hears the answers to what is asked after it.
    beat = made.new("t b b b", (20, 80))
    every = made.new(f"metro {RENEW_S * 1000}", (20, 50))
    made.wire(made.new("loadmess 1", (20, 20)), every, beat)
    asked = ("/sdad/preset/list", "/sdad/model/list", f"/sdad/subscribe {PORTS['max']}")
    for outlet, words in enumerate(asked):
        made.wire((beat, outlet), made.msg(words, (20 + 170 * outlet, 110)), server)
    heard = made.new(f"udpreceive {PORTS['max']}", (500, 20))
    made.wire(heard, made.new("s sdad-in", (600, 50)))
    answered = made.new("route /sdad/subscribed", (500, 80))
    both, shown = made.new("t b b", (500, 140)), made.outlet((500, 260))
    made.wire(heard, answered, both)
    made.wire((both, 1), made.msg("set 1", (600, 200)), shown)
    late = made.new(f"delay {RENEW_S * 2500}", (500, 170))
    made.wire((both, 0), late, made.msg("set 0", (500, 230)), shown)
    return made


def _control(row: Control) -> Patcher:
    """What is moved goes to sdad; what sdad says is shown, by ``set``, which does not send again."""
    made = Patcher(700, 260)
    ways = [address(row), natural_address(row), *([f"{address(row)}/auto"] if row.is_descriptor else [])]
    out, ask = made.new("s sdad-out", (20, 130)), made.new(f"delay {ASK_AFTER_MS}", (560, 80))
    made.wire(ask, made.msg(f"/sdad/get {row.id}", (560, 110)), out)
    told = made.new("route " + " ".join(ways), (20, 190))
    made.wire(made.new("r sdad-in", (20, 160)), told)
    shown = []
    for way, where in enumerate(ways):
        moved = made.inlet((20 + 180 * way, 20))
        made.wire(moved, made.new(f"prepend {where}", (20 + 180 * way, 100)), out)
        made.wire(moved, made.new("t b", (80 + 180 * way, 50)), ask)
        shown.append(made.outlet((20 + 180 * way, 250)))
        made.wire((told, way), made.new("prepend set", (20 + 180 * way, 220)), shown[way])
    if row.is_descriptor:
        # A position is told of what is not left to the model, and only then.
        made.wire((told, 0), made.new("t b", (560, 190)), made.msg("set 0", (560, 220)), shown[2])
    return made


def _choice(kind: str, verb: str, past: str) -> Patcher:
    """Fills a menu with names, shows which one is in use, and says which one was chosen."""
    made = Patcher(640, 300)
    # A name of several words is one word to sdad.
    chosen = made.new("tosymbol", (20, 50))
    made.wire(made.inlet((20, 20)), chosen, made.new(f"prepend /sdad/{kind}/{verb}", (20, 80)), made.new(
        "s sdad-out", (20, 110)))  # fmt: skip
    told = made.new(f"route /sdad/{kind}/list /sdad/{kind}/{past}", (240, 50))
    made.wire(made.new("r sdad-in", (240, 20)), told)
    shown, used = made.outlet((240, 260)), made.new("zl.reg", (420, 200))
    made.wire((told, 1), made.new("unpack s s", (420, 110)), made.new("prepend setsymbol", (420, 140)), used, shown)
    # A menu that is filled anew shows the first name: so the one in use is shown again.
    filled = made.new("t b l clear", (240, 140))
    made.wire((told, 0), made.new("zl.change", (240, 110)), filled)
    made.wire((filled, 2), shown)
    made.wire((filled, 1), made.new("iter", (300, 170)), made.new("prepend append", (300, 200)), shown)
    made.wire((filled, 0), used)
    return made


def _renders() -> Patcher:
    """Asks for renders, and shows how they go."""
    made = Patcher(700, 300)
    takes, out = made.new("int 1", (20, 50)), made.new("s sdad-out", (20, 110))
    made.wire(made.inlet((20, 20)), takes, made.new("prepend /sdad/render", (20, 80)), out)
    made.into(made.inlet((120, 20)), takes, 1)
    made.wire(made.inlet((240, 20)), made.new("prepend /sdad/live", (240, 80)), out)
    heard = ["fraction", "waiting", "queued", "done", "failed"]
    told = made.new(
        "route " + " ".join([f"/sdad/render/{name}" for name in heard] + ["/sdad/live", "/sdad/error"]), (20, 170)
    )
    made.wire(made.new("r sdad-in", (20, 140)), told)
    shown = [made.outlet((20 + 150 * place, 280)) for place in range(4)]
    for outlet, way in ((0, 0), (1, 1), (5, 2)):
        made.wire((told, outlet), made.new("prepend set", (20 + 150 * way, 250)), shown[way])
    made.wire((told, 2), made.new("t b", (200, 200)), made.msg("set no error", (200, 225)), shown[3])
    made.wire((told, 3), made.new("s sdad-done", (300, 200)))
    failed, refused, words = (
        made.new("unpack s s s", (400, 200)),
        made.new("unpack s s s", (520, 200)),
        made.new("prepend set", (470, 250)),
    )
    made.wire((told, 4), failed)
    made.wire((told, 6), refused)
    made.wire((failed, 2), words, shown[3])
    made.wire((refused, 1), words)
    return made
