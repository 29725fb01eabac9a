"""A daemon in a process of its own, as ``sdad up`` starts it, for what is measured and provoked from outside."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

READY_S = 60.0
ANSWER_S = 30.0
AHEAD = 10


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """Returns a port of this machine that nobody listens on just now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition: Callable[[], Any], within_s: float, what: str) -> Any:
    """Asks a condition until it is true and returns its answer.

    Raises:
        TimeoutError: it was not in time.
    """
    deadline = time.monotonic() + within_s
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {within_s:.0f} s")
        time.sleep(0.01)
    return answer


def go_ahead(pid: int | None) -> None:
    """Puts a process before all others on this machine but those that this was called for, too: as if nothing else ran.

    What a process is behind another by, a child behind its daemon for example, it stays. Linux, as root: sched(7), "The
    autogroup feature".
    """
    if pid is not None:
        session = Path(f"/proc/{pid}/autogroup")
        session.write_text(str(int(session.read_text().split()[-1]) - AHEAD), "ascii")


class RunningDaemon:
    """``sdad up`` on a workspace, without panel and MIDI unless said otherwise.

    Args:
        workspace: The workspace's folder.
        program: The command up to its words, in place of ``python -m sdad``.
        ahead: Whether it goes before all else on the machine; its children do not, by themselves.
        environment: Settings and others, beside those that keep it apart from a musician's own daemon.
    """

    def __init__(
        self,
        workspace: Path,
        program: Sequence[str] = (sys.executable, "-m", "sdad"),
        *,
        ahead: bool = False,
        **environment: str,
    ) -> None:
        self.workspace = workspace
        self._ahead = ahead
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SDAD_")}
        self._environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path[1:]]),
            "SDAD_DEVICE": "cpu",
            "SDAD_PANEL": "false",
            "SDAD_MIDI": "false",
            "SDAD_QUIET_SECONDS": "3600",
            "SDAD_OSC_PORT": str(free_port(socket.SOCK_DGRAM)),
            "SDAD_HTTP_PORT": str(free_port()),
            **environment,
        }
        self._argv = [*program, "up", "--workspace", str(workspace)]
        self._log = workspace.parent / f"{workspace.name}.said.txt"
        self.process: subprocess.Popen[bytes] | None = None
        self.api: httpx.Client | None = None
        self.osc_port = 0

    def start(self) -> float:
        """Starts it and returns the seconds until its controls answered."""
        began = time.monotonic()
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._argv, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        if self._ahead:
            go_ahead(self.process.pid)
        self.osc_port = int(self._environment["SDAD_OSC_PORT"])
        eventually(self._pong, READY_S, "an answer to /sdad/ping")
        answered = time.monotonic() - began
        said = eventually(self._published, READY_S, "state/daemon.json")
        token = (self.workspace / "state" / "token").read_text("utf-8").strip()
        self.api = httpx.Client(
            base_url=f"http://127.0.0.1:{said['http']}",
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=ANSWER_S,
        )
        eventually(lambda: self.get("/api/status")["ready"], READY_S, "readiness")
        return answered

    def get(self, path: str) -> dict[str, Any]:
        """Returns what the API answers to a question."""
        assert self.api is not None, "it does not run"
        answer = self.api.get(path)
        answer.raise_for_status()
        return dict(answer.json())

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Returns what the API answers to a command."""
        assert self.api is not None, "it does not run"
        answer = self.api.post(path, json=body)
        answer.raise_for_status()
        return dict(answer.json())

    def pid_of(self, child: str) -> int | None:
        """Returns the process of a child, ``render`` or ``train``, or None when there is none."""
        facts = self.get("/api/status")["children"].get(child) or {}
        pid = facts.get("pid")
        return int(pid) if pid else None

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self.api is not None:
            self.api.close()
            self.api = None
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self, within_s: float = 15.0) -> int:
        """Ends it in good order and returns its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(within_s)
        finally:
            self.kill()

    def _pong(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(self._log.read_text("utf-8", "replace")[-2000:])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, contextlib.suppress(OSError):
            client.settimeout(0.05)
            client.sendto(b"/sdad/ping\0\0,\0\0\0", ("127.0.0.1", self.osc_port))
            return client.recv(2048).startswith(b"/sdad/pong")
        return False

    def _published(self) -> dict[str, Any] | None:
        assert self.process is not None
        with contextlib.suppress(OSError, ValueError):
            said = json.loads((self.workspace / "state" / "daemon.json").read_text("utf-8"))
            if said["pid"] == self.process.pid and said["http"]:
                return dict(said)
        return None
