import os

import pytest

from sdad.library import fingerprints
from sdad.library.fingerprints import Ledger


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.wav").write_bytes(b"weights")
    (tmp_path / "set" / "b.wav").write_bytes(b"other")
    return tmp_path / "set"


@pytest.fixture
def read_files(monkeypatch):
    """The names of the files that are really read."""
    read, real = [], fingerprints.sha256

    def counted(path):
        read.append(path.name)
        return real(path)

    monkeypatch.setattr(fingerprints, "sha256", counted)
    return read


def test_an_unchanged_file_is_read_once(folder, tmp_path, read_files):
    files = sorted(folder.iterdir())
    first = Ledger(tmp_path / "ledger.json").fingerprints(folder, files)
    # printf weights | sha256sum
    assert first["a.wav"] == "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"
    assert Ledger(tmp_path / "ledger.json").fingerprints(folder, files) == first
    assert read_files == ["a.wav", "b.wav"]


def test_a_changed_file_is_read_again_and_a_vanished_one_forgotten(folder, tmp_path, read_files):
    ledger = Ledger(tmp_path / "ledger.json")
    files = sorted(folder.iterdir())
    before = ledger.fingerprints(folder, files)
    facts = (folder / "b.wav").stat()
    (folder / "b.wav").write_bytes(b"OTHER")
    os.utime(folder / "b.wav", ns=(facts.st_atime_ns, facts.st_mtime_ns + 10_000_000))
    after = ledger.fingerprints(folder, files)
    assert after["a.wav"] == before["a.wav"] and after["b.wav"] != before["b.wav"]
    assert read_files == ["a.wav", "b.wav", "b.wav"]
    (folder / "a.wav").unlink()
    assert list(ledger.fingerprints(folder, files)) == ["b.wav"]


@pytest.mark.parametrize("content", ["", "{}", '{"format": 99}', '{"format": 1, "files": 3}'])
def test_a_damaged_ledger_is_begun_anew(folder, tmp_path, content):
    (tmp_path / "ledger.json").write_text(content)
    found = Ledger(tmp_path / "ledger.json").fingerprints(folder, sorted(folder.iterdir()))
    assert set(found) == {"a.wav", "b.wav"}
