"""The render worker: ``python -m sdad.engine.render_worker`` renders one job after the other as the engine sends them.

{"op": "render", "job": "r1", "request": {…}, "out": null, "last": false}    from the engine; the last attempt or not
{"op": "cancel", "job": "r1"}
{"op": "load", "model": "rain", "version": "v0001"}            to hold it ready; "unload" to give it up
{"type": "ready", "device": "cpu"}                             to the engine, once torch is there
{"type": "resident", "device": "cpu", "models": [{"model", "version", "bytes"}], "why": null}   whenever it has changed
{"type": "progress", "job": "r1", "fraction": 0.4}
{"type": "done", "job": "r1", "result": {…}}
{"type": "failed", "job": "r1", "error": {"code", "text", "thing"}}
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sdad import logs
from sdad.child import ChildEnd, Message
from sdad.errors import DeviceFailed, SdadError
from sdad.library.layout import Workspace
from sdad.settings import MODEL_MEMORY_MB
from sdad.synthesis.request import RenderRequest

if TYPE_CHECKING:
    from sdad.engine.render_job import Stage


def main() -> int:
    """Runs until the engine closes the input, and returns the exit code."""
    parser = argparse.ArgumentParser(prog="sdad-render-worker")
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--memory-mb", type=int, default=MODEL_MEMORY_MB)
    told = parser.parse_args()
    logs.begin(logs.to_parent("render"))
    # The heartbeat begins before torch is imported, which may take many seconds on a slow disk.
    end = ChildEnd()
    from sdad.engine.render_job import Stage

    try:
        stage = Stage(Workspace(told.workspace), told.device, told.memory_mb)
    except SdadError as error:
        end.send({"type": "unable", "error": error.as_dict()})
        return error.exit_code
    end.send({"type": "ready", "device": str(stage.device)})
    held: tuple[str, list[Message]] = stage.device, []
    for message in end.messages():
        if message.get("op") == "render":
            _render(stage, end, message)
        elif message.get("op") == "load":
            _load(stage, message)
        elif message.get("op") == "unload":
            stage.resident.give_up(message["model"])
        if (now := (stage.device, stage.resident.listing())) != held:
            held = now
            why = stage.left.as_dict() if stage.left else None
            end.send({"type": "resident", "device": stage.device, "models": held[1], "why": why})
    return 0


def _load(stage: Stage, message: Message) -> None:
    try:
        stage.load(message["model"], message["version"])
    except SdadError as error:
        # Whoever renders with it is told so; that it could not be made ready before harms nobody.
        logging.warning("%s is not held ready: %s", message["model"], error)
    except Exception as error:
        if _of_device(error):
            raise
        logging.exception("%s is not held ready", message["model"])


def _render(stage: Stage, end: ChildEnd, message: Message) -> None:
    job = message["job"]
    if message.get("last") and stage.device != "cpu":
        # It has ended two workers: whatever it is, the device is the likeliest to have done so.
        stage.leave_device(DeviceFailed(stage.device))

    def progress(fraction: float) -> None:
        end.send({"type": "progress", "job": job, "fraction": fraction})

    try:
        request = RenderRequest.model_validate(message["request"])
        out = Path(message["out"]) if message.get("out") else None
        result = stage.render(request, job=job, out=out, progress=progress, stopping=end.stopping)
        end.send({"type": "done", "job": job, "result": result})
    except SdadError as error:
        end.send({"type": "failed", "job": job, "error": error.as_dict()})
    except Exception as error:
        if _of_device(error):
            raise
        logging.exception("Job %s failed", job)
        unforeseen = {"code": "", "text": f"{type(error).__name__}: {error}", "thing": job}
        end.send({"type": "failed", "job": job, "error": unforeseen})


def _of_device(error: Exception) -> bool:
    """Returns whether a fault ends this process: nothing else would come of the device in it, but in another it may."""
    from sdad.model.device import device_fault

    return device_fault(error)


if __name__ == "__main__":
    raise SystemExit(main())
