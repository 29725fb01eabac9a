"""``sdad doctor --bundle``: a report about this machine and this workspace that can be passed on.

It holds what the checks found, the settings, the status, counts of what is in the workspace, versions, and the newest
lines of the logs; all of it without what :mod:`sdad.cli.anonymous` takes out, and not one sample of a recording.
"""

from __future__ import annotations

import json
import platform
import sys
import zipfile
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from sdad import __version__
from sdad.cli.anonymous import Anonymous
from sdad.cli.call import Call
from sdad.errors import SdadError, storage_error
from sdad.library.formats import discard, hidden_beside, place_new
from sdad.library.layout import Workspace
from sdad.logs import records

MOST_LINES = 2000
"""How many of a log's newest lines go in."""

_ABOUT = """\
A report of sdad doctor --bundle. Recordings, paths, names of people and machines, tokens and addresses have been taken
out. Names of models, datasets and presets are in it. Look through it before you pass it on; it is all text.
"""


def write_bundle(call: Call, checks: list[dict[str, Any]], folder: Path | None = None) -> Path:
    """Writes the report into a folder, this one when none is given, and returns where it lies.

    Raises:
        DiskFull, NotWritable: it could not be written.
    """
    folder = folder or Path.cwd()
    clean = _cleaner(call)
    parts = {
        "checks": checks,
        "settings": call.settings.model_dump(mode="json"),
        "status": _status(call),
        "workspace": _counts(Workspace(call.settings.workspace)),
        "versions": _versions(),
    }
    file = folder / f"sdad-report-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    unfinished = hidden_beside(file)
    try:
        with zipfile.ZipFile(unfinished, "x", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("README.txt", _ABOUT)
            for name, value in parts.items():
                bundle.writestr(f"{name}.json", json.dumps(clean.values(value), indent=2) + "\n")
            for name, lines in _logs(Workspace(call.settings.workspace).logs).items():
                bundle.writestr(
                    f"logs/{clean(name)}.jsonl", "".join(f"{json.dumps(clean.values(one))}\n" for one in lines)
                )
        place_new(unfinished, file)
    except OSError as error:
        raise storage_error(error, folder) from None
    finally:
        discard(unfinished)
    return file


def _cleaner(call: Call) -> Anonymous:
    workspace = Workspace(call.settings.workspace)
    folders = [("workspace", workspace.root), ("workspace", workspace.root.resolve()), ("home", Path.home())]
    folders += [("python", Path(sys.prefix)), ("python", Path(sys.base_prefix)), ("here", Path.cwd())]
    secrets = []
    if workspace.token_file.is_file():
        secrets.append(workspace.token_file.read_text("utf-8", "replace").strip())
    return Anonymous(folders, secrets)


def _status(call: Call) -> object:
    try:
        return call.daemon.get("/api/status") if call.daemon is not None else "no daemon runs"
    except SdadError as error:
        return error.as_dict()


def _counts(workspace: Workspace) -> dict[str, int]:
    folders = {"datasets": workspace.datasets, "models": workspace.models, "presets": workspace.presets}
    folders |= {"output": workspace.output, "trash": workspace.trash, "checkpoints": workspace.checkpoints}
    counts = {name: len(list(folder.iterdir())) for name, folder in folders.items() if folder.is_dir()}
    if workspace.database.is_file():
        counts["database_bytes"] = workspace.database.stat().st_size
    return counts


def _versions() -> dict[str, str]:
    system = {"sdad": __version__, "python": platform.python_version(), "system": platform.platform()}
    return system | {str(one.metadata["Name"]): one.version for one in distributions()}


def _logs(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for part, facts in records(folder):
        found.setdefault(part, []).append(facts)
    return {part: lines[-MOST_LINES:] for part, lines in found.items()}
