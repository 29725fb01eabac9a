"""The HTTP API: addresses to commands and questions, answers and errors to JSON.

A question is answered in a worker thread, since it may read files; a command goes to the engine and its answer is
waited for without holding anything up.
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

from sdad.control import commands as ask
from sdad.control.port import EnginePort, Json, MidiPort
from sdad.errors import (
    Busy,
    EngineError,
    LiveLock,
    MalformedMessage,
    NameTaken,
    NoModel,
    NotFound,
    NotReproducible,
    SdadError,
    StorageError,
    TimedOut,
    UnknownAddress,
)
from sdad.surfaces.http import bodies
from sdad.surfaces.http.controls import listed
from sdad.surfaces.http.events import Listeners
from sdad.surfaces.http.midi import add_midi

_log = logging.getLogger(__name__)

ORIGIN = "http"
ANSWER_S = 20.0
COPY_S = 24 * 3600.0
"""How long copying recordings or models may take: there may be many, on a slow drive."""

_STATUS: tuple[tuple[tuple[type[SdadError], ...], int], ...] = (
    ((NotFound, NoModel), 404),
    ((NameTaken, Busy, LiveLock, NotReproducible), 409),
    ((StorageError,), 507),
    ((TimedOut,), 504),
    ((EngineError,), 500),
)
_MEDIA = {".wav": "audio/wav", ".flac": "audio/flac", ".aiff": "audio/aiff"}


def status_of(error: SdadError) -> int:
    """Returns the HTTP status of an error: 404, 409, 507, 504 or 500 for those cases, else 400."""
    return next((status for kinds, status in _STATUS if isinstance(error, kinds)), 400)


def build(port: EnginePort, midi: MidiPort | None = None) -> FastAPI:
    """Returns the API over an engine, and MIDI where there is any. It trusts whoever asks: the guard stands before."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _answer_errors(app)
    _add_questions(app, port)
    _add_commands(app, port)
    _add_events(app, port)
    add_midi(app, midi)
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
        facts = EngineError("Something failed inside sdad; its log in state/logs has the details.").as_dict()
        return JSONResponse(facts, 500)

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

    @app.get("/api/presets")
    def presets() -> Json:
        return {"presets": port.presets()}

    @app.get("/api/datasets")
    def datasets() -> Json:
        return {"datasets": port.datasets()}

    @app.get("/api/renders")
    def renders() -> Json:
        return {"renders": port.renders()}

    @app.get("/api/renders/{render}/audio")
    def audio(render: str) -> FileResponse:
        path = _audio_of(port, render)
        return FileResponse(path, media_type=_MEDIA.get(path.suffix, "application/octet-stream"), filename=path.name)

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
        found = next((take.get("path") for take in port.renders() if take.get("id") == render), None)
    if not isinstance(found, str) or not Path(found).is_file():
        raise NotFound("take", render, remedy="sdad take list shows what there is.")
    return Path(found)


def _add_commands(app: FastAPI, port: EnginePort) -> None:
    async def told(command: ask.Command, within_s: float = ANSWER_S) -> Json:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(port.submit(command)), within_s)
        except TimeoutError:
            raise TimedOut("The engine", within_s) from None

    @app.post("/api/controls")
    async def set_controls(body: bodies.Positions) -> Json:
        return await told(ask.SetControls(positions=body.positions, origin=ORIGIN))

    @app.post("/api/controls/natural")
    async def set_natural(body: bodies.Natural) -> Json:
        return await told(ask.SetNatural(control=body.control, value=body.value, origin=ORIGIN))

    @app.post("/api/controls/lock")
    async def lock(body: bodies.Lock) -> Json:
        return await told(ask.LockControl(control=body.control, locked=body.locked, origin=ORIGIN))

    @app.post("/api/models/use")
    async def use(body: bodies.ModelName) -> Json:
        return await told(ask.UseModel(model=body.model, origin=ORIGIN))

    @app.post("/api/models/blend")
    async def blend(body: bodies.BlendChoice) -> Json:
        return await told(ask.UseBlend(model=body.model, other=body.other, amount=body.amount, origin=ORIGIN))

    @app.post("/api/models/blend/save")
    async def keep_blend(body: bodies.BlendToKeep) -> Json:
        return await told(ask.SaveBlend(**body.model_dump(), origin=ORIGIN), COPY_S)

    @app.post("/api/presets/recall")
    async def recall(body: bodies.PresetChoice) -> Json:
        return await told(ask.RecallPreset(preset=body.preset, origin=ORIGIN))

    @app.post("/api/presets/save")
    async def save(body: bodies.PresetName) -> Json:
        return await told(ask.SavePreset(preset=body.preset, origin=ORIGIN))

    @app.post("/api/presets/morph")
    async def morph(body: bodies.PresetPair) -> Json:
        return await told(ask.MorphPresets(first=body.first, second=body.second, amount=body.amount, origin=ORIGIN))

    @app.post("/api/render")
    async def render(body: bodies.RenderOrder) -> Json:
        return await told(body.command(ORIGIN))

    @app.post("/api/render/cancel")
    async def cancel(body: bodies.JobChoice) -> Json:
        return await told(ask.CancelRender(job=body.job, origin=ORIGIN))

    @app.post("/api/panic")
    async def panic(body: bodies.Nothing) -> Json:
        return await told(ask.Panic(origin=ORIGIN))

    @app.post("/api/takes")
    async def judge(body: bodies.Verdict) -> Json:
        return await told(ask.JudgeTake(verdict=body.verdict, render=body.render, origin=ORIGIN))

    @app.post("/api/datasets")
    async def add(body: bodies.Recordings) -> Json:
        paths = tuple(Path(path) for path in body.paths)
        return await told(ask.AddRecordings(dataset=body.dataset, paths=paths, origin=ORIGIN), COPY_S)

    @app.post("/api/train")
    async def train(body: bodies.TrainingOrder) -> Json:
        return await told(ask.StartTraining(dataset=body.dataset, effort=body.effort, origin=ORIGIN))

    @app.post("/api/train/stop")
    async def stop(body: bodies.Nothing) -> Json:
        return await told(ask.StopTraining(origin=ORIGIN))

    @app.post("/api/live")
    async def live(body: bodies.Switch) -> Json:
        return await told(ask.SetLive(on=body.on, origin=ORIGIN))


def _add_events(app: FastAPI, port: EnginePort) -> None:
    listeners = Listeners(port)

    @app.websocket("/api/events")
    async def events(socket: WebSocket) -> None:
        await listeners.serve(socket)
