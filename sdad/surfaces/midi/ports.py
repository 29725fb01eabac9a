"""The MIDI inputs of one driver interface: which are open, and keeping that true while devices come and go."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import rtmidi

Sink = Callable[[str, list[int]], None]
_Key = tuple[str, int]

VIRTUAL_PORT = "sdad"


class Inputs:
    """Every input port of one interface, and a port of our own named ``sdad`` where the system has such ports.

    Args:
        api: One of python-rtmidi's ``API_…`` numbers.
        sink: Called from the driver's thread with a port's name and the bytes of each message; it must only store them.

    Raises:
        OSError: the interface does not answer.
    """

    def __init__(self, api: int, sink: Sink) -> None:
        self._api = api
        self._sink = sink
        self._open: dict[_Key, rtmidi.MidiIn] = {}
        # This one object also lists the ports: every further client would be one more thing for the driver to leak.
        self._own = rtmidi.MidiIn(api, name=VIRTUAL_PORT)
        self._listen(self._own, VIRTUAL_PORT)
        try:
            self._own.open_virtual_port(VIRTUAL_PORT)
            self.has_virtual_port = True
        except (NotImplementedError, rtmidi.RtMidiError):  # Windows has no virtual ports
            self.has_virtual_port = False

    @property
    def names(self) -> list[str]:
        """The names of the open ports, the virtual one first."""
        own = [VIRTUAL_PORT] if self.has_virtual_port else []
        return own + sorted(device_name(name) for name, _ in self._open)

    def refresh(self) -> bool:
        """Opens ports that have come and closes those that have gone; returns whether anything changed.

        Drivers tell neither of a lost device nor reopen one that returns, so this has to be asked again and again.
        """
        present = _numbered(self._own.get_ports())
        gone = [key for key in self._open if key not in present]
        for key in gone:
            _close(self._open.pop(key))
        come = [key for key in present if key not in self._open and self._try_open(key)]
        return bool(gone or come)

    def answers(self) -> bool:
        """Returns whether the interface still takes new clients.

        A client of a JACK server that has died sees the old ports for ever; only a new client finds out.
        """
        try:
            with silenced_drivers():
                rtmidi.MidiIn(self._api, name=f"{VIRTUAL_PORT}-probe").delete()
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Closes all ports. Never call it once :meth:`answers` has been false: JACK's library crashes on that."""
        for port in [*self._open.values(), self._own]:
            _close(port)
        self._open.clear()

    def _try_open(self, key: _Key) -> bool:
        name = key[0]
        try:
            port = rtmidi.MidiIn(self._api, name=f"{VIRTUAL_PORT}-in")
        except OSError:
            return False
        try:
            # Numbers shift as devices come and go: look the name up in the list that this very object sees.
            number = _numbered(port.get_ports()).index(key)
            self._listen(port, device_name(name))
            port.open_port(number, name="in")
        except (ValueError, OSError, rtmidi.RtMidiError):  # gone again, or held by another program; asked again later
            _close(port)
            return False
        self._open[key] = port
        return True

    def _listen(self, port: rtmidi.MidiIn, name: str) -> None:
        sink = self._sink
        port.ignore_types(sysex=True, timing=True, active_sense=True)
        port.set_callback(lambda event, _: sink(name, event[0]))


def _close(port: rtmidi.MidiIn) -> None:
    port.cancel_callback()  # first: closing with a callback set can crash
    port.close_port()
    port.delete()


def _numbered(names: list[str]) -> list[_Key]:
    """Returns names with their occurrence, so that two devices of one name stay two."""
    return [(name, names[:place].count(name)) for place, name in enumerate(names)]


def device_name(port: str) -> str:
    """Returns a port's name without the numbers that change from one plugging-in to the next."""
    if sys.platform == "win32":
        return re.sub(r"^\d+- |\s\d+$", "", port)
    return re.sub(r"\s\d+:\d+$", "", port)


@contextmanager
def silenced_drivers() -> Iterator[None]:
    """Keeps what the C libraries print about a missing MIDI system out of the log, where retries would fill it."""
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - os.devnull is a name, not a path of ours
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
