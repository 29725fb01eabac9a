"""What another machine on the network may ask for, where sdad was started with ``--lan``."""

from __future__ import annotations

import ipaddress

from sdad.control.commands import (
    CancelRender,
    Command,
    LockControl,
    MorphPresets,
    NudgeControl,
    Panic,
    RecallPreset,
    Render,
    SetControls,
    SetNatural,
)
from sdad.errors import NotAllowed

PLAYING = (
    SetControls,
    SetNatural,
    NudgeControl,
    LockControl,
    RecallPreset,
    MorphPresets,
    Render,
    CancelRender,
    Panic,
)
"""What is played with. Everything else writes, deletes, trains or chooses, and is asked for on this machine."""


def is_this_machine(host: str) -> bool:
    """Returns whether a numeric address, as a socket tells it, is this machine's own loopback."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def check_from_afar(command: Command, address: str) -> None:
    """Checks a command of another machine.

    Args:
        command: What it asks for.
        address: Where it asked, for the refusal.

    Raises:
        NotAllowed: only this machine may ask for it.
    """
    writes_where_it_likes = isinstance(command, Render) and command.out is not None
    if not isinstance(command, PLAYING) or writes_where_it_likes:
        reason = "it came from another machine, and it would write, delete, train or choose something"
        remedy = (
            "Do it on the machine that sdad runs on, or allow it there: lan_commands = true in state/settings.toml."
        )
        raise NotAllowed(address, reason, remedy)
