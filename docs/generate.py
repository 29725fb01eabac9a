"""Writes the reference pages from the code that they describe: ``make docs``. A test tells when they are stale."""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

# What lies beside it, also when a test loads it; last, since the controllers have a script of this name too.
sys.path.append(str(Path(__file__).parent))

import midi_page
from page_table import table

import sdad
from sdad.cli.parser import tree
from sdad.control.naming import doc_anchor, natural_text, osc_address, osc_natural_address
from sdad.control.parameters import MISSION, TABLE, Control
from sdad.errors import SdadError
from sdad.settings import Settings, SettingsError
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
        table(
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
            "message that is refused is answered by `/sdad/error code text address`. Subscribers hear there, too, of a",
            "render or a training that fails and of faults that nobody asked for; the last is then what it is about.",
            "",
            "## What sdad listens to",
            "",
            table(("address", "takes", "does"), ((f"`{each.address}`", each.takes, each.help) for each in own)),
            "",
            f"Every control has the addresses that {SAMPLE.label} has; [Controls](controls.md) names the last part of",
            "the one that takes a natural value.",
            "",
            table(("address", "takes", "does"), ((f"`{each.address}`", each.takes, each.help) for each in alike)),
            "",
            "## What sdad sends",
            "",
            "To whoever asked, and to every subscriber: the addresses above with how things stand, and these.",
            "",
            table(("address", "carries"), ((f"`{address}`", carries) for address, carries in REPLIES.items())),
        ]
    )


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
            lines += ["", table(("word", "meaning"), rows)]
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
            table(
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
            "`state/settings.toml` in the workspace, and the file before the default. When the file cannot be used,",
            "that is told, and what it said when sdad last started well counts (`state/settings.good.toml`).",
            "",
            table(("in the file", "in the environment", "allowed", "default"), rows),
        ]
    )


PAGES: dict[str, Callable[[], str]] = {
    "controls.md": controls,
    "osc.md": osc,
    "midi.md": midi_page.page,
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
