"""Nothing leaves the machine: a whole evening with every way out forbidden, and nobody who tried one."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

FORBIDDING = Path(__file__).with_name("offline")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def attempts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every attempt to leave the machine is written down by whichever process makes it."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(FORBIDDING), str(ROOT)]))
    monkeypatch.setenv("SDAD_TEST_ATTEMPTS", str(tmp_path / "attempts"))
    # What libraries look at to decide whether to call home must not be what keeps them from it.
    for name in ("GRADIO_ANALYTICS_ENABLED", "HF_HUB_OFFLINE", "DO_NOT_TRACK", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "attempts"


def test_an_attempt_is_seen_and_refused_also_in_a_child_of_a_child(attempts: Path) -> None:
    inner = "import socket; socket.socket().connect(('192.0.2.1', 80))"
    outer = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {inner!r}]).returncode)"
    assert subprocess.run([sys.executable, "-c", outer], capture_output=True).returncode == 1
    assert "socket.connect ('192.0.2.1', 80)" in attempts.read_text()
    looked_up = "import urllib.request; urllib.request.urlopen('http://evil.example/')"
    assert subprocess.run([sys.executable, "-c", looked_up], capture_output=True).returncode == 1
    assert "evil.example" in attempts.read_text()


@pytest.fixture
def evening(studio: Callable[..., Any], waiting: Any, record: Any, tiny_budget: Any, monkeypatch: Any) -> Any:
    """Returns what spends an evening: the page, recordings, a training, a render, OSC, a report; all really done."""
    monkeypatch.setenv("SDAD_TEST_BUDGET", tiny_budget.model_dump_json())

    def spend() -> None:
        one = studio()
        panel = waiting(lambda: one.get("/api/status")["ports"].get("panel"), "the panel", 120)
        page = httpx.get(f"http://127.0.0.1:{panel}/", trust_env=False, timeout=60)
        assert page.status_code == 200
        recordings = record(one.root.parent / "new", range(3), 1.5)
        one.sdad("dataset", "add", "evening", *map(str, recordings))
        one.sdad("train", "evening", "--effort", "sketch", "--wait", limit_s=280)
        take = one.sdad("render", "evening", "brightness=.7", "--duration", "1", "--wait")["takes"][0]
        assert Path(take["path"]).is_file()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as patch:
            patch.settimeout(20)
            patch.sendto(b"/sdad/ping\0\0,\0\0\0", ("127.0.0.1", one.get("/api/status")["ports"]["osc"]))
            assert patch.recv(2048).startswith(b"/sdad/pong")
        assert one.sdad("status")["ready"]
        one.stop()

    return spend


@pytest.mark.timeout(600)
def test_an_evening_makes_no_attempt_to_leave_the_machine(attempts: Path, evening: Callable[[], None]) -> None:
    evening()
    present = attempts.with_name("attempts.present").read_text()
    watched = ("'sdad', 'up'", "render_worker", "train_worker", "surfaces.panel", "audio.decode", "'sdad', 'train'")
    for process in watched:
        assert process in present, f"{process} was not watched"
    assert not attempts.exists(), attempts.read_text()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_evening_asks_the_system_for_no_connection_to_elsewhere(
    evening: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, seen by the system itself, so that what is not written in Python counts too."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace; Debian: apt-get install strace")
    calls, python = tmp_path / "calls", tmp_path / "python"
    # -D: the tracer stands aside, so that signals reach what is traced.
    trace = f"strace -D -f -A --seccomp-bpf -s 0 -o {calls} -e trace=connect,sendto,sendmsg,sendmmsg"
    tried = subprocess.run([*trace.split(), "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.skip(f"needs the right to trace processes: {tried.stderr.strip()}")
    python.write_text(f'#!/bin/sh\nexec {trace} {sys.executable} "$@"\n')
    python.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(FORBIDDING), str(ROOT)]))
    monkeypatch.setenv("SDAD_TEST_ATTEMPTS", str(tmp_path / "attempts"))
    monkeypatch.setattr(sys, "executable", str(python))
    evening()
    addresses = set(re.findall(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"', calls.read_text()))
    assert addresses & {"127.0.0.1"}, "nothing was traced"
    assert not [address for address in addresses if not ipaddress.ip_address(address).is_loopback]
