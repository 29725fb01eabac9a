"""Which models a benchmark plays: trained from folders of recordings, or there already."""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdad.audio.buffer import Audio
from sdad.control.breakpoints import Breakpoints
from sdad.engine.render_job import Stage
from sdad.engine.training_job import train
from sdad.errors import NotFound
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace
from sdad.library.models import Models, ModelVersion
from sdad.synthesis.blend import Player
from sdad.synthesis.render import Rendered, render
from sdad.synthesis.request import RenderRequest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what every benchmark that plays models understands."""
    parser.add_argument("names", nargs="+", metavar="FOLDER|MODEL", help="a folder of recordings, or a model's name")
    parser.add_argument("--workspace", type=Path, help="where models are kept, and taken from when they are there")
    parser.add_argument("--effort", default="good", choices=("sketch", "good", "overnight"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where every number goes")


@dataclass(slots=True)
class Played:
    """A model ready to be asked for takes. ``training`` is the report of its training, when this run trained it."""

    name: str
    version: ModelVersion
    instrument: Player
    training: dict[str, Any] | None

    def take(
        self,
        number: int,
        seconds: float,
        positions: dict[str, float] | None = None,
        curves: dict[str, Breakpoints] | None = None,
    ) -> Rendered:
        """Returns one take; controls that are not given are on auto or at their defaults."""
        request = RenderRequest(
            model=self.name,
            version=self.version.version,
            take=number,
            seconds=seconds,
            positions=positions or {},
            curves=curves or {},
        )
        return render(self.instrument, request)

    def recordings(self) -> list[Audio]:
        """Returns the recordings that the model was trained on, in stereo at 48 kHz."""
        kept = self.instrument.recordings
        return [Audio(kept.samples(index), 48000) for index in range(len(kept))]


@contextmanager
def opened_workspace(given: argparse.Namespace) -> Iterator[Workspace]:
    """Gives the workspace asked for, or one that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sdad-benchmark-") as temporary:
        yield Workspace(given.workspace or Path(temporary)).ensure()


def played(workspace: Workspace, name: str, given: argparse.Namespace, files: list[Path] | None = None) -> Played:
    """Returns a model of that name if the workspace has one, else one trained on the folder of that name.

    Args:
        workspace: Where the model is, or will be kept.
        name: Of a model, or the path of a folder, whose last part names the model.
        given: The command line, for effort and device.
        files: What to train on instead of everything in the folder.

    Raises:
        NotFound: there is neither.
    """
    folder, name = Path(name), Path(name).name
    training = None
    try:
        version = Models(workspace).current(name)
    except NotFound:
        if not folder.is_dir() and not files:
            raise
        Datasets(workspace).add(name, files or [folder])
        training = train(workspace, name, effort=given.effort, device=given.device)
        version = Models(workspace).current(name)
        used, cpu = len(training["used"]), training["cpu_seconds"]
        print(f"{name}: trained on {used} recordings in {cpu:.0f} CPU s ({given.effort})", flush=True)
    return Played(name, version, Stage(workspace, given.device).instrument(version), training)


def keep(given: argparse.Namespace, results: dict[str, Any]) -> None:
    """Writes results as JSON where the command line asks for it; what is not a number becomes null."""
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        settings = {key: str(value) if isinstance(value, Path) else value for key, value in vars(given).items()}
        text = json.dumps(_plain({"settings": settings, "results": results}), indent=1, allow_nan=False)
        given.json.write_text(text + "\n", "utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
