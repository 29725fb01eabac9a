from __future__ import annotations

import os

import pytest

from sdad.surfaces.watch.listing import datasets_in, listing_of


def write(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_files_are_listed_with_those_in_folders_inside(tmp_path):
    write(tmp_path / "a.wav", b"1234")
    write(tmp_path / "day 2" / "deep" / "b.wav")
    listing = listing_of(tmp_path)
    assert listing.keys() == {"a.wav", "day 2/deep/b.wav"}
    assert listing["a.wav"] == (4, (tmp_path / "a.wav").stat().st_mtime_ns)


@pytest.mark.parametrize("name", [".hidden.wav", ".DS_Store", "a.wav.part", "b.CRDOWNLOAD", "c.wav~", ".git/x.wav"])
def test_hidden_and_unfinished_files_are_left_out(tmp_path, name):
    write(tmp_path / name)
    assert listing_of(tmp_path) == {}


def test_links_that_lead_nowhere_or_in_circles_do_no_harm(tmp_path):
    try:
        (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    (tmp_path / "gone.wav").symlink_to(tmp_path / "nowhere.wav")
    write(tmp_path / "a.wav")
    assert listing_of(tmp_path).keys() == {"a.wav"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert listing_of(tmp_path / "nowhere") == {}


def test_special_files_are_left_out(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "pipe.wav")
    assert listing_of(tmp_path) == {}


def test_datasets_are_the_folders_of_the_root(tmp_path):
    for name in ("kitchen", "drones", ".trash"):
        (tmp_path / name).mkdir()
    write(tmp_path / "stray.wav")
    assert datasets_in(tmp_path) == ["drones", "kitchen"]
    assert datasets_in(tmp_path / "nowhere") is None
