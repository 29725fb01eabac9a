import numpy as np
import pytest
import soundfile

from sdad.library.datasets import Datasets


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "Recordings"
    folder.mkdir()
    for number, name in enumerate(("a.wav", "b.flac")):
        time_s = np.arange(4000) / 8000
        soundfile.write(folder / name, 0.5 * np.sin(2 * np.pi * (200 + 100 * number) * time_s), 8000)
    (folder / "notes.txt").write_text("x")
    return folder


def test_a_folder_becomes_a_dataset(sdad, own, workspace):
    answer = sdad("dataset", "add", "rain", own)
    assert answer.code == 0
    assert "2 added" in answer.out
    assert "sdad train rain" in answer.err
    assert len(Datasets(workspace).get("rain").recordings()) == 2


def test_what_is_refused_is_named_and_the_rest_goes_on(sdad, own):
    (own / "lyrics.wav").write_text("la la la")
    answer = sdad("dataset", "add", "rain", own, own / "gone.wav", "--json")
    assert answer.code == 8
    report = answer.json
    assert sorted(report["added"]) == ["a.wav", "b.flac"]
    assert {one["code"] for one in report["refused"]} == {"audio.unreadable", "library.not_found"}
    assert report["ignored"] == [str(own / "notes.txt")]
    assert "lyrics.wav cannot be read" in answer.err and "gone.wav" in answer.err


def test_nothing_usable_is_no_success(sdad, own, tmp_path):
    (tmp_path / "lyrics.wav").write_text("la la la")
    answer = sdad("dataset", "add", "rain", tmp_path / "lyrics.wav")
    assert answer.code == 5
    assert answer.out == ""
    assert "no usable recording" in answer.err


def test_adding_the_same_again_is_fine(sdad, own):
    sdad("dataset", "add", "rain", own)
    answer = sdad("dataset", "add", "rain", own, "--json")
    assert answer.code == 0
    assert answer.json["added"] == [] and len(answer.json["already"]) == 2


def test_a_bad_name_is_a_usage_fault(sdad, own):
    assert sdad("dataset", "add", "../x", own).code == 2


def test_listing_and_showing(sdad, own):
    empty = sdad("dataset", "list")
    assert (empty.code, empty.out) == (0, "") and "sdad dataset add" in empty.err
    sdad("dataset", "add", "rain", own)
    assert sdad("dataset", "list").out.split()[:2] == ["rain", "2"]
    listed = sdad("dataset", "list", "--json").json["datasets"]
    assert [(one["name"], one["recordings"]) for one in listed] == [("rain", 2)]
    assert sdad("dataset", "show", "rain").out.split() == ["a.wav", "b.flac"]
    shown = sdad("dataset", "show", "rain", "--json").json
    assert shown["recordings"] == ["a.wav", "b.flac"]
    assert sdad("dataset", "show", "rian").code == 4
