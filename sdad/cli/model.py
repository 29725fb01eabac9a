"""``sdad model``: what has been learned."""

from __future__ import annotations

import textwrap

from sdad.cli.call import Call
from sdad.cli.console import about_file, columns
from sdad.control.naming import natural_text
from sdad.control.parameters import DESCRIPTORS, Control
from sdad.engine.catalogue import Catalogue
from sdad.library.models import Models, ModelVersion

COLUMNS = 80


def list_all(call: Call) -> int:
    """Lists the models with the version that plays; one that cannot be read is named and the others are listed."""
    found = Catalogue(call.workspace).list_models()
    rows = []
    for one in found:
        if one["error"] is None:
            rows.append((one["name"], one["version"], f"{one['recordings']} recordings", one["effort"]))
        else:
            call.console.say(f"{one['name']}: {one['error']['text']}")
    call.console.result({"models": found}, columns(rows))
    if not found:
        call.console.say("There is no model yet. Next: sdad train NAME")
    return 0


def show(call: Call) -> int:
    """Says what is known about the version that plays."""
    models = Models(call.workspace)
    model = models.current(call.args.name)
    versions = models.versions(model.name)
    card = model.card.model_dump(mode="json")
    call.console.result({**card, "versions": versions, "folder": str(model.folder)}, _lines(model, versions))
    return 0


def _lines(model: ModelVersion, versions: list[str]) -> list[str]:
    card = model.card
    lines = [
        f"{model.name} {model.version} (of {', '.join(versions)})",
        f"trained {card.created} on dataset {card.dataset}, effort {card.effort}, {card.device}",
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


def rollback(call: Call) -> int:
    """Makes an older version the one that plays. The daemon reads the change with its next render."""
    models = Models(call.workspace)
    before = models.current(call.args.name).version
    chosen = models.rollback(call.args.name, call.args.to)
    if call.daemon is not None and call.daemon.get("/api/status").get("model") == chosen.name:
        call.daemon.post("/api/models/use", {"model": chosen.name})
    call.console.result(
        {"model": chosen.name, "version": chosen.version, "before": before},
        [f"{chosen.name} plays {chosen.version} again (was {before})."],
    )
    return 0
