"""The Open Stage Control session, and the module beside it that makes sdad answer.

A session's own scripts send only when a hand is on a widget, so that subscribing is the module's part.
"""

from __future__ import annotations

import json
from typing import Any

from wires import FIRST, OTHERS, PORTS, RENEW_S, SDAD_PORT, SERVER, address, natural_address

from sdad.control.parameters import Control

TARGET = f"{SERVER}:{SDAD_PORT}"
ROW_PX, COLUMN_PX, GAP_PX = 44, 590, 6
_SWITCH = {"mode": "toggle", "on": 1, "off": 0, "typeTags": "i"}

_MODULE = """\
// Made by controllers/generate.py. Open Stage Control loads this beside the session:
//   open-stage-control --osc-port OWN_PORT --load sdad.json --custom-module sdad.js
// It asks sdad, again and again, to say how everything stands: so a restarted sdad is found, too.

function subscribe() {
    send('SERVER', SDAD_PORT, '/sdad/subscribe', {type: 'i', value: OWN_PORT})
    send('SERVER', SDAD_PORT, '/sdad/model/list')
    send('SERVER', SDAD_PORT, '/sdad/preset/list')
}

module.exports = {
    init: function() {
        subscribe()
        setInterval(subscribe, RENEW_MS)
    }
}
"""


def module() -> str:
    """Returns the custom module."""
    parts = {
        "SERVER": SERVER,
        "SDAD_PORT": SDAD_PORT,
        "OWN_PORT": PORTS["open-stage-control"],
        "RENEW_MS": RENEW_S * 1000,
    }
    text = _MODULE
    for mark, value in parts.items():
        text = text.replace(mark, str(value))
    return text


def session() -> str:
    """Returns the session file."""
    widgets = []
    for column, rows in enumerate((FIRST, OTHERS)):
        for place, row in enumerate(rows):
            widgets += _row(row, 10 + COLUMN_PX * column, 10 + ROW_PX * place)
    widgets += _below(20 + ROW_PX * len(FIRST))
    root = {"type": "root", "id": "root", "width": 2 * COLUMN_PX + 10, "height": 20 + ROW_PX * 12, "tabs": []}
    content = {**root, "widgets": [*widgets, *_unseen()]}
    whole = {"createdWith": "Open Stage Control", "version": "1.26.0", "type": "session", "content": content}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _row(row: Control, left: int, top: int) -> list[dict[str, Any]]:
    """What one control has: its name, a fader, a switch for auto, and its value in its unit."""
    auto = f"{row.id}-auto"
    scripts = {"onTouch": f"if (event.type === 'stop') send('/sdad/get', '{row.id}')"}
    if row.is_descriptor:
        # A position is told of what is not left to the model, and only then.
        scripts["onValue"] = f"set('{auto}', 0, {{send: false}})"
    widgets = [
        _text(f"{row.id}-name", left, top, 230, f"{row.label}: {row.low} – {row.high}"),
        _fader(row.id, left + 230, top, 210, address(row), comments=row.help, **scripts),
        _shown(f"{row.id}-value", left + 490, top, 80, natural_address(row)),
    ]
    if row.is_descriptor:
        widgets.append(_button(auto, left + 440, top, 50, f"{address(row)}/auto", label="auto", **_SWITCH))
    return widgets


def _below(top: int) -> list[dict[str, Any]]:
    second, third, fourth = (top + ROW_PX * step for step in (1, 2, 3))
    buttons = [("prev", "/sdad/preset/prev"), ("next", "/sdad/preset/next")]
    actions = [("star", "/sdad/take/star"), ("discard", "/sdad/take/discard"), ("panic", "/sdad/panic")]
    return [
        _choice("model", 10, top, 210, "/sdad/model/use"),
        _choice("preset", 220, top, 240, "/sdad/preset/recall"),
        *(_button(name, 460 + 60 * place, top, 60, where, label=name) for place, (name, where) in enumerate(buttons)),
        _button("render", 10, second, 130, "/sdad/render", label="render"),
        _fader("progress", 150, second, 350, "/sdad/render/fraction", interaction=False, bypass=True),
        _shown("waiting", 510, second, 70, "/sdad/render/waiting"),
        *(_button(name, 10 + 100 * place, third, 95, where, label=name) for place, (name, where) in enumerate(actions)),
        _button("live", 310, third, 95, "/sdad/live", label="live", **_SWITCH),
        _text("done", 410, third, 170, "no file yet"),
        _text("error", 10, fourth, 570, "no error"),
    ]


def _unseen() -> list[dict[str, Any]]:
    """What hears words and hands them to the widgets: one text comes alone, several as a list."""
    names = "[].concat(value).filter(name => name !== '')"
    heard = {
        "/sdad/model/list": f"setVar('model', 'names', {names})",
        "/sdad/preset/list": f"setVar('preset', 'names', {names})",
        "/sdad/model/used": "set('model', value[0], {send: false})",
        "/sdad/preset/recalled": "set('preset', value, {send: false})",
        "/sdad/render/done": "set('done', value[1].split(/[\\\\/]/).pop(), {send: false})",
        "/sdad/render/failed": "set('error', value[2], {send: false})",
        "/sdad/error": "set('error', value[1], {send: false})",
    }
    return [
        {"type": "variable", "id": f"heard-{place}", "address": where, "bypass": True, "onValue": script}
        for place, (where, script) in enumerate(heard.items())
    ]


# -- widgets ----------------------------------------------------------------------------------------------------


def _widget(kind: str, name: str, left: int, top: int, width: int, **more: Any) -> dict[str, Any]:
    place = {"left": left, "top": top, "width": width - GAP_PX, "height": ROW_PX - GAP_PX}
    return {"type": kind, "id": name, **place, "target": TARGET, **more}


def _fader(name: str, left: int, top: int, width: int, where: str, **more: Any) -> dict[str, Any]:
    shape = {"horizontal": True, "range": {"min": 0, "max": 1}, "typeTags": "f", "decimals": 4}
    return _widget("fader", name, left, top, width, address=where, **shape, **more)


def _button(name: str, left: int, top: int, width: int, where: str, **more: Any) -> dict[str, Any]:
    # Of its modes this is the one that sends no value (its reference of widgets, button, mode).
    return _widget("button", name, left, top, width, **{"address": where, "mode": "momentary", **more})


def _choice(name: str, left: int, top: int, width: int, where: str) -> dict[str, Any]:
    return _widget("dropdown", name, left, top, width, address=where, values="VAR{names, []}", typeTags="s")


def _shown(name: str, left: int, top: int, width: int, where: str) -> dict[str, Any]:
    return _widget("text", name, left, top, width, address=where, decimals=2, bypass=True)


def _text(name: str, left: int, top: int, width: int, says: str) -> dict[str, Any]:
    return _widget("text", name, left, top, width, default=says, bypass=True)
