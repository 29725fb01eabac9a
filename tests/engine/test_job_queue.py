import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sdad.engine import job_queue
from sdad.engine.job_queue import IllegalMove, JobQueue
from sdad.engine.jobs import JobState
from sdad.errors import DiskFull, FormatTooNew, HeldElsewhere, NotFound

ROOT = Path(__file__).parents[2]


@pytest.fixture
def queue(tmp_path):
    queue = JobQueue(tmp_path / "sdad.sqlite")
    yield queue
    queue.close()


def test_jobs_leave_in_the_order_in_which_they_came(queue):
    first, second = queue.add("render", [{"take": 1}, {"take": 2}], "osc")
    queue.add("train", [{"dataset": "rain"}])
    assert queue.next("render") == first
    queue.move(first.id, JobState.RUNNING)
    assert queue.next("render") == second
    assert second.payload == {"take": 2}
    assert second.origin == "osc"


def test_a_result_comes_with_the_state_it_belongs_to(queue):
    (job,) = queue.add("render", [{}])
    queue.move(job.id, JobState.RUNNING)
    queue.move(job.id, JobState.WRITTEN, result={"path": "a.wav"})
    done = queue.move(job.id, JobState.DONE)
    assert (done.state, done.result, done.attempts) == (JobState.DONE, {"path": "a.wav"}, 1)
    assert queue.counts() == {"queued": 0, "running": 0, "done": 1, "failed": 0}


@pytest.mark.parametrize("to", [JobState.QUEUED, JobState.WRITTEN, JobState.DONE])
def test_a_move_that_makes_no_sense_is_refused_and_changes_nothing(queue, to):
    (job,) = queue.add("render", [{}])
    with pytest.raises(IllegalMove):
        queue.move(job.id, to)
    assert queue.get(job.id) == job


def test_jobs_that_ended_long_ago_are_forgotten_while_it_runs_and_those_that_wait_never(queue, monkeypatch):
    monkeypatch.setattr(job_queue, "KEPT_JOBS", 10)
    waits, old = queue.add("render", [{}] * 2)
    queue.move(old.id, JobState.CANCELLED)
    queue.add("render", [{}] * 9)
    assert queue.get(old.id).state is JobState.CANCELLED
    queue.add("render", [{}])
    with pytest.raises(NotFound):
        queue.get(old.id)
    assert queue.get(waits.id) == waits


def test_nothing_leaves_an_end(queue):
    (job,) = queue.add("render", [{}])
    ended = queue.move(job.id, JobState.CANCELLED)
    assert ended.state.ended
    for to in JobState:
        with pytest.raises(IllegalMove):
            queue.move(job.id, to)


def test_postponing_costs_no_attempt(queue):
    (job,) = queue.add("train", [{}])
    queue.move(job.id, JobState.RUNNING)
    back = queue.postpone(job.id)
    assert (back.state, back.attempts) == (JobState.QUEUED, 0)


def test_postponing_is_one_change(queue):
    (job,) = queue.add("train", [{}])
    queue.move(job.id, JobState.RUNNING)
    said = []
    queue._connection.set_trace_callback(said.append)
    queue.postpone(job.id)
    assert said.count("COMMIT") == 1


def test_what_is_changed_together_is_kept_whole_or_not_at_all(queue):
    with pytest.raises(ZeroDivisionError), queue.together():
        queue.add("render", [{}])
        queue.remember("take:rain", 1)
        raise ZeroDivisionError
    assert (queue.next("render"), queue.recall("take:rain")) == (None, None)
    with queue.together():
        (job,) = queue.add("render", [{}])
        queue.remember("take:rain", 1)
    assert (queue.next("render"), queue.recall("take:rain")) == (job, 1)


def test_what_waits_is_ended_all_at_once(queue):
    running, *waiting = queue.add("render", [{"request": {"seconds": 2.5}}] * 3)
    (training,) = queue.add("train", [{}])
    queue.move(running.id, JobState.RUNNING)
    assert queue.waiting_seconds() == 5.0
    ended = queue.end_waiting("render", JobState.CANCELLED, lambda job: {"code": "c", "text": job})
    assert ended == [job.id for job in waiting]
    assert [queue.get(job).error["text"] for job in ended] == ended
    assert queue.get(running.id).state is JobState.RUNNING
    assert queue.get(training.id).state is JobState.QUEUED
    assert queue.waiting_seconds() == 0.0


