from __future__ import annotations

import pytest

from sdad.control.aliases import Alias
from sdad.errors import Corrupt, FormatTooNew
from sdad.library.aliases import AliasFile

FADER = Alias(address="/1/fader1", to="/sdad/control/brightness", low=0, high=127)
DONE = Alias(address="/done", to="/sdad/render/done", direction="out")


@pytest.fixture
def file(tmp_path):
    return AliasFile(tmp_path / "aliases.toml")


def test_no_file_is_no_alias(file):
    assert file.load() == () and file.stamp() is None


def test_what_is_kept_is_read_again_in_its_order(file):
    file.keep([DONE, FADER])
    assert file.load() == (DONE, FADER)
    file.keep([])
    assert file.load() == ()


def test_a_file_written_by_hand_is_read(file):
    file.path.write_text(
        'format = 1\n# the old patch\n[[alias]]\naddress = "/1/fader1"\nto = "/sdad/control/brightness"\n'
        'low = 0\nhigh = 127\n\n[[alias]]\naddress = "/done"\nto = "/sdad/render/done"\ndirection = "out"\n'
    )
    assert file.load() == (FADER, DONE)


def test_every_change_changes_the_stamp(file):
    file.keep([FADER])
    before = file.stamp()
    file.keep([FADER, DONE])
    assert file.stamp() != before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 1\n[[alias]]\n", "address"),
        ('format = 1\n[[alias]]\naddress = "/a"\nto = "/sdad/ping"\ncode = "1"\n', "code"),
        ('format = 1\n[[alias]]\naddress = "/sdad/x"\nto = "/sdad/ping"\n', "does not begin with /sdad"),
        ("format = 1\n" + '[[alias]]\naddress = "/a"\nto = "/sdad/ping"\n' * 2, "/a is there more than once"),
        ('format = 1\n[[alias]]\naddress = "/a"\nto = "/sdad/ping"\nlow = 0\nhigh = 1e300\n', "to 1000000"),
        ("format = 1\nalias = 3\n", "alias"),
        ("[[alias]]\n", "format"),
        ("format = 1\n[[alias\n", "TOML"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_and_says_why(file, text, said):
    file.path.write_text(text)
    with pytest.raises(Corrupt, match=said):
        file.load()


def test_a_file_of_a_later_sdad_is_left_alone(file):
    file.path.write_text("format = 2\n")
    with pytest.raises(FormatTooNew):
        file.load()
