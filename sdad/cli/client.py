"""The way to a running daemon: found through its file in the workspace, spoken to over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from sdad import __version__
from sdad.errors import Cancelled, DaemonNotRunning, OtherVersion, SdadError, TimedOut
from sdad.library.layout import Workspace

Json = dict[str, Any]

ANSWER_S = 30.0
GREETING_S = 3.0
POLL_S = 0.2


class Client:
    """A connection to the daemon of one workspace."""

    def __init__(self, port: int, token: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.version = __version__
        """Which sdad the daemon is."""
        # No proxy settings from the environment: the daemon is on this machine.
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=ANSWER_S,
            trust_env=False,
            transport=transport,
        )

    def get(self, path: str, *, timeout_s: float = ANSWER_S) -> Json:
        """Returns the JSON object at a path such as ``/api/status``.

        Raises:
            SdadError: what the daemon answered.
            DaemonNotRunning: it does not answer at all.
            TimedOut: it takes too long.
        """
        return self._asked("GET", path, timeout_s)

    def post(self, path: str, body: Json, *, timeout_s: float = ANSWER_S) -> Json:
        """Sends a command and returns the daemon's JSON answer; raises as :meth:`get` does."""
        return self._asked("POST", path, timeout_s, json=body)

    def finished(
        self, job: str, on_poll: Callable[[Json], None], *, sleep: Callable[[float], None] = time.sleep
    ) -> Json:
        """Waits for a job and returns its result.

        Args:
            job: The job's id.
            on_poll: Called with the job as it stands, a few times a second.
            sleep: How to pass the time in between.

        Raises:
            SdadError: what the job failed with.
            Cancelled: somebody cancelled it, or a newer one took its place.
        """
        while True:
            facts = self.get(f"/api/jobs/{job}")
            on_poll(facts)
            state = facts.get("state")
            if state == "done":
                return dict(facts.get("result") or {})
            if state == "failed":
                raise SdadError.from_dict(facts.get("error") or {})
            if state in ("cancelled", "superseded"):
                raise Cancelled(job)
            sleep(POLL_S)

    def _asked(self, method: str, path: str, timeout_s: float, **content: Any) -> Json:
        try:
            response = self._http.request(method, path, timeout=timeout_s, **content)
        except httpx.TimeoutException:
            raise TimedOut("The daemon", timeout_s) from None
        except httpx.TransportError:
            raise DaemonNotRunning from None
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.is_success and isinstance(answer, dict):
            return answer
        if isinstance(answer, dict) and "text" in answer:
            raise SdadError.from_dict(answer)
        raise OtherVersion(path, response.status_code)


def running_daemon(workspace: Workspace) -> Client | None:
    """Returns a client to the daemon that serves this workspace, or None when there is none.

    A file that a dead daemon left behind counts as none, and so does another program on its port.

    Raises:
        TimedOut: a daemon is there and does not answer.
    """
    said = _said(workspace.daemon_file)
    if said is None:
        return None
    client = Client(said, _token(workspace.token_file))
    try:
        status = client.get("/api/status", timeout_s=GREETING_S)
    except DaemonNotRunning:
        return None
    served, client.version = status.get("workspace"), str(status.get("version"))
    return client if isinstance(served, str) and Path(served).resolve() == workspace.root.resolve() else None


def _said(file: Path) -> int | None:
    try:
        port = json.loads(file.read_text("utf-8"))["http"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return port if isinstance(port, int) and 0 < port < 65536 else None


def _token(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        return ""