def _made_older(path, payloads):
    """Makes a file as it was before there were priorities, and returns its jobs."""
    queue = JobQueue(path)
    jobs = queue.add("render", payloads)
    queue.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP INDEX jobs_in_order; ALTER TABLE jobs DROP COLUMN priority; ALTER TABLE jobs DROP COLUMN place;"
            "CREATE INDEX jobs_by_state ON jobs (kind, state, number); PRAGMA user_version = 1;"
        )
    return jobs


def test_a_file_of_before_priorities_is_taken_over_and_a_copy_of_it_kept(tmp_path):
    path = tmp_path / "sdad.sqlite"
    first, second = _made_older(path, [{"take": 1}, {"take": 2}])
    queue = JobQueue(path)
    (copy,) = tmp_path.glob("sdad.sqlite.format1-20*")
    with contextlib.closing(sqlite3.connect(copy)) as older:
        assert older.execute("PRAGMA user_version").fetchone() == (1,)
        assert older.execute("SELECT id FROM jobs ORDER BY number").fetchall() == [(first.id,), (second.id,)]
        assert "priority" not in older.execute("SELECT sql FROM sqlite_master WHERE name = 'jobs'").fetchone()[0]
    assert queue.jobs_in("render", JobState.QUEUED) == [first, second]
    assert queue.put_before(second.id, first.id).priority == 0
    assert [job.id for job in queue.jobs_in("render", JobState.QUEUED)] == [second.id, first.id]
    queue.close()


def test_a_file_that_is_not_older_leaves_no_copy(tmp_path):
    for _ in range(2):
        JobQueue(tmp_path / "sdad.sqlite").close()
    assert [path.name for path in tmp_path.iterdir()] == ["sdad.sqlite"]


def test_of_an_older_file_that_is_damaged_what_can_be_read_is_taken_over(tmp_path):
    path = tmp_path / "sdad.sqlite"
    jobs = _made_older(path, [{"text": "x" * 500}] * 200)
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 4096] = bytes(reversed(range(256))) * 16
    path.write_bytes(data)
    queue = JobQueue(path)
    assert queue.set_aside is not None
    kept = queue.jobs_in("render", JobState.QUEUED)
    assert 100 < len(kept) == queue.rescued < 200 and {job.id for job in kept} < {job.id for job in jobs}
    queue.close()


@pytest.mark.parametrize("version", [-1, 0, 1])
def test_a_file_whose_format_is_not_what_it_says_is_moved_aside(tmp_path, version):
    path = tmp_path / "sdad.sqlite"
    queue = JobQueue(path)
    jobs = queue.add("render", [{"take": 1}, {"take": 2}])
    queue.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    queue = JobQueue(path)
    assert queue.set_aside is not None and queue.jobs_in("render", JobState.QUEUED) == jobs
    queue.close()


def test_an_unknown_job_is_named(queue):
    with pytest.raises(NotFound, match="r0000000"):
        queue.get("r0000000")


def test_what_is_remembered_and_queued_is_there_at_the_next_start(tmp_path):
    queue = JobQueue(tmp_path / "sdad.sqlite")
    queue.remember("live", True)
    running, waiting, written = queue.add("render", [{"take": 1}, {"take": 2}, {"take": 3}])
    queue.move(running.id, JobState.RUNNING)
    queue.move(written.id, JobState.RUNNING)
    queue.move(written.id, JobState.WRITTEN, result={})
    queue.close()

    queue = JobQueue(tmp_path / "sdad.sqlite")
    assert [job.id for job in queue.recover()] == [running.id]
    assert [job.id for job in queue.jobs_in("render", JobState.QUEUED)] == [running.id, waiting.id]
    assert queue.get(written.id).state is JobState.DONE
    assert queue.recall("live") is True
    assert queue.recall("nothing", 7) == 7
    queue.close()


def test_a_damaged_file_is_moved_aside_and_said(tmp_path):
    path = tmp_path / "sdad.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    queue = JobQueue(path)
    assert queue.set_aside is not None
    assert queue.set_aside.read_bytes().startswith(b"this is no database")
    queue.add("render", [{}])
    queue.close()


