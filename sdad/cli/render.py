"""``sdad render``: takes of a model, in the daemon where one runs, else here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sdad.cli.assignments import parsed_assignments
from sdad.cli.call import Call, refuse_without_use
from sdad.cli.client import Client
from sdad.cli.dataset import PARTIAL
from sdad.cli.interrupt import stopped_by_ctrl_c
from sdad.cli.progress import Progress
from sdad.control.commands import Render
from sdad.control.curves import Reach
from sdad.control.delivery import Delivery
from sdad.control.naming import natural_text
from sdad.control.parameters import CONTROLS
from sdad.control.state import ControlState
from sdad.engine.blending import BLEND, reaches_between
from sdad.engine.freezing import frozen, settled
from sdad.engine.repeating import request_again
from sdad.errors import Cancelled, MalformedMessage, NoModel, SdadError
from sdad.library.folders import Folders
from sdad.library.models import Models, ModelVersion
from sdad.library.presets import Presets
from sdad.library.renders import Renders, new_render_id, read_sidecar
from sdad.synthesis.request import RenderRequest

Json = dict[str, Any]


def render(call: Call) -> int:
    """Renders and reports; exit code 8 when some takes failed and others are there."""
    if call.args.again is not None:
        return _again(call)
    args = call.args
    model, other, command = _asked(call)
    if call.daemon is None:
        presets, renders = Presets(call.workspace), Renders(call.workspace)
        requests = frozen(command, model, other, ControlState(), presets, renders.next_take)
        return _rendered_here(call, requests, _folder(args.out))
    refuse_without_use(call, "device")
    out = _folder(args.out)
    order = {**_body(command), "out": Folders(call.workspace).put_down(out) if out is not None else None}
    jobs = call.daemon.post("/api/render", order)["jobs"]
    if not args.wait:
        call.console.result({"jobs": jobs}, [str(job["id"]) for job in jobs])
        return 0
    return _followed(call, call.daemon, [str(job["id"]) for job in jobs])


def _asked(call: Call) -> tuple[ModelVersion, ModelVersion | None, Render]:
    args = call.args
    words: list[str] = list(args.assignments)
    delivery = Delivery.of(args.rate, args.depth, args.channels, args.container)
    name = words.pop(0) if words and "=" not in words[0] else _model_in_use(call)
    model = Models(call.workspace).current(name)
    other, reaches = _blended(call, model, words)
    assigned = parsed_assignments(words, reaches)
    for remark in assigned.remarks:
        call.console.say(remark)
    return (
        model,
        other,
        Render(
            origin="cli",
            model=model.name,
            other=args.other,
            preset=args.preset,
            positions=assigned.positions,
            take=args.take,
            takes=args.takes,
            seconds=args.duration,
            delivery=delivery,
            loop=args.loop,
            curves=assigned.curves,
            priority=args.priority or 0,
        ),
    )


def _blended(call: Call, model: ModelVersion, words: list[str]) -> tuple[ModelVersion | None, Mapping[str, Reach]]:
    """Returns the model that is blended in, if any, and how far the controls reach with it."""
    said = parsed_assignments([word for word in words if word.partition("=")[0].lower() == BLEND.id], {}).positions
    name, state, daemon = call.args.other, ControlState(), call.daemon
    if daemon is not None and name is None and (status := daemon.get("/api/status")).get("model") == model.name:
        name = status.get("blend_with")
    if name is None or name == model.name:
        if said.get(BLEND.id):
            call.console.say("Blend does nothing without another model: name one by --with.")
        return None, model.card.reaches
    other = Models(call.workspace).current(name)
    if daemon is not None:
        (row,) = (row for row in daemon.get("/api/controls")["controls"] if row["id"] == BLEND.id)
        state = state.with_position(BLEND.id, row["position"])
    command = Render(other=call.args.other, preset=call.args.preset, positions=said)
    weight = settled(command, other, state, Presets(call.workspace))[BLEND.id].position or 0.0
    return other, reaches_between(model, other, weight)


def _model_in_use(call: Call) -> str:
    if call.daemon is not None and (used := call.daemon.get("/api/status").get("model")):
        return str(used)
    known = Models(call.workspace).names()
    if len(known) == 1:
        return known[0]
    raise NoModel(known)


def _folder(given: str | None) -> Path | None:
    return Path(given).expanduser().resolve() if given is not None else None


def _body(command: Render) -> Json:
    return {
        "model": command.model,
        "other": command.other,
        "preset": command.preset,
        "positions": command.positions,
        "take": command.take,
        "takes": command.takes,
        "seconds": command.seconds,
        "delivery": command.delivery.model_dump(),
        "loop": command.loop,
        "curves": command.curves,
        "priority": command.priority,
    }


# -- without a daemon ---------------------------------------------------------------------------------------------


def _rendered_here(call: Call, requests: list[RenderRequest], out: Path | None) -> int:
    from sdad.engine.render_job import Stage

    with Progress() as progress, stopped_by_ctrl_c(call.console) as stopping:
        progress.update("loading", 0.0)
        stage = Stage(call.workspace, call.settings.device)

        def one(number: int) -> Json:
            request, job = requests[number], new_render_id()
            if stopping.is_set():
                raise Cancelled(job)

            def advance(fraction: float) -> None:
                progress.update(f"rendering take {request.take}", (number + fraction) / len(requests))

            return stage.render(request, job=job, out=out, progress=advance, stopping=stopping)

        takes, failures = _each(len(requests), one)
    return _report(call, takes, failures)


def _again(call: Call) -> int:
    """Makes one render again exactly, in this process, so that a sidecar from elsewhere will do."""
    args = call.args
    given = (
        args.assignments,
        args.loop,
        args.takes != 1,
        *(x is not None for x in (args.other, args.preset, args.take)),
    )
    if any(given):
        what, others = "--again says everything itself", "--with, --preset, --take, --takes and --loop"
        raise MalformedMessage("sdad render", what, f"leave out the model, the controls, {others}")
    path = Path(args.again).expanduser()
    if path.suffix == ".json" and path.is_file():
        sidecar = read_sidecar(path)
    else:
        sidecar = Renders(call.workspace).find(args.again).sidecar
    request, remark = request_again(sidecar, Models(call.workspace))
    if remark:
        call.console.say(remark)
    return _rendered_here(call, [request], _folder(args.out))


# -- with a daemon ------------------------------------------------------------------------------------------------


def _followed(call: Call, daemon: Client, jobs: list[str]) -> int:
    with Progress() as progress:

        def one(number: int) -> Json:
            def on_poll(facts: Json) -> None:
                waiting = facts.get("waiting_for") or "waiting"
                stage = waiting if facts.get("state") == "queued" else f"rendering {number + 1} of {len(jobs)}"
                progress.update(stage, (number + float(facts.get("fraction") or 0.0)) / len(jobs))

            return daemon.finished(jobs[number], on_poll)

        try:
            takes, failures = _each(len(jobs), one)
        except KeyboardInterrupt:
            call.console.say("The daemon goes on rendering; sdad take list shows what is done.")
            raise
    return _report(call, takes, failures)


# -- what came of it ----------------------------------------------------------------------------------------------


def _each(count: int, one: Callable[[int], Json]) -> tuple[list[Json], list[SdadError]]:
    takes: list[Json] = []
    failures: list[SdadError] = []
    for number in range(count):
        try:
            takes.append(one(number))
        except SdadError as error:
            failures.append(error)
            if isinstance(error, Cancelled):
                break
    return takes, failures


def _report(call: Call, takes: list[Json], failures: list[SdadError]) -> int:
    if not takes:
        raise failures[0]
    result: Json = {"takes": takes}
    if failures:
        result["failed"] = [error.as_dict() for error in failures]
    call.console.result(result, [str(take["path"]) for take in takes])
    for take in takes:
        _describe(call, take)
    for error in failures:
        call.console.say(error.text)
    if any(isinstance(error, Cancelled) for error in failures):
        return Cancelled.exit_code
    return PARTIAL if failures else 0


def _describe(call: Call, take: Json) -> None:
    """Says what was asked and what was got, and warns; the result itself has been printed."""
    if not call.console.json:
        got, natural = take.get("got", {}), take.get("got_natural", {})
        parts = []
        for name, position in take.get("asked", {}).items():
            if position is None or not CONTROLS[name].is_descriptor:
                continue
            if got.get(name) is None:
                parts.append(f"{name} {position:.2f} (cannot be measured here)")
                continue
            value = f", {natural_text(CONTROLS[name], natural[name])}" if natural.get(name) is not None else ""
            parts.append(f"{name} {position:.2f} (got {got[name]:.2f}{value})")
        if parts:
            call.console.say(f"take {take.get('take', '')}: {' · '.join(parts)}")
    for warning in take.get("warnings", []):
        call.console.say(warning)
