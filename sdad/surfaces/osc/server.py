"""The OSC surface's socket and its three threads: one only reads and stores, one hears, one only sends."""

from __future__ import annotations

import contextlib
import errno
import logging
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any

from sdad.control.aliases import Alias
from sdad.control.places import is_this_machine
from sdad.control.port import EnginePort
from sdad.errors import PortTaken, SdadError, SurfaceError, TimedOut, Unforeseen
from sdad.surfaces.door.holders import holder
from sdad.surfaces.osc.admission import Admission
from sdad.surfaces.osc.aliases import Aliases, AliasStore
from sdad.surfaces.osc.conversation import Conversation
from sdad.surfaces.osc.datagrams import Burst, Peer, Reader, reader_of
from sdad.surfaces.osc.flood import without_overtaken
from sdad.surfaces.osc.packets import Message, encode
from sdad.surfaces.osc.requests import RemoveAlias, SetAlias

Json = dict[str, Any]

RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024
MANY = 8
"""So many datagrams at once are a flood."""
TORRENT = 256
"""So many at once may soon be more than the system has room for: they are read first, and heard when it lets up."""
MOST_HELD_BACK = 16_384
"""So many are heard although more keep coming."""
GATHER_S = 0.001
"""How long what follows one datagram is let gather."""
HEAR_S = 0.002
"""How often a flood is heard: often enough for a hand, and seldom enough to leave the time to read it."""
MOST_UNHEARD = 200_000
"""Datagrams that may wait to be heard; beyond, the oldest are given up."""
IDLE_S = 0.2
"""How long nothing may arrive until the reader looks whether it is to end."""
PORTS_TRIED = 20
STOP_LIMIT_S = 5.0
SETTLE_S = 10.0
"""How long a disk may take to keep an address of the user's."""
_LOG_EVERY_S = 1.0

_log = logging.getLogger(__name__)


def peer_at(written: str) -> Peer:
    """Returns the peer that ``127.0.0.1:9200`` or ``[::1]:9200`` means."""
    host, _, port = written.rpartition(":")
    return host.strip("[]"), int(port)


class PortBack(SurfaceError):
    """A network port that was taken is free again, and in use."""

    code = "surface.port_back"

    def __init__(self, name: str, port: int, instead: int) -> None:
        super().__init__(
            f"{name} port {port} is free again, and sdad listens on it. Send to {port}; what is sent to {instead} is "
            f"heard until sdad ends.",
            thing=str(port),
        )


