import inspect

import pytest

from sdad.control import commands
from sdad.control.places import AT_THE_MACHINE, check_place, is_this_machine
from sdad.errors import NotAllowed

PLAYING = {
    *("SetControls", "SetNatural", "NudgeControl", "LockControl", "RecallPreset", "MorphPresets"),
    *("Render", "RenderAgain", "CancelRender", "Panic"),
}
"""What a tablet on stage may do: turn knobs, render, and stop rendering. A new command is on neither list by itself."""


def test_every_command_is_either_playing_or_stays_at_the_machine():
    every = {
        name
        for name, kind in inspect.getmembers(commands, inspect.isclass)
        if issubclass(kind, commands.Command) and kind is not commands.Command
    }
    playing = every - {kind.__name__ for kind in AT_THE_MACHINE}
    assert playing == PLAYING


def test_what_stays_at_the_machine_is_refused_from_elsewhere_unless_allowed():
    train = commands.StartTraining(dataset="rain")
    with pytest.raises(NotAllowed, match="lan_commands"):
        check_place(train, "/sdad/train/start", is_here=False, lan_commands=False)
    check_place(train, "/sdad/train/start", is_here=True, lan_commands=False)
    check_place(train, "/sdad/train/start", is_here=False, lan_commands=True)
    check_place(commands.Render(), "/sdad/render", is_here=False, lan_commands=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine(host):
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["192.168.1.7", "0.0.0.0", "fe80::1", "localhost", "127.0.0.1.evil.example", "", "1"])
def test_not_this_machine(host):
    assert not is_this_machine(host)
