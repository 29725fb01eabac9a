"""The user's own addresses, in force as soon as their file is edited or one is set.

The file is looked at in a thread of its own: the receive path never waits for a disk.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from sdad.control.aliases import Alias
from sdad.errors import NotFound, SdadError, UnknownAddress
from sdad.surfaces.osc.announcements import REPLIES, Announcement
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import Message, padded
from sdad.surfaces.osc.requests import RemoveAlias, SetAlias

LOOK_EVERY_S = 0.25
STOP_LIMIT_S = 2.0
Settled = Callable[[SdadError | None], None]
"""Called when a change is in force, or with what kept it from that."""

_log = logging.getLogger(__name__)


class AliasStore(Protocol):
    """Where the list is kept; ``sdad.library.aliases`` has the one that is used."""

    def stamp(self) -> object:
        """What changes whenever the list does."""
        ...

    def load(self) -> tuple[Alias, ...]:
        """The list; raises an SdadError when it cannot be read."""
        ...

    def keep(self, aliases: Sequence[Alias]) -> None:
        """Keeps a list; raises an SdadError when it cannot."""
        ...


class Book:
    """The aliases in force: never changed, replaced whole."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self.aliases = tuple(aliases)
        self.by_address = {each.address: each for each in self.aliases}
        self.padded = frozenset(padded(each.address) for each in self.aliases)
        """The addresses as messages begin with them."""
        self._told: dict[str, list[Alias]] = {}
        for each in self.aliases:
            if each.tells:
                self._told.setdefault(each.to, []).append(each)

    def heard(self, message: Message) -> Message:
        """Returns a message to one of the user's addresses as one to sdad's; any other as it is."""
        alias = self.by_address.get(message.address)
        return message if alias is None else Message(alias.to, alias.inward(message.arguments))

    def is_answer(self, address: str) -> bool:
        """Returns whether sdad only sends to this address."""
        alias = self.by_address.get(address)
        return address in REPLIES if alias is None else not alias.hears

    def told(self, announcements: list[Announcement]) -> list[Announcement]:
        """Returns announcements, and those of them again that the user has other addresses for."""
        if not self._told:
            return announcements
        again = [_at(alias, each) for each in announcements for alias in self._told.get(each.message.address, ())]
        return [*announcements, *again]


def _at(alias: Alias, each: Announcement) -> Announcement:
    message = Message(alias.address, alias.outward(each.message.arguments))
    return Announcement(message, key=each.key and f"{alias.address} {each.key}")


class Aliases:
    """Keeps the book up to date.

    Args:
        store: Where the list is kept; None keeps it in memory only.
        notice: Told of a list that cannot be used; until it is corrected the one before stays in force.
    """

    def __init__(
        self,
        store: AliasStore | None = None,
        notice: Callable[[SdadError], None] = lambda error: None,
    ) -> None:
        self._store = store
        self._notice = notice
        self.watchers: list[Callable[[], None]] = []
        """Called after the book was replaced."""
        self._stamp: object = None
        self._asked: queue.SimpleQueue[tuple[SetAlias | RemoveAlias, Settled] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="osc-aliases", daemon=True)
        self.book = Book()
        """The aliases in force."""

    def start(self) -> None:
        """Reads the list and begins to look after it."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Ends that."""
        self._asked.put(None)
        if self._thread.is_alive():
            self._thread.join(STOP_LIMIT_S)

    def change(self, asked: SetAlias | RemoveAlias, settled: Settled) -> None:
        """Has the list changed and kept; returns at once, and ``settled`` is called when it is in force."""
        self._asked.put((asked, settled))

    def look(self) -> None:
        """Reads the list if it has changed since it was last read."""
        if self._store is None or (stamp := self._store.stamp()) == self._stamp:
            return
        self._stamp = stamp
        try:
            self._take(self._store.load())
        except SdadError as error:
            self._notice(error)

    def _run(self) -> None:
        while True:
            try:
                asked = self._asked.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                self.look()
                continue
            if asked is None:
                return
            request, settled = asked
            try:
                self._carry_out(request)
            except SdadError as error:
                settled(error)
            except Exception:
                _log.exception("%s could not be carried out", request)
            else:
                settled(None)

    def _carry_out(self, asked: SetAlias | RemoveAlias) -> None:
        # Read anew: what was edited a moment ago must not be written over, nor what cannot be read.
        listed = self.book.aliases if self._store is None else self._store.load()
        match asked:
            case SetAlias(alias):
                check_target(alias)
                listed = (*(each for each in listed if each.address != alias.address), alias)
            case RemoveAlias(address):
                known = [each.address for each in listed]
                if address not in known:
                    raise NotFound("address of yours", address, known)
                listed = tuple(each for each in listed if each.address != address)
        if self._store is not None:
            self._store.keep(listed)
            self._stamp = self._store.stamp()
        self._take(listed)

    def _take(self, listed: Iterable[Alias]) -> None:
        sound = []
        for alias in listed:
            try:
                check_target(alias)
                sound.append(alias)
            except SdadError as error:
                self._notice(error)
        self.book = Book(sound)
        for watcher in self.watchers:
            watcher()


def check_target(alias: Alias) -> None:
    """Refuses an alias of nothing.

    Raises:
        UnknownAddress: sdad has no such address, or only sends there while the alias should hear.
    """
    if alias.to not in ENDPOINTS and (alias.to not in REPLIES or alias.direction != "out"):
        raise UnknownAddress(alias.to, ENDPOINTS if alias.hears else {**ENDPOINTS, **REPLIES})
