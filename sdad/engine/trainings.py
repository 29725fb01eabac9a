"""The trainings: queued, one at a time in a process of their own, given way to a performance, resumed."""

from __future__ import annotations

import functools
import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sdad.child import Message
from sdad.control.commands import Effort
from sdad.control.events import Event, LibraryChanged, TrainingDone, TrainingFailed, TrainingProgress
from sdad.engine.children import Child
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import MOST_ATTEMPTS, Job, JobState
from sdad.engine.records import Records
from sdad.engine.supervisor import Supervisor
from sdad.errors import (
    Busy,
    Cancelled,
    DiskFull,
    JobFailed,
    LibraryError,
    LiveLock,
    NotWritable,
    SdadError,
    StorageError,
    WorkerDied,
)

Json = dict[str, Any]
_log = logging.getLogger(__name__)

WORKER = "train"
BY_FOLDER = "folder"
"""The origin of trainings that nobody asked for: new recordings lay in the folder."""
RETRY_S = 5.0
"""The wait before a training whose process died is resumed, times the attempts so far."""
CANCEL_S = 20.0
"""How long a training may take to write its checkpoint when it is stopped; then it is ended where it is."""
SILENCE_S = 120.0
DISK_S = 300.0
"""How long trainings wait before it is tried again whether the disk takes a model: each try costs minutes of work."""
MOST_NAMED = 5
"""How many files one sentence names."""
NICENESS = 8
"""Trainings go behind renders, and both behind the hands on the controls."""


def train_argv() -> list[str]:
    """Returns the command line of a train worker."""
    return [sys.executable, "-m", "sdad.engine.train_worker"]


class TrainingsWait(StorageError):
    """No model can be put on the disk now."""

    code = "storage.trainings_wait"

    def __init__(self, error: SdadError) -> None:
        super().__init__(
            f"Trainings wait and go on by themselves once the disk takes models. {error.text}", thing=error.thing
        )
        self.why = error.code, error.thing
        """What they wait for: it is told once, although the room that is free changes."""


class RecordingsSkipped(LibraryError):
    """A model was made without some of the recordings in its folder."""

    code = "library.recordings_skipped"

    def __init__(self, dataset: str, reasons: Sequence[str]) -> None:
        super().__init__(
            f'{len(reasons)} of the recordings in "{dataset}" could not be used, and its model was made of the others. '
            f"{reasons[0]} sdad model show {dataset} names each of them.",
            thing=dataset,
        )


class RecordingsBrokenOff(LibraryError):
    """A model was made of recordings that are not whole."""

    code = "library.recordings_broken_off"

    def __init__(self, dataset: str, files: Sequence[str]) -> None:
        more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
        super().__init__(
            f'In "{dataset}" {len(files)} recording(s) break off before their headers say: '
            f"{', '.join(files[:MOST_NAMED])}{more}. What is there was used; copy them again to have the rest.",
            thing=dataset,
        )


