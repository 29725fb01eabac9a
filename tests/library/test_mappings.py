"""MIDI mapping files: the user's and sdad's own, found, read and written whole."""

import pytest

from sdad.errors import Corrupt, FormatTooNew, InvalidName
from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles


@pytest.fixture
def files(tmp_path):
    return MappingFiles(Workspace(tmp_path).ensure())


def test_sdad_s_own_are_found_and_the_user_s_are_none_at_first(files):
    assert {path.stem for path in files.profiles()} >= {"nanokontrol2", "midimix", "ec4"}
    assert files.own() == []


def test_what_is_saved_is_read_back_and_changes_the_stamp(files):
    before = files.stamp()
    path = files.save("knobs", {"ports": ["knobs"], "map": [{"to": "warmth", "cc": 1}]})
    assert files.own() == [path] == [files.path("knobs")]
    assert files.read(path) == {"format": 1, "ports": ["knobs"], "map": [{"to": "warmth", "cc": 1}]}
    after = files.stamp()
    assert after != before
    assert files.stamp() == after
    files.save("knobs", {"ports": ["knobs"], "map": [{"to": "warmth", "cc": 2}]})
    assert files.stamp() != after


def test_a_name_that_leads_elsewhere_is_refused(files):
    with pytest.raises(InvalidName, match="MIDI mapping"):
        files.save("../knobs", {})


def test_what_cannot_be_read_says_so(files, tmp_path):
    path = tmp_path / "midi" / "x.toml"
    path.write_text("format = 2\n")
    with pytest.raises(FormatTooNew):
        files.read(path)
    path.write_text("ports = 1\n")
    with pytest.raises(Corrupt, match="no format number"):
        files.read(path)


def test_a_folder_that_has_gone_holds_nothing(files, tmp_path):
    (tmp_path / "midi").rmdir()
    assert files.own() == []
    assert files.stamp() == []
