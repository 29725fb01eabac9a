"""``sdad preset``: where the controls stand, under a name."""

from __future__ import annotations

from sdad.cli.assignments import parsed_assignments
from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.control.naming import natural_text
from sdad.control.parameters import CONTROLS
from sdad.engine.repeating import preset_of
from sdad.errors import MalformedCurve
from sdad.library.presets import Presets
from sdad.library.renders import Renders


def save(call: Call) -> int:
    """Keeps the controls of a take, those given, or else those of the running daemon."""
    args, presets = call.args, Presets(call.workspace)
    if args.take is not None or args.assignments:
        sidecar = None if args.take is None else Renders(call.workspace).get(args.take).sidecar
        assigned = parsed_assignments(args.assignments, {})
        for name in assigned.curves:
            raise MalformedCurve(name, "a preset keeps where controls stand, not how they move")
        path = presets.save(preset_of(args.name, sidecar, assigned.positions))
    else:
        call.needed_daemon().post("/api/presets/save", {"preset": args.name})
        path = presets.path(args.name)
    call.console.result({"preset": args.name, "path": str(path)}, [str(path)])
    return 0


def recall(call: Call) -> int:
    """Sets the running daemon's controls as a preset says."""
    name = Presets(call.workspace).get(call.args.name).name
    call.needed_daemon().post("/api/presets/recall", {"preset": name})
    call.console.result({"preset": name}, [f"{name} is set."])
    return 0


def morph(call: Call) -> int:
    """Puts the running daemon's control *morph* between two presets."""
    presets = Presets(call.workspace)
    first, second = (presets.get(name).name for name in (call.args.first, call.args.second))
    body = {"first": first, "second": second, "amount": call.args.amount}
    facts = call.needed_daemon().post("/api/presets/morph", body)
    at = facts["controls"]["morph"]["position"]
    call.console.result(facts, [f"Morph stands at {at:.2f} between {first} and {second}."])
    return 0


def list_all(call: Call) -> int:
    """Lists the presets by name; those that cannot be read are marked, and it is said why."""
    presets = Presets(call.workspace)
    names, damaged = presets.names(), presets.damaged()
    marks = {each["name"]: "damaged" for each in damaged}
    call.console.result(
        {"presets": names, "damaged": damaged}, columns([(name, marks.get(name, "")) for name in names])
    )
    for each in damaged:
        call.console.say(each["error"]["text"])
    return 0


def show(call: Call) -> int:
    """Shows a preset's controls in the table's order."""
    preset = Presets(call.workspace).get(call.args.name)
    rows = []
    for row in CONTROLS.values():
        if row.id in preset.positions:
            position = preset.positions[row.id]
            natural = preset.naturals.get(row.id)
            rows.append(
                (
                    row.id,
                    "auto" if position is None else f"{position:.2f}",
                    natural_text(row, natural) if natural is not None else "",
                    "locked" if row.id in preset.locked else "",
                )
            )
    about = [preset.about] if preset.about else []
    call.console.result(preset.summary(), [*about, *columns(rows)])
    return 0
