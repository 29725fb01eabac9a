"""The surface on a real socket."""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time

import pytest

from sdad.errors import PortTaken
from sdad.surfaces.osc import datagrams, server
from sdad.surfaces.osc.packets import Message, encode
from sdad.surfaces.osc.server import OscSurface


def test_ping_pong(client):
    client.send("/sdad/ping")
    assert client.wait_for("/sdad/pong")[0] == "0.1.0"


def test_a_control_is_set_and_another_client_on_another_port_is_told(client, new_client, engine):
    listener, subscriber = new_client(), new_client()
    subscriber.send("/sdad/subscribe", listener.port)
    assert listener.wait_for("/sdad/subscribed") == (listener.port,)
    client.send("/sdad/control/brightness", 0.75)
    assert listener.wait_for("/sdad/control/brightness") == (0.75,)
    assert engine.controls["brightness"].position == 0.75


def test_the_counters_tell_how_soon_what_was_sent_stands(client, surface, engine, waiting):
    assert surface.counters["to_state"]["count"] == 0
    sent = time.monotonic()
    client.send("/sdad/control/brightness", 0.75)
    waiting(lambda: surface.counters["to_state"]["count"], "a value that stands")
    to_state = surface.counters["to_state"]
    assert engine.controls["brightness"].position == 0.75
    assert to_state["count"] == 1
    assert 0 < to_state["p50_ms"] <= to_state["p99_ms"] <= to_state["max_ms"] < (time.monotonic() - sent) * 1000
    assert to_state["stamped_by"] == ("kernel" if sys.platform == "linux" else "reader")


def test_a_taken_port_is_said_and_the_next_one_used(surface, engine):
    second = OscSurface(engine, "127.0.0.1", surface.bound_port)
    second.start()
    try:
        assert second.bound_port > surface.bound_port
        assert str(surface.bound_port) in second.moved.text and str(second.bound_port) in second.moved.text
    finally:
        second.stop()


def test_it_goes_back_to_a_port_that_is_free_again_and_loses_no_message(engine, waiting, said):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            wanted = other.getsockname()[1]
            surface = OscSurface(engine, "127.0.0.1", wanted)
            surface.start()
            instead = surface.bound_port
        try:
            ping = encode(Message("/sdad/ping"))
            for _ in range(100):
                sender.sendto(ping, ("127.0.0.1", instead))
            back = surface.go_back()
            said(back, "surface.port_back", str(wanted), f"Send to {wanted}", f"sent to {instead} is heard")
            for _ in range(100):
                sender.sendto(ping, ("127.0.0.1", wanted))
                sender.sendto(ping, ("127.0.0.1", instead))
            waiting(lambda: surface.counters["packets"] == 300, "all that was sent is heard")
            assert (surface.bound_port, surface.moved, surface.go_back()) == (wanted, None, None)
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
                listener.settimeout(10)
                listener.bind(("127.0.0.1", 0))
                surface._send(Message("/a"), listener.getsockname())
                assert listener.recvfrom(1000)[1] == ("127.0.0.1", wanted)
        finally:
            surface.stop()
        for port in (wanted, instead):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
                again.bind(("127.0.0.1", port))


def test_while_its_port_is_taken_it_stays_where_it_is(surface, engine):
    second = OscSurface(engine, "127.0.0.1", surface.bound_port)
    second.start()
    try:
        there = second.bound_port
        assert second.go_back() is None and (second.bound_port, surface.go_back()) == (there, None)
        assert second.moved is not None
    finally:
        second.stop()
    assert second.go_back() is None


def test_when_no_port_is_free_it_is_refused(surface, engine, monkeypatch):
    monkeypatch.setattr(server, "PORTS_TRIED", 1)
    with pytest.raises(PortTaken, match=str(surface.bound_port)):
        OscSurface(engine, "127.0.0.1", surface.bound_port).start()


def test_a_stopped_surface_frees_its_port_and_ends_its_threads(engine):
    surface = OscSurface(engine, "127.0.0.1", 0)
    surface.start()
    surface.stop()
    surface.stop()
    assert not [thread for thread in threading.enumerate() if thread.name in ("osc-in", "osc-out")]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
        again.bind(("127.0.0.1", surface.bound_port))


def test_ipv6(engine):
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    surface = OscSurface(engine, "::1", 0)
    try:
        surface.start()
    except OSError:
        pytest.skip("no IPv6 loopback here")
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
            client.settimeout(10)
            client.sendto(encode(Message("/sdad/ping")), ("::1", surface.bound_port))
            assert client.recv(1000).startswith(b"/sdad/pong")
    finally:
        surface.stop()


def test_packets_that_stop_other_servers_do_not_stop_this_one(client):
    header = b"#bundle\0" + b"\xff" * 8
    nested = encode(Message("/a"))
    for _ in range(1000):
        nested = header + struct.pack(">i", len(nested)) + nested
    for packet in (
        header + struct.pack(">i", -4) + b"/a\0\0",
        header + struct.pack(">i", -(2**31)),
        header + struct.pack(">i", 8) + b"/a\0\0,\0\0\0",
        nested,
        encode(Message("/sdad/control/" + "*" * 100)),
        b"\xff" * 60000,
        b"",
    ):
        client.send_packet(packet)
    client.send("/sdad/ping")
    assert client.wait_for("/sdad/pong")


def test_a_fault_in_the_engine_does_not_end_the_reading(client, engine, monkeypatch, caplog, waiting):
    monkeypatch.setattr(type(engine), "status", lambda self: 1 / 0)
    client.send("/sdad/ping")
    waiting(lambda: "could not be handled" in caplog.text, "a line in the log")
    client.send("/sdad/model/list")
    assert client.wait_for("/sdad/model/list") == ("drones", "kitchen")


