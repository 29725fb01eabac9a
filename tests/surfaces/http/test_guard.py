import asyncio
import contextlib
import json
import socket

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sdad.control.commands import Panic
from sdad.surfaces.http.app import build
from sdad.surfaces.http.guard import CHANGES_PER_S, MOST_BYTES, Guard, OwnNames

TOKEN = "a-token-of-the-tests"
ROUTES = [(route.path, getattr(route, "methods", None)) for route in build(None).routes]
UNSAFE = [path for path, methods in ROUTES if methods and "POST" in methods]
ASKED = [path for path, methods in ROUTES if methods and "GET" in methods]
SOCKETS = [path for path, methods in ROUTES if methods is None]
"""Every entrance there is, so that a new one cannot be forgotten here."""
TRAVERSALS = [
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "..%5c..%5c"),
    *("%2fetc%2fpasswd", "C:%5cWindows", "%00", "r1%00.wav", "..%c0%af..", "file:%2f%2f%2fetc%2fpasswd", "NUL", "~"),
]


def test_the_entrances_are_those_of_the_api():
    assert len(UNSAFE) >= 18 and len(ASKED) >= 9 and SOCKETS == ["/api/events"]
    assert all(methods is None or methods <= {"GET", "HEAD", "POST"} for _, methods in ROUTES)


