"""Writes the reference pages from the code that they describe: ``make docs``. A test tells when they are stale."""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

import sdad
from sdad.cli.parser import tree
from sdad.control.naming import doc_anchor, natural_text, osc_address, osc_natural_address
from sdad.control.parameters import MISSION, TABLE, Control
from sdad.errors import SdadError
from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.settings import Settings, SettingsError
from sdad.surfaces.midi.mappings import Mappings
from sdad.surfaces.midi.profile import Entry, Profile, Shown
from sdad.surfaces.midi.targets import ACTIONS
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS

REFERENCE = Path(__file__).parent / "reference"
SAMPLE = TABLE[0]
"""The control that stands for all of them where their addresses are alike."""


def controls() -> str:
    """Returns the page of the table."""
    lines = [
        "# Controls",
        "",
        "A position runs from 0 to 1 on every wire. On the controls that are measured, 0 is the least and 1 the most",
        "that the model in use can be relied on to deliver, and 0.5 the median of its recordings; the natural values",
        "belong to the model. Everything else runs over the range given here. The first eight come first everywhere.",
        "",
        _table(
            ("control", "low – high", "unit", "MIDI CC", "OSC"),
            (
                (
                    f"[{row.label}](#{doc_anchor(row)})",
                    f"{row.low} – {row.high}",
                    row.unit,
                    str(row.cc),
                    f"`{osc_address(row)}`",
                )
                for row in TABLE
            ),
        ),
    ]
    for row in TABLE:
        lines += ["", f"## {row.label}", "", *_about(row)]
    return "\n".join(lines)


def _about(row: Control) -> list[str]:
    bounds = " to ".join(natural_text(row, value) for value in (row.minimum, row.maximum))
    scale = "equal steps are equal ratios" if row.curve == "log" else "equal steps are equal differences"
    if row.is_descriptor:
        kind = f"Measured on the finished file: {row.measures}. Bounds {bounds}; {scale}. Default: auto."
    else:
        assert row.default is not None
        kind = f"Simply set: {row.measures}. From {bounds}; {scale}. Default: {natural_text(row, row.default)}."
    by_value = "A3" if row.leaf == "note" else f"{row.maximum / 2:g}{_typed_unit(row)}"
    wires = [
        f"`{row.id}=.8` or `{row.id}={by_value}` on the command line",
        f"`{osc_address(row)} 0.8`",
        f"`{osc_natural_address(row)}` takes {row.unit}",
        f"MIDI controller {row.cc}",
    ]
    first = ["One of the first eight."] if row in MISSION else []
    return [" ".join([row.help, *first]), "", kind, "", *(f"- {wire}" for wire in wires)]


def _typed_unit(row: Control) -> str:
    return row.unit if re.fullmatch(r"[A-Za-z%]+", row.unit) else row.leaf


def osc() -> str:
    """Returns the page of OSC addresses."""
    prefix = osc_address(SAMPLE)
    own = [each for each in ENDPOINTS.values() if not each.address.startswith("/sdad/control/")]
    alike = [each for each in ENDPOINTS.values() if each.address == prefix or each.address.startswith(f"{prefix}/")]
    return "\n".join(
        [
            "# OSC",
            "",
            "UDP port 9109 of this machine; `sdad status` tells the port when 9109 was taken. `i` is a whole number,",
            "`f` a number, `s` a text; wherever a number is asked for, any number type and booleans will do. Numbers",
            "out of range are held to the range, and that is said once. Patterns work on control addresses. Every",
            "message that is refused is answered by `/sdad/error code text address`.",
            "",
            "## What sdad listens to",
            "",
            _table(("address", "takes", "does"), ((f"`{each.address}`", each.takes, each.help) for each in own)),
            "",
            f"Every control has the addresses that {SAMPLE.label} has; [Controls](controls.md) names the last part of",
            "the one that takes a natural value.",
            "",
            _table(("address", "takes", "does"), ((f"`{each.address}`", each.takes, each.help) for each in alike)),
            "",
            "## What sdad sends",
            "",
            "To whoever asked, and to every subscriber: the addresses above with how things stand, and these.",
            "",
            _table(("address", "carries"), ((f"`{address}`", carries) for address, carries in REPLIES.items())),
        ]
    )


