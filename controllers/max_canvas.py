"""How a Max file is written: patchers of boxes with names, and the lines between them, as the JSON that Max opens."""

from __future__ import annotations

import itertools
import json
from typing import Any

Outlet = str | tuple[str, int]
"""A box's first outlet, or a box and the number of an outlet of it."""

LINE = 200
"""How many letters a line of the file has at most, where it can be broken."""
_VERSION = {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1}
_SHAPES = {
    "*~": (2, 1), "-~": (2, 1), "closebang": (0, 1), "conformpath": (1, 2), "cos~": (1, 1), "counter": (5, 4),
    "delay": (2, 1), "float": (2, 1), "int": (2, 1), "iter": (1, 1), "line~": (2, 2), "loadmess": (1, 1),
    "metro": (2, 1), "prepend": (1, 1), "r": (0, 1), "s": (1, 0), "sfplay~": (2, 3), "strippath": (1, 2),
    "tosymbol": (1, 1), "udpreceive": (1, 1), "udpsend": (1, 0), "zl.change": (2, 2), "zl.reg": (2, 2),
}  # fmt: skip
"""How many inlets and outlets objects have, whatever follows their name."""
_TOUCHED = {
    "button": (1, 1), "comment": (1, 0), "ezdac~": (2, 0), "flonum": (1, 2), "inlet": (0, 1), "message": (2, 1),
    "number": (1, 2), "outlet": (1, 0), "slider": (1, 1), "toggle": (1, 1), "umenu": (1, 3),
}  # fmt: skip
"""The same of boxes that are no objects with a name in them."""


def _shape(text: str) -> tuple[int, int]:
    """Returns how many inlets and outlets an object has."""
    name, *given = text.split()
    many = len(given)
    by_arguments = {
        "gate": (2, int(given[0]) if name == "gate" else 0),
        "pack": (many, 1),
        "route": (1, many + 1),
        "sel": (1 if many > 1 else 2, many + 1),
        "t": (1, many),
        "unpack": (1, many),
    }
    return by_arguments[name] if name in by_arguments else _SHAPES[name]


class Patcher:
    """A patcher as it grows.

    Args:
        width: Pixels.
        height: Pixels.
        front: Whether hands touch it: what was added by :meth:`show` is then all that is seen of it.
    """

    def __init__(self, width: int, height: int, *, front: bool = False) -> None:
        self._rect = [60.0, 90.0, float(width), float(height)]
        self._front = front
        self._boxes: dict[str, dict[str, Any]] = {}
        self._lines: list[dict[str, Any]] = []
        self._ways: dict[str, list[str]] = {"inlet": [], "outlet": []}

    # -- boxes ---------------------------------------------------------------------------------------------------

    def new(self, text: str, at: tuple[int, int]) -> str:
        """Adds an object and returns the name of its box."""
        return self._put("newobj", at, 7 * len(text) + 16, _shape(text), text=text)

    def msg(self, text: str, at: tuple[int, int]) -> str:
        """Adds a message box."""
        return self._put("message", at, 7 * len(text) + 16, _TOUCHED["message"], text=text)

    def inlet(self, at: tuple[int, int]) -> str:
        """Adds a way in; the first one added is the leftmost."""
        return self._way("inlet", at)

    def outlet(self, at: tuple[int, int]) -> str:
        """Adds a way out; the first one added is the leftmost."""
        return self._way("outlet", at)

    def _way(self, kind: str, at: tuple[int, int]) -> str:
        # Max counts them from left to right.
        assert all(self._boxes[name]["patching_rect"][0] < at[0] for name in self._ways[kind])
        self._ways[kind].append(self._put(kind, at, 30, _TOUCHED[kind], index=len(self._ways[kind]) + 1, comment=""))
        return self._ways[kind][-1]

    def inside(self, name: str, other: Patcher, at: tuple[int, int]) -> str:
        """Adds another patcher as one box."""
        shape = (len(other._ways["inlet"]), len(other._ways["outlet"]))
        return self._put("newobj", at, 7 * len(name) + 30, shape, text=f"p {name}", patcher=other._whole())

    def show(self, kind: str, at: tuple[int, int], width: int, height: int = 22, **more: Any) -> str:
        """Adds what a hand touches or an eye reads."""
        seen = {"presentation": 1, "presentation_rect": [float(at[0]), float(at[1]), float(width), float(height)]}
        return self._put(kind, at, width, _TOUCHED[kind], height, **seen, **more)

    def _put(
        self, kind: str, at: tuple[int, int], width: int, shape: tuple[int, int], height: int = 22, **more: Any
    ) -> str:
        name = f"obj-{len(self._boxes) + 1}"
        rect = [float(at[0]), float(at[1]), float(width), float(height)]
        many = {"numinlets": shape[0], "numoutlets": shape[1], "outlettype": [""] * shape[1]}
        self._boxes[name] = {"id": name, "maxclass": kind, **many, "patching_rect": rect, **more}
        return name

    # -- lines ---------------------------------------------------------------------------------------------------

    def wire(self, *path: Outlet) -> None:
        """Connects boxes one after the other; on the way in, the number of a pair is its outlet."""
        for begin, end in itertools.pairwise(path):
            self.into(begin, end[0] if isinstance(end, tuple) else end, 0)

    def into(self, source: Outlet, target: str, inlet: int) -> None:
        """Connects to a given inlet."""
        box, outlet = source if isinstance(source, tuple) else (source, 0)
        assert outlet < self._boxes[box]["numoutlets"] and inlet < self._boxes[target]["numinlets"], (source, target)
        self._lines.append({"patchline": {"source": [box, outlet], "destination": [target, inlet]}})

    def _whole(self) -> dict[str, Any]:
        return {
            "fileversion": 1,
            "appversion": _VERSION,
            "classnamespace": "box",
            "rect": self._rect,
            "openinpresentation": int(self._front),
            "boxes": [{"box": box} for box in self._boxes.values()],
            "lines": self._lines,
        }

    def text(self) -> str:
        """Returns the file."""
        return _written({"patcher": self._whole()}) + "\n"


def _written(value: Any, indent: str = "") -> str:
    """Returns JSON in which what fits into a line stays on it; a patch of one number in each line is read by nobody."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent + flat) <= LINE or not isinstance(value, dict | list):
        return flat
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_written(part, inner)}" for key, part in value.items()]
    else:
        parts = [_written(part, inner) for part in value]
    return f"{flat[0]}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{flat[-1]}"
