"""The watching of the drop folders.

What the operating system reports is a hint only: events get lost, come twice, come in any order, stop when a folder
is replaced, and never come from network drives. A hint makes the named dataset be looked at soon; all of them are
looked at every few seconds anyway, and that look is the truth.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from sdad.control.commands import FolderChanged
from sdad.control.port import EnginePort
from sdad.errors import SdadError, SurfaceError
from sdad.surfaces.watch.listing import datasets_in, listing_of
from sdad.surfaces.watch.settling import SETTLE_S, Settling

RESCAN_S = 5.0
SCAN_SHARE = 0.05
"""At most this share of the time is spent looking at folders; very large ones are looked at less often."""
SWARM_S = 0.2
STOP_LIMIT_S = 5.0

_MEANINGFUL = frozenset(("created", "modified", "moved", "deleted", "closed"))

_log = logging.getLogger(__name__)


class ChangesUnreported(SurfaceError):
    """The system does not report what changes in a folder."""

    code = "surface.changes_unreported"

    def __init__(self, folder: Path | str, reason: str, every_s: float) -> None:
        super().__init__(
            f"The system reports no changes in {folder} ({reason}), so it is looked at every {every_s:g} s instead. On "
            f"Linux, raise fs.inotify.max_user_watches or fs.inotify.max_user_instances; sdad takes that up by itself.",
            thing=str(folder),
        )


class _Hints(FileSystemEventHandler):
    """Collects the datasets that events are about. Nothing here can raise: that would end the watching in silence."""

    def __init__(self, root: Path, hint: Callable[[str], None]) -> None:
        self._root = os.fspath(root)
        self._hint = hint

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _MEANINGFUL:
            return
        for path in (event.src_path, event.dest_path):
            inside = os.path.relpath(os.fsdecode(path), self._root) if path else ""
            self._hint(inside.split(os.sep, 1)[0])


class WatchSurface:
    """Tells the engine of datasets whose recordings have come or gone, and have settled.

    Args:
        port: The engine.
        folder: The folder that holds the datasets; it may come and go.
        settle_s: How long a dataset must be left alone before it is told.
        rescan_s: How often everything is looked at, whether or not there was a hint.
        clock: Monotonic seconds.
        notice: Told of faults that nobody asked for.
    """

    def __init__(
        self,
        port: EnginePort,
        folder: Path,
        *,
        settle_s: float = SETTLE_S,
        rescan_s: float = RESCAN_S,
        clock: Callable[[], float] = time.monotonic,
        notice: Callable[[SdadError], None] = lambda error: None,
    ) -> None:
        self._port = port
        self._notice = notice
        self._folder = folder
        self._settle_s = settle_s
        self._rescan_s = rescan_s
        self._clock = clock
        self._settling = Settling(settle_s, clock)
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._hinted: set[str] = set()
        self._observer: BaseObserver | None = None
        self._observed: tuple[int, int] | None = None
        self._complained = False
        self._next_scan = clock()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begins to watch; what lies in the folders already is told once it has settled."""
        self._thread.start()

    def stop(self) -> None:
        """Stops watching. Stopping twice does nothing."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_LIMIT_S)
        self._end_observer()

    def look(self) -> float:
        """Looks at what was hinted at, is restless, or is due, and tells what has settled.

        Returns:
            Seconds until there is something to look at again.
        """
        self._keep_observing()
        now = self._clock()
        names = datasets_in(self._folder)
        if names is None:
            return self._rescan_s
        everything = now >= self._next_scan
        hinted, self._hinted = self._hinted, set()
        wanted = hinted | set(self._settling.restless)
        for name in names if everything else [each for each in names if each in wanted]:
            if self._settling.look(name, listing_of(self._folder / name)):
                self._tell(name)
        for name in self._settling.keep_only(names):
            self._tell(name)
        after = self._clock()
        if everything:
            self._next_scan = after + max(self._rescan_s, (after - now) / SCAN_SHARE)
        due = self._next_scan - after
        return max(0.0, min(due, self._settle_s / 4) if self._settling.restless else due)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait_s = self.look()
            except Exception:  # whatever a folder provokes, the next look comes
                _log.exception("the folders in %s could not be looked at", self._folder)
                wait_s = self._rescan_s
            if self._wake.wait(wait_s):
                # Events come in swarms: thousands of files that are moved in together are one look.
                self._stopping.wait(SWARM_S)
            self._wake.clear()

    def _hint(self, dataset: str) -> None:
        self._hinted.add(dataset)
        self._wake.set()

    def _tell(self, dataset: str) -> None:
        def answered(future: Future[dict[str, Any]]) -> None:
            with contextlib.suppress(BaseException):
                error = future.exception(0)
                if error is not None:
                    _log.warning("dataset %s: %s", dataset, error)

        self._port.submit(FolderChanged(dataset=dataset, origin="watch")).add_done_callback(answered)

    # -- hints from the system -----------------------------------------------------------------------------------

    def _keep_observing(self) -> None:
        """Starts the observer again when it died, or when the folder it watches is no longer the same one."""
        try:
            facts = self._folder.stat()
        except OSError:
            self._end_observer()
            return
        identity = (facts.st_dev, facts.st_ino)
        if self._observer is not None and self._observer.is_alive() and identity == self._observed:
            return
        self._end_observer()
        observer = Observer()
        try:
            observer.schedule(_Hints(self._folder, self._hint), os.fspath(self._folder), recursive=True)
            observer.start()
        except OSError as error:
            self._complain(error)
            return
        self._observer, self._observed, self._complained = observer, identity, False

    def _end_observer(self) -> None:
        observer, self._observer, self._observed = self._observer, None, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join(STOP_LIMIT_S)

    def _complain(self, error: OSError) -> None:
        if not self._complained:
            self._complained = True
            self._notice(ChangesUnreported(self._folder, error.strerror or str(error), self._rescan_s))
