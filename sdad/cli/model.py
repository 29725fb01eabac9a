"""``sdad model``: what has been learned."""

from __future__ import annotations

import textwrap
from typing import Any

from sdad.cli.call import Call
from sdad.cli.console import about_file, columns
from sdad.control.commands import SaveBlend
from sdad.control.naming import natural_text
from sdad.control.parameters import DESCRIPTORS, Control
from sdad.engine.blending import parts_to_keep
from sdad.engine.catalogue import Catalogue
from sdad.engine.freezing import HALF
from sdad.library.blends import save_blend
from sdad.library.models import Models, ModelVersion

COLUMNS = 80
COPY_S = 24 * 3600.0
"""How long the daemon may take to copy two models."""


def list_all(call: Call) -> int:
    """Lists the models with the version that plays; one that cannot be read is named and the others are listed."""
    found = Catalogue(call.workspace).list_models()
    rows = []
    for one in found:
        if one["error"] is None:
            rows.append((one["name"], one["version"], f"{one['recordings']} recordings", _kind(one)))
        else:
            call.console.say(f"{one['name']}: {one['error']['text']}")
    call.console.result({"models": found}, columns(rows))
    if not found:
        call.console.say("There is no model yet. Next: sdad train NAME")
    return 0


def _kind(model: dict[str, Any]) -> str:
    return "blend" if model["blend"] else str(model["effort"])


def show(call: Call) -> int:
    """Says what is known about the version that plays."""
    facts = Catalogue(call.workspace).show_model(call.args.name)
    call.console.result(facts, _lines(Models(call.workspace).current(call.args.name), facts["versions"]))
    return 0


def _lines(model: ModelVersion, versions: list[str]) -> list[str]:
    card = model.card
    made = f"trained {card.created} on dataset {card.dataset}, effort {card.effort}, {card.device}"
    if card.blend:
        parts = ", ".join(f"{part.weight:.2f} of {part.name} {part.version}" for part in card.blend)
        made = f"kept {card.created} as a blend: {parts}"
    lines = [
        f"{model.name} {model.version} (of {', '.join(versions)})",
        made,
        f"{len(card.recordings)} recordings, {card.minutes:.1f} minutes",
    ]
    rows = [("control", "the recordings cover", "the model reaches")]
    for row in DESCRIPTORS:
        if (reach := card.reaches.get(row.id)) is not None:
            covered = _band(row, reach.covered_low, reach.covered_high)
            rows.append((row.id, covered, f"{row.low} {_band(row, reach.low, reach.high)} {row.high}"))
    table = columns(rows) if len(rows) > 1 else []
    skipped = [f"not used: {about_file(one.file, one.reason)}" for one in card.skipped]
    return [*_wrapped(lines), *table, *_wrapped([*skipped, *card.advice])]


def _band(row: Control, low: float, high: float) -> str:
    """Returns a band in the control's unit, said once where both ends share it: ``0.9 to 1.5 kHz``."""
    first, last = natural_text(row, low), natural_text(row, high)
    number, _, unit = first.partition(" ")
    return f"{number if unit and last.endswith(f' {unit}') else first} to {last}"


def _wrapped(lines: list[str]) -> list[str]:
    """Returns lines that fit a terminal; what goes on is set in. Names of files are not broken."""
    return [
        part
        for line in lines
        for part in textwrap.wrap(line, COLUMNS, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    ]


def move(call: Call) -> int:
    """Has the daemon hold a model ready, or give it up."""
    answer = call.needed_daemon().post(f"/api/models/{call.args.move}", {"model": call.args.name})
    said = {"load": "is held ready from now on", "unload": "is loaded again when it is next needed"}
    call.console.result(answer, [f"{call.args.name} {said[call.args.move]}."])
    return 0


def blend(call: Call) -> int:
    """Has the running daemon play two models together, or keeps them as a model of their own."""
    args, models = call.args, Models(call.workspace)
    for name in (args.name, args.other):
        models.current(name)
    if args.keep_as is None:
        return _play_blend(call)
    amount = HALF if args.amount is None else args.amount
    body = {"name": args.keep_as, "model": args.name, "other": args.other, "amount": amount}
    if call.daemon is not None:
        kept = call.daemon.post("/api/models/blend/save", body, timeout_s=COPY_S)
    else:
        made = save_blend(models, args.keep_as, parts_to_keep(SaveBlend(**body), models))
        kept = {"model": made.name, "version": made.version, "folder": str(made.folder)}
    call.console.result(kept, [kept["folder"]])
    if not call.console.json:
        call.console.say(f"Next: sdad render {kept['model']}")
    return 0


def _play_blend(call: Call) -> int:
    args = call.args
    body = {"model": args.name, "other": args.other, "amount": args.amount}
    facts = call.needed_daemon().post("/api/models/blend", body)
    if facts["blend_with"] is None:
        lines = [f"{facts['model']} plays alone."]
    else:
        lines = [f"{facts['model']} plays with {facts['amount']:.2f} of {facts['blend_with']}."]
    call.console.result(facts, lines)
    if facts["blend_with"] is not None and not facts["amount"]:
        call.console.say("Nothing of it is heard until Blend is moved: give --amount, or move the slider.")
    return 0


def rollback(call: Call) -> int:
    """Makes an older version the one that plays."""
    name, to = call.args.name, call.args.to
    if call.daemon is not None:
        facts = call.daemon.post("/api/models/rollback", {"model": name, "to": to})
    else:
        models = Models(call.workspace)
        before = models.current(name).version
        chosen = models.rollback(name, to)
        facts = {"model": chosen.name, "version": chosen.version, "before": before}
    call.console.result(facts, ["{model} plays {version} again (was {before}).".format(**facts)])
    return 0
