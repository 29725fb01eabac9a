"""``sdad install-service``: what makes sdad start with the login, printed; to install it is left to the person."""

from __future__ import annotations

import plistlib
import shlex
import sys
from pathlib import Path

from sdad.cli.call import Call
from sdad.errors import MalformedMessage

NAME = "sdad"
LABEL = "net.sdad.daemon"


def install_service(call: Call) -> int:
    """Prints a systemd user unit or a launchd agent, and how it is put to work.

    Raises:
        MalformedMessage: this system has neither, and none was named.
    """
    kind = call.args.kind or _kind_of(sys.platform)
    # Through the Python that runs now: a service has none of the PATH that a terminal has.
    command = [sys.executable, "-m", "sdad", "up", "--workspace", str(call.settings.workspace)]
    if kind == "systemd":
        path, text = f"~/.config/systemd/user/{NAME}.service", systemd_unit(command)
        steps = ["systemctl --user daemon-reload", f"systemctl --user enable --now {NAME}"]
        steps += ["loginctl enable-linger      (to start it with the machine and not with the login)"]
    else:
        path, text = f"~/Library/LaunchAgents/{LABEL}.plist", launchd_agent(command)
        steps = [f"launchctl bootstrap gui/$(id -u) {path}"]
    facts = {"kind": kind, "path": path, "text": text, "steps": steps}
    call.console.result(facts, [text.rstrip("\n")])
    if not call.console.json:
        call.console.say(f"Nothing was changed. To install it, write this to {path}:")
        call.console.say(f"  sdad install-service --workspace {shlex.quote(str(call.settings.workspace))} > {path}")
        for step in steps:
            call.console.say(f"  {step}")
    return 0


def _kind_of(system: str) -> str:
    kind = {"linux": "systemd", "darwin": "launchd"}.get(system)
    if kind is None:
        expected = 'on Windows make a task in the Task Scheduler that runs "sdad up" at log on, or give --kind'
        raise MalformedMessage("sdad install-service", f"{system} has neither systemd nor launchd", expected)
    return kind


def systemd_unit(command: list[str]) -> str:
    """Returns a user unit; the daemon ends within 10 s of being told to, and is started again when it fails."""
    return f"""\
[Unit]
Description=sdad, an instrument of your own recordings

[Service]
ExecStart={" ".join(_systemd_word(word) for word in command)}
Restart=on-failure
RestartSec=5
TimeoutStopSec=20
KillMode=mixed
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def _systemd_word(word: str) -> str:
    # systemd.service(5): quotes and backslashes as in C, % begins a specifier and $ a variable.
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"' if quoted != word or any(letter.isspace() or letter in "'\";" for letter in word) else word


def launchd_agent(command: list[str]) -> str:
    """Returns a launchd agent that is started again when it fails, and not when it was told to end."""
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": command,
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ExitTimeOut": 20,
            "ProcessType": "Interactive",
            "Umask": 0o077,
            "WorkingDirectory": str(Path.home()),
        }
    ).decode()