class OscSurface:
    """Answers OSC over UDP.

    Args:
        port: The engine.
        host: The address to listen on: ``127.0.0.1``, ``0.0.0.0`` or an IPv6 address.
        udp_port: The port to listen on; when it is taken, one of the next is. 0 takes any.
        token: What another machine shows before it is heard; an empty text keeps all others out.
        lan_commands: Whether another machine may also write, delete, train and choose.
        aliases: Where the user's own addresses are kept; None keeps them in memory only.
        subscribers: Who is told of every change without asking, as ``host:port``.
        notice: Told of faults that nobody asked for.
    """

    def __init__(
        self,
        port: EnginePort,
        host: str,
        udp_port: int,
        *,
        token: str = "",
        lan_commands: bool = False,
        aliases: AliasStore | None = None,
        subscribers: Iterable[str] = (),
        notice: Callable[[SdadError], None] = lambda error: None,
    ) -> None:
        self._port = port
        self._host = host
        self._wanted_port = udp_port
        self.bound_port = udp_port
        """The port that is really listened on, once started."""
        self.moved: PortTaken | None = None
        """Says that the wanted port is taken, and which one is used instead."""
        self._admission = Admission(token, lan_commands, time.monotonic)
        self._notice = notice
        self.aliases = Aliases(aliases, notice)
        """The user's own addresses."""
        always = [peer_at(each) for each in subscribers]
        self.conversation = Conversation(
            port, self._send, self._is_own, self._admission, time.monotonic, self.aliases, always
        )
        self.elsewhere: dict[str, Callable[[bytes, Peer], None]] = {}
        """Who sends to peers that are not reached by UDP, by what they have in place of a host."""
        self._socket: socket.socket | None = None
        self._first: socket.socket | None = None
        self._own_ports: tuple[int, ...] = ()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._arrived = threading.Condition()
        self._unheard: list[Burst] = []
        self._unheard_count = 0
        self._due = False
        self._overtaken = self._given_up = 0
        self._readers: list[Reader] = []
        self._unsubscribe: Callable[[], None] = lambda: None
        self._logged_at = -_LOG_EVERY_S

    @property
    def counters(self) -> Json:
        """How many packets were read, overtaken by later ones, malformed, refused, and how many were not answered.

        Of those that were lost, ``given_up`` had waited too long to be heard, and ``dropped`` found no room in the
        system, as far as it tells. ``to_state`` is how long it took lately from the arrival of a packet, which
        ``stamped_by`` has noted (the ``kernel``, or the ``reader`` where the system does not offer that), until what it
        set stood.
        """
        readers = list(self._readers)
        to_state = {**self.conversation.promptness.figures(), "stamped_by": readers[0].stamped_by if readers else None}
        lost = {"given_up": self._given_up, "dropped": sum(reader.dropped for reader in readers)}
        return {**self.conversation.counters, "overtaken": self._overtaken, **lost, "to_state": to_state}

    @property
    def alive(self) -> bool:
        """Whether it reads, hears and sends."""
        return all(thread.is_alive() for thread in self._threads)

    def messages(self, after: int) -> list[Json]:
        """Returns the newest messages after the one with a number, and what became of each."""
        return self.conversation.journal.after(after)

    def knows(self, host: str) -> bool:
        """Returns whether a machine may talk: this one, and another one that has shown the token."""
        return self._admission.knows(host)

    def own_addresses(self) -> Sequence[Alias]:
        """Returns the user's own addresses that are in force."""
        return self.aliases.book.aliases

    def set_alias(self, alias: Alias) -> None:
        """Has an address of the user's for one of sdad's, in force when this returns."""
        self._settle(SetAlias(alias))

    def remove_alias(self, address: str) -> None:
        """Forgets an address of the user's."""
        self._settle(RemoveAlias(address))

    def _settle(self, asked: SetAlias | RemoveAlias) -> None:
        settled: Future[None] = Future()

        def done(error: SdadError | None) -> None:
            if error is None:
                settled.set_result(None)
            else:
                settled.set_exception(error)

        self.aliases.change(asked, done)
        try:
            settled.result(SETTLE_S)
        except TimeoutError:
            raise TimedOut("The list of your addresses", SETTLE_S) from None

    def start(self) -> None:
        """Binds the port and begins to answer.

        Raises:
            PortTaken: neither the port nor any of the next :data:`PORTS_TRIED` is free.
        """
        self._socket = self._first = self._bind()
        self.bound_port = self._socket.getsockname()[1]
        self._own_ports = (self.bound_port,)
        self.aliases.start()
        self._unsubscribe = self._port.subscribe(self.conversation.tell)
        self._threads = [
            threading.Thread(target=self._read, name="osc-in", daemon=True),
            threading.Thread(target=self._hear, name="osc-hear", daemon=True),
            threading.Thread(target=self.conversation.feedback.run, name="osc-out", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        _log.info("OSC listens on %s port %d", self._host, self.bound_port)

    def stop(self) -> None:
        """Stops answering and frees the port; what is due to be sent is sent. Stopping twice does nothing."""
        if self._socket is None:
            return
        self._unsubscribe()
        self.aliases.stop()
        self._stopping.set()
        with self._arrived:
            self._arrived.notify()
        self.conversation.feedback.stop()
        for thread in self._threads:
            thread.join(STOP_LIMIT_S)
        self._socket.close()
        if self._first is not None:
            self._first.close()
        self._socket = self._first = None

    def go_back(self) -> PortBack | None:
        """Takes the wanted port if it was taken and is free now, and returns what to say of it.

        From then on it is sent from there. The port that was used instead is heard all the same: somebody may have
        been told of it, and nothing that is on its way is lost.
        """
        if self.moved is None or self._socket is None or self._stopping.is_set():
            return None
        endpoint = self._new_socket()
        try:
            endpoint.bind((self._host, self._wanted_port))
        except OSError:
            endpoint.close()
            return None
        back = PortBack("OSC", self._wanted_port, self.bound_port)
        self._own_ports = (self._wanted_port, self.bound_port)
        # The reader finds it there when it next looks; until then what comes waits in the system.
        self._socket, self.bound_port, self.moved = endpoint, self._wanted_port, None
        _log.info("%s", back.text)
        return back

    # -- the port ------------------------------------------------------------------------------------------------

    def _bind(self) -> socket.socket:
        candidates = [self._wanted_port]
        if self._wanted_port:
            candidates = [port for port in range(self._wanted_port, self._wanted_port + PORTS_TRIED) if port <= 65535]
        for candidate in candidates:
            endpoint = self._new_socket()
            try:
                endpoint.bind((self._host, candidate))
            except OSError as error:
                endpoint.close()
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                continue
            if candidate != self._wanted_port:
                held_by = holder(self._wanted_port, socket.SOCK_DGRAM, self._host)
                self.moved = PortTaken("OSC", self._wanted_port, candidate, held_by, goes_back=True)
                _log.warning("%s", self.moved.text)
            return endpoint
        held_by = holder(self._wanted_port, socket.SOCK_DGRAM, self._host)
        raise PortTaken("OSC", self._wanted_port, holder=held_by)

    def _new_socket(self) -> socket.socket:
        is_v6 = ":" in self._host
        endpoint = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET, socket.SOCK_DGRAM)
        if is_v6:
            # A packet must not come twice, once by each protocol.
            endpoint.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform == "win32":
            endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        # The more there is, the fewer of a burst are lost. Linux gives less than is asked for, macOS refuses.
        for size in (RECEIVE_BUFFER_BYTES, RECEIVE_BUFFER_BYTES // 4):
            with contextlib.suppress(OSError):
                endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
                break
        endpoint.setblocking(False)
        return endpoint

    def _is_own(self, peer: Peer) -> bool:
        return peer[1] in self._own_ports and (peer[0] == self._host or is_this_machine(peer[0]))

    # -- reading -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        known: socket.socket | None = None
        with selectors.DefaultSelector() as selector:
            pours = False
            while not self._stopping.is_set():
                if self._socket is not known and (known := self._socket) is not None:
                    self._readers.append(reader_of(known))
                    selector.register(known, selectors.EVENT_READ, self._readers[-1])
                ready = selector.select(timeout=GATHER_S if pours else IDLE_S)
                bursts = [burst for key, _ in ready if (burst := key.data.burst())]
                pours = any(len(burst) >= TORRENT for burst in bursts)
                with self._arrived:
                    if bursts:
                        self._unheard += bursts
                        self._unheard_count += sum(map(len, bursts))
                        while self._unheard_count > MOST_UNHEARD:
                            oldest = len(self._unheard.pop(0))
                            self._unheard_count -= oldest
                            self._given_up += oldest
                    if self._unheard and (not pours or self._unheard_count >= MOST_HELD_BACK):
                        self._due = True
                        self._arrived.notify()
                # One waking for many datagrams leaves the rest of the time to those who do something with them.
                if bursts and not pours:
                    time.sleep(GATHER_S)

    def _hear(self) -> None:
        while not self._stopping.is_set():
            with self._arrived:
                while not self._due and not self._stopping.is_set():
                    self._arrived.wait()
                self._due = False
                bursts, self._unheard = self._unheard, []
                count, self._unheard_count = self._unheard_count, 0
            try:
                self._understand(bursts, count)
            except Exception:  # whatever packets provoke, the next ones are heard
                self._log_fault("%d packet(s) could not be handled", count)
            if count >= MANY:
                time.sleep(HEAR_S)

    def _understand(self, bursts: list[Burst], count: int) -> None:
        worth_it = without_overtaken(bursts, self.aliases.book.padded)
        self._overtaken += count - len(worth_it)
        self.conversation.journal.pass_over(count - len(worth_it))
        asked = []
        for packet, source, arrived in worth_it:
            try:
                asked += self.conversation.understood(packet, source, arrived)
            except Exception:
                self._log_fault("a packet from %s:%d could not be handled: %r", *source, packet[:16])
        self.conversation.ask(asked)

    def _log_fault(self, text: str, *facts: object) -> None:
        now = time.monotonic()
        if now - self._logged_at >= _LOG_EVERY_S:
            self._logged_at = now
            _log.exception(text, *facts)
            self._notice(Unforeseen("OSC"))

    # -- sending -------------------------------------------------------------------------------------------------

    def _send(self, message: Message, peer: Peer) -> None:
        if (deliver := self.elsewhere.get(peer[0])) is not None:
            deliver(encode(message), peer)
            return
        endpoint = self._socket
        if endpoint is None:
            return
        try:
            endpoint.sendto(encode(message), peer)
        except OSError as error:  # nobody there, no route, no room: UDP promises nothing
            _log.debug("%s could not be sent to %s:%d: %s", message.address, *peer, error)
