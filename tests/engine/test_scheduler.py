import queue
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from sdad.engine.scheduler import QuietTime


@pytest.fixture
def quiet():
    called = queue.SimpleQueue()
    quiet = QuietTime(called.put)
    yield quiet, called
    quiet.stop()


def test_a_name_is_told_once_after_the_last_of_many_changes(quiet):
    quiet, called = quiet
    began = time.monotonic()
    for _ in range(50):
        quiet.touch("rain", 0.3)
    assert called.get(timeout=10) == "rain"
    assert time.monotonic() - began >= 0.29
    with pytest.raises(queue.Empty):
        called.get(timeout=0.5)


def test_names_are_quiet_each_for_itself(quiet):
    quiet, called = quiet
    quiet.touch("rain", 0.2)
    quiet.touch("wood", 0.0)
    assert [called.get(timeout=10) for _ in range(2)] == ["wood", "rain"]


def test_a_late_timer_is_still_wanted_once(quiet):
    quiet, called = quiet
    # As after a night asleep: the time came long ago, and the run must not be dropped for that.
    quiet.touch("rain", -8 * 3600.0)
    assert called.get(timeout=10) == "rain"


class Wall(datetime):
    """A clock that somebody sets while timers run."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz):
        return tz.fromutc((datetime.now(UTC) + cls.ahead).replace(tzinfo=tz))


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(hours=1)])
def test_a_clock_that_is_set_neither_delays_nor_hurries_anything(quiet, monkeypatch, ahead):
    quiet, called = quiet
    base = pytest.importorskip("apscheduler.schedulers.base")
    monkeypatch.setattr(base, "datetime", Wall)
    monkeypatch.setattr("sdad.engine.scheduler.datetime", Wall)
    monkeypatch.setattr(Wall, "ahead", timedelta(0))
    quiet.touch("open", 0.0)
    assert called.get(timeout=10) == "open"
    began = time.monotonic()
    quiet.touch("rain", 1.0)
    monkeypatch.setattr(Wall, "ahead", ahead)
    quiet.touch("wood", 0.5)  # which has the scheduler look at its timers
    assert [called.get(timeout=10) for _ in range(2)] == ["wood", "rain"]
    assert time.monotonic() - began >= 0.99


def test_nothing_is_told_after_the_end(quiet):
    quiet, called = quiet
    quiet.touch("rain", 0.2)
    quiet.stop()
    quiet.stop()
    with pytest.raises(queue.Empty):
        called.get(timeout=0.5)


def test_a_timer_may_run_out_just_as_all_end(monkeypatch):
    failures = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    for _ in range(100):
        called = threading.Event()
        quiet = QuietTime(lambda _, called=called: called.set())
        quiet.touch("rain", 0.0)
        assert called.wait(10)
        quiet.stop()
    assert failures == []
