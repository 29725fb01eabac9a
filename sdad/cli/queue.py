"""``sdad queue``: the renders that the running daemon has still to make."""

from __future__ import annotations

from sdad.cli.call import Call
from sdad.cli.console import columns


def list_all(call: Call) -> int:
    """Lists the render that runs and those that wait, in their order."""
    answer = call.needed_daemon().get("/api/queue")
    rows = [
        (job["id"], job["state"], f"{job['model']} take {job['take']}", f"{job['seconds']:.1f} s", _urgency(job))
        for job in answer["jobs"]
    ]
    call.console.result(answer, columns(rows))
    if not rows:
        call.console.say("Nothing waits.")
    return 0


def _urgency(job: dict[str, object]) -> str:
    return f"priority {job['priority']}" if job["priority"] else ""


def pause(call: Call) -> int:
    """Lets renders wait, or go on."""
    answer = call.needed_daemon().post("/api/queue/pause", {"on": call.args.on})
    said = "Renders wait until: sdad queue resume" if answer["paused"] else "Renders go on."
    call.console.result(answer, [said])
    return 0


def clear(call: Call) -> int:
    """Cancels the renders that wait."""
    return _cancelled(call, call.needed_daemon().post("/api/queue/clear", {}))


def cancel(call: Call) -> int:
    """Cancels one render."""
    return _cancelled(call, call.needed_daemon().post("/api/render/cancel", {"job": call.args.id}))


def _cancelled(call: Call, answer: dict[str, list[str]]) -> int:
    call.console.result(answer, answer["cancelled"])
    call.console.say(f"{len(answer['cancelled'])} cancelled.")
    return 0


def move(call: Call) -> int:
    """Lets a render that waits go earlier."""
    answer = call.needed_daemon().post("/api/queue/move", {"job": call.args.id, "before": call.args.before})
    call.console.result(answer, answer["waiting"])
    return 0
