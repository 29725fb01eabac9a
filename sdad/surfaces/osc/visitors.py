"""Who of the other machines on the network has shown the token, and what they may ask for.

UDP hides nothing and can be forged, so this keeps out passers-by and mistakes, not somebody who listens in: a private
network is what protects a performance.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from sdad.control.commands import Command
from sdad.control.naming import OSC_ROOT
from sdad.control.network import check_from_afar, is_this_machine
from sdad.errors import NotAllowed

AUTH = f"{OSC_ROOT}/auth"
KNOWN_FOR_S = 8 * 3600.0
MOST_KNOWN = 64


class Visitors:
    """Other machines.

    Args:
        token: What they have to show; empty lets nobody in.
        lan_commands: Whether they may also write, delete, train and choose.
        clock: Seconds that never jump.
    """

    def __init__(
        self, token: str = "", *, lan_commands: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._token = token.encode()
        self._lan_commands = lan_commands
        self._clock = clock
        self._known: dict[str, float] = {}

    def check(self, host: str, address: str) -> None:
        """Checks whether a machine may be answered at all, and remembers that it was heard.

        Raises:
            NotAllowed: it has not shown the token in the last hours.
        """
        if is_this_machine(host):
            return
        now = self._clock()
        if now - self._known.get(host, -KNOWN_FOR_S) >= KNOWN_FOR_S:
            raise NotAllowed(address, "it came from another machine", f"Send {AUTH} with what is in state/token first.")
        self._known[host] = now

    def show(self, host: str, token: str) -> None:
        """Lets a machine in that shows the token.

        Raises:
            NotAllowed: it is not the token.
        """
        if not self._token or not secrets.compare_digest(token.encode(), self._token):
            raise NotAllowed(AUTH, "that is not the token", "Send what is in state/token.")
        self._known.pop(host, None)
        self._known[host] = self._clock()
        while len(self._known) > MOST_KNOWN:
            self._known.pop(next(iter(self._known)))

    def check_command(self, host: str, command: Command, address: str) -> None:
        """Checks what a machine asks the engine for.

        Raises:
            NotAllowed: only this machine may ask for it.
        """
        if not self._lan_commands and not is_this_machine(host):
            check_from_afar(command, address)
