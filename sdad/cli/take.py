"""``sdad take``: finished renders, and what the musician thinks of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.library.renders import Renders


def list_all(call: Call) -> int:
    """Lists the takes, newest first."""
    found = Renders(call.workspace).list(None if call.args.starred else call.args.limit)
    takes = [take.summary() for take in found if take.starred or not call.args.starred][: call.args.limit]
    rows = [
        (take["id"], "*" if take["starred"] else " ", f"{take['seconds']:.1f} s", str(take["path"])) for take in takes
    ]
    call.console.result({"takes": takes}, columns(rows))
    if not takes:
        call.console.say("There is no such take yet. Next: sdad render MODEL")
    return 0


def judge(call: Call) -> int:
    """Stars, discards or feeds back a take."""
    renders, verdict = Renders(call.workspace), call.args.verdict
    take = renders.find(call.args.id) if call.args.id is not None else renders.newest()
    answer: dict[str, Any] = {"id": take.id, "verdict": verdict}
    if call.daemon is not None:
        answer |= call.daemon.post("/api/takes", {"verdict": verdict, "render": take.id})
    elif verdict == "star":
        renders.star(take.id)
    else:
        path: Path = renders.discard(take.id) if verdict == "discard" else renders.feed(take.id)
        answer["path"] = str(path)
    sentence = {
        "star": f"{take.id} has a star.",
        "discard": f"{take.id} is in the trash: {call.workspace.trash}",
        "feed": f"{take.id} is a recording of {take.sidecar.model.name} now. "
        f"Next: sdad train {take.sidecar.model.name}",
    }
    call.console.result(answer, [sentence[verdict]])
    return 0
