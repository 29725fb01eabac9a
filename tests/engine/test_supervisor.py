import errno
import subprocess
import sys
import threading
import time
from pathlib import Path
from unittest.mock import ANY

import pytest

from sdad.engine.children import Child, Restarts
from sdad.engine.endings import describe_exit, ending
from sdad.engine.supervisor import AGAIN_S, Supervisor


@pytest.fixture
def argv(child_argv):
    return child_argv


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    supervisor.start()
    yield supervisor
    supervisor.stop(5.0)


def test_messages_go_both_ways(supervisor, tmp_path, argv, until):
    heard = []
    child = supervisor.add(Child("echo", argv("echo"), heard.append, logs=tmp_path))
    until(lambda: heard)
    assert child.send({"op": "hello", "text": "Drön"})
    until(lambda: len(heard) == 2)
    assert heard[1] == {"type": "echo", "got": {"op": "hello", "text": "Drön"}}
    assert supervisor.status()["echo"]["state"] == "running"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has priority classes instead of niceness")
def test_a_child_is_nicer_than_its_parent_by_what_it_was_told(supervisor, tmp_path, argv, until):
    import os

    heard = []
    child = supervisor.add(Child("echo", argv("echo"), heard.append, logs=tmp_path, niceness=5))
    until(lambda: heard)
    nice = min(19, os.getpriority(os.PRIO_PROCESS, 0) + 5)
    assert os.getpriority(os.PRIO_PROCESS, child.status["pid"]) == nice
    if (session := Path(f"/proc/{child.status['pid']}/autogroup")).exists():
        assert session.read_text().split() == [ANY, "nice", str(nice)]


def test_a_killed_child_comes_back_within_five_seconds(supervisor, tmp_path, argv, until):
    heard, codes = [], []
    child = supervisor.add(
        Child("echo", argv("echo"), heard.append, logs=tmp_path, on_exit=codes.append, restarts=Restarts())
    )
    until(lambda: heard)
    child.kill()
    until(lambda: len(heard) == 2, within_s=5.0)
    assert len(codes) == 1
    assert codes[0] != 0
    assert heard[0]["pid"] != heard[1]["pid"]
    assert child.status["restarts"] == 1


def test_a_child_that_always_dies_is_tried_ever_more_rarely_and_called_failing(supervisor, tmp_path, argv, until):
    codes = []
    rule = Restarts(first_s=0.01, most_s=30.0, budget=3)
    child = supervisor.add(Child("die", argv("die", "3"), print, logs=tmp_path, on_exit=codes.append, restarts=rule))
    until(lambda: child.status["state"] == "failing")
    assert codes == [3, 3, 3]
    assert child.last_log_line() == "the last words"


def test_the_waits_double_up_to_the_longest():
    rule = Restarts(first_s=0.25, most_s=30.0, budget=6)
    assert [rule.delay_s(faults) for faults in (1, 2, 3, 4, 5, 6, 7)] == [0.25, 0.5, 1.0, 2.0, 4.0, 30.0, 30.0]


def test_a_child_without_a_restart_rule_runs_once(supervisor, tmp_path, argv, until):
    codes = []
    child = supervisor.add(Child("die", argv("die", "0"), print, logs=tmp_path, on_exit=codes.append))
    until(lambda: child.status["state"] == "stopped")
    assert codes == [0]


def test_a_silent_child_is_ended(supervisor, tmp_path, argv, until):
    heard, codes = [], []
    supervisor.add(Child("hang", argv("hang"), heard.append, logs=tmp_path, on_exit=codes.append, heartbeat_s=0.5))
    until(lambda: codes)
    assert heard == [{"type": "hung"}]


def test_a_child_is_not_silent_while_nobody_listened(tmp_path, argv, until):
    """As when the daemon was stopped, or the machine slept, for longer than a child may be silent."""
    now, asked, heard, codes = [0.0], [], [], []

    def clock():
        asked.append(now[0])
        return now[0]

    supervisor = Supervisor(clock=clock)
    supervisor.start()
    try:
        facts = {"logs": tmp_path, "on_exit": codes.append, "restarts": Restarts(), "clock": clock}
        child = supervisor.add(Child("echo", argv("echo"), heard.append, **facts))
        until(lambda: heard)
        for slept_s in (3600.0, AGAIN_S + 1.0):
            now[0] += slept_s
            until(lambda: asked.count(now[0]) > 4)  # some looks of the supervisor's
            child.send({"op": "hello"})
            until(lambda: heard[-1]["type"] == "echo" and heard.pop())
        assert (codes, child.status["restarts"]) == ([], 0)
    finally:
        supervisor.stop(5.0)


def test_stopping_ends_even_a_deaf_child_in_time(tmp_path, argv, until):
    supervisor = Supervisor()
    supervisor.start()
    heard = []
    deaf = supervisor.add(Child("deaf", argv("deaf"), heard.append, logs=tmp_path, restarts=Restarts()))
    polite = supervisor.add(Child("echo", argv("echo"), heard.append, logs=tmp_path, restarts=Restarts()))
    until(lambda: len(heard) == 2)
    begun = time.monotonic()
    supervisor.stop(2.0)
    assert time.monotonic() - begun < 4.0
    assert not deaf.running
    assert not polite.running


