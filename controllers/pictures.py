"""Pictures of the patches for the README, drawn from the very files: where each box is, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import max_patch
import open_stage_control
import pure_data

LETTER_PX = 6.6
MARGIN_PX = 12


class Box(NamedTuple):
    """Something that is drawn: a frame with a text, a slider with its label beside it, or a text alone."""

    left: float
    top: float
    width: float
    height: float
    text: str
    kind: str


def drawn(boxes: Iterable[Box]) -> str:
    """Returns an SVG file."""
    boxes = list(boxes)
    width = max(box.left + box.width for box in boxes) + MARGIN_PX
    height = max(box.top + box.height for box in boxes) + MARGIN_PX
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="monospace" font-size="11">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        *(line for box in boxes for line in _shape(box)),
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _shape(box: Box) -> Iterable[str]:
    middle = box.top + box.height / 2 + 4
    frame = f'x="{box.left:.0f}" y="{box.top:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
    beside = f'<text x="{box.left + box.width + 6:.0f}" y="{middle:.0f}">{escape(box.text)}</text>'
    match box.kind:
        case "slider":
            yield f'<rect {frame} fill="#f2f2ee" stroke="#444444"/>'
            handle = f'x="{box.left + box.width / 2:.0f}" y="{box.top:.0f}" width="4" height="{box.height:.0f}"'
            yield f'<rect {handle} fill="#333333"/>'
            yield beside
        case "toggle":
            yield f'<rect {frame} fill="#f2f2ee" stroke="#444444"/>'
            yield beside
        case "button":
            yield f'<rect {frame} rx="{box.width / 2:.0f}" fill="#f2f2ee" stroke="#444444"/>'
            yield beside
        case "field" | "box":
            fill = "#f2f2ee" if box.kind == "field" else "#fbfbf8"
            yield f'<rect {frame} fill="{fill}" stroke="#999999"/>'
        case "line":
            yield f'<rect {frame} fill="#e4e4e0"/>'
    if box.kind in ("box", "text", "field", "line"):
        yield f'<text x="{box.left + 4:.0f}" y="{middle:.0f}">{escape(box.text)}</text>'


def of_pure_data() -> str:
    """Returns the picture of the front of the Pure Data patch."""
    boxes, depth = [], 0
    for kind, words in re.findall(r"^#([NX] \w+) ?(.*?);$", pure_data.patch(), re.M):
        depth += (kind == "N canvas") - (kind == "X restore")
        if depth == 1 and kind not in ("N canvas", "X connect"):
            left, top, *said = words.split(" ")
            boxes.append(_of_pure_data_box(kind, float(left), float(top), said))
    return drawn(boxes)


def _of_pure_data_box(kind: str, left: float, top: float, said: list[str]) -> Box:
    def label(word: str) -> str:
        return "" if word == "empty" else word

    if kind.endswith("atom"):
        return Box(left, top, float(said[0]) * LETTER_PX + 8, 17, "", "field")
    match said[0]:
        case "hsl":
            return Box(left, top, float(said[1]), float(said[2]), label(said[9]), "slider")
        case "tgl":
            return Box(left, top, float(said[1]), float(said[1]), label(said[5]), "toggle")
        case "bng":
            return Box(left, top, float(said[1]), float(said[1]), label(said[7]), "button")
        case "cnv":
            return Box(left, top, float(said[2]), float(said[3]), label(said[6]), "line")
    text = " ".join(said)
    return Box(left, top, len(text) * LETTER_PX + 8, 17, text, "text" if kind == "X text" else "box")


def of_max() -> str:
    """Returns the picture of the Max patch."""
    boxes = []
    for each in json.loads(max_patch.patch())["patcher"]["boxes"]:
        box = each["box"]
        left, top, width, height = box["patching_rect"]
        kind = {"comment": "text", "slider": "slider"}.get(box["maxclass"], "box")
        boxes.append(Box(left, top, width, height, box.get("text", ""), kind))
    return drawn(boxes)


def of_open_stage_control() -> str:
    """Returns the picture of the Open Stage Control session."""
    boxes = []
    for widget in json.loads(open_stage_control.session())["content"]["widgets"]:
        at = (float(widget["left"]), float(widget["top"]))
        label = str(widget.get("label", widget["id"]))
        if widget["type"] == "fader":
            room = len(label) * LETTER_PX + 16
            boxes.append(Box(*at, widget["width"] - room, widget["height"], label, "slider"))
        else:
            boxes.append(Box(*at, widget["width"], widget["height"], label, "box"))
    return drawn(boxes)
