"""What nine controllers send, byte for byte, moves what their profiles say; and every profile is sound in itself.

The streams are written down from what the sources of the profiles record: status bytes and numbers as the device
sends them from the factory, with running status where a device uses it.
"""

from __future__ import annotations

import itertools

import pytest

from sdad.control.parameters import CONTROLS, TABLE
from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.surfaces.midi.mappings import Mappings
from sdad.surfaces.midi.profile import GENERIC, Profile

EIGHT = [row.id for row in TABLE[:8]]
SECOND = ["movement", "register", "attack", "width", "layers", "variation", "duration", "level"]

FADERS = {
    "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTRL": ("B0", [0, 1, 2, 3, 4, 5, 6, 7]),
    "MIDI Mix:MIDI Mix MIDI 1": ("B0", [19, 23, 27, 31, 49, 53, 57, 61]),
    "Launch Control XL:Launch Control XL Launch Contro": ("B8", [77, 78, 79, 80, 81, 82, 83, 84]),
    "X-TOUCH MINI:X-TOUCH MINI MIDI 1": ("BA", [1, 2, 3, 4, 5, 6, 7, 8]),
    "Arturia BeatStep:Arturia BeatStep MIDI 1": ("B0", [74, 71, 17, 16, 76, 77, 75, 91]),
    "Faderfox EC4:Faderfox EC4 MIDI 1": ("B0", [0, 1, 2, 3, 4, 5, 6, 7]),
    "Intech Grid MIDI device:Intech Grid": ("B0", [32, 33, 34, 35, 36, 37, 38, 39]),
    "Elektron Digitakt:Elektron Digitakt MIDI 1": ("B3", [74, 71, 17, 16, 76, 77, 75, 91]),
}
"""By port name: the status byte, and the controller numbers that lead to the first eight, in their order."""

KNOBS = {
    "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTRL": ("B0", [16, 17, 18, 19, 20, 21, 22, 23]),
    "MIDI Mix:MIDI Mix MIDI 1": ("B0", [16, 20, 24, 28, 46, 50, 54, 62]),
    "Launch Control XL:Launch Control XL Launch Contro": ("B8", [13, 14, 15, 16, 17, 18, 19, 20]),
    "X-TOUCH MINI:X-TOUCH MINI MIDI 1": ("BA", [11, 12, 13, 14, 15, 16, 17, 18]),
    "Faderfox EC4:Faderfox EC4 MIDI 1": ("B0", [8, 9, 10, 11, 12, 13, 14, 15]),
    "Intech Grid MIDI device:Intech Grid": ("B0", [40, 41, 42, 43, 44, 45, 46, 47]),
}
"""The same for the eight that come next."""


def sweep(stage, port: str, status: str, number: int) -> None:
    """Turns a control from its lower end to its upper one, in running status."""
    stage.play(port, [int(status, 16), *itertools.chain.from_iterable((number, value) for value in (0, 40, 90, 127))])


@pytest.mark.parametrize(
    ("port", "stream", "controls"),
    [
        *((port, stream, EIGHT) for port, stream in FADERS.items()),
        *((port, stream, SECOND) for port, stream in KNOBS.items()),
    ],
)
def test_the_faders_and_knobs_of_each(stage, port, stream, controls) -> None:
    status, numbers = stream
    for number, control in zip(numbers, controls, strict=True):
        before = stage.engine.controls.positions
        sweep(stage, port, status, number)
        stage.wait(0.01)
        after = stage.engine.controls.positions
        assert {name for name in after if after[name] != before[name]} == {control}
        assert after[control] == 1.0


def test_the_encoders_of_the_x_touch_mini_in_mc_mode_turn_both_ways(stage) -> None:
    port = "X-TOUCH MINI:X-TOUCH MINI MIDI 1"
    for number, control in enumerate(EIGHT, start=16):
        stage.put(control, 0.5)
        stage.play(port, [0xB0, number, 1, number, 3])
        assert stage.position(control) == pytest.approx(0.54)
        stage.play(port, [0xB0, number, 65, number, 66])
        assert stage.position(control) == pytest.approx(0.51)


def test_the_fader_of_the_x_touch_mini_in_mc_mode_bends(stage) -> None:
    stage.play("X-TOUCH MINI:X-TOUCH MINI MIDI 1", [0xE8, 0, 0, 0, 64, 127, 127])
    assert stage.position("morph") == 1.0


