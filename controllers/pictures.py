"""Pictures of the patches for the README, drawn from the very files: where each box is, and what it says."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

import max_patch
import open_stage_control
import pure_data
import touchdesigner
import touchdesigner_stand_in
from wires import FIRST

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
    """Returns the picture of the Max patch as it is presented."""
    kinds = {"comment": "text", "slider": "slider", "toggle": "toggle", "button": "button", "ezdac~": "box"}
    boxes = []
    for each in json.loads(max_patch.patch())["patcher"]["boxes"]:
        if each["box"].get("presentation"):
            kind = each["box"]["maxclass"]
            says = {"umenu": each["box"].get("hint", ""), "ezdac~": "ezdac~"}.get(kind, each["box"].get("text", ""))
            boxes.append(Box(*each["box"]["presentation_rect"], says, kinds.get(kind, "field")))
    return drawn(boxes)


def of_open_stage_control() -> str:
    """Returns the picture of the Open Stage Control session."""
    kinds = {"fader": "slider", "text": "line", "dropdown": "field", "button": "box"}
    boxes = []
    for widget in json.loads(open_stage_control.session())["content"]["widgets"]:
        if widget["type"] in kinds:
            at = (float(widget["left"]), float(widget["top"]), widget["width"], widget["height"])
            says = {"dropdown": widget["id"]}.get(widget["type"], widget.get("label", widget.get("default", "")))
            boxes.append(Box(*at, says, kinds[widget["type"]]))
    return drawn(boxes)


def of_touchdesigner() -> str:
    """Returns the picture of the component that the script builds: its parameters, and the operators inside."""
    component = touchdesigner_stand_in.built()
    boxes = []
    sliders = [par.name for par in component.custom.values() if par.name in map(touchdesigner.name_of, FIRST)]
    for place, name in enumerate(sliders):
        boxes.append(Box(MARGIN_PX, MARGIN_PX + 26 * place, 180, 18, name, "slider"))
    chosen = ("Model", "Preset", "Render", "Progress", "File", "Said")
    for place, name in enumerate(chosen, len(sliders)):
        assert name in component.custom
        boxes.append(Box(MARGIN_PX, MARGIN_PX + 26 * place, 180, 18, name, "field"))
    for node in component.nodes.values():
        inputs = " + ".join(source.name for source in node.inputs.values())
        left, top = MARGIN_PX + 320 + node.nodeX, MARGIN_PX - 0.4 * node.nodeY
        boxes.append(Box(left, top, 190, 20, f"{node.name}  {node.kind.rstrip('CHOPDATM')}", "box"))
        if inputs:
            boxes.append(Box(left, top + 20, 190, 16, f"from {inputs}", "text"))
    return drawn(boxes)


def of_supercollider() -> str:
    """Returns the picture of the demo: what its blocks do, one line each."""
    demo = (Path(__file__).parent / "supercollider" / "demo.scd").read_text("utf-8")
    blocks = re.findall(r"^// (\d+\. .*)$", demo, re.M)
    setters = ", ".join(row.id for row in FIRST)
    lines = [*blocks, f"~sdad: {setters}"]
    width = max(map(len, lines)) * LETTER_PX + 8
    return drawn(Box(MARGIN_PX, MARGIN_PX + 24 * place, width, 20, line, "box") for place, line in enumerate(lines))


def of_midi() -> str:
    """Returns the picture of the profiles: which knob or fader of each device is which of the first eight controls."""
    first = [row.id for row in FIRST]
    boxes = []
    for line, path in enumerate(sorted((Path(__file__).parent / "midi").glob("*.toml"))):
        profile = tomllib.loads(path.read_text("utf-8"))
        top = MARGIN_PX + 58 * line
        boxes.append(Box(MARGIN_PX, top, 230, 40, profile["name"], "text"))
        knobs = [entry for entry in profile["map"] if entry["to"] in first]
        for place, entry in enumerate(sorted(knobs, key=lambda entry: first.index(entry["to"]))):
            left = MARGIN_PX + 240 + 112 * place
            boxes.append(Box(left, top, 106, 20, entry["label"], "field"))
            boxes.append(Box(left, top + 20, 106, 20, entry["to"], "line"))
    return drawn(boxes)
