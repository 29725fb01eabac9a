"""Who is let in from where: requests as a server hands them over, from this machine and from others."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from sdad.surfaces.door import limits
from sdad.surfaces.door.guard import Guard
from sdad.surfaces.door.limits import Rate
from sdad.surfaces.door.passes import Pass

TOKEN = "a-token-of-the-tests"
SHOWN = ("authorization", f"Bearer {TOKEN}")
JSON = ("content-type", "application/json")
HERE, TABLET = "127.0.0.1", "192.168.1.7"
STAGE = "192.168.1.5"


def run(coroutine):
    """Runs a coroutine to its end in a thread of its own: this one may have a loop, left by a browser's driver."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


async def _answers(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


def ask(guard, *how, kind="http", **more):
    """Returns the status and the headers that a request gets; of a socket, the type of the answer."""
    first = answered(guard, *how, kind=kind, **more)[0]
    if kind == "websocket":
        return first["type"]
    return first["status"], {name.decode(): value.decode() for name, value in first["headers"]}


def answered(
    guard, method="GET", *headers, peer=HERE, server=HERE, host=None, query="", kind="http", body=b"{}", **scope
):
    """Returns the messages that answer a request; a body of None never comes."""
    sent = []
    given = [("host", host or f"{server}:9110"), *headers]
    scope |= {
        **{
            "type": kind,
            "path": "/api/x",
            "query_string": query.encode(),
            "client": (peer, 5),
            "server": (server, 9110),
        },
        **({"method": method} if kind == "http" else {}),
        "headers": [(name.encode(), value.encode()) for name, value in given],
    }

    async def receive():
        if body is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    run(guard(scope, receive, send))
    return sent


@pytest.fixture
def guard():
    return Guard(_answers, TOKEN)


def test_this_machine_reads_without_the_token_and_another_one_does_not(guard):
    assert ask(guard)[0] == 200
    assert ask(guard, peer=TABLET, server=STAGE)[0] == 401
    assert ask(guard, "GET", SHOWN, peer=TABLET, server=STAGE)[0] == 200
    assert ask(guard, "POST", JSON, SHOWN, peer=TABLET, server=STAGE)[0] == 200
    assert ask(guard, "POST", JSON, peer=TABLET, server=STAGE)[0] == 401


def test_a_socket_from_another_machine_shows_the_token_too(guard):
    assert ask(guard, kind="websocket") == "websocket.accept"
    assert ask(guard, kind="websocket", peer=TABLET, server=STAGE) == "websocket.close"
    assert ask(guard, "", SHOWN, kind="websocket", peer=TABLET, server=STAGE) == "websocket.accept"


@pytest.mark.parametrize(
    ("server", "host", "status"),
    [
        ("127.0.0.1", "127.0.0.1:9110", 200),
        ("127.0.0.1", "localhost:9110", 200),
        ("127.0.0.1", "[::1]:9110", 200),
        ("::1", "localhost:9110", 200),
        ("::1", "[::1]:9110", 200),
        ("127.0.0.1", f"{STAGE}:9110", 400),
        (STAGE, f"{STAGE}:9110", 200),
        (STAGE, "localhost:9110", 400),
        (STAGE, "127.0.0.1:9110", 400),
        (STAGE, "192.168.1.6:9110", 400),
        (STAGE, "stage.local:9110", 400),
        (f"::ffff:{STAGE}", f"{STAGE}:9110", 200),
        ("fe80::1", "[fe80::1]:9110", 200),
        ("fe80::1", "fe80::1:9110", 400),
    ],
)
def test_a_request_names_exactly_the_end_that_it_came_by(guard, server, host, status):
    assert ask(guard, "GET", SHOWN, server=server, host=host, peer=TABLET)[0] == status


def test_without_knowing_where_a_request_came_in_nobody_is_let_in(guard):
    assert ask(guard, "GET", SHOWN, server="", host=":9110")[0] == 400


def test_the_origin_is_the_name_that_was_asked_for(guard):
    for origin, status in ((f"http://{STAGE}:9110", 200), ("http://localhost:9110", 403), ("null", 403)):
        assert ask(guard, "GET", SHOWN, ("origin", origin), server=STAGE, peer=TABLET)[0] == status


def test_a_flood_is_told_to_wait_and_others_are_still_served(said):
    now = [0.0]
    guard = Guard(_answers, TOKEN, rate=Rate(here=(10, 5), elsewhere=(1, 2), clock=lambda: now[0]))
    assert [ask(guard)[0] for _ in range(7)] == [200] * 5 + [429] * 2
    said(json.loads(answered(guard)[1]["body"]), "engine.busy", "/api/x", "Send fewer, or wait a second")
    far = [ask(guard, "GET", SHOWN, peer=TABLET, server=STAGE)[0] for _ in range(4)]
    assert far == [200] * 2 + [429] * 2
    now[0] += 0.1
    assert [ask(guard)[0] for _ in range(2)] == [200, 429]


def test_a_body_that_never_comes_is_given_up(guard, monkeypatch, said):
    monkeypatch.setattr(limits, "BODY_S", 0.01)
    start, body = answered(guard, "POST", JSON, SHOWN, body=None)
    assert start["status"] == 408
    said(json.loads(body["body"]), "engine.timed_out", "The body of a request", "See sdad status and the log")


def test_a_socket_is_refused_in_words_where_the_server_can(guard, said):
    words = {"extensions": {"websocket.http.response": {}}}
    start, body = answered(guard, "", kind="websocket", peer=TABLET, server=STAGE, **words)
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 401)
    assert body["type"] == "websocket.http.response.body"
    said(json.loads(body["body"]), "surface.not_allowed", "/api/x", "what is in state/token")


