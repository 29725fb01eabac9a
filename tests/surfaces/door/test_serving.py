import socket
import threading
from types import SimpleNamespace

import httpx
import pytest
import uvicorn

from sdad.errors import PortTaken
from sdad.surfaces.door import serving
from sdad.surfaces.door.serving import config, listen


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_gives_the_next_free_one(taken):
    with listen("Panel", "127.0.0.1", taken) as listener:
        assert listener.getsockname()[1] > taken


def test_with_no_port_free_it_says_which_one_was_wanted(taken, monkeypatch):
    monkeypatch.setattr(serving, "PORTS_TRIED", 0)
    with pytest.raises(PortTaken, match=f"Panel port {taken}"):
        listen("Panel", "127.0.0.1", taken)


def test_answers_do_not_wait_to_be_joined():
    with listen("A test", "127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


async def _peer(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
    await send({"type": "http.response.body", "body": scope["client"][0].encode()})


@pytest.fixture
def port(waiting):
    server = uvicorn.Server(config(_peer, lifespan="off"))
    with listen("A test", "127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        waiting(lambda: server.started, "the server")
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(20)


def ask(connection, *headers):
    connection.sendall("\r\n".join(["GET / HTTP/1.1", "Host: x", *headers, "", ""]).encode())
    read = b""
    while not read.endswith(b"127.0.0.1"):
        more = connection.recv(65536)
        assert more, read
        read += more
    return read


def test_a_connection_is_kept_for_longer_than_clients_keep_theirs(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        assert b"200" in ask(connection)
        connection.settimeout(httpx.Limits().keepalive_expiry + 1.0)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert b"200" in ask(connection)


def test_no_header_changes_where_a_request_comes_from(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        said = ask(connection, "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1")
    assert said.endswith(b"127.0.0.1")
    assert b"server:" not in said.lower()


@pytest.mark.parametrize("words", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_whoever_does_not_say_what_it_wants_loses_its_place(port, monkeypatch, words):
    monkeypatch.setattr(serving, "REQUEST_S", 0.1)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(words)
        assert connection.recv(1) == b""


def test_a_connection_is_not_closed_as_soon_as_a_long_answer_is_given():
    closed = []
    transport = SimpleNamespace(is_closing=lambda: False, close=lambda: closed.append(True))
    connection = serving._Brisk.__new__(serving._Brisk)
    transport.get_protocol = lambda: connection
    connection.transport, connection.loop = transport, SimpleNamespace(call_later=lambda after_s, call: None)
    connection.cycle = SimpleNamespace(response_complete=False)
    connection._lose_patience()
    # The answer comes just before the next look, from which on the client has its time.
    connection.cycle.response_complete = True
    connection._lose_patience()
    assert not closed
    connection._lose_patience()
    assert closed


def test_a_second_request_that_drips_loses_its_place_too(port, monkeypatch):
    monkeypatch.setattr(serving, "REQUEST_S", 0.1)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        assert b"200" in ask(connection)
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert connection.recv(1) == b""
