"""A recording copied into a dataset's folder becomes part of the instrument, with nothing else done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_dropped_recording_leads_to_a_version_that_the_next_render_uses(
    studio: Callable[..., Any], record: Callable[..., list[Path]], tmp_path: Path, waiting: Callable[..., Any]
) -> None:
    one = studio("--no-panel", SDAD_QUIET_SECONDS="1")
    before = one.sdad("render", "tiny", "--duration", "1", "--wait")["takes"][0]
    assert before["version"] == "v0001"
    (dropped,) = record(tmp_path / "new", range(7, 8))
    shutil.copy(dropped, one.root / "datasets" / "tiny" / "found-on-the-way.wav")
    waiting(lambda: one.sdad("model", "show", "tiny")["version"] == "v0002", "the second version", 600)
    card = one.sdad("model", "show", "tiny")
    assert "found-on-the-way.wav" in str(card)
    after = one.sdad("render", "tiny", "--duration", "1", "--wait")["takes"][0]
    assert after["version"] == "v0002"
    assert Path(before["path"]).is_file() and (one.root / "models" / "tiny" / "v0001" / "model.json").is_file()
