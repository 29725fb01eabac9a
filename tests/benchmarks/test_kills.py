"""The short form of ``benchmarks/kills.py``: a daemon that is killed at random under load loses nothing."""

import shutil
import sys

import kills
import pytest
import soundfile
from daemons import RunningDaemon

from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models

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


def test_versions_are_counted_by_the_training_that_made_them(tmp_path):
    workspace = Workspace(tmp_path).ensure()
    models = Models(workspace)
    for job in ("t1", "t2", "t1", ""):
        prepared = models.staging("rain")
        (prepared / "weights.safetensors").write_bytes(b"weights")
        card = ModelCard(name="rain", sdad_version="0", dataset="rain", effort="sketch", job=job)
        models.publish("rain", prepared, card)
    assert kills.trained(workspace) == {"t1": 2, "t2": 1}
