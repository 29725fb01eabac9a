"""Every address of the namespace against a real daemon with a real model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from sdad.surfaces.osc.control_endpoints import CONTROL_ENDPOINTS
from sdad.surfaces.osc.namespace import ENDPOINTS

RENDER_S = 120.0

# In this order a musician could send them: what one needs, another one before it has made.
OTHERS: list[tuple[str, tuple[object, ...]]] = [
    ("/sdad/ping", ()),
    ("/sdad/namespace", ()),
    ("/sdad/get", ("brightness",)),
    ("/sdad/get_all", ()),
    ("/sdad/controls", (0.5,) * 8),
    ("/sdad/subscribe", ()),
    ("/sdad/unsubscribe", ()),
    ("/sdad/model/list", ()),
    ("/sdad/model/load", ("tiny",)),
    ("/sdad/model/unload", ("tiny",)),
    ("/sdad/model/use", ("tiny",)),
    ("/sdad/preset/list", ()),
    ("/sdad/preset/save", ("mine",)),
    ("/sdad/preset/recall", ("mine",)),
    ("/sdad/preset/next", ()),
    ("/sdad/preset/prev", ()),
    ("/sdad/preset/morph", ("mine", 1, 0.5)),
    ("/sdad/live", (1,)),
    ("/sdad/live", (0,)),
    ("/sdad/alias/set", ("/1/fader1", "/sdad/control/width", "both", 0.0, 127.0)),
    ("/sdad/alias/list", ()),
    ("/sdad/alias/remove", ("/1/fader1",)),
    ("/sdad/blend/save", ("both", "tiny", "twin", 0.25)),
    ("/sdad/blend", ("tiny", "twin", 0.25)),
    ("/sdad/render", (1, 0.5, 0)),
]
AFTER_A_RENDER: list[tuple[str, tuple[object, ...]]] = [
    ("/sdad/take/star", ()),
    ("/sdad/take/feed", ()),
    ("/sdad/take/discard", ()),
    ("/sdad/train/start", ("tiny", "sketch")),
    ("/sdad/train/status", ()),
    ("/sdad/train/stop", ()),
    ("/sdad/queue/pause", (1,)),
    ("/sdad/render", (2, 0.5)),
    ("/sdad/render/cancel", ()),
    ("/sdad/queue/clear", ()),
    ("/sdad/queue/pause", (0,)),
    ("/sdad/panic", ()),
]
BY_HAND = {"/sdad/auth", "/sdad/queue/first"}
"""What takes something that is known only then."""


@pytest.fixture
def one(studio: Callable[..., Any], own_workspace: Any) -> Any:
    """A daemon with a real model, and with the same under another name to blend it with."""
    shutil.copytree(own_workspace.models / "tiny", own_workspace.models / "twin")
    return studio("--no-panel", SDAD_MIDI="false", SDAD_WATCH="false")


def middle(address: str) -> float:
    (argument,) = ENDPOINTS[address].arguments
    return (argument.low + argument.high) / 2


def test_every_address_does_what_it_says_without_an_error(one, patch_of, waiting):
    tried = {address for address, _ in (*OTHERS, *AFTER_A_RENDER)} | set(CONTROL_ENDPOINTS) | BY_HAND
    assert tried == set(ENDPOINTS), "an address has been added: send it here, too"
    patch = patch_of(one)
    for address in CONTROL_ENDPOINTS:
        patch.send(address, middle(address))
        if ENDPOINTS[address].reads:
            patch.send(address)
        # Nobody sends a hundred changes in a millisecond; a socket would lose the answers.
        with suppress(TimeoutError):
            patch.socket.settimeout(0.002)
            patch.hear()
    patch.send("/sdad/auth", (one.root / "state" / "token").read_text().strip())
    patch.wait_for("/sdad/admitted")
    for address, arguments in OTHERS:
        patch.send(address, *arguments)
    patch.wait_for("/sdad/render/queued", RENDER_S)
    patch.wait_for("/sdad/render/done", RENDER_S)
    for address, arguments in AFTER_A_RENDER:
        patch.send(address, *arguments)
        if address == "/sdad/render":
            job, _ = patch.wait_for("/sdad/render/queued")
            patch.send("/sdad/queue/first", job)
        if address == "/sdad/take/discard":
            patch.wait_for("/sdad/take/discarded")
    sent = len(CONTROL_ENDPOINTS) + len([each for each in CONTROL_ENDPOINTS.values() if each.reads])
    sent += len(OTHERS) + len(AFTER_A_RENDER) + len(BY_HAND)

    def all_decided():
        messages = one.get("/api/osc/messages")["messages"]
        return len(messages) >= sent and messages

    messages = waiting(all_decided, "every message is answered")
    assert [each for each in messages if each["verdict"] != "ok"] == []
    assert {each["address"] for each in messages} == set(ENDPOINTS)
    patch.socket.settimeout(0.3)
    with suppress(TimeoutError):
        while True:
            patch.hear()
    assert patch.errors() == []
    assert (one.root / "presets" / "mine.toml").is_file()