def test_a_token_cannot_be_guessed_faster_than_the_rate():
    guard = Guard(_answers, TOKEN, rate=Rate(elsewhere=(1, 3), clock=lambda: 0.0))
    wrong = ("authorization", "Bearer wrong")
    assert [ask(guard, "GET", wrong, peer=TABLET, server=STAGE)[0] for _ in range(5)] == [401] * 3 + [429] * 2


def test_a_refusal_is_a_sentence_and_a_code(guard):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/api/panic", "query_string": b"", "headers": []}
    run(guard({**scope, "client": (HERE, 1), "server": (HERE, 1)}, None, send))
    facts = json.loads(sent[1]["body"])
    assert set(facts) == {"code", "text", "thing"} and facts["text"].startswith("/api/panic is not open")


def test_a_flood_of_refusals_is_no_flood_in_the_log(guard, caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(500):
            ask(guard, host="evil.example")
    assert 1 <= len(caplog.records) <= 3


def test_a_browser_elsewhere_shows_the_link_once_and_then_its_pass():
    browsers = Pass(9110)
    panel = Guard(_answers, TOKEN, browsers=browsers)
    far = {"peer": TABLET, "server": STAGE}
    assert ask(panel, **far)[0] == 401
    assert ask(panel, query="token=wrong", **far)[0] == 401
    status, headers = ask(panel, query=f"token={TOKEN}", **far)
    assert (status, headers["location"]) == (303, "/")
    pair = headers["set-cookie"].partition(";")[0]
    assert ask(panel, "GET", ("cookie", pair), **far)[0] == 200
    assert ask(panel, "POST", ("cookie", pair), JSON, **far)[0] == 200
    assert ask(panel, "POST", ("cookie", pair), **far)[0] == 415
    assert ask(panel, "POST", JSON, query=f"token={TOKEN}", **far)[0] == 401
    assert TOKEN not in pair
    # The pass of the panel opens nothing else, and another start of the panel knows it no more.
    assert ask(Guard(_answers, TOKEN), "POST", ("cookie", pair), JSON)[0] == 401
    assert ask(Guard(_answers, TOKEN, browsers=Pass(9110)), "POST", ("cookie", pair), JSON)[0] == 401


def test_only_a_browser_on_this_machine_is_given_a_pass_unasked():
    panel = Guard(_answers, TOKEN, browsers=Pass(9110))
    assert "set-cookie" in ask(panel)[1]
    assert "set-cookie" not in ask(panel, "GET", SHOWN, peer=TABLET, server=STAGE)[1]
    assert "set-cookie" not in ask(Guard(_answers, TOKEN))[1]


def test_a_second_name_is_one_too_many(guard):
    assert ask(guard, "GET", ("host", "evil.example"))[0] == 400
    assert ask(guard, "GET", ("host", f"{HERE}:9110"))[0] == 400
