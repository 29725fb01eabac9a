"""The whole way without a daemon and without stand-ins: recordings, a model, a render, the same render again."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile


@pytest.fixture
def own(tmp_path):
    """Six plucked and bowed tones and a file that is no recording."""
    folder = tmp_path / "Recordings"
    folder.mkdir()
    chance = np.random.default_rng(1)
    for number in range(6):
        time_s = np.arange(4 * 48000) / 48000
        pitch_hz = 110.0 * 1.3**number
        tone = sum(np.sin(2 * np.pi * pitch_hz * k * time_s) / k for k in range(1, 8)) * np.exp(-time_s % 1.0 * 3)
        noise = chance.standard_normal((2, len(time_s))) * 0.02 * (number + 1)
        soundfile.write(folder / f"tone{number}.wav", (0.1 * tone + noise).T, 48000)
    (folder / "lyrics.wav").write_text("la la la")
    return folder


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_from_recordings_to_the_same_sound_twice(sdad, own, workspace):
    assert sdad("dataset", "add", "tones", own).code == 8
    (workspace.datasets / "tones" / "lyrics.wav").write_text("la la la")
    trained = sdad("train", "tones", "--effort", "sketch", "--device", "cpu", "--json")
    assert trained.code == 8, trained.err
    report = trained.json
    assert (report["model"], report["version"], len(report["used"])) == ("tones", "v0001", 6)
    assert [one["file"] for one in report["skipped"]] == ["lyrics.wav"]
    assert report["cpu_seconds"] > 0.0
    words = ["brightness=.8", "space=auto", "--duration", 3, "--take", 5, "--device", "cpu"]
    rendered = sdad("render", "tones", *words, "--json")
    assert rendered.code == 0, rendered.err
    (take,) = rendered.json["takes"]
    audio, rate = soundfile.read(take["path"])
    assert rate == 48000 and audio.shape == (3 * 48000, 2)
    assert 0.01 < np.abs(audio).max() <= 1.0
    assert take["asked"]["brightness"] == 0.8 and take["got"]["brightness"] is not None
    # In a process of its own: the same samples must not depend on what this one has done before.
    again = subprocess.run(
        [sys.executable, "-m", "sdad", "render", "--again", take["id"], "--device", "cpu"],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "SDAD_WORKSPACE": str(workspace.root)},
    )
    assert again.returncode == 0, again.stderr
    prints = {hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in (take["path"], again.stdout.strip())}
    assert len(prints) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows passes names on as Unicode")
@pytest.mark.parametrize(
    ("terminal", "there", "not_there"),
    [
        ({"PYTHONIOENCODING": "cp1252"}, (0, "\\u96e8.wav"), (4, 'No dataset is named "Höhe".')),
        ({"PYTHONIOENCODING": "ascii"}, (0, "\\u96e8.wav"), (4, 'No dataset is named "H\\xf6he".')),
        # Names are bytes there that say nothing of their letters.
        ({"LC_ALL": "C"}, (2, "cannot name a dataset; use 1 to 64 letters"), (2, "cannot name a dataset; use 1 to 64")),
    ],
)
def test_a_terminal_that_knows_few_letters_is_told_in_those(workspace, terminal, there, not_there):
    folder = workspace.datasets / "Größe"
    folder.mkdir()
    soundfile.write(folder / "雨.wav", np.zeros(48000, np.float32), 48000)
    # Python takes UTF-8 in place of the C locale, unless it is told not to.
    unaided = {**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **terminal}
    for name, (code, said) in (("Größe", there), ("Höhe", not_there)):
        command = [sys.executable, "-m", "sdad", "dataset", "show", name, "--workspace", str(workspace.root)]
        done = subprocess.run(command, env=unaided, capture_output=True, timeout=60)
        assert done.returncode == code, done.stderr
        assert said in (done.stdout + done.stderr).decode(terminal.get("PYTHONIOENCODING", "ascii"))
        assert b"Traceback" not in done.stderr
