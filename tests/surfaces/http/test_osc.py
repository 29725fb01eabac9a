"""OSC over HTTP, with a real OSC surface behind it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sdad.library.aliases import AliasFile
from sdad.surfaces.http.server import HttpSurface
from sdad.surfaces.osc.server import OscSurface

MINE = {"address": "/1/fader1", "to": "/sdad/control/width", "direction": "in", "low": 0.0, "high": 127.0}


@pytest.fixture
def osc(engine, tmp_path) -> Iterator[OscSurface]:
    surface = OscSurface(engine, "127.0.0.1", 0, aliases=AliasFile(tmp_path / "aliases.toml"))
    surface.start()
    yield surface
    surface.stop()


def served(engine, osc: OscSurface | None) -> Iterator[httpx.Client]:
    http = HttpSurface(engine, "127.0.0.1", 0, "secret", osc=osc)
    http.start()
    headers = {"Authorization": "Bearer secret"}
    with httpx.Client(base_url=http.url, headers=headers, trust_env=False, timeout=20) as client:
        yield client
    http.stop()


@pytest.fixture
def api(engine, osc) -> Iterator[httpx.Client]:
    yield from served(engine, osc)


@pytest.fixture
def api_alone(engine) -> Iterator[httpx.Client]:
    yield from served(engine, None)


def test_an_address_of_ones_own_is_in_force_and_kept_when_it_is_answered(api, osc, tmp_path):
    assert api.get("/api/osc/aliases").json() == {"aliases": []}
    assert api.post("/api/osc/aliases", json=MINE).json() == MINE
    assert osc.aliases.book.by_address["/1/fader1"].to == "/sdad/control/width"
    assert "/1/fader1" in (tmp_path / "aliases.toml").read_text()
    assert api.get("/api/osc/aliases").json() == {"aliases": [MINE]}
    assert api.post("/api/osc/aliases/remove", json={"address": "/1/fader1"}).json() == {"address": "/1/fader1"}
    assert api.get("/api/osc/aliases").json() == {"aliases": []}


@pytest.mark.parametrize(
    "body, code, thing",
    [
        ({**MINE, "to": "/sdad/control/widht"}, "surface.unknown_address", "/sdad/control/widht"),
        ({**MINE, "high": 1e300}, "surface.malformed", "/api/osc/aliases"),
        ({**MINE, "more": 1}, "surface.malformed", "/api/osc/aliases"),
    ],
)
def test_what_makes_no_sense_is_refused(api, osc, body, code, thing):
    answer = api.post("/api/osc/aliases", json=body)
    assert answer.status_code in (400, 404)
    assert (answer.json()["code"], answer.json()["thing"]) == (code, thing)
    assert osc.own_addresses() == ()


def test_what_is_not_there_cannot_be_removed(api):
    answer = api.post("/api/osc/aliases/remove", json={"address": "/2/nothing"})
    assert (answer.status_code, answer.json()["code"]) == (404, "library.not_found")


def test_without_osc_nothing_has_arrived_and_addresses_are_refused(api_alone):
    assert api_alone.get("/api/osc/messages").json() == {"messages": []}
    assert api_alone.post("/api/osc/aliases", json=MINE).json()["code"] == "surface.missing"
