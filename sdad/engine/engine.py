"""The engine: one thread that decides, with everything slow beside it. It never imports torch and never decodes audio.

Surfaces hand commands over from any thread and get a future; the deciding thread takes them in order, changes the
controls, the queue and the library, and tells every listener what happened.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sdad.control.commands import Command
from sdad.control.events import Event, Notice
from sdad.engine.catalogue import Catalogue
from sdad.engine.decisions import Decisions
from sdad.engine.desk import Desk
from sdad.engine.errands import Errands
from sdad.engine.job_queue import JobQueue
from sdad.engine.open_files import OpenFiles
from sdad.engine.questions import Questions
from sdad.engine.rendering import Rendering, render_argv
from sdad.engine.room import Room
from sdad.engine.scheduler import QuietTime
from sdad.engine.stalls import Stalls
from sdad.engine.starts import SafeMode
from sdad.engine.supervisor import Supervisor
from sdad.engine.trainings import Trainings, train_argv
from sdad.errors import Corrupt, EngineError, SdadError, Unforeseen
from sdad.library.cloud import SyncedWorkspace, syncing
from sdad.library.layout import Workspace
from sdad.settings import Settings

Json = dict[str, Any]
_log = logging.getLogger(__name__)

TICK_S = 1.0
KEEP_S = 10.0
"""How often where the controls stand is kept while hands are on them: writing to disk makes those hands wait."""


class Stopping(EngineError):
    """A command came when sdad was being stopped."""

    code = "engine.stopping"

    def __init__(self) -> None:
        super().__init__(
            "sdad is being stopped and takes no more commands. Start it again with: sdad up", thing="daemon"
        )


class Engine(Questions):
    """Fulfils :class:`sdad.control.port.EnginePort`.

    Args:
        settings: What the daemon was told.
        render_worker: The render worker's command line, in place of its own.
        train_worker: The train worker's command line, in place of its own.
        safe_mode: Why nothing may be rendered, trained or looked at; None when all is well.

    Raises:
        StorageError: the workspace cannot be written.
        FormatTooNew: a later sdad wrote the workspace.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        render_worker: Sequence[str] | None = None,
        train_worker: Sequence[str] | None = None,
        safe_mode: SafeMode | None = None,
    ) -> None:
        super().__init__()
        self._safe_mode = safe_mode
        self.workspace = Workspace(settings.workspace).ensure()
        self._settings = settings
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._listeners: tuple[Callable[[Event], None], ...] = ()
        self._listening = threading.Lock()
        self._accepting = False
        self._dirty, self._moving, self._stopped, self._keep_by = False, False, False, 0.0
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

        self._stalls = Stalls(self.notice)
        self.supervisor = Supervisor(self._stalls.look)
        self._catalogue = Catalogue(self.workspace)
        self._queue = JobQueue(self.workspace.database)
        self._room = Room(self.workspace.root, self.notice)
        self._open_files = OpenFiles(self.notice)
        self._errands = Errands()
        self._notes = Errands()
        self._kept: Future[None] = Future()
        self._kept.set_result(None)
        self._desk = Desk(self._catalogue.models, self._catalogue.presets, self.emit)
        logs = self.workspace.logs
        self._rendering = Rendering(
            self._queue,
            self.supervisor,
            render_worker or render_argv(settings),
            logs,
            self.emit,
            self.notice,
            self._post,
        )
        self._trainings = Trainings(
            self._queue,
            self.supervisor,
            train_worker or train_argv(),
            settings.workspace,
            settings.device,
            logs,
            self.emit,
            self.notice,
            self._post,
            lambda dataset: self._decisions.training_ended(dataset),
        )
        self._quiet_time = QuietTime(lambda dataset: self._post(lambda: self._decisions.quiet(dataset)))
        self._decisions = Decisions(
            settings,
            self._catalogue,
            self._queue,
            self._desk,
            self._rendering,
            self._trainings,
            self._errands,
            self._quiet_time,
            self.emit,
            self.notice,
            self._post,
        )

    # -- starting and stopping -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Takes up where the last process ended, and starts deciding."""
        if self._queue.set_aside is not None:
            damage = Corrupt(
                self.workspace.database,
                "it is no sound database",
                f"It was kept as {self._queue.set_aside.name} and a new one begun with {self._queue.rescued} waiting "
                "job(s) that could be read. See sdad queue list, and ask again for what is missing.",
            )
            self.notice(damage)
        if (service := syncing(self.workspace.root)) is not None:
            self.notice(SyncedWorkspace(self.workspace.root, service))
        resumed = self._queue.recover()
        if resumed:
            _log.info("Resuming %d job(s): %s", len(resumed), ", ".join(job.id for job in resumed))
        if self._safe_mode is None:
            self._decisions.take_over()
        else:
            self.notice(self._safe_mode)
            self._rendering.refuse(self._safe_mode)
            self._trainings.set_may_train(False)
        self.supervisor.start()
        self._errands.start()
        self._notes.start()
        self._errands.do(self._catalogue.sweep)
        self._accepting = True
        self._thread.start()
        if self._safe_mode is None:
            self._post(self._rendering.start)
            self._post(self._decisions.look_at_folders)

    def stop(self, within_s: float = 8.0) -> None:
        """Ends in good order: no more commands, what is known is kept, and work in hand goes back to the queue."""
        if self._stopped:
            return
        self._stopped, self._accepting = True, False
        self._quiet_time.stop()
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(within_s)
        # The deciding thread has gone, so what workers say while they are being ended changes no job: a job that ran
        # is still "running" on disk and is taken up at the next start.
        self.supervisor.stop(within_s)
        self._errands.stop(1.0)
        self._notes.stop(1.0)
        try:
            if self._safe_mode is None:  # whose controls nobody has taken over
                self._decisions.keeping()()
            self._rendering.remember()
        except SdadError as error:
            _log.error("Where the controls stood could not be kept: %s", error)
        self._queue.close()

    # -- the deciding thread -------------------------------------------------------------------------------------

    def _post(self, task: Callable[[], None]) -> None:
        self._inbox.put(task)

    def _run(self) -> None:
        due = time.monotonic() + TICK_S
        while True:
            wait_s = max(0.0, due - time.monotonic())
            self._stalls.well(wait_s)
            try:
                task = self._inbox.get(timeout=wait_s)
            except queue.Empty:
                task = self._tick
            if task is None:
                return
            self._stalls.well()
            self._guarded(task)
            if time.monotonic() >= due:
                due = time.monotonic() + TICK_S
                if task != self._tick:
                    self._guarded(self._tick)

    def _guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        except SdadError as error:
            self.notice(error)
        except Exception:
            _log.exception("Something unforeseen happened in the engine; it goes on.")
            self.notice(Unforeseen("the engine"))

    def _tick(self) -> None:
        self._open_files.look()
        if self._safe_mode is not None:
            return
        self._trainings.set_may_train(self._room.look())
        self._rendering.tick()
        self._trainings.tick()
        moving, self._moving = self._moving, False
        if self._dirty and self._kept.done() and (not moving or time.monotonic() >= self._keep_by):
            self._dirty, self._keep_by = False, time.monotonic() + KEEP_S
            self._kept = self._notes.do(self._decisions.keeping())
            self._kept.add_done_callback(self._say_what_was_not_kept)

    def _say_what_was_not_kept(self, kept: Future[None]) -> None:
        error = kept.exception()
        if isinstance(error, SdadError):
            self.notice(error)

    def _decide(self, command: Command, future: Future[Json]) -> None:
        try:
            answer = self._decisions.decide(command)
        except SdadError as error:
            future.set_exception(error)
        except Exception:
            _log.exception("%s could not be decided.", type(command).__name__)
            future.set_exception(Unforeseen(type(command).__name__))
        else:
            self._dirty = self._moving = True
            if isinstance(answer, Future):
                answer.add_done_callback(lambda done: _hand_on(done, future))
            else:
                future.set_result(answer)

    # -- what the daemon tells -----------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Tells an event to every listener; one that raises is logged and the others are told all the same."""
        if isinstance(event, Notice):
            self._notices.append({"code": event.code, "text": event.text, "thing": event.thing})
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                _log.exception("A listener could not take %s.", type(event).__name__)

    def notice(self, error: SdadError) -> None:
        """Tells people about a fault that nobody asked for, once for each text that is still in the status."""
        if all(known["text"] != error.text for known in list(self._notices)):
            _log.warning("%s", error.text)
            self.emit(Notice(code=error.code, text=error.text, thing=error.thing))

    # -- EnginePort ----------------------------------------------------------------------------------------------

    def submit(self, command: Command) -> Future[Json]:
        """Hands a command over; the future holds its JSON answer or the error refusing it."""
        future: Future[Json] = Future()
        # Whoever waits may give up; the command is decided nevertheless, so its future can no longer be cancelled.
        future.set_running_or_notify_cancel()
        if self._accepting:
            self._post(lambda: self._decide(command, future))
        else:
            future.set_exception(Stopping())
        return future

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls ``listener`` from the engine's thread with every event; returns what ends it. It must not block."""
        with self._listening:
            self._listeners = (*self._listeners, listener)

        def end() -> None:
            with self._listening:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return end


def _hand_on(done: Future[Json], future: Future[Json]) -> None:
    error = done.exception()
    if error is None:
        future.set_result(done.result())
    elif isinstance(error, SdadError):
        future.set_exception(error)
    else:
        _log.error("An errand failed.", exc_info=error)
        future.set_exception(Unforeseen("an errand"))
