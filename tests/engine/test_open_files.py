import os
import sys
from pathlib import Path

import pytest

from sdad.engine.open_files import OpenFiles, _now


def test_people_are_told_once_each_time_that_it_becomes_tight(said):
    told, now = [], [50, 100]
    files = OpenFiles(told.append, lambda: tuple(now))
    for count in (50, 89):
        now[0] = count
        files.look()
    assert told == []
    for count in (90, 100, 100):
        now[0] = count
        files.look()
    (few,) = told
    said(few, "engine.few_files_left", "ulimit -n", "Close pages and programs", "raise the limit (ulimit -n)")
    for count in (20, 95):
        now[0] = count
        files.look()
    assert len(told) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_what_is_open_here_is_counted():
    before, most = _now()
    with Path(os.devnull).open(), Path(os.devnull).open():
        assert _now() == (before + 2, most)
