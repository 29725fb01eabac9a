import os
import plistlib
import shutil
import subprocess
import sys

import pytest

from sdad.cli import service

COMMAND = ["/usr/bin/env", "up", "--workspace", '/music/My "best" 100% $HOME\\sounds; it\'s']


def test_it_is_printed_and_nothing_is_changed(sdad, workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    answer = sdad("install-service", "--kind", "systemd")
    assert answer.code == 0 and "[Service]" in answer.out and "Nothing was changed" in answer.err
    assert f"ExecStart={sys.executable} -m sdad up --workspace {workspace.root}" in answer.out
    assert not (tmp_path / "home").exists()
    facts = sdad("install-service", "--kind", "launchd", "--json").json
    assert facts["path"].endswith("net.sdad.daemon.plist") and facts["steps"]


def test_an_agent_says_to_launchd_what_it_should():
    agent = plistlib.loads(service.launchd_agent(COMMAND).encode())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["KeepAlive"] == {"SuccessfulExit": False}


def test_a_system_with_neither_is_told_what_to_do(sdad, monkeypatch):
    monkeypatch.setattr(service.sys, "platform", "win32")
    answer = sdad("install-service")
    assert answer.code == 2 and "Task Scheduler" in answer.err


def verified(unit, tmp_path):
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("needs systemd-analyze; Debian: apt-get install systemd")
    file = tmp_path / "sdad.service"
    file.write_text(unit)
    command = [tool, "verify", "--user", "--man=no", str(file)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_systemd_understands_the_unit(tmp_path):
    done = verified(service.systemd_unit(COMMAND), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_would_say_what_is_wrong_with_a_unit(tmp_path):
    done = verified(service.systemd_unit(COMMAND).replace("Restart=", "Restrat="), tmp_path)
    assert "Restrat" in done.stderr
