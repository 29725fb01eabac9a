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
    ]
    for box in boxes:
        middle = box.top + box.height / 2 + 4
        frame = f'x="{box.left:.0f}" y="{box.top:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
        if box.kind == "slider":
            lines.append(f'<rect {frame} fill="#f2f2ee" stroke="#444444"/>')
            handle = box.left + box.width * 0.5
            lines.append(
                f'<rect x="{handle:.0f}" y="{box.top:.0f}" width="4" height="{box.height:.0f}" fill="#333333"/>'
            )
            lines.append(f'<text x="{box.left + box.width + 8:.0f}" y="{middle:.0f}">{escape(box.text)}</text>')
            continue
        if box.kind == "box":
            lines.append(f'<rect {frame} fill="#fbfbf8" stroke="#999999"/>')
        lines.append(f'<text x="{box.left + 4:.0f}" y="{middle:.0f}">{escape(box.text)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def of_pure_data() -> str:
    """Returns the picture of the Pure Data patch."""
    boxes = []
    for kind, left, top, text in re.findall(
        r"^#X (obj|msg|text|floatatom|symbolatom) (\d+) (\d+) (.*);$", pure_data.patch(), re.M
    ):
        words = re.sub(r"\\([;$])", r"\1", text.replace(" \\,", ","))
        at = (float(left), float(top))
        if words.startswith("hsl "):
            parts = words.split()
            boxes.append(Box(*at, float(parts[1]), float(parts[2]), parts[9].replace("_", " "), "slider"))
        elif words.startswith("bng "):
            boxes.append(Box(*at, 25, 25, "o", "box"))
        else:
            shown = "" if kind.endswith("atom") else words
            boxes.append(Box(*at, max(40, len(shown) * LETTER_PX + 8), 17, shown, "text" if kind == "text" else "box"))
    return drawn(boxes)


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
