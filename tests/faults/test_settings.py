"""A file of settings that cannot be used, at a daemon and at the command line."""

from __future__ import annotations

import json
import subprocess

REMEDY = "The last settings that were good are used instead; correct the file or remove it, and start sdad again."


def test_a_daemon_starts_with_the_last_settings_that_were_good_and_says_so_everywhere(sdad, tmp_path, waiting, said):
    del sdad.environment["SDAD_MIDI"]
    state = sdad.workspace / "state"
    state.mkdir(parents=True)
    file, kept, log = state / "settings.toml", state / "settings.good.toml", tmp_path / "terminal"
    kept.write_text("midi = false\n")
    file.write_text("midi = false\nosc_prot = 7000\n")
    fault = f'{file} cannot be used: line 2, osc_prot is no setting (Did you mean "osc_port"?)'
    with log.open("wb") as terminal, subprocess.Popen(sdad.argv("up"), env=sdad.environment, stderr=terminal) as daemon:
        try:
            waiting(lambda: daemon.poll() is not None or (state / "daemon.json").exists(), "a daemon", 60.0)
            status = sdad("status", "--json")
        finally:
            daemon.kill()
    said(status.json["notices"][0], "settings.not_used", str(file), fault, REMEDY)
    assert "midi" not in status.json["children"], "what was good is in force"
    for told in (log.read_text("utf-8"), status.err):
        assert f"{fault}. {REMEDY}" in told
    assert kept.read_text() == "midi = false\n"


def test_the_command_line_uses_the_last_settings_that_were_good_too(sdad, said):
    file = sdad.workspace / "state" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text("midi = nein\n")
    refused = sdad("preset", "list", "--json")
    assert refused.code == 2
    fault = f"{file} cannot be used: "
    said(refused.json["error"], "settings", str(file), fault, "at line 1", "Correct it or remove it.")
    assert json.loads(sdad("up", "--json").out)["error"] == refused.json["error"]
    file.with_name("settings.good.toml").write_text("midi = false\n")
    listed = sdad("preset", "list", "--json")
    assert listed.code == 0 and listed.json["presets"]
    assert fault in listed.err and REMEDY in listed.err
