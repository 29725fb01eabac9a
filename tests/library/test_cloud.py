from pathlib import Path

import pytest

from sdad.library.cloud import is_conflict_copy, syncing
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace
from sdad.library.presets import Presets


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/ann/Dropbox/Sdad", "Dropbox"),
        ("/home/ann/Dropbox (Personal)/music/Sdad", "Dropbox"),
        ("/Users/ann/Library/CloudStorage/OneDrive-Personal/Sdad", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/My Drive/Sdad", "Google Drive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/Sdad", "iCloud Drive"),
        ("/Users/ann/Library/CloudStorage/Other/Sdad", "a cloud service"),
        ("/home/ann/Nextcloud/Sdad", "Nextcloud"),
        ("/home/ann/Sdad", None),
        ("/home/ann/boxes/Dropbox-free/Sdad", None),
    ],
)
def test_a_service_is_known_by_the_name_of_its_folder(folder, service):
    assert syncing(Path(folder)) == service


def test_a_service_is_known_by_what_it_leaves_in_its_folder(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    assert syncing(tmp_path / "music" / "Sdad") == "Syncthing"


CONFLICTS = [
    "rain (Ann's conflicted copy 2024-05-01).wav",
    "rain (conflicted copy 2024-05-01 120000).wav",
    "rain.sync-conflict-20240501-120000-ABCDEFG.wav",
    "rain_conflict-20240501-120000.wav",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_copies_of_a_conflict_are_told_by_their_names(tmp_path, name):
    workspace = Workspace(tmp_path).ensure()
    folder = workspace.datasets / "rain"
    folder.mkdir()
    own = "rain conflict 2024-05-01.wav"
    for file in (name, own):
        (folder / file).write_bytes(b"x")
    dataset = Datasets(workspace).get("rain")
    assert [path.name for path in dataset.recordings()] == [own]
    assert [path.name for path in dataset.others()] == [name]
    before = Presets(workspace).names()
    (workspace.presets / Path(name).with_suffix(".json").name).write_text("{}")
    assert Presets(workspace).names() == before
    assert is_conflict_copy(Path(name)) and not is_conflict_copy(Path(own))
