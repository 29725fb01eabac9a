"""A child that speaks the protocol and does nothing else: what it does is what its command line says.

child_script.py echo            answers every message with {"type": "echo", "got": message}
child_script.py die CODE        ends at once
child_script.py hang            says {"type": "hung"} and sends no heartbeat from then on
child_script.py deaf            ignores the end of its input and the polite signal
child_script.py render LOG      a render worker: see ``_render``
child_script.py unable LOG      the same, whose device is not there until there is a file LOG.there
child_script.py train LOG       a train worker: see ``_train``
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

from sdad.child import ChildEnd
from sdad.errors import CandidateKept, DeviceFull, DeviceUnavailable, DiskFull, NotWritable, SdadError
from sdad.library.output import DriveGone


def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "die":
        sys.stderr.write("the last words\n")
        raise SystemExit(int(rest[0]))
    if what in ("hang", "deaf"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(1, b'not a message\n{"type": "hung"}\n')
        while True:
            time.sleep(0.05)
            if what == "deaf":
                os.write(1, b'{"type": "heartbeat"}\n')
    end = ChildEnd()
    if what == "echo":
        end.send({"type": "ready", "pid": os.getpid(), "niceness": os.nice(0) if hasattr(os, "nice") else 0})
        for message in end.messages():
            end.send({"type": "echo", "got": message})
    elif what == "unable" and not Path(f"{rest[0]}.there").exists():
        end.send({"type": "unable", "error": DeviceUnavailable("cuda", ["cpu"]).as_dict()})
        raise SystemExit(2)
    elif what in ("render", "unable"):
        _render(end, Path(rest[0]))
    elif what == "train":
        _train(end, Path(rest[0]))


def _note(log: Path, message: dict) -> None:
    with log.open("a") as file:
        file.write(json.dumps(message) + "\n")


def _appeared(path: Path, within_s: float = 60.0) -> bool:
    end = time.monotonic() + within_s
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return path.exists()


def _refusal(log: Path, folder: str) -> SdadError:
    """Returns why nothing can be written into a folder: the case whose code is in the file LOG.full, or a full disk.

    How much is needed is another number each time, as what is free is on a disk that others use.
    """
    needed = 1_000_000 * len(log.read_text().splitlines())
    refusals = (DiskFull(folder, needed), NotWritable(folder), DriveGone(Path(folder), Path("output-drive")))
    code = log.with_suffix(".full").read_text() or DiskFull.code
    return next(refusal for refusal in refusals if refusal.code == code)


def _render(end: ChildEnd, log: Path) -> None:
    """Does to a job what its take number says.

    1..899: done · 900: fails with a full disk while there is a file LOG.full · 901: ends the process ·
    902: works until it is cancelled · 903: ignores being cancelled · 904: raises something unforeseen ·
    905: the model is damaged · 906: the device has no memory left · 907: done when there is a file LOG.go ·
    908: is ended as by a system whose memory is used up
    """
    end.send({"type": "ready", "device": "cuda"})
    held: dict[str, str] = {}
    for message in end.messages():
        if message["op"] != "render":
            held.pop(message["model"], None)
            if message["op"] == "load":
                held[message["model"]] = message["version"]
            models = [{"model": model, "version": version, "bytes": 1000} for model, version in held.items()]
            end.send({"type": "resident", "device": "cuda", "models": models, "why": None})
            continue
        _note(log, message)
        job, request = message["job"], message["request"]
        take = request["take"]
        end.send({"type": "progress", "job": job, "fraction": 0.5})
        if take == 906:
            end.send({"type": "resident", "device": "cpu", "models": [], "why": DeviceFull("cuda").as_dict()})
        if take == 900 and log.with_suffix(".full").exists():
            end.send({"type": "failed", "job": job, "error": _refusal(log, "output").as_dict()})
        elif take == 907 and not _appeared(log.with_suffix(".go")):
            raise SystemExit("Nobody let it go on.")
        elif take == 905:
            error = {"code": "library.corrupt", "text": "Its grains cannot be read.", "thing": "rain"}
            end.send({"type": "failed", "job": job, "error": error})
        elif take == 901:
            sys.stderr.write("the last words\n")
            os.abort()
        elif take == 908:
            os.kill(os.getpid(), signal.SIGKILL)
        elif take == 902:
            end.stopping.wait(30)
            error = {"code": "engine.cancelled", "text": f"Job {job} was cancelled.", "thing": job}
            end.send({"type": "failed", "job": job, "error": error})
        elif take == 903:
            threading.Event().wait(30)
        elif take == 904:
            end.send({"type": "failed", "job": job, "error": {"code": "", "text": "division by zero", "thing": ""}})
        else:
            result = {
                "id": job,
                "path": f"/out/{job}.wav",
                "sidecar": f"/out/{job}.json",
                "model": request["model"],
                "version": request["version"],
                "take": take,
                "seconds": request["seconds"],
                "asked": request["positions"],
                "got": {"brightness": 0.7},
                "warnings": ["brightness is a guess"],
                "cpu_seconds": 0.5,
            }
            end.send({"type": "done", "job": job, "result": result})


def _train(end: ChildEnd, log: Path) -> None:
    """Trains according to the effort: sketch is done at once, good waits to be cancelled, overnight dies.

    While there is a file LOG.full, a sketch fails with a full disk; while there is a file LOG.small, the device has too
    little memory. A file LOG.skipped holds what the report says of recordings that could not be used, one on each line;
    seven others are then not whole. While there is a file LOG.worse, the version is not put to use.
    """
    for message in end.messages():
        _note(log, message)
        job, dataset = message["job"], message["dataset"]
        end.send({"type": "progress", "job": job, "stage": "listening", "fraction": 0.25, "eta_s": 9.0})
        if log.with_suffix(".small").exists():
            end.send({"type": "remark", "job": job, "error": DeviceFull("cuda").as_dict()})
        if message["effort"] == "overnight":
            os.abort()
        if message["effort"] == "good":
            end.stopping.wait(30)
            error = {"code": "engine.cancelled", "text": f"Job {job} was cancelled.", "thing": job}
            end.send({"type": "failed", "job": job, "error": error})
        elif log.with_suffix(".full").exists():
            end.send({"type": "failed", "job": job, "error": _refusal(log, "models").as_dict()})
        else:
            report = {"model": dataset, "version": "v0002"}
            if (reasons := log.with_suffix(".skipped")).exists():
                report["skipped"] = [{"file": "", "reason": reason} for reason in reasons.read_text().splitlines()]
                report["broken_off"] = [f"{number}.wav" for number in range(7)]
            if log.with_suffix(".worse").exists():
                report["candidate"] = CandidateKept(dataset, "v0002", "v0001", 9.0, 4.0).as_dict()
            end.send({"type": "done", "job": job, "report": report})


if __name__ == "__main__":
    main()
