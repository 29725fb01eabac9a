"""From recordings to textures, as a musician would type it: ``python examples/demo.py FOLDER`` or ``make demo``.

Every command is printed before it is run, so that it can be typed again with other words.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from make_recordings import make_recordings

from sdad.control.naming import natural_text
from sdad.control.parameters import Control, control
from sdad.library.layout import Workspace
from sdad.library.models import Models

MODEL = "demo"
SECONDS = 10

PARTIAL = 8
"""The exit code when some recordings were refused and the rest went on."""

TEXTURES = {
    "as it comes": (),
    "dark, still and far away": ("brightness=.1", "density=.15", "rhythm=.05", "space=.9"),
    "bright, dry and driving": ("brightness=.9", "density=.8", "rhythm=.9", "pulse=.9", "space=.05"),
    "warm, smooth and consonant": ("warmth=.9", "roughness=.05", "tension=.1"),
    "thin, rough and dissonant": ("warmth=.15", "roughness=.95", "tension=.9"),
}
"""What is rendered: sliders that are not named are left to the model."""


def sdad(workspace: Path, *words: str) -> dict[str, Any]:
    """Runs one ``sdad`` command, which shows its own progress, and returns its JSON result."""
    shown = [*words, "--workspace", os.path.relpath(workspace)]
    print(f"\n$ sdad {shlex.join(shown)}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "sdad", *words, "--workspace", str(workspace), "--json"],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if done.returncode not in (0, PARTIAL):
        # The command has said on standard error what is wrong and what to do.
        raise SystemExit(done.returncode)
    return dict(json.loads(done.stdout))


@dataclass(frozen=True)
class Stand:
    """Where a control stands: its position from 0 to 1, past them where a file went further, and its natural value."""

    position: float | None
    natural: float | None

    def said(self, row: Control) -> str:
        """Returns it in words: ``0.10 (693 Hz)``."""
        if self.position is None:
            return "nothing to measure"
        return f"{self.position:.2f}" + (f" ({natural_text(row, self.natural)})" if self.natural is not None else "")


def picture(name: str, asked: Stand, got: Stand) -> str:
    """Returns one slider as a line of text: where it was put, and where the finished file measures."""
    row = control(name)
    track = ["-"] * 21
    for stand, mark in ((got, "x"), (asked, "o")):
        if stand.position is not None:
            cell = round(20 * min(1.0, max(0.0, stand.position)))
            track[cell] = mark if track[cell] == "-" else "@"
    numbers = f"asked {asked.said(row)}, got {got.said(row)}"
    return f"    {row.label:15}{row.low:>12} |{''.join(track)}| {row.high:13}{numbers}"


def report(title: str, take: dict[str, Any]) -> list[str]:
    """Returns what is said of one texture: its file, then each slider that was set."""
    lines = [f"\n  {title}: {os.path.relpath(take['path'])}"]
    for name, asked in take["asked"].items():
        if asked is not None and control(name).is_descriptor:
            put = Stand(asked, take["asked_natural"].get(name))
            lines.append(picture(name, put, Stand(take["got"].get(name), take["got_natural"].get(name))))
    return lines


def main() -> None:
    """Makes recordings, a model and five textures in a folder, then says where they are."""
    parser = argparse.ArgumentParser(description="Go from recordings to textures in one folder.")
    parser.add_argument("folder", type=Path, help="where everything goes")
    folder = parser.parse_args().folder.resolve()
    recordings, workspace = folder / "recordings", folder / "workspace"

    print(f"Twelve recordings into {os.path.relpath(recordings)}; put your own there if you like.")
    make_recordings(recordings)
    sdad(workspace, "dataset", "add", MODEL, os.path.relpath(recordings))
    if MODEL in Models(Workspace(workspace)).names():
        print(f"The model is there from last time. Remove {os.path.relpath(folder)} to begin anew.")
    else:
        sdad(workspace, "train", MODEL, "--effort", "sketch")
    takes = {
        title: sdad(workspace, "render", MODEL, *words, "--duration", str(SECONDS))["takes"][0]
        for title, words in TEXTURES.items()
    }

    print(f"\nThe textures, in {os.path.relpath(workspace / 'output')} (o asked, x got, @ both):")
    for title, take in takes.items():
        print("\n".join(report(title, take)))
    print(
        "\nNext: make up, then http://127.0.0.1:9111 in a browser. The same sliders answer OSC on port 9109 and MIDI."
    )


if __name__ == "__main__":
    main()
