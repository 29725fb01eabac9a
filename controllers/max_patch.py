"""The Max patch, as the JSON that Max opens: sliders, model, preset, render, progress, and the finished file."""

from __future__ import annotations

import itertools
import json
from typing import Any

from wires import FIRST, PORTS, RENEW_S, SDAD_PORT, SERVER, address

ROW_PX = 30


class _Patcher:
    """A patcher as it grows."""

    def __init__(self) -> None:
        self._boxes: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []

    def put(self, kind: str, text: str, at: tuple[int, int], outlets: int = 1, **more: Any) -> str:
        """Adds a box and returns its name."""
        name = f"obj-{len(self._boxes) + 1}"
        width = more.pop("width", max(40, 7 * len(text) + 16))
        box = {"id": name, "maxclass": kind, "numinlets": 2, "numoutlets": outlets, "text": text}
        if kind not in ("newobj", "message", "comment"):
            del box["text"]
        self._boxes.append({"box": {**box, "patching_rect": [*map(float, at), float(width), 22.0], **more}})
        return name

    def new(self, text: str, at: tuple[int, int], outlets: int = 1) -> str:
        """Adds an object."""
        return self.put("newobj", text, at, outlets)

    def wire(self, *path: str | tuple[str, int]) -> None:
        """Connects boxes one after the other; a pair is a box and its outlet."""
        for begin, end in itertools.pairwise(path):
            source, outlet = begin if isinstance(begin, tuple) else (begin, 0)
            target = end[0] if isinstance(end, tuple) else end
            self._lines.append({"patchline": {"source": [source, outlet], "destination": [target, 0]}})

    def text(self) -> str:
        """Returns the file."""
        version = {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1}
        patcher = {
            "fileversion": 1,
            "appversion": version,
            "classnamespace": "box",
            "rect": [60.0, 90.0, 980.0, 620.0],
            "boxes": self._boxes,
            "lines": self._lines,
        }
        return json.dumps({"patcher": patcher}, indent=1) + "\n"


def patch() -> str:
    """Returns the patch."""
    made = _Patcher()
    made.put("comment", "sdad: move a slider, click render, hear what comes", (20, 10))
    out = made.new(f"udpsend {SERVER} {SDAD_PORT}", (560, 560), 0)
    low = 420 + ROW_PX * len(FIRST)
    listen = made.new(f"udpreceive {PORTS['max']}", (20, low))
    states = ["/sdad/render/fraction", "/sdad/render/done", "/sdad/render/failed", "/sdad/error", "/sdad/model/used"]
    route = made.new("route " + " ".join([*map(address, FIRST), *states]), (20, low + 30), len(FIRST) + len(states) + 1)
    made.wire(listen, route)
    for place, row in enumerate(FIRST):
        y = 50 + ROW_PX * place
        slider = made.put("slider", "", (20, y), floatoutput=1, size=1.0, orientation=1, width=200)
        made.put("comment", f"{row.label}: {row.low} - {row.high}", (230, y))
        made.wire(slider, made.new(f"prepend {address(row)}", (20 + 420, y)), out)
        # "set" moves the slider without sending again.
        made.wire((route, place), made.new("prepend set", (760, y)), slider)
    below = 60 + ROW_PX * len(FIRST)
    made.put("comment", "model and preset: write a name, press return", (20, below))
    for place, where in enumerate(("/sdad/model/use", "/sdad/preset/recall")):
        field = made.put("textedit", "", (20 + 220 * place, below + 25), 4, width=200, keymode=1)
        made.wire(field, made.new("route text", (20 + 220 * place, below + 55)), made.new(
            f"prepend {where}", (20 + 220 * place, below + 85)), out)  # fmt: skip
    for place, where in enumerate(("/sdad/preset/prev", "/sdad/preset/next", "/sdad/render", "/sdad/panic")):
        made.wire(made.put("message", where, (20 + 140 * place, below + 125)), out)
    bar = made.put("slider", "", (20, below + 165), floatoutput=1, size=1.0, orientation=1, width=200)
    at = len(FIRST)
    made.wire((route, at), made.new("prepend set", (230, below + 165)), bar)
    parts = made.new("unpack s s 0.", (20, below + 195), 3)
    player = made.new("sfplay~ 2", (20, below + 255), 3)
    opened = made.new("prepend open", (20, below + 225))
    made.wire((route, at + 1), parts)
    made.wire((parts, 1), opened, player)
    begin = made.new("t 1", (140, below + 225))
    made.wire((parts, 2), made.new("delay 50", (140, below + 195)), begin, player)
    speakers = made.new("ezdac~", (20, below + 290), 0)
    made.wire((player, 0), speakers)
    made.wire((player, 1), speakers)
    for place, word in enumerate(("failed", "error", "model")):
        made.wire((route, at + 2 + place), made.new(f"print sdad-{word}", (560 + 140 * place, below + 195), 0))
    loaded, every = (
        made.new("loadbang", (760, below + 20)),
        made.new(f"metro {RENEW_S * 1000} @active 1", (760, below + 50)),
    )
    mine = made.put("message", f"/sdad/subscribe {PORTS['max']}", (760, below + 80))
    made.wire(loaded, mine, out)
    made.wire(every, mine)
    return made.text()
