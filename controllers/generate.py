"""Writes what the controllers here have in common with the table of controls: ``python controllers/generate.py``.

A test checks that the files are fresh. What a file holds beside the table, its layout and its wiring, is in this
folder's modules: one for each environment.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import max_patch
import open_stage_control
import pictures
import pure_data
import supercollider
import touchdesigner

HERE = Path(__file__).parent

FILES: dict[str, Callable[[], str]] = {
    "pure-data/sdad.pd": pure_data.patch,
    "max/sdad.maxpat": max_patch.patch,
    "touchdesigner/build_sdad.py": touchdesigner.script,
    "supercollider/Sdad.sc": supercollider.classes,
    "open-stage-control/sdad.json": open_stage_control.session,
    "open-stage-control/sdad.js": open_stage_control.module,
    "pure-data/sdad.svg": pictures.of_pure_data,
    "max/sdad.svg": pictures.of_max,
    "touchdesigner/sdad.svg": pictures.of_touchdesigner,
    "supercollider/sdad.svg": pictures.of_supercollider,
    "open-stage-control/sdad.svg": pictures.of_open_stage_control,
    "midi/sdad.svg": pictures.of_midi,
}


def main() -> None:
    """Writes every file."""
    for name, text in FILES.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(), "utf-8", newline="\n")
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
