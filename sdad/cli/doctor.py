"""``sdad doctor``: whether this machine has what sdad needs, one line per check, each with its remedy."""

from __future__ import annotations

import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.errors import SdadError
from sdad.library.cloud import SyncedWorkspace, syncing
from sdad.library.formats import discard, hidden_beside, write_text
from sdad.library.layout import Workspace

State = Literal["ok", "warn", "fail"]

ENOUGH_GB, LITTLE_GB = 5.0, 0.5
MIDI_WITHIN_S = 20.0
_MIDI = "import rtmidi; print(rtmidi.MidiIn().get_port_count())"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found. ``fix`` says what to do where the state is not ``ok``."""

    name: str
    state: State
    text: str
    fix: str = ""


def doctor(call: Call) -> int:
    """Runs every check; the exit code is 1 when one failed."""
    checks = []
    for check in _checks(call):
        found = check()
        checks.append(found)
    facts: dict[str, Any] = {
        "ok": all(check.state != "fail" for check in checks),
        "checks": [asdict(check) for check in checks],
    }
    lines = columns([(check.state, check.name, _sentence(check)) for check in checks])
    if call.args.bundle:
        from sdad.cli.bundle import write_bundle

        facts["bundle"] = str(write_bundle(call, facts["checks"]))
        lines.append(f"The report is {facts['bundle']}. Look into it before you pass it on.")
    call.console.result(facts, lines)
    return 0 if facts["ok"] else 1


def _sentence(check: Check) -> str:
    return f"{check.text} {check.fix}" if check.fix else check.text


def _checks(call: Call) -> list[Callable[[], Check]]:
    settings = call.settings
    ports = {"osc": settings.osc_port, "http": settings.http_port, "panel": settings.panel_port}
    return [
        python,
        lambda: torch_and_device(settings.device),
        audio_libraries,
        midi,
        lambda: workspace_writable(settings.workspace),
        lambda: disk_room(settings.workspace),
        lambda: models_whole(Workspace(settings.workspace)),
        lambda: free_ports(call, ports),
    ]


def python() -> Check:
    """Which Python this is, and whether torch can be had for it (an older one could not have installed sdad)."""
    text = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}."
    if sys.maxsize < 2**32:
        return Check("python", "fail", text, "This is a 32-bit Python; install a 64-bit one, which torch needs.")
    return Check("python", "ok", text)


def torch_and_device(wanted: str) -> Check:
    """Whether torch loads and the wanted device is there."""
    try:
        import torch
    except (ImportError, OSError) as error:
        return Check(
            "torch", "fail", f"torch does not load ({error}).", "Install sdad again: pip install --force sdad."
        )
    there = ["cpu"]
    if torch.cuda.is_available():
        there.append(f"cuda ({torch.cuda.get_device_name()})")
    if torch.backends.mps.is_available():
        there.append("mps")
    text = f"torch {torch.__version__}; devices: {', '.join(there)}."
    if wanted != "auto" and not any(name.startswith(wanted) for name in there):
        return Check("torch", "fail", text, f'Device "{wanted}" is not there; use --device auto.')
    return Check("torch", "ok", text)


def audio_libraries() -> Check:
    """Whether the audio libraries load."""
    try:
        import soundfile
        import soxr
    except (ImportError, OSError) as error:
        fix = "Install sdad again; on Linux also: apt-get install libsndfile1."
        return Check("audio", "fail", f"An audio library does not load ({error}).", fix)
    return Check("audio", "ok", f"libsndfile {soundfile.__libsndfile_version__}, soxr {soxr.__version__}.")


def midi() -> Check:
    """Whether there is a MIDI system; asked in a process of its own, since a driver may hang or crash."""
    fix = "Everything else works. On Linux start ALSA or JACK."
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _MIDI], capture_output=True, text=True, timeout=MIDI_WITHIN_S, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return Check("midi", "warn", "The MIDI system does not answer.", fix)
    answer = asked.stdout.strip()
    if asked.returncode != 0 or not answer.isdigit():
        return Check("midi", "warn", "There is no MIDI system.", fix)
    return Check("midi", "ok", f"{answer} input(s); sdad finds new ones by itself.")


def workspace_writable(workspace: Path) -> Check:
    """Whether the workspace accepts files, and no other program moves them."""
    try:
        Workspace(workspace).ensure()
        probe = hidden_beside(workspace / "doctor.txt")
        write_text(probe, "sdad doctor\n")
        discard(probe)
    except SdadError as error:
        return Check("workspace", "fail", error.text)
    if (service := syncing(workspace)) is not None:
        return Check("workspace", "warn", SyncedWorkspace(workspace, service).text)
    return Check("workspace", "ok", f"{workspace} is writable.")


def disk_room(workspace: Path) -> Check:
    """Whether there is room for models and renders."""
    there = next((folder for folder in (workspace, *workspace.parents) if folder.exists()), Path("/"))
    free_gb = shutil.disk_usage(there).free / 1e9
    text = f"{free_gb:.1f} GB free."
    if free_gb < LITTLE_GB:
        return Check("disk", "fail", text, "Free some space, or choose another --workspace.")
    if free_gb < ENOUGH_GB:
        return Check("disk", "warn", text, f"A good deal of rendering wants {ENOUGH_GB:g} GB.")
    return Check("disk", "ok", text)


def models_whole(workspace: Workspace) -> Check:
    """Whether the weights of every model in use are those that were published."""
    from sdad.library.models import Models

    models = Models(workspace)
    names = models.names()
    for name in names:
        try:
            model = models.current(name)
            whole = model.whole
        except SdadError as error:
            return Check("models", "fail", error.text, f"Go back a version: sdad model rollback {name}.")
        except OSError:
            whole = False
        if not whole:
            text = f"The weights of {name} {model.version} are damaged."
            return Check("models", "fail", text, f"Go back a version: sdad model rollback {name}, or train again.")
    return Check("models", "ok", f"{len(names)} model(s), all whole." if names else "None yet.")


def free_ports(call: Call, ports: dict[str, int]) -> Check:
    """Whether the daemon could listen, or does."""
    try:
        if call.daemon is not None:
            return Check("ports", "ok", "The daemon is running and answers.")
    except SdadError as error:
        return Check("ports", "fail", error.text, "Stop it with Ctrl-C where it was started, and start it again.")
    taken = [f"{name} {port}" for name, port in ports.items() if not _is_free(name, port)]
    if taken:
        text = f"Taken by another program: {', '.join(taken)}."
        return Check("ports", "warn", text, "sdad takes the next free one and says so in sdad status.")
    return Check("ports", "ok", f"{', '.join(f'{name} {port}' for name, port in ports.items())} are free.")


def _is_free(name: str, port: int) -> bool:
    kind = socket.SOCK_DGRAM if name == "osc" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM and sys.platform != "win32":
            # Without it a port that was in use a moment ago counts as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
