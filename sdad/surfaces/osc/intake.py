"""What was asked and not handed to the engine yet.

Moves of controls collapse: while the engine has not answered the last change, a newer value replaces an older one of
the same control, so that a flood costs one change for each turn of the engine. Commands keep their place: a render
sees every move that came before it, and none that came after.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, replace
from typing import Any

from sdad.control.commands import Command, NudgeControl, SetControls, SetNatural
from sdad.control.port import EnginePort
from sdad.errors import Busy, SdadError, Unforeseen
from sdad.surfaces.osc.requests import Aspect, Move

Json = dict[str, Any]

MAX_OPEN_COMMANDS = 256

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked: the origin that commands carry, the address and arguments that were sent, and when they arrived.

    ``arrived`` is in monotonic seconds; None where nobody has noted it. ``models_told`` is how often subscribers had
    been told of a model until then. ``clipped`` says that what was sent lay out of range, so that the sender does not
    know what came of it.
    """

    origin: str
    address: str
    arguments: tuple[object, ...] = ()
    arrived: float | None = None
    models_told: int = 0
    clipped: bool = False


@dataclass(slots=True)
class _Change:
    """Moves that are handed over together; a control is moved by the newest of them, a delta adds to what is there."""

    moves: dict[str, tuple[Move, Asker]] = field(default_factory=dict)
    deltas: dict[str, tuple[float, Asker]] = field(default_factory=dict)
    locks: dict[str, tuple[bool, Asker]] = field(default_factory=dict)

    def add(self, move: Move, asker: Asker) -> None:
        if move.aspect is Aspect.LOCK:
            self.locks[move.control] = (bool(move.value), asker)
        elif move.aspect is Aspect.DELTA:
            assert move.value is not None
            so_far, first = self.deltas.get(move.control, (0.0, asker))
            # It overtakes none before it, so what it becomes part of has waited from the first on.
            self.deltas[move.control] = (so_far + move.value, replace(asker, arrived=first.arrived))
        elif move.aspect is Aspect.HELD and self._is_set(move.control):
            return
        else:
            self.moves[move.control] = (move, asker)
            self.deltas.pop(move.control, None)

    def arrivals(self) -> list[float]:
        askers = [asker for kind in (self.moves, self.deltas, self.locks) for _, asker in kind.values()]
        return [asker.arrived for asker in askers if asker.arrived is not None]

    def _is_set(self, control: str) -> bool:
        return control in self.moves and self.moves[control][0].value is not None

    def commands(self, port: EnginePort) -> list[tuple[Command, Asker]]:
        """Returns the commands: all positions and locks of one sender are one command."""
        together: dict[str, tuple[SetControls, Asker]] = {}

        def of(asker: Asker) -> SetControls:
            return together.setdefault(asker.origin, (SetControls(positions={}, origin=asker.origin), asker))[0]

        naturals: list[tuple[Command, Asker]] = []
        for name, (move, asker) in self.moves.items():
            value = move.value
            if move.aspect is Aspect.NATURAL and value is not None:
                naturals.append((SetNatural(control=name, value=value, origin=asker.origin), asker))
                continue
            if move.aspect is Aspect.HELD:
                if port.controls[name].position is not None:
                    continue
                value = 0.5
            of(asker).positions[name] = value
        for name, (locked, asker) in self.locks.items():
            of(asker).locked[name] = locked
        return [
            *together.values(),
            *naturals,
            *(
                (NudgeControl(control=name, delta=delta, origin=asker.origin), asker)
                for name, (delta, asker) in self.deltas.items()
            ),
        ]


class Intake:
    """Collects moves and commands and hands them to the engine in order.

    Args:
        port: The engine.
        on_answer: Called with the asker, the command and the engine's answer.
        on_refused: Called with the asker and the error that refused what was asked.
        on_moved: Called with when moves arrived that the engine has answered just now.

    All are called from the engine's thread or from the one that asked, and must not block.
    """

    def __init__(
        self,
        port: EnginePort,
        on_answer: Callable[[Asker, Command, Json], None],
        on_refused: Callable[[Asker, SdadError], None],
        on_moved: Callable[[list[float]], None] = lambda arrivals: None,
    ) -> None:
        self._port = port
        self._on_answer = on_answer
        self._on_refused = on_refused
        self._on_moved = on_moved
        self._lock = threading.Lock()
        self._waiting: deque[_Change | tuple[Command, Asker]] = deque()
        self._unanswered_moves = 0
        self._arrivals: list[float] = []
        self._open_commands = 0
        self._handing_over = False

    def add(self, requests: list[tuple[Move | Command, Asker]]) -> None:
        """Takes what one packet asks for, and hands over what can be handed over.

        Refuses commands while :data:`MAX_OPEN_COMMANDS` of them have no answer yet.
        """
        refused: list[Asker] = []
        with self._lock:
            for request, asker in requests:
                if isinstance(request, Move):
                    change = self._waiting[-1] if self._waiting else None
                    if not isinstance(change, _Change):
                        change = _Change()
                        self._waiting.append(change)
                    change.add(request, asker)
                elif self._open_commands >= MAX_OPEN_COMMANDS:
                    refused.append(asker)
                else:
                    self._open_commands += 1
                    self._waiting.append((replace(request, origin=asker.origin), asker))
        for asker in refused:
            reason = f"{asker.address}: {MAX_OPEN_COMMANDS} requests wait for an answer already."
            self._on_refused(asker, Busy(reason, "Send fewer.", asker.address))
        self._hand_over()

    def _hand_over(self) -> None:
        """Submits from the head of the queue until it is empty or a change has to wait for the last one's answer."""
        while True:
            with self._lock:
                # An answer may come inside submit(), in this thread: it must not hand over again from in there.
                if self._handing_over or not self._waiting:
                    return
                if isinstance(self._waiting[0], _Change) and self._unanswered_moves:
                    return
                item = self._waiting.popleft()
                batch = item.commands(self._port) if isinstance(item, _Change) else [item]
                self._handing_over = True
                if isinstance(item, _Change):
                    self._unanswered_moves += len(batch)
                    self._arrivals = item.arrivals() if batch else []
            try:
                for command, asker in batch:
                    self._submit(command, asker, is_move=isinstance(item, _Change))
            finally:
                with self._lock:
                    self._handing_over = False

    def _submit(self, command: Command, asker: Asker, is_move: bool) -> None:
        def answered(future: Future[Json]) -> None:
            moved: list[float] = []
            with self._lock:
                if is_move:
                    self._unanswered_moves -= 1
                    if not self._unanswered_moves:
                        moved, self._arrivals = self._arrivals, []
                else:
                    self._open_commands -= 1
            if moved:
                self._on_moved(moved)
            self._report(future, command, asker)
            self._hand_over()

        try:
            future = self._port.submit(command)
        except Exception as error:  # the engine is stopping; a surface goes on and says so
            future = Future()
            future.set_exception(error)
        future.add_done_callback(answered)

    def _report(self, future: Future[Json], command: Command, asker: Asker) -> None:
        try:
            answer = future.result(0)
        except SdadError as error:
            self._on_refused(asker, error)
        except (Exception, CancelledError) as error:
            _log.error("%s could not be carried out", asker.address, exc_info=error)
            self._on_refused(asker, Unforeseen(asker.address))
        else:
            self._on_answer(asker, command, answer)
