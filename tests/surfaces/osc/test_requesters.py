from __future__ import annotations

from sdad.control.events import LiveChanged, PresetRecalled, RenderFailed, RenderProgress, RenderQueued
from sdad.surfaces.osc.requesters import MOST_REMEMBERED, Requesters, origin_of, peer_of

from .talk import SENDER


def queued(job, origin):
    return RenderQueued(job=job, eta_s=1.0, origin=origin)


def test_origins_come_back_as_peers():
    assert peer_of(origin_of(SENDER)) == SENDER
    assert peer_of(origin_of(("fe80::1", 9))) == ("fe80::1", 9)
    assert [peer_of(origin) for origin in ("", "midi", "http:127.0.0.1:80", "osc:x")] == [None] * 4


def test_who_asked_for_a_render_is_known_until_it_ends():
    requesters = Requesters()
    requesters.of(queued("r2", "midi"))
    ended = RenderFailed(job="r1", code="c", text="t")
    events = [queued("r1", origin_of(SENDER)), RenderProgress(job="r1", fraction=0.5), ended, ended]
    assert [requesters.of(event) for event in events] == [SENDER, SENDER, SENDER, None]
    assert requesters.of(RenderProgress(job="r2", fraction=0.5)) is None


def test_who_recalled_a_preset_is_known_and_of_other_events_nobody_is():
    requesters = Requesters()
    assert requesters.of(PresetRecalled(preset="glass", origin=origin_of(SENDER))) == SENDER
    assert requesters.of(LiveChanged(on=True)) is None


def test_the_oldest_of_too_many_renders_is_forgotten():
    requesters = Requesters()
    for number in range(MOST_REMEMBERED + 1):
        requesters.of(queued(f"r{number}", origin_of(SENDER)))
    assert requesters.of(RenderProgress(job="r0", fraction=0.5)) is None
    assert requesters.of(RenderProgress(job="r1", fraction=0.5)) == SENDER
