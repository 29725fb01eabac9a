"""``sdad install-service``: what makes the system start sdad by itself. It is printed, never installed."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

from sdad.cli.call import Call
from sdad.errors import SdadError

LABEL = "sdad"


class NoService(SdadError):
    """There is no kind of service for this system."""

    code = "cli.no_service"
    exit_code = 2

    def __init__(self, system: str) -> None:
        super().__init__(
            f'sdad knows no service for "{system}", only for Linux (systemd) and macOS (launchd). '
            f"Have the system start: sdad up",
            thing=system,
        )


def install_service(call: Call) -> int:
    """Prints a service for this system, and says what to do with it.

    Raises:
        NoService: this system has none that sdad knows.
    """
    system = call.args.system or sys.platform
    argv = [sys.executable, "-m", "sdad", "up", "--workspace", str(call.settings.workspace)]
    if system == "linux":
        text, file = systemd_unit(argv), f"~/.config/systemd/user/{LABEL}.service"
        then = f"systemctl --user enable --now {LABEL}"
    elif system == "darwin":
        text, file = launchd_agent(argv, call.settings.workspace), f"~/Library/LaunchAgents/{LABEL}.plist"
        then = f"launchctl load {file}"
    else:
        raise NoService(system)
    call.console.result({"system": system, "file": file, "text": text, "then": then}, text.splitlines())
    call.console.say(f"Put this into {file}, then: {then}")
    return 0


def systemd_unit(argv: list[str]) -> str:
    """Returns a systemd user unit that runs a command, and starts it again when it fails."""
    command = " ".join(_quoted(word) for word in argv)
    return f"""\
[Unit]
Description=sdad, an instrument made of your own recordings

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=5
TimeoutStopSec=15
KillMode=mixed

[Install]
WantedBy=default.target
"""


def _quoted(word: str) -> str:
    """Returns a word as systemd reads it back: percent signs are its own, spaces and quotes are protected."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if any(sign in word for sign in " \t\"'\\;$") else escaped


def launchd_agent(argv: list[str], workspace: Path) -> str:
    """Returns a launchd agent that runs a command at login, and starts it again when it fails."""
    agent = {
        "Label": LABEL,
        "ProgramArguments": argv,
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ExitTimeOut": 15,
        "WorkingDirectory": str(workspace.parent),
    }
    return plistlib.dumps(agent).decode("utf-8")
