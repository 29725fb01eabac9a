"""Found on the network by a client that is not sdad's: python-oscquery, over multicast on this machine's loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from pythonoscquery.osc_query_browser import OSCQueryBrowser
from pythonoscquery.osc_query_client import OSCQueryClient

from sdad.surfaces.osc.query.presence import OSC_TYPE, QUERY_TYPE, Presence

FIND_S = 20.0


@pytest.fixture
def _multicast() -> None:
    """Skips where loopback carries no multicast, as in some containers."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out,
    ):
        here = socket.inet_aton("127.0.0.1")
        ear.bind(("", 0))
        ear.settimeout(2.0)
        try:
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("224.0.0.251") + here)
            out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, here)
            out.sendto(b"?", ("224.0.0.251", ear.getsockname()[1]))
            ear.recv(1)
        except OSError as error:
            pytest.skip(f"needs multicast on the loopback interface: {error}")


@pytest.fixture
def browser(_multicast: None, apart) -> Iterator[OSCQueryBrowser]:
    # zeroconf would take a loop that stands in this thread for one that runs, and hear nothing.
    browser = apart(OSCQueryBrowser)
    yield browser
    browser.zc.close()


def test_a_published_client_finds_and_reads_it(browser, surface, http, client, waiting):
    presence = Presence(["127.0.0.1"], surface.bound_port, http.bound_port)
    presence.start()

    def found(services):
        # Somebody else's sdad may be on the same network.
        return next((each for each in list(services.values()) if each and each.port in ports), None)

    moved_to = surface.bound_port + 1
    ports = (surface.bound_port, moved_to, http.bound_port)
    try:
        service = waiting(lambda: found(browser.listener.oscjson_services), "the OSCQuery server is found", FIND_S)
        osc = waiting(lambda: found(browser.listener.osc_services), "the OSC port is found", FIND_S)
        assert (service.port, osc.port) == (http.bound_port, surface.bound_port)
        assert service.name.startswith("sdad on ")
        query = OSCQueryClient(service)
        info = query.get_host_info()
        assert (info.name, info.osc_port, info.osc_transport) == ("sdad", surface.bound_port, "UDP")
        client.send("/sdad/control/brightness", 1.0)
        waiting(lambda: query.query_node("/sdad/control/brightness/auto").value == [0], "the control moves")
        node = query.query_node("/sdad/control/brightness/hz")
        assert node.value == [pytest.approx(6400.0)] and node.access == 3 and "Hz" in node.description
        assert query.query_node("/sdad/nothing") is None
        presence.move(moved_to)

        def elsewhere():
            return any(each and each.port == moved_to for each in list(browser.listener.osc_services.values()))

        waiting(elsewhere, "the other port is found", FIND_S)
    finally:
        presence.stop()
    waiting(lambda: not found(browser.listener.oscjson_services), "the goodbye", FIND_S)


def test_without_the_library_there_is_only_a_line_in_the_log(monkeypatch, caplog, waiting):
    monkeypatch.setitem(__import__("sys").modules, "zeroconf", None)
    presence = Presence(["127.0.0.1"], 1, 2)
    presence.start()
    waiting(lambda: "not announced" in caplog.text, "a line in the log")
    presence.stop()


def test_a_network_without_multicast_harms_nothing(monkeypatch, caplog, waiting):
    def refused(**_):
        raise OSError("no multicast here")

    monkeypatch.setattr("zeroconf.Zeroconf", refused)
    presence = Presence(["192.0.2.1"], 1, 2)
    presence.start()
    waiting(lambda: "no multicast here" in caplog.text, "a line in the log")
    presence.stop()
    assert not [one for one in threading.enumerate() if one.name == "osc-presence"]


def test_the_types_are_those_that_others_look_for():
    assert (QUERY_TYPE, OSC_TYPE) == ("_oscjson._tcp.local.", "_osc._udp.local.")
