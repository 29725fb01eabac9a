"""What a verb is given: its arguments, where it prints, and which workspace and daemon it talks to."""

from __future__ import annotations

import argparse
import sys
import traceback
from functools import cached_property
from typing import TYPE_CHECKING

from sdad import __version__
from sdad.cli.console import Console
from sdad.errors import DaemonNotRunning, MalformedMessage, SdadError
from sdad.library.layout import Workspace
from sdad.logs import append
from sdad.settings import Settings, load_settings

if TYPE_CHECKING:
    from sdad.cli.client import Client


DAEMON = "daemon:up"
"""The verb that tells people itself about settings that are not used."""


class Call:
    """One run of one verb."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        self.args = args
        self.console = console

    @cached_property
    def settings(self) -> Settings:
        """The settings as flags, environment and file say; only the flags that this verb has are looked at."""
        flags = {name: getattr(self.args, name, None) for name in Settings.model_fields}
        settings = load_settings(**flags)
        if settings.fault is not None and self.args.verb != DAEMON:
            self.console.say(settings.fault.text)
        return settings

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, with every folder there.

        Raises:
            NotWritable, DiskFull: a folder cannot be made.
        """
        return Workspace(self.settings.workspace).ensure()

    @cached_property
    def daemon(self) -> Client | None:
        """The daemon that serves this workspace, or None when none runs."""
        # Not everything needs the way to a daemon, least of all what starts one, and bringing it in takes a while.
        from sdad.cli.client import running_daemon

        daemon = running_daemon(Workspace(self.settings.workspace))
        if daemon is not None and daemon.version != __version__:
            self.console.say(
                f"The daemon that runs is sdad {daemon.version} and this command is sdad {__version__}: they may "
                f"misunderstand each other until you stop it and start it again with sdad up; what waits in it is kept."
            )
        return daemon

    def unforeseen(self, error: Exception) -> SdadError:
        """Keeps the trace of a fault that sdad did not foresee in a log, and returns what a person is told."""
        log = Workspace(self.settings.workspace).logs / "cli.log"
        try:
            append(log, f"sdad {' '.join(sys.argv[1:])}", error)
            where = f"The details are in {log}."
        except OSError:
            where = "".join(traceback.format_exception(error))
        return SdadError(f"Something failed inside sdad ({type(error).__name__}: {error}). {where}")

    def needed_daemon(self) -> Client:
        """Returns the daemon.

        Raises:
            DaemonNotRunning: there is none.
        """
        if self.daemon is None:
            raise DaemonNotRunning
        return self.daemon


def refuse_without_use(call: Call, *flags: str) -> None:
    """Refuses flags that a running daemon would not heed: it was started with its own.

    Raises:
        MalformedMessage: one of them was given.
    """
    for flag in flags:
        if getattr(call.args, flag, None) is not None:
            what = "a daemon is running and does this work its own way"
            raise MalformedMessage(f"--{flag}", what, "leave the flag out, or stop the daemon first")
