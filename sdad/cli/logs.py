"""``sdad logs``: what the daemon and its processes wrote down, the oldest line first."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

from sdad.cli.call import Call
from sdad.errors import NotFound
from sdad.logs import escaped, records

FOLLOW_S = 0.5
_LEVELS = ("debug", "info", "warning", "error", "critical")


def logs(call: Call, sleep: Callable[[float], None] = time.sleep) -> int:
    """Shows the newest lines of all logs or of one, and with ``--follow`` what is added from then on.

    Raises:
        NotFound: no process of this name has a log.
    """
    args = call.args
    lines = _lines(call)
    call.console.result({"lines": lines[-args.lines :]}, (_shown(line) for line in lines[-args.lines :]))
    seen = len(lines)
    while args.follow and not call.console.json:
        sleep(FOLLOW_S)
        lines = _lines(call)
        # A log that was begun anew is shorter than it was.
        for line in lines[seen if len(lines) >= seen else 0 :]:
            call.console.result({}, [_shown(line)])
        seen = len(lines)
    return 0


def _lines(call: Call) -> list[dict[str, Any]]:
    folder, part = call.workspace.logs, call.args.part
    found = []
    for _, group in itertools.groupby(records(folder, part), key=lambda each: each[0]):
        at = ""
        for _, facts in group:
            # A line without a time was written just after the one before it.
            at = facts["at"] = facts["at"] or at
            found.append(facts)
    if part is not None and not found:
        known = {name.name.partition(".log")[0] for name in folder.glob("*.log*")}
        if part not in known:
            raise NotFound("log", part, known)
    lowest = _LEVELS.index(call.args.level)
    kept = [facts for facts in found if facts.get("level") not in _LEVELS[:lowest]]
    return sorted(kept, key=lambda facts: str(facts["at"]))


def _shown(facts: dict[str, Any]) -> str:
    at = str(facts.get("at") or "")[:19].replace("T", " ")
    words = f"{at:19} {facts.get('level', ''):7} {facts.get('part', '')}: {facts['text']}"
    trace = str(facts.get("trace") or "")
    return "\n".join([escaped(words), *(f"    {escaped(line)}" for line in trace.splitlines())])
