import getpass
import json
import socket
import zipfile
from pathlib import Path

import pytest

from sdad.cli import doctor
from sdad.cli.bundle import redacted
from sdad.library.layout import Workspace

TOKEN = "s3cret-token-of-this-workspace-0123456789"


@pytest.fixture
def bundle(sdad, rain, workspace, tmp_path, monkeypatch):
    """Returns what a bundle holds, by name, made of a workspace in which private things are everywhere."""
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", "1 input(s)."))
    (workspace.datasets / "Grandmother").mkdir(parents=True)
    (workspace.datasets / "Grandmother" / "her last song.wav").write_bytes(b"RIFF her voice")
    (workspace.presets / "ForAnna.toml").write_text("format = 1\n")
    workspace.token_file.write_text(f"{TOKEN}\n")
    lines = [
        f"reading {workspace.datasets}/Grandmother/song.wav for {getpass.getuser()} on {socket.gethostname()}",
        f"Authorization: Bearer {TOKEN}",
        "preset ForAnna recalled by 192.168.1.77",
        "C:\\\\Users\\\\anna\\\\Music is not here, nor /media/anna/USB/takes",
        f"{Path.home()}/elsewhere",
    ]
    workspace.logs.mkdir(parents=True, exist_ok=True)
    (workspace.logs / "daemon.log").write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
    path = tmp_path / "report.zip"
    assert sdad("doctor", "--bundle", path).code == 0
    with zipfile.ZipFile(path) as held:
        return {name: held.read(name).decode("utf-8") for name in held.namelist()}


def test_it_holds_the_checks_the_machine_and_the_logs(bundle):
    assert {"doctor.json", "machine.json", "logs/daemon.log"} <= set(bundle)
    assert "torch" in json.loads(bundle["machine.json"])["packages"]
    assert {check["name"] for check in json.loads(bundle["doctor.json"])["checks"]} >= {"python", "disk"}
    assert "recalled by" in bundle["logs/daemon.log"]


def test_nothing_private_is_in_it(bundle, workspace):
    everything = "\n".join(bundle.values())
    private = [TOKEN, str(workspace.root), str(Path.home()), "Grandmother", "ForAnna", "song.wav", "anna", "192.168.1"]
    private += [name for name in (socket.gethostname(), getpass.getuser()) if len(name) >= 3]
    for word in private:
        assert word not in everything, word
    assert "her voice" not in everything


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cannot open /home/anna/x.wav now", "Cannot open <path> now"),
        ("see https://example.org/a/b and 127.0.0.1:9110/api", "see https://example.org/a/b and 127.0.0.1:9110/api"),
        ('{"path": "/srv/music/a b.json"}', '{"path": "<path> b.json"}'),
        ("take1.flac of 10.0.0.2", "<recording> of <address>"),
        ("1/2 of it, and/or more", "1/2 of it, and/or more"),
    ],
)
def test_what_is_private_is_told_by_its_form(text, shown):
    assert redacted(text, {}) == shown


def test_longer_words_go_first():
    assert redacted("/ws/rainforest rain", {"rain": "<b>", "rainforest": "<a>", "/ws": "<w>"}) == "<w>/<a> <b>"


def test_a_bundle_that_cannot_be_written_is_said(sdad, rain, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", "1 input(s)."))
    said = sdad("doctor", "--bundle", tmp_path / "nowhere" / "report.zip")
    assert said.code == 7 and "nowhere" in said.err


def test_an_empty_workspace_has_one_too(sdad, workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", "1 input(s)."))
    assert isinstance(workspace, Workspace)
    assert sdad("doctor", "--bundle", tmp_path / "report.zip").code == 0
