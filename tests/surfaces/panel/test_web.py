"""The panel's server as a real process: what it serves, and what it refuses to serve."""

import socket
import sys
from pathlib import Path

import pytest
import soundfile
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sdad.surfaces.panel.guard import Guard
from sdad.surfaces.panel.process import PanelProcess
from sdad.surfaces.panel.web import bind


def test_the_page_asks_nothing_of_another_machine(web, panel_url) -> None:
    page = web.get("/")
    assert page.status_code == 200
    assert "sdad" in page.text
    assert "fonts.googleapis" not in page.text and "cdnjs" not in page.text


def test_a_take_is_served_byte_for_byte_and_in_ranges(web, daemon) -> None:
    daemon.jobs["j1"] = {}
    daemon.finish("j1")
    file = Path(daemon.takes[0]["path"])
    whole = web.get("/audio/take-j1")
    assert whole.status_code == 200 and whole.headers["content-type"] == "audio/wav"
    assert whole.content == file.read_bytes()
    assert soundfile.info(file).frames == 48000
    part = web.get("/audio/take-j1", headers={"range": "bytes=100-199"})
    assert part.status_code == 206 and part.content == file.read_bytes()[100:200]


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fstatus", "a%00b", ".hidden"])
def test_what_is_no_take_is_not_found(web, daemon, name: str) -> None:
    assert web.get(f"/audio/{name}").status_code == 404


@pytest.mark.parametrize(
    "file", [Path(__file__), Path(sys.executable), Path("/etc/hostname")], ids=lambda path: path.name
)
def test_no_file_of_this_machine_can_be_read(web, file: Path) -> None:
    for route in ("/gradio_api/file=", "/file="):
        assert web.get(f"{route}{file}").status_code in (403, 404)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:9111", "localhost.evil.example", "127.0.0.1", ""])
def test_another_name_for_this_machine_is_refused(web, host: str) -> None:
    assert web.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:9111", "http://127.0.0.1"])
def test_a_foreign_page_is_refused(web, origin: str) -> None:
    assert web.post("/gradio_api/queue/join", json={}, headers={"origin": origin}).status_code == 403


def test_uploads_are_refused(web) -> None:
    assert web.post("/gradio_api/upload", files={"files": ("x.wav", b"RIFF")}).status_code == 403


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with bind("127.0.0.1", port) as listener:
            assert listener.getsockname()[1] > port


def test_a_file_handed_in_as_text_is_not_copied_to_where_it_could_be_read(web, daemon, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    page = web.get("/config").json()
    field = next(one["id"] for one in page["components"] if one["props"].get("elem_id") == "preset-name")
    call = next(one for one in page["dependencies"] if field in one["inputs"])
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    asked = {"fn_index": call["id"], "session_hash": "a-test", "data": [None, file]}
    assert web.post("/gradio_api/run/predict", json=asked).status_code == 500
    assert daemon.posts("presets/save") == []
    asked["data"][1] = "mine"
    assert web.post("/gradio_api/run/predict", json=asked).status_code == 200
    assert daemon.posts("presets/save") == [{"preset": "mine"}]


def guarded(host: str) -> TestClient:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("page"))])
    return TestClient(Guard(app, host, 9111))


@pytest.mark.parametrize(
    ("listens", "asked", "status"),
    [
        ("127.0.0.1", "127.0.0.1:9111", 200),
        ("127.0.0.1", "localhost:9111", 200),
        ("127.0.0.1", "[::1]:9111", 200),
        ("127.0.0.1", "192.168.1.5:9111", 403),
        ("192.168.1.5", "192.168.1.5:9111", 200),
        ("192.168.1.5", "192.168.1.6:9111", 403),
        ("0.0.0.0", "192.168.1.6:9111", 200),
        ("0.0.0.0", "[fe80::1]:9111", 200),
        ("0.0.0.0", "evil.example:9111", 403),
        ("0.0.0.0", "192.168.1.6:80", 403),
    ],
)
def test_the_panel_answers_to_the_names_of_its_interface(listens: str, asked: str, status: int) -> None:
    assert guarded(listens).get("/", headers={"host": asked}).status_code == status


def test_the_origin_must_be_the_name_that_was_asked_for() -> None:
    for origin, status in (("http://192.168.1.6:9111", 200), ("http://192.168.1.7:9111", 403)):
        headers = {"host": "192.168.1.6:9111", "origin": origin}
        assert guarded("0.0.0.0").get("/", headers=headers).status_code == status


def test_no_page_can_lay_itself_over_the_panel(web) -> None:
    assert web.get("/").headers["content-security-policy"] == "frame-ancestors 'none'"


def test_the_child_is_told_everything_it_needs(tmp_path) -> None:
    panel = PanelProcess("http://127.0.0.1:9110", 9111, tmp_path / "token")
    assert panel.argv[1:] == [
        *("-m", "sdad.surfaces.panel", "--api", "http://127.0.0.1:9110", "--host", "127.0.0.1"),
        *("--port", "9111", "--token-file", str(tmp_path / "token")),
    ]
    assert panel.bound_port is None
    panel.on_message({"type": "heartbeat"})
    panel.on_message({"type": "ready", "port": 9112})
    assert panel.bound_port == 9112
