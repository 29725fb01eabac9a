"""A real daemon on a copy of the tiny workspace, on ports of its own, and a program that talks OSC to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from sdad.surfaces.osc.packets import Message, encode, parse

START_LIMIT_S = 90.0


class Studio:
    """A workspace with a model in it and ``sdad up`` running on it."""

    def __init__(self, root: Path, log: Path, environment: dict[str, str], flags: list[str]) -> None:
        self.root = root
        self.log = log
        self._flags = flags
        self._environment = {**os.environ, **environment}
        for name in ("OSC", "HTTP", "PANEL"):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self._environment[f"SDAD_{name}_PORT"] = str(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "sdad", "up", "--workspace", str(self.root), *self._flags]
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)

    def get(self, path: str) -> Any:
        """Returns what the HTTP API answers; None while the daemon is not there yet."""
        published = self.root / "state" / "daemon.json"
        if not published.exists():
            return None
        try:
            return httpx.get(f"http://127.0.0.1:{json.loads(published.read_text())['http']}{path}", timeout=30).json()
        except httpx.TransportError:
            return None

    def sdad(self, *words: str, limit_s: float = 120) -> Any:
        """Runs a verb with --json and returns its object."""
        command = [sys.executable, "-m", "sdad", *words, "--workspace", str(self.root), "--json"]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=limit_s)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def position(self, name: str) -> float | None:
        """Returns where a control stands."""
        return next(row["position"] for row in self.get("/api/controls")["controls"] if row["id"] == name)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            finally:
                self._process.kill()
                self._process.wait(30)


@pytest.fixture
def studio(own_workspace: Any, tmp_path: Path, waiting: Callable[..., Any]) -> Iterator[Callable[..., Studio]]:
    """Returns a function that starts a daemon on a copy of the tiny workspace and waits until it is ready."""
    started = []

    def start(*flags: str, **environment: str) -> Studio:
        one = Studio(own_workspace.root, tmp_path / "daemon.txt", environment, list(flags))
        started.append(one)
        one.start()
        waiting(lambda: (one.get("/api/status") or {}).get("ready"), "the daemon is ready", START_LIMIT_S)
        return one

    yield start
    for one in started:
        one.stop()


class Patch:
    """A program with one port."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(20)
        self.said: list[tuple[str, tuple[object, ...]]] = []

    def send(self, address: str, *arguments: object) -> None:
        self.socket.send(encode(Message(address, arguments)))

    def hear(self) -> None:
        self.said += [(each.address, each.arguments) for each in parse(self.socket.recv(65536))]

    def wait_for(self, address: str, limit_s: float = 20.0) -> tuple[object, ...]:
        """Returns what the next message to an address carries."""
        self.socket.settimeout(limit_s)
        while not any(said == address for said, _ in self.said):
            self.hear()
        at = next(index for index, (said, _) in enumerate(self.said) if said == address)
        return self.said.pop(at)[1]

    def errors(self) -> list[tuple[object, ...]]:
        return [arguments for address, arguments in self.said if address == "/sdad/error"]

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def patch_of() -> Iterator[Callable[[Studio], Patch]]:
    """Returns a function that makes a program which talks OSC to a daemon."""
    with ExitStack() as stack:
        yield lambda one: stack.enter_context(closing(Patch(one.get("/api/status")["ports"]["osc"])))
