"""A daemon on the ports that the controllers expect to find, or beside them, and the real programs."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTROLLERS = ROOT / "controllers"

# The generators and the benchmarks are scripts that find each other by lying in one folder.
for folder in (CONTROLLERS, ROOT / "benchmarks"):
    sys.path.insert(0, str(folder))


@pytest.fixture(scope="module")
def daemon(tiny_workspace, tmp_path_factory):
    """A daemon of the model ``tiny``."""
    from daemons import RunningDaemon

    workspace = tmp_path_factory.mktemp("controllers") / "Sdad"
    shutil.copytree(tiny_workspace.root, workspace)
    daemon = RunningDaemon(workspace)
    daemon.start()
    yield daemon
    daemon.kill()


def program(name, package):
    """Returns where a program is, or skips the test saying how to get it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}; Debian: apt-get install {package}")
    return found
