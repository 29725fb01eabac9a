"""Lets every file operation of publishing, saving and switching fail once, and looks at what is left.

Each task is run once to count its operations (open, write, fsync, rename, link, unlink, mkdir and so on, and the
statements that SQLite is given, which writes by itself and can only be killed here). Then it is run again for each of
them and each fault, in a process and a folder of its own:

killed      the process is gone before the operation
torn        half of what is written is there, and the process is gone (writes only)
full        ENOSPC: no room is left
broken      EIO: the disk fails

What is left is looked at by sdad itself, as the next start does it, and every departure from what is promised is a
violation: old or new and nothing between, nothing visible that is not complete, a sentence for the person, and the same
task done again succeeds.
"""

from __future__ import annotations

import argparse
import builtins
import contextlib
import errno
import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sdad.audio import files
from sdad.audio.buffer import Audio
from sdad.engine.job_queue import JobQueue
from sdad.engine.schema import SCHEMA
from sdad.errors import SdadError, StorageError
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models
from sdad.library.presets import Preset, Presets
from sdad.library.renders import ModelRef, Renders, Sidecar, read_sidecar
from sdad.model.kept import keep
from sdad.synthesis.request import RenderRequest

FAULTS = ("killed", "torn", "full", "broken")
OPERATIONS = ("open", "write", "fsync", "rename", "replace", "link", "unlink", "mkdir", "rmdir", "chmod", "truncate")
STATEMENT = "statement"
REFUSED, UNFORESEEN = 7, 70
_NUMBERS = {"full": errno.ENOSPC, "broken": errno.EIO}


