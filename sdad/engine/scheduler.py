"""When something has been left alone for long enough: one timer per name, wound up again by each change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger


class QuietTime:
    """Calls back with a name once nothing has been told about it for a while.

    Nothing is kept over a restart: whoever uses this looks at the truth again at start and winds up what is due.

    Args:
        on_quiet: Called with the name, from a thread of the scheduler's.
    """

    def __init__(self, on_quiet: Callable[[str], None]) -> None:
        self._on_quiet = on_quiet
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            # A run that is late, after a sleep or under load, is still wanted, and wanted once.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Starts the timers."""
        self._scheduler.start()

    def touch(self, name: str, quiet_s: float) -> None:
        """Winds a name's timer up to ``quiet_s`` from now, whatever it stood at."""
        due = datetime.now(UTC) + timedelta(seconds=quiet_s)
        self._scheduler.add_job(self._on_quiet, DateTrigger(due), args=(name,), id=name, replace_existing=True)

    def stop(self) -> None:
        """Ends the timers."""
        if self._scheduler.running:
            # APScheduler's thread fails on a timer that runs out while it is shut down. Paused, it begins no further
            # look at the timers, and the list of them is not to be had before a look has ended.
            self._scheduler.pause()
            self._scheduler.get_jobs()
            self._scheduler.shutdown(wait=False)
