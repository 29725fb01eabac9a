"""How every part of a running sdad is: what ``sdad status`` shows first, in one word and one sentence a part.

``ok`` works, ``off`` is not wanted or not there and nothing is missing, ``starting`` will work, ``degraded`` works with
something amiss, ``failing`` does not work. The whole is as its worst part.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]

STATES = ("ok", "off", "starting", "degraded", "failing")
"""From the best to the worst."""

LITTLE_BYTES, NEARLY_NONE_BYTES = 1_000_000_000, 200_000_000
"""Free space under which people are warned, and under which work begins to fail."""

_HANGS = "nothing is decided now; state/logs/daemon.log says where it hangs; start sdad again if it goes on"
_OF_CHILDREN = {"running": "ok", "waiting": "starting", "stopped": "off", "failing": "failing"}


def health(status: Mapping[str, Any], workspace: Path, free: Callable[[Path], int] | None = None) -> Json:
    """Returns ``state`` of the whole and ``parts``, each with ``state`` and ``text``.

    Args:
        status: The rest of the status: ``hangs``, ``surfaces``, ``ports``, ``moved``, ``children``, ``midi``.
        workspace: Whose disk is looked at.
        free: Bytes that are free for a folder; None asks the system.
    """
    parts = {"engine": _part("failing", _HANGS) if status["hangs"] else _part("ok")} if "hangs" in status else {}
    parts |= {name: _of_surface(name, fault, status) for name, fault in status.get("surfaces", {}).items()}
    for name, child in status.get("children", {}).items():
        found = _part(_OF_CHILDREN.get(child["state"], "degraded"), child.get("why") or _restarted(child))
        if STATES.index(found["state"]) >= STATES.index(parts.get(name, found)["state"]):
            parts[name] = found
    midi = status.get("midi") or {}
    if parts.get("midi", {}).get("state") == "ok":
        there = midi.get("available")
        parts["midi"] = _part(
            "ok" if there else "off", f"{len(midi.get('ports', []))} port(s)" if there else _why(midi)
        )
    parts["disk"] = _of_disk(workspace, free or _free)
    return {"state": max((part["state"] for part in parts.values()), key=_badness), "parts": parts}


def _badness(state: str) -> int:
    # What nobody misses does not make the whole any worse.
    return 0 if state == "off" else STATES.index(state)


def _part(state: str, text: str = "") -> Json:
    return {"state": state, "text": text}


def _of_surface(name: str, fault: str | None, status: Mapping[str, Any]) -> Json:
    if fault is not None:
        return _part("failing", fault)
    ports = status.get("ports", {})
    if (moved := status.get("moved", {}).get(name)) is not None:
        return _part("degraded", moved)
    if name in ports:
        return _part("ok", f"port {ports[name]}") if ports[name] is not None else _part("starting")
    return _part("ok")


def _restarted(child: Mapping[str, Any]) -> str:
    return f"started again {child['restarts']} time(s)" if child.get("restarts") else ""


def _why(midi: Mapping[str, Any]) -> str:
    return str(midi.get("reason") or "no MIDI system")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _of_disk(workspace: Path, free: Callable[[Path], int]) -> Json:
    try:
        left = free(workspace)
    except OSError as error:
        return _part("failing", f"{workspace} cannot be reached ({error.strerror}); connect its drive again.")
    text = f"{left / 1e9:.1f} GB free"
    if left < NEARLY_NONE_BYTES:
        return _part("failing", f"{text}; make room, nothing more can be written")
    return _part("degraded", f"{text}; make room soon") if left < LITTLE_BYTES else _part("ok", text)
