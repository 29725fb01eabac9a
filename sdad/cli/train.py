"""``sdad train``: a dataset becomes a model, in the daemon where one runs, else here."""

from __future__ import annotations

from typing import Any

from sdad.cli.call import Call, refuse_without_use
from sdad.cli.client import Client
from sdad.cli.console import about_file
from sdad.cli.dataset import PARTIAL
from sdad.cli.interrupt import stopped_by_ctrl_c
from sdad.cli.progress import Progress
from sdad.errors import NoUsableRecordings
from sdad.library.datasets import Datasets
from sdad.units import clock_time

Json = dict[str, Any]


def train(call: Call) -> int:
    """Trains and reports; files that cannot be used are named, and make the exit code 8 when the rest was trained."""
    name = call.args.name
    dataset = Datasets(call.workspace).get(name)
    if not dataset.recordings():
        raise NoUsableRecordings(name, dataset.folder, 0)
    if call.daemon is None:
        return _report(call, _trained_here(call))
    refuse_without_use(call, "seed", "device")
    job = str(call.daemon.post("/api/train", {"dataset": name, "effort": call.args.effort})["job"])
    if not call.args.wait:
        call.console.result({"job": job}, [job])
        call.console.say("Training in the daemon; sdad status shows how far it is.")
        return 0
    return _report(call, _followed(call, call.daemon, job))


def _trained_here(call: Call) -> Json:
    from sdad.engine.training_job import train as run

    args = call.args
    with Progress() as progress, stopped_by_ctrl_c(call.console) as stopping:
        return run(
            call.workspace,
            args.name,
            effort=args.effort,
            device=call.settings.device,
            seed=args.seed or 0,
            progress=progress.update,
            stopping=stopping,
            remark=lambda error: call.console.say(error.text),
        )


def _followed(call: Call, daemon: Client, job: str) -> Json:
    with Progress() as progress:

        def on_poll(facts: Json) -> None:
            training = daemon.get("/api/train")
            if training.get("job") == job and training.get("stage"):
                progress.update(str(training["stage"]), float(training["fraction"]), training.get("eta_s"))
            elif facts.get("state") == "queued":
                progress.update(facts.get("waiting_for") or "waiting", 0.0)

        try:
            return daemon.finished(job, on_poll)
        except KeyboardInterrupt:
            call.console.say("The training goes on in the daemon; sdad status shows how far it is.")
            raise


def _report(call: Call, report: Json) -> int:
    for one in report["skipped"]:
        call.console.say(about_file(one["file"], one["reason"]))
    for note in report.get("notes", []):
        call.console.say(note)
    if candidate := report.get("candidate"):
        call.console.say(candidate["text"])
    model, version = report["model"], report["version"]
    took = f" in {clock_time(report['wall_seconds'])}" if "wall_seconds" in report else ""
    call.console.result(report, [f"{model} {version}: {len(report['used'])} recordings learned{took}."])
    if not call.console.json:
        for sentence in report.get("advice", []):
            call.console.say(sentence)
        call.console.say(f"Next: sdad render {model} brightness=.8")
    return PARTIAL if report["skipped"] else 0
