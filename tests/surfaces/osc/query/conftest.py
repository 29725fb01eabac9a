"""OSCQuery on real ports, over the stand-in engine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import websockets

from sdad.control.aliases import Alias
from sdad.surfaces.http.server import HttpSurface
from sdad.surfaces.osc.packets import parse
from sdad.surfaces.osc.query.app import QueryApp
from sdad.surfaces.osc.requests import RemoveAlias, SetAlias

LIMIT_S = 10.0


@pytest.fixture
def http(engine, surface):
    """The HTTP surface that serves OSCQuery for ``surface``."""
    query = QueryApp(engine, surface)
    http = HttpSurface(engine, "127.0.0.1", 0, "a-token-of-the-tests", osc=surface, query=query)
    http.start()
    yield http
    http.stop()
    query.stop()


@pytest.fixture
def ask(http) -> Callable[[str], httpx.Response]:
    """Asks without any token."""
    with httpx.Client(base_url=http.url, trust_env=False, timeout=LIMIT_S) as client:
        yield client.get


@pytest.fixture
def change_aliases(surface, waiting) -> Callable[[SetAlias | RemoveAlias], None]:
    def change(asked: SetAlias | RemoveAlias) -> None:
        settled: list[Any] = []
        surface.aliases.change(asked, settled.append)
        waiting(lambda: settled, "the change is in force")
        assert settled == [None]

    return change


@pytest.fixture
def set_alias(change_aliases) -> Callable[..., None]:
    return lambda **fields: change_aliases(SetAlias(Alias(**fields)))


@pytest.fixture
def remove_alias(change_aliases) -> Callable[[str], None]:
    return lambda address: change_aliases(RemoveAlias(address))


def _apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a function in a thread of its own: in this one the loop of a real Chromium may be standing."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(function, *arguments).result()


class Listener:
    """A client on a WebSocket."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket

    async def say(self, command: str, path: str) -> None:
        await self._socket.send(json.dumps({"COMMAND": command, "DATA": path}))

    async def send(self, what: str | bytes) -> None:
        await self._socket.send(what)

    async def hear(self) -> Any:
        """Returns the next thing told: a message as (address, arguments…), or a command as an object."""
        said = await asyncio.wait_for(self._socket.recv(), LIMIT_S)
        if isinstance(said, str):
            return json.loads(said)
        (message,) = parse(said)
        return (message.address, *message.arguments)


@pytest.fixture
def apart() -> Callable[..., Any]:
    """Calls a function in a thread of its own."""
    return _apart


@pytest.fixture
def listening(http) -> Callable[[Callable[[Listener], Awaitable[None]]], None]:
    """Runs what a client on a WebSocket does."""

    def run(client: Callable[[Listener], Awaitable[None]]) -> None:
        async def talk() -> None:
            url = http.url.replace("http", "ws")
            async with websockets.connect(url, proxy=None) as socket:
                await client(Listener(socket))

        _apart(asyncio.run, talk())

    return run
