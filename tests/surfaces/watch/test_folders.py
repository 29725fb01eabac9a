"""The watching on a real file system, with real events."""

from __future__ import annotations

import errno
import shutil
import threading
import time

import pytest

from sdad.control.commands import FolderChanged
from sdad.errors import NotFound
from sdad.surfaces.watch import folders
from sdad.surfaces.watch.folders import WatchSurface

LIMIT_S = 15.0
NEVER_S = 3600.0


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "datasets"
    (folder / "kitchen").mkdir(parents=True)
    return folder


@pytest.fixture
def watch(engine, root):
    """Starts a watching; fast settling, and no rescan unless a test wants one."""
    started = []

    def start(**options):
        surface = WatchSurface(engine, root, **{"settle_s": 0.2, "rescan_s": NEVER_S, **options})
        surface.start()
        started.append(surface)
        return surface

    yield start
    for surface in started:
        surface.stop()


def changes(engine):
    return [command.dataset for command in engine.received(FolderChanged)]


def until(condition):
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.01)
    pytest.fail(f"did not happen within {LIMIT_S} s")


def observing(surface):
    return surface._observer is not None and surface._observer.is_alive()


def test_what_lies_there_at_the_start_is_told(watch, engine, root):
    (root / "kitchen" / "a.wav").write_bytes(b"x")
    watch()
    until(lambda: changes(engine) == ["kitchen"])
    assert engine.commands[0].origin == "watch"


@pytest.mark.parametrize("how", ["written", "moved in", "replaced", "inside a new folder", "removed", "renamed"])
def test_events_are_enough_to_notice(watch, engine, root, tmp_path, how):
    kitchen = root / "kitchen"
    (kitchen / "old.wav").write_bytes(b"old")
    (tmp_path / "outside.wav").write_bytes(b"outside")
    surface = watch()
    until(lambda: changes(engine) == ["kitchen"] and observing(surface))
    match how:
        case "written":
            (kitchen / "new.wav").write_bytes(b"new")
        case "moved in":
            (tmp_path / "outside.wav").rename(kitchen / "outside.wav")
        case "replaced":
            (tmp_path / "outside.wav").replace(kitchen / "old.wav")
        case "inside a new folder":
            (kitchen / "day 2").mkdir()
            (kitchen / "day 2" / "new.wav").write_bytes(b"new")
        case "removed":
            (kitchen / "old.wav").unlink()
        case "renamed":
            (kitchen / "old.wav").rename(kitchen / "older.wav")
    until(lambda: changes(engine) == ["kitchen", "kitchen"])


def test_a_new_dataset_is_noticed(watch, engine, root):
    surface = watch()
    until(lambda: observing(surface))
    (root / "drones").mkdir()
    (root / "drones" / "a.wav").write_bytes(b"x")
    until(lambda: changes(engine) == ["drones"])


def test_a_dataset_that_is_removed_is_noticed(watch, engine, root):
    (root / "kitchen" / "a.wav").write_bytes(b"x")
    surface = watch()
    until(lambda: changes(engine) == ["kitchen"] and observing(surface))
    shutil.rmtree(root / "kitchen")
    until(lambda: changes(engine) == ["kitchen", "kitchen"])


def test_a_slow_copy_is_told_once_and_not_before_its_end(watch, engine, root):
    surface = watch(settle_s=1.5)
    until(lambda: observing(surface))
    told_early = []
    with (root / "kitchen" / "long.wav").open("wb") as file:
        for _ in range(10):
            file.write(b"x" * 1000)
            file.flush()
            told_early += changes(engine)
            time.sleep(0.1)
    until(lambda: changes(engine) == ["kitchen"])
    assert told_early == []


def test_without_any_event_the_rescan_finds_it(watch, engine, root, monkeypatch, said):
    def no_watches(self):
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    told = []
    with monkeypatch.context() as patched:
        patched.setattr(folders.Observer, "start", no_watches)
        surface = watch(rescan_s=0.1, notice=told.append)
        (root / "kitchen" / "a.wav").write_bytes(b"x")
        until(lambda: changes(engine) == ["kitchen"])
    (once,) = told
    remedy = "raise fs.inotify.max_user_watches or fs.inotify.max_user_instances"
    said(once, "surface.changes_unreported", str(root), "(inotify watch limit reached)", "every 0.1 s", remedy)
    until(lambda: observing(surface))


def test_a_dead_observer_is_replaced(watch, engine, root):
    surface = watch(rescan_s=0.1)
    until(lambda: observing(surface))
    first = surface._observer
    first.stop()
    first.join(LIMIT_S)
    until(lambda: surface._observer is not first and observing(surface))


def test_a_root_that_is_removed_and_made_again_is_watched_again(watch, engine, root):
    (root / "kitchen" / "a.wav").write_bytes(b"x")
    surface = watch(rescan_s=0.1)
    until(lambda: changes(engine) == ["kitchen"] and observing(surface))
    first = surface._observer
    shutil.rmtree(root)
    until(lambda: surface._observer is not first)
    (root / "drones").mkdir(parents=True)
    (root / "drones" / "b.wav").write_bytes(b"x")
    until(lambda: "drones" in changes(engine) and observing(surface))


def test_a_root_that_is_away_does_not_count_as_all_its_recordings_removed(engine, root):
    (root / "kitchen" / "a.wav").write_bytes(b"x")
    clock = [0.0]
    surface = WatchSurface(engine, root, settle_s=2.0, rescan_s=5.0, clock=lambda: clock[0])
    for _ in range(3):
        surface.look()
        clock[0] += 5.0
    root.rename(root.with_name("unplugged"))
    for _ in range(3):
        assert surface.look() == 5.0
        clock[0] += 5.0
    root.with_name("unplugged").rename(root)
    for _ in range(3):
        surface.look()
        clock[0] += 5.0
    surface.stop()
    assert changes(engine) == ["kitchen"]


def test_huge_folders_are_looked_at_less_often(engine, root, monkeypatch):
    clock = [0.0]

    def slow_listing(folder):
        clock[0] += 3.0
        return {}

    monkeypatch.setattr(folders, "listing_of", slow_listing)
    surface = WatchSurface(engine, root, settle_s=2.0, rescan_s=5.0, clock=lambda: clock[0])
    assert surface.look() == pytest.approx(60.0)
    surface.stop()


def test_a_refusal_or_a_fault_does_not_end_the_watching(watch, engine, root, caplog, monkeypatch):
    engine.refuse_next(NotFound("dataset", "kitchen"))
    (root / "kitchen" / "a.wav").write_bytes(b"x")
    surface = watch(rescan_s=0.1)
    until(lambda: "No dataset is named" in caplog.text)
    with monkeypatch.context() as patched:
        patched.setattr(folders, "listing_of", lambda folder: 1 / 0)
        until(lambda: "could not be looked at" in caplog.text)
    (root / "kitchen" / "b.wav").write_bytes(b"x")
    until(lambda: len(changes(engine)) == 2)
    assert observing(surface)


def test_stopping_ends_all_threads(engine, root):
    before = set(threading.enumerate())
    surface = WatchSurface(engine, root)
    surface.start()
    until(lambda: observing(surface))
    surface.stop()
    surface.stop()
    assert set(threading.enumerate()) <= before
