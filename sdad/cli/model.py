"""``sdad model``: what has been learned."""

from __future__ import annotations

from sdad.cli.call import Call
from sdad.cli.console import about_file, columns
from sdad.control.naming import natural_text
from sdad.control.parameters import DESCRIPTORS
from sdad.engine.catalogue import Catalogue
from sdad.library.models import Models, ModelVersion


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
    rows = [("control", "reach", "", "the recordings cover")]
    for row in DESCRIPTORS:
        if (reach := card.reaches.get(row.id)) is not None:
            low, high, *covered = (
                natural_text(row, value) for value in (reach.low, reach.high, reach.covered_low, reach.covered_high)
            )
            rows.append((row.id, f"{low} ({row.low})", f"{high} ({row.high})", " to ".join(covered)))
    table = columns(rows) if len(rows) > 1 else []
    skipped = [f"not used: {about_file(one.file, one.reason)}" for one in card.skipped]
    return [*lines, *table, *skipped, *card.advice]


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
