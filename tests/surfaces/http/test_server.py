import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sdad.errors import PortTaken
from sdad.surfaces.http.server import HttpSurface


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_and_the_next_free_one_used(engine, taken):
    surface = HttpSurface(engine, "127.0.0.1", taken, "token")
    surface.start()
    try:
        assert surface.bound_port > taken
        assert str(taken) in surface.moved.text
        assert str(surface.bound_port) in surface.moved.text
        assert httpx.get(f"{surface.url}/api/status", trust_env=False).status_code == 200
    finally:
        surface.stop()


def test_with_no_port_free_it_says_which_one_was_wanted(engine, taken, monkeypatch):
    monkeypatch.setattr("sdad.surfaces.door.serving.PORTS_TRIED", 0)
    with pytest.raises(PortTaken, match=str(taken)):
        HttpSurface(engine, "127.0.0.1", taken, "token").start()


def test_stopping_frees_the_port(engine):
    surface = HttpSurface(engine, "127.0.0.1", 0, "token")
    surface.start()
    surface.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{surface.url}/api/status", trust_env=False)
    again = HttpSurface(engine, "127.0.0.1", surface.bound_port, "token")
    again.start()
    assert again.moved is None
    again.stop()


def test_importing_it_leaves_torch_gradio_and_the_engine_out():
    program = (
        "import sys, sdad.surfaces.http.server;"
        "print([n for n in ('torch', 'gradio', 'numpy', 'sdad.engine', 'sdad.library') if n in sys.modules])"
    )
    root = Path(__file__).parents[3]
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert found.stdout.strip() == "[]", found.stderr
