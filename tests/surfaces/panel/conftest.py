"""A daemon in memory, the panel as its real child process, and a real browser."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.process import PanelProcess

KNOBS = '<img src="x" onerror="document.title=1"> knobs'
"""A device can call itself what it likes."""


def _stand_in_module():
    spec = importlib.util.spec_from_file_location("stand_in", Path(__file__).with_name("stand_in.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["stand_in"] = module
    spec.loader.exec_module(module)
    return module


class Panel:
    """The panel child as the daemon runs it."""

    def __init__(self, api: str, token_file: Path, port: int, log: Path) -> None:
        self.process = PanelProcess(api, port, token_file)
        self._ready = threading.Event()
        self.log = log
        self._log = log.open("wb")
        self._child = subprocess.Popen(
            self.process.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._child.stdout:
            self.process.on_message(json.loads(line))
            if self.process.bound_port is not None:
                self._ready.set()

    @property
    def url(self) -> str:
        assert self._ready.wait(120), self.log.read_text()
        return f"http://127.0.0.1:{self.process.bound_port}"

    def close(self) -> int:
        self._child.stdin.close()
        code = self._child.wait(30)
        self._reader.join(30)
        self._child.stdout.close()
        self._log.close()
        return code


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """One daemon in memory for the tests of a module, and the file with its token."""
    module = _stand_in_module()
    folder = tmp_path_factory.mktemp("daemon")
    token = folder / "token"
    token.write_text(module.TOKEN)
    daemon = module.StandIn(folder)
    daemon.start()
    yield daemon, token
    daemon.stop()


@pytest.fixture(scope="module")
def panel(standing, tmp_path_factory):
    """One panel for the tests of a module: starting Gradio takes seconds."""
    log = tmp_path_factory.mktemp("panel") / "panel.log"
    panel = Panel(standing[0].url, standing[1], 9111, log)
    yield panel
    assert panel.close() == 0


@pytest.fixture
def daemon(standing):
    """The daemon in memory, as it was at its start."""
    daemon = standing[0]
    daemon.controls = type(daemon.controls)()
    daemon.model, daemon.training, daemon.refusal = "kitchen", {"state": "idle"}, None
    daemon.blend_with = daemon.morph_between = None
    daemon.learned = {"state": "idle"}
    daemon.midi = {
        "available": True,
        "reason": None,
        "ports": ["sdad", KNOBS],
        "mapped_by": {"sdad": ["the table's own numbers"], KNOBS: ["mine", "the table's own numbers"]},
        "mappings": [],
        "faults": [],
        "actions": {"auto CONTROL": "leave it to the model", "render": "render the next take", "render N": "more"},
    }
    for kept in (daemon.asked, daemon.jobs, daemon.takes):
        kept.clear()
    return daemon


@pytest.fixture
def api(daemon, standing):
    client = ApiClient(daemon.url, standing[1])
    yield client
    client.close()


@pytest.fixture
def panel_url(panel) -> str:
    return panel.url


@pytest.fixture
def web(panel_url):
    with httpx.Client(base_url=panel_url, trust_env=False, timeout=30) as client:
        yield client