def midi() -> str:
    """Returns the page of MIDI: the table's numbers, what a mapping file may say, and the profiles."""
    fields = {**Entry.model_fields, **{f"shown.{name}": field for name, field in Shown.model_fields.items()}}
    assert set(fields) == set(_MIDI_FIELDS), "describe every field of a mapping file, and no other"
    with tempfile.TemporaryDirectory() as nowhere:
        profiles = Mappings(MappingFiles(Workspace(Path(nowhere)))).profiles
    lines = [
        "# MIDI",
        "",
        "## Numbers",
        "",
        "A device that no profile and no mapping of yours is for has these controller numbers, on any channel.",
        "",
        _table(("CC", "control", "low – high"), ((str(row.cc), row.label, f"{row.low} – {row.high}") for row in TABLE)),
        "",
        "## Mapping files",
        "",
        "`midi/NAME.toml` in the workspace, in force as soon as it is saved. What it does not speak of, the profile of",
        "the device says, or else the numbers above.",
        "",
        _table(("of the file", "meaning"), ((f"`{name}`", _MIDI_FILE[name]) for name in Profile.model_fields)),
        "",
        "Each entry of `map` says which message, and where it leads:",
        "",
        _table(("of an entry", "meaning"), ((f"`{name}`", meaning) for name, meaning in _MIDI_FIELDS.items())),
        "",
        "Buttons can do this:",
        "",
        _table(("`to`", "does"), ((f"`{name}`", does) for name, does in ACTIONS.items())),
        "",
        "## Profiles",
        "",
        "They come with sdad and are chosen by the words of the port's name. Copy one from `controllers/midi` to your",
        "`midi` folder to change it. An entry marked *unverified* follows a description that nobody here could try.",
    ]
    for profile in profiles:
        rows = ((_midi_message(entry), entry.label, entry.to, _midi_marks(entry)) for entry in profile.map)
        ports = ", ".join(f"`{port}`" for port in profile.ports)
        lines += ["", f"### {profile.name}", "", profile.about.strip(), "", f"Ports: {ports}. Source:"]
        lines += [f"{profile.source.strip()}.", "", _table(("message", "on the device", "leads to", ""), rows)]
    return "\n".join(lines)


_MIDI_FILE = {
    "format": "1",
    "name": "how it is called in lists (default: the name of the file)",
    "ports": 'words of the names of the ports that it is for, such as `["nanoKONTROL2"]`; numbers that the system adds '
    "and the case of letters do not count",
    "about": "remarks for people",
    "source": "where the numbers are from",
    "programs": "`false`: program changes recall no presets (default `true`)",
    "alone": "`true`: what this file does not speak of does nothing (default `false`)",
    "map": "the entries",
}

_MIDI_FIELDS = {
    "to": "a control, or an action for a button",
    "label": "what the knob is called on the device",
    "cc": "its controller number, 0 to 119",
    "note": "its note number, 0 to 127; only for buttons",
    "nrpn": "its parameter number, 0 to 16383",
    "bend": "`true`: it sends pitch bends",
    "channel": "1 to 16; any, when left out",
    "bits": "`14` for two messages of 7 bits, controllers n and n + 32 or both halves of an NRPN; never inferred "
    "(default 7)",
    "relative": "how an encoder without ends speaks: `signed` (1 is right, 65 left), `signed-reversed` (65 right, 1 "
    "left), `offset` (65 right, 63 left) or `twos-complement` (1 right, 127 left)",
    "step": "how far one step of such an encoder goes (default 0.01)",
    "takeover": "what a knob does when its control stands elsewhere: `pickup` waits until it passes there (default), "
    "`scale` moves by the share of the way that is left, `jump` follows at once (default for a knob that is shown its "
    "value)",
    "low": "the position at its lower end (default 0)",
    "high": "the position at its upper end (default 1)",
    "curve": "over 1 finer at the lower end, under 1 at the upper (default 1)",
    "invert": "`true`: turned round",
    "latching": "`true`: a button that sends its two ends in turn, each a press",
    "shown": "`true`: the device is told where the control stands by the knob's own message; or a table, for a ring",
    "unverified": "`true`: nobody has tried this number",
    "shown.cc": "the controller that shows it (default: the knob's own message)",
    "shown.channel": "its channel (default: the knob's, or 1)",
    "shown.low": "the value that shows position 0 (default 0)",
    "shown.high": "the value that shows position 1 (default 127)",
    "shown.off": "the value that shows auto (default: none is sent)",
}


def _midi_message(entry: Entry) -> str:
    number = "pitch bend" if entry.bend else f"{'CC' if entry.kind == 'cc' else entry.kind} {entry.number}"
    return f"{number}, channel {entry.channel}" if entry.channel else number


