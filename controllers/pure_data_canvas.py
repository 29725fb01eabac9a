"""How a Pure Data file is written: canvases of objects that are numbered in their order, and the wires between them."""

from __future__ import annotations

import itertools

LOOK = "0 10 -262144 -1 -1"
"""Font, its size, background, foreground and label, as every version of Pd reads them."""

Outlet = int | tuple[int, int]
"""A box's first outlet, or a box and the number of an outlet or inlet of it."""


class Canvas:
    """A canvas as it grows.

    Args:
        width: Pixels.
        height: Pixels.
        name: What a canvas inside another one is called.
    """

    def __init__(self, width: int, height: int, name: str = "") -> None:
        self._head = f"#N canvas 60 60 {width} {height} {f'{name} 0' if name else 11};"
        self._name = name
        self._boxes: list[str] = []
        self._wires: list[str] = []

    # -- boxes ---------------------------------------------------------------------------------------------------

    def put(self, kind: str, text: str, at: tuple[int, int]) -> int:
        """Adds a box and returns its number; ``,`` and ``;`` in its text part messages."""
        escaped = text.replace(", ", " \\, ").replace("; ", "\\; ").replace("$", "\\$")
        self._boxes.append(f"#X {kind} {at[0]} {at[1]} {escaped};")
        return len(self._boxes) - 1

    def obj(self, text: str, at: tuple[int, int]) -> int:
        """Adds an object."""
        return self.put("obj", text, at)

    def msg(self, text: str, at: tuple[int, int]) -> int:
        """Adds a message box."""
        return self.put("msg", text, at)

    def say(self, text: str, at: tuple[int, int]) -> int:
        """Adds a comment."""
        return self.put("text", text, at)

    def inside(self, other: Canvas, at: tuple[int, int]) -> int:
        """Adds another canvas as one box."""
        self._boxes.append(f"{other.text()}#X restore {at[0]} {at[1]} pd {other._name};")
        return len(self._boxes) - 1

    # -- what hands touch: it listens to its name, and sends what a hand does with it to NAME-out ---------------------

    def slider(self, at: tuple[int, int], width: int, name: str) -> int:
        """Adds a slider from 0 to 1."""
        return self.obj(f"hsl {width} 16 0 1 0 0 {name}-out {name} empty -2 -8 {LOOK} 0 1", at)

    def toggle(self, at: tuple[int, int], name: str) -> int:
        """Adds a toggle."""
        return self.obj(f"tgl 16 0 {name}-out {name} empty 17 7 {LOOK} 0 1", at)

    def button(self, at: tuple[int, int], name: str, label: str) -> int:
        """Adds a button, its label beside it."""
        return self.obj(f"bng 16 250 50 0 {name}-out {name} {label} 22 8 {LOOK}", at)

    def number(self, at: tuple[int, int], width: int, name: str) -> int:
        """Adds a number that can be typed and dragged."""
        return self.put("floatatom", f"{width} 0 0 0 - {name} {name}-out 0", at)

    def word(self, at: tuple[int, int], width: int, name: str) -> int:
        """Adds a word that can be typed."""
        return self.put("symbolatom", f"{width} 0 0 0 - {name} {name}-out 0", at)

    def line(self, at: tuple[int, int], width: int, name: str, says: str = "empty") -> int:
        """Adds a line of text, one word at first, that is told by ``label`` what to say."""
        return self.obj(f"cnv 15 {width} 16 empty {name} {says} 4 8 0 10 -233017 -1 0", at)

    # -- wires ---------------------------------------------------------------------------------------------------

    def wire(self, *path: Outlet) -> None:
        """Connects boxes one after the other; on the way in, the number of a pair is its outlet."""
        for begin, end in itertools.pairwise(path):
            self.into(begin, end[0] if isinstance(end, tuple) else end, 0)

    def into(self, source: Outlet, target: int, inlet: int) -> None:
        """Connects to a given inlet."""
        box, outlet = source if isinstance(source, tuple) else (source, 0)
        self._wires.append(f"#X connect {box} {outlet} {target} {inlet};")

    def text(self) -> str:
        """Returns the canvas as it stands in a file."""
        return "\n".join([self._head, *self._boxes, *self._wires]) + "\n"
