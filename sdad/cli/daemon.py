"""``sdad up`` and ``sdad status``."""

from __future__ import annotations

from typing import Any

from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.units import clock_time


def up(call: Call) -> int:
    """Starts the daemon in this process and stays until it ends."""
    from sdad.daemon import run

    return run(call.settings)


def status(call: Call) -> int:
    """Says how the daemon is doing."""
    facts = call.needed_daemon().get("/api/status")
    call.console.result(facts, _lines(facts))
    return 0


def _device(facts: dict[str, Any]) -> str:
    """Returns the device, and of one that sdad chooses itself, when that will be known.

    Only torch knows what ``auto`` will be, and only the render worker, which the daemon starts at once, imports it.
    """
    device = str(facts.get("device", ""))
    return "auto (decided when the render worker is ready)" if device == "auto" else device


def _queue(queue: dict[str, Any]) -> str:
    counted = ", ".join(f"{queue.get(state, 0)} {state}" for state in ("queued", "running", "done", "failed"))
    return f"{counted}; paused (sdad queue resume)" if queue.get("paused") else counted


def _whole(facts: dict[str, Any]) -> str:
    ready = "ready" if facts.get("ready") else "starting"
    state = facts.get("health", {}).get("state", "ok")
    return f"{facts.get('version', '')} {ready}{'' if state == 'ok' else f', {state}'}"


def _reached(address: str, ports: dict[str, Any]) -> str:
    """Returns how another machine comes in; the token itself is never shown, since such lines are passed around."""
    panel = f"panel http://{address}:{ports['panel']}/?token=TOKEN, " if ports.get("panel") else ""
    return f"{address}: {panel}TOKEN is what is in state/token; OSC: /sdad/auth TOKEN"


def _playing(facts: dict[str, Any]) -> str:
    model, other = facts.get("model") or "none chosen", facts.get("blend_with")
    return f"{model}, blended with {other}" if other else str(model)


def _lines(facts: dict[str, Any]) -> list[str]:
    ports, queue = facts.get("ports", {}), facts.get("queue", {})
    training = facts.get("training") or {}
    rows = [
        ("sdad", _whole(facts)),
        ("workspace", str(facts.get("workspace", ""))),
        ("device", _device(facts)),
        ("ports", ", ".join(f"{name} {port}" for name, port in ports.items() if port)),
        *(("network", _reached(address, ports)) for address in facts.get("addresses", [])),
        ("model", _playing(facts)),
        ("queue", _queue(queue)),
    ]
    if facts.get("resident"):
        held = (f"{one['model']} {one['version']} {one['bytes'] / 1e6:.0f} MB" for one in facts["resident"])
        rows.append(("ready", ", ".join(held)))
    if training.get("state") == "running":
        left = f", about {clock_time(training['eta_s'])} left" if training.get("eta_s") else ""
        rows.append(("training", f"{training['dataset']}: {training['stage']}, {training['fraction']:.0%}{left}"))
    if facts.get("morph_between"):
        rows.append(("morph", "between {} and {}".format(*facts["morph_between"])))
    parts = facts.get("health", {}).get("parts", {})
    rows += [(name, " ".join(filter(None, [part["state"], part["text"]]))) for name, part in parts.items()]
    if facts.get("live"):
        rows.append(("live", "the performance lock is on: nothing is trained"))
    return [*columns(rows), *(_sentence(notice) for notice in facts.get("notices", []))]


def _sentence(notice: Any) -> str:
    return str(notice.get("text", notice)) if isinstance(notice, dict) else str(notice)