class Disk:
    """Stands between Python and the disk: counts file operations, and lets one of them fail.

    Args:
        root: Only what happens under this folder counts.
        at: Which operation fails, from 1; 0 is none.
        fault: One of :data:`FAULTS`.
    """

    def __init__(self, root: Path, at: int = 0, fault: str = "killed") -> None:
        self._root = str(root)
        self._at = at
        self._fault = fault
        self.done: list[str] = []

    def install(self) -> None:
        """Takes the place of the functions of ``os`` and of ``open`` in this process, for good."""
        for name in set(OPERATIONS) - {"write"}:
            setattr(os, name, self._counted(name, getattr(os, name)))
        opened = io.open

        def opens(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
            if not self._ours(file) or mode.strip("bt") == "r":
                return opened(file, mode, *rest, **options)
            self._before("open")
            return _Counted(opened(file, mode, *rest, **options), self)

        io.open = builtins.open = opens  # type: ignore[assignment]
        connect = sqlite3.connect

        def connected(file: Any, *rest: Any, **options: Any) -> sqlite3.Connection:
            connection = connect(file, *rest, **options)
            if self._ours(file):
                connection.set_trace_callback(lambda statement: self._before(STATEMENT))
            return connection

        sqlite3.connect = connected

    def write(self, write: Callable[[Any], int], data: Any) -> int:
        """Writes, or fails to."""
        if self._fault == "torn" and len(self.done) + 1 == self._at:
            write(data[: len(data) // 2])
            _die()
        self._before("write")
        return write(data)

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*given: Any, **options: Any) -> Any:
            # Descriptors are those of files that were opened here.
            if self._ours(given[0]) or (isinstance(given[0], int) and name in ("fsync", "truncate")):
                self._before(name)
            return real(*given, **options)

        return operation

    def _ours(self, file: Any) -> bool:
        return isinstance(file, str | os.PathLike) and str(file).startswith(self._root)

    def _before(self, name: str) -> None:
        self.done.append(name)
        if len(self.done) != self._at:
            return
        if self._fault in ("killed", "torn"):
            _die()
        number = _NUMBERS[self._fault]
        raise OSError(number, os.strerror(number))


class _Counted:
    """A file whose writes are counted."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def write(self, data: Any) -> int:
        return self._disk.write(self._file.write, data)

    def __enter__(self) -> _Counted:
        return self

    def __exit__(self, *reason: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Task:
    """Something that must be done whole or not at all.

    Attributes:
        prepare: Makes what is there before.
        do: The task.
        look: Returns what is wrong with what is left; told whether the task was done.
    """

    prepare: Callable[[Workspace], None]
    do: Callable[[Workspace], None]
    look: Callable[[Workspace, bool], list[str]]


# -- the tasks ----------------------------------------------------------------------------------------------------

_SOUND = Audio(np.random.default_rng(0).uniform(-0.5, 0.5, (2, 4800)).astype(np.float32), 48000)


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _render(workspace: Workspace) -> None:
    request = RenderRequest(model="rain", version="v0001", take=1, seconds=0.5)
    sidecar = Sidecar(
        id="r1234567",
        sdad_version="0",
        model=ModelRef(name="rain", version="v0001", weights_sha256="0" * 64),
        request=request,
        device="cpu",
        torch_version="0",
        seconds=_SOUND.seconds,
        lufs=-20.0,
        true_peak_dbtp=-1.0,
        asked={},
        got={},
        asked_natural={},
        got_natural={},
        warnings=[],
    )
    Renders(workspace).publish(_SOUND, sidecar)


def _render_to_a_stick(workspace: Workspace) -> None:
    def refused(*names: Any, **options: Any) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    link, os.link = os.link, refused
    try:
        _render(workspace)
    finally:
        os.link = link


def _look_at_renders(workspace: Workspace, done: bool) -> list[str]:
    faults = []
    visible = _visible(workspace.output)
    for audio in (path for path in visible if path.suffix != ".json"):
        read_sidecar(audio.with_suffix(".json"))
        if files.read(audio).frames != _SOUND.frames:
            faults.append(f"{audio.name} is not whole")
    if len(visible) not in ((2,) if done else (0, 1, 2)):
        faults.append(f"visible: {[path.name for path in visible]}")
    if not done and len(visible) == 1 and visible[0].suffix != ".json":
        faults.append(f"{visible[0].name} stands alone")
    return faults


def _preset(value: float) -> Callable[[Workspace], None]:
    def save(workspace: Workspace) -> None:
        Presets(workspace).save(Preset(name="mine", positions={"brightness": value}))

    return save


def _look_at_presets(workspace: Workspace, done: bool) -> list[str]:
    value = Presets(workspace).get("mine").positions["brightness"]
    return [] if value == 0.75 or (value == 0.25 and not done) else [f"brightness is {value}"]


def _publish(workspace: Workspace) -> None:
    models = Models(workspace)
    prepared = models.staging("rain")
    number = len(list((workspace.models / "rain").glob("v*"))) + 1
    keep(bytes([number]) * 5000, prepared / "weights.safetensors")
    models.publish("rain", prepared, ModelCard(name="rain", sdad_version="0", dataset="rain", effort="sketch"))


def _look_at_models(workspace: Workspace, done: bool) -> list[str]:
    models, faults = Models(workspace), []
    models.sweep()
    for label in models.versions("rain"):
        folder = models.get("rain", label).folder
        if (folder / "weights.safetensors").read_bytes() != bytes([int(label[1:])]) * 5000:
            faults.append(f"{label} is mixed")
    versions, current = models.versions("rain"), models.current("rain").version
    if current not in (versions[1:] if done else versions):
        faults.append(f"{current} of {versions} is current")
    left = [path.name for path in (workspace.models / "rain").iterdir() if path.name.startswith(".")]
    faults += [f"{name} is left" for name in left if "part" not in name]
    return faults


def _two_versions(workspace: Workspace) -> None:
    _publish(workspace)
    _publish(workspace)


def _switch_back(workspace: Workspace) -> None:
    Models(workspace).rollback("rain", "v0001")


def _look_at_switch(workspace: Workspace, done: bool) -> list[str]:
    current = Models(workspace).current("rain").version
    return [] if current in (("v0001",) if done else ("v0001", "v0002")) else [f"{current} is current"]


def _star(workspace: Workspace) -> None:
    Renders(workspace).star("r1234567")


def _look_at_star(workspace: Workspace, done: bool) -> list[str]:
    take = Renders(workspace).get("r1234567")
    return ["the star is lost"] if done and not take.starred else []


def _feed(workspace: Workspace) -> None:
    Renders(workspace).feed("r1234567")


def _look_at_feed(workspace: Workspace, done: bool) -> list[str]:
    fed = _visible(workspace.datasets)
    faults = [f"{path.name} is not whole" for path in fed if files.read(path).frames != _SOUND.frames]
    return faults + ([f"{len(fed)} recordings"] if len(fed) > 1 or (done and not fed) else [])


_JOB_COLUMNS = "number, id, kind, state, payload, origin, attempts, result, error, changed"


def _older_jobs(workspace: Workspace) -> None:
    queue = JobQueue(workspace.database)
    queue.add("render", [{"take": take} for take in range(100)])
    queue.close()
    with contextlib.closing(sqlite3.connect(workspace.database)) as connection:
        connection.executescript(
            "DROP INDEX jobs_in_order; ALTER TABLE jobs DROP COLUMN priority; ALTER TABLE jobs DROP COLUMN place;"
            "CREATE INDEX jobs_by_state ON jobs (kind, state, number); PRAGMA user_version = 1;"
        )


def _take_over(workspace: Workspace) -> None:
    JobQueue(workspace.database).close()


def _look_at_jobs(workspace: Workspace, done: bool) -> list[str]:
    def read(file: Path) -> tuple[int, int]:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            takes = [json.loads(row[4])["take"] for row in connection.execute(f"SELECT {_JOB_COLUMNS} FROM jobs")]
            if verdict != "ok" or takes != list(range(100)):
                faults.append(f"{file.name} is {verdict} with {len(takes)} jobs")
            columns = len(connection.execute("SELECT * FROM jobs LIMIT 1").fetchone())
            return connection.execute("PRAGMA user_version").fetchone()[0], columns

    faults: list[str] = []
    copies = sorted(workspace.state.glob("sdad.sqlite.format*"))
    faults += [f"{copy.name} is no older one" for copy in copies if read(copy) != (1, 10)]
    found = read(workspace.database)
    if found not in ([(SCHEMA, 12)] if done else [(1, 10), (SCHEMA, 12)]):
        faults.append(f"the format is {found[0]}, with {found[1]} columns")
    if found[0] == SCHEMA and not copies:
        faults.append("no copy was kept")
    unwanted = ("damaged", ".part") if done else ("damaged",)
    left = [path.name for path in workspace.state.iterdir() if any(each in path.name for each in unwanted)]
    return faults + [f"{name} is left" for name in left]


def _nothing(workspace: Workspace) -> None:
    pass


TASKS = {
    "publish a render": Task(_nothing, _render, _look_at_renders),
    "publish a render to a stick without hard links": Task(_nothing, _render_to_a_stick, _look_at_renders),
    "save a preset": Task(_preset(0.25), _preset(0.75), _look_at_presets),
    "publish a model": Task(_publish, _publish, _look_at_models),
    "switch versions": Task(_two_versions, _switch_back, _look_at_switch),
    "star a take": Task(_render, _star, _look_at_star),
    "feed a take back": Task(_render, _feed, _look_at_feed),
    "take over the jobs of an earlier sdad": Task(_older_jobs, _take_over, _look_at_jobs),
}


# -- the trials ---------------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What came of a task: how many file operations it has, how many trials were made, what was wrong."""

    operations: int
    trials: int = 0
    violations: list[str] = field(default_factory=list)


@contextlib.contextmanager
def _workspace(task: Task) -> Iterator[Workspace]:
    # In memory where there is such a folder: hundreds of trials wait for the disk otherwise.
    in_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="sdad-faults-", dir=in_memory))
    try:
        workspace = Workspace(folder).ensure()
        task.prepare(workspace)
        yield workspace
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_a_process(work: Callable[[], None]) -> int:
    """Runs work in a fork of this process and returns its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = UNFORESEEN
        try:
            work()
            code = 0
        except StorageError:
            code = REFUSED
        except SdadError as error:
            sys.stderr.write(f"{error}\n")
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def operations_of(task: Task) -> list[str]:
    """Returns the file operations of a task, in their order."""
    with _workspace(task) as workspace:
        note = workspace.root.with_suffix(".operations")

        def counted() -> None:
            disk = Disk(workspace.root)
            disk.install()
            task.do(workspace)
            note.write_text(json.dumps(disk.done))

        code = _in_a_process(counted)
        if code != 0:
            raise RuntimeError(f"without any fault the task ended with {code}")
        done: list[str] = json.loads(note.read_text())
        note.unlink()
        return done


def tried(task: Task, at: int, fault: str) -> list[str]:
    """Lets one operation of a task fail and returns the violations."""
    with _workspace(task) as workspace:

        def faulty() -> None:
            Disk(workspace.root, at, fault).install()
            task.do(workspace)

        code = _in_a_process(faulty)
        expected = (-signal.SIGKILL,) if fault in ("killed", "torn") else (REFUSED, 0)
        faults = [] if code in expected else [f"ended with {code}"]
        try:
            faults += task.look(workspace, code == 0)
            if code != 0:
                task.do(workspace)
                faults += [f"done again: {wrong}" for wrong in task.look(workspace, True)]
        except SdadError as error:
            faults.append(str(error))
        return faults


def every_fault(name: str) -> Outcome:
    """Lets every operation of a task fail in every way."""
    task = TASKS[name]
    operations = operations_of(task)
    outcome = Outcome(sum(operation != STATEMENT for operation in operations))
    for fault in FAULTS:
        for at, operation in enumerate(operations, 1):
            if (fault == "torn" and operation != "write") or (fault != "killed" and operation == STATEMENT):
                continue
            outcome.trials += 1
            outcome.violations += [f"{fault} at {at} ({operation}): {wrong}" for wrong in tried(task, at, fault)]
    return outcome


def main() -> int:
    """Tries all tasks; exit code 1 when any promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    outcomes = {name: every_fault(name) for name in TASKS}
    print(f"{'task':46} operations  trials  violations")
    for name, outcome in outcomes.items():
        print(f"{name:46} {outcome.operations:10} {outcome.trials:7} {len(outcome.violations):11}")
        for violation in outcome.violations:
            print(f"    {violation}")
    if given.json:
        facts = {name: vars(outcome) for name, outcome in outcomes.items()}
        given.json.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    return 1 if any(outcome.violations for outcome in outcomes.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