def test_a_program_that_does_not_exist_is_a_fault_like_any_other(supervisor, tmp_path, argv, until):
    child = supervisor.add(
        Child("none", [str(tmp_path / "none")], print, logs=tmp_path, restarts=Restarts(first_s=0.01, budget=2))
    )
    until(lambda: child.status["state"] == "failing")
    assert not child.send({"op": "hello"})


def test_a_child_that_nobody_can_listen_to_is_ended_and_started_again(supervisor, tmp_path, argv, until, monkeypatch):
    """As when the system has no thread left."""
    heard, made, real = [], [], subprocess.Popen
    spawned = threading.Thread.start

    def start(thread):
        if thread.name == "echo-reader" and len(made) < 3:
            raise RuntimeError("can't start new thread")
        spawned(thread)

    def popen(*args, **kwargs):
        made.append(real(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr("sdad.engine.children.subprocess.Popen", popen)
    child = Child("echo", argv("echo"), heard.append, logs=tmp_path, restarts=Restarts(first_s=0.01))
    supervisor.add(child)
    until(lambda: heard)
    assert [one.returncode is None for one in made] == [False, False, True]
    assert all(one.stdin.closed and one.stdout.closed for one in made[:2])
    assert child.status["restarts"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has priority classes instead of niceness")
def test_a_child_that_cannot_be_made_nice_runs_all_the_same(supervisor, tmp_path, argv, until, monkeypatch):
    def refused(*what):
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr("os.setpriority", refused)
    heard = []
    supervisor.add(Child("echo", argv("echo"), heard.append, logs=tmp_path, niceness=5))
    until(lambda: heard)


def test_a_look_that_fails_costs_the_others_nothing(tmp_path, argv, until, caplog):
    def impossible():
        raise RuntimeError("impossible")

    looks, heard, codes = [], [], []
    supervisor = Supervisor(lambda: looks.append(1) or impossible())
    supervisor.start()
    try:
        bad = supervisor.add(Child("bad", argv("echo"), heard.append, logs=tmp_path))
        bad.watch = impossible
        facts = {"on_exit": codes.append, "heartbeat_s": 0.5}
        supervisor.add(Child("hang", argv("hang"), print, logs=tmp_path, **facts))
        until(lambda: codes and len(looks) > 1)
        assert "RuntimeError: impossible" in caplog.text
    finally:
        supervisor.stop(5.0)


def test_a_handler_that_raises_does_not_stop_the_reading(supervisor, tmp_path, argv, until):
    heard = []

    def handler(message):
        heard.append(message)
        raise RuntimeError("a fault of the handler")

    child = supervisor.add(Child("echo", argv("echo"), handler, logs=tmp_path))
    until(lambda: heard)
    child.send({"op": "hello"})
    until(lambda: len(heard) == 2)


def test_a_folder_that_takes_no_log_does_not_stop_the_child(supervisor, tmp_path, argv, until):
    heard = []
    supervisor.add(Child("echo", argv("echo"), heard.append, logs=tmp_path / "missing"))
    until(lambda: heard)


def test_exit_codes_in_words():
    assert describe_exit(3) == "code 3"
    assert describe_exit(-9) == "signal SIGKILL"


def test_an_end_is_said_with_the_last_words_or_with_what_the_memory_went_to():
    assert ending(3, "the last words.") == "the last time by code 3 (the last words)"
    assert ending(3, "") == "the last time by code 3"
    assert "as when the memory is used up, of which its models took 812 MB" in ending(-9, "", 812_000_000)


def test_who_is_ended_by_us_did_not_die_for_want_of_memory(supervisor, tmp_path, argv, until):
    ends = []
    child = Child("hang", argv("hang"), print, logs=tmp_path, on_exit=lambda code: ends.append(child.ending(code)))
    child._heartbeat_s = 0.5
    supervisor.add(child)
    until(lambda: ends)
    assert ends == ["the last time because it said nothing any more"]


@pytest.mark.parametrize(
    ("error", "limit"),
    [
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
        (OSError(errno.EAGAIN, "Resource temporarily unavailable"), "ulimit -u"),
        (RuntimeError("can't start new thread"), "ulimit -u"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "No such file"),
    ],
)
def test_a_child_that_cannot_be_begun_says_which_limit_stands_against_it(
    supervisor, tmp_path, argv, until, monkeypatch, error, limit
):
    def refused(*what, **how):
        raise error

    monkeypatch.setattr("sdad.engine.children.subprocess.Popen", refused)
    rule = Restarts(first_s=0.01, budget=2)
    child = supervisor.add(Child("echo", argv("echo"), print, logs=tmp_path, restarts=rule))
    until(lambda: child.status["state"] == "failing")
    assert limit in child.status["why"]
