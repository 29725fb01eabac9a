"""A daemon's HTTP API in memory, for pages: it renders a short tone in as many steps as a test lets it take."""

from __future__ import annotations

import io
import socket
import threading
import time
from typing import Any

import numpy as np
import soundfile
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse

from sdad.control.naming import natural_text
from sdad.control.parameters import CONTROLS, TABLE, control
from sdad.control.state import ControlState
from sdad.errors import MidiUnavailable, NotFound, SdadError

Json = dict[str, Any]
TOKEN = "secret-of-this-test"


class StandIn:
    """Serves the endpoints that the panel uses, and writes down what was asked."""

    def __init__(self, folder) -> None:
        self.controls = ControlState()
        self.asked: list[tuple[str, Json]] = []
        self.jobs: dict[str, Json] = {}
        self.takes: list[Json] = []
        self.training: Json = {"state": "idle"}
        self.model = "kitchen"
        self.blend_with: str | None = None
        self.morph_between: list[str] | None = None
        self.refusal: SdadError | None = None
        self.midi: Json | None = None
        self.notices: list[Json] = []
        self.damaged: list[Json] = []
        self.learned: Json = {"state": "idle"}
        self._folder = folder
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(self._app(), log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    def start(self) -> None:
        self._thread.start()
        end = time.monotonic() + 30
        while not self._server.started:
            assert time.monotonic() < end
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()

    def posts(self, path: str) -> list[Json]:
        return [body for asked, body in self.asked if asked == path]

    def hear(self, port: str, entry: Json) -> None:
        """Has a knob turned for what is being learned."""
        to = self.learned["to"]
        text = f"{port}, CC {entry['cc']}."
        self.learned = {"state": "heard", "to": to, "port": port, "entry": {"to": to, **entry}, "text": text}

    def _keep(self, port: str, entry: Json) -> None:
        mapping = {"name": "mine", "file": "mine", "ports": [port], "map": [entry], "texts": [f"CC {entry['cc']}"]}
        self.midi["mappings"].append(mapping)

    def finish(self, job: str) -> None:
        """Ends a render with a tone of one second in the folder."""
        path = self._folder / f"{self.model}-take0001-{job}.wav"
        tone = 0.1 * np.sin(2 * np.pi * 440 * np.arange(48000) / 48000)
        memory = io.BytesIO()
        soundfile.write(memory, np.stack([tone, tone], 1), 48000, "PCM_24", format="WAV")
        path.write_bytes(memory.getvalue())
        asked = self.controls.positions
        take = {
            "id": f"take-{job}",
            "path": str(path),
            "model": self.model,
            "version": "v0001",
            "take": 1,
            "asked": {row.id: asked[row.id] for row in TABLE if row.is_descriptor},
            "got": {row.id: 0.25 for row in TABLE if row.is_descriptor} | {"tension": None},
            "got_natural": {"brightness": 2900.0},
            "warnings": ["Brightness <0.9> is above your recordings."],
        }
        self.takes.insert(0, take)
        self.jobs[job] |= {"state": "done", "fraction": 1.0, "result": take}

    # -- the API -------------------------------------------------------------------------------------------------

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.exception_handler(SdadError)
        def refuse(_: Request, error: SdadError) -> JSONResponse:
            return JSONResponse(error.as_dict(), 404 if isinstance(error, NotFound) else 400)

        @app.get("/api/{path:path}")
        def get(path: str) -> Any:
            match path.split("/"):
                case ["renders", name, "audio"]:
                    take = next((take for take in self.takes if take["id"] == name), None)
                    if take is None:
                        raise NotFound("take", name)
                    return FileResponse(take["path"], media_type="audio/wav")
                case ["jobs", job]:
                    return self.jobs[job]
                case ["midi", *_] if self.midi is None:
                    raise MidiUnavailable("it is turned off in the settings")
            return self._answers()[path]

        @app.post("/api/{path:path}")
        async def post(path: str, request: Request) -> Json:
            assert request.headers["authorization"] == f"Bearer {TOKEN}"
            return self._decide(path, await request.json())

        return app

    def _answers(self) -> Json:
        queue = {"queued": 0, "running": 0, "done": len(self.takes), "failed": 0}
        mixed = {"blend_with": self.blend_with, "morph_between": self.morph_between, "notices": self.notices}
        return {
            "status": {"ready": True, "model": self.model, "device": "cpu", "queue": queue, "live": False, **mixed},
            "controls": {"controls": [self._control(row) for row in TABLE]},
            "models": {"models": [{"name": "drones"}, {"name": "kitchen"}]},
            "presets": {"presets": ["glass", "rush"], "damaged": self.damaged},
            "datasets": {"datasets": [{"name": "kitchen"}]},
            "renders": {"renders": self.takes},
            "train": self.training,
            "midi": self.midi,
            "midi/learn": self.learned,
        }

    def _control(self, row) -> Json:
        setting = self.controls[row.id]
        natural = None if setting.position is None else row.full_range.natural(row.curve, setting.position)
        return {
            **{key: getattr(row, key) for key in ("id", "label", "low", "high", "help", "unit", "leaf", "cc")},
            "kind": row.kind.value,
            "position": setting.position,
            "natural": natural,
            "natural_text": "" if natural is None else natural_text(row, natural),
            "locked": setting.locked,
            "covered": [0.2, 0.7] if row.id == "brightness" else None,
        }

    def _decide(self, path: str, body: Json) -> Json:
        self.asked.append((path, body))
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        match path:
            case "controls":
                self.controls = self.controls.with_positions(body["positions"])
            case "controls/natural":
                row = CONTROLS[body["control"]]
                at = row.full_range.position(row.curve, body["value"])
                self.controls = self.controls.with_position(control(row.id).id, at)
            case "models/use":
                self.model = body["model"]
            case "models/blend":
                self.model = body["model"]
                self.blend_with = None if body["other"] == body["model"] else body["other"]
            case "presets/morph":
                self.morph_between = [body["first"], body["second"]]
            case "render":
                job = f"j{len(self.jobs) + 1}"
                self.jobs[job] = {"id": job, "kind": "render", "state": "running", "fraction": 0.4}
                return {"jobs": [{"id": job, "eta_s": 2.0}]}
            case "render/cancel":
                self.jobs[body["job"]]["state"] = "cancelled"
            case "midi/learn":
                self.learned = {"state": "idle" if body["to"] is None else "watching", "to": body["to"]}
                return self.learned
            case "midi/map":
                self.learned = {"state": "idle"}
                self._keep(body["port"], body["entry"])
            case "midi/unmap":
                self.midi["mappings"] = [one for one in self.midi["mappings"] if one["map"][0]["to"] != body["to"]]
            case "train":
                self.training = {"state": "running", "dataset": body["dataset"], "stage": "listening", "fraction": 0.25}
                return {"job": "t1"}
        return {}
