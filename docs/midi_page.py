"""The reference page of MIDI, written from the profiles and from the code that reads them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from page_table import table

from sdad.control.parameters import TABLE
from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.surfaces.midi.learning import WATCH_S
from sdad.surfaces.midi.mappings import Mappings
from sdad.surfaces.midi.profile import Entry, Profile, Shown
from sdad.surfaces.midi.relative import ENCODINGS, SURE, Encoding, steps
from sdad.surfaces.midi.rings import PORT_HZ, RATE_HZ, TOUCHED_S
from sdad.surfaces.midi.targets import ACTIONS


def page() -> str:
    """Returns the page: the table's numbers, learning, feedback, what a mapping file may say, and the profiles."""
    return "\n".join([*_numbers(), *_learning(), *_feedback(), *_mapping_files(), *_profiles()])


def _numbers() -> list[str]:
    rows = ((str(row.cc), row.label, f"{row.low} – {row.high}") for row in TABLE)
    return [
        "# MIDI",
        "",
        "## Numbers",
        "",
        "A device that no profile and no mapping of yours is for has these controller numbers, on any channel.",
        "",
        table(("CC", "control", "low – high"), rows),
        "",
    ]


def _learning() -> list[str]:
    return [
        "## Learning",
        "",
        "`sdad midi learn CONTROL`, or *Learn* in the panel, watches everything that moves for",
        f"{WATCH_S:g} s from the first message on and takes the knob that moved most, whatever its device; one that",
        "only trembles is not taken. What was heard is proposed, and kept when you say so. Two controllers that move",
        "together are never taken for one of 14 bits unless you say that they are.",
        "",
        "### Encoders without ends",
        "",
        f"One slow turn to the left, at least {SURE} messages, tells which of these ways an encoder speaks:",
        "",
        table(("`relative`", "a step to the left", "a step to the right"), map(_encoding, ENCODINGS)),
        "",
    ]


def _encoding(name: Encoding) -> tuple[str, str, str]:
    left, right = (next(value for value in range(128) if steps(name, value) == way) for way in (-1, 1))
    return f"`{name}`", str(left), str(right)


def _feedback() -> list[str]:
    return [
        "## What a device is shown",
        "",
        "A knob that is `shown` its control is told where it stands: when the device comes, and whenever something",
        f"else moves it, at most {RATE_HZ:g} times a second, the newest value last. While a hand is on it, and for",
        f"{TOUCHED_S:g} s after, it is told nothing: a motor must not fight a hand. After a preset every such knob is",
        f"told, and every other one waits to be picked up. A device is told {PORT_HZ:g} messages a second at most.",
        "When sdad ends, what has a value for `off` is told that.",
        "",
    ]


def _mapping_files() -> list[str]:
    fields = {**Entry.model_fields, **{f"shown.{name}": field for name, field in Shown.model_fields.items()}}
    assert set(fields) == set(_FIELDS), "describe every field of a mapping file, and no other"
    return [
        "## Mapping files",
        "",
        "`midi/NAME.toml` in the workspace, in force as soon as it is saved. What it does not speak of, the profile of",
        "the device says, or else the numbers above.",
        "",
        table(("of the file", "meaning"), ((f"`{name}`", _FILE[name]) for name in Profile.model_fields)),
        "",
        "Each entry of `map` says which message, and where it leads:",
        "",
        table(("of an entry", "meaning"), ((f"`{name}`", meaning) for name, meaning in _FIELDS.items())),
        "",
        "Buttons can do this:",
        "",
        table(("`to`", "does"), ((f"`{name}`", does) for name, does in ACTIONS.items())),
        "",
    ]


def _profiles() -> list[str]:
    with tempfile.TemporaryDirectory() as nowhere:
        profiles = Mappings(MappingFiles(Workspace(Path(nowhere)))).profiles
    lines = [
        "## Profiles",
        "",
        "They come with sdad and are chosen by the words of the port's name. Copy one from `controllers/midi` to your",
        "`midi` folder to change it. An entry marked *unverified* follows a description that nobody here could try.",
        "",
        table(("device", "words of its port", "entries", "shown", "unverified"), map(_summary, profiles)),
    ]
    for profile in profiles:
        rows = ((_message(entry), entry.label, entry.to, _marks(entry)) for entry in profile.map)
        lines += ["", f"### {profile.name}", "", profile.about.strip(), "", "Source:"]
        lines += [f"{profile.source.strip()}.", "", table(("message", "on the device", "leads to", ""), rows)]
    return lines


def _summary(profile: Profile) -> tuple[str, ...]:
    counts = (
        len(profile.map),
        sum(entry.shown is not None for entry in profile.map),
        sum(entry.unverified for entry in profile.map),
    )
    return (profile.name, ", ".join(f"`{port}`" for port in profile.ports), *map(str, counts))


_FILE = {
    "format": "1",
    "name": "how it is called in lists (default: the name of the file)",
    "ports": 'words of the names of the ports that it is for, such as `["nanoKONTROL2"]`; numbers that the system adds '
    "and the case of letters do not count",
    "but_not": "words of the names of ports that it is not for, though they have those of `ports`",
    "about": "remarks for people",
    "source": "where the numbers are from",
    "programs": "`false`: program changes recall no presets (default `true`)",
    "alone": "`true`: what this file does not speak of does nothing (default `false`)",
    "map": "the entries",
}

_FIELDS = {
    "to": "a control, or an action for a button",
    "label": "what the knob is called on the device",
    "cc": "its controller number, 0 to 119",
    "note": "its note number, 0 to 127; only for buttons",
    "nrpn": "its parameter number, 0 to 16383",
    "bend": "`true`: it sends pitch bends",
    "channel": "1 to 16; any, when left out",
    "bits": "`14` for two messages of 7 bits, controllers n and n + 32 or both halves of an NRPN; never inferred "
    "(default 7)",
    "relative": "how an encoder without ends speaks, one of [four ways](#encoders-without-ends)",
    "step": "how far one step of such an encoder goes (default 0.01)",
    "takeover": "what a knob does when its control stands elsewhere: `pickup` waits until it passes there (default), "
    "`scale` moves by the share of the way that is left, `jump` follows at once (default for a knob that is shown its "
    "value)",
    "low": "the position at its lower end (default 0)",
    "high": "the position at its upper end (default 1)",
    "curve": "over 1 finer at the lower end, under 1 at the upper (default 1)",
    "invert": "`true`: turned round",
    "latching": "`true`: a button that sends its two ends in turn, each a press",
    "shown": "`true`: the device is told where the control stands by the knob's own message; or a table, for a ring "
    "([how](#what-a-device-is-shown))",
    "unverified": "`true`: nobody has tried this number",
    "shown.cc": "the controller that shows it (default: the knob's own message)",
    "shown.channel": "its channel (default: the knob's, or 1)",
    "shown.low": "the value that shows position 0 (default 0)",
    "shown.high": "the value that shows position 1 (default 127)",
    "shown.off": "the value that shows auto (default: none is sent)",
}


def _message(entry: Entry) -> str:
    number = "pitch bend" if entry.bend else f"{'CC' if entry.kind == 'cc' else entry.kind} {entry.number}"
    return f"{number}, channel {entry.channel}" if entry.channel else number


def _marks(entry: Entry) -> str:
    shown = "" if entry.shown is None else "shown" if entry.is_told else f"shown by CC {entry.shown.cc}"
    without_ends = f"without ends ({entry.relative})" if entry.relative else ""
    return ", ".join(filter(None, [without_ends, shown, "*unverified*" if entry.unverified else ""]))
