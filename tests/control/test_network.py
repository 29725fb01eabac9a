from pathlib import Path

import pytest

from sdad.control import commands as ask
from sdad.control.network import check_from_afar, is_this_machine
from sdad.errors import NotAllowed


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        *[(host, True) for host in ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1")],
        *[(host, False) for host in ("10.0.0.1", "0.0.0.0", "::", "::ffff:10.0.0.1", "fe80::1%eth0", "localhost", "")],
    ],
)
def test_this_machine(host, is_it):
    assert is_this_machine(host) is is_it


@pytest.mark.parametrize(
    "command",
    [
        ask.SetControls(positions={"width": 0.5}),
        ask.LockControl(control="width", locked=True),
        ask.RecallPreset(preset="Glass"),
        ask.Render(takes=2),
        ask.Panic(),
    ],
)
def test_playing_is_open(command):
    check_from_afar(command, "/here")


@pytest.mark.parametrize(
    "command",
    [
        ask.Render(out=Path("/etc")),
        ask.SavePreset(preset="mine"),
        ask.JudgeTake(verdict="discard"),
        ask.StartTraining(dataset="rain"),
        ask.UseModel(model="rain"),
        ask.AddRecordings(dataset="rain", paths=()),
        ask.SetLive(on=True),
        ask.ClearRenders(),
    ],
)
def test_what_writes_deletes_trains_or_chooses_is_not(command):
    with pytest.raises(NotAllowed, match="lan_commands = true"):
        check_from_afar(command, "/here")
