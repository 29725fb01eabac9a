"""The renders: queued, given to the worker one after the other, told about, cancelled, tried again."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sdad.child import Message
from sdad.control.events import Event, LibraryChanged, RenderDone, RenderFailed, RenderProgress, RenderQueued
from sdad.engine.children import Child, Restarts
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import MOST_ATTEMPTS, Job, JobState
from sdad.engine.supervisor import Supervisor
from sdad.errors import (
    Busy,
    Cancelled,
    EngineError,
    JobFailed,
    NotFound,
    SdadError,
    StorageError,
    WorkerDied,
)
from sdad.synthesis.request import RenderRequest

Json = dict[str, Any]
_log = logging.getLogger(__name__)

WORKER = "render"
MOST_WAITING = 10_000
CANCEL_S = 5.0
"""How long the worker may take to obey; then it is ended and replaced."""
FIRST_PACE = 0.5
"""Seconds of work per second of sound that are assumed before any render was timed."""
_PACE_KEY = "render_pace"


def render_argv(workspace: Path, device: str) -> list[str]:
    """Returns the command line of the render worker."""
    return [sys.executable, "-m", "sdad.engine.render_worker", "--workspace", str(workspace), "--device", device]


class WorkerFailing(EngineError):
    """The render worker does not stay alive."""

    code = "engine.worker_failing"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The render worker ends again and again ({why or 'without saying why'}), so renders wait. sdad goes on "
            f"trying; state/logs/render.log has the details."
        )


class Rendering:
    """Every method is called on the deciding thread only, but for :meth:`fraction` and ``device``.

    Args:
        queue: Where jobs are kept.
        supervisor: Who watches over the worker.
        argv: The worker's command line.
        logs: The folder of the worker's log.
        emit: Takes each event.
        notice: Tells people about a fault that nobody asked for.
        post: Has a function called on the deciding thread.
        clock: Seconds that never jump.
    """

    def __init__(
        self,
        queue: JobQueue,
        supervisor: Supervisor,
        argv: Sequence[str],
        logs: Path,
        emit: Callable[[Event], None],
        notice: Callable[[SdadError], None],
        post: Callable[[Callable[[], None]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._supervisor = supervisor
        self._emit = emit
        self._notice = notice
        self._clock = clock
        self._worker = Child(
            WORKER,
            argv,
            lambda message: post(lambda: self._on_message(message)),
            logs=logs,
            on_exit=lambda code: post(self._on_exit),
            restarts=Restarts(),
        )
        self._ready = False
        self._unable: SdadError | None = None
        self._job: Job | None = None
        self._begun = 0.0
        self._fraction = 0.0
        self._cancel_by: float | None = None
        self._unsettled: list[Callable[[], None]] = []
        self._pace = float(queue.recall(_PACE_KEY, FIRST_PACE))
        self.device: str | None = None
        """What the worker renders on; None until it has said so."""

    def start(self) -> None:
        """Starts the worker."""
        self._supervisor.add(self._worker)

    def add(self, requests: Sequence[RenderRequest], out: Path | None, origin: str) -> Json:
        """Queues requests and returns ``{"jobs": [{"id", "eta_s"}]}``.

        Raises:
            DeviceUnavailable: the worker has said that it cannot render at all.
            Busy: too many wait already.
            StorageError: they cannot be kept, so they are not accepted.
        """
        if self._unable is not None:
            raise self._unable
        if self._queue.counts("render")["queued"] + len(requests) > MOST_WAITING:
            raise Busy(f"{MOST_WAITING} renders wait already.", "Wait for some of them or cancel them.")
        eta_s = self._waiting_s()
        payloads = [
            {"request": request.model_dump(mode="json"), "out": str(out) if out else None} for request in requests
        ]
        answer = []
        for job, request in zip(self._queue.add("render", payloads, origin), requests, strict=True):
            eta_s += request.seconds * self._pace
            self._emit(RenderQueued(job=job.id, eta_s=round(eta_s, 2), origin=origin))
            answer.append({"id": job.id, "eta_s": round(eta_s, 2)})
        self.advance()
        return {"jobs": answer}

    def cancel(self, job: str | None) -> Json:
        """Cancels one render, or the newest that has not ended; returns ``{"cancelled": [id]}``.

        Raises:
            NotFound: there is no such render.
        """
        open_jobs = self._queue.jobs_in("render", JobState.QUEUED, JobState.RUNNING)
        if job is None:
            return {"cancelled": self._cancel(open_jobs[-1:])}
        if (known := self._queue.get(job)).kind != "render":
            raise NotFound("render", job)
        return {"cancelled": self._cancel([known] if known in open_jobs else [])}

    def panic(self) -> Json:
        """Cancels all renders."""
        return {"cancelled": self._cancel(self._queue.jobs_in("render", JobState.QUEUED, JobState.RUNNING))}

    def advance(self) -> None:
        """Gives the worker its next job, if it is free."""
        if not self._ready or self._job is not None:
            return
        job = self._queue.next("render")
        if job is None:
            return
        job = self._queue.move(job.id, JobState.RUNNING)
        self._job, self._begun, self._fraction, self._cancel_by = job, self._clock(), 0.0, None
        if not self._worker.send({"op": "render", "job": job.id, **job.payload}):
            self._ready, self._job = False, None
            self._queue.postpone(job.id)

    def tick(self) -> None:
        """Looks after what is late; called about once a second."""
        if self._cancel_by is not None and self._clock() > self._cancel_by:
            self._cancel_by = self._clock() + CANCEL_S
            self._worker.kill()
        while self._unsettled:
            try:
                self._unsettled[0]()
            except StorageError:
                break
            del self._unsettled[0]
        worker = self._worker.status
        if worker["state"] == "failing" and self._unable is None:
            self._notice(WorkerFailing(worker["why"]))
        self.advance()

    def fraction(self, job: str) -> float:
        """Returns how far a running job is, from 0 to 1."""
        current = self._job
        return self._fraction if current is not None and current.id == job else 0.0

    def _waiting_s(self) -> float:
        waiting = sum(job.payload["request"]["seconds"] for job in self._queue.jobs_in("render", JobState.QUEUED))
        if self._job is not None:
            waiting += self._job.payload["request"]["seconds"] * (1.0 - self._fraction)
        return float(waiting) * self._pace

    def _cancel(self, jobs: Sequence[Job]) -> list[str]:
        for job in jobs:
            if self._job is not None and job.id == self._job.id:
                self._cancel_by = self._clock() + CANCEL_S
                self._worker.send({"op": "cancel", "job": job.id})
            else:
                self._fail(job.id, JobState.CANCELLED, Cancelled(job.id).as_dict())
        return [job.id for job in jobs]

    def _on_message(self, message: Message) -> None:
        job = self._job
        match message:
            case {"type": "ready", "device": str(device)}:
                self._ready, self._unable, self.device = True, None, device
                self.advance()
            case {"type": "unable", "error": dict(error)}:
                self._unable = SdadError.from_dict(error)
                self._notice(self._unable)
                for waiting in self._queue.jobs_in("render", JobState.QUEUED):
                    self._fail(waiting.id, JobState.FAILED, error)
            case {"type": "progress", "job": id, "fraction": float() | int() as fraction} if job and job.id == id:
                self._fraction = min(1.0, max(0.0, float(fraction)))
                self._emit(RenderProgress(job=job.id, fraction=self._fraction))
            case {"type": "done", "job": id, "result": dict(result)} if job and job.id == id:
                self._learn_pace(job)
                self._job = self._cancel_by = None
                self._worker.sound()
                self._settle(lambda: self._written(job, result))
                self._settle(lambda: self._close(job.id))
                self.advance()
            case {"type": "failed", "job": id, "error": dict(error)} if job and job.id == id:
                self._job = self._cancel_by = None
                if error.get("code") == Cancelled.code:
                    self._settle(lambda: self._fail(job.id, JobState.CANCELLED, error))
                else:
                    facts = error if error.get("code") else JobFailed(job.id, error.get("text", "")).as_dict()
                    self._settle(lambda: self._fail(job.id, JobState.FAILED, facts))
                self.advance()
            case _:
                _log.warning("The render worker sent something out of place: %.200r", message)

    def _on_exit(self) -> None:
        job, cancelled = self._job, self._cancel_by is not None
        self._ready, self._job, self._cancel_by = False, None, None
        if job is None:
            return
        if cancelled:
            self._settle(lambda: self._fail(job.id, JobState.CANCELLED, Cancelled(job.id).as_dict()))
        elif job.attempts >= MOST_ATTEMPTS:
            error = WorkerDied("render worker", job.id, job.attempts).as_dict()
            self._settle(lambda: self._fail(job.id, JobState.FAILED, error))
        else:
            # The worker publishes under the job's name, so a second attempt after the first was all but done is safe.
            self._settle(lambda: self._again(job.id))

    def _again(self, job: str) -> None:
        self._queue.move(job, JobState.QUEUED)

    def _close(self, job: str) -> None:
        self._queue.move(job, JobState.DONE)

    def _written(self, job: Job, result: Json) -> None:
        self._queue.move(job.id, JobState.WRITTEN, result=result)
        self._emit(
            RenderDone(
                job=job.id,
                path=str(result.get("path", "")),
                sidecar=str(result.get("sidecar", "")),
                seconds=float(result.get("seconds", 0.0)),
                asked=dict(result.get("asked", {})),
                got=dict(result.get("got", {})),
                warnings=tuple(result.get("warnings", ())),
            )
        )
        self._emit(LibraryChanged(what="renders"))

    def _fail(self, job: str, state: JobState, error: dict[str, str]) -> None:
        self._queue.move(job, state, error=error)
        self._emit(RenderFailed(job=job, code=error.get("code", ""), text=error.get("text", "")))

    def _settle(self, settle: Callable[[], None]) -> None:
        """Records what became of a job; where the disk refuses that, it is tried again, in order, at each tick."""
        if self._unsettled:
            self._unsettled.append(settle)
            return
        try:
            settle()
        except StorageError as error:
            _log.error("The end of a job cannot be recorded yet: %s", error)
            self._unsettled.append(settle)

    def _learn_pace(self, job: Job) -> None:
        measured = (self._clock() - self._begun) / float(job.payload["request"]["seconds"])
        self._pace += 0.3 * (measured - self._pace)

    def remember(self) -> None:
        """Keeps what was learnt about the pace over a restart."""
        self._queue.remember(_PACE_KEY, self._pace)
