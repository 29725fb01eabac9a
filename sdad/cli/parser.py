"""The words of the command line. Nothing is imported here but the standard library: help must come at once."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from sdad import __version__

EFFORTS = ("sketch", "good", "overnight")
DEVICES = ("auto", "cpu", "cuda", "mps")
DEPTHS = ("16", "24", "32f")
CONTAINERS = ("wav", "flac", "aiff")
TAKEOVERS = ("pickup", "scale", "jump")
ENCODINGS = ("signed", "signed-reversed", "offset", "twos-complement")
"""As in ``sdad.control`` and ``sdad.settings``, which take too long to import for a help text; a test compares them."""

_EXAMPLES = """\
Make an instrument of your own recordings:

  sdad dataset add rain ~/Recordings/Rain      copy recordings into a dataset
  sdad train rain --effort sketch              train the model "rain" on them
  sdad render rain brightness=.8 space=.3      render a take; its path is printed
  sdad up                                      start the daemon: panel, OSC, MIDI
  sdad doctor                                  check this machine

  sdad VERB --help says more. Verbs: dataset train model render preset take queue osc midi status logs up
       doctor install-service
"""
_ASSIGNMENT = re.compile(r"[A-Za-z_]+=.*", re.DOTALL)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose refusal is one sentence and a hint."""

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        hint = ""
        if choice:
            near = get_close_matches(choice[1], re.findall(r"[\w.]+", choice[2]), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
        self.exit(2, f"{self.prog}: {message}.{hint}\nSee {self.prog} --help.\n")


class _RenderParser(_Parser):
    """The parser of ``render``, whose help lists the controls."""

    def format_help(self) -> str:
        from sdad.control.parameters import TABLE

        width = max(len(row.id) for row in TABLE)
        rows = [f"  {row.id:<{width}}  {row.low} - {row.high} ({row.unit})" for row in TABLE]
        return f"{super().format_help()}\ncontrols:\n" + "\n".join(rows) + "\n"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Returns the arguments; ``verb`` names the function to run as ``module:function``.

    Exits with code 2 on words that mean nothing, and with 0 after ``--help`` and ``--version``.
    """
    if not argv:
        sys.stdout.write(_EXAMPLES)
        raise SystemExit(0)
    parser = tree()
    args, rest = parser.parse_known_args(argv)
    # argparse cannot take assignments on both sides of a flag; they are told from everything else by their form.
    if rest:
        if not hasattr(args, "assignments") or not all(_ASSIGNMENT.fullmatch(word) for word in rest):
            parser.error(f"{' '.join(rest)}: not understood")
        args.assignments = [*args.assignments, *rest]
    for name, value in {"json": False, "workspace": None}.items():
        if not hasattr(args, name):
            setattr(args, name, value)
    return args


def tree() -> argparse.ArgumentParser:
    """Returns the parser of all verbs, from which the reference page is written too."""
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
    common.add_argument(
        "--workspace",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the workspace (default ~/Sdad, or SDAD_WORKSPACE)",
    )
    parser = _Parser(
        prog="sdad",
        usage="sdad VERB …",
        description=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sdad {__version__}")
    verbs = parser.add_subparsers(prog="sdad", metavar="VERB", required=True, parser_class=_Parser)

    def leaf(group: Any, name: str, verb: str, help: str, kind: type[_Parser] = _Parser) -> argparse.ArgumentParser:
        options = {"description": f"{help[0].upper()}{help[1:]}.", "parents": [common], "allow_abbrev": False}
        made: argparse.ArgumentParser = group.add_parser(name, help=help, **options)
        made.__class__ = kind
        made.set_defaults(verb=verb)
        return made

    def branch(name: str, help: str) -> Any:
        made = verbs.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False)
        return made.add_subparsers(metavar="VERB", required=True, parser_class=_Parser)

    _datasets(leaf, branch("dataset", "your recordings"))
    _train(leaf(verbs, "train", "train:train", "train a dataset into the model of the same name"))
    _models(leaf, branch("model", "trained models and their versions"))
    _render(leaf(verbs, "render", "render:render", "render takes of a model", _RenderParser))
    _presets(leaf, branch("preset", "where the controls stand, under a name"))
    _takes(leaf, branch("take", "finished renders"))
    _queue(leaf, branch("queue", "renders that the running daemon has still to make"))
    _osc(leaf, branch("osc", "what programs and controllers send over the network"))
    _midi(leaf, branch("midi", "knobs, faders and buttons"))
    leaf(verbs, "status", "daemon:status", "say how the running daemon is doing")
    _up(leaf(verbs, "up", "daemon:up", "start the daemon and stay until Ctrl-C"))
    _logs(leaf(verbs, "logs", "logs:logs", "show what the daemon and its processes wrote down"))
    doctor = leaf(verbs, "doctor", "doctor:doctor", "check this machine, one line per check")
    report = "also write a report to be passed on, without recordings, paths, names of people or tokens"
    doctor.add_argument("--bundle", action="store_true", help=report)
    service = leaf(
        verbs, "install-service", "service:install_service", "print what makes sdad start with your login; run nothing"
    )
    service.add_argument("--kind", choices=("systemd", "launchd"), help="for which system (default: this one)")
    return parser


def _datasets(leaf: Any, group: Any) -> None:
    add = leaf(group, "add", "dataset:add", "copy audio files, or folders of them, into a dataset")
    add.add_argument("name", metavar="NAME")
    add.add_argument("paths", metavar="PATH", nargs="+")
    leaf(group, "list", "dataset:list_all", "list the datasets")
    leaf(group, "show", "dataset:show", "list a dataset's recordings").add_argument("name", metavar="NAME")


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--effort", choices=EFFORTS, default="good", help="how long to try (default good)")
    parser.add_argument("--seed", type=_whole, help="where chance begins (default 0)")
    parser.add_argument("--device", choices=DEVICES, help="where to compute without a daemon (default auto)")
    parser.add_argument("--wait", action="store_true", help="stay until it is done (always so without a daemon)")


def _models(leaf: Any, group: Any) -> None:
    leaf(group, "list", "model:list_all", "list the models")
    leaf(group, "show", "model:show", "say what is known about a model").add_argument("name", metavar="M")
    for name, says in (
        ("load", "have the running daemon hold a model ready"),
        ("unload", "give back the memory that a model takes in the running daemon"),
    ):
        one = leaf(group, name, "model:move", says)
        one.add_argument("name", metavar="M")
        one.set_defaults(move=name)
    blend = leaf(group, "blend", "model:blend", "play two models together, or keep them as one; A with A ends it")
    blend.add_argument("name", metavar="A")
    blend.add_argument("other", metavar="B")
    how_much = "how much of B, 0 to 1 (default: where Blend stands; with --as a half)"
    blend.add_argument("--amount", metavar="X", type=_share, help=how_much)
    blend.add_argument("--as", dest="keep_as", metavar="N", help="keep the blend as a model of this name")
    rollback = leaf(group, "rollback", "model:rollback", "play an older version again; nothing is deleted")
    rollback.add_argument("name", metavar="M")
    rollback.add_argument("--to", metavar="N", help="the version (default: the one before)")


def _render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "assignments",
        metavar="M | CONTROL=VALUE",
        nargs="*",
        help="model, then controls; a curve is brightness=0:.2,1:.9",
    )
    parser.add_argument("--with", dest="other", metavar="B", help="blend this model in: blend=.3 of it, else a half")
    parser.add_argument("--preset", metavar="P", help="start from a preset")
    parser.add_argument("--take", metavar="N", type=_whole, help="the take: same number, same sound (default: next)")
    parser.add_argument("--takes", metavar="K", type=_count, default=1, help="how many takes, one after the other")
    parser.add_argument("--duration", metavar="S", type=_seconds, help="length in seconds without the tail")
    parser.add_argument("--loop", action="store_true", help="let the end run into the beginning, without a seam")
    parser.add_argument("--rate", metavar="HZ", type=int, default=48000, help="44100, 48000, 88200 or 96000")
    parser.add_argument("--depth", metavar="BITS", default="24", help=f"bits of a sample: {_or(DEPTHS)} (default 24)")
    parser.add_argument("--channels", metavar="N", type=int, default=2, help="1 or 2")
    kinds = f"{_or(CONTAINERS)} (default wav)"
    parser.add_argument("--format", dest="container", metavar="KIND", default="wav", help=kinds)
    parser.add_argument("--out", metavar="DIR", help="folder for the files (default: the workspace's output)")
    parser.add_argument("--priority", metavar="N", type=int, help="-9 to 9: higher goes first (default 0)")
    parser.add_argument("--again", metavar="SIDECAR", help="make a render again from its sidecar, audio or id")
    parser.add_argument("--device", choices=DEVICES, help="where to compute without a daemon (default auto)")
    parser.add_argument("--wait", action="store_true", help="stay until it is done (always so without a daemon)")


def _presets(leaf: Any, group: Any) -> None:
    save = leaf(group, "save", "preset:save", "keep the daemon's controls, those of a take, or those given")
    save.add_argument("name", metavar="NAME")
    save.add_argument("assignments", metavar="CONTROL=VALUE", nargs="*")
    save.add_argument("--take", metavar="ID", help="keep the controls of this take")
    recall = leaf(group, "recall", "preset:recall", "set the running daemon's controls")
    recall.add_argument("name", metavar="NAME")
    morph = leaf(group, "morph", "preset:morph", "put the running daemon's Morph between two presets")
    morph.add_argument("first", metavar="A")
    morph.add_argument("second", metavar="B")
    morph.add_argument("--amount", metavar="X", type=_share, help="how far to B, 0 to 1 (default: where Morph stands)")
    leaf(group, "list", "preset:list_all", "list the presets")
    leaf(group, "show", "preset:show", "show a preset's controls").add_argument("name", metavar="NAME")


def _takes(leaf: Any, group: Any) -> None:
    listing = leaf(group, "list", "take:list_all", "list the takes, newest first")
    listing.add_argument("--starred", action="store_true", help="only those with a star")
    listing.add_argument("--limit", metavar="N", type=_count, default=50, help="at most so many (default 50)")
    for name, says in (
        ("star", "mark a take as one to keep"),
        ("discard", "move a take to the trash; nothing is deleted"),
        ("feed", "copy a take into its model's dataset, to be learned from"),
    ):
        one = leaf(group, name, "take:judge", says)
        one.add_argument("id", metavar="ID", nargs="?", help="the take, or its file (default: the newest)")
        one.set_defaults(verdict=name)


def _queue(leaf: Any, group: Any) -> None:
    leaf(group, "list", "queue:list_all", "list the render that runs and those that wait")
    leaf(group, "pause", "queue:pause", "let renders wait after the one that runs").set_defaults(on=True)
    leaf(group, "resume", "queue:pause", "let renders go on").set_defaults(on=False)
    leaf(group, "clear", "queue:clear", "cancel the renders that wait; the one that runs is finished")
    cancel = leaf(group, "cancel", "queue:cancel", "cancel a render that waits or runs")
    cancel.add_argument("id", metavar="ID", nargs="?", help="the render (default: the newest)")
    move = leaf(group, "move", "queue:move", "let a render that waits go before another one, or before all")
    move.add_argument("id", metavar="ID")
    move.add_argument("--before", metavar="ID", help="the render that it is to go before (default: all)")


def _osc(leaf: Any, group: Any) -> None:
    leaf(group, "namespace", "osc:namespace", "list every OSC address, your own among them")
    monitor = leaf(group, "monitor", "osc:monitor", "show each message that arrives and what became of it")
    monitor.add_argument("--count", metavar="N", type=_count, help="end after so many (default: at Ctrl-C)")
    monitor.add_argument("--all", action="store_true", help="begin with the newest that came before")


def _logs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", metavar="PART", nargs="?", help="one process: daemon, render, train, midi, panel, cli")
    parser.add_argument("--lines", metavar="N", type=_count, default=50, help="at most so many (default 50)")
    levels = ("debug", "info", "warning", "error")
    parser.add_argument("--level", choices=levels, default="info", help="nothing less than this (default info)")
    parser.add_argument("--follow", action="store_true", help="stay and show what is added, until Ctrl-C")


def _midi(leaf: Any, group: Any) -> None:
    leaf(group, "list", "midi:list_all", "list the MIDI ports, what each is mapped by, and your mappings")
    learn = leaf(group, "learn", "midi:learn", "map the knob that you turn now; slowly to the left if it has no ends")
    learn.add_argument("to", metavar="CONTROL", help="or an action for a button, such as render or 'auto warmth'")
    learn.add_argument("--yes", action="store_true", help="keep what was heard without asking")
    learn.add_argument("--bits", type=int, choices=(7, 14), default=7, help="14 for a control that sends 14 bits")
    one = leaf(group, "map", "midi:map_one", "map a knob by its number, or with --drop take its mapping away")
    one.add_argument("to", metavar="CONTROL", help="or an action for a button, such as render or 'auto warmth'")
    one.add_argument("--port", metavar="NAME", help="the device (default: the only one there)")
    for name, limit in (("cc", 119), ("note", 127), ("nrpn", 16383)):
        one.add_argument(f"--{name}", metavar="N", type=int, help=f"its {name.upper()} number, 0 to {limit}")
    one.add_argument("--bend", action="store_true", default=None, help="it sends pitch bends")
    one.add_argument("--channel", metavar="N", type=int, help="1 to 16 (default: any)")
    one.add_argument("--bits", type=int, choices=(7, 14), help="14 for a control that sends 14 bits")
    one.add_argument("--relative", choices=ENCODINGS, help="how an encoder without ends speaks")
    for learned in (learn, one):
        learned.add_argument("--step", metavar="X", type=_share, help="how far one step of it goes (default .01)")
        learned.add_argument("--takeover", choices=TAKEOVERS, help="when it is elsewhere (default pickup)")
        learned.add_argument("--low", metavar="X", type=_share, help="the position at its lower end (default 0)")
        learned.add_argument("--high", metavar="X", type=_share, help="the position at its upper end (default 1)")
        learned.add_argument("--curve", metavar="X", type=float, help="over 1 finer at the lower end (default 1)")
        learned.add_argument("--invert", action="store_true", default=None, help="turn it round")
        learned.add_argument("--latching", action="store_true", default=None, help="its two ends are a press each")
        learned.add_argument("--shown", action="store_true", default=None, help="tell it where the control stands")
    one.add_argument("--drop", action="store_true", help="take your mapping of this device to CONTROL away")
    monitor = leaf(group, "monitor", "midi:monitor", "show each MIDI message and what becomes of it, until Ctrl-C")
    monitor.add_argument("--seconds", metavar="S", type=_seconds, help="end after so long")


def _up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", choices=DEVICES, help="where to compute (default auto)")
    parser.add_argument("--no-panel", dest="panel", action="store_false", default=None, help="no panel in the browser")
    parser.add_argument(
        "--lan", dest="host", action="store_const", const="0.0.0.0", help="listen on the network, not only this machine"
    )
    for name in ("osc", "http", "panel"):
        parser.add_argument(f"--{name}-port", metavar="N", type=int, help=f"port for {name.upper()}")


def _or(words: Sequence[str]) -> str:
    # These are only named here; whether a form is offered, and why not, is said where all surfaces ask.
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 2**31 - 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 0 to {2**31 - 1}')
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10000:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 1 to 10000')
    return int(text)


def _share(text: str) -> float:
    if re.fullmatch(r"\d+\.?\d*|\.\d+", text) is None or float(text) > 1.0:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 1')
    return float(text)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*(s|min)?", text)
    if match is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a length such as 12, 12s or 2min')
    return float(match[1]) * (60.0 if match[2] == "min" else 1.0)
