"""Questions over HTTP: the tree, its attributes, and what is refused."""

from __future__ import annotations

import json

import pytest

from sdad.control.commands import Render
from sdad.control.events import RenderDone
from sdad.control.parameters import MISSION, TABLE
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.query.tree import carried_tags


def flat(node):
    """Yields every node by its path."""
    yield node["FULL_PATH"], node
    for name, below in node.get("CONTENTS", {}).items():
        assert below["FULL_PATH"] == f"{node['FULL_PATH'].rstrip('/')}/{name}"
        yield from flat(below)


def test_the_tree_holds_every_address_that_sdad_hears_or_sends_to(ask):
    nodes = dict(flat(ask("/").json()))
    methods = {path for path, node in nodes.items() if "TYPE" in node}
    assert methods == set(ENDPOINTS) | set(REPLIES)
    for path, node in nodes.items():
        assert node["ACCESS"] == (node["ACCESS"] if path in methods else 0)
        for attribute in ("VALUE", "RANGE", "UNIT", "CLIPMODE"):
            assert len(node.get(attribute, node.get("TYPE", ""))) == len(node.get("TYPE", "")), (path, attribute)
        assert ("VALUE" in node) == (node["ACCESS"] in (1, 3)), path


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_every_control_is_described_from_the_table(ask, row):
    node = ask(f"/sdad/control/{row.id}").json()
    assert (node["TYPE"], node["ACCESS"], node["RANGE"], node["CLIPMODE"]) == (
        *("f", 3),
        [{"MIN": 0.0, "MAX": 1.0}],
        ["both"],
    )
    natural = node["CONTENTS"][row.leaf]
    assert natural["RANGE"] == [{"MIN": row.minimum, "MAX": row.maximum}]
    assert row.help in node["DESCRIPTION"] and natural["UNIT"][0]
    assert ("auto" in node["CONTENTS"]) == row.is_descriptor


def test_values_are_how_things_stand(ask, client, waiting):
    assert ask("/sdad/control/brightness?VALUE").json() == {"VALUE": [None]}
    client.send("/sdad/control/brightness", 1.0)
    waiting(lambda: ask("/sdad/control/brightness?VALUE").json() == {"VALUE": [1.0]}, "the control moves")
    assert ask("/sdad/control/brightness/hz?VALUE").json()["VALUE"] == [pytest.approx(6400.0)]
    assert ask("/sdad/control/brightness/auto?VALUE").json() == {"VALUE": [0]}
    assert ask("/sdad/model/used?VALUE").json() == {"VALUE": ["kitchen", "v0001"]}


def test_what_was_told_last_is_the_value_of_what_is_only_told(ask, engine):
    assert ask("/sdad/render/done?VALUE").json() == {"VALUE": [None, None, None]}
    engine.submit(Render(origin="http"))
    assert ask("/sdad/render/waiting?VALUE").json() == {"VALUE": [1]}
    engine.emit(RenderDone(job="r0001", path="/out/a.wav", sidecar="", seconds=2.0, got={"density": 0.5}))
    assert ask("/sdad/render/done?VALUE").json() == {"VALUE": ["r0001", "/out/a.wav", 2.0]}
    assert ask("/sdad/render/measured/density?VALUE").json() == {"VALUE": [0.5]}
    assert ask("/sdad/render/finished?VALUE").json() == {"VALUE": [1]}


def test_choices_are_what_the_library_holds(ask, engine):
    assert ask("/sdad/model/use?RANGE").json() == {"RANGE": [{"VALS": ["drones", "kitchen"]}]}
    engine.preset_names.append("new")
    assert "new" in ask("/sdad/preset/recall?RANGE").json()["RANGE"][0]["VALS"]
    dataset, effort = ask("/sdad/train/start?RANGE").json()["RANGE"]
    assert dataset == {"VALS": ["kitchen"]} and "sketch" in effort["VALS"]
    assert ask("/sdad/blend").json()["CLIPMODE"] == ["none", "none", "both"]


