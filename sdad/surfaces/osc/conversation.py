"""What happens with a message from one peer, and who is told what: everything of the OSC surface but the socket."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from sdad.control.commands import (
    Command,
    LockControl,
    NudgeControl,
    RecallPreset,
    SetControls,
    SetNatural,
    UseBlend,
    UseModel,
)
from sdad.control.events import ControlChanged, Event, ModelUsed, PresetRecalled
from sdad.control.naming import OSC_ROOT, osc_address
from sdad.control.parameters import control
from sdad.control.port import EnginePort
from sdad.control.preset_walk import PresetWalk
from sdad.errors import MalformedMessage, NotAllowed, NotFound, SdadError
from sdad.surfaces.osc import announcements
from sdad.surfaces.osc.acknowledgements import acknowledged
from sdad.surfaces.osc.admission import AUTH, Admission
from sdad.surfaces.osc.aliases import Aliases
from sdad.surfaces.osc.announcements import Announcement, fact
from sdad.surfaces.osc.datagrams import Peer
from sdad.surfaces.osc.describing import alias_now
from sdad.surfaces.osc.feedback import Allowance, Feedback, Subscribers
from sdad.surfaces.osc.intake import Asker, Intake, Json
from sdad.surfaces.osc.journal import DONE, IGNORED, Journal
from sdad.surfaces.osc.namespace import is_known, read
from sdad.surfaces.osc.packets import Message, parse
from sdad.surfaces.osc.promptness import Promptness
from sdad.surfaces.osc.requesters import Requesters, origin_of, peer_of
from sdad.surfaces.osc.requests import (
    Ask,
    Aspect,
    Move,
    RemoveAlias,
    Request,
    SetAlias,
    StepPreset,
    Subscribe,
    Tell,
    TellControls,
    Unsubscribe,
)
from sdad.surfaces.osc.standing import Standing

_MAX_REMEMBERED = 1024
_MOVES = (SetControls, SetNatural, NudgeControl, LockControl)
COMPLAINTS_PER_S = 10.0
"""How many messages to unknown addresses are looked into in a second."""

_log = logging.getLogger(__name__)


class Conversation:
    """Answers packets and tells events.

    Args:
        port: The engine.
        send: Sends one message to one peer; must not block and must not raise.
        is_own: Whether a peer is sdad itself: nothing is ever sent there.
        admission: Which machines may talk.
        clock: Monotonic seconds.
        aliases: The user's own addresses.
        always: Who is told of every change without asking.
    """

    def __init__(
        self,
        port: EnginePort,
        send: Callable[[Message, Peer], None],
        is_own: Callable[[Peer], bool],
        admission: Admission,
        clock: Callable[[], float],
        aliases: Aliases | None = None,
        always: Iterable[Peer] = (),
    ) -> None:
        self._port = port
        self._is_own = is_own
        self._admission = admission
        self._aliases = aliases or Aliases()
        self.subscribers = Subscribers(clock, always)
        self.journal = Journal(clock)
        self.watchers: list[Callable[[list[Announcement]], None]] = []
        """Called with all that every subscriber is told, and it must not block."""
        self.feedback = Feedback(send, clock, self._tell_changes)
        self._allowance = Allowance(clock)
        self._complaints = Allowance(clock, COMPLAINTS_PER_S)
        self.promptness = Promptness(clock)
        self._intake = Intake(port, self._answered, self._refused, self.promptness.stand)
        self.standing = Standing(port, self._aliases)
        self._presets = PresetWalk(port)
        self._requesters = Requesters()
        self._clipping_said: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._changed: dict[str, ControlChanged] = {}
        self._telling = threading.Lock()
        self._models_told = 0
        self.counters = {"packets": 0, "malformed": 0, "refused": 0, "unanswered": 0, "strangers": 0}

    # -- from the wire -------------------------------------------------------------------------------------------

    def hear(self, packet: bytes, source: Peer) -> None:
        """Carries out one packet; whatever is wrong with it is answered, and nothing is raised."""
        self.ask(self.understood(packet, source))

    def ask(self, asked: list[tuple[Move | Command, Asker]]) -> None:
        """Hands over what packets ask of the engine: the more at once, the fewer changes the engine has to make."""
        if asked:
            self._intake.add(asked)

    def understood(
        self, packet: bytes, source: Peer, arrived: float | None = None
    ) -> list[tuple[Move | Command, Asker]]:
        """Returns what a packet asks of the engine; all else in it is done, and what is wrong with it is answered."""
        self.counters["packets"] += 1
        admitted = self._admission.admits(source[0])
        try:
            messages = parse(packet)
        except MalformedMessage as error:
            self.counters["malformed"] += 1
            if admitted:
                self._refused(Asker(origin_of(source), error.thing), error)
            return []
        if not admitted:
            self._hear_stranger(messages, source)
            return []
        self.subscribers.heard(source)
        asked: list[tuple[Move | Command, Asker]] = []
        for message in messages:
            asked += self._understood(message, source, arrived)
        return asked

    def _understood(self, sent: Message, source: Peer, arrived: float | None) -> list[tuple[Move | Command, Asker]]:
        book = self._aliases.book
        asker = Asker(origin_of(source), sent.address, sent.arguments, arrived, self._models_told)
        # Answers are never answered, or two programs could keep each other busy for ever.
        if book.is_answer(sent.address):
            self.journal.note(source, sent.address, sent.arguments, IGNORED, "sdad sends this, and does not hear it")
            return []
        message = book.heard(sent)
        if not is_known(message.address) and not self._may_complain():
            self.counters["refused"] += 1
            self.counters["unanswered"] += 1
            self.journal.pass_over(1)
            return []
        asked: list[tuple[Move | Command, Asker]] = []
        try:
            requests = read(message.address, message.arguments)
            for request in requests:
                self._admission.check(request, message.address, source[0])
                asked += self._carry_out(request, asker, source)
        except SdadError as error:
            self._refused(asker, error)
            return asked
        notice = next((each.notice for each in requests if isinstance(each, Move | Ask) and each.notice), None)
        if notice is not None:
            self.journal.refused(source, sent.address, sent.arguments, notice)
        elif not any(isinstance(each, Ask | StepPreset | SetAlias | RemoveAlias) for each in requests):
            # What somebody else decides of is written down with their answer.
            self.journal.note(source, sent.address, sent.arguments, DONE)
        return asked

    def _hear_stranger(self, messages: list[Message], source: Peer) -> None:
        """Lets a machine on the network in that shows the token; whatever else it sends is dropped."""
        if self._admission.try_to_enter(source[0], messages):
            self._answer(self.standing.told(Tell.ADMITTED), source)
            return
        self.counters["strangers"] += 1
        if self._admission.may_be_answered():
            reason = "it comes from another machine, which has not shown the token"
            self._refused(Asker(origin_of(source), AUTH), NotAllowed(AUTH, reason, "Send here what is in state/token."))

    def _carry_out(self, request: Request, asker: Asker, source: Peer) -> list[tuple[Move | Command, Asker]]:
        """Returns what the engine has to decide of a request, and does the rest of it at once."""
        match request:
            case Move():
                self._mention_clipping(request, asker, source)
                return [(request, replace(asker, clipped=True) if request.notice else asker)]
            case Ask(command, notice):
                self._say_once(notice, asker, source)
                if isinstance(command, RecallPreset):
                    self._presets.remember(command.preset)
                return [(command, replace(asker, clipped=True) if notice else asker)]
            case StepPreset(step):
                preset = self._presets.step(step)
                if preset is None:
                    remedy = "Save one first with /sdad/preset/save."
                    raise NotFound("preset", "next" if step > 0 else "prev", remedy=remedy)
                return [(RecallPreset(preset=preset), asker)]
            case Subscribe(port):
                self._subscribe(source, self._target(source, port, asker))
            case Unsubscribe(port):
                target = self._target(source, port, asker)
                self.subscribers.remove(target)
                self._answer([fact(f"{OSC_ROOT}/unsubscribed", target[1])], source)
            case SetAlias() | RemoveAlias():
                self._aliases.change(request, lambda error: self._alias_changed(request, asker, source, error))
            case TellControls(controls):
                self._answer(self.standing.controls(controls), source)
            case Tell():
                self._answer(self.standing.told(request), source)
        return []

    def _target(self, source: Peer, port: int | None, asker: Asker) -> Peer:
        target = (source[0], port or source[1])
        if self._is_own(target):
            raise MalformedMessage(
                asker.address, f"it was given port {port}, where sdad itself listens", "name the port that you read"
            )
        return target

    def _subscribe(self, source: Peer, target: Peer) -> None:
        self.subscribers.add(source, target)
        if self._may_answer():
            everything = self.standing.told(Tell.EVERYTHING)
            self._send([fact(f"{OSC_ROOT}/subscribed", target[1]), *everything], [target], repeat=True)

    def _alias_changed(
        self, asked: SetAlias | RemoveAlias, asker: Asker, source: Peer, error: SdadError | None
    ) -> None:
        if error is not None:
            self._refused(asker, error)
            return
        self.journal.note(source, asker.address, asker.arguments, DONE)
        done = alias_now(asked.alias) if isinstance(asked, SetAlias) else fact(f"{OSC_ROOT}/ack", asker.address)
        self._answer([done], source)

    def _mention_clipping(self, move: Move, asker: Asker, source: Peer) -> None:
        if move.notice is None:
            return
        if move.aspect is Aspect.POSITION and move.value is not None:
            held = announcements.state(osc_address(control(move.control)), move.value)
            self._send([held], self.subscribers.answering(source), repeat=True)
        self._say_once(move.notice, asker, source)

    def _say_once(self, notice: SdadError | None, asker: Asker, source: Peer) -> None:
        if notice is None:
            return
        said = (source[0], asker.address)
        if said not in self._clipping_said:
            if len(self._clipping_said) >= _MAX_REMEMBERED:
                self._clipping_said.clear()
            self._clipping_said.add(said)
            self.counters["refused"] += 1
            self._answer([announcements.error(notice, asker.address)], source)

    # -- from the engine -----------------------------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Tells an event to all subscribers, and renders and presets also to whoever asked; does not block.

        How a control stands is told by the thread that sends, once for all the changes that came before it looked: the
        engine's thread, which the hands wait for, only notes that there is something to tell.
        """
        if isinstance(event, ControlChanged):
            before = self._changed.get(event.control)
            # Who moved it does not know what another one has done to it meanwhile, so then both are told.
            both = before is not None and before.origin != event.origin
            self._changed[event.control] = replace(event, origin="") if both else event
            self.feedback.wake()
            return
        if isinstance(event, PresetRecalled) and peer_of(event.origin) is None:
            self._presets.remember(event.preset)
        self._tell_changes()
        self._tell(event)

    def _tell_changes(self) -> None:
        """Tells what has changed since it was last told; while one thread does so, no other overtakes it."""
        with self._telling:
            while self._changed:
                self._tell(self._changed.popitem()[1])

    def _tell(self, event: Event) -> None:
        but = peer_of(event.origin) if isinstance(event, ControlChanged) else None
        peers = self.subscribers.everyone(but)
        told = self.standing.announce(event)
        with self._lock:
            requester = self._requesters.of(event)
        if requester is not None and requester not in peers:
            peers.append(requester)
        if isinstance(event, ModelUsed):
            # The same positions mean other natural values now.
            told += self.standing.controls()
            self._models_told += 1
        told = self._aliases.book.told(told)
        for watcher in self.watchers:
            watcher(told)
        self._put(told, peers)

    def _answered(self, asker: Asker, command: Command, answer: Json) -> None:
        source = peer_of(asker.origin)
        if source is None:
            return
        if not isinstance(command, _MOVES):
            self.journal.note(source, asker.address, asker.arguments, DONE)
        if isinstance(command, UseModel | UseBlend):
            # Subscribers hear of it as an event, unless it is what was in use already.
            heard = source in self.subscribers.everyone() and asker.models_told != self._models_told
            if not heard:
                self._send(self.standing.told(Tell.MODEL), [source])
        if told := acknowledged(command, answer, asker.address, asker.clipped):
            self._answer(told, source)

    def _refused(self, asker: Asker, error: SdadError) -> None:
        self.counters["refused"] += 1
        source = peer_of(asker.origin)
        if source is not None:
            self.journal.refused(source, asker.address, asker.arguments, error)
            self._answer([announcements.error(error, asker.address)], source)

    # -- to the wire ---------------------------------------------------------------------------------------------

    def _answer(self, told: list[Announcement], source: Peer) -> None:
        if self._may_answer():
            self._send(told, self.subscribers.answering(source), repeat=True)

    def _may_complain(self) -> bool:
        """Whether it is worth the time to find out what an unknown address was meant to be."""
        with self._lock:
            return self._complaints.take()

    def _may_answer(self) -> bool:
        with self._lock:
            allowed = self._allowance.take()
            self.counters["unanswered"] += not allowed
        return allowed

    def _send(self, told: list[Announcement], peers: list[Peer], *, repeat: bool = False) -> None:
        self._put(self._aliases.book.told(told), peers, repeat=repeat)

    def _put(self, told: list[Announcement], peers: list[Peer], *, repeat: bool = False) -> None:
        self.feedback.put(told, [peer for peer in peers if not self._is_own(peer)], repeat=repeat)
