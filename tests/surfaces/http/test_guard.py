import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sdad.control.commands import Panic
from sdad.surfaces.http.guard import MOST_BYTES
from sdad.surfaces.http.server import hosts_of

UNSAFE = [
    *("/api/controls", "/api/controls/natural", "/api/controls/lock", "/api/models/use", "/api/presets/recall"),
    *("/api/presets/save", "/api/render", "/api/render/cancel", "/api/panic", "/api/takes", "/api/datasets"),
    *("/api/train", "/api/train/stop", "/api/live"),
]


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


def test_a_socket_from_another_site_is_refused(surface):
    url = surface.url.replace("http", "ws") + "/api/events"
    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url, origin="http://evil.example", proxy=None) as it:
        it.recv(timeout=10)


def test_json_that_breaks_parsers_is_answered_and_the_server_goes_on(api, engine):
    deep = "[" * 100_000 + "]" * 100_000
    for text in (deep, "{", '{"on": NaN}', '{"on": ' + "9" * 5000 + "}", "\ufeff{}", '"text"', "[]", "null"):
        answer = api.post("/api/live", content=text.encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, text[:20]
        assert set(json.loads(answer.text)) == {"code", "text", "thing"}
    assert engine.commands == []
    assert api.get("/api/status").status_code == 200


def test_the_names_of_a_server():
    assert hosts_of("127.0.0.1", 9110) == ["127.0.0.1:9110", "localhost:9110", "[::1]:9110"]
    assert hosts_of("0.0.0.0", 1) == hosts_of("127.0.0.1", 1)
    assert "10.0.0.7:9110" in hosts_of("10.0.0.7", 9110)
    assert "[fe80::1]:9110" in hosts_of("fe80::1", 9110)
