"""MIDI over HTTP, with a real MIDI surface behind it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.surfaces.http.server import HttpSurface
from sdad.surfaces.midi.surface import MidiSurface


@pytest.fixture
def midi(engine, tmp_path) -> MidiSurface:
    surface = MidiSurface(engine, MappingFiles(Workspace(tmp_path).ensure()))
    surface.on_message({"type": "ports", "api": "jack", "names": ["sdad", "knobs"]})
    return surface


@pytest.fixture
def api(engine, midi) -> Iterator[httpx.Client]:
    http = HttpSurface(engine, "127.0.0.1", 0, "secret", midi)
    http.start()
    headers = {"Authorization": "Bearer secret"}
    with httpx.Client(base_url=http.url, headers=headers, trust_env=False, timeout=20) as client:
        yield client
    http.stop()


def play(midi: MidiSurface, *messages: list[int]) -> None:
    midi.on_message({"type": "midi", "messages": [["knobs", data] for data in messages]})


def test_a_knob_is_learned_mapped_and_taken_away_again(api, midi, engine) -> None:
    assert api.get("/api/midi").json()["mapped_by"]["knobs"] == ["the table's own numbers"]
    assert api.post("/api/midi/learn", json={"to": "space"}).json()["state"] == "watching"
    play(midi, [0xB0, 20, 1], [0xB0, 20, 99])
    midi.work(float("inf"))
    heard = api.get("/api/midi/learn").json()
    assert (heard["state"], heard["entry"]) == ("heard", {"to": "space", "cc": 20, "channel": 1})
    kept = api.post("/api/midi/map", json={"port": heard["port"], "entry": heard["entry"]}).json()
    assert kept["path"].endswith("knobs.toml")
    play(midi, [0xB0, 20, 127])
    assert engine.controls["space"].position == 1.0
    (line,) = api.get("/api/midi/messages", params={"after": 2}).json()["messages"]
    assert (line["message"], line["verdict"]) == ("channel 1 CC 20 = 127", "space 1.00")
    assert api.post("/api/midi/unmap", json={"port": "knobs", "to": "space"}).json()["dropped"] == 1
    assert api.post("/api/midi/unmap", json={"port": "knobs", "to": "space"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("learn", {"to": "spase"}, "Did you mean"),
        ("learn", {"to": "space", "bits": 8}, "bits"),
        ("map", {"port": "knobs", "entry": {"to": "space"}}, "exactly one of"),
        ("map", {"port": "knobs", "entry": {"to": "space", "cc": "many"}}, "cc"),
    ],
)
def test_what_makes_no_sense_is_refused(api, path, body, says) -> None:
    answer = api.post(f"/api/midi/{path}", json=body)
    assert answer.status_code == 400
    assert says in answer.json()["text"]


def test_nothing_is_changed_without_the_token(api) -> None:
    answer = api.post("/api/midi/learn", json={"to": "space"}, headers={"Authorization": ""})
    assert answer.status_code == 401
    assert api.get("/api/midi/learn").json()["state"] == "idle"


def test_midi_that_is_turned_off_says_so(engine) -> None:
    http = HttpSurface(engine, "127.0.0.1", 0, "secret")
    http.start()
    try:
        answer = httpx.get(f"{http.url}/api/midi", trust_env=False)
    finally:
        http.stop()
    assert answer.json()["code"] == "surface.midi_unavailable"
