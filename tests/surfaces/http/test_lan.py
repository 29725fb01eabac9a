"""The API on the network: a real connection over an address of this machine that is not loopback."""

from __future__ import annotations

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sdad.surfaces.door.addresses import network_addresses
from sdad.surfaces.http.server import HttpSurface

from .conftest import TOKEN

SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def address():
    found = network_addresses("0.0.0.0")
    if not found:
        pytest.skip("needs an address besides loopback: a network, or ip address add 192.0.2.2/32 dev lo as root")
    return found[0]


@pytest.fixture(params=[False, True], ids=["at the machine", "lan_commands"])
def lan(request, engine, address):
    surface = HttpSurface(engine, "0.0.0.0", 0, TOKEN, lan_commands=request.param)
    surface.start()
    with httpx.Client(base_url=f"http://{address}:{surface.bound_port}", trust_env=False, timeout=20) as client:
        yield client, request.param
    surface.stop()


def test_whoever_comes_from_the_network_shows_the_token_for_everything(lan, engine):
    client, _ = lan
    assert client.get("/api/status").status_code == 401
    assert client.get("/api/status", headers=SHOWN).status_code == 200
    assert client.post("/api/panic", json={}).status_code == 401
    assert engine.commands == []
    assert client.post("/api/panic", json={}, headers=SHOWN).status_code == 200
    socket = str(client.base_url.copy_with(scheme="ws")).rstrip("/") + "/api/events"
    with pytest.raises(InvalidStatus), connect(socket, proxy=None):
        pass
    with connect(socket, proxy=None, additional_headers=SHOWN):
        pass


def test_what_writes_deletes_trains_or_chooses_stays_at_the_machine(lan, engine):
    client, allowed = lan
    orders = {
        "/api/train": {"dataset": "kitchen"},
        "/api/models/use": {"model": "drones"},
        "/api/presets/save": {"preset": "mine"},
        "/api/takes": {"verdict": "discard"},
    }
    for path, body in orders.items():
        answer = client.post(path, json=body, headers=SHOWN)
        assert answer.status_code == (200 if allowed else 403), path
    assert len(engine.commands) == (len(orders) if allowed else 0)
    assert client.post("/api/render", json={}, headers=SHOWN).status_code == 200


def test_it_answers_to_the_address_that_was_asked_and_no_other_name(lan, address):
    client, _ = lan
    port = client.base_url.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "stage.local", f"192.0.2.77:{port}"):
        assert client.get("/api/status", headers={**SHOWN, "Host": host}).status_code == 400
