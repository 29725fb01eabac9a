"""Who holds a port, as Linux tells it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sdad.surfaces.door import holders
from sdad.surfaces.door.holders import holder

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")

_HOLDS = """
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as held:
    held.bind(("127.0.0.1", 0))
    print(held.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def own_name():
    return f"{Path('/proc/self/comm').read_text().strip()} (process {os.getpid()})"


@linux
def test_another_program_is_named_with_its_process():
    other = subprocess.Popen([sys.executable, "-c", _HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with other:
        port = int(other.stdout.readline())
        name = Path(f"/proc/{other.pid}/comm").read_text().strip()
        assert holder(port, socket.SOCK_DGRAM, "127.0.0.1") == f"{name} (process {other.pid})"
        other.stdin.close()
        other.wait(30)
    assert holder(port, socket.SOCK_DGRAM, "127.0.0.1") == ""


@linux
@pytest.mark.parametrize(
    ("family", "bound", "wanted"),
    [
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET, "127.0.0.1", "0.0.0.0"),
        (socket.AF_INET, "0.0.0.0", "127.0.0.1"),
        (socket.AF_INET, "127.0.0.1", "localhost"),
        (socket.AF_INET6, "::1", "::1"),
        (socket.AF_INET6, "::", "127.0.0.1"),
    ],
)
def test_what_listens_at_an_address_that_collides_is_it(family, bound, wanted, own_name):
    with socket.socket(family) as held:
        try:
            held.bind((bound, 0))
        except OSError:
            pytest.skip("no IPv6 here")
        held.listen()
        assert holder(held.getsockname()[1], socket.SOCK_STREAM, wanted) == own_name


@linux
def test_what_has_the_port_at_another_address_or_with_another_protocol_or_as_its_own_end_is_not_it():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        assert holder(port, socket.SOCK_STREAM, "127.0.0.2") == ""
        assert holder(port, socket.SOCK_DGRAM, "127.0.0.1") == ""
        with socket.create_connection(("127.0.0.1", port)) as calling:
            assert holder(calling.getsockname()[1], socket.SOCK_STREAM, "127.0.0.1") == ""


def test_where_the_system_does_not_tell_nobody_is_named(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        monkeypatch.setattr(holders, "PROC", tmp_path)
        assert holder(held.getsockname()[1], socket.SOCK_STREAM, "127.0.0.1") == ""
