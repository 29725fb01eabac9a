"""From recordings to a render played by OSC, with the real tools: the command line, the daemon, oscsend and oscdump."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from sdad.control.parameters import MISSION

ROOT = Path(__file__).parents[2]
TRAINING_LIMIT_S = 900
RENDER_LIMIT_S = 240

pytestmark = pytest.mark.osc_clients


class Musician:
    """Types commands in a workspace of their own."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("SDAD_")}
        # The musician's own daemon may run on the default ports.
        for name in ("OSC", "HTTP", "PANEL"):
            self.environment[f"SDAD_{name}_PORT"] = str(_free_port())

    def command(self, *words):
        return [sys.executable, "-m", "sdad", *words, "--workspace", str(self.workspace)]

    def sdad(self, *words, limit_s=60):
        """Runs a verb with --json and returns its object."""
        done = subprocess.run(
            [*self.command(*words), "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=limit_s,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def _free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def musician(tmp_path):
    return Musician(tmp_path / "Sdad")


@pytest.fixture
def start_daemon(musician, tmp_path):
    """Starts `sdad up`; ends it if the test did not."""
    started = []

    def start():
        with (tmp_path / "daemon.txt").open("wb") as log:
            command = [*musician.command("up"), "--no-panel"]
            started.append(subprocess.Popen(command, cwd=ROOT, env=musician.environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait(30)


def check_a_render(liblo, port, output, model, version, seconds):
    """Plays with oscsend, and finds what oscdump was told in the file and its sidecar; returns the file's path."""
    dump = liblo.dump()
    liblo.send(port, "/sdad/subscribe", "i", dump.port)
    dump.wait_for("/sdad/subscribed")
    liblo.send(port, "/sdad/control/brightness", "f", 0.75)
    assert dump.wait_for("/sdad/control/brightness") == ["/sdad/control/brightness f 0.750000"]
    liblo.send(port, "/sdad/render", "if", 1, seconds)

    (queued,) = dump.wait_for("/sdad/render/queued")
    (done,) = dump.wait_for("/sdad/render/done", RENDER_LIMIT_S)
    (measured,) = dump.wait_for("/sdad/render/measured")
    assert dump.showing("/sdad/render/progress")
    assert dump.showing("/sdad/error") == dump.showing("/sdad/render/failed") == []
    _, job = re.fullmatch(r'/sdad/render/queued (sf) "(.+?)" [\d.]+', queued).groups()
    done_job, path, lasts = re.fullmatch(r'/sdad/render/done ssf "(.+?)" "(.+)" ([\d.]+)', done).groups()
    assert done_job == job

    render = Path(path)
    assert render.parent == output
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.channels, facts.subtype, facts.format) == (48000, 2, "PCM_24", "WAV")
    assert facts.duration == pytest.approx(float(lasts), abs=0.01) == pytest.approx(seconds, abs=0.1)
    samples, _ = soundfile.read(path)
    assert 0.01 < abs(samples).max() < 1.0

    sidecar = json.loads(render.with_suffix(".json").read_text("utf-8"))
    assert (sidecar["model"]["name"], sidecar["model"]["version"]) == (model, version)
    assert sidecar["asked"]["brightness"] == pytest.approx(0.75)
    assert sidecar["asked"]["density"] is None
    positions = [float(word) for word in measured.split('"')[2].split()]
    got = [sidecar["got"][row.id] for row in MISSION]
    assert positions == pytest.approx([-1.0 if value is None else min(1.0, max(0.0, value)) for value in got], abs=1e-4)
    return path


def test_a_model_is_played_by_osc(studio, liblo):
    one = studio("--no-panel", SDAD_MIDI="false", SDAD_WATCH="false")
    (model,) = one.get("/api/models")["models"]
    path = check_a_render(
        liblo, one.get("/api/status")["ports"]["osc"], one.root / "output", "tiny", model["version"], 1.0
    )
    assert path in json.dumps(one.sdad("take", "list"))


@pytest.mark.slow
@pytest.mark.timeout(2 * TRAINING_LIMIT_S)
def test_recordings_become_a_file_by_osc(musician, start_daemon, tmp_path, liblo, waiting):
    recordings = tmp_path / "recordings"
    subprocess.run(
        [sys.executable, ROOT / "examples" / "make_recordings.py", recordings],
        check=True,
        timeout=300,
        stdout=subprocess.DEVNULL,
    )
    added = musician.sdad("dataset", "add", "garden", str(recordings))
    assert len(added["added"]) >= 10 and added["refused"] == []
    trained = musician.sdad("train", "garden", "--effort", "sketch", "--wait", limit_s=TRAINING_LIMIT_S)
    assert (trained["model"], trained["skipped"]) == ("garden", [])

    daemon = start_daemon()
    published = musician.workspace / "state" / "daemon.json"
    waiting(published.exists, "the daemon says where it is", 60)
    status = waiting(lambda: (facts := musician.sdad("status"))["ready"] and facts, "the daemon is ready", 60)
    port = status["ports"]["osc"]
    assert status["model"] == "garden"

    path = check_a_render(liblo, port, musician.workspace / "output", "garden", trained["version"], 4.0)
    assert path in json.dumps(musician.sdad("take", "list"))

    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(30) == 0
    assert not published.exists()
