"""Learnt numbers are on disk whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from sdad.errors import DiskFull, NotWritable
from sdad.model.kept import keep


def test_a_file_holds_what_was_kept_and_can_be_replaced(tmp_path):
    path = tmp_path / "new" / "weights"
    keep(b"first", path)
    keep(b"second", path)
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EROFS, NotWritable), (errno.EIO, NotWritable)]
)
@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, number, kind, fails):
    path = tmp_path / "weights"
    keep(b"old", path)

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if fails == "fsync" else Path, fails, fail)
    with pytest.raises(kind):
        keep(b"new", path)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