@pytest.mark.parametrize(
    ("port", "data", "does"),
    [
        ("nanoKONTROL2", [0xB0, 34, 127, 34, 0], "auto roughness"),
        ("nanoKONTROL2", [0xB0, 48, 127], "lock brightness"),
        ("nanoKONTROL2", [0xB0, 41, 127], "render"),
        ("MIDI Mix", [0x90, 4, 127], "auto warmth"),
        ("MIDI Mix", [0x90, 26, 127], "preset next"),
        ("Launch Control XL", [0x98, 57, 127], "auto rhythm"),
        ("Launch Control XL", [0x98, 73, 127], "lock brightness"),
        ("Launch Control XL", [0xB8, 107, 127], "model next"),
        ("X-TOUCH MINI", [0x9A, 16, 127], "render"),
        ("X-TOUCH MINI", [0x90, 87, 127], "render"),
        ("X-TOUCH MINI", [0x90, 32, 127], "auto brightness"),
        ("Arturia BeatStep", [0x90, 45, 90], "auto brightness"),
        ("Faderfox EC4", [0x90, 15, 127], "star"),
        ("Intech Grid", [0x90, 46, 127], "render"),
    ],
)
def test_buttons(stage, port, data, does) -> None:
    stage.play(port, data)
    assert stage.surface.messages(0)[0]["verdict"] == does
    assert len(stage.engine.commands) == 1


def test_no_controller_is_taken_to_have_fourteen_bits(stage) -> None:
    """The faders and solo buttons of a nanoKONTROL2 are 32 apart, like the halves of values of 14 bits."""
    stage.play("nanoKONTROL2", [0xB0, 0, 64, 32, 127, 32, 0])
    assert stage.position("brightness") is None
    verdicts = [line["verdict"] for line in stage.surface.messages(0)]
    assert verdicts == ["brightness 0.50", "auto brightness", "auto brightness (let go)"]


def test_the_rings_of_the_x_touch_mini_show_segments_and_go_dark_on_auto(stage) -> None:
    stage.plug("X-TOUCH MINI")
    stage.sent.clear()
    for position, segment in ((0.0, 1), (0.5, 7), (1.0, 13), (None, 0)):
        stage.put("brightness", position)
        stage.wait(1.0)
        standard = [data for _, data in stage.sent if data[1] == 9]
        assert standard[-1] == [0xB0, 9, segment]


def test_the_rings_are_dark_when_sdad_has_ended(stage):
    stage.put("brightness", 0.5)
    stage.plug("X-TOUCH MINI")
    stage.sent.clear()
    stage.surface.stop()
    assert ("X-TOUCH MINI", [0xB0, 9, 0]) in stage.sent


@pytest.fixture(scope="module")
def profiles(tmp_path_factory) -> list[Profile]:
    return Mappings(MappingFiles(Workspace(tmp_path_factory.mktemp("none")))).profiles


def test_the_devices_that_are_described(profiles) -> None:
    assert len(profiles) == 8
    for profile in profiles:
        assert profile.source.strip(), f"{profile.name} names no source"
        assert profile.about.strip(), profile.name


def test_the_third_launch_control_xl_is_not_taken_for_the_second(profiles) -> None:
    """What it sends is its owner's making, so that no number of the other's may move anything."""
    (second,) = (profile for profile in profiles if profile.name == "Novation Launch Control XL (mk2)")
    assert second.is_for("Launch Control XL:Launch Control XL Launch Contro")
    assert not second.is_for("Launch Control XL 3:Launch Control XL 3 MIDI 1") and not second.is_for("LCXL3 1 MIDI Out")


def test_no_two_entries_of_a_profile_hear_the_same_message(profiles) -> None:
    for profile in profiles:
        heard = [(entry.kind, entry.number, entry.channel) for entry in profile.map]
        assert len(heard) == len(set(heard)), profile.name


def test_every_profile_reaches_the_first_eight(profiles) -> None:
    for profile in profiles:
        assert set(EIGHT) <= {entry.to for entry in profile.map}, profile.name
        assert all(entry.to in CONTROLS or not entry.target.is_control for entry in profile.map)


def test_what_nobody_has_tried_is_marked(profiles) -> None:
    marked = {profile.name: sum(entry.unverified for entry in profile.map) for profile in profiles}
    assert {name: count for name, count in marked.items() if count} == {
        "Behringer X-Touch Mini, MC mode": 8,
        "Faderfox EC4": 32,
        "Intech Grid EN16": 16,
    }


def test_the_knobs_of_an_untouched_beatstep_need_no_profile(profiles) -> None:
    (beatstep,) = (profile for profile in profiles if profile.name == "Arturia BeatStep")
    assert {(entry.cc, entry.to) for entry in beatstep.map if entry.cc is not None} <= {
        (row.cc, row.id) for row in TABLE
    }
    assert GENERIC not in [profile.name for profile in profiles]
