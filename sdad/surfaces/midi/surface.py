"""The daemon's side of MIDI: what the MIDI child hears becomes commands, and what changes is shown on the devices."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from pydantic import ValidationError

from sdad.control.events import ControlChanged, Event, PresetRecalled
from sdad.control.port import EnginePort, Json
from sdad.errors import MalformedMessage, MidiUnavailable, NotFound, SdadError
from sdad.surfaces.midi.hearing import Ear
from sdad.surfaces.midi.journal import Journal
from sdad.surfaces.midi.learning import Learner
from sdad.surfaces.midi.mappings import Files, Mappings
from sdad.surfaces.midi.playing import Player
from sdad.surfaces.midi.profile import Entry, fault_in
from sdad.surfaces.midi.rings import Rings
from sdad.surfaces.midi.targets import ACTIONS
from sdad.surfaces.midi.wire import Message, Source

_log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often the mapping files are looked at: a change is in force before a hand is back from the mouse."""
LEARN_S = 60.0
"""How long nothing but learning goes on when nobody turns a knob."""


class MidiSurface:
    """Moves controls as the MIDI child's messages say, and tells devices where the controls stand.

    Args:
        port: The door to the engine.
        files: Where mappings lie.
        api: The driver interface: ``auto``, ``alsa``, ``jack``, ``core`` or ``windows``.
        send: Hands a message to the MIDI child; it must not raise.
        notice: Tells people of a mapping file that cannot be used.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        port: EnginePort,
        files: Files,
        api: str = "auto",
        *,
        send: Callable[[dict[str, Any]], object] = lambda message: None,
        notice: Callable[[SdadError], None] = lambda error: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port = port
        self._api = api
        self.send = send
        self._notice = notice
        self._clock = clock
        self._status: Json = {"available": False, "api": None, "ports": [], "reason": "starting"}
        # Held for moments only: by the thread that reads the child, the engine's, and this surface's own.
        self._wake = threading.Condition(threading.RLock())
        self._mappings = Mappings(files)
        self._player = Player(port, _log_refusal, clock, self._poke)
        self._outbox: list[tuple[str, list[int]]] = []
        self._rings = Rings(lambda name, data: self._outbox.append((name, data)))
        self._ears: dict[str, Ear] = {}
        self._journal = Journal()
        self._learner: Learner | None = None
        self._learn_until = 0.0
        self._stopped = self._woken = False
        self._thread: threading.Thread | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    # -- the child -----------------------------------------------------------------------------------------------

    @property
    def argv(self) -> list[str]:
        """The command line of the MIDI child."""
        return [sys.executable, "-m", "sdad.surfaces.midi.reader", "--api", self._api]

    @property
    def status(self) -> Json:
        """What ``sdad status`` shows: ``available``, ``api``, ``ports`` by name, and ``reason`` when there is none."""
        return dict(self._status)

    def start(self) -> None:
        """Begins to show what changes, and to look after the mapping files."""
        for fault in self._mappings.faults:
            self._notice(fault)
        self._unsubscribe = self._port.subscribe(self.tell)
        self._thread = threading.Thread(target=self._run, name="midi-out", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends that; what can be dark is left dark."""
        self._unsubscribe()
        self._stopped = True
        self._poke()
        if self._thread is not None:
            self._thread.join(LOOK_S * 4)
        with self._wake:
            self._rings.darken()
        self._send_all()

    def on_message(self, message: dict[str, Any]) -> None:
        """Takes one message of the child. Never raises and never waits: it runs on the thread that reads the child."""
        match message:
            case {"type": "midi", "messages": [*heard]}:
                self._hear(heard)
            case {"type": "ports", "api": api, "names": [*names]}:
                self._status = {"available": True, "api": api, "ports": names, "reason": None}
                _log.info("MIDI through %s: %s", api, ", ".join(names))
                self._connect(names)
            case {"type": "unavailable", "reason": reason}:
                self._status = {"available": False, "api": None, "ports": [], "reason": reason}
                _log.warning("%s", MidiUnavailable(reason).text)
                self._connect([])

    def tell(self, event: Event) -> None:
        """Takes an event of the engine's."""
        if isinstance(event, ControlChanged):
            with self._wake:
                self._player.changed(event)
                if self._rings.changed(event.control):
                    self._poke()
        elif isinstance(event, PresetRecalled):
            with self._wake:
                self._player.recalled(event)

    def _hear(self, heard: list[Any]) -> None:
        with self._wake:
            now = self._clock()
            runs: dict[tuple[str, Source], list[Message]] = {}
            for port, data in heard:
                ear = self._ear(port)
                for message in ear.hear(data, now):
                    if self._learner is None and ear.layout.only_moves(message.source):
                        runs.setdefault((port, message.source), []).append(message)
                        continue
                    # What was turned before a button was pressed counts for it.
                    self._take_all(runs, now)
                    self._take(port, [message], now)
            self._take_all(runs, now)
            waiting = self._learner is not None or any(ear.due is not None for ear in self._ears.values())
            if self._player.work(now) is not None or waiting:
                self._poke()

    def _ear(self, port: str) -> Ear:
        ear = self._ears.get(port)
        if ear is None:
            ear = self._ears[port] = Ear(self._mappings.layout(port))
        return ear

    def _take_all(self, runs: dict[tuple[str, Source], list[Message]], now: float) -> None:
        for (port, _), messages in runs.items():
            self._take(port, messages, now)
        runs.clear()

    def _take(self, port: str, messages: list[Message], now: float) -> None:
        """Takes messages of one knob that have come together."""
        last = messages[-1]
        if self._learner is not None:
            self._learner.hear(port, last, now)
            if self._learner.entry is None:
                self._journal.add(port, last, "watched, to be learned")
                return
        if self._rings.touched(port, last, now):
            self._poke()
        self._journal.add(port, last, self._player.play(port, self._ears[port].layout, messages))

    def _connect(self, names: list[str]) -> None:
        """Takes up ports that have come, with all that their knobs are to show, and forgets those that have gone."""
        with self._wake:
            for gone in set(self._ears) - set(names):
                del self._ears[gone]
                self._rings.disconnect(gone)
            for name in names:
                if name not in self._ears:
                    self._rings.connect(name, self._ear(name).layout.shown())
            self._poke()

    # -- this surface's own thread -------------------------------------------------------------------------------

    def _poke(self) -> None:
        """Has this surface's own thread look at what is due."""
        with self._wake:
            if not self._woken:
                self._woken = True
                self._wake.notify()

    def _run(self) -> None:
        look_at = self._clock()
        while not self._stopped:
            due = None
            try:
                if (now := self._clock()) >= look_at:
                    look_at = now + LOOK_S
                    self._look_at_files()
                due = self.work(now)
            except Exception:  # whatever a message provokes, rings and mappings go on
                _log.exception("what is due on MIDI could not be done")
            with self._wake:
                if not (self._woken or self._stopped):
                    self._wake.wait(max(0.0, min(look_at, due or look_at) - self._clock()))
                self._woken = False

    def work(self, now: float) -> float | None:
        """Does what is due: halves of values, rings, and learning. Returns when there is more to do, or None."""
        with self._wake:
            for port, ear in self._ears.items():
                for message in ear.overdue(now):
                    self._take(port, [message], now)
            learner = self._learner
            if learner is not None and not learner.decide(now) and now >= self._learn_until:
                self._learner = learner = None
            dues = [self._player.work(now), *(ear.due for ear in self._ears.values())]
            dues += [self._rings.flush(self._port.controls, now), learner.due if learner else None]
        self._send_all()
        return min((due for due in dues if due is not None), default=None)

    def _send_all(self) -> None:
        with self._wake:
            outbox = list(self._outbox)
            self._outbox.clear()
        # Outside the lock: a driver that hangs must hold up nobody who plays.
        for name, data in outbox:
            self.send({"op": "send", "port": name, "bytes": data})

    def _look_at_files(self) -> None:
        with self._wake:
            if not self._mappings.refresh():
                return
            self._follow()
        for fault in self._mappings.faults:
            self._notice(fault)

    def _follow(self) -> None:
        """Puts the mappings in force that are there now."""
        self._player.forget()
        for port, ear in self._ears.items():
            ear.follow(self._mappings.layout(port))
            self._rings.connect(port, ear.layout.shown())
        self._poke()

    # -- what other surfaces ask ---------------------------------------------------------------------------------

    def facts(self) -> Json:
        """Returns the status, what each port is mapped by, the user's mappings and their faults, and the ``actions``.

        The actions are what buttons can do besides moving controls, as a mapping has them, and what each does.
        """
        with self._wake:
            mapped_by = {port: ear.layout.names for port, ear in self._ears.items()}
            return {
                **self._status,
                "mapped_by": {port: mapped_by.get(port, []) for port in self._status["ports"]},
                **self._mappings.facts(),
                "actions": ACTIONS,
            }

    def messages(self, after: int) -> list[Json]:
        """Returns the newest messages and what became of them, from the one after a number on."""
        with self._wake:
            return self._journal.after(after)

    def learn(self, to: str | None, bits: int = 7) -> Json:
        """Watches for the knob that a person moves now, and says as :meth:`learned` does; ``to`` None ends that.

        While it watches, knobs move nothing.

        Raises:
            MalformedMessage: ``to`` is neither a control nor an action.
        """
        with self._wake:
            try:
                self._learner = Learner(to, bits) if to is not None else None
            except ValueError as error:
                raise MalformedMessage("to", str(error), "correct it") from None
            self._learn_until = self._clock() + LEARN_S
        return self.learned()

    def learned(self) -> Json:
        """Returns ``state`` (idle, watching or heard), ``to``, and what was heard: ``port``, ``entry`` and ``text``."""
        with self._wake:
            learner = self._learner
            if learner is None:
                return {"state": "idle", "to": None, "port": None, "entry": None, "text": ""}
            if learner.entry is None or learner.port is None:
                return {"state": "watching", "to": learner.to, "port": None, "entry": None, "text": ""}
            text = " ".join(filter(None, [f"{learner.port}, {learner.entry.text}.", learner.hint]))
            return {
                "state": "heard",
                "to": learner.to,
                "port": learner.port,
                "entry": learner.entry.summary(),
                "text": text,
            }

    def map(self, port: str, entry: Json) -> Json:
        """Keeps an entry among the user's mappings of a port; it is in force at once.

        Raises:
            MalformedMessage: the entry makes no sense.
            StorageError: it could not be kept.
        """
        try:
            kept = Entry.model_validate(entry)
        except ValidationError as error:
            raise MalformedMessage("The mapping", fault_in(error, entry), "correct it and send it again") from None
        with self._wake:
            path = self._mappings.put(port, kept)
            self._learner = None
            self._follow()
        return {"port": port, "path": str(path), "entry": kept.summary()}

    def unmap(self, port: str, to: str) -> Json:
        """Takes what leads to a target out of the user's mappings of a port.

        Raises:
            NotFound: nothing of the user's leads there.
            StorageError: nothing could be changed.
        """
        with self._wake:
            dropped = self._mappings.drop(port, to)
            if not dropped:
                raise NotFound(f'MIDI mapping of "{port}"', to, remedy="Profiles stay; map the knob to something else.")
            self._follow()
        return {"port": port, "to": to, "dropped": dropped}


def _log_refusal(done: Future[Json]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.warning("What a MIDI message asked for was refused: %s", error)
