"""When something has been left alone for long enough: one timer per name, wound up again by each change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any


class _Steady(tzinfo):
    """The time since the machine started, as a time zone: APScheduler asks its own what time it is.

    By the clock on the wall, which people and networks set, a timer would run out at once or only days later.
    """

    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:
        return "steady"

    def fromutc(self, dt: datetime) -> datetime:
        """Returns what time it is now, whatever time it is in UTC."""
        return datetime.fromtimestamp(0, UTC).replace(tzinfo=self) + timedelta(seconds=time.monotonic())


_STEADY = _Steady()


class QuietTime:
    """Calls back with a name once nothing has been told about it for a while.

    Nothing is kept over a restart: whoever uses this looks at the truth again at start and winds up what is due.

    Args:
        on_quiet: Called with the name, from a thread of the scheduler's.
    """

    def __init__(self, on_quiet: Callable[[str], None]) -> None:
        self._on_quiet = on_quiet
        self._lock = threading.Lock()
        self._due: dict[str, datetime] = {}
        """Timers that were wound up before there was a scheduler to hold them."""
        self._opening: threading.Thread | None = None
        self._scheduler: Any = None
        self._stopped = False

    def touch(self, name: str, quiet_s: float) -> None:
        """Winds a name's timer up to ``quiet_s`` from now, whatever it stood at."""
        due = datetime.now(_STEADY) + timedelta(seconds=quiet_s)
        with self._lock:
            if self._scheduler is not None:
                self._wind_up(name, due)
                return
            self._due[name] = due
            if self._opening is None and not self._stopped:
                # Bringing APScheduler in takes as long as all that the controls wait for at a start.
                self._opening = threading.Thread(target=self._open, name="quiet-time", daemon=True)
                self._opening.start()

    def stop(self) -> None:
        """Ends the timers."""
        with self._lock:
            self._stopped, opening = True, self._opening
        if opening is not None:
            opening.join()
        if self._scheduler is not None:
            # APScheduler's thread fails on a timer that runs out while it is shut down. Paused, it begins no further
            # look at the timers, and the list of them is not to be had before a look has ended.
            self._scheduler.pause()
            self._scheduler.get_jobs()
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def _open(self) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = BackgroundScheduler(
            timezone=_STEADY,
            # A run that is late, after a sleep or under load, is still wanted, and wanted once.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        with self._lock:
            if self._stopped:
                return
            scheduler.start()
            self._scheduler = scheduler
            for name, due in self._due.items():
                self._wind_up(name, due)

    def _wind_up(self, name: str, due: datetime) -> None:
        from apscheduler.triggers.date import DateTrigger

        self._scheduler.add_job(self._on_quiet, DateTrigger(due), args=(name,), id=name, replace_existing=True)
