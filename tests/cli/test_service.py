import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sdad.cli.service import launchd_agent, systemd_unit

ODD = ["/usr/bin/env", "-m", "sdad", "--workspace", '/home/a b/50% "x" $HOME']


def test_the_unit_is_printed_and_nothing_is_installed(sdad, workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    said = sdad("install-service", "--system", "linux")
    assert said.code == 0
    assert f"ExecStart={sys.executable} -m sdad up --workspace {workspace.root}" in said.out
    assert "systemctl --user enable --now sdad" in said.err
    assert not (tmp_path / ".config").exists()
    facts = sdad("install-service", "--system", "linux", "--json").json
    assert facts["text"] == said.out and facts["file"].endswith("sdad.service")


def test_the_agent_is_printed(sdad, workspace):
    agent = plistlib.loads(sdad("install-service", "--system", "darwin").out.encode())
    assert agent["ProgramArguments"][1:4] == ["-m", "sdad", "up"]
    assert agent["ProgramArguments"][-1] == str(workspace.root)
    assert agent["KeepAlive"] == {"SuccessfulExit": False}


def test_a_system_without_services_is_said(sdad, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    said = sdad("install-service")
    assert said.code == 2 and "systemd" in said.err and "sdad up" in said.err


def test_odd_words_stay_whole():
    assert plistlib.loads(launchd_agent(ODD, Path("/home/a b/Sdad")).encode())["ProgramArguments"] == ODD
    (line,) = [line for line in systemd_unit(ODD).splitlines() if line.startswith("ExecStart=")]
    assert line.endswith('"/home/a b/50%% \\"x\\" $$HOME"')


def test_systemd_takes_the_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze; Debian: apt-get install systemd")
    unit = tmp_path / "sdad.service"
    unit.write_text(systemd_unit(ODD))
    ran = subprocess.run(["systemd-analyze", "verify", "--user", str(unit)], capture_output=True, text=True)
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "sdad" in line]
    assert said == [], ran.stderr
