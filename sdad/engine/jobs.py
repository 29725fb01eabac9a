"""What a job is, and from which state to which it may go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

Json = dict[str, Any]
JobKind = Literal["render", "train"]

WHERE_JOBS_ARE = "sdad queue list shows the renders that wait or run."

MOST_ATTEMPTS = 3
"""How often a job is begun before the fault is held to be its own."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    WRITTEN = "written"
    """Its result lies complete on disk, and nobody has been told yet."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    """A newer job of the same purpose took its place while it waited."""

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to a job in this state."""
        return not _MOVES[self]

    def may_become(self, state: JobState) -> bool:
        """Returns whether a job may go from this state to that one."""
        return state in _MOVES[self]


_S = JobState
_MOVES: dict[JobState, frozenset[JobState]] = {
    _S.QUEUED: frozenset({_S.RUNNING, _S.CANCELLED, _S.SUPERSEDED}),
    _S.RUNNING: frozenset({_S.WRITTEN, _S.FAILED, _S.CANCELLED, _S.QUEUED}),
    _S.WRITTEN: frozenset({_S.DONE}),
    _S.DONE: frozenset(),
    _S.FAILED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.SUPERSEDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One job as the queue keeps it; ``payload`` is all that its worker needs, ``number`` counts the jobs that came."""

    id: str
    number: int
    kind: JobKind
    state: JobState
    payload: Json
    origin: str = ""
    attempts: int = 0
    result: Json | None = None
    error: dict[str, str] | None = None
    priority: int = 0
