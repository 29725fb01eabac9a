"""The HTTP API: addresses to commands and questions, answers and errors to JSON.

A question is answered in a worker thread, since it may read files; a command goes to the engine and its answer is
waited for without holding anything up. Clients name what they mean by an id or a name, never by a path.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from starlette.exceptions import HTTPException

from sdad import __version__
from sdad.control.commands import Command
from sdad.control.places import check_here, check_place, is_this_machine
from sdad.control.port import EnginePort, Json, MidiPort, OscPort
from sdad.errors import (
    Busy,
    EngineError,
    LiveLock,
    MalformedMessage,
    NameTaken,
    NoModel,
    NotAllowed,
    NotFound,
    NotReproducible,
    SdadError,
    StorageError,
    TimedOut,
    Unforeseen,
    UnknownAddress,
)
from sdad.surfaces.http.controls import listed
from sdad.surfaces.http.events import Listeners
from sdad.surfaces.http.midi import add_midi
from sdad.surfaces.http.orders import ORDERS, Order
from sdad.surfaces.http.osc import add_osc

_log = logging.getLogger(__name__)

ORIGIN = "http"
OPENAPI = "/api/openapi.json"
ASKED_FOR = "x-sdad-for"
"""The header by which the panel says whose browser it speaks for. It can only take rights away."""

_STATUS: tuple[tuple[tuple[type[SdadError], ...], int], ...] = (
    ((NotFound, NoModel), 404),
    ((NameTaken, Busy, LiveLock, NotReproducible), 409),
    ((StorageError,), 507),
    ((TimedOut,), 504),
    ((EngineError,), 500),
    ((NotAllowed,), 403),
)
_MEDIA = {".wav": "audio/wav", ".flac": "audio/flac", ".aiff": "audio/aiff"}


def status_of(error: SdadError) -> int:
    """Returns the HTTP status of an error: 403, 404, 409, 507, 504 or 500 for those cases, else 400."""
    return next((status for kinds, status in _STATUS if isinstance(error, kinds)), 400)


def build(
    port: EnginePort, midi: MidiPort | None = None, osc: OscPort | None = None, *, lan_commands: bool = False
) -> FastAPI:
    """Returns the API over an engine, MIDI and OSC. It trusts whoever asks: the guard stands before it.

    Args:
        port: The engine.
        midi: What is asked about MIDI.
        lan_commands: Whether what writes, deletes, trains or chooses may be asked from the network too.
        osc: What is asked about OSC; None where it could not be started.
    """
    # The pages that would draw the schema load their scripts from another machine; the schema itself is enough.
    app = FastAPI(title="sdad", version=__version__, openapi_url=OPENAPI, docs_url=None, redoc_url=None)
    # An address that is nearly right is answered like any other wrong one, not by a way elsewhere.
    app.router.redirect_slashes = False
    _answer_errors(app)
    _add_questions(app, port)
    for path, order in ORDERS.items():
        _add_command(app, port, path, order, lan_commands)
    _add_events(app, port)

    def at_the_machine(request: Request) -> None:
        check_here(request.url.path, is_here=_is_here(request), lan_commands=lan_commands)

    add_midi(app, midi, at_the_machine)
    add_osc(app, osc, at_the_machine)
    return app


def _answer_errors(app: FastAPI) -> None:
    async def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, SdadError)
        return JSONResponse(error.as_dict(), status_of(error))

    async def unreadable(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fault = error.errors()[0]
        if fault["type"] == "json_invalid":
            reason = f"the body is not JSON from character {fault['loc'][-1]} on"
        else:
            where = ".".join(str(part) for part in fault["loc"][1:]) or "the body"
            reason = f"{where}: {fault['msg'].lower()}"
        message = MalformedMessage(request.url.path, reason, "correct it and send it again")
        return JSONResponse(message.as_dict(), 400)

    async def nowhere(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            known = [getattr(route, "path", "") for route in app.routes]
            facts = UnknownAddress(request.url.path, known).as_dict()
        else:
            reason = str(error.detail).lower()
            facts = MalformedMessage(request.url.path, reason, "send it as the reference describes").as_dict()
        return JSONResponse(facts, error.status_code, error.headers)

    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return JSONResponse(Unforeseen(request.url.path).as_dict(), 500)

    app.add_exception_handler(SdadError, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, nowhere)
    app.add_exception_handler(Exception, unforeseen)


def _add_questions(app: FastAPI, port: EnginePort) -> None:
    @app.get("/api/status")
    def status() -> Json:
        return port.status()

    @app.get("/api/controls")
    def controls() -> Json:
        return {"controls": listed(port.controls, port.reaches)}

    @app.get("/api/models")
    def models() -> Json:
        return {"models": port.models()}

    @app.get("/api/models/{model}")
    def model(model: str) -> Json:
        return port.model(model)

    @app.get("/api/presets")
    def presets() -> Json:
        return {"presets": port.presets(), "damaged": port.damaged_presets()}

    @app.get("/api/presets/{preset}")
    def preset(preset: str) -> Json:
        return port.preset(preset)

    @app.get("/api/datasets")
    def datasets() -> Json:
        return {"datasets": port.datasets()}

    @app.get("/api/renders")
    def renders() -> Json:
        return {"renders": port.renders()}

    @app.get("/api/renders/{render}/audio", response_class=FileResponse)
    def audio(render: str) -> FileResponse:
        path = _audio_of(port, render)
        return FileResponse(path, media_type=_MEDIA.get(path.suffix, "application/octet-stream"), filename=path.name)

    @app.get("/api/queue")
    def queue() -> Json:
        return {"jobs": port.queue()}

    @app.get("/api/jobs/{job}")
    def job(job: str) -> Json:
        return port.job(job)

    @app.get("/api/train")
    def training() -> Json:
        return port.training()


def _audio_of(port: EnginePort, render: str) -> Path:
    """Returns where a render's audio lies. A client names a render, never a path.

    Raises:
        NotFound: there is no such render, or its file has gone.
    """
    found: Any = None
    try:
        # A render has its job's name, and asking the queue is far quicker than reading every sidecar.
        found = (port.job(render).get("result") or {}).get("path")
    except NotFound:
        found = port.render(render).get("path")
    if not isinstance(found, str) or not Path(found).is_file():
        raise NotFound("take", render, remedy="sdad take list shows what there is.")
    return Path(found)


def _add_command(app: FastAPI, port: EnginePort, path: str, order: Order[Any], lan_commands: bool) -> None:
    async def told(request: Request, body: Any) -> Json:
        command = order.command(body, ORIGIN)
        check_place(command, path, is_here=_is_here(request), lan_commands=lan_commands)
        return await _answered(port, command, order.within_s)

    told.__annotations__["body"] = order.body
    app.post(path, name=path.removeprefix("/api/").replace("/", "_"), summary=order.does)(told)


def _is_here(request: Request) -> bool:
    peer = request.client.host if request.client is not None else ""
    return all(is_this_machine(host) for host in [peer, *request.headers.getlist(ASKED_FOR)])


async def _answered(port: EnginePort, command: Command, within_s: float) -> Json:
    try:
        return await asyncio.wait_for(asyncio.wrap_future(port.submit(command)), within_s)
    except TimeoutError:
        raise TimedOut("The engine", within_s) from None


def _add_events(app: FastAPI, port: EnginePort) -> None:
    listeners = Listeners(port)

    @app.websocket("/api/events")
    async def events(socket: WebSocket) -> None:
        await listeners.serve(socket)
