"""Every file operation of publishing, saving and switching fails once in every way, and nothing is lost or half."""

import json
import os
import subprocess
import sys
from pathlib import Path

import faults
import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "faults.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which Windows has not")


def test_no_promise_is_broken_whatever_operation_fails(tmp_path):
    # In a process of its own: it forks, and this one has threads.
    note = tmp_path / "outcomes.json"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, str(BENCHMARK), "--json", str(note)], env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    outcomes = json.loads(note.read_text())
    assert set(outcomes) == set(faults.TASKS)
    for outcome in outcomes.values():
        # Open, write, synchronise, rename, synchronise the folder: nothing of ours is done in fewer.
        assert outcome["operations"] >= 5
        assert outcome["trials"] > 3 * outcome["operations"]


_CARELESS = """
import sys
from pathlib import Path
import faults
from sdad.library.formats import write_text

def save(workspace):
    path = workspace.presets / "mine.toml"
    text = path.read_text() if path.exists() else ""
    path.write_text(text.replace("0.25", "0.75"))

task = faults.TASKS["save a preset"]
faults.TASKS["carelessly"] = faults.Task(task.prepare, save, task.look)
print(faults.every_fault("carelessly").violations)
"""


def test_a_file_that_is_written_in_its_place_is_found_out():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(BENCHMARK.parent), *sys.path])}
    ran = subprocess.run([sys.executable, "-c", _CARELESS], env=environment, capture_output=True, text=True)
    assert "torn at 2 (write)" in ran.stdout, ran.stdout + ran.stderr
