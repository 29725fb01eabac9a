"""The one door from the surfaces to the engine. A surface sees this protocol and nothing of the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from sdad.control.aliases import Alias
from sdad.control.commands import Command
from sdad.control.curves import Reach
from sdad.control.events import Event
from sdad.control.state import ControlState

Json = dict[str, Any]


class EnginePort(Protocol):
    """What every surface may do. Nothing here blocks, and nothing raises into a driver's thread."""

    def submit(self, command: Command) -> Future[Json]:
        """Hands a command over; the future holds its JSON answer or the :class:`~sdad.errors.SdadError` refusing it."""
        ...

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls ``listener`` from the engine's thread with every event; returns what ends it. It must not block."""
        ...

    @property
    def controls(self) -> ControlState:
        """Where the controls stand now."""
        ...

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """The reach of the model in use, or of its blend, by control; empty when there is none."""
        ...

    def status(self) -> Json:
        """Readiness, ports, device, models, queue and training, as ``sdad status --json`` prints them."""
        ...

    def models(self) -> list[Json]:
        """The models of the library, as ``sdad model list --json`` prints them."""
        ...

    def model(self, name: str) -> Json:
        """One model, as ``sdad model show --json`` prints it.

        Raises:
            NotFound: there is no such model.
            Corrupt: it cannot be read.
        """
        ...

    def preset(self, name: str) -> Json:
        """One preset, as ``sdad preset show --json`` prints it.

        Raises:
            NotFound: there is no such preset.
            Corrupt: it cannot be read.
        """
        ...

    def presets(self) -> list[str]:
        """The names of the presets, in alphabetical order."""
        ...

    def damaged_presets(self) -> list[Json]:
        """Those of them that cannot be read, each with its ``name`` and ``error``."""
        ...

    def renders(self) -> list[Json]:
        """The newest renders first, as ``sdad take list --json`` prints them."""
        ...

    def render(self, render: str) -> Json:
        """One finished render by its id, as it is listed.

        Raises:
            NotFound: there is no such render, or its audio has gone.
            LibraryError: what is known about it cannot be read.
        """
        ...

    def datasets(self) -> list[Json]:
        """The datasets, as ``sdad dataset list --json`` prints them."""
        ...

    def queue(self) -> list[Json]:
        """The render that runs and those that wait, in their order, as ``sdad queue list --json`` prints them."""
        ...

    def job(self, job: str) -> Json:
        """One job: ``id``, ``kind``, ``state``, ``fraction``, and ``result`` or ``error`` once it has ended.

        ``waiting_for`` is what keeps a job that waits, in words, where it is more than the order of the queue.

        Raises:
            NotFound: there is no such job.
        """
        ...

    def training(self) -> Json:
        """The training that runs or ran last: ``state``, ``dataset``, ``stage``, ``fraction``, ``eta_s``, ``job``."""
        ...


class OscPort(Protocol):
    """What the HTTP port serves of OSC."""

    def messages(self, after: int) -> list[Json]:
        """The newest messages after the one with a number, and what became of each."""
        ...

    def knows(self, host: str) -> bool:
        """Whether a machine may talk over OSC."""
        ...

    def own_addresses(self) -> Sequence[Alias]:
        """The user's own addresses."""
        ...

    def set_alias(self, alias: Alias) -> None:
        """Has an address of the user's for one of sdad's, in force when this returns.

        Raises:
            UnknownAddress: sdad has no such address.
            DiskFull, NotWritable, Corrupt: the list cannot be kept or read.
            TimedOut: it is not in force yet.
        """
        ...

    def remove_alias(self, address: str) -> None:
        """Forgets an address of the user's.

        Raises:
            NotFound: there is no such address.
            DiskFull, NotWritable, Corrupt, TimedOut: as for :meth:`set_alias`.
        """
        ...


class MidiPort(Protocol):
    """What another surface may ask about MIDI. Nothing here waits for a device."""

    def facts(self) -> Json:
        """The ports, what each is mapped by, the user's mappings and their faults, as ``sdad midi list --json``."""
        ...

    def messages(self, after: int) -> list[Json]:
        """The newest messages after the one with a number, and what became of each."""
        ...

    def learn(self, to: str | None, bits: int = 7) -> Json:
        """Watches for the knob that a person moves now, to be mapped to a control or an action; None ends that.

        Raises:
            MalformedMessage: there is no such control or action.
        """
        ...

    def learned(self) -> Json:
        """What was heard: ``state`` (idle, watching or heard), ``to``, ``port``, ``entry`` and ``text``."""
        ...

    def map(self, port: str, entry: Json) -> Json:
        """Keeps an entry among the user's mappings of a port; it is in force at once.

        Raises:
            MalformedMessage: the entry makes no sense.
            StorageError: it could not be kept.
        """
        ...

    def unmap(self, port: str, to: str) -> Json:
        """Takes what leads to a control or an action out of the user's mappings of a port.

        Raises:
            NotFound: nothing of the user's leads there.
            StorageError: nothing could be changed.
        """
        ...
