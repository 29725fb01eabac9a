import getpass
import json
import os
import socket
import zipfile
from pathlib import Path

import pytest

from sdad.cli import doctor
from sdad.cli.anonymous import Anonymous

TOKEN = "Zk3-planted-token_of-this-test-0123456789"
PLANTED = [
    "Anna Maria",
    "annam",
    "Großmutters Uhr",
    "Kirche",
    "Rehearsal 7",
    "secret-song",
    "studio-mac",
    "192.168.7.9",
]
LINES = [
    "/home/annam/Music/Großmutters Uhr/Kirche.wav cannot be read: it is empty. Take it out.",
    "C:\\Users\\Anna Maria\\Rehearsal 7\\take 1.WAV is damaged: its header lies.",
    "\\\\studio-mac\\Rehearsal 7\\secret-song.flac cannot be read: it is gone",
    'File "/Users/annam/Library/secret-song/x.py", line 3, in <module>',
    "file:///home/annam/secret-song.aiff, and ~annam/Kirche, and ~/Rehearsal 7/x",
    f"Authorization: Bearer {TOKEN} from 192.168.7.9 for annam@studio-mac.example",
    f"http://127.0.0.1:9111/?token={TOKEN}",
    "Großmutters Uhr.wav cannot be used: it is silent.",
    "user annam on studio-mac, known as Anna Maria",
]
KEPT = ["cannot be read: it is empty", "line 3, in", "127.0.0.1:9111", "it is silent", "/api/status", "/sdad/render"]


@pytest.fixture
def bundled(sdad, rain, workspace, tmp_path, monkeypatch):
    """All that is in a report about a workspace that is full of what must not be in it."""
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", LINES[0]))
    monkeypatch.setattr("sdad.cli.anonymous._people", lambda: {"annam", "studio-mac", "Anna Maria"})
    workspace.token_file.write_text(TOKEN + "\n")
    (workspace.output / "Kirche.wav").write_bytes(b"RIFF a planted recording")
    (workspace.datasets / "rain" / "Großmutters Uhr.wav").write_bytes(b"RIFF a planted recording")
    (workspace.logs / "render.log").write_text("\n".join(LINES) + "\nGET /api/status and /sdad/render 1\n")
    records = [{"at": "2026", "level": "error", "text": line, "trace": line, "thing": {line: [line]}} for line in LINES]
    (workspace.logs / "daemon.log").write_text("\n".join(json.dumps(record) for record in records) + "\n")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    facts = sdad("doctor", "--bundle", "--json").json
    (file,) = (tmp_path / "here").iterdir()
    assert facts["bundle"] == str(file)
    with zipfile.ZipFile(file) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def test_nothing_that_was_planted_is_in_the_report(bundled, tmp_path):
    text = "\n".join([*bundled, *bundled.values()])
    planted = [*PLANTED, TOKEN, "a planted recording", str(tmp_path), str(Path.home()) + os.sep]
    for secret in [*planted, *(json.dumps(one)[1:-1] for one in planted)]:
        assert secret.lower() not in text.lower(), secret


def test_what_helps_is_in_the_report(bundled):
    assert {"README.txt", "checks.json", "settings.json", "status.json", "versions.json"} <= set(bundled)
    text = "\n".join(bundled.values())
    for words in KEPT:
        assert words in text, words
    assert json.loads(bundled["versions.json"])["sdad"] and "torch" in bundled["versions.json"]
    assert json.loads(bundled["workspace.json"])["models"] == 1
    assert json.loads(bundled["settings.json"])["workspace"] == "<workspace>"
    assert [check["name"] for check in json.loads(bundled["checks.json"])][:2] == ["python", "torch"]
    assert all(json.loads(line) for line in bundled["logs/daemon.jsonl"].splitlines())


def test_no_text_that_is_no_secret_is_changed():
    clean = Anonymous([], [], [])
    for text in (
        "brightness 0.5 (got 0.52, 2.9 kHz)",
        "OSC /sdad/control/space/s 1.5",
        "GET /api/jobs/r1 404",
        "1/2",
        "a: b",
    ):
        assert clean(text) == text


def test_the_names_of_this_machine_are_known():
    clean = Anonymous([], [])
    for name in {getpass.getuser(), socket.gethostname()} - {"root", "localhost"}:
        assert clean(f"user {name}, host") == "user <name>, host"


def test_a_folder_that_cannot_be_written_is_named(sdad, rain, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", ""))
    monkeypatch.setattr("sdad.cli.bundle.zipfile.ZipFile", _refuse)
    monkeypatch.chdir(tmp_path)
    answer = sdad("doctor", "--bundle")
    assert answer.code == 7 and "Cannot write into" in answer.err
    assert not list(tmp_path.glob("*.zip"))


def _refuse(*_):
    raise PermissionError(13, "Permission denied")
