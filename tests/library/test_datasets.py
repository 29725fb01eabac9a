import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from sdad.errors import InvalidName, NotFound, NotWritable
from sdad.library import datasets as datasets_file
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "Sdad").ensure()


@pytest.fixture
def datasets(workspace):
    return Datasets(workspace)


@pytest.fixture
def own(tmp_path):
    """A musician's folder: two recordings, one in a folder of its own, and what else lies about."""
    folder = tmp_path / "Recordings"
    (folder / "night").mkdir(parents=True)
    record(folder / "a.wav", 200)
    record(folder / "night" / "b.flac", 300)
    (folder / "notes.txt").write_text("rain on the roof")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "._a.wav").write_bytes(b"\0")
    return folder


def record(path, pitch_hz, seconds=0.5):
    time_s = np.arange(int(8000 * seconds)) / 8000
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * pitch_hz * time_s), 8000)
    return path


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_copied_with_its_structure_and_stays_as_it_was(datasets, own):
    before = contents(own)
    report = datasets.add("rain", [own])
    assert sorted(report.added) == ["a.wav", "night/b.flac"]
    assert report.ignored == [str(own / "notes.txt")]
    assert report.refused == [] and report.already == []
    assert contents(own) == before
    dataset = datasets.get("rain")
    assert [path.name for path in dataset.recordings()] == ["a.wav", "b.flac"]
    assert dataset.recordings()[0].read_bytes() == (own / "a.wav").read_bytes()
    assert datasets.names() == ["rain"]


def test_the_same_content_is_not_copied_twice(datasets, own):
    datasets.add("rain", [own])
    (own / "copy of a.wav").write_bytes((own / "a.wav").read_bytes())
    report = datasets.add("rain", [own])
    assert report.added == []
    assert len(report.already) == 3
    assert len(datasets.get("rain").recordings()) == 2


def test_other_content_under_a_taken_name_gets_the_next_free_one(datasets, own, tmp_path):
    datasets.add("rain", [own / "a.wav"])
    kept = (datasets.get("rain").folder / "a.wav").read_bytes()
    for number in (1, 2):
        (tmp_path / f"more{number}").mkdir()
        record(tmp_path / f"more{number}" / "a.wav", 400 + number)
    report = datasets.add("rain", [tmp_path / "more1" / "a.wav", tmp_path / "more2" / "a.wav"])
    assert report.added == ["a-2.wav", "a-3.wav"]
    assert (datasets.get("rain").folder / "a.wav").read_bytes() == kept


def test_files_that_cannot_be_used_are_refused_one_by_one(datasets, own):
    (own / "lyrics.wav").write_text("la la la")
    (own / "empty.wav").write_bytes(b"")
    report = datasets.add("rain", [own, own / "gone.wav", own / "notes.txt"])
    assert sorted(report.added) == ["a.wav", "night/b.flac"]
    refused = {Path(refusal.file).name: refusal.error for refusal in report.refused}
    assert set(refused) == {"lyrics.wav", "empty.wav", "gone.wav", "notes.txt"}
    assert refused["lyrics.wav"].code == "audio.unreadable"
    assert refused["empty.wav"].code == "audio.unreadable"
    assert refused["gone.wav"].code == "library.not_found"
    for refusal in report.summary()["refused"]:
        assert refusal["text"].endswith(".")


def test_a_copy_that_fails_leaves_nothing_half(datasets, own, monkeypatch):
    datasets.add("rain", [own / "a.wav"])

    def refuse(_path):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(datasets_file, "sync_file", refuse)
    with pytest.raises(NotWritable):
        datasets.add("rain", [own])
    folder = datasets.get("rain").folder
    assert [name for _, _, names in os.walk(folder) for name in names] == ["a.wav"]


def test_fingerprints_follow_the_folder(datasets, own):
    datasets.add("rain", [own])
    found = datasets.get("rain").fingerprints()
    assert found["a.wav"] == hashlib.sha256((own / "a.wav").read_bytes()).hexdigest()
    assert set(found) == {"a.wav", "night/b.flac"}


def test_what_a_musician_drops_in_by_hand_counts(datasets, workspace):
    folder = workspace.datasets / "by hand"
    folder.mkdir()
    record(folder / "LOUD.WAV", 100)
    (folder / ".part.wav").write_bytes(b"half")
    dataset = datasets.get("by hand")
    assert [path.name for path in dataset.recordings()] == ["LOUD.WAV"]
    assert dataset.summary()["recordings"] == 1


def test_an_unknown_dataset_suggests_the_nearest(datasets, own):
    datasets.add("rain", [own])
    with pytest.raises(NotFound, match='Did you mean "rain"'):
        datasets.get("rian")


def test_a_name_cannot_leave_the_workspace(datasets, own, tmp_path):
    with pytest.raises(InvalidName):
        datasets.add("../outside", [own])
    assert not (tmp_path / "outside").exists()