class Trainings:
    """Every method is called on the deciding thread only, but for :meth:`summary`.

    Args:
        queue: Where jobs are kept.
        supervisor: Who watches over the worker.
        argv: The worker's command line.
        workspace: The workspace's folder.
        device: What to train on.
        logs: The folder of the worker's log.
        emit: Takes each event.
        notice: Tells people about a fault that nobody asked for.
        post: Has a function called on the deciding thread.
        ended: Called with a dataset's name when its training has ended by itself, well or badly.
        clock: Seconds that never jump.
    """

    def __init__(
        self,
        queue: JobQueue,
        supervisor: Supervisor,
        argv: Sequence[str],
        workspace: Path,
        device: str,
        logs: Path,
        emit: Callable[[Event], None],
        notice: Callable[[SdadError], None],
        post: Callable[[Callable[[], None]], None],
        ended: Callable[[str], None] = lambda dataset: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._supervisor = supervisor
        self._argv = argv
        self._workspace = workspace
        self._device = device
        self._logs = logs
        self._emit = emit
        self._notice = notice
        self._post = post
        self._ended = ended
        self._clock = clock
        self._child: Child | None = None
        self._job: Job | None = None
        self._progress: Json = {}
        self._stopped: str | None = None
        self._records = Records()
        self._stop_by = 0.0
        self._not_before = 0.0
        self._disk: TrainingsWait | None = None
        self.live = False
        """Whether the performance lock is on."""
        self._may_train = True

    def add(self, dataset: str, effort: Effort, origin: str) -> Json:
        """Queues a training and returns ``{"job": id}``.

        A person's wish takes the place of a training that waits because of the folder, and never the other way round.

        Raises:
            LiveLock: the performance lock is on.
            Busy: this dataset is being trained, or waits for it, already.
            StorageError: the training cannot be kept, so it is not accepted.
        """
        if self.live and origin != BY_FOLDER:
            raise LiveLock
        if self._job is not None and self._job.payload["dataset"] == dataset and origin != BY_FOLDER:
            raise Busy(f'"{dataset}" is being trained already.', "Wait until it is done, or stop it first.", dataset)
        with self._queue.together():
            for waiting in self._queue.jobs_in("train", JobState.QUEUED):
                if waiting.payload["dataset"] != dataset:
                    continue
                if origin == BY_FOLDER:
                    return {"job": waiting.id}
                if waiting.origin != BY_FOLDER:
                    raise Busy(f'"{dataset}" waits for its training already.', "Wait until it is done.", dataset)
                self._queue.move(waiting.id, JobState.SUPERSEDED)
            (job,) = self._queue.add("train", [{"dataset": dataset, "effort": effort}], origin)
        # From here on it is accepted: nothing may make it look as if it were not.
        self._post(self.advance)
        return {"job": job.id}

    def stop(self) -> Json:
        """Stops the training that runs, or else the next that waits; returns ``{"stopped": id}``, None without any.

        Raises:
            StorageError: it waits, and that it is cancelled cannot be kept, so it waits on.
        """
        job = self._job or self._queue.next("train")
        if job is None:
            return {"stopped": None}
        if job is self._job:
            self._interrupt("cancelled")
        else:
            error = Cancelled(job.id).as_dict()
            self._queue.move(job.id, JobState.CANCELLED, error=error)
            self._tell_of_failure(job, error)
        return {"stopped": job.id}

    def set_live(self, on: bool) -> None:
        """Turns the performance lock on, which puts the training that runs back into the queue, or off."""
        self.live = on
        if on and self._job is not None:
            self._interrupt("later")
        self._post(self.advance)

    def set_may_train(self, may: bool) -> None:
        """Lets trainings wait, the one that runs included, for as long as there is no room for them."""
        if may is not self._may_train:
            self._may_train = may
            if not may and self._job is not None:
                self._interrupt("later")

    @property
    def waiting_for(self) -> str | None:
        """What keeps trainings from being tried again, in words; None when nothing does that has to be said."""
        return self._disk.text if self._disk else None

    def concerns(self, dataset: str) -> bool:
        """Returns whether a dataset is being trained or waits for it."""
        if self._job is not None and self._job.payload["dataset"] == dataset:
            return True
        return any(job.payload["dataset"] == dataset for job in self._queue.jobs_in("train", JobState.QUEUED))

    def advance(self) -> None:
        """Starts the training that has waited longest, if nothing stands against it."""
        if self._job is not None or self.live or not self._may_train or self._clock() < self._not_before:
            return
        if self._child is not None and self._child.running:
            return
        job = self._queue.next("train")
        if job is None:
            return
        job = self._queue.move(job.id, JobState.RUNNING)
        self._job, self._stopped = job, None
        self._progress = {"stage": "starting", "fraction": 0.0, "eta_s": 0.0}

        def ended(code: int) -> None:
            how = child.ending(code)
            self._post(lambda: self._on_exit(job.id, how))

        child = Child(
            WORKER,
            self._argv,
            lambda message: self._post(lambda: self._on_message(job.id, message)),
            logs=self._logs,
            on_exit=ended,
            heartbeat_s=SILENCE_S,
            niceness=NICENESS,
        )
        self._child = child
        self._supervisor.add(child)
        work = {"op": "train", "job": job.id, "workspace": str(self._workspace), "device": self._device, "seed": 0}
        if not child.send({**work, **job.payload}) and not child.running:
            self._on_exit(job.id, "the last time before it had begun")

    def tick(self) -> None:
        """Looks after what is late; called about once a second."""
        if self._stopped is not None and self._child is not None and self._clock() > self._stop_by:
            self._child.kill()
        self._records.retry()
        self.advance()

    def summary(self) -> Json:
        """Returns the training that runs or ran last: ``state, dataset, effort, stage, fraction, eta_s, job``."""
        job = self._job or self._queue.newest("train")
        if job is None:
            idle = {"state": "idle", "dataset": None, "effort": None, "job": None}
            return {**idle, "stage": "", "fraction": 0.0, "eta_s": 0.0, "result": None, "error": None}
        facts = {"state": job.state.value, "job": job.id, "result": job.result, "error": job.error}
        done = 1.0 if job.state in (JobState.DONE, JobState.WRITTEN) else 0.0
        progress = self._progress if job is self._job else {"stage": "", "fraction": done, "eta_s": 0.0}
        return {**facts, **progress, "dataset": job.payload["dataset"], "effort": job.payload["effort"]}

    def fraction(self, job: str) -> float:
        """Returns how far a running job is, from 0 to 1."""
        current = self._job
        return float(self._progress.get("fraction", 0.0)) if current is not None and current.id == job else 0.0

    def _interrupt(self, why: str) -> None:
        # Whoever has cancelled it does not want it later.
        if self._child is not None and self._job is not None and self._stopped != "cancelled":
            self._stopped, self._stop_by = why, self._clock() + CANCEL_S
            self._child.send({"op": "cancel", "job": self._job.id})

    def _on_message(self, id: str, message: Message) -> None:
        job = self._job
        if job is None or job.id != id:
            return
        dataset = job.payload["dataset"]
        match message:
            case {"type": "progress", "stage": str(stage), "fraction": fraction, "eta_s": eta_s}:
                self._progress = {"stage": stage, "fraction": float(fraction), "eta_s": float(eta_s)}
                self._emit(TrainingProgress(dataset=dataset, **self._progress))
            case {"type": "done", "report": dict(report)}:
                self._disk = None
                self._end(JobState.WRITTEN, JobState.DONE, result=report)
                version = str(report.get("version", ""))
                self._emit(TrainingDone(model=str(report.get("model", dataset)), version=version, report=report))
                self._emit(LibraryChanged(what="models"))
                if candidate := report.get("candidate"):
                    self._notice(SdadError.from_dict(candidate))
                if skipped := [str(one["reason"]) for one in report.get("skipped", ())]:
                    self._notice(RecordingsSkipped(dataset, skipped))
                if broken_off := [str(file) for file in report.get("broken_off", ())]:
                    self._notice(RecordingsBrokenOff(dataset, broken_off))
                self._ended(dataset)
            case {"type": "failed", "error": dict(error)}:
                if self._stopped == "later":
                    self._end()
                elif self._stopped is not None or error.get("code") == Cancelled.code:
                    self._fail(JobState.CANCELLED, Cancelled(id).as_dict())
                elif error.get("code") in (DiskFull.code, NotWritable.code):
                    before, self._disk = self._disk, TrainingsWait(SdadError.from_dict(error))
                    self._not_before = self._clock() + DISK_S
                    if before is None or before.why != self._disk.why:
                        self._notice(self._disk)
                    self._end()
                else:
                    unforeseen = JobFailed(id, error.get("text", "")).as_dict()
                    self._fail(JobState.FAILED, error if error.get("code") else unforeseen)
            case {"type": "remark", "error": dict(error)}:
                self._notice(SdadError.from_dict(error))
            case {"type": "ready"}:
                pass
            case _:
                _log.warning("The train worker sent something out of place: %.200r", message)

    def _on_exit(self, id: str, how: str) -> None:
        job = self._job
        if job is None or job.id != id:
            self.advance()
            return
        if self._stopped == "later":
            self._end()
        elif self._stopped is not None:
            self._fail(JobState.CANCELLED, Cancelled(id).as_dict())
        elif job.attempts >= MOST_ATTEMPTS:
            self._fail(JobState.FAILED, WorkerDied("train worker", id, job.attempts, how).as_dict())
        else:
            self._not_before = self._clock() + RETRY_S * job.attempts
            self._end(JobState.QUEUED)

    def _fail(self, state: JobState, error: dict[str, str]) -> None:
        assert self._job is not None
        job = self._job
        self._end(state, error=error)
        self._tell_of_failure(job, error)
        if state is JobState.FAILED:
            self._ended(job.payload["dataset"])

    def _tell_of_failure(self, job: Job, error: dict[str, str]) -> None:
        facts = {"code": error.get("code", ""), "text": error.get("text", "")}
        self._emit(TrainingFailed(dataset=job.payload["dataset"], **facts))

    def _end(self, *states: JobState, result: Json | None = None, error: dict[str, str] | None = None) -> None:
        """Lets go of the job in hand and records where it goes; without a state it is as if it had never begun."""
        assert self._job is not None
        job, self._job, self._stopped = self._job.id, None, None
        if not states:
            self._records.make(lambda: self._postpone(job))
        for state in states:
            self._records.make(functools.partial(self._move, job, state, result, error))
        if self._child is not None:
            self._child.retire()

    def _move(self, job: str, state: JobState, result: Json | None, error: dict[str, str] | None) -> None:
        self._queue.move(job, state, result=result, error=error)

    def _postpone(self, job: str) -> None:
        self._queue.postpone(job)
