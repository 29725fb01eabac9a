"""What the tests of the engine share: waiting with a limit, and children that speak the protocol and do nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sdad.control.commands import Command
from sdad.control.curves import Reach
from sdad.control.events import Event
from sdad.engine.engine import Engine
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models, ModelVersion
from sdad.settings import Settings


@pytest.fixture
def until() -> Callable[..., Any]:
    """Returns a function that asks a condition again and again until it is true, and fails after a limit."""

    def wait(condition: Callable[[], Any], within_s: float = 20.0) -> Any:
        deadline = time.monotonic() + within_s
        while not (answer := condition()):
            assert time.monotonic() < deadline, "this did not come true in time"
            time.sleep(0.01)
        return answer

    return wait


@pytest.fixture
def child_argv(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Returns a function that gives the command line of ``child_script.py`` with some arguments."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return lambda *what: [sys.executable, str(Path(__file__).with_name("child_script.py")), *map(str, what)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "Sdad").ensure()


@pytest.fixture
def publish(workspace: Workspace) -> Callable[..., ModelVersion]:
    """Returns a function that publishes a model without any substance: a card and a few bytes of weights."""

    def make(name: str, **facts: Any) -> ModelVersion:
        models = Models(workspace)
        prepared = models.staging(name)
        (prepared / "weights.safetensors").write_bytes(b"weights")
        reaches = {"brightness": Reach(low=200, median=1600, high=6400, covered_low=400, covered_high=5000)}
        card = ModelCard(name=name, sdad_version="0", dataset=name, effort="sketch", **{"reaches": reaches, **facts})
        return models.publish(name, prepared, card)

    return make


class Running:
    """An engine with children that only speak the protocol, and everything that it told."""

    def __init__(self, workspace: Workspace, child_argv: Callable[..., list[str]], **settings: Any) -> None:
        self.told: list[Event] = []
        self.render_log = workspace.root / "render.jsonl"
        self.train_log = workspace.root / "train.jsonl"
        worker = settings.pop("worker", ("render", self.render_log))
        self.engine = Engine(
            Settings(workspace=workspace.root, **{"quiet_seconds": 3600.0, **settings}),
            render_worker=child_argv(*worker),
            train_worker=child_argv("train", self.train_log),
        )
        self.engine.subscribe(self.told.append)
        self.engine.start()

    def ask(self, command: Command) -> dict[str, Any]:
        """Returns the answer to a command."""
        return self.engine.submit(command).result(timeout=20)

    def heard(self, kind: type[Event]) -> list[Any]:
        """Returns the events of one kind so far."""
        return [event for event in list(self.told) if isinstance(event, kind)]

    def rendered(self) -> list[dict[str, Any]]:
        """Returns what the render worker was given."""
        return _lines(self.render_log)

    def trained(self) -> list[dict[str, Any]]:
        """Returns what the train workers were given."""
        return _lines(self.train_log)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def run(workspace: Workspace, child_argv: Callable[..., list[str]]) -> Iterator[Callable[..., Running]]:
    """Returns a function that starts an engine; all are stopped at the end."""
    running: list[Running] = []

    def start(**settings: Any) -> Running:
        running.append(Running(workspace, child_argv, **settings))
        return running[-1]

    yield start
    for one in running:
        one.engine.stop(5.0)