def test_who_is_there_is_told_at_any_path_and_only_when_asked(ask, surface, http):
    info = ask("/?HOST_INFO").json()
    assert info == ask("/sdad/render?HOST_INFO").json()
    assert (info["NAME"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == ("sdad", surface.bound_port, "UDP")
    assert (info["OSC_IP"], info["WS_IP"], info["WS_PORT"]) == ("127.0.0.1", "127.0.0.1", http.bound_port)
    assert info["EXTENSIONS"]["LISTEN"] and info["EXTENSIONS"]["CLIPMODE"]
    assert "HOST_INFO" not in ask("/").json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sdad/nothing", 404),
        ("/sdad/control/brightnes", 404),
        ("/sdad/control/bright", 404),
        ("/nothing?VALUE", 404),
        ("/sdad/render?COLOUR", 400),
        ("/sdad/render?VALUE", 204),
        ("/sdad/control?TYPE", 204),
        ("/sdad/model/use?UNIT", 204),
        ("/sdad/?ACCESS", 200),
        ("/sdad/control/brightness?value", 200),
        ("/sdad/control/brightness?VALUE=&x", 200),
        ("/%00?VALUE", 404),
    ],
)
def test_what_cannot_be_answered_says_so(ask, path, status):
    answer = ask(path)
    assert answer.status_code == status
    if status >= 400:
        assert answer.json()["text"].endswith((".", "?"))
    if status == 204:
        assert answer.content == b""


def test_nothing_is_changed_over_http(http, ask, engine):
    import httpx

    headers = {"Authorization": "Bearer a-token-of-the-tests"}
    answer = httpx.post(f"{http.url}/sdad/render", json={}, headers=headers, trust_env=False)
    assert answer.status_code == 405 and "OSC" in answer.json()["text"]
    assert engine.commands == []


def test_the_api_is_still_at_its_paths(ask):
    assert "ready" in ask("/api/status").json()
    assert ask("/api/nothing").status_code == 404
    assert ask("/apis").json()["thing"] == "/apis"


def test_the_users_own_addresses_are_in_the_tree(ask, set_alias, client, waiting):
    set_alias(address="/1/fader1", to="/sdad/control/brightness", low=0, high=127)
    set_alias(address="/done", to="/sdad/render/done", direction="out")
    assert set(ask("/").json()["CONTENTS"]) == {"sdad", "1", "done"}
    client.send("/1/fader1", 127)
    waiting(lambda: ask("/1/fader1?VALUE").json() == {"VALUE": [127.0]}, "the fader moves")
    assert ask("/1/fader1?RANGE").json() == {"RANGE": [{"MIN": 0.0, "MAX": 127.0}]}
    assert ask("/done").json()["TYPE"] == "ssf"


@pytest.mark.parametrize(
    ("carries", "tags"),
    [
        ("nothing; this machine may talk now", ""),
        ("s render, s path, f seconds", "ssf"),
        ("s render, 8 f positions; -1 could not be measured", "s" + "f" * 8),
        ("i 1 while any does, else 0", "i"),
        ("s address: what was asked there is done", "s"),
    ],
)
def test_types_of_what_is_sent_are_read_from_its_words(carries, tags):
    assert carried_tags(carries) == tags


def test_what_is_sent_has_the_types_that_the_tree_says(ask, client, engine):
    """What the words promise is what a subscriber really gets."""
    kinds = {str: "s", float: "f", int: "i", bool: "i"}
    client.send("/sdad/subscribe")
    client.send("/sdad/render", 1)
    client.wait_for("/sdad/render/queued")
    got = {row.id: 0.5 for row in MISSION}
    engine.emit(RenderDone(job="r0001", path="/a", sidecar="", seconds=1.0, got=got, warnings=("Dull.",)))
    client.send("/sdad/get_all")
    for address in ("/sdad/render/done", "/sdad/render/measured", "/sdad/render/warning", "/sdad/render/finished"):
        told = client.wait_for(address)
        assert "".join(kinds[type(each)] for each in told) == ask(address).json()["TYPE"], json.dumps(told)
