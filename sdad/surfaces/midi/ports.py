"""The MIDI ports of one driver interface: which are open, and keeping that true while devices come and go."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import rtmidi

_Key = tuple[str, int]

VIRTUAL_PORT = "sdad"
SETTLE_S = 0.1
"""How long an output is left alone before the first message and after the last: JACK carries messages from a later
round on, and drops what comes before a connection or waits when it ends."""
LATE_S = 5.0
"""How long after a change an output is still looked for: the two ports of a device need not come together."""
AGAIN_S = 0.5

_OWN = re.compile(rf"{VIRTUAL_PORT}(-in|-out|-probe)?(-\d+)?:")
"""The ports of our own clients; JACK numbers those of one name."""


QUEUED = 16384
"""How many messages of a port may wait to be asked for; a flood of 5,000 a second takes three seconds to fill it."""


class Inputs:
    """Every input port of one interface, and a port of our own named ``sdad`` where the system has such ports.

    The driver's thread puts messages into a queue of its own, which is emptied by :meth:`heard`. It never runs Python:
    it would have to wait for whatever this process is doing, and a synchronous JACK server waits with it. Opening a
    port while messages come in, which waits for the server, would then stop all of them for many seconds.

    Args:
        api: One of python-rtmidi's ``API_…`` numbers.

    Raises:
        OSError: the interface does not answer.
    """

    def __init__(self, api: int) -> None:
        self._api = api
        self._open: dict[_Key, rtmidi.MidiIn] = {}
        # This one object also lists the ports: every further client would be one more thing for the driver to leak.
        self._own = self._made(VIRTUAL_PORT)
        try:
            self._own.open_virtual_port(VIRTUAL_PORT)
            self.has_virtual_port = True
        except (NotImplementedError, rtmidi.RtMidiError):  # Windows has no virtual ports
            self.has_virtual_port = False

    @property
    def names(self) -> list[str]:
        """The names of the open ports, the virtual one first."""
        own = [VIRTUAL_PORT] if self.has_virtual_port else []
        return own + sorted(_label(key) for key in self._open)

    def heard(self) -> list[tuple[str, list[int]]]:
        """Returns what has come since this was asked last: the port and the bytes of each message."""
        ports = [(VIRTUAL_PORT, self._own), *((_label(key), port) for key, port in self._open.items())]
        return [(label, event[0]) for label, port in ports for event in iter(port.get_message, None)]

    def refresh(self) -> bool:
        """Opens ports that have come and closes those that have gone; returns whether anything changed.

        Drivers tell neither of a lost device nor reopen one that returns, so this has to be asked again and again.
        """
        present = _numbered(self._own.get_ports())
        gone = [key for key in self._open if key not in present]
        for key in gone:
            _close(self._open.pop(key))
        new = [key for key in present if key not in self._open and not _OWN.match(key[0])]
        come = [key for key in new if self._try_open(key)]
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
        try:
            port = self._made(f"{VIRTUAL_PORT}-in")
        except OSError:
            return False
        try:
            # Numbers shift as devices come and go: look the name up in the list that this very object sees.
            number = _numbered(port.get_ports()).index(key)
            port.open_port(number, name="in")
        except (ValueError, OSError, rtmidi.RtMidiError):  # gone again, or held by another program; asked again later
            _close(port)
            return False
        self._open[key] = port
        return True

    def _made(self, name: str) -> rtmidi.MidiIn:
        port = rtmidi.MidiIn(self._api, name=name, queue_size_limit=QUEUED)
        port.ignore_types(sysex=True, timing=True, active_sense=True)
        return port


class Outputs:
    """The output ports that something was sent to. Used from one thread while another calls :meth:`forget`.

    Args:
        api: One of python-rtmidi's ``API_…`` numbers.
    """

    def __init__(self, api: int) -> None:
        self._api = api
        self._lock = threading.Lock()
        self._open: dict[str, rtmidi.MidiOut | None] = {}
        self._late: dict[str, dict[tuple[int, ...], list[int]]] = {}
        self._late_until = time.monotonic() + LATE_S

    def send(self, label: str, data: list[int]) -> None:
        """Sends a message to the device that an input belongs to; nothing where that cannot be told anything."""
        with self._lock:
            if label not in self._open:
                self._open[label] = self._opened(label)
            port = self._open[label]
            if port is not None:
                with contextlib.suppress(OSError, rtmidi.RtMidiError):  # it went; forgotten at the next look
                    port.send_message(data)
            elif time.monotonic() < self._late_until:
                self._keep(label, data)

    def _keep(self, label: str, data: list[int]) -> None:
        """Keeps the newest message for each knob of a device whose output may still come, to be sent then."""
        if not self._late:
            again = threading.Timer(AGAIN_S, self._send_late)
            again.daemon = True
            again.start()
        self._late.setdefault(label, {})[tuple(data[:2])] = data

    def _send_late(self) -> None:
        with self._lock:
            late, self._late = self._late, {}
            for label in late:
                self._open.pop(label, None)
        for label, messages in late.items():
            for data in messages.values():
                self.send(label, data)

    def forget(self) -> None:
        """Closes all: ports have come or gone, and each is looked for again when something is sent to it."""
        with self._lock:
            for port in self._open.values():
                if port is not None:
                    _close(port)
            self._open.clear()
            self._late_until = time.monotonic() + LATE_S

    def close(self) -> None:
        """Closes all, once the system has carried what was sent last."""
        if self._open:
            time.sleep(SETTLE_S)
        with self._lock:
            self._late.clear()
        self.forget()

    def _opened(self, label: str) -> rtmidi.MidiOut | None:
        try:
            port = rtmidi.MidiOut(self._api, name=f"{VIRTUAL_PORT}-out")
        except OSError:
            return None
        try:
            number = partner_of(label, [_label(key) for key in _numbered(port.get_ports())])
            if number is not None:
                port.open_port(number, name="out")
                time.sleep(SETTLE_S)
                return port
        except (OSError, rtmidi.RtMidiError):
            pass
        port.delete()
        return None


def partner_of(label: str, outputs: list[str]) -> int | None:
    """Returns the number of the output that belongs to an input, or None.

    It bears the same name, but for the words that tell inputs from outputs; failing that it is the only one that
    begins with the same word.
    """
    names = [[] if _OWN.match(output) else _essence(output) for output in outputs]
    wanted = _essence(label)
    if wanted in names:
        return names.index(wanted)
    alike = [number for number, name in enumerate(names) if name[:1] == wanted[:1] and name]
    return alike[0] if len(alike) == 1 else None


_DIRECTIONS = frozenset({"in", "out", "input", "output", "capture", "playback"})


def _essence(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", name.lower()) if word not in _DIRECTIONS]


def _close(port: rtmidi.MidiIn | rtmidi.MidiOut) -> None:
    port.close_port()
    port.delete()


def _numbered(names: list[str]) -> list[_Key]:
    """Returns names with their occurrence, so that two devices of one name stay two."""
    return [(name, names[:place].count(name)) for place, name in enumerate(names)]


def _label(key: _Key) -> str:
    """Returns what a port is called everywhere else: two devices of one name are told apart."""
    name, occurrence = device_name(key[0]), key[1]
    return f"{name} #{occurrence + 1}" if occurrence else name


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
