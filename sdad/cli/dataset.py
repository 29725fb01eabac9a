"""``sdad dataset``: what is learned from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.engine.catalogue import Catalogue
from sdad.errors import NoUsableRecordings
from sdad.library.datasets import Datasets

PARTIAL = 8
"""The exit code when some files were refused and the rest went on."""


def add(call: Call) -> int:
    """Copies recordings into a dataset; every refused file is named with its reason."""
    name = call.args.name
    paths = [Path(path).expanduser().resolve() for path in call.args.paths]
    # Copied here also while a daemon runs: it takes no paths, and each file appears in the folder whole.
    report = Datasets(call.workspace).add(name, paths).summary()
    if call.daemon is not None and report["added"]:
        call.daemon.post("/api/datasets/look", {"dataset": report["dataset"]})
    refused: list[dict[str, Any]] = report["refused"]
    for one in refused:
        call.console.say(one["text"])
    added, already = report["added"], report["already"]
    if not added and not already:
        raise NoUsableRecordings(name, report["folder"], len(refused))
    also = f", {len(already)} there before" if already else ""
    lines = [f"{report['folder']}: {len(added)} added{also}."]
    call.console.result(report, lines)
    if not call.console.json:
        call.console.say(f"Next: sdad train {name}")
    return PARTIAL if refused else 0


def list_all(call: Call) -> int:
    """Lists the datasets."""
    found = Catalogue(call.workspace).list_datasets()
    rows = [(one["name"], f"{one['recordings']} recordings", one["folder"]) for one in found]
    call.console.result({"datasets": found}, columns(rows))
    if not found:
        call.console.say("There is no dataset yet. Next: sdad dataset add NAME FOLDER")
    return 0


def show(call: Call) -> int:
    """Lists a dataset's recordings and what in the folder is ignored."""
    dataset = Datasets(call.workspace).get(call.args.name)
    recordings = [path.relative_to(dataset.folder).as_posix() for path in dataset.recordings()]
    ignored = [path.relative_to(dataset.folder).as_posix() for path in dataset.others()]
    call.console.result({**dataset.summary(), "recordings": recordings, "ignored": ignored}, recordings)
    for name in ignored:
        call.console.say(f"{name} is ignored: it is not an audio file by its name.")
    return 0
