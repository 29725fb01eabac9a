"""The command line as a person meets it, in processes of its own; full disks; a root whom permissions bind."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LIMIT_S = 240.0

# The command itself; only what "sketch" spends is put down to a few seconds.
_QUICKER = """
import json, sys
from sdad.training import schedules
schedules.BUDGETS["sketch"] = schedules.Budget(**json.loads(sys.argv.pop(1)))
from sdad.cli.main import main
raise SystemExit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Said:
    """What one run of the command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def is_refusal(self, code: int, *parts: str) -> None:
        """Checks that it ended with a code and a sentence that holds all parts, and that nothing of ours fell over."""
        assert self.code == code, self.err
        for part in parts:
            assert part in self.err, self.err
        assert "Traceback" not in self.err and "inside sdad" not in self.err, self.err
        assert self.err.rstrip()[-1] in '.?"', self.err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Command:
    """``python -m sdad`` in one workspace."""

    def __init__(self, workspace: Path, tiny_budget: Any) -> None:
        self.workspace = workspace
        # Without the settings of whoever runs the tests, and with the package found from any folder.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SDAD_")}
        self.environment = {**kept, "PYTHONPATH": str(ROOT), "SDAD_DEVICE": "cpu"}
        # A daemon of theirs may hold the usual ports.
        self.environment |= {"SDAD_MIDI": "false", "SDAD_PANEL": "false", "SDAD_QUIET_SECONDS": "600"}
        self.environment |= {f"SDAD_{name}_PORT": str(free_port()) for name in ("OSC", "HTTP", "PANEL")}
        quickest = tiny_budget.model_copy(
            update={"vae_steps": 2, "flow_steps": 2, "gestures": 60, "minutes": 0.3, "positions": 2, "take_s": 0.5}
        )
        self._quicker = ["-c", _QUICKER, quickest.model_dump_json()]

    def argv(self, *words: object, quicker: bool = False) -> list[str]:
        program = self._quicker if quicker else ["-m", "sdad"]
        return [sys.executable, *program, *map(str, words), "--workspace", str(self.workspace)]

    def __call__(self, *words: object, quicker: bool = False, prefix: Sequence[str] = (), **options: Any) -> Said:
        """Runs the command; ``quicker`` makes "sketch" a matter of seconds."""
        done = subprocess.run(
            [*prefix, *self.argv(*words, quicker=quicker)],
            cwd=tempfile.gettempdir(),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            **options,
        )
        return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def sdad_in(tiny_budget: Any) -> Callable[[Path], Command]:
    """Returns a function of a workspace's folder that gives its command."""
    return lambda workspace: Command(workspace, tiny_budget)


@pytest.fixture
def sdad(sdad_in: Callable[[Path], Command], tmp_path: Path) -> Command:
    """The command in an empty workspace."""
    return sdad_in(tmp_path / "Sdad")


@pytest.fixture
def played(sdad_in: Callable[[Path], Command], own_workspace: Any) -> Command:
    """The command in a workspace of its own with the model ``tiny``."""
    return sdad_in(own_workspace.root)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Returns a function of a number of bytes that gives the folder of a disk with room for so many."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        if shutil.which("mount") is None or sys.platform != "linux":
            pytest.skip("needs Linux's tmpfs")
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)]
        tried = subprocess.run(command, capture_output=True, text=True)
        if tried.returncode != 0:
            pytest.skip(f"needs the right to mount a tmpfs, such as root in a container: {tried.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def without_override() -> list[str]:
    """What stands before a command so that permissions hold for it, although root may run the tests."""
    if sys.platform == "win32":
        pytest.skip("folders are made read-only by other means on Windows")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("as root it needs setpriv; Debian: apt-get install util-linux")
    command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner"]
    if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        pytest.skip("root may not give up its right to override permissions here")
    return command
