"""The render worker: ``python -m sdad.engine.render_worker`` renders one job after the other as the engine sends them.

{"op": "render", "job": "r1", "request": {…}, "out": null}    from the engine
{"op": "cancel", "job": "r1"}
{"type": "ready", "device": "cpu"}                             to the engine, once torch is there
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
from sdad.errors import SdadError
from sdad.library.layout import Workspace
from sdad.synthesis.request import RenderRequest

if TYPE_CHECKING:
    from sdad.engine.render_job import Stage


def main() -> int:
    """Runs until the engine closes the input, and returns the exit code."""
    parser = argparse.ArgumentParser(prog="sdad-render-worker")
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    told = parser.parse_args()
    logs.begin(logs.to_parent("render"))
    # The heartbeat begins before torch is imported, which may take many seconds on a slow disk.
    end = ChildEnd()
    from sdad.engine.render_job import Stage

    try:
        stage = Stage(Workspace(told.workspace), told.device)
    except SdadError as error:
        end.send({"type": "unable", "error": error.as_dict()})
        return error.exit_code
    end.send({"type": "ready", "device": str(stage.device)})
    for message in end.messages():
        if message.get("op") == "render":
            _render(stage, end, message)
    return 0


def _render(stage: Stage, end: ChildEnd, message: Message) -> None:
    job = message["job"]

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
        logging.exception("Job %s failed", job)
        unforeseen = {"code": "", "text": f"{type(error).__name__}: {error}", "thing": job}
        end.send({"type": "failed", "job": job, "error": unforeseen})


if __name__ == "__main__":
    raise SystemExit(main())
