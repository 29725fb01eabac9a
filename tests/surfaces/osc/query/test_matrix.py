"""Every way of getting in × the entrances of OSCQuery: all are refused; and who may look from the network."""

from __future__ import annotations

import httpx
import pytest

from sdad.surfaces.door.addresses import network_addresses
from sdad.surfaces.http.server import HttpSurface
from sdad.surfaces.osc.query.app import QueryApp

TOKEN = "a-token-of-the-tests"
PATHS = ["/", "/sdad/control/brightness", "/sdad/control/brightness?VALUE", "/?HOST_INFO", "/sdad/nothing"]


@pytest.fixture
def door(http, intruders):
    return intruders.Door(http.bound_port, TOKEN)


@pytest.mark.parametrize("path", PATHS)
def test_no_intrusion_gets_in(door, intruders, engine, path):
    entrance = intruders.Entrance("GET", path)
    assert door.knock(entrance).status in (200, 404)
    tried = 0
    for what, status, headers, more in intruders.intrusions(entrance):
        answer = door.knock(entrance, *headers, **more)
        assert answer.status == status, what
        assert not [name for name in answer.headers if name.startswith("access-control")], what
        tried += 1
    assert tried >= 30
    assert engine.commands == []


def test_no_socket_opens_from_outside(door, intruders):
    for path in ("/", "/sdad/control/brightness"):
        assert door.upgrade(path).status == 101
        for host in intruders.FOREIGN_HOSTS:
            assert door.upgrade(path, host=host).status >= 400, host
        for origin in intruders.FOREIGN_ORIGINS:
            assert door.upgrade(path, ("Origin", origin)).status >= 400, origin


def test_on_the_network_who_may_play_may_look_and_at_nothing_else(engine, surface, monkeypatch):
    addresses = network_addresses("0.0.0.0")
    if not addresses:
        pytest.skip("needs an address besides loopback: a network, or ip address add 192.0.2.2/32 dev lo as root")
    query = QueryApp(engine, surface)
    http = HttpSurface(engine, "0.0.0.0", 0, TOKEN, osc=surface, query=query)
    http.start()
    try:
        with httpx.Client(base_url=f"http://{addresses[0]}:{http.bound_port}", trust_env=False, timeout=20) as client:
            assert client.get("/sdad/control/brightness").status_code == 401
            monkeypatch.setattr(surface, "knows", lambda host: host == addresses[0])
            assert client.get("/sdad/control/brightness").status_code == 200
            assert client.get("/api/status").status_code == 401
            assert client.get("/api").status_code == 401
    finally:
        http.stop()
        query.stop()
