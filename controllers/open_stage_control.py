"""The Open Stage Control session: faders for all controls, model, preset, render, progress."""

from __future__ import annotations

import json
from typing import Any

from wires import FIRST, OTHERS, PORTS, SDAD_PORT, SERVER, address

from sdad.control.parameters import Control

TARGET = f"{SERVER}:{SDAD_PORT}"
FADER_PX, WIDTH_PX = 44, 420


def session() -> str:
    """Returns the session file."""
    widgets = [_fader(row, 10, 10 + FADER_PX * place) for place, row in enumerate(FIRST)]
    widgets += [_fader(row, 20 + WIDTH_PX, 10 + FADER_PX * place) for place, row in enumerate(OTHERS)]
    below = 20 + FADER_PX * max(len(FIRST), len(OTHERS))
    widgets += [
        _widget("input", "model", 10, below, 200, address="/sdad/model/use", label="model"),
        _widget("input", "preset", 220, below, 210, address="/sdad/preset/recall", label="preset"),
        _button("previous", 440, below, "/sdad/preset/prev"),
        _button("next", 550, below, "/sdad/preset/next"),
        _button("render", 660, below, "/sdad/render"),
        _button("panic", 770, below, "/sdad/panic"),
        _widget(
            "fader",
            "progress",
            10,
            below + 50,
            420,
            address="/sdad/render/fraction",
            interaction=False,
            horizontal=True,
        ),
        _widget("text", "error", 440, below + 50, 420, address="/sdad/error", label="what went wrong"),
        {
            **_widget("button", "listen", 770, below + 100, 100, address="/sdad/subscribe", label="listen"),
            "mode": "tap",
            # The server's own OSC port, to which sdad is to send; it is started with --osc-port.
            "preArgs": [],
            "on": PORTS["open-stage-control"],
            "onCreate": "set('this', 1); setInterval('renew', () => set('this', 1), 10000)",
        },
    ]
    root = {"type": "root", "id": "root", "width": 890, "height": below + 150, "widgets": widgets, "tabs": []}
    whole = {"createdWith": "Open Stage Control", "version": "1.26.0", "type": "session", "content": root}
    return json.dumps(whole, indent=2) + "\n"


def _widget(kind: str, name: str, left: int, top: int, width: int, **more: Any) -> dict[str, Any]:
    facts = {"type": kind, "id": name, "left": left, "top": top, "width": width, "height": FADER_PX - 6}
    return {**facts, "target": TARGET, **more}


def _fader(row: Control, left: int, top: int) -> dict[str, Any]:
    label = {"label": row.label, "comments": row.help, "range": {"min": 0, "max": 1}, "horizontal": True}
    return _widget("fader", row.id, left, top, WIDTH_PX - 10, address=address(row), typeTags="f", **label)


def _button(name: str, left: int, top: int, where: str) -> dict[str, Any]:
    return {
        **_widget("button", name, left, top, 100, address=where, label=name),
        "mode": "tap",
        "on": 1,
        "typeTags": "i",
    }
