"""Which machines may talk: this one, and those on the network that have shown the token.

OSC carries neither names nor secrets, and the sender's address of a datagram can be forged. So this keeps strangers out
who only try, and nobody who reads or forges packets on the same network: the page on security says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

from sdad.control.naming import OSC_ROOT
from sdad.control.places import check_here, check_place, is_this_machine
from sdad.surfaces.osc.packets import Message
from sdad.surfaces.osc.requests import Ask, RemoveAlias, Request, SetAlias

AUTH = f"{OSC_ROOT}/auth"
FORGOTTEN_AFTER_S = 8 * 3600.0
MOST_MACHINES = 64
ANSWER_EVERY_S = 1.0
"""How often a stranger is answered: the address may be somebody else's, who did not ask for answers."""


class Admission:
    """Who is let in.

    Args:
        token: What a machine on the network shows; an empty text admits none.
        lan_commands: Whether such a machine may also write, delete, train and choose.
        clock: Monotonic seconds.
    """

    def __init__(self, token: str, lan_commands: bool, clock: Callable[[], float]) -> None:
        self._token = token.encode()
        self._lan_commands = lan_commands
        self._clock = clock
        self._heard_at: dict[str, float] = {}
        self._answered_at = -ANSWER_EVERY_S

    def admits(self, host: str) -> bool:
        """Returns whether a machine may talk; it may for :data:`FORGOTTEN_AFTER_S` after it was last heard."""
        if is_this_machine(host):
            return True
        now, heard_at = self._clock(), self._heard_at.pop(host, None)
        if heard_at is None or now - heard_at > FORGOTTEN_AFTER_S:
            return False
        self._heard_at[host] = now
        return True

    def knows(self, host: str) -> bool:
        """Returns whether :meth:`admits` would let a machine talk, without counting that it was heard."""
        heard_at = self._heard_at.get(host)
        return is_this_machine(host) or (heard_at is not None and self._clock() - heard_at <= FORGOTTEN_AFTER_S)

    def try_to_enter(self, host: str, messages: Iterable[Message]) -> bool:
        """Admits a machine that shows the token in one of its messages; returns whether it did."""
        if not self._token or not any(self._shows(message) for message in messages):
            return False
        self._heard_at[host] = self._clock()
        while len(self._heard_at) > MOST_MACHINES:
            self._heard_at.pop(next(iter(self._heard_at)))
        return True

    def _shows(self, message: Message) -> bool:
        if message.address != AUTH or len(message.arguments) != 1:
            return False
        return secrets.compare_digest(str(message.arguments[0]).encode("utf-8", "replace"), self._token)

    def may_be_answered(self) -> bool:
        """Returns whether a stranger may be told now that it is one, and counts that."""
        now = self._clock()
        if now - self._answered_at < ANSWER_EVERY_S:
            return False
        self._answered_at = now
        return True

    def check(self, request: Request, address: str, host: str) -> None:
        """Refuses what stays at this machine.

        Raises:
            NotAllowed: it comes from the network and writes, deletes, trains or chooses.
        """
        is_here = is_this_machine(host)
        if isinstance(request, SetAlias | RemoveAlias):
            check_here(address, is_here=is_here, lan_commands=self._lan_commands)
        if isinstance(request, Ask):
            check_place(request.command, address, is_here=is_here, lan_commands=self._lan_commands)
