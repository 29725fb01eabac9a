"""``sdad logs``: what the daemon and its processes wrote down."""

from __future__ import annotations

from pathlib import Path

from sdad.cli.call import Call
from sdad.errors import NotFound
from sdad.logs import readable


def logs(call: Call) -> int:
    """Prints the newest lines of one log.

    Raises:
        NotFound: there is no such log.
    """
    folder = call.workspace.logs
    known = sorted(path.stem for path in folder.glob("*.log"))
    if call.args.part not in known:
        raise NotFound("log", call.args.part, known, "" if known else "No daemon has run in this workspace yet.")
    lines = _newest(folder / f"{call.args.part}.log", call.args.lines)
    call.console.result({"part": call.args.part, "lines": lines}, [readable(line) for line in lines])
    return 0


def _newest(path: Path, count: int) -> list[str]:
    """Returns the last lines of a log, looking into the one before it where this one has just begun."""
    lines = path.read_text("utf-8", "replace").splitlines()
    before = next((each for each in (path.with_name(f"{path.name}.1"),) if each.is_file()), None)
    if len(lines) < count and before is not None:
        lines = before.read_text("utf-8", "replace").splitlines() + lines
    return lines[-count:]
