"""What can still be read in a damaged file of jobs: how it is noticed, and what is taken over into a new one."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from sdad.engine.jobs import JobState

_JOBS = "number, id, kind, state, payload, origin, attempts, result, error, changed, priority, place"
_OLDER_JOBS = _JOBS.replace("priority, place", "0, 0")
_KINDS = ("render", "train")


def check(connection: sqlite3.Connection) -> None:
    """Looks at every page, index and row.

    Raises:
        sqlite3.DatabaseError: one is damaged. Of errors that say something else, such as that the file is held by
            another program, it is what SQLite makes of them.
    """
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        rows = connection.execute(f"SELECT {_JOBS} FROM jobs")
        sound = verdict == "ok" and all(map(_is_job, rows))
        sound = sound and all(map(_is_memory, connection.execute("SELECT key, value FROM memory")))
    except (sqlite3.OperationalError, ValueError) as error:
        # A text that is no text has no code; a table that is not as it was made has the most general one.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        sound = False
    if not sound:
        raise sqlite3.DatabaseError("it is damaged")


def rescue(damaged: Path, into: sqlite3.Connection) -> int:
    """Takes over the jobs and notes that can still be read; returns how many of the jobs have not ended."""
    uri = f"{damaged.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.text_factory = bytes
            # Of a file of before priorities, which was damaged before it could be taken over, there are fewer columns.
            read = _read(connection, _JOBS, "jobs", "number") or _read(connection, _OLDER_JOBS, "jobs", "number")
            jobs = [row for row in read if _is_job(row)]
            notes = [row for row in _read(connection, "key, value", "memory", "rowid") if _is_memory(row)]
        into.execute("BEGIN IMMEDIATE")
        into.executemany(f"INSERT OR IGNORE INTO jobs ({_JOBS}) VALUES ({', '.join('?' * 12)})", jobs)
        into.executemany("INSERT OR IGNORE INTO memory VALUES (?, ?)", notes)
        into.execute("COMMIT")
    except sqlite3.Error:
        if into.in_transaction:
            into.execute("ROLLBACK")
        return 0
    open_states = (JobState.QUEUED, JobState.RUNNING)
    (waiting,) = into.execute("SELECT COUNT(*) FROM jobs WHERE state IN (?, ?)", open_states).fetchone()
    return int(waiting)


def _read(connection: sqlite3.Connection, columns: str, table: str, order: str) -> list[tuple[Any, ...]]:
    """Returns the rows of a table from both ends up to where it is damaged, their texts decoded where that goes."""
    found = []
    for direction in ("ASC", "DESC"):
        # Where the names of the columns are damaged, it is no text that SQLite complains in.
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            # Not by an index, which may be damaged where the table is sound.
            rows = connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY {order} {direction}")
            for row in rows:
                with contextlib.suppress(UnicodeDecodeError):
                    found.append(tuple(each.decode() if isinstance(each, bytes) else each for each in row))
    return found


def _is_job(row: tuple[Any, ...]) -> bool:
    number, name, kind, state, payload, origin, attempts, result, error, changed, priority, place = row
    return (
        all(isinstance(each, int) for each in (number, attempts, priority))
        and all(isinstance(each, str) for each in (name, origin, changed))
        and isinstance(place, int | float)
        and kind in _KINDS
        and state in set(JobState)
        and _is_json(payload)
        and all(each is None or _is_json(each) for each in (result, error))
    )


def _is_memory(row: tuple[Any, ...]) -> bool:
    key, value = row
    return isinstance(key, str) and _is_json(value)


def _is_json(text: object) -> bool:
    try:
        json.loads(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True
