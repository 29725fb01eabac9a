"""A train worker: ``python -m sdad.engine.train_worker`` carries out the one training that the engine sends, and ends.

{"op": "train", "job": "t1", "workspace": "…", "dataset": "rain", "effort": "good", "device": "auto", "seed": 0}
{"op": "cancel", "job": "t1"}                                  from the engine: stop at the next checkpoint
{"type": "progress", "job": "t1", "stage": "…", "fraction": 0.4, "eta_s": 90.0}
{"type": "remark", "job": "t1", "error": {…}}                  a fault that it goes on in spite of
{"type": "done", "job": "t1", "report": {…}}                   to the engine
{"type": "failed", "job": "t1", "error": {"code", "text", "thing"}}
"""

from __future__ import annotations

import logging
from pathlib import Path

from sdad import logs
from sdad.child import ChildEnd, Message
from sdad.errors import SdadError
from sdad.library.layout import Workspace


def main() -> None:
    """Runs until the training has ended or the engine closes the input."""
    logs.begin(logs.to_parent("train"))
    end = ChildEnd()
    for message in end.messages():
        if message.get("op") == "train":
            _train(end, message)


def _train(end: ChildEnd, message: Message) -> None:
    job = message["job"]

    def progress(stage: str, fraction: float, eta_s: float) -> None:
        end.send({"type": "progress", "job": job, "stage": stage, "fraction": fraction, "eta_s": eta_s})

    try:
        from sdad.engine.training_job import train

        report = train(
            Workspace(Path(message["workspace"])),
            message["dataset"],
            effort=message["effort"],
            device=message["device"],
            seed=message["seed"],
            job=job,
            progress=progress,
            stopping=end.stopping,
            remark=lambda error: end.send({"type": "remark", "job": job, "error": error.as_dict()}),
        )
        end.send({"type": "done", "job": job, "report": report})
    except SdadError as error:
        end.send({"type": "failed", "job": job, "error": error.as_dict()})
    except Exception as error:
        logging.exception("Training %s failed", job)
        unforeseen = {"code": "", "text": f"{type(error).__name__}: {error}", "thing": job}
        end.send({"type": "failed", "job": job, "error": unforeseen})


if __name__ == "__main__":
    main()
