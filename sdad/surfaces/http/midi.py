"""MIDI over HTTP: what is there, what it does, and mapping a knob to a control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import Depends, FastAPI, Request

from sdad.control.port import Json, MidiPort
from sdad.errors import MidiUnavailable
from sdad.surfaces.http.bodies import Body


class Wanted(Body):
    """What a knob is to be learned for; null ends the learning. ``bits`` is 7 or 14."""

    to: str | None
    bits: Literal[7, 14] = 7


class NewEntry(Body):
    """A mapping of a port's: the fields that an entry of a mapping file has."""

    port: str
    entry: dict[str, Any]


class OldEntry(Body):
    """What no mapping of the user's shall lead to any more."""

    port: str
    to: str


def add_midi(app: FastAPI, midi: MidiPort | None, at_the_machine: Callable[[Request], None]) -> None:
    """Adds the paths of MIDI; without it they say that there is none.

    Args:
        app: Where they are added.
        midi: What is asked.
        at_the_machine: Refuses a request that may come from this machine only: mappings are files.
    """
    kept_here = [Depends(at_the_machine)]

    def there() -> MidiPort:
        if midi is None:
            raise MidiUnavailable("it is turned off in the settings")
        return midi

    @app.get("/api/midi")
    def facts() -> Json:
        return there().facts()

    @app.get("/api/midi/messages")
    def messages(after: int = 0) -> Json:
        return {"messages": there().messages(after)}

    @app.get("/api/midi/learn")
    def learned() -> Json:
        return there().learned()

    @app.post("/api/midi/learn", dependencies=kept_here)
    def learn(body: Wanted) -> Json:
        return there().learn(body.to, body.bits)

    @app.post("/api/midi/map", dependencies=kept_here)
    def map_(body: NewEntry) -> Json:
        return there().map(body.port, body.entry)

    @app.post("/api/midi/unmap", dependencies=kept_here)
    def unmap(body: OldEntry) -> Json:
        return there().unmap(body.port, body.to)