def _midi_marks(entry: Entry) -> str:
    shown = "" if entry.shown is None else "shown" if entry.is_told else f"shown by CC {entry.shown.cc}"
    without_ends = f"without ends ({entry.relative})" if entry.relative else ""
    return ", ".join(filter(None, [without_ends, shown, "*unverified*" if entry.unverified else ""]))


def cli() -> str:
    """Returns the page of the command line: what each verb says with ``--help``."""
    lines = [
        "# Command line",
        "",
        "Results go to standard output, progress and remarks to standard error. Every verb takes `--json` (one object",
        "on standard output) and `--workspace DIR`. While the daemon runs, the verbs speak to it; otherwise they do",
        "the work themselves. [Exit codes](errors.md) tell the case.",
    ]
    for name, parser in _verbs("sdad", tree()):
        words = [action for action in parser._actions if action.dest not in {"help", "json", "workspace"}]
        positional = " ".join(_shown(action) for action in words if not action.option_strings)
        lines += ["", f"## {name}", "", f"`{' '.join(filter(None, [name, positional]))}`: {parser.description}"]
        if rows := [(f"`{_shown(action)}`", action.help or "") for action in words if action.help]:
            lines += ["", _table(("word", "meaning"), rows)]
    return "\n".join(lines)


def _shown(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or ", ".join(map(str, action.choices or ["N"])))
    more = "…" if action.nargs in ("*", "+") else ""
    # A bar would end the cell of a table.
    shown = " ".join(filter(None, [", ".join(action.option_strings), value.replace("|", "or") + more]))
    return f"[{shown}]" if action.nargs in ("*", "?") else shown


def _verbs(name: str, parser: argparse.ArgumentParser) -> Iterable[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, parser
    for group in groups:
        for word, inner in group.choices.items():
            yield from _verbs(f"{name} {word}", inner)


def errors() -> str:
    """Returns the page of error codes and exit codes."""
    # Some floors have errors of their own, which are known only once their files are.
    for module in pkgutil.walk_packages(sdad.__path__, "sdad."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    family = sorted(_family(SdadError), key=lambda kind: kind.code)
    return "\n".join(
        [
            "# Errors and exit codes",
            "",
            "Every surface gives the same code and the same sentence: what happened, what was got, what is allowed",
            'and what to do. As JSON: `{"error": {"code", "text", "thing"}}`. The command line exits with 0 when all',
            "went well, with 8 when some of it did (some recordings were refused, some takes failed) and otherwise as",
            "in this table.",
            "",
            _table(
                ("code", "exit code", "when"),
                ((f"`{kind.code}`", str(kind.exit_code), _first_sentence(kind)) for kind in family),
            ),
        ]
    )


def _family(kind: type[SdadError]) -> list[type[SdadError]]:
    leaves = [leaf for child in kind.__subclasses__() for leaf in _family(child)]
    return leaves if leaves and kind.code.count(".") == 0 and kind is not SettingsError else [kind, *leaves]


def _first_sentence(kind: type[SdadError]) -> str:
    return (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")


_KINDS: dict[object, str] = {
    Path: "a folder",
    int: "1 to 65535",
    float: "0 or more",
    bool: "true or false",
    tuple[str, ...]: "addresses with their ports; with commas in the environment",
}


def _shown_default(value: object) -> str:
    return "none" if value == () else str(value).lower()


def settings() -> str:
    """Returns the page of settings."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "~/Sdad" if name == "workspace" else _shown_default(field.get_default(call_default_factory=True))
        allowed = _KINDS.get(field.annotation) or ", ".join(map(str, get_args(field.annotation))) or "text"
        rows.append((f"`{name}`", f"`SDAD_{name.upper()}`", allowed, default))
    return "\n".join(
        [
            "# Settings",
            "",
            "A flag of the command line counts before the environment, the environment before the file",
            "`state/settings.toml` in the workspace, and the file before the default.",
            "",
            _table(("in the file", "in the environment", "allowed", "default"), rows),
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PAGES: dict[str, Callable[[], str]] = {
    "controls.md": controls,
    "osc.md": osc,
    "midi.md": midi,
    "cli.md": cli,
    "errors.md": errors,
    "settings.md": settings,
}
"""Every generated page and what gives it."""


def page(name: str) -> str:
    """Returns a page as it should stand in ``docs/reference``."""
    return (
        f"<!-- Written by docs/generate.py; change the code that it describes and run make docs. -->\n{PAGES[name]()}\n"
    )


if __name__ == "__main__":
    for each in PAGES:
        (REFERENCE / each).write_text(page(each), "utf-8", newline="\n")
