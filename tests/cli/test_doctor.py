import errno
import os
import shutil
import socket
import subprocess
from collections import namedtuple

import pytest

from sdad.cli import doctor
from sdad.library.layout import Workspace


def test_every_check_has_a_line_and_json_agrees(sdad, rain, monkeypatch):
    # The MIDI system of the machine is asked in test_midi_*; here it would only cost time.
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "warn", "There is none.", "Start it."))
    facts = sdad("doctor", "--json").json
    names = ["python", "torch", "audio", "midi", "workspace", "disk", "models", "ports"]
    assert [check["name"] for check in facts["checks"]] == names
    assert {check["state"] for check in facts["checks"]} <= {"ok", "warn", "fail"}
    states = {check["name"]: check["state"] for check in facts["checks"]}
    assert states["python"] == states["torch"] == states["audio"] == states["workspace"] == "ok"


def test_a_failed_check_makes_the_code_1_and_says_what_to_do(sdad, rain, workspace, monkeypatch):
    monkeypatch.setattr(doctor, "midi", lambda: doctor.Check("midi", "ok", "1 input(s)."))
    (workspace.models / "rain" / "v0001" / "weights.safetensors").write_bytes(b"rotten")
    answer = sdad("doctor")
    assert answer.code == 1
    (line,) = [line for line in answer.out.splitlines() if line.startswith("fail")]
    assert "rain v0001 are damaged" in line and "sdad model rollback rain" in line


def test_whole_models_pass_and_missing_weights_do_not(rain, workspace):
    assert doctor.models_whole(workspace).state == "ok"
    (workspace.models / "rain" / "v0001" / "weights.safetensors").unlink()
    assert doctor.models_whole(workspace).state == "fail"


@pytest.mark.parametrize("fault", ["hang", "crash", "noise"])
def test_midi_that_hangs_or_crashes_is_a_warning(monkeypatch, fault):
    def run(command, **_):
        if fault == "hang":
            raise subprocess.TimeoutExpired(command, 1.0)
        return subprocess.CompletedProcess(
            command, -11 if fault == "crash" else 0, "3" if fault == "crash" else "?", ""
        )

    monkeypatch.setattr(doctor.subprocess, "run", run)
    assert doctor.midi().state == "warn"


def test_midi_is_really_asked():
    assert doctor.midi().state in ("ok", "warn")


def test_a_folder_that_refuses_files_fails(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("sdad.library.formats.os.fsync", refuse)
    assert doctor.workspace_writable(tmp_path / "Sdad").state == "fail"
    monkeypatch.undo()
    assert doctor.workspace_writable(tmp_path / "Sdad").state == "ok"
    assert sorted(path.name for path in (tmp_path / "Sdad").iterdir()) == sorted(
        ["datasets", "midi", "models", "presets", "output", "state"]
    )


def test_a_workspace_in_the_cloud_is_a_warning(tmp_path):
    found = doctor.workspace_writable(tmp_path / "Dropbox" / "Sdad")
    assert (found.state, "Choose a --workspace outside of it" in found.text) == ("warn", True)


@pytest.mark.parametrize(("free_gb", "state"), [(100.0, "ok"), (2.0, "warn"), (0.1, "fail")])
def test_room_on_the_disk(tmp_path, monkeypatch, free_gb, state):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, free_gb * 1e9))
    assert doctor.disk_room(tmp_path / "not" / "yet").state == state


def test_a_device_that_is_not_there_fails(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert doctor.torch_and_device("cuda").state == "fail"
    assert doctor.torch_and_device("auto").state == "ok"


class NoDaemon:
    daemon = None


@pytest.mark.parametrize(("name", "kind"), [("osc", socket.SOCK_DGRAM), ("http", socket.SOCK_STREAM)])
def test_a_taken_port_is_named(name, kind):
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            holder.listen()
        port = holder.getsockname()[1]
        found = doctor.free_ports(NoDaemon(), {name: port})
        assert found.state == "warn" and f"{name} {port}" in found.text
    assert doctor.free_ports(NoDaemon(), {name: port}).state == "ok"


def test_a_workspace_that_is_not_there_yet_is_made(tmp_path):
    assert doctor.workspace_writable(tmp_path / "a" / "b").state == "ok"
    assert Workspace(tmp_path / "a" / "b").output.is_dir()
