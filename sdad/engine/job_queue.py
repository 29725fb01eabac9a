"""The jobs on disk: one SQLite file, one writer, nothing accepted is ever lost.

Write-ahead logging with ``synchronous=FULL``: what a caller was told is queued survives the process being killed and
the power going. A job that ran when the process ended goes back to the queue at the next start, so work is done at
least once; a result is named after its job, so doing it twice leaves one result.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sdad.engine.jobs import WHERE_JOBS_ARE, Job, JobKind, JobState, Json
from sdad.engine.rescue import check, rescue
from sdad.engine.schema import SCHEMA, prepare
from sdad.errors import DiskFull, EngineError, FormatTooNew, HeldElsewhere, NotFound, NotWritable, StorageError

KEPT_JOBS = 10_000
"""After so many others a job that has ended is forgotten: as many as may wait, so that all of them can be seen."""
PATIENCE_S = 5.0
"""How long another program, a viewer of databases perhaps, may hold the file before a change is refused."""
CACHE_KIB = 512
"""How much of the file SQLite holds in memory; with its usual 2 MB a daemon seems to grow for its first hour."""

_COLUMNS = "id, number, kind, state, payload, origin, attempts, result, error, priority"
_ORDER = "ORDER BY priority DESC, place, number"
"""Jobs of a higher priority go first; among equals the place that somebody gave them, then who came first."""


class IllegalMove(EngineError):
    """A job was to go from a state to one that does not follow it: a fault of ours, never of the caller's."""

    code = "engine.illegal_move"

    def __init__(self, job: str, state: JobState, to: JobState) -> None:
        super().__init__(f"Job {job} is {state} and cannot become {to}; this is a fault in sdad.", thing=job)


