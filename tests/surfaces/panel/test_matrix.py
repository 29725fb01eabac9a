"""Every way of getting in × every entrance of the real panel, Gradio's own included: all are refused."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

REFUSED = {400, 401, 403, 405, 408, 413, 415, 429}

_ROUTES = """
import json, sys, tempfile
from pathlib import Path
from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.web import web_app
guard = web_app(ApiClient(sys.argv[1], Path(sys.argv[2])), 1, Path(tempfile.mkdtemp()))
found = []
def walk(routes, before):
    for route in routes:
        # What is mounted, or included from a router of Gradio's, has its routes inside.
        inner = getattr(getattr(route, "original_router", None) or getattr(route, "app", None), "routes", None)
        path = before + (getattr(route, "path", "") or "").rstrip("/")
        if inner:
            walk(inner, path)
        else:
            found.extend([method, path or "/"] for method in getattr(route, "methods", None) or ["GET"])
walk(guard._app.routes, "")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def entrances(standing, intruders):
    """Every method and path that the panel answers to, as the application itself says."""
    command = [sys.executable, "-W", "ignore", "-c", _ROUTES, standing[0].url, str(standing[1])]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = {(method, path) for method, path in json.loads(said.splitlines()[-1])}
    return [intruders.Entrance(method, _filled(path)) for method, path in sorted(found)]


def _filled(path: str) -> str:
    words = path.split("/")
    return "/".join("x" if word.startswith("{") else word.partition("{")[0] or word for word in words)


@pytest.fixture
def door(panel, daemon, standing, intruders):
    assert panel.url
    return intruders.Door(panel.process.bound_port, standing[1].read_text())


def test_gradios_own_entrances_are_known(entrances):
    paths = {entrance.path for entrance in entrances}
    assert {"/audio/x", "/config", "/gradio_api/queue/join", "/gradio_api/upload"} <= paths
    assert sum(entrance.changes_something for entrance in entrances) >= 5


def test_no_intrusion_gets_in(door, intruders, entrances, daemon):
    let_in, tried = [], 0
    for entrance in entrances:
        for what, status, headers, more in intruders.intrusions(entrance):
            tried += 1
            answer = door.knock(entrance, *headers, **more)
            if answer.status != status:
                let_in.append((entrance, what, answer.status))
    assert tried > 1000
    assert let_in == []
    assert daemon.asked == []


def test_a_browser_here_gets_its_pass_with_the_page_and_nobody_else_has_it(door, intruders, daemon):
    page = door.ask("GET", "/")
    cookie = page.headers["set-cookie"]
    assert page.status == 200 and cookie.startswith(f"sdad-{door.port}=")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and door.token[1].split()[1] not in cookie
    join = intruders.Entrance("POST", "/gradio_api/run/predict")
    pair = cookie.partition(";")[0]
    body = b'{"fn_index": 0, "data": []}'
    shown = door.knock(join, ("Authorization", "none"), ("Cookie", f"theme=dark; {pair}"), body=body)
    assert shown.status not in REFUSED
    for wrong in (pair[:-1], pair + "x", f"sdad-1={pair.partition('=')[2]}", "", f"sdad-{door.port}="):
        assert door.knock(join, ("Authorization", "none"), ("Cookie", wrong), body=body).status == 401
    assert "set-cookie" not in door.ask("GET", "/", [("Cookie", pair)]).headers


def test_a_link_with_the_token_gives_the_pass_and_hides_the_token(door):
    token = door.token[1].split()[1]
    answer = door.ask("GET", f"/?token={token}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"].startswith(f"sdad-{door.port}=")
    assert "location" not in door.ask("GET", "/?token=wrong").headers
    assert door.ask("GET", f"/?token={token}", [("Origin", "http://evil.example")]).status == 403


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/upload", "/gradio_api/component_server"])
def test_no_file_is_taken(door, path, panel):
    said = b'Content-Disposition: form-data; name="files"; filename="../../strangers-file.wav"'
    form = b"--x\r\n" + said + b"\r\n\r\nRIFF\r\n--x--\r\n"
    for kind in ("multipart/form-data; boundary=x", "application/json"):
        answer = door.ask("POST", path, [door.token, ("Content-Type", kind)], form)
        assert answer.status in {404, 422, 500, *REFUSED}
    temp = Path(panel.process.argv[-1]).parent.parent
    assert not list(temp.rglob("strangers-file*"))


def test_every_answer_forbids_guessing_and_framing(door, entrances):
    for entrance in entrances:
        if not entrance.changes_something and "stream" not in entrance.path and "heartbeat" not in entrance.path:
            answer = door.ask("HEAD", entrance.path)
            assert answer.headers["x-content-type-options"] == "nosniff", entrance
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], entrance


def test_a_body_without_end_is_cut_off(door):
    block, sent = b" " * 65536, 0
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n"
        f"Content-Type: application/json\r\n{door.token[0]}: {door.token[1]}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as connection:
        connection.sendall(head.encode())
        with pytest.raises(OSError):
            while sent < 10_000_000_000:
                connection.sendall(b"10000\r\n%s\r\n" % block)
                sent += len(block)
    assert sent < 50_000_000
