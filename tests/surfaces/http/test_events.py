import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sdad.control.events import ControlChanged, RenderDone, RenderFailed
from sdad.engine.waiting import MOST_WAITING
from sdad.surfaces.door import serving
from sdad.surfaces.http import events


@pytest.fixture
def listen(surface):
    return lambda: connect(surface.url.replace("http", "ws") + "/api/events", proxy=None)


def test_events_arrive_in_order_with_their_names(engine, listen, waiting):
    with listen() as one, listen() as other:
        waiting(lambda: engine._listeners, "a subscription")
        waiting(lambda: _reaches(engine, other), "the second listener")
        engine.emit(RenderDone(job="r1", path="/a.wav", sidecar="/a.json", seconds=2.0, asked={"space": None}))
        engine.emit(ControlChanged(control="space", position=0.5, natural=None, locked=False, origin="osc"))
        first, second = (json.loads(_next(one)) for _ in range(2))
        assert (first["event"], first["job"], first["asked"]) == ("RenderDone", "r1", {"space": None})
        assert second == {
            **{"event": "ControlChanged", "control": "space", "position": 0.5},
            **{"natural": None, "locked": False, "origin": "osc"},
        }


def _reaches(engine, socket):
    engine.emit(ControlChanged(control="ping", position=0.0, natural=None, locked=False))
    try:
        return socket.recv(timeout=0.2)
    except TimeoutError:
        return None


def _next(socket):
    while "ping" in (text := socket.recv(timeout=10)):
        pass
    return text


def test_nothing_is_packed_for_one_who_offers_to_unpack(engine, listen):
    with listen() as one:
        assert "permessage-deflate" in one.request.headers["Sec-WebSocket-Extensions"]
        assert one.protocol.extensions == []


def test_whoever_goes_is_forgotten(engine, listen, waiting):
    with listen():
        waiting(lambda: engine._listeners, "a subscription")
    waiting(lambda: not engine._listeners, "the end of the subscription")


def test_a_listener_may_be_silent_for_longer_than_a_request(engine, listen, monkeypatch, waiting):
    monkeypatch.setattr(serving, "REQUEST_S", 0.05)
    with listen() as one:
        waiting(lambda: engine._listeners, "a subscription")
        with pytest.raises(TimeoutError):
            one.recv(timeout=0.3)


def test_there_is_a_limit_to_listeners(engine, listen, monkeypatch, waiting, said):
    monkeypatch.setattr(events, "MOST_LISTENERS", 1)
    with listen() as one:
        waiting(lambda: engine._listeners, "a subscription")
        with pytest.raises(InvalidStatus) as refusal, listen():
            pass
        assert refusal.value.response.status_code == 503
        said(json.loads(refusal.value.response.body), "engine.busy", "/api/events", "Close some of them")
        engine.emit(ControlChanged(control="space", position=0.5, natural=None, locked=False))
        assert "space" in one.recv(timeout=10)


def test_all_that_one_command_can_provoke_at_once_is_heard(engine):
    class Socket:
        """One who reads whenever the loop has time for it."""

        def __init__(self):
            self.heard, self.closed = [], asyncio.Event()

        async def accept(self):
            pass

        async def receive_text(self):
            await self.closed.wait()
            raise RuntimeError("closed")

        async def send_json(self, event):
            self.heard.append(event["job"])
            if len(self.heard) == MOST_WAITING:
                self.closed.set()

        async def close(self, code):
            self.closed.set()

    async def attend(socket):
        attending = asyncio.create_task(events.Listeners(engine).serve(socket))
        while not engine._listeners:
            await asyncio.sleep(0)
        for number in range(MOST_WAITING):
            engine.emit(RenderFailed(job=f"r{number}", code="engine.cancelled", text="It was cancelled."))
        await attending

    socket = Socket()
    # A thread apart: where a real Chromium has been tested, a loop of Playwright's stands in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(attend(socket))).result()
    assert socket.heard == [f"r{number}" for number in range(MOST_WAITING)]


def test_one_who_does_not_read_is_let_go_and_the_others_hear(engine, listen, monkeypatch, waiting):
    monkeypatch.setattr(events, "MOST_WAITING", 50)
    with listen() as deaf, listen() as other, ThreadPoolExecutor(1) as apart:
        heard = set()

        def hear():
            while "last" not in heard:
                heard.add(json.loads(other.recv(timeout=20)).get("job"))

        def tell(job):
            engine.emit(RenderDone(job=job, path="x" * 200_000, sidecar="", seconds=1.0))

        hearing = apart.submit(hear)
        waiting(lambda: tell("first") or "first" in heard, "the other one to hear")
        # Far more than the sockets' own buffers take.
        for job in [*(f"r{number}" for number in range(200)), "last"]:
            tell(job)
            waiting(lambda job=job: job in heard or hearing.done(), "the other one to hear")
        hearing.result()
        with pytest.raises(ConnectionClosed):
            while True:
                deaf.recv(timeout=20)
