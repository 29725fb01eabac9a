import pytest

from sdad.errors import NotFound
from sdad.library.folders import Folders
from sdad.library.layout import Workspace


def test_a_folder_has_one_id_and_is_found_by_it(tmp_path):
    workspace = Workspace(tmp_path / "Sdad").ensure()
    folders = Folders(workspace)
    first = folders.put_down(tmp_path / "music")
    assert folders.put_down(tmp_path / "other" / ".." / "music") == first
    assert folders.put_down(tmp_path / "Tür 2") != first
    assert Folders(workspace).get(first) == tmp_path / "music"


@pytest.mark.parametrize(
    "name", ["", "0123456789ab", "/music", "../token", "0123456789ab/..", "0123456789AB", "a" * 13]
)
def test_nothing_else_is_a_folder(tmp_path, name):
    with pytest.raises(NotFound, match="sdad render --out"):
        Folders(Workspace(tmp_path / "Sdad").ensure()).get(name)
