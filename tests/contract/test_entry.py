"""The ways in: make, what continuous integration runs, and the lock file."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_help_names_every_target():
    targets = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()
    said = "\n".join(re.findall(r'^\t@echo "(.*)"$', MAKEFILE, re.MULTILINE))
    for target in set(targets) - {"help"}:
        assert f"make {target}" in said


@pytest.mark.parametrize("target", ["demo", "test", "up", "lint", "docs"])
def test_every_target_sets_up_what_it_needs(target):
    assert re.search(rf"^{target}: \$\(READY\)$", MAKEFILE, re.MULTILINE)


def test_integration_runs_make_test_and_nothing_else():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").rstrip().endswith("\nexec make test")
    if bash := shutil.which("bash"):
        assert subprocess.run([bash, "-n", str(script)]).returncode == 0


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_that_is_needed_is_locked_to_one_version():
    lines = [line for line in (ROOT / ".requirements.lock").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", line) for line in lines)
    locked = {canonical(line.split("==")[0]) for line in lines}
    extras = PROJECT["optional-dependencies"]
    needed = PROJECT["dependencies"] + extras["network"] + extras["dev"]
    assert {canonical(re.match(r"[\w.-]+", one)[0]) for one in needed} <= locked
