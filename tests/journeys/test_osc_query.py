"""A running daemon as programs that browse OSC find it and read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pythonoscquery.osc_query_client import OSCQueryClient
from zeroconf import ServiceInfo

QUIET = {"SDAD_MIDI": "false", "SDAD_WATCH": "false"}


def test_the_address_is_said_and_nothing_is_announced_unless_wanted(studio: Callable[..., Any]) -> None:
    one = studio("--no-panel", **QUIET)
    port = one.get("/api/status")["ports"]["http"]
    one.stop()
    said = one.log.read_text()
    assert f"OSCQuery: http://127.0.0.1:{port} " in said
    assert "nnounce" not in said


def test_it_is_announced_on_this_machine_where_that_is_wanted(
    studio: Callable[..., Any], waiting: Callable[..., Any]
) -> None:
    one = studio("--no-panel", SDAD_ANNOUNCE="always", **QUIET)
    # Where there is no multicast the log says that instead; what is found on the network others test.
    waiting(lambda: "nnounce" in one.log.read_text(), "the announcement", 20)
    one.stop()


def test_a_published_client_reads_what_is_there_and_follows_what_is_done(
    studio: Callable[..., Any], patch_of: Callable[..., Any], waiting: Callable[..., Any]
) -> None:
    one = studio("--no-panel", **QUIET)
    patch, ports = patch_of(one), one.get("/api/status")["ports"]
    service = ServiceInfo("_oscjson._tcp.local.", "sdad._oscjson._tcp.local.", port=ports["http"])
    service.addresses = [bytes((127, 0, 0, 1))]
    client = OSCQueryClient(service)
    assert client.get_host_info().osc_port == ports["osc"]
    assert client.query_node("/sdad/model/used").value[0] == "tiny"
    assert client.query_node("/sdad/control/warmth/auto").value == [1]
    patch.send("/sdad/control/warmth", 0.25)
    waiting(lambda: client.query_node("/sdad/control/warmth/auto").value == [0], "the control moves", 20)
    patch.send("/sdad/alias/set", "/1/fader1", "/sdad/control/warmth", "both", 0.0, 100.0)
    patch.wait_for("/sdad/alias")
    assert client.query_node("/1/fader1").value == [25.0]