@pytest.mark.parametrize("path", UNSAFE)
def test_nothing_changes_without_the_token(stranger, engine, path):
    answer = stranger.post(path, json={})
    assert (answer.status_code, answer.json()["code"]) == (401, "surface.not_allowed")
    assert "state/token" in answer.json()["text"]
    assert stranger.post(path, json={}, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert stranger.post(path, json={}, headers={"Authorization": "Basic a-token-of-the-tests"}).status_code == 401
    assert engine.commands == []


@pytest.mark.parametrize("path", UNSAFE)
def test_a_form_or_an_empty_body_is_not_json(api, engine, path):
    assert api.post(path).status_code == 415
    assert api.post(path, content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert api.post(path, data={"on": "1"}).status_code == 415
    assert api.put(path, content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert engine.commands == []


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "0.0.0.0:{port}", ""]
)
def test_a_name_that_is_not_ours_is_refused_even_for_reading(surface, api, host):
    answer = api.get("/api/status", headers={"Host": host.format(port=surface.bound_port)})
    assert (answer.status_code, answer.json()["code"]) == (400, "surface.not_allowed")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_our_own_names_are_served(surface, stranger, name):
    answer = stranger.get("/api/status", headers={"Host": f"{name.lower()}:{surface.bound_port}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "file://"]
)
def test_a_page_of_another_site_may_neither_read_nor_write(surface, api, engine, origin):
    headers = {"Origin": origin.format(port=surface.bound_port)}
    assert api.get("/api/status", headers=headers).status_code == 403
    assert api.post("/api/panic", json={}, headers=headers).status_code == 403
    preflight = api.options("/api/panic", headers={**headers, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 403
    assert "access-control-allow-origin" not in preflight.headers
    assert engine.commands == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_so_itself_is_believed(api, site):
    assert api.get("/api/status", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_our_own_origin_passes(surface, api, engine):
    headers = {"Origin": f"http://127.0.0.1:{surface.bound_port}", "Sec-Fetch-Site": "same-origin"}
    assert api.post("/api/panic", json={}, headers=headers).status_code == 200
    assert engine.received(Panic)


def test_a_body_without_end_is_cut_off(api, engine):
    def endless():
        for _ in range(3 * MOST_BYTES // 65536):
            yield b" " * 65536

    answer = api.post("/api/panic", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert engine.commands == []


def test_every_answer_forbids_guessing_and_framing(api, stranger):
    for answer in (api.get("/api/status"), api.get("/nowhere"), stranger.post("/api/panic", json={})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_socket_from_another_site_is_refused(surface, path, origin):
    url = surface.url.replace("http", "ws") + path
    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url, origin=origin, proxy=None) as it:
        it.recv(timeout=10)


FOREIGN = [
    ({"Host": "evil.example"}, 400),
    ({"Host": "localhost.evil.example:{port}"}, 400),
    ({"Host": "127.0.0.1"}, 400),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
]


@pytest.mark.parametrize("path", [*UNSAFE, *ASKED])
def test_no_entrance_is_open_to_other_names_and_pages(surface, api, engine, path):
    for headers, status in FOREIGN:
        given = {name: value.format(port=surface.bound_port) for name, value in headers.items()}
        if path in ASKED:
            assert api.get(path, headers=given).status_code == status, headers
        if path in UNSAFE:
            assert api.post(path, json={}, headers=given).status_code == status, headers
            assert api.options(path, headers={**given, "Access-Control-Request-Method": "POST"}).status_code == status
    assert engine.commands == []


@pytest.mark.parametrize("path", [path for path in ASKED if "{" in path])
@pytest.mark.parametrize("wrong", TRAVERSALS)
def test_no_path_leads_out_of_the_workspace(surface, engine, path, wrong):
    # Over a plain socket: a client library would tidy the path up.
    begin, end = path.split("{")[0], path.split("}")[1]
    with socket.create_connection(("127.0.0.1", surface.bound_port), timeout=20) as line:
        line.sendall(f"GET {begin}{wrong}{end} HTTP/1.1\r\nHost: 127.0.0.1:{surface.bound_port}\r\n\r\n".encode())
        status, _, body = answer_on(line)
    assert status in (400, 404), body
    assert b"root:" not in body
    assert engine.commands == []


@pytest.mark.parametrize("declared", [True, False])
def test_ten_gigabytes_are_refused_before_they_are_sent(surface, engine, declared):
    head = [
        "POST /api/panic HTTP/1.1",
        f"Host: 127.0.0.1:{surface.bound_port}",
        f"Authorization: Bearer {TOKEN}",
        "Content-Type: application/json",
        "Content-Length: 10000000000" if declared else "Transfer-Encoding: chunked",
    ]
    with socket.create_connection(("127.0.0.1", surface.bound_port), timeout=20) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode())
        block = b" " * 65536
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 10 * MOST_BYTES:
                line.sendall(block if declared else b"10000\r\n" + block + b"\r\n")
                sent += len(block)
        with contextlib.suppress(OSError):
            assert answer_on(line)[0] == 413
    assert sent < 10 * MOST_BYTES
    assert engine.commands == []


def answer_on(line):
    """Returns status, headers and the beginning of the body of what comes on a socket."""
    got = line.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    return int(head.split()[1]), head, body


def test_json_that_breaks_parsers_is_answered_and_the_server_goes_on(api, engine):
    deep = "[" * 100_000 + "]" * 100_000
    for text in (deep, "{", '{"on": NaN}', '{"on": ' + "9" * 5000 + "}", "\ufeff{}", '"text"', "[]", "null"):
        answer = api.post("/api/live", content=text.encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, text[:20]
        assert set(json.loads(answer.text)) == {"code", "text", "thing"}
    assert engine.commands == []
    assert api.get("/api/status").status_code == 200


@pytest.mark.parametrize(
    ("listening_on", "named", "is_ours"),
    [
        ("127.0.0.1", "127.0.0.1:9110", True),
        ("127.0.0.1", "localhost:9110", True),
        ("127.0.0.1", "[::1]:9110", True),
        ("127.0.0.1", "10.0.0.7:9110", False),
        ("10.0.0.7", "10.0.0.7:9110", True),
        ("10.0.0.7", "10.0.0.8:9110", False),
        ("fe80::1", "[fe80::1]:9110", True),
        ("0.0.0.0", "10.0.0.7:9110", True),
        ("0.0.0.0", "[fe80::1]:9110", True),
        ("0.0.0.0", "10.0.0.7:9111", False),
        ("0.0.0.0", "evil.example:9110", False),
        ("0.0.0.0", "10.0.0.7.evil.example:9110", False),
        ("0.0.0.0", "0.0.0.0:9110", False),
        ("0.0.0.0", "fe80::1:9110", False),
        ("0.0.0.0", "[10.0.0.7]:9110", False),
    ],
)
def test_the_names_of_a_server(listening_on, named, is_ours):
    assert (named in OwnNames(listening_on, 9110)) is is_ours


class Visit:
    """One request of another machine to a server that listens on the network."""

    def __init__(self, engine, lan_commands, client="192.168.1.9"):
        self.guard = Guard(build(engine, lan_commands), OwnNames("0.0.0.0", 9110), TOKEN)
        self.client = client

    def __call__(self, method, path, body=b"", token=None, **headers):
        given = {"host": "192.168.1.2:9110", "content-type": "application/json", **headers}
        if token is not None:
            given["authorization"] = f"Bearer {token}"
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": (self.client, 50000),
            "server": ("192.168.1.2", 9110),
        }
        sent = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        asyncio.run(self.guard(scope, receive, send))
        return sent[0]["status"]


@pytest.mark.parametrize("lan_commands", [False, True])
def test_another_machine_shows_the_token_for_everything(engine, lan_commands):
    visit = Visit(engine, lan_commands)
    assert visit("GET", "/api/status") == 401
    assert visit("GET", "/api/status", token="wrong") == 401
    assert visit("GET", "/api/status", token=TOKEN) == 200
    assert visit("GET", "/api/status", token=TOKEN, host="evil.example:9110") == 400
    assert visit("GET", "/api/status", token=TOKEN, origin="http://evil.example") == 403
    assert visit("GET", "/api/status", token=TOKEN, origin="http://192.168.1.2:9110") == 200


def test_another_machine_plays_and_does_nothing_else_unless_it_may(engine):
    visit = Visit(engine, False)
    assert visit("POST", "/api/controls", b'{"positions": {"width": 0.5}}', token=TOKEN) == 200
    assert visit("POST", "/api/render", b"{}", token=TOKEN) == 200
    assert visit("POST", "/api/render", b'{"out": "/etc"}', token=TOKEN) == 403
    assert visit("POST", "/api/train", b'{"dataset": "kitchen"}', token=TOKEN) == 403
    assert visit("POST", "/api/presets/save", b'{"preset": "mine"}', token=TOKEN) == 403
    assert [type(command).__name__ for command in engine.commands] == ["SetControls", "Render"]
    assert Visit(engine, True)("POST", "/api/train", b'{"dataset": "kitchen"}', token=TOKEN) == 200
    assert Visit(engine, False, client="127.0.0.1")("POST", "/api/train", b'{"dataset": "kitchen"}', token=TOKEN) == 200


def test_a_machine_that_asks_without_end_is_told_to_wait(engine):
    now = 0.0
    visit = Visit(engine, True)
    visit.guard = Guard(build(engine, True), OwnNames("0.0.0.0", 9110), TOKEN, clock=lambda: now)
    moved = b'{"positions": {"width": 0.5}}'
    assert {visit("POST", "/api/controls", moved, token=TOKEN) for _ in range(int(CHANGES_PER_S))} == {200}
    assert visit("POST", "/api/controls", moved, token=TOKEN) == 429
    visit.client = "192.168.1.10"
    assert visit("POST", "/api/controls", moved, token=TOKEN) == 200
    visit.client = "192.168.1.9"
    now = 1.0
    assert visit("POST", "/api/controls", moved, token=TOKEN) == 200
