"""The renders that wait: how many may, in which order they go, whether they may go at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdad.control.events import Event, RenderFailed
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import WHERE_JOBS_ARE, JobState
from sdad.errors import Busy, Cancelled, ControlOutOfRange, NotFound

Json = dict[str, Any]

MOST_WAITING = 10_000
PRIORITIES = (-9, 9)
_PAUSED_KEY = "renders_paused"


class WaitingRenders:
    """On the deciding thread only, but for :attr:`paused`.

    Args:
        queue: Where jobs are kept.
        emit: Takes each event.
    """

    def __init__(self, queue: JobQueue, emit: Callable[[Event], None]) -> None:
        self._queue = queue
        self._emit = emit
        self.paused = bool(queue.recall(_PAUSED_KEY, False))
        """Whether somebody lets them wait."""

    def check(self, more: int, priority: int) -> None:
        """Checks whether so many more may come.

        Raises:
            Busy: too many would wait.
            ControlOutOfRange: there is no such priority.
        """
        if self._queue.counts("render")["queued"] + more > MOST_WAITING:
            raise Busy(f"{MOST_WAITING} renders wait already.", "Wait for some of them or cancel them.", "queue")
        low, high = PRIORITIES
        if not low <= priority <= high:
            raise ControlOutOfRange("priority", priority, low, high)

    @property
    def seconds(self) -> float:
        """How long they will sound, added up."""
        return self._queue.waiting_seconds()

    def pause(self, on: bool) -> Json:
        """Lets them wait, or not any longer; returns ``{"paused"}``. It is kept over restarts."""
        self._queue.remember(_PAUSED_KEY, on)
        self.paused = on
        return {"paused": on}

    def clear(self) -> Json:
        """Cancels them; returns ``{"cancelled": [id]}``."""

        def error(job: str) -> dict[str, str]:
            return Cancelled(job).as_dict()

        ended = self._queue.end_waiting("render", JobState.CANCELLED, error)
        for job in ended:
            self._emit(RenderFailed(job=job, code=error(job)["code"], text=error(job)["text"]))
        return {"cancelled": ended}

    def put_before(self, job: str, other: str | None) -> Json:
        """Lets one go before another one, or before all; returns ``{"job", "waiting": [id]}``.

        Raises:
            NotFound: one of them does not wait.
        """
        if self._queue.get(job).kind != "render":
            raise NotFound("render", job, remedy=WHERE_JOBS_ARE)
        self._queue.put_before(job, other)
        return {"job": job, "waiting": [each.id for each in self._queue.jobs_in("render", JobState.QUEUED)]}

    def listing(self) -> list[Json]:
        """Returns the render that runs and those that wait, in their order, each with what was asked in short."""
        return [
            {"id": job.id, "state": job.state.value, "priority": job.priority, "origin": job.origin}
            | {name: job.payload["request"].get(name) for name in ("model", "version", "take", "seconds")}
            for state in (JobState.RUNNING, JobState.QUEUED)
            for job in self._queue.jobs_in("render", state)
        ]