class JobQueue:
    """All jobs, and the little that the engine remembers from one start to the next. May be used from any thread.

    Args:
        path: The SQLite file; it is made when it does not exist.

    Raises:
        FormatTooNew: a later sdad wrote the file; nothing in it is touched.
        StorageError: the file cannot be opened for writing, or there is no room to keep a copy of an older one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self.set_aside: Path | None = None
        """Where a damaged file was moved to at opening; None when it was sound."""
        self.rescued = 0
        """How many jobs that had not ended were taken over from it."""
        try:
            self._connection = self._open()
        except sqlite3.OperationalError as error:
            raise self._refusal(error) from None
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self.set_aside = self._move_aside()
            self._connection = self._open()
            self.rescued = rescue(self.set_aside, self._connection)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA:
                raise FormatTooNew(self._path, version, SCHEMA)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            prepare(connection, self._path, version)
            check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _move_aside(self) -> Path:
        """Keeps a damaged file under another name: what is in it may still matter to somebody."""
        aside = self._path.with_name(f"{self._path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        self._path.replace(aside)
        for suffix in ("-wal", "-shm"):
            # What a process that was killed had not yet moved into the file goes with it.
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(self._path.name + suffix).replace(aside.with_name(aside.name + suffix))
        return aside

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keeps all that is changed inside, or nothing.

        Raises:
            StorageError: it cannot be kept, so nothing is changed.
        """
        with self._writing():
            yield

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, or a part of the one around it: all of it or nothing.

        Raises:
            DiskFull: there is no room for it.
            HeldElsewhere: another program has held the file for :data:`PATIENCE_S`.
            NotWritable: the file system refuses it.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.OperationalError as error:
                raise self._refusal(error) from None

    def _refusal(self, error: sqlite3.OperationalError) -> StorageError:
        if "full" in str(error):
            return DiskFull(self._path.parent)
        if "locked" in str(error):
            return HeldElsewhere(self._path)
        return NotWritable(self._path.parent, str(error))

    def _read(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def add(self, kind: JobKind, payloads: Iterable[Json], origin: str = "", priority: int = 0) -> list[Job]:
        """Queues jobs, all or none, in the order given, and returns them once they are safe on disk."""
        ids = []
        with self._writing() as writing:
            for payload in payloads:
                ids.append(self._new_id(kind))
                writing.execute(
                    "INSERT INTO jobs (id, kind, state, priority, payload, origin, changed)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (ids[-1], kind, JobState.QUEUED, priority, json.dumps(payload), origin, _now()),
                )
            _forget(writing)
        return [self.get(job) for job in ids]

    def put_before(self, job: str, other: str | None = None) -> Job:
        """Lets a waiting job go right before another one, with that one's priority, or before all others.

        Raises:
            NotFound: there is no such job among those that wait, or no such other of the same kind.
        """
        with self._writing() as writing:
            moved = self._waiting(job)
            waiting = [each.id for each in self.jobs_in(moved.kind, JobState.QUEUED) if each.id != job]
            if other is not None and other not in waiting:
                raise NotFound("waiting job", other, remedy=WHERE_JOBS_ARE)
            at = 0 if other is None else waiting.index(other)
            order = [*waiting[:at], job, *waiting[at:]]
            if at < len(waiting):
                following = self.get(waiting[at])
                writing.execute("UPDATE jobs SET priority = ? WHERE id = ?", (following.priority, job))
            places = [(place - len(order), each) for place, each in enumerate(order)]
            # Below zero, where no job is that merely came later.
            writing.executemany("UPDATE jobs SET place = ? WHERE id = ?", places)
            return self.get(job)

    def _waiting(self, job: str) -> Job:
        found = self.get(job)
        if found.state is not JobState.QUEUED:
            raise NotFound("waiting job", job, remedy=f"It is {found.state} already.")
        return found

    def _new_id(self, kind: JobKind) -> str:
        # Short enough to read out loud and to stand in a file's name, and checked against those already given.
        while True:
            job = kind[0] + secrets.token_hex(4)[:7]
            if not self._read("SELECT 1 FROM jobs WHERE id = ?", job):
                return job

    def get(self, job: str) -> Job:
        """Returns a job.

        Raises:
            NotFound: there is no such job.
        """
        rows = self._read(f"SELECT {_COLUMNS} FROM jobs WHERE id = ?", job)
        if not rows:
            raise NotFound("job", job, remedy=WHERE_JOBS_ARE)
        return _job(rows[0])

    def jobs_in(self, kind: JobKind, *states: JobState) -> list[Job]:
        """Returns the jobs of a kind that are in one of the states, in the order in which they leave the queue."""
        marks = ", ".join("?" * len(states))
        rows = self._read(f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? AND state IN ({marks}) {_ORDER}", kind, *states)
        return [_job(row) for row in rows]

    def next(self, kind: JobKind) -> Job | None:
        """Returns the job of a kind whose turn it is, or None when none waits."""
        rows = self._read(
            f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? AND state = ? {_ORDER} LIMIT 1", kind, JobState.QUEUED
        )
        return _job(rows[0]) if rows else None

    def newest(self, kind: JobKind) -> Job | None:
        """Returns the job of a kind that was queued last, whatever became of it."""
        rows = self._read(f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? ORDER BY number DESC LIMIT 1", kind)
        return _job(rows[0]) if rows else None

    def counts(self, kind: JobKind | None = None) -> dict[str, int]:
        """Returns how many jobs are queued, running, done and failed."""
        rows = self._read("SELECT state, COUNT(*) FROM jobs WHERE kind = ? OR ? IS NULL GROUP BY state", kind, kind)
        found = dict(rows)
        return {state: found.get(state, 0) for state in ("queued", "running", "done", "failed")}

    def move(self, job: str, to: JobState, *, result: Json | None = None, error: dict[str, str] | None = None) -> Job:
        """Takes a job to its next state, with its result or its error; starting one counts as an attempt.

        Raises:
            NotFound: there is no such job.
            IllegalMove: that state does not follow the job's own.
        """
        with self._writing() as writing:
            now = self.get(job)
            if not now.state.may_become(to):
                raise IllegalMove(job, now.state, to)
            writing.execute(
                "UPDATE jobs SET state = ?, attempts = attempts + ?, changed = ?, result = COALESCE(?, result),"
                " error = COALESCE(?, error) WHERE id = ?",
                (to, to is JobState.RUNNING, _now(), _text(result), _text(error), job),
            )
            return self.get(job)

    def end_waiting(self, kind: JobKind, to: JobState, error: Callable[[str], dict[str, str]]) -> list[str]:
        """Ends all jobs of a kind that wait, all or none, each with the error made of its id; returns their ids."""
        with self._writing() as writing:
            rows = self._read(f"SELECT id FROM jobs WHERE kind = ? AND state = ? {_ORDER}", kind, JobState.QUEUED)
            waiting = [job for (job,) in rows]
            now = _now()
            writing.executemany(
                "UPDATE jobs SET state = ?, changed = ?, error = ? WHERE id = ?",
                [(to, now, json.dumps(error(job)), job) for job in waiting],
            )
            return waiting

    def waiting_seconds(self) -> float:
        """Returns how long the renders that wait will sound, in seconds, added up."""
        ((seconds,),) = self._read(
            "SELECT TOTAL(json_extract(payload, '$.request.seconds')) FROM jobs WHERE kind = 'render' AND state = ?",
            JobState.QUEUED,
        )
        return float(seconds)

    def postpone(self, job: str) -> Job:
        """Puts a running job back into the queue without counting the attempt: nothing was wrong with it."""
        with self._writing() as writing:
            self.move(job, JobState.QUEUED)
            writing.execute("UPDATE jobs SET attempts = MAX(0, attempts - 1) WHERE id = ?", (job,))
            return self.get(job)

    def recover(self) -> list[Job]:
        """Puts the jobs that ran when the process ended back into the queue and returns them; once, at start."""
        stopped = self.jobs_in("render", JobState.RUNNING) + self.jobs_in("train", JobState.RUNNING)
        with self._writing() as writing:
            writing.execute(
                "UPDATE jobs SET state = ?, attempts = MAX(0, attempts - 1) WHERE state = ?",
                (JobState.QUEUED, JobState.RUNNING),
            )
            writing.execute("UPDATE jobs SET state = ? WHERE state = ?", (JobState.DONE, JobState.WRITTEN))
            _forget(writing)
        return [self.get(job.id) for job in stopped]

    def remember(self, key: str, value: Any) -> None:
        """Keeps a JSON value under a key over restarts."""
        with self._writing() as writing:
            writing.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (key, json.dumps(value)))

    def recall(self, key: str, default: Any = None) -> Any:
        """Returns the JSON value kept under a key, or the default."""
        rows = self._read("SELECT value FROM memory WHERE key = ?", key)
        return json.loads(rows[0][0]) if rows else default

    def close(self) -> None:
        """Closes the file; nothing is lost without it."""
        with self._lock:
            self._connection.close()


def _forget(writing: sqlite3.Connection) -> None:
    """Removes jobs that ended long ago, in a daemon that runs for months as well as at its start."""
    writing.execute(
        "DELETE FROM jobs WHERE state NOT IN (?, ?, ?) AND number <= (SELECT MAX(number) FROM jobs) - ?",
        (JobState.QUEUED, JobState.RUNNING, JobState.WRITTEN, KEPT_JOBS),
    )


def _job(row: Any) -> Job:
    job, number, kind, state, payload, origin, attempts, result, error, priority = row
    return Job(
        job,
        number,
        kind,
        JobState(state),
        json.loads(payload),
        origin,
        attempts,
        json.loads(result) if result else None,
        json.loads(error) if error else None,
        priority,
    )


def _text(value: Json | None) -> str | None:
    return None if value is None else json.dumps(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
