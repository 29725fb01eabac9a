"""Every way of getting in × every entrance of the real API on a real socket: all are refused, and nothing has changed.

The entrances are those of the API's own schema, so that a new one is tried without anybody thinking of it.
"""

from __future__ import annotations

import json
import socket

import pytest

from sdad.control.commands import Panic
from sdad.surfaces.door.limits import MOST_BYTES
from sdad.surfaces.http.app import OPENAPI, build
from sdad.surfaces.http.orders import ORDERS

from .conftest import TOKEN

_REMEDIES = {
    400: "Use http://127.0.0.1 with the port that sdad status shows",
    401: 'Send "Authorization: Bearer" and what is in state/token',
    403: "Use the panel, the command line or OSC",
    413: f"send at most {MOST_BYTES} bytes",
    415: 'send it as "application/json"',
}
REFUSED = {400, 401, 403, 405, 408, 413, 415, 429}


class _NoPort:
    """Stands for the engine while the schema is looked at; nothing is asked of it."""


APP = build(_NoPort())
FOUND = [
    (method.upper(), path.format(render="r1", job="r1", model="drones", preset="glass"))
    for path, methods in APP.openapi()["paths"].items()
    for method in methods
]
FOUND.append(("GET", OPENAPI))
MAPPING = {"/api/midi/learn", "/api/midi/map", "/api/midi/unmap", "/api/osc/aliases", "/api/osc/aliases/remove"}
"""What changes something and is no command: mappings and addresses are files of MIDI and OSC."""
SOCKETS = [route.path for route in APP.routes if type(route).__name__ == "APIWebSocketRoute"]


@pytest.fixture
def door(surface, intruders, engine, tmp_path):
    """The API's port, with a finished render r1 behind it."""
    file = tmp_path / "r1.wav"
    file.write_bytes(b"RIFF")
    engine.job_records["r1"] = {"id": "r1", "state": "done", "result": {"path": str(file)}}
    return intruders.Door(surface.bound_port, TOKEN)


def test_the_schema_holds_every_route():
    routes = {getattr(route, "path", "") for route in APP.routes}
    assert routes == {*APP.openapi()["paths"], OPENAPI, *SOCKETS}
    assert {path for method, path in FOUND if method == "POST"} == {*ORDERS, *MAPPING}
    assert SOCKETS == ["/api/events"]


@pytest.mark.parametrize(("method", "path"), FOUND)
def test_who_may_is_let_in(door, intruders, method, path):
    answer = door.knock(intruders.Entrance(method, path))
    # An empty body is not enough for every command, but it is read; and this server has no MIDI and no OSC to ask.
    answered = answer.status == 200 or any(b'"thing":"%s"' % thing in answer.body for thing in (b"midi", b"OSC"))
    assert answered or (method == "POST" and b"field required" in answer.body.lower()), answer


@pytest.mark.parametrize(("method", "path"), FOUND)
def test_no_intrusion_gets_in(door, intruders, engine, method, path, said):
    entrance = intruders.Entrance(method, path)
    let_in, tried, no_http = [], 0, []
    for what, status, headers, more in intruders.intrusions(entrance):
        answer = door.knock(entrance, *headers, **more)
        tried += 1
        if answer.status != status or "access-control-allow-origin" in answer.headers:
            let_in.append((what, answer.status))
        elif answer.headers["content-type"] == "application/json":
            code = "surface.malformed" if status in (413, 415) else "surface.not_allowed"
            said(json.loads(answer.body), code, path, _REMEDIES[status])
        else:
            no_http.append(what)
    assert tried >= (50 if entrance.changes_something else 30)
    assert let_in == []
    assert no_http == ["two hosts"]  # which the server itself refuses, in the words of HTTP
    assert engine.commands == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "NONSENSE"])
def test_no_other_method_gets_in(door, engine, method):
    for _, path in FOUND:
        if (method, path) not in FOUND:
            # 0: the server takes the line for no HTTP at all and closes.
            assert door.ask(method, path).status in {0, *REFUSED}, path
            assert door.ask(method, path, [door.token, ("Content-Type", "application/json")], b"{}").status in {
                *(0, 405),
                *REFUSED,
            }, path
    assert engine.commands == []


def test_a_preflight_is_answered_by_nothing_that_allows_it(door):
    for method, path in FOUND:
        asked = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", method)]
        answer = door.ask("OPTIONS", path, asked)
        assert answer.status in REFUSED
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_socket_opens_from_outside(door, intruders, said):
    for path in SOCKETS:
        assert door.upgrade(path).status == 101
        for host in intruders.FOREIGN_HOSTS:
            assert door.upgrade(path, host=host).status in REFUSED, host
        for origin in intruders.FOREIGN_ORIGINS:
            assert door.upgrade(path, ("Origin", origin)).status in REFUSED, origin
        answer = door.upgrade(path, ("Sec-Fetch-Site", "cross-site"))
        assert answer.status == 403
        said(json.loads(answer.body), "surface.not_allowed", path, _REMEDIES[403])


def test_every_answer_forbids_guessing_and_framing(door, intruders):
    for method, path in FOUND:
        for headers in ([], [("Origin", "null")]):
            answer = door.knock(intruders.Entrance(method, path), *headers)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("length", ["10000000000", "-1", "1e3", "0x10", "99999999999999999999999", "1000001"])
def test_a_body_that_declares_itself_too_long_is_refused_before_it_comes(door, intruders, engine, length, said):
    for path in ORDERS:
        answer = door.knock(intruders.Entrance("POST", path), ("Content-Length", length), body=None)
        assert answer.status in (400, 413)
        if length in ("10000000000", "1000001"):
            said(json.loads(answer.body), "surface.malformed", path, f"send at most {MOST_BYTES} bytes")
    assert engine.commands == []


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "declared small"])
def test_ten_gigabytes_are_cut_off_after_the_first(door, engine, chunked):
    """The sender means to send 10 GB; what counts is how much of it the server lets it send."""
    block, sent, goal = b" " * 65536, 0, 10_000_000_000
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {MOST_BYTES}"
    head = (
        f"POST /api/panic HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nContent-Type: application/json\r\n"
        f"{door.token[0]}: {door.token[1]}\r\n{length}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as connection:
        connection.sendall(head.encode())
        with pytest.raises(OSError):
            while sent < goal:
                connection.sendall(b"%x\r\n%s\r\n" % (len(block), block) if chunked else block)
                sent += len(block)
    # What the buffers of both ends take, and no more.
    assert MOST_BYTES <= sent < 50 * MOST_BYTES
    if chunked:
        assert engine.commands == []
    else:
        # What was declared is a body, though no JSON object; the rest is another request that makes no sense.
        assert not engine.received(Panic)


def test_headers_without_end_are_cut_off(door):
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as connection:
        connection.sendall(f"GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n".encode())
        with pytest.raises(OSError):
            for number in range(10_000_000):
                connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


def test_json_that_breaks_parsers_is_answered_and_the_server_goes_on(api, engine, said):
    deep = "[" * 100_000 + "]" * 100_000
    for text in (deep, "{", '{"on": NaN}', '{"on": ' + "9" * 5000 + "}", "\ufeff{}", '"text"', "[]", "null"):
        answer = api.post("/api/live", content=text.encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, text[:20]
        said(answer.json(), "surface.malformed", "/api/live", "; ", "send it ")
    assert engine.commands == []
    assert api.get("/api/status").status_code == 200
