"""THE TABLE: every control, declared once.

OSC addresses, OSCQuery nodes, MIDI targets, panel sliders, command-line names, the preset and sidecar schema and the
reference pages are derived from these rows. To add a control, add a row here, its descriptor and its tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sdad.control.curves import Curve, Reach
from sdad.errors import UnknownControl


class Kind(StrEnum):
    """What a control acts on."""

    DESCRIPTOR = "descriptor"
    """Something that can be measured on the finished audio. May be *auto*: left to the model."""
    SETTING = "setting"
    """Something that is simply so: a length, a number of voices, a level."""


@dataclass(frozen=True, slots=True)
class Control:
    """One row of the table.

    ``minimum`` and ``maximum`` bound the natural value. A descriptor's positions run over a model's own reach inside
    these bounds; a setting's positions run over the bounds themselves. ``default`` is a natural value, and None for a
    descriptor, whose default is *auto*. A ``falling`` control's natural value sinks as its position rises.
    """

    id: str
    label: str
    low: str
    high: str
    help: str
    kind: Kind
    unit: str
    leaf: str
    minimum: float
    maximum: float
    curve: Curve
    default: float | None
    cc: int
    measures: str
    falling: bool = False

    @property
    def is_descriptor(self) -> bool:
        """Whether the control can be measured on audio and left on auto."""
        return self.kind is Kind.DESCRIPTOR

    @property
    def full_range(self) -> Reach:
        """The reach that stands in where no model has measured its own."""
        ends = (self.maximum, self.minimum) if self.falling else (self.minimum, self.maximum)
        return Reach.of_range(self.curve, *ends)

    @property
    def default_position(self) -> float | None:
        """The position of the default; None for auto."""
        return None if self.default is None else self.full_range.position(self.curve, self.default)


def _descriptor(
    id: str,
    low: str,
    high: str,
    unit: str,
    leaf: str,
    minimum: float,
    maximum: float,
    curve: Curve,
    cc: int,
    *,
    label: str = "",
    help: str,
    measures: str,
    falling: bool = False,
) -> Control:
    return Control(
        id,
        label or id.capitalize(),
        low,
        high,
        help,
        Kind.DESCRIPTOR,
        unit,
        leaf,
        minimum,
        maximum,
        curve,
        None,
        cc,
        measures,
        falling,
    )


def _setting(
    id: str,
    low: str,
    high: str,
    unit: str,
    leaf: str,
    minimum: float,
    maximum: float,
    curve: Curve,
    default: float,
    cc: int,
    *,
    help: str,
    measures: str,
) -> Control:
    return Control(
        id, id.capitalize(), low, high, help, Kind.SETTING, unit, leaf, minimum, maximum, curve, default, cc, measures
    )


_LINEAR, _LOG = Curve.LINEAR, Curve.LOG

TABLE: tuple[Control, ...] = (
    _descriptor(
        "brightness",
        "dark",
        "bright",
        "Hz",
        "hz",
        40.0,
        16000.0,
        _LOG,
        74,
        help="Where the weight of the spectrum sits. Up: more air and edge.",
        measures="energy-weighted spectral centroid",
    ),
    _descriptor(
        "warmth",
        "thin",
        "warm",
        "dB",
        "db",
        -60.0,
        40.0,
        _LINEAR,
        71,
        help="Fullness of the low mids. Not the opposite of bright: both can be high.",
        measures="level of 150 to 500 Hz against what lies below and above it",
    ),
    _descriptor(
        "roughness",
        "smooth",
        "rough",
        "asper-like",
        "asper",
        0.0,
        4.0,
        _LINEAR,
        17,
        help="Beating and grit inside the sound, like a rasp.",
        measures="amplitude modulation from 20 to 150 Hz per critical band",
    ),
    _descriptor(
        "tension",
        "consonant",
        "dissonant",
        "0-1",
        "value",
        0.0,
        1.0,
        _LINEAR,
        16,
        help="How much the partials grate. On noise there are no clear partials to tune.",
        measures="sensory dissonance between spectral peaks (Plomp and Levelt, Sethares)",
    ),
    _descriptor(
        "rhythm",
        "ambient",
        "rhythmic",
        "0-1",
        "value",
        0.0,
        1.0,
        _LINEAR,
        76,
        help="Whether time passes in beats or in a cloud.",
        measures="periodicity of the onset envelope from 40 to 200 beats a minute",
    ),
    _descriptor(
        "pulse",
        "faint",
        "strong",
        "dB",
        "db",
        0.0,
        60.0,
        _LINEAR,
        77,
        label="Pulse strength",
        help="How hard the beats stand out from what lies between them.",
        measures="contrast of beats against what lies between",
    ),
    _descriptor(
        "density",
        "sparse",
        "dense",
        "events/s",
        "per_second",
        0.05,
        60.0,
        _LOG,
        75,
        help="How many events there are in a second.",
        measures="onset rate, together with the share of time and frequency that is occupied",
    ),
    _descriptor(
        "space",
        "dry",
        "reverberant",
        "s",
        "seconds",
        0.02,
        20.0,
        _LOG,
        91,
        help="How large the room sounds and how far away the source is.",
        measures="decay of tails and direct-to-reverberant ratio, blind",
    ),
    _descriptor(
        "movement",
        "still",
        "evolving",
        "0-1",
        "value",
        0.0,
        1.0,
        _LINEAR,
        79,
        help="How much the colour changes on the way.",
        measures="spread of timbre over 0.5 to 8 s",
    ),
    _descriptor(
        "attack",
        "soft",
        "percussive",
        "ms",
        "ms",
        1.0,
        1000.0,
        _LOG,
        73,
        help="How sounds begin. Up: harder and sooner at full force.",
        measures="onset rise time (falling as the control rises)",
        falling=True,
    ),
    _descriptor(
        "register",
        "low",
        "high",
        "note",
        "note",
        0.0,
        127.0,
        _LINEAR,
        18,
        help="Pitch height, where there is a pitch.",
        measures="median pitch, or its spectral stand-in where nothing is pitched",
    ),
    _descriptor(
        "width",
        "mono",
        "wide",
        "%",
        "percent",
        0.0,
        100.0,
        _LINEAR,
        10,
        help="How far the sound spreads between the speakers.",
        measures="one minus the correlation of the channels",
    ),
    _setting(
        "layers",
        "one",
        "many",
        "voices",
        "voices",
        1.0,
        8.0,
        _LINEAR,
        1.0,
        93,
        help="How many independent voices lie on top of each other.",
        measures="independently rendered voices, summed",
    ),
    _setting(
        "variation",
        "faithful",
        "adventurous",
        "0-1",
        "value",
        0.0,
        1.0,
        _LINEAR,
        0.5,
        114,
        help="How far the sound may stray from the recordings.",
        measures="temperature of the walk and distance from the recordings",
    ),
    _setting(
        "duration",
        "short",
        "long",
        "s",
        "seconds",
        0.5,
        600.0,
        _LOG,
        12.0,
        20,
        help="Length of the file, without its tail.",
        measures="length of the file without its tail",
    ),
    _setting(
        "tail",
        "cut",
        "ring out",
        "s",
        "seconds",
        0.0,
        15.0,
        _LINEAR,
        0.0,
        72,
        help="How long the end may ring after the duration is over.",
        measures="longest time that the end may ring",
    ),
    _setting(
        "blend",
        "model A",
        "model B",
        "weight",
        "weight",
        0.0,
        1.0,
        _LINEAR,
        0.0,
        19,
        help="Mix of two resident models.",
        measures="mix of resident models",
    ),
    _setting(
        "morph",
        "preset A",
        "preset B",
        "0-1",
        "value",
        0.0,
        1.0,
        _LINEAR,
        0.0,
        1,
        help="Mix of two presets.",
        measures="mix of two presets",
    ),
    _setting(
        "level",
        "quiet",
        "loud",
        "LUFS",
        "lufs",
        -30.0,
        -10.0,
        _LINEAR,
        -20.0,
        7,
        help="Loudness of the file. Not a colour: only the gain changes.",
        measures="integrated loudness of the file, with true peaks at -1 dB at most",
    ),
)

CONTROLS: dict[str, Control] = {row.id: row for row in TABLE}
"""The rows by id, in the table's order."""

DESCRIPTORS: tuple[Control, ...] = tuple(row for row in TABLE if row.is_descriptor)
"""The rows that can be measured, in the table's order."""

MISSION: tuple[Control, ...] = TABLE[:8]
"""The eight controls that sdad exists for. They come first everywhere, in this order."""


def control(name: str) -> Control:
    """Returns the row of a control.

    Raises:
        UnknownControl: no control has this name; the error suggests the nearest.
    """
    try:
        return CONTROLS[name]
    except KeyError:
        raise UnknownControl(name, CONTROLS) from None
