"""Nothing of sdad talks to anybody outside this machine: every process of it runs with such sockets forbidden."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from daemons import RunningDaemon, eventually, free_port

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("one daemon")

# Python runs this in every process that finds it, children of children included.
GUARD = """
import ipaddress, os, socket

NOTE = os.environ["FORBIDDEN_SOCKETS"]

def is_inside(host):
    if host in ("", None, "localhost", socket.gethostname()) or isinstance(host, bytes):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified

def refuse(what, host):
    with open(NOTE, "a") as note:
        note.write(f"{what} {host!r}\\n")
    raise PermissionError(f"{what} to {host!r} is forbidden")

def checked(name, at):
    real = getattr(socket.socket, name)
    def call(self, *given):
        address = given[at]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_inside(address[0]):
            refuse(name, address[0])
        return real(self, *given)
    setattr(socket.socket, name, call)

for name, at in {"connect": 0, "connect_ex": 0, "sendto": -1}.items():
    checked(name, at)

resolved = socket.getaddrinfo
def getaddrinfo(host, *rest, **options):
    if not is_inside(host) and any(sign.isalpha() for sign in str(host)) and ":" not in str(host):
        refuse("getaddrinfo", host)  # of a name; an address is no question to anybody
    return resolved(host, *rest, **options)
socket.getaddrinfo = getaddrinfo
"""


@pytest.fixture
def forbidden(tmp_path):
    """Returns the environment in which sockets to the outside are forbidden, and the file that names those tried."""
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD)
    note = tmp_path / "tried.txt"
    path = os.pathsep.join([str(folder), str(ROOT), *sys.path[1:]])
    return {"PYTHONPATH": path, "FORBIDDEN_SOCKETS": str(note)}, note


def test_the_guard_sees_what_goes_outside(forbidden):
    environment, note = forbidden
    tries = """
import contextlib, socket
for call in (
    lambda: socket.create_connection(("192.0.2.1", 9), 0.1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9)),
    lambda: socket.getaddrinfo("sdad.example", 80),
):
    with contextlib.suppress(OSError):
        call()
"""
    subprocess.run([sys.executable, "-c", tries], env={**os.environ, **environment}, check=True, capture_output=True)
    tried = note.read_text().splitlines()
    assert tried == ["connect '192.0.2.1'", "sendto '192.0.2.1'", "getaddrinfo 'sdad.example'"]


def test_a_whole_journey_needs_nobody(forbidden, own_workspace):
    environment, note = forbidden
    settings = {"SDAD_PANEL": "true", "SDAD_PANEL_PORT": str(free_port()), "SDAD_MIDI": "true"}
    daemon = RunningDaemon(own_workspace.root, **environment, **settings)
    try:
        daemon.start()
        (job,) = daemon.post("/api/render", model="tiny", seconds=1)["jobs"]
        daemon.post("/api/train", dataset="tiny", effort="sketch")
        eventually(lambda: daemon.get(f"/api/jobs/{job['id']}")["state"] == "done", 60.0, "a render")
        eventually(lambda: daemon.get("/api/train")["fraction"] > 0, 60.0, "some training")
        panel = eventually(lambda: daemon.get("/api/status")["ports"]["panel"], 60.0, "the panel")
        page = httpx.get(f"http://127.0.0.1:{panel}/", trust_env=False, timeout=30)
        assert page.status_code == 200
        for words in (["doctor"], ["status"], ["take", "list"]):
            argv = [sys.executable, "-m", "sdad", *words, "--workspace", str(own_workspace.root)]
            ran = subprocess.run(argv, env={**os.environ, **environment}, capture_output=True, text=True)
            assert ran.returncode == 0, ran.stderr
        daemon.stop()
    finally:
        daemon.kill()
    assert not note.exists(), note.read_text()
