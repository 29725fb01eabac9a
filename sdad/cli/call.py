"""What a verb is given: its arguments, where it prints, and which workspace and daemon it talks to."""

from __future__ import annotations

import argparse
from functools import cached_property

from sdad.cli.client import Client, running_daemon
from sdad.cli.console import Console
from sdad.errors import DaemonNotRunning
from sdad.library.layout import Workspace
from sdad.settings import Settings, load_settings


class Call:
    """One run of one verb."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        self.args = args
        self.console = console

    @cached_property
    def settings(self) -> Settings:
        """The settings as flags, environment and file say; only the flags that this verb has are looked at."""
        flags = {name: getattr(self.args, name, None) for name in Settings.model_fields}
        return load_settings(**flags)

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
        return running_daemon(Workspace(self.settings.workspace))

    def needed_daemon(self) -> Client:
        """Returns the daemon.

        Raises:
            DaemonNotRunning: there is none.
        """
        if self.daemon is None:
            raise DaemonNotRunning
        return self.daemon
