"""What the tests of MIDI share: mapping files in a folder of their own, and a surface that a test plays by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.surfaces.midi.surface import MidiSurface


class Stage:
    """A surface without threads: messages go in by hand, and time passes when told."""

    def __init__(self, engine: Any, files: MappingFiles) -> None:
        self.engine = engine
        self.now = 100.0
        self.sent: list[tuple[str, list[int]]] = []
        self.noticed: list[str] = []
        self.surface = MidiSurface(
            engine,
            files,
            send=lambda message: self.sent.append((message["port"], message["bytes"])),
            notice=lambda error: self.noticed.append(error.text),
            clock=lambda: self.now,
        )
        engine.subscribe(self.surface.tell)

    def plug(self, *ports: str) -> None:
        self.surface.on_message({"type": "ports", "api": "jack", "names": ["sdad", *ports]})
        self.surface.work(self.now)

    def play(self, port: str, *messages: list[int]) -> None:
        self.surface.on_message({"type": "midi", "messages": [[port, list(data)] for data in messages]})

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.surface.work(self.now)

    def position(self, control: str) -> float | None:
        """Returns where a control stands once the moves on their way have arrived."""
        self.wait(0.01)
        return self.engine.controls[control].position

    def put(self, control: str, position: float | None) -> None:
        """Moves a control as another surface would, after all that was played so far."""
        self.wait(0.01)
        from sdad.control.commands import SetControls

        self.engine.submit(SetControls(positions={control: position}, origin="osc"))


@pytest.fixture
def files(tmp_path: Path) -> MappingFiles:
    """The mapping files of an empty workspace."""
    return MappingFiles(Workspace(tmp_path).ensure())


@pytest.fixture
def stage(engine: Any, files: MappingFiles) -> Stage:
    """A surface on a fake engine."""
    return Stage(engine, files)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Returns a function that writes a mapping file of the user's: its name, its ports, and the lines of its map."""

    def write(name: str, ports: str, *lines: str, top: str = "") -> Path:
        path = tmp_path / "midi" / f"{name}.toml"
        entries = "\n".join(f"    {{ {line} }}," for line in lines)
        path.write_text(f'format = 1\nports = ["{ports}"]\n{top}\nmap = [\n{entries}\n]\n', "utf-8")
        return path

    return write
