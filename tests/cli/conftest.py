"""A workspace of the test's own, the command run in this process, and stand-ins for the work of floors 2 and 3."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.cli.main import main
from sdad.control.curves import Reach
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models, ModelVersion
from sdad.library.renders import BlendedRef, ModelRef, Renders, Sidecar
from sdad.synthesis.request import RenderRequest

from .standin import StandIn


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, "one object on one line"
        return json.loads(self.out)


@pytest.fixture
def in_the_foreground() -> Iterator[None]:
    """Ctrl-C as at a terminal, also where the tests run in the background and inherit that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name in ("SDAD_DEVICE", "SDAD_HOST", "SDAD_OSC_PORT", "SDAD_HTTP_PORT", "SDAD_PANEL_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SDAD_WORKSPACE", str(tmp_path / "Sdad"))
    return Workspace(tmp_path / "Sdad").ensure()


@pytest.fixture
def sdad(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs the command line as a person would and returns exit code and both outputs."""

    def run(*words: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def rain(workspace: Workspace) -> Models:
    """A model named rain, with a reach for brightness, and a dataset it could have come from."""
    models = Models(workspace)
    publish(models)
    (workspace.datasets / "rain").mkdir()
    (workspace.datasets / "rain" / "drops.wav").touch()
    return models


@pytest.fixture
def bells(rain: Models) -> Models:
    """The models, with one more named bells that is two octaves brighter than the rain."""
    reach = Reach(low=800.0, median=6400.0, high=25600.0, covered_low=800.0, covered_high=12000.0)
    publish(rain, b"others", name="bells", reaches={"brightness": reach})
    return rain


def publish(models: Models, content: bytes = b"weights", name: str = "rain", **facts: Any) -> None:
    folder = models.staging(name)
    (folder / "weights.safetensors").write_bytes(content)
    reach = Reach(low=200.0, median=1600.0, high=6400.0, covered_low=400.0, covered_high=5000.0)
    known = {"reaches": {"brightness": reach}, "minutes": 1.5, **facts}
    card = ModelCard(name=name, sdad_version="0.1.0", dataset=name, effort="sketch", **known)
    models.publish(name, folder, card)


def _part(version: ModelVersion, weight: float) -> BlendedRef:
    facts = {"name": version.name, "version": version.version, "weights_sha256": version.weights_sha256}
    return BlendedRef(**facts, weight=weight)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> type[Any]:
    """Stands in for the synthesis: publishes a tone for every request. ``fail`` maps a take to what it fails with."""

    class Stage:
        requests: ClassVar[list[RenderRequest]] = []
        fail: ClassVar[dict[int, BaseException]] = {}

        def __init__(self, workspace: Workspace, device: str) -> None:
            self._renders, self._models, self.device = Renders(workspace), Models(workspace), device

        def render(self, request, *, job, out, progress, stopping):
            Stage.requests.append(request)
            progress(0.5)
            if request.take in Stage.fail:
                raise Stage.fail[request.take]
            model = self._models.get(request.model, request.version)
            others = [(self._models.get(share.model, share.version), share.weight) for share in request.blend]
            rest = 1 - sum(weight for _, weight in others)
            sidecar = Sidecar(
                id=job,
                sdad_version="0.1.0",
                model=ModelRef(name=model.name, version=model.version, weights_sha256=model.weights_sha256),
                request=request,
                blend=tuple(_part(*each) for each in [(model, rest), *others]) if others else (),
                seconds=request.seconds,
                asked=dict(request.positions),
                got={**request.positions, "brightness": 0.77, "tension": None},
                asked_natural={"brightness": 3000.0},
                got_natural={"brightness": 2900.0},
            )
            time_s = np.arange(480) / 48000
            tone = np.sin(2 * np.pi * 440 * time_s).astype(np.float32)[None].repeat(2, 0) * np.float32(0.5)
            path, beside = self._renders.publish(Audio(tone, 48000), sidecar, out=out)
            progress(1.0)
            facts = {"id": job, "path": str(path), "sidecar": str(beside), "take": request.take, "warnings": []}
            return {**facts, "asked": sidecar.asked, "got": sidecar.got, "got_natural": sidecar.got_natural}

    Stage.requests, Stage.fail = [], {}
    module = ModuleType("sdad.engine.render_job")
    module.Stage = Stage  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sdad.engine.render_job", module)
    return Stage


@pytest.fixture
def daemon(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A daemon that answers as the test says; the command finds it as it finds a real one."""
    monkeypatch.setattr("sdad.cli.client.POLL_S", 0.01)
    stand_in = StandIn(workspace)
    try:
        yield stand_in
    finally:
        stand_in.stop()
