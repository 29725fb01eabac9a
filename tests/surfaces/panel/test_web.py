"""The panel's server as a real process: what it serves, and what it refuses to serve."""

import sys
from pathlib import Path

import pytest
import soundfile

from sdad.surfaces.panel.process import PanelProcess


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


def test_a_file_handed_in_as_text_is_not_copied_to_where_it_could_be_read(web, daemon, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    web.get("/")  # which gives this client its pass
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