def test_pages_damaged_in_the_middle_are_noticed_and_the_jobs_around_them_taken_over(tmp_path):
    path = tmp_path / "sdad.sqlite"
    queue = JobQueue(path)
    jobs = queue.add("render", [{"text": "x" * 500}] * 200)
    queue.remember("take:rain", 7)
    queue.close()
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(data)
    queue = JobQueue(path)
    assert queue.set_aside is not None and queue.set_aside.read_bytes() == data
    kept = queue.jobs_in("render", JobState.QUEUED)
    assert 150 < len(kept) == queue.rescued < 200 and kept == [job for job in jobs if job in kept]
    assert queue.recall("take:rain") == 7
    queue.close()


def test_wherever_a_byte_is_damaged_no_job_is_lost_in_silence(tmp_path):
    path = tmp_path / "sdad.sqlite"
    queue = JobQueue(path)
    jobs = queue.add("render", [{"text": "x" * 50}] * 40)
    queue.remember("live", True)
    queue.close()
    whole, aside = path.read_bytes(), 0
    for place in range(100):
        data = bytearray(whole)
        data[place * len(data) // 100] ^= 0xFF
        path.write_bytes(data)
        try:
            queue = JobQueue(path)
        except FormatTooNew:
            continue
        queue.recover()
        kept = queue.jobs_in("render", JobState.QUEUED)
        assert {job.id for job in kept} <= {job.id for job in jobs}
        assert len(kept) == 40 or (queue.set_aside is not None and len(kept) == queue.rescued), place
        aside += queue.set_aside is not None
        queue.close()
        for other in tmp_path.glob("*.sqlite*-*"):
            other.unlink()
    assert aside > 10


def test_a_file_of_a_later_sdad_is_left_alone(tmp_path, said):
    path = tmp_path / "sdad.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FormatTooNew) as refused:
        JobQueue(path)
    said(refused.value, "library.format_too_new", str(path), "has format 99", "Upgrade sdad to open it")
    assert path.read_bytes() == before


def test_a_full_disk_refuses_the_job_and_keeps_the_others(queue, tmp_path, said):
    (kept,) = queue.add("render", [{"take": 1}])
    (pages,) = queue._connection.execute("PRAGMA page_count").fetchone()
    queue._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull) as refused:
        queue.add("render", [{"text": "x" * 10_000}] * 100)
    said(refused.value, "storage.disk_full", str(tmp_path), str(tmp_path), "Free some space there or choose another")
    assert queue.counts()["queued"] == 1
    assert queue.get(kept.id) == kept


def test_a_file_that_another_program_holds_is_named_and_free_again_afterwards(queue, tmp_path, said):
    (kept,) = queue.add("render", [{"take": 1}])
    queue._connection.execute("PRAGMA busy_timeout = 50")
    with sqlite3.connect(tmp_path / "sdad.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HeldElsewhere) as refused:
            queue.add("render", [{"take": 2}])
    other.close()
    said(refused.value, "storage.held", str(tmp_path / "sdad.sqlite"), "Close that and try again")
    assert queue.jobs_in("render", JobState.QUEUED) == [kept]
    queue.add("render", [{"take": 2}])
    assert queue.counts()["queued"] == 2


_CLIENT = """
import sys
from pathlib import Path
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import JobState
queue = JobQueue(Path(sys.argv[1]))
queue.recover()
while True:
    for job in queue.add("render", [{"n": 1}, {"n": 2}]):
        print(job.id, flush=True)
    job = queue.next("render")
    queue.move(job.id, JobState.RUNNING)
    queue.move(job.id, JobState.WRITTEN, result={"id": job.id})
    queue.move(job.id, JobState.DONE)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_no_job_that_was_accepted_is_lost_to_kill_9(tmp_path):
    path, accepted = tmp_path / "sdad.sqlite", []
    for turn in range(8):
        command = [sys.executable, "-c", _CLIENT, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as client:
            first = client.stdout.readline()
            time.sleep(0.02 + 0.013 * turn)  # the kill falls on another moment each turn
            client.send_signal(signal.SIGKILL)
            rest = client.stdout.read()
        lines = (first + rest).splitlines(keepends=True)
        accepted += [line.strip() for line in lines if line.endswith("\n")]
    queue = JobQueue(path)
    queue.recover()
    assert queue.set_aside is None
    assert len(accepted) > 16
    states = {queue.get(job).state for job in accepted}
    assert states <= {JobState.QUEUED, JobState.DONE}
    queue.close()
