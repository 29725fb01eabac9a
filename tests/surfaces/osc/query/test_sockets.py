"""Changes over a WebSocket: only what was asked for, and when the tree itself is another one."""

from __future__ import annotations

import asyncio
import json

import pytest
import websockets

from sdad.control.commands import SetControls
from sdad.control.events import LibraryChanged, RenderDone
from sdad.surfaces.osc.packets import Message, encode
from sdad.surfaces.osc.query import sockets


def test_who_listens_hears_how_it_stands_and_every_change_and_nothing_else(listening, engine):
    async def client(one):
        engine.submit(SetControls(positions={"width": 0.25}))
        await one.say("LISTEN", "/sdad/control/width")
        assert await one.hear() == ("/sdad/control/width", 0.25)
        engine.submit(SetControls(positions={"space": 0.5}, origin="midi"))
        engine.submit(SetControls(positions={"width": 0.75}, origin="midi"))
        assert await one.hear() == ("/sdad/control/width", 0.75)
        await one.say("IGNORE", "/sdad/control/width")
        await one.say("LISTEN", "/sdad/control/space")
        assert await one.hear() == ("/sdad/control/space", 0.5)
        engine.submit(SetControls(positions={"width": 0.125, "space": 1.0}))
        assert await one.hear() == ("/sdad/control/space", 1.0)

    listening(client)


def test_an_alias_can_be_listened_to(listening, engine, set_alias):
    set_alias(address="/1/fader1", to="/sdad/control/width", low=0, high=127)

    async def client(one):
        await one.say("LISTEN", "/1/fader1")
        engine.submit(SetControls(positions={"width": 1.0}))
        while await one.hear() != ("/1/fader1", 127.0):
            pass

    listening(client)


@pytest.mark.parametrize(
    ("what", "paths"), [("models", ["/sdad/model", "/sdad/blend"]), ("presets", ["/sdad/preset"]), ("renders", [])]
)
def test_a_changed_list_is_said(listening, engine, ask, what, paths):
    async def client(one):
        engine.emit(LibraryChanged(what=what))
        engine.emit(LibraryChanged(what="datasets"))
        said = [await one.hear() for _ in range(len(paths) + 1)]
        assert said == [{"COMMAND": "PATH_CHANGED", "DATA": path} for path in [*paths, "/sdad/train"]]
        for path in paths:
            assert ask(path).status_code == 200

    listening(client)


def test_own_addresses_that_come_change_and_go_are_said(listening, set_alias, remove_alias):
    async def client(one):
        await asyncio.to_thread(set_alias, address="/a", to="/sdad/ping")
        assert await one.hear() == {"COMMAND": "PATH_ADDED", "DATA": "/a"}
        assert await one.hear() == {"COMMAND": "PATH_CHANGED", "DATA": "/"}
        await asyncio.to_thread(set_alias, address="/a", to="/sdad/panic")
        assert await one.hear() == {"COMMAND": "PATH_CHANGED", "DATA": "/"}
        await asyncio.to_thread(remove_alias, "/a")
        assert await one.hear() == {"COMMAND": "PATH_REMOVED", "DATA": "/a"}
        assert await one.hear() == {"COMMAND": "PATH_CHANGED", "DATA": "/"}

    listening(client)


def test_who_listens_again_hears_again_how_it_stands(listening, engine):
    async def client(one):
        engine.submit(SetControls(positions={"width": 0.25}))
        for _ in range(2):
            await one.say("LISTEN", "/sdad/control/width")
            assert await one.hear() == ("/sdad/control/width", 0.25)
            await one.say("IGNORE", "/sdad/control/width")

    listening(client)


def test_what_has_happened_is_not_told_to_who_begins_to_listen(listening, engine, ask):
    async def client(one):
        engine.emit(RenderDone(job="r0001", path="/out/a.wav", sidecar="", seconds=2.0, got={}))
        assert (await asyncio.to_thread(ask, "/sdad/render/done?VALUE")).status_code == 200
        await one.say("LISTEN", "/sdad/render/done")
        await one.say("LISTEN", "/sdad/live")
        assert await one.hear() == ("/sdad/live", 0)
        engine.emit(RenderDone(job="r0002", path="/out/b.wav", sidecar="", seconds=2.0, got={}))
        assert await one.hear() == ("/sdad/render/done", "r0002", "/out/b.wav", 2.0)

    listening(client)


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", "null", '{"COMMAND": "LISTEN"}', '{"COMMAND": [], "DATA": {}}', "[" * 20000, b"\0\1\2",
     encode(Message("/sdad/panic")), '{"COMMAND": "LISTEN", "DATA": "/sdad/nothing"}',
     '{"COMMAND": "LISTEN", "DATA": "/sdad/render"}', '{"COMMAND": "IGNORE", "DATA": "/x"}'],
)  # fmt: skip
def test_what_is_no_command_is_passed_over(listening, engine, said):
    async def client(one):
        await one.send(said)
        await one.say("LISTEN", "/sdad/live")
        assert await one.hear() == ("/sdad/live", 0)

    listening(client)
    assert engine.commands == []


def test_no_more_than_so_many_are_let_in(http, monkeypatch, apart, said):
    monkeypatch.setattr(sockets, "MOST_SOCKETS", 2)
    url = http.url.replace("http", "ws")

    async def talk():
        async with websockets.connect(url, proxy=None), websockets.connect(url, proxy=None):
            with pytest.raises(websockets.InvalidStatus) as refusal:
                await websockets.connect(url, proxy=None)
            assert refusal.value.response.status_code == 503
            said(json.loads(refusal.value.response.body), "engine.busy", "/", "Close some of them")
        async with websockets.connect(url, proxy=None):
            pass

    apart(asyncio.run, talk())


def test_who_does_not_read_is_let_go(http, engine, monkeypatch, apart):
    monkeypatch.setattr(sockets, "MOST_WAITING", 5)

    async def talk():
        async with websockets.connect(http.url.replace("http", "ws"), proxy=None, max_queue=1) as socket:
            for _ in range(200000):
                engine.emit(LibraryChanged(what="presets"))
                if engine_has_given_up(socket):
                    break
                await asyncio.sleep(0)
            with pytest.raises(websockets.ConnectionClosed):
                while True:
                    await asyncio.wait_for(socket.recv(), 10)

    def engine_has_given_up(socket):
        return socket.close_code is not None

    apart(asyncio.run, talk())
