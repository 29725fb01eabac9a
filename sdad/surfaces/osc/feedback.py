"""Who listens, and how often something is sent to them.

States are sent at most :data:`RATE_HZ` times a second for each address and listener, the newest value wins, and an
equal value is not repeated. Facts are sent at once, in order.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sdad.surfaces.osc.announcements import Announcement
from sdad.surfaces.osc.datagrams import Peer
from sdad.surfaces.osc.packets import Message

RATE_HZ = 30.0
MAX_SUBSCRIBERS = 64
FORGOTTEN_AFTER_S = 3600.0
MAX_FACTS = 4096
MAX_PEERS = 256
GATHER_S = 0.002
KEPT_S = 10.0
"""How long it is known what a listener was sent last, when nothing more is: a port that is used once is no burden."""
ANSWERS_PER_S = 300.0
_LOG_EVERY_S = 1.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Subscription:
    source: Peer
    heard_at: float


class Subscribers:
    """Who is told of every change: targets, and who asked for them.

    A subscription ends when it is taken back, when nothing came from its machine for :data:`FORGOTTEN_AFTER_S`, or
    when it is the oldest of more than :data:`MAX_SUBSCRIBERS`.

    Args:
        clock: Monotonic seconds.
        always: Targets that are told for ever, whoever asks for what.
    """

    def __init__(self, clock: Callable[[], float], always: Iterable[Peer] = ()) -> None:
        self._clock = clock
        self._always = tuple(dict.fromkeys(always))
        self._lock = threading.Lock()
        self._by_target: dict[Peer, _Subscription] = {}

    def add(self, source: Peer, target: Peer) -> None:
        """Subscribes a target; again renews it."""
        if target in self._always:
            return
        with self._lock:
            self._by_target.pop(target, None)
            self._by_target[target] = _Subscription(source, self._clock())
            while len(self._by_target) > MAX_SUBSCRIBERS:
                self._by_target.pop(next(iter(self._by_target)))

    def remove(self, target: Peer) -> None:
        """Ends a subscription, if there is one."""
        with self._lock:
            self._by_target.pop(target, None)

    def heard(self, source: Peer) -> None:
        """Renews the subscriptions of the machine that a message came from."""
        now = self._clock()
        with self._lock:
            for target, subscription in self._by_target.items():
                if target[0] == source[0]:
                    subscription.heard_at = now

    def everyone(self, but: Peer | None = None) -> list[Peer]:
        """Returns all targets but those that ``but`` itself subscribed: nobody is told what they did themselves."""
        oldest = self._clock() - FORGOTTEN_AFTER_S
        with self._lock:
            for target in [each for each, kept in self._by_target.items() if kept.heard_at < oldest]:
                del self._by_target[target]
            asked = [target for target, kept in self._by_target.items() if but is None or kept.source != but]
        return [*(target for target in self._always if target != but), *asked]

    def answering(self, source: Peer) -> list[Peer]:
        """Returns where an answer to ``source`` goes: back to it, and to the ports that its machine subscribed.

        Many patches send through one object and listen through another; theirs is the subscribed port.
        """
        return [source, *(target for target in self.everyone() if target[0] == source[0] and target != source)]


class Allowance:
    """How many answers may be given: so many a second, with as many in store after a pause.

    The sender's address of a datagram can be forged, so that unlimited answers would be a weapon in other hands.

    Args:
        clock: Monotonic seconds.
        per_s: How many.
    """

    def __init__(self, clock: Callable[[], float], per_s: float = ANSWERS_PER_S) -> None:
        self._clock = clock
        self._per_s = self._left = per_s
        self._counted_at = clock()

    def take(self) -> bool:
        """Returns whether one more answer may be given now, and counts it."""
        now = self._clock()
        self._left = min(self._per_s, self._left + (now - self._counted_at) * self._per_s)
        self._counted_at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


@dataclass(slots=True)
class _Outgoing:
    facts: deque[Message] = field(default_factory=lambda: deque(maxlen=MAX_FACTS))
    waiting: dict[str, Message] = field(default_factory=dict)
    sent: dict[str, tuple[float, Message]] = field(default_factory=dict)
    busy_at: float = 0.0

    @property
    def is_idle(self) -> bool:
        return not (self.facts or self.waiting)


class Feedback:
    """What waits to be sent, for each listener.

    Args:
        send: Sends one message to one peer; must not block. Whatever one provokes is logged, and the others are sent.
        clock: Monotonic seconds.
        collect: Called before anything is sent; puts what there is to be told by then.
    """

    def __init__(
        self,
        send: Callable[[Message, Peer], None],
        clock: Callable[[], float],
        collect: Callable[[], None] = lambda: None,
    ) -> None:
        self._send = send
        self._collect = collect
        self._clock = clock
        self._wake = threading.Condition()
        self._by_peer: dict[Peer, _Outgoing] = {}
        self._looked_at = clock()
        self._logged_at = float("-inf")
        self._came = False
        self._stopped = False

    def put(self, announcements: Iterable[Announcement], peers: Iterable[Peer], *, repeat: bool = False) -> None:
        """Takes announcements for peers. With ``repeat`` states are sent even if they are equal to the last."""
        told, now = list(announcements), self._clock()
        with self._wake:
            for peer in peers:
                outgoing = self._by_peer.setdefault(peer, _Outgoing())
                outgoing.busy_at = now
                for each in told:
                    _enqueue(outgoing, each, repeat)
            self._forget_idle_peers(now)
        self.wake()

    def wake(self) -> None:
        """Has :meth:`run` look soon at what there is to be sent."""
        if self._came:
            return
        with self._wake:
            self._came = True
            self._wake.notify()

    def flush(self) -> float | None:
        """Sends what is due; returns the seconds until more is, or None when nothing waits."""
        self._came = False
        with self._surviving("what has changed"):
            self._collect()
        now = self._clock()
        due: list[tuple[Message, Peer]] = []
        soonest: float | None = None
        with self._wake:
            for peer, outgoing in self._by_peer.items():
                due += [(message, peer) for message in outgoing.facts]
                outgoing.facts.clear()
                for key, message in list(outgoing.waiting.items()):
                    last = outgoing.sent.get(key)
                    wait_s = 0.0 if last is None else last[0] + 1.0 / RATE_HZ - now
                    if wait_s <= 0:
                        due.append((message, peer))
                        outgoing.sent[key] = (now, message)
                        del outgoing.waiting[key]
                    else:
                        soonest = wait_s if soonest is None else min(soonest, wait_s)
        for message, peer in due:
            with self._surviving(message.address):
                self._send(message, peer)
        return soonest

    def run(self) -> None:
        """Sends what is due whenever it is, until :meth:`stop`; what was put before that is sent if it is due."""
        stopped = False
        while not stopped:
            with self._wake:
                stopped = self._stopped
            wait_s = self.flush()
            # What follows soon is sent together: being woken for each takes the time from those who put it.
            time.sleep(GATHER_S)
            with self._wake:
                if not (self._stopped or self._came):
                    self._wake.wait(wait_s and max(0.0, wait_s - GATHER_S))

    def stop(self) -> None:
        """Makes :meth:`run` return."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    @contextlib.contextmanager
    def _surviving(self, told: str) -> Iterator[None]:
        """Lets nothing end the thread that sends: without it all patches would be deaf until the next start."""
        try:
            yield
        except Exception:
            now = self._clock()
            if now - self._logged_at >= _LOG_EVERY_S:
                self._logged_at = now
                _log.exception("%s could not be told", told)

    def _forget_idle_peers(self, now: float) -> None:
        """Keeps the memory bounded: a client that asks from a new port each time would leave one entry for each."""
        if now - self._looked_at < 1.0 and len(self._by_peer) <= MAX_PEERS:
            return
        self._looked_at = now
        idle = [(peer, outgoing.busy_at) for peer, outgoing in self._by_peer.items() if outgoing.is_idle]
        too_many = len(self._by_peer) - MAX_PEERS
        for number, (peer, busy_at) in enumerate(idle):
            if number < too_many or now - busy_at > KEPT_S:
                del self._by_peer[peer]


def _enqueue(outgoing: _Outgoing, each: Announcement, repeat: bool) -> None:
    if each.closes is not None:
        # The same at an address of the user's has that address before its key.
        ends = f" {each.closes}"
        for kept in (outgoing.waiting, outgoing.sent):
            for key in [key for key in kept if f" {key}".endswith(ends)]:
                del kept[key]
    if each.key is None:
        outgoing.facts.append(each.message)
        return
    last = outgoing.sent.get(each.key)
    if not repeat and last is not None and last[1] == each.message:
        outgoing.waiting.pop(each.key, None)
    else:
        outgoing.waiting[each.key] = each.message
