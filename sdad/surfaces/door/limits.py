"""How much a caller may send: how many requests, how large a body, and how long it may take over one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sdad.control.places import is_this_machine
from sdad.errors import MalformedMessage

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MOST_BYTES = 1_000_000
"""The largest body of a request."""
BODY_S = 30.0
"""How long a request may take to send its body."""
MOST_CALLERS = 1024
"""How many addresses are counted at the same time; whoever was longest silent is forgotten first."""


class Rate:
    """How many requests an address may make: so many a second, with a store for when a page is opened.

    Args:
        here: Requests a second, and the store, of programs on this machine; the panel is one of them.
        elsewhere: The same of any other address.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        here: tuple[float, float] = (500.0, 2000.0),
        elsewhere: tuple[float, float] = (40.0, 400.0),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._here = here
        self._elsewhere = elsewhere
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, host: str) -> bool:
        """Returns whether an address may make one more request now, and counts it."""
        per_s, store = self._here if is_this_machine(host) else self._elsewhere
        now = self._clock()
        left, counted_at = self._left.pop(host, (store, now))
        left = min(store, left + (now - counted_at) * per_s)
        may = left >= 1.0
        self._left[host] = (left - 1.0 if may else left, now)
        while len(self._left) > MOST_CALLERS:
            self._left.pop(next(iter(self._left)))
        return may


async def whole_body(path: str, declared: str, receive: Receive) -> bytes | None:
    """Returns the body, or None when whoever sent it has gone.

    It is read whole before anybody else sees it: bodies are small, and a late or endless one then harms nobody. What is
    declared refuses early, and is otherwise not believed.

    Raises:
        MalformedMessage: it is declared or turns out to be larger than :data:`MOST_BYTES`.
        TimeoutError: it did not come within :data:`BODY_S`.
    """
    if declared and not (declared.isdecimal() and len(declared) < 16 and int(declared) <= MOST_BYTES):
        raise _too_large(path)
    body = bytearray()
    async with asyncio.timeout(BODY_S):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                raise _too_large(path)
            if not message.get("more_body", False):
                return bytes(body)


def _too_large(path: str) -> MalformedMessage:
    return MalformedMessage(path, "the body is too large", f"send at most {MOST_BYTES} bytes")
