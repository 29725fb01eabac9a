"""Mapping files are in force as soon as they change, and a slip of the pen takes nothing away."""

import os
import tomllib

import pytest

from sdad.errors import SdadError
from sdad.surfaces.midi.mappings import Mappings, file_name
from sdad.surfaces.midi.profile import Entry


def target(mappings: Mappings, port: str, number: int) -> list[str]:
    return [entry.to for entry in mappings.layout(port).entries(("cc", 1, number))]


def test_a_new_a_changed_and_a_removed_file(files, written) -> None:
    mappings = Mappings(files)
    assert not mappings.refresh()
    path = written("mine", "knobs", 'to = "warmth", cc = 1')
    assert mappings.refresh()
    assert target(mappings, "knobs", 1) == ["warmth"]
    written("mine", "knobs", 'to = "space", cc = 1', 'to = "width", cc = 2')
    assert mappings.refresh()
    assert target(mappings, "knobs", 1) == ["space"]
    path.unlink()
    assert mappings.refresh()
    assert target(mappings, "knobs", 1) == ["morph"]


def test_a_file_with_a_fault_leaves_what_it_said_before(files, written) -> None:
    mappings = Mappings(files)
    path = written("mine", "knobs", 'to = "warmth", cc = 1')
    mappings.refresh()
    for broken in ('format = 1\nports = ["knobs"]\nmap = [ { to = "wrmth", cc = 1 } ]\n', "format = 1\nmap = [\n"):
        path.write_text(broken)
        assert mappings.refresh()
        assert len(mappings.faults) == 1
        assert "mine.toml" in mappings.faults[0].text
        assert target(mappings, "knobs", 1) == ["warmth"]
    written("mine", "knobs", 'to = "space", cc = 1')
    assert mappings.refresh()
    assert mappings.faults == []


def test_a_change_within_the_clock_s_grain_is_seen(files, written) -> None:
    mappings = Mappings(files)
    path = written("mine", "knobs", 'to = "warmth", cc = 1')
    mappings.refresh()
    times = path.stat()
    written("mine", "knobs", 'to = "movement", cc = 1')
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert mappings.refresh()


def test_what_is_learned_is_kept_and_takes_the_place_of_what_it_contradicts(files) -> None:
    mappings = Mappings(files)
    path = mappings.put("knobs:out #2", Entry(to="warmth", cc=5, channel=1))
    assert path.name == "knobs out.toml"
    assert tomllib.loads(path.read_text("utf-8")) == {
        "format": 1,
        "ports": ["knobs:out"],
        "map": [{"to": "warmth", "cc": 5, "channel": 1}],
    }
    mappings.put("knobs:out", Entry(to="space", cc=6, relative="offset", shown={"cc": 9, "low": 1}))
    mappings.put("knobs:out", Entry(to="warmth", cc=7))
    mappings.put("knobs:out", Entry(to="width", cc=6, channel=3))
    assert [(one["to"], one["cc"]) for one in tomllib.loads(path.read_text("utf-8"))["map"]] == [
        ("warmth", 7),
        ("width", 6),
    ]
    assert target(mappings, "knobs:out", 7) == ["warmth"]
    assert mappings.drop("knobs:out", "warmth") == 1
    assert mappings.drop("knobs:out", "warmth") == 0
    assert target(mappings, "knobs:out", 7) == ["level"]


def test_nested_fields_survive_being_written(files) -> None:
    mappings = Mappings(files)
    entry = Entry(to="space", cc=6, shown={"cc": 9, "channel": 1, "low": 1, "high": 13, "off": 0}, label='a "ring"')
    mappings.put("knobs", entry)
    assert Mappings(files).own[0].map == [entry]


def test_a_file_that_cannot_be_read_is_not_overwritten(files, written) -> None:
    mappings = Mappings(files)
    path = written("knobs", "knobs", "to = ")
    with pytest.raises(SdadError, match="not valid TOML"):
        mappings.put("knobs", Entry(to="warmth", cc=5))
    assert "to = " in path.read_text()


def test_what_a_file_of_any_name_says_is_told_and_taken_out_of_it_by_its_name(files, written) -> None:
    path = written("my own.box", "knobs", 'to = "warmth", cc = 5, low = 0.2, invert = true', 'to = "star", note = 3')
    mappings = Mappings(files)
    (told,) = mappings.facts()["mappings"]
    assert (told["file"], told["texts"]) == ("my own.box", ["CC 5, low 0.2, invert", "note 3"])
    assert mappings.drop("my own.box", "warmth") == 1
    assert [one["to"] for one in tomllib.loads(path.read_text("utf-8"))["map"]] == ["star"]
    assert files.own() == [path]


@pytest.mark.parametrize(
    ("port", "name"), [("a2j:X [20] (capture): X/1", "a2j X 20 capture X 1"), ("::", "port"), ("K" * 80, "K" * 64)]
)
def test_the_file_of_a_port(port: str, name: str) -> None:
    assert file_name(port) == name
