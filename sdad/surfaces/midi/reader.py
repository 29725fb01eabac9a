"""The MIDI child: ``python -m sdad.surfaces.midi.reader`` sends what the controllers say to the daemon.

It runs in a process of its own because drivers crash, and decides nothing. Its messages:

    {"type": "ports", "api": "jack", "names": ["sdad", …]}      at the start and whenever a port comes or goes
    {"type": "midi", "messages": [["nanoKONTROL2", [176, 74, 100]], …]}
    {"type": "unavailable", "reason": "…"}                      once, when there is no MIDI system to talk to

And those it takes:

    {"op": "send", "port": "nanoKONTROL2", "bytes": [176, 74, 100]}
"""

from __future__ import annotations

import argparse
import os
import threading
import time

import rtmidi

from sdad.child import ChildEnd
from sdad.surfaces.midi.ports import Inputs, Outputs, silenced_drivers

APIS = {"core": rtmidi.API_MACOSX_CORE, "alsa": rtmidi.API_LINUX_ALSA, "jack": rtmidi.API_UNIX_JACK}
APIS |= {"windows": rtmidi.API_WINDOWS_MM}
"""The driver interfaces by the name that ``--api`` takes."""

POLL_S = 0.5
"""How often ports are listed (0.1 ms each): a device that is away for less than this comes back deaf."""
RETRY_S = 5.0
"""How long to wait before a MIDI system is looked for again."""
PROBE_S = 10.0
"""After how much silence JACK is asked whether it still lives. Each question is a new client, which a studio can see,
and keeps this process busy for long enough to be felt by a hand on a knob; but a server that is heard lives."""

BUSY_S, IDLE_S = 0.001, 0.005
"""How often the ports are asked what has come: while knobs are turned, and when none was for :data:`RESTED_S`."""
RESTED_S = 1.0
LAST_WORDS_S = 1.0
"""How long what is still to be sent may take at the end."""
STALE = 75
"""The exit code (EX_TEMPFAIL) with which the child asks to be started anew."""

_MISSING = {
    "core": "CoreMIDI does not answer",
    "alsa": "there is no ALSA sequencer",
    "jack": "no JACK server runs",
    "windows": "Windows MIDI does not answer",
}


def open_first(names: list[str]) -> tuple[str, Inputs] | str:
    """Returns the first interface that answers with its inputs, or why none does, in words."""
    reasons = []
    for name in names:
        try:
            with silenced_drivers():
                return name, Inputs(APIS[name])
        except (OSError, rtmidi.RtMidiError):
            reasons.append(_MISSING[name])
    return " and ".join(reasons) or "this system has no MIDI interface that sdad knows"


def interfaces(wanted: str) -> list[str]:
    """Returns the interfaces to try, in order: the one that was asked for, or all that this system offers."""
    compiled = rtmidi.get_compiled_api()
    return [name for name, api in APIS.items() if api in compiled and wanted in ("auto", name)]


class Reader:
    """Finds a MIDI system, listens to all of it, and tells the parent; ends when the parent does."""

    def __init__(self, child: ChildEnd, api: str) -> None:
        self._child = child
        self._api = api

    def run(self) -> int:
        """Returns the exit code: 0 when told to end, :data:`STALE` when the MIDI system died under us."""
        reason = ""
        while not self._child.stopping.is_set():
            found = open_first(interfaces(self._api))
            if not isinstance(found, str):
                return self._listen(*found)
            if found != reason:
                self._child.send({"type": "unavailable", "reason": found})
                reason = found
            self._child.stopping.wait(RETRY_S)
        return 0

    def _listen(self, api: str, inputs: Inputs) -> int:
        outputs = Outputs(APIS[api])
        passing_on = threading.Thread(target=self._pass_on, args=(outputs,), name="out", daemon=True)
        passing_on.start()
        inputs.refresh()
        self._tell_ports(api, inputs)
        next_poll = time.monotonic() + POLL_S
        next_probe = time.monotonic() + PROBE_S
        rested_at = 0.0
        while not self._child.stopping.is_set():
            now = time.monotonic()
            if heard := inputs.heard():
                self._child.send({"type": "midi", "messages": heard})
                rested_at = now + RESTED_S
                next_probe = now + PROBE_S
            if now < next_poll:
                self._child.stopping.wait(BUSY_S if now < rested_at else IDLE_S)
                continue
            next_poll = now + POLL_S
            if api == "jack" and now >= next_probe:
                next_probe = now + PROBE_S
                if not inputs.answers():
                    self._child.send({"type": "unavailable", "reason": "the JACK server has stopped"})
                    return STALE
            if inputs.refresh():
                outputs.forget()
                self._tell_ports(api, inputs)
        # The last words of a parent that ends in good order: that lights go out.
        passing_on.join(LAST_WORDS_S)
        outputs.close()
        inputs.close()
        return 0

    def _pass_on(self, outputs: Outputs) -> None:
        for message in self._child.messages():
            if message.get("op") == "send":
                outputs.send(message["port"], message["bytes"])

    def _tell_ports(self, api: str, inputs: Inputs) -> None:
        self._child.send({"type": "ports", "api": api, "names": inputs.names})


def main() -> None:
    """Runs the child."""
    parser = argparse.ArgumentParser(prog="python -m sdad.surfaces.midi.reader", description="The MIDI child of sdad.")
    parser.add_argument("--api", choices=["auto", *APIS], default="auto", help="the driver interface to use")
    arguments = parser.parse_args()
    code = Reader(ChildEnd(), arguments.api).run()
    # Not sys.exit: clients of a dead JACK server crash when the interpreter takes them down.
    os._exit(code)


if __name__ == "__main__":
    main()
