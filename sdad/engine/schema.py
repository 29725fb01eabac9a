"""The tables that hold the jobs, and how a file of an earlier sdad is taken over, with a copy of it kept beside it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sdad.errors import DiskFull, storage_error
from sdad.library.formats import discard, place_new, sync_file

SCHEMA = 2

_TABLES = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    payload TEXT NOT NULL,
    origin TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    result TEXT,
    error TEXT,
    changed TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0,
    place REAL NOT NULL DEFAULT 0
);
CREATE INDEX jobs_in_order ON jobs (kind, state, priority DESC, place, number);
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_FROM_1 = """
ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN place REAL NOT NULL DEFAULT 0;
DROP INDEX jobs_by_state;
CREATE INDEX jobs_in_order ON jobs (kind, state, priority DESC, place, number);
"""
_CHANGES = {0: _TABLES, 1: _FROM_1}
"""By the format that a file has what makes :data:`SCHEMA` of it; 0 is a new one."""

_log = logging.getLogger(__name__)


def prepare(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Brings a file of an earlier format to :data:`SCHEMA`, with a copy of it kept beside it; makes a new one ready.

    Raises:
        sqlite3.DatabaseError: it is not as its format says.
        sqlite3.OperationalError: the disk does not take it; the file is as it was.
        StorageError: no copy can be kept; the file is as it was.
    """
    if version == SCHEMA:
        return
    if version not in _CHANGES:
        raise sqlite3.DatabaseError(f"there is no format {version}")
    if version > 0:
        copy = _keep_copy(connection, path, version)
        _log.info("The jobs of an earlier sdad are taken over; they were kept as %s.", copy.name)
    try:
        # One transaction: being killed here leaves the old file as it was.
        connection.executescript(f"BEGIN IMMEDIATE; {_CHANGES[version]} PRAGMA user_version={SCHEMA}; COMMIT;")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # tables that are there already, or are not
            raise sqlite3.DatabaseError("it is not as its format says") from None
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    # One hidden name for all, so that being killed again and again leaves one unfinished copy at most.
    hidden = path.with_name(f".{path.name}.part")
    copy = path.with_name(f"{path.name}.format{version}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    try:
        _discard_database(hidden)
        with contextlib.closing(sqlite3.connect(hidden)) as into:
            # By SQLite itself: what a process that was killed had not yet moved into the file belongs to it.
            connection.backup(into)
        sync_file(hidden)
        place_new(hidden, copy)
    except (OSError, sqlite3.OperationalError) as error:
        _discard_database(hidden)
        needed = path.stat().st_size
        if isinstance(error, OSError):
            raise storage_error(error, path.parent, needed) from None
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DiskFull(path.parent, needed) from None
        raise
    finally:
        _discard_database(hidden)
    return copy


def _discard_database(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        discard(path.with_name(path.name + suffix))
