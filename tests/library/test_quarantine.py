"""What has ended a decoder is remembered by its content, for one version of sdad."""

import json

import pytest

from sdad.errors import EndsDecoder
from sdad.library import quarantine as module
from sdad.library.layout import Workspace
from sdad.library.quarantine import Quarantine

REASON = "it makes the decoder crash"


@pytest.fixture
def held(tmp_path):
    """A workspace in which the content "a1" is in quarantine, and the file that says so."""
    workspace = Workspace(tmp_path / "Sdad").ensure()
    Quarantine(workspace).add(EndsDecoder(tmp_path / "rain.wav", REASON), "a1")
    return workspace, workspace.state / "quarantine.json"


def test_the_content_counts_and_not_the_name(held, tmp_path, said):
    files = {tmp_path / "rain.wav": "b2", tmp_path / "snow.wav": "a1"}
    ((path, error),) = Quarantine(held[0]).among(files).items()
    assert path == tmp_path / "snow.wav" and error.reason == REASON
    said(error, "audio.ends_decoder", str(path), f"snow.wav cannot be read: {REASON}.", "take it out of the folder")


def test_those_before_stay_when_another_one_comes(held, tmp_path):
    Quarantine(held[0]).add(EndsDecoder(tmp_path / "wind.wav", "decoding it took more than 60 s"), "b2")
    known = Quarantine(held[0]).among({tmp_path / "1.wav": "a1", tmp_path / "2.wav": "b2", tmp_path / "3.wav": "c3"})
    assert [error.reason for error in known.values()] == [REASON, "decoding it took more than 60 s"]
    assert [entry["file"] for entry in json.loads(held[1].read_text())["files"].values()] == ["rain.wav", "wind.wav"]


def test_another_version_of_sdad_tries_everything_again(held, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "__version__", "another")
    quarantine = Quarantine(held[0])
    assert quarantine.among({tmp_path / "rain.wav": "a1"}) == {}
    quarantine.add(EndsDecoder(tmp_path / "wind.wav", REASON), "b2")
    assert list(quarantine.among({tmp_path / "1.wav": "a1", tmp_path / "2.wav": "b2"})) == [tmp_path / "2.wav"]


@pytest.mark.parametrize("content", ["", "no JSON", "[]", '{"format": 1, "files": 3}', '{"format": 99}'])
def test_a_damaged_one_is_begun_anew(held, tmp_path, content):
    held[1].write_text(content)
    quarantine = Quarantine(held[0])
    assert quarantine.among({tmp_path / "rain.wav": "a1"}) == {}
    quarantine.add(EndsDecoder(tmp_path / "rain.wav", REASON), "a1")
    assert len(quarantine.among({tmp_path / "rain.wav": "a1"})) == 1
