"""The parent's end of one spawned process: started, listened to, missed when silent, started again, ended in time.

The other end is :mod:`sdad.child`. Both speak JSON, one object a line. A child's standard error is its log.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sdad.child import Message
from sdad.engine.endings import describe_exit, ending, why_not_begun
from sdad.logs import escaped, keep_small, parsed

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restarts:
    """When a child that ended by itself is started again.

    After the n-th fault in a row it waits ``first_s`` · 2ⁿ⁻¹, at most ``most_s``; having run for ``sound_s`` clears the
    count. After ``budget`` faults in a row the child is *failing*: people are told, and it is tried every ``most_s``.
    """

    first_s: float = 0.25
    most_s: float = 30.0
    sound_s: float = 60.0
    budget: int = 6

    def delay_s(self, faults: int) -> float:
        """Returns the wait before the next start after that many faults in a row."""
        return self.most_s if faults >= self.budget else float(min(self.most_s, self.first_s * 2.0 ** (faults - 1)))


class Child:
    """One child process, or the place of one that is to be started again.

    Args:
        name: What it is called in logs and in the status.
        argv: Its command line.
        on_message: Called with every message but heartbeats, from the thread that reads the child.
        logs: The folder of its log.
        on_exit: Called with the exit code when the process has ended and all its messages have been delivered.
        restarts: How it is started again; None for a child that runs once.
        heartbeat_s: The longest silence before it counts as hung and is ended; None for a child without heartbeats.
        niceness: By how much it goes behind what else the machine does, as in nice(1), from 0 to 19.
        clock: Seconds that never jump.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        on_message: Callable[[Message], None],
        *,
        logs: Path,
        on_exit: Callable[[int], None] = lambda code: None,
        restarts: Restarts | None = None,
        heartbeat_s: float | None = 60.0,
        niceness: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.log_path = logs / f"{name}.log"
        self._argv = list(argv)
        self._on_message = on_message
        self._on_exit = on_exit
        self._restarts = restarts
        self._heartbeat_s = heartbeat_s
        self._niceness = niceness
        self._clock = clock
        self._lock = threading.RLock()
        self._sending = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._wanted = False
        self._due: float | None = None
        self._started = self._heard = 0.0
        self._faults = self._starts = 0
        self._unbegun = self._killed_for = ""

    def start(self) -> None:
        """Starts the process, unless it runs."""
        with self._lock:
            self._wanted = True
            if self._process is None:
                self._spawn()

    def send(self, message: Message) -> bool:
        """Sends a message; returns False when there is no process that could receive it."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        try:
            with self._sending:
                process.stdin.write(json.dumps(message) + "\n")
                process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def sound(self) -> None:
        """Clears the count of faults: the child has just proved that it works."""
        self._faults = 0

    def kill(self, why: str = "it was told to") -> None:
        """Ends the process at once; what restarts it, if anything does, is its restart rule."""
        process = self._process
        if process is not None:
            self._killed_for = why
            process.kill()

    def retire(self) -> None:
        """Closes the child's input, which it takes as the wish to end, and does not wait for that."""
        self._wanted = False
        process = self._process
        # A child that reads nothing may have left a writer stuck in a full pipe: then the input cannot be closed.
        if process is not None and self._sending.acquire(timeout=0.5):
            with contextlib.suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()
            self._sending.release()

    def stop(self, within_s: float) -> None:
        """Ends the child for good: it is asked to, and helped if it is late."""
        deadline = self._clock() + within_s
        with self._lock:
            self._wanted = False
            self._due = None
            process, reader = self._process, self._reader
        if process is None:
            return
        self.retire()
        if not _ended(process, max(0.5, deadline - 1.0 - self._clock())):
            _log.warning("%s did not end in time and is ended.", self.name)
            process.terminate()
            if not _ended(process, 0.5):
                process.kill()
        if reader is not None and reader is not threading.current_thread():
            reader.join(timeout=1.0)

    def watch(self) -> None:
        """Ends a child that has been silent too long, and starts one whose time has come. Called often."""
        with self._lock:
            now = self._clock()
            if self._process is None:
                if self._wanted and self._due is not None and now >= self._due:
                    self._spawn()
            elif self._heartbeat_s is not None and now - self._heard > self._heartbeat_s:
                _log.error("%s has been silent for %.0f s and is ended.", self.name, now - self._heard)
                self._heard = now
                self.kill("it said nothing any more")

    @property
    def running(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None

    @property
    def status(self) -> dict[str, Any]:
        """What ``sdad status`` shows: ``state`` (running, waiting, failing or stopped), ``pid``, ``restarts``, ``why``.

        ``why`` is the last line of the log of a child that is failing, or why it cannot be begun, else None.
        """
        with self._lock:
            failing = self._wanted and self._restarts is not None and self._faults >= self._restarts.budget
            state = "running" if self._process else "waiting" if self._wanted else "stopped"
            return {
                "state": "failing" if failing else state,
                "pid": self._process.pid if self._process else None,
                "restarts": max(0, self._starts - 1),
                "why": (self._unbegun or self.last_log_line()) if failing else None,
            }

    def ending(self, code: int, bytes_held: int = 0) -> str:
        """Returns in words how the process that has just ended did so; ``bytes_held`` is what it had loaded."""
        if self._killed_for:
            return f"the last time because {self._killed_for}"
        return ending(code, self.last_log_line(), bytes_held)

    def last_log_line(self) -> str:
        """Returns the last line that the child wrote to its log, or an empty string."""
        try:
            with self.log_path.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
                lines = log.read().decode("utf-8", "replace").split("\n")
        except OSError:
            return ""
        return next((escaped(parsed(line.strip())["text"], 200) for line in reversed(lines) if line.strip()), "")

    def _spawn(self) -> None:
        self._due = None
        self._started = self._heard = self._clock()
        self._starts += 1
        self._killed_for = ""
        try:
            with self._open_log() as log:
                process = self._process = subprocess.Popen(
                    self._argv,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    encoding="utf-8",
                    errors="replace",
                    env={**os.environ, "PYTHONUTF8": "1"},
                    **_apart(self._niceness),
                )
            if self._niceness:
                _make_nice(process.pid, self._niceness)
            reader = threading.Thread(target=self._read, args=(process,), name=f"{self.name}-reader", daemon=True)
            reader.start()
            self._reader, self._unbegun = reader, ""
        except Exception as error:  # no program, no process, no thread: what it is may pass, and it is tried again
            _log.error("%s cannot be started: %s", self.name, error)
            self._unbegun = why_not_begun(error)
            unheard, self._process = self._process, None
            if unheard is not None:
                with unheard:
                    unheard.kill()
            self._after_fault()

    def _open_log(self) -> IO[bytes]:
        try:
            keep_small(self.log_path)
            return self.log_path.open("ab")
        except OSError:
            # No room for a log must not mean no child.
            return Path(os.devnull).open("ab")

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._heard = self._clock()
            self._receive(line)
        code = process.wait()
        process.stdout.close()
        if self._wanted and (code or self._restarts):
            _log.warning("%s ended by %s: %s", self.name, describe_exit(code), self.last_log_line())
        # Told before the place is free: nobody hears of a new process before the end of the old one.
        try:
            self._on_exit(code)
        except Exception:
            _log.exception("The end of %s could not be dealt with.", self.name)
        with self._lock:
            self._process = None
            if self._wanted:
                self._after_fault()
        with self._sending, contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()

    def _receive(self, line: str) -> None:
        try:
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ValueError("not an object")
        except ValueError:
            _log.warning("%s sent a line that is no message: %.200r", self.name, line)
            return
        if message.get("type") == "heartbeat":
            keep_small(self.log_path)
            return
        try:
            self._on_message(message)
        except Exception:
            _log.exception("A message of %s could not be dealt with.", self.name)

    def _after_fault(self) -> None:
        if self._restarts is None:
            self._wanted = False
            return
        ran_s = self._clock() - self._started
        self._faults = 1 if ran_s >= self._restarts.sound_s else self._faults + 1
        self._due = self._clock() + self._restarts.delay_s(self._faults)


def _ended(process: subprocess.Popen[str], within_s: float) -> bool:
    try:
        process.wait(timeout=within_s)
    except subprocess.TimeoutExpired:
        return False
    return True


def _apart(niceness: int) -> dict[str, Any]:
    """Returns what keeps a child out of our terminal's signals: Ctrl-C is ours to answer, and we tell the children."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags | (subprocess.BELOW_NORMAL_PRIORITY_CLASS if niceness else 0)}
    return {"start_new_session": True}


def _make_nice(pid: int, niceness: int) -> None:
    """Lets a child of ours go behind other processes; on Windows the flag in :func:`_apart` does this."""
    if sys.platform == "win32":
        return
    # From our own on, which may not be 0: nobody may become less nice than the one who starts them.
    niceness = min(19, os.getpriority(os.PRIO_PROCESS, 0) + niceness)
    with contextlib.suppress(OSError):  # it may have ended already, or this may be forbidden
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
    # Where Linux shares the time between sessions first, the niceness of a process only counts inside its own, and each
    # child has one of its own (sched(7), "The autogroup feature").
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness), "ascii")
