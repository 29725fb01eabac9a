"""Where a command may come from: this machine, or another one on the network once ``--lan`` is said.

Playing is open to whoever shows the token. What writes into the library, deletes, trains or chooses a model is done at
the machine itself, unless the setting ``lan_commands`` says otherwise: a tablet on stage turns knobs and renders, and
no stranger who reads its packets can throw takes away.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from sdad.control.commands import (
    ClearRenders,
    Command,
    FolderChanged,
    JudgeTake,
    LoadModel,
    MoveRender,
    PauseRenders,
    RollBack,
    SaveBlend,
    SavePreset,
    SetLive,
    StartTraining,
    StopTraining,
    UnloadModel,
    UseBlend,
    UseModel,
)
from sdad.errors import NotAllowed

AT_THE_MACHINE: frozenset[type[Command]] = frozenset(
    {
        *(FolderChanged, JudgeTake, SaveBlend, SavePreset, SetLive, StartTraining, StopTraining, UseBlend, UseModel),
        *(LoadModel, UnloadModel, RollBack, PauseRenders, ClearRenders, MoveRender),
    }
)
"""The commands that write, delete, train or choose."""


@lru_cache(1024)
def is_this_machine(host: str) -> bool:
    """Returns whether a numeric address means this machine only; a name never does, since anybody can give one."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def check_place(command: Command, address: str, *, is_here: bool, lan_commands: bool) -> None:
    """Refuses a command that is kept to this machine.

    Args:
        command: What is asked.
        address: What it was sent to, which the refusal names.
        is_here: Whether it comes from this machine.
        lan_commands: Whether the setting allows it all the same.

    Raises:
        NotAllowed: it comes from the network and stays at the machine.
    """
    if type(command) in AT_THE_MACHINE:
        check_here(address, is_here=is_here, lan_commands=lan_commands)


def check_here(address: str, *, is_here: bool, lan_commands: bool) -> None:
    """Refuses something that is kept to this machine; as :func:`check_place`, for what is no command.

    Raises:
        NotAllowed: it comes from the network and stays at the machine.
    """
    if not is_here and not lan_commands:
        reason = "it comes from the network, and what writes, deletes, trains or chooses stays at the machine"
        raise NotAllowed(address, reason, "Do it there, or start sdad with the setting lan_commands = true.")
