import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from sdad.disks import LITTLE_BYTES, size, volume_of, want_of_room
from sdad.errors import DiskFull

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def free(monkeypatch):
    """A disk mounted at /music with so much room."""

    def has(count):
        monkeypatch.setattr(os.path, "ismount", lambda place: str(place) in ("/", "/music"))
        monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(0, 0, {"/music": count}[str(place)]))

    return has


@pytest.mark.parametrize(
    ("count", "down", "up"),
    [
        (0, "0 kB", "0 kB"),
        (1, "0 kB", "1 kB"),
        (2_000_000, "2 MB", "2 MB"),
        (34_200_000, "34 MB", "35 MB"),
        (1_250_000_000, "1.2 GB", "1.3 GB"),
    ],
)
def test_sizes_are_rounded_to_the_side_that_is_asked_for(count, down, up):
    assert (size(count), size(count, up=True)) == (down, up)


def test_what_is_needed_and_what_is_free_on_which_volume_is_told(free, said):
    free(2_500_000)
    told = "There is no room left for files in /music/out/rain: it needs about 35 MB, 2 MB are free on /music."
    error = DiskFull("/music/out/rain", 34_200_000)
    said(error, "storage.disk_full", "/music/out/rain", told, "Free some space there or choose another folder")
    assert want_of_room("/music/out") == "2 MB are free on /music"


def test_room_that_is_there_is_not_told_where_something_else_kept_the_file_out(free):
    free(40_000_000)
    assert want_of_room("/music/out", 35_000_000) == "it needs about 35 MB", "a quota perhaps"
    free(LITTLE_BYTES)
    assert want_of_room("/music/out") == ""
    assert DiskFull("/music/out").text.startswith("There is no room left for files in /music/out. Free")


def test_a_disk_that_cannot_be_asked_is_not_told_of(monkeypatch, tmp_path):
    def gone(place):
        raise OSError("gone")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert (want_of_room(tmp_path), want_of_room(tmp_path, 5_000)) == ("", "it needs about 5 kB")


def test_the_volume_is_where_a_disk_is_mounted(tmp_path):
    volume = volume_of(tmp_path / "not" / "there")
    assert os.path.ismount(volume) and volume in tmp_path.parents
    assert volume_of("/") == Path("/").absolute()
