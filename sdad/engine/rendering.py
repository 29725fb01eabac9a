"""The renders: queued, given to the worker one after the other, told about, cancelled, tried again."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sdad.child import Message
from sdad.control.events import Event, LibraryChanged, RenderDone, RenderFailed, RenderProgress, RenderQueued
from sdad.engine.children import Child, Restarts
from sdad.engine.headway import Headway
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import MOST_ATTEMPTS, WHERE_JOBS_ARE, Job, JobState
from sdad.engine.records import Records
from sdad.engine.supervisor import Supervisor
from sdad.engine.waiting import WaitingRenders
from sdad.errors import (
    Cancelled,
    DiskFull,
    EngineError,
    JobFailed,
    NotFound,
    NotWritable,
    SdadError,
    StorageError,
    WorkerDied,
)
from sdad.library.output import DriveGone
from sdad.settings import Settings
from sdad.synthesis.request import RenderRequest

Json = dict[str, Any]
_log = logging.getLogger(__name__)

WORKER = "render"
CANCEL_S = 5.0
"""How long the worker may take to obey; then it is ended and replaced."""
FIRST_PACE = 0.5
"""Seconds of work per second of sound that are assumed before any render was timed."""
NICENESS = 3
"""A render may take a moment longer, so that the controls never do; alone it is as fast as with none."""
DISK_S = 5.0
"""How long renders wait before it is tried again whether the disk takes files."""
_PACE_KEY = "render_pace"


def render_argv(settings: Settings) -> list[str]:
    """Returns the command line of the render worker."""
    told = {"--workspace": settings.workspace, "--device": settings.device, "--memory-mb": settings.model_memory_mb}
    argv = [sys.executable, "-m", "sdad.engine.render_worker"]
    return argv + [str(word) for option in told.items() for word in option]


class WorkerFailing(EngineError):
    """The render worker does not stay alive."""

    code = "engine.worker_failing"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The render worker ends again and again ({why or 'without saying why'}), so renders wait. sdad goes on "
            f"trying; state/logs/render.log has the details, and sdad doctor says what this machine lacks.",
            thing="render worker",
        )


class RendersWait(StorageError):
    """No render can be put on the disk now."""

    code = "storage.renders_wait"

    def __init__(self, error: SdadError) -> None:
        super().__init__(
            f"Renders wait and go on by themselves once the disk takes them. {error.text}", thing=error.thing
        )
        self.why = error.code, error.thing
        """What they wait for: it is told once, although the room that is free changes."""


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
        self._post = post
        self._clock = clock
        self._worker = Child(
            WORKER,
            argv,
            lambda message: post(lambda: self._on_message(message)),
            logs=logs,
            on_exit=self._has_ended,
            restarts=Restarts(),
            niceness=NICENESS,
        )
        self._headway = Headway(notice, lambda: self._worker.kill("it came no further"), clock)
        self._ready = False
        self._unable: SdadError | None = None
        self._job: Job | None = None
        self._begun = 0.0
        self._fraction = 0.0
        self._cancel_by: float | None = None
        self._records = Records()
        self._models_to_move: list[Message] = []
        self.resident: list[Json] = []
        """The models that the worker holds ready: ``model``, ``version`` and ``bytes`` of each."""
        self._pace = float(queue.recall(_PACE_KEY, FIRST_PACE))
        self.waiting = WaitingRenders(queue, emit)
        """The renders that wait."""
        self._disk: RendersWait | None = None
        self._not_before = 0.0
        self.device: str | None = None
        """What the worker renders on; None until it has said so."""

    def start(self) -> None:
        """Starts the worker."""
        self._supervisor.add(self._worker)

    def refuse(self, reason: SdadError) -> None:
        """Accepts nothing from now on, for a reason."""
        self._unable = reason

    def add(
        self,
        requests: Sequence[RenderRequest],
        out: Path | None,
        origin: str,
        priority: int = 0,
        remembered: Mapping[str, Any] | None = None,
    ) -> Json:
        """Queues requests and returns ``{"jobs": [{"id", "eta_s"}]}``; ``remembered`` is kept with them.

        Raises:
            DeviceUnavailable: the worker has said that it cannot render at all.
            Busy: too many wait already.
            StorageError: they cannot be kept, so they are not accepted.
        """
        if self._unable is not None:
            raise self._unable
        self.waiting.check(len(requests), priority)
        eta_s = self._waiting_s()
        payloads = [
            {"request": request.model_dump(mode="json"), "out": str(out) if out else None} for request in requests
        ]
        with self._queue.together():
            jobs = self._queue.add("render", payloads, origin, priority)
            for key, value in (remembered or {}).items():
                self._queue.remember(key, value)
        # From here on they are accepted: nothing may make it look as if they were not.
        self._post(self.advance)
        answer = []
        for job, request in zip(jobs, requests, strict=True):
            eta_s += request.seconds * self._pace
            self._emit(RenderQueued(job=job.id, eta_s=round(eta_s, 2), origin=origin))
            answer.append({"id": job.id, "eta_s": round(eta_s, 2)})
        return {"jobs": answer}

    def cancel(self, job: str | None) -> Json:
        """Cancels one render, or the one asked for last of those that have not ended; returns ``{"cancelled": [id]}``.

        Raises:
            NotFound: there is no such render.
        """
        open_jobs = self._queue.jobs_in("render", JobState.QUEUED, JobState.RUNNING)
        if job is None:
            return {"cancelled": self._cancel(sorted(open_jobs, key=lambda one: one.number)[-1:])}
        if (known := self._queue.get(job)).kind != "render":
            raise NotFound("render", job, remedy=WHERE_JOBS_ARE)
        return {"cancelled": self._cancel([known] if known in open_jobs else [])}

    def panic(self) -> Json:
        """Cancels all renders."""
        running = self._cancel(self._queue.jobs_in("render", JobState.RUNNING))
        return {"cancelled": running + self.waiting.clear()["cancelled"]}

    def pause(self, on: bool) -> Json:
        """Lets renders wait after the one that runs, or go on; kept over restarts."""
        answer = self.waiting.pause(on)
        self._post(self.advance)
        return answer

    def summary(self) -> Json:
        """Returns how many renders are ``queued``, ``running``, ``done`` and ``failed``, and why they wait, if so.

        ``paused`` is whether somebody lets them wait; ``waiting_for`` is what else keeps them, in words, or None.
        """
        return {**self._queue.counts("render"), "paused": self.waiting.paused, "waiting_for": self.waiting_for}

    @property
    def waiting_for(self) -> str | None:
        """What keeps renders from being made, in words; None when nothing does but the order of the queue."""
        fault = self._disk or self._unable
        return fault.text if fault else None

    def load(self, model: str, version: str) -> None:
        """Has the worker hold a model version ready, as soon as it is free."""
        self._move_model({"op": "load", "model": model, "version": version})

    def unload(self, model: str) -> None:
        """Has the worker give a model up, as soon as it is free."""
        self._move_model({"op": "unload", "model": model})

    def _move_model(self, message: Message) -> None:
        # What was wanted of the same model before no longer counts.
        others = [other for other in self._models_to_move if other["model"] != message["model"]]
        self._models_to_move = [*others, message]
        self._post(self.advance)

    def advance(self) -> None:
        """Gives the worker its next job, if it is free."""
        if not self._ready or self._job is not None:
            return
        while self._models_to_move:
            self._worker.send(self._models_to_move.pop(0))
        if self.waiting.paused or self._clock() < self._not_before:
            return
        job = self._queue.next("render")
        if job is None:
            return
        job = self._queue.move(job.id, JobState.RUNNING)
        self._job, self._begun, self._fraction, self._cancel_by = job, self._clock(), 0.0, None
        self._headway.begin(job.id, job.payload["request"]["seconds"] * self._pace)
        order = {"op": "render", "job": job.id, "last": job.attempts >= MOST_ATTEMPTS, **job.payload}
        if not self._worker.send(order):
            self._ready, self._job = False, None
            self._records.make(lambda: self._postpone(job.id))

    def tick(self) -> None:
        """Looks after what is late; called about once a second."""
        if self._cancel_by is not None and self._clock() > self._cancel_by:
            self._cancel_by = self._clock() + CANCEL_S
            self._worker.kill()
        if self._job is not None:
            self._headway.look()
        self._records.retry()
        worker = self._worker.status
        if worker["state"] == "failing" and self._unable is None:
            self._notice(WorkerFailing(worker["why"]))
        self.advance()

    def fraction(self, job: str) -> float:
        """Returns how far a running job is, from 0 to 1."""
        current = self._job
        return self._fraction if current is not None and current.id == job else 0.0

    def _waiting_s(self) -> float:
        waiting = self.waiting.seconds
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
            case {"type": "resident", "device": str(device), "models": list(models), "why": why}:
                if device != self.device and why is not None:
                    self._notice(SdadError.from_dict(why))
                self.device, self.resident = device, models
                self._emit(LibraryChanged(what="models"))
            case {"type": "unable", "error": dict(error)}:
                self._unable = SdadError.from_dict(error)
                self._notice(self._unable)
            case {"type": "progress", "job": id, "fraction": float() | int() as fraction} if job and job.id == id:
                self._fraction = min(1.0, max(0.0, float(fraction)))
                self._headway.made()
                self._emit(RenderProgress(job=job.id, fraction=self._fraction))
            case {"type": "done", "job": id, "result": dict(result)} if job and job.id == id:
                self._learn_pace(job)
                self._job = self._cancel_by = self._disk = None
                self._worker.sound()
                self._records.make(lambda: self._written(job, result))
                self._records.make(lambda: self._close(job.id))
                self.advance()
            case {"type": "failed", "job": id, "error": dict(error)} if job and job.id == id:
                self._job = self._cancel_by = None
                if error.get("code") == Cancelled.code:
                    self._records.make(lambda: self._fail(job.id, JobState.CANCELLED, error))
                elif self._waits_for_disk(job, error):
                    before, self._disk = self._disk, RendersWait(SdadError.from_dict(error))
                    self._not_before = self._clock() + DISK_S
                    if before is None or before.why != self._disk.why:
                        self._notice(self._disk)
                    self._records.make(lambda: self._postpone(job.id))
                else:
                    facts = error if error.get("code") else JobFailed(job.id, error.get("text", "")).as_dict()
                    self._records.make(lambda: self._fail(job.id, JobState.FAILED, facts))
                self.advance()
            case _:
                _log.warning("The render worker sent something out of place: %.200r", message)

    def _has_ended(self, code: int) -> None:
        how = self._worker.ending(code, sum(model.get("bytes", 0) for model in self.resident))
        self._post(lambda: self._on_exit(how))

    def _on_exit(self, how: str) -> None:
        job, cancelled = self._job, self._cancel_by is not None
        self._ready, self._job, self._cancel_by, self.resident = False, None, None, []
        if job is None:
            return
        if cancelled:
            self._records.make(lambda: self._fail(job.id, JobState.CANCELLED, Cancelled(job.id).as_dict()))
        elif job.attempts >= MOST_ATTEMPTS:
            error = WorkerDied("render worker", job.id, job.attempts, how).as_dict()
            self._records.make(lambda: self._fail(job.id, JobState.FAILED, error))
        else:
            # The worker publishes under the job's name, so a second attempt after the first was all but done is safe.
            self._records.make(lambda: self._again(job.id))

    @staticmethod
    def _waits_for_disk(job: Job, error: dict[str, str]) -> bool:
        """Whether a render is to be tried again when the disk takes files: only in the workspace's own output folder.

        A folder that somebody named for this render concerns nobody else, who would wait behind it.
        """
        return error.get("code") in (DiskFull.code, NotWritable.code, DriveGone.code) and job.payload.get("out") is None

    def _postpone(self, job: str) -> None:
        self._queue.postpone(job)

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

    def _learn_pace(self, job: Job) -> None:
        measured = (self._clock() - self._begun) / float(job.payload["request"]["seconds"])
        self._pace += 0.3 * (measured - self._pace)

    def remember(self) -> None:
        """Keeps what was learnt about the pace over a restart."""
        self._queue.remember(_PACE_KEY, self._pace)
