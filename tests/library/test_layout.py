import os
import stat
import unicodedata

import pytest

from sdad.errors import InvalidName, NotWritable
from sdad.library.layout import NAME_LIMIT, Workspace, check_name


@pytest.mark.parametrize("name", ["rain", "Choir 01", "kitchen_v2.1", "Größe", "雨", "7", "x" * NAME_LIMIT])
def test_names_people_give_are_accepted(name):
    assert check_name("dataset", name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "C:\\x",
        "/etc",
        ".hidden",
        "-x",
        " x",
        "x ",
        "x.",
        "a\0b",
        "a\nb",
        "a*",
        "NUL",
        "con",
        "com1.wav",
        "LPT9",
        "x" * (NAME_LIMIT + 1),
    ],
)
def test_names_that_leave_the_folder_or_break_a_system_are_refused(name, said):
    with pytest.raises(InvalidName) as refused:
        check_name("dataset", name)
    said(refused.value, "library.invalid_name", name, "use 1 to 64 letters, digits, spaces")
    assert refused.value.exit_code == 2


def test_one_spelling_of_an_accent_is_one_name():
    decomposed = unicodedata.normalize("NFD", "Größe")
    assert check_name("dataset", decomposed) == check_name("dataset", "Größe")


def test_every_folder_is_made_and_the_state_is_private(tmp_path):
    workspace = Workspace(tmp_path / "new" / "Sdad").ensure()
    for folder in (workspace.datasets, workspace.models, workspace.presets, workspace.output, workspace.logs):
        assert folder.is_dir()
    assert workspace.checkpoints.is_dir() and workspace.trash.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(workspace.state.stat().st_mode) == 0o700
    assert workspace.ensure() is workspace


def test_a_file_in_the_way_is_said_and_not_traced(tmp_path):
    (tmp_path / "Sdad").write_text("not a folder")
    with pytest.raises(NotWritable) as refused:
        Workspace(tmp_path / "Sdad").ensure()
    assert str(tmp_path / "Sdad") in refused.value.text
