"""Which peer asked for what an event tells of."""

from __future__ import annotations

from sdad.control.events import Event, PresetRecalled, RenderDone, RenderFailed, RenderProgress, RenderQueued
from sdad.surfaces.osc.datagrams import Peer

MOST_REMEMBERED = 1024


def origin_of(peer: Peer) -> str:
    """Returns the origin that commands of a peer carry."""
    return f"osc:{peer[0]}:{peer[1]}"


def peer_of(origin: str) -> Peer | None:
    """Returns the peer whose commands carry this origin, or None when it came from another surface."""
    kind, _, rest = origin.partition(":")
    host, _, port = rest.rpartition(":")
    return (host, int(port)) if kind == "osc" and port.isdecimal() else None


class Requesters:
    """Remembers who asked for the renders that are under way, the newest :data:`MOST_REMEMBERED` of them."""

    def __init__(self) -> None:
        self._by_job: dict[str, Peer] = {}

    def of(self, event: Event) -> Peer | None:
        """Returns who asked for what an event tells of; None where nobody did, or another surface."""
        match event:
            case PresetRecalled(origin=origin):
                return peer_of(origin)
            case RenderQueued(job=job, origin=origin):
                peer = peer_of(origin)
                if peer is not None:
                    while len(self._by_job) >= MOST_REMEMBERED:
                        self._by_job.pop(next(iter(self._by_job)))
                    self._by_job[job] = peer
                return peer
            case RenderProgress(job=job):
                return self._by_job.get(job)
            case RenderDone(job=job) | RenderFailed(job=job):
                return self._by_job.pop(job, None)
        return None
