"""``sdad midi``: which knobs are there, what they move, and mapping them."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from pydantic import ValidationError

from sdad.cli.call import Call
from sdad.cli.client import Client
from sdad.cli.console import columns
from sdad.errors import MalformedMessage, MidiUnavailable, NotFound, SdadError, TimedOut
from sdad.library.mappings import MappingFiles
from sdad.surfaces.midi.mappings import Mappings
from sdad.surfaces.midi.profile import Entry, fault_in
from sdad.surfaces.midi.targets import target_of

Json = dict[str, Any]

POLL_S = 0.1
PATIENCE_S = 60.0
"""How long a knob is waited for."""

VIRTUAL_PORT = "sdad"
_FIELDS = ("cc", "note", "nrpn", "bend", "channel", "bits", "relative")
_LEARNED_FIELDS = ("step", "takeover", "low", "high", "curve", "invert", "latching", "shown")


def list_all(call: Call) -> int:
    """Lists ports, mappings and profiles; without a daemon only the latter two."""
    facts = call.daemon.get("/api/midi") if call.daemon else Mappings(MappingFiles(call.workspace)).facts()
    lines = []
    if not facts.get("available", True):
        lines.append(MidiUnavailable(str(facts["reason"])).text)
    lines += columns([(port, ", then ".join(by)) for port, by in facts.get("mapped_by", {}).items()])
    for mapping in facts["mappings"]:
        lines += ["", f"{mapping['name']} ({', '.join(mapping['ports'])})"]
        lines += columns(
            [(f"  {text}", entry["to"]) for text, entry in zip(mapping["texts"], mapping["map"], strict=True)]
        )
    lines += [fault["text"] for fault in facts["faults"]]
    if call.daemon is None:
        lines.append(f"Profiles: {', '.join(facts['profiles'])}. The ports are listed while the daemon runs.")
    call.console.result(facts, lines)
    return 0


def learn(call: Call) -> int:
    """Waits for a knob to be turned, says what was heard, and keeps it if that is right."""
    args, daemon = call.args, call.needed_daemon()
    target = _checked_target(args.to)
    daemon.post("/api/midi/learn", {"to": args.to, "bits": args.bits})
    what = "Turn the knob, slowly to the left" if target.is_control else "Press the button"
    call.console.say(f"{what}, for {args.to}.")
    try:
        heard = _heard(daemon)
    except BaseException:
        daemon.post("/api/midi/learn", {"to": None})
        raise
    call.console.say(f"Heard {heard['text']}")
    entry = {**heard["entry"], **_given(args, _LEARNED_FIELDS)}
    if not args.yes and not call.console.json and sys.stdin.isatty():
        call.console.say(f"Map it to {args.to}? [Y/n]")
        if sys.stdin.readline().strip().lower() not in ("", "y", "yes"):
            daemon.post("/api/midi/learn", {"to": None})
            call.console.result({"port": heard["port"], "entry": entry, "path": None}, ["Nothing was kept."])
            return 0
    kept = daemon.post("/api/midi/map", {"port": heard["port"], "entry": entry})
    call.console.result(kept, [kept["path"]])
    return 0


def map_one(call: Call) -> int:
    """Maps a knob by its number, or takes a mapping away; at once, whether or not the daemon runs."""
    args = call.args
    _checked_target(args.to)
    port = args.port or _only_port(call)
    if args.drop:
        body = {"port": port, "to": args.to}
        if call.daemon:
            call.daemon.post("/api/midi/unmap", body)
        elif not Mappings(MappingFiles(call.workspace)).drop(port, args.to):
            raise NotFound(f'MIDI mapping of "{port}"', args.to)
        call.console.result(body, [f"Nothing of yours leads from {port} to {args.to} any more."])
        return 0
    fields = {"to": args.to, **_given(args, (*_FIELDS, *_LEARNED_FIELDS))}
    if call.daemon:
        kept = call.daemon.post("/api/midi/map", {"port": port, "entry": fields})
    else:
        try:
            entry = Entry.model_validate(fields)
        except ValidationError as error:
            raise MalformedMessage("The mapping", fault_in(error, fields), "correct it and give it again") from None
        path = Mappings(MappingFiles(call.workspace)).put(port, entry)
        kept = {"port": port, "path": str(path), "entry": entry.summary()}
    call.console.result(kept, [kept["path"]])
    return 0


def monitor(call: Call) -> int:
    """Shows messages as they come; with ``--json`` all of them as one object at the end."""
    daemon, seconds = call.needed_daemon(), call.args.seconds
    end = time.monotonic() + seconds if seconds is not None else float("inf")
    newest = max((one["number"] for one in _messages(daemon, 0)), default=0)
    heard: list[Json] = []
    try:
        while time.monotonic() < end:
            time.sleep(POLL_S)
            for one in _messages(daemon, newest):
                newest = one["number"]
                if call.console.json:
                    heard.append(one)
                else:
                    call.console.result({}, [f"{one['port']}  {one['message']}  {one['verdict']}"])
    except KeyboardInterrupt:
        pass  # the way to end it
    if call.console.json:
        call.console.result({"messages": heard})
    return 0


def _messages(daemon: Client, after: int) -> list[Json]:
    found: list[Json] = daemon.get(f"/api/midi/messages?after={after}")["messages"]
    return found


def _heard(daemon: Client) -> Json:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        time.sleep(POLL_S)
        facts = daemon.get("/api/midi/learn")
        if facts["state"] == "heard":
            return facts
        if facts["state"] == "idle":
            raise SdadError("Learning was ended elsewhere, or nobody turned a knob. Ask again.")
    raise TimedOut("A knob", PATIENCE_S)


def _only_port(call: Call) -> str:
    """Returns the port of the only device that is there.

    Raises:
        MalformedMessage: there are more or none, or no daemon that knows.
    """
    ports = call.daemon.get("/api/midi")["ports"] if call.daemon else []
    devices = [port for port in ports if port != VIRTUAL_PORT]
    if len(devices) == 1:
        return str(devices[0])
    there = f"there is {', '.join(devices)}" if devices else "no device is known now"
    raise MalformedMessage("--port", there, "give a word of the name of the device's port, such as nanoKONTROL2")


def _checked_target(to: str) -> Any:
    try:
        return target_of(to)
    except ValueError as error:
        raise MalformedMessage("The mapping", str(error), "correct it and give it again") from None


def _given(args: argparse.Namespace, names: tuple[str, ...]) -> Json:
    return {name: value for name in names if (value := getattr(args, name)) is not None}
