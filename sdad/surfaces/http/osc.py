"""OSC over HTTP: what arrived, and the user's own addresses."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI, Request

from sdad.control.aliases import Alias
from sdad.control.port import Json, OscPort
from sdad.errors import SurfaceMissing
from sdad.surfaces.http.bodies import Body


class OldAlias(Body):
    """An address of the user's that is to be forgotten."""

    address: str


def add_osc(app: FastAPI, osc: OscPort | None, at_the_machine: Callable[[Request], None]) -> None:
    """Adds the paths of OSC; where it could not be started nothing has arrived, and addresses are refused.

    Args:
        app: Where they are added.
        osc: What is asked.
        at_the_machine: Refuses a request that may come from this machine only: addresses are kept in a file.
    """
    kept_here = [Depends(at_the_machine)]

    def there() -> OscPort:
        if osc is None:
            raise SurfaceMissing("OSC", "it is not there")
        return osc

    @app.get("/api/osc/messages")
    def messages(after: int = 0) -> Json:
        return {"messages": osc.messages(after) if osc is not None else []}

    @app.get("/api/osc/aliases")
    def aliases() -> Json:
        return {"aliases": [alias.model_dump() for alias in there().own_addresses()]}

    @app.post("/api/osc/aliases", dependencies=kept_here)
    def set_alias(body: Alias) -> Json:
        there().set_alias(body)
        return body.model_dump()

    @app.post("/api/osc/aliases/remove", dependencies=kept_here)
    def remove_alias(body: OldAlias) -> Json:
        there().remove_alias(body.address)
        return {"address": body.address}