def test_after_a_flood_the_last_value_of_every_control_stands(client, engine, waiting):
    packets = [
        encode(Message(f"/sdad/control/{name}", (step / 10000,)))
        for step in range(10000)
        for name in ("brightness", "density")
    ]
    for packet in packets:
        client.send_packet(packet)

    def both_stand():
        # The kernel drops what comes while its buffer is full; a controller goes on sending, too.
        client.send("/sdad/control/brightness", 0.875)
        client.send("/sdad/control/density", 0.125)
        positions = engine.controls.positions
        return (positions["brightness"], positions["density"]) == (0.875, 0.125)

    waiting(both_stand, "the last values")


def test_what_was_overtaken_is_written_down_by_its_number(surface, waiting, monkeypatch):
    monkeypatch.setattr(server, "TORRENT", 1)
    monkeypatch.setattr(server, "MOST_HELD_BACK", 50)
    monkeypatch.setattr(server, "GATHER_S", 60.0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(50):
            sender.sendto(encode(Message("/sdad/control/brightness", (1.0,))), ("127.0.0.1", surface.bound_port))
    waiting(lambda: any("were not looked into" in each["text"] for each in surface.messages(0)), "a line of them")
    waiting(lambda: surface.counters["overtaken"] == 49, "all are heard")


def test_what_nobody_listens_to_is_sent_without_complaint(surface, engine):
    surface._send(Message("/a"), ("127.0.0.1", 1))
    surface._send(Message("/a", ("x" * 70000,)), ("127.0.0.1", 9))


def test_a_torrent_is_heard_to_its_end_although_nothing_follows(surface, engine, waiting, monkeypatch):
    monkeypatch.setattr(server, "TORRENT", 1)  # each burst is one
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for step in range(101):
            sender.sendto(encode(Message("/sdad/control/brightness", (step / 100,))), ("127.0.0.1", surface.bound_port))
    waiting(lambda: engine.controls["brightness"].position == 1.0, "the last of a torrent")


def test_a_torrent_that_does_not_let_up_is_heard_on_its_way(surface, engine, waiting, monkeypatch):
    monkeypatch.setattr(server, "TORRENT", 1)
    monkeypatch.setattr(server, "MOST_HELD_BACK", 50)
    monkeypatch.setattr(server, "GATHER_S", 60.0)  # it seems to go on as long as the test lasts
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(50):
            sender.sendto(encode(Message("/sdad/control/brightness", (1.0,))), ("127.0.0.1", surface.bound_port))
    waiting(lambda: engine.controls["brightness"].position == 1.0, "what is held back no longer")


def test_what_waited_too_long_to_be_heard_is_counted(client, surface, engine, waiting, monkeypatch):
    busy, free, real = threading.Event(), threading.Event(), server.without_overtaken

    def slowly(bursts, own):
        busy.set()
        free.wait(20)
        return real(bursts, own)

    monkeypatch.setattr(server, "without_overtaken", slowly)
    monkeypatch.setattr(server, "MOST_UNHEARD", 50)
    monkeypatch.setattr(datagrams, "MAX_BURST", 10)
    assert (surface.counters["given_up"], surface.counters["dropped"]) == (0, 0)
    client.send("/sdad/ping")
    assert busy.wait(20)
    for step in range(101):
        client.send("/sdad/control/brightness", step / 100)
    waiting(lambda: surface.counters["given_up"] >= 51, "those that waited longest")
    free.set()
    waiting(lambda: engine.controls["brightness"].position == 1.0, "the newest of them")
    counted = surface.counters
    assert counted["given_up"] + counted["overtaken"] + counted["packets"] == 102


def test_a_fault_with_a_whole_burst_is_told_and_does_not_end_the_hearing(
    client, surface, monkeypatch, caplog, waiting, said
):
    told = []
    with monkeypatch.context() as broken:
        broken.setattr(surface, "_notice", told.append)
        broken.setattr(server, "without_overtaken", lambda bursts, own: 1 / 0)
        client.send("/sdad/ping")
        waiting(lambda: told, "a notice")
    assert "1 packet(s) could not be handled" in caplog.text
    said(told[0], "engine.unforeseen", "OSC", "Try it again; the log in state/logs has the details")
    client.send("/sdad/model/list")
    assert client.wait_for("/sdad/model/list") == ("drones", "kitchen")
    assert surface.alive


def test_a_fault_with_an_announcement_does_not_end_the_sending(client, surface, monkeypatch, caplog, waiting):
    with monkeypatch.context() as broken:
        broken.setattr(surface.conversation.feedback, "_send", lambda message, peer: 1 / 0)
        client.send("/sdad/ping")
        waiting(lambda: "/sdad/pong could not be told" in caplog.text, "a line in the log")
    client.send("/sdad/model/list")
    assert client.wait_for("/sdad/model/list") == ("drones", "kitchen")


def test_a_surface_whose_reading_has_ended_is_not_alive(surface, monkeypatch, waiting):
    ended = []
    monkeypatch.setattr(threading, "excepthook", ended.append)
    assert waiting(lambda: surface._readers, "the reader") and surface.alive
    monkeypatch.setattr(surface._readers[0], "burst", lambda: 1 / 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", surface.bound_port))
    waiting(lambda: not surface.alive, "its end")
    assert [fault.exc_type for fault in ended] == [ZeroDivisionError]
