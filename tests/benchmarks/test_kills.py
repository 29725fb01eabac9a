"""The short form of ``benchmarks/kills.py``: a daemon that is killed at random under load loses nothing."""

import shutil
import sys

import kills
import pytest
import soundfile
from daemons import RunningDaemon

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
    pytest.mark.xdist_group("one daemon"),
]


def test_nothing_is_lost_doubled_corrupt_or_half_seen(own_workspace):
    result = kills.killed(own_workspace.root, "tiny", 12, seed=4, daemon=RunningDaemon(own_workspace.root))
    assert kills.clean(result), result
    assert sum(result["kills"].values()) == 12 and result["accepted"] >= 12
    assert set(result["kills"]) == set(kills.TARGETS)
    assert result["restart_s"]["longest"] < 20


def test_what_is_half_there_is_seen(own_workspace, sound, tmp_path):
    with kills.FolderWatcher(own_workspace.output) as watcher:
        path = own_workspace.output / "alone.wav"
        soundfile.write(tmp_path / "alone.wav", sound(0, 1.0, 48000).T, 48000)
        shutil.move(tmp_path / "alone.wav", path)
        kills.eventually(lambda: watcher.partial, 10.0, "a file without a sidecar")
    assert kills.fault_of(path) is not None
