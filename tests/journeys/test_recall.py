"""Everything that a musician has set up is kept in files, and is in force again as soon as they are back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sdad.control.parameters import TABLE

pytestmark = [pytest.mark.jack, pytest.mark.timeout(240)]

AT_ONCE_S = 2.0
CC = 0xB0


def test_all_is_equal_and_in_force_after_everything_was_changed_and_recalled(
    studio, jack, patch_of, waiting, tmp_path
) -> None:
    one = studio("--no-panel", SDAD_WATCH="false", **jack.of_a_daemon)
    patch, knobs = patch_of(one), jack.controller("knobs")
    waiting(lambda: "knobs:out" in one.get("/api/midi")["ports"], "the knobs are heard", 20)
    kept = [Path("aliases.toml"), Path("midi", "knobs out.toml"), Path("presets", "everything.toml")]

    def set_alias(to: str) -> None:
        patch.send("/sdad/alias/set", "/1/fader1", f"/sdad/control/{to}", "both", 0.0, 127.0)
        patch.wait_for("/sdad/alias")

    def stands(name: str, position: float) -> None:
        waiting(lambda: one.position(name) == pytest.approx(position), f"{name} stands at {position}", AT_ONCE_S)

    # Everything is set up and saved.
    set_alias("width")
    one.sdad("midi", "map", "warmth", "--port", "knobs:out", "--cc", "20", "--takeover", "jump")
    for number, row in enumerate(TABLE):
        patch.send(f"/sdad/control/{row.id}", number / 32)
    patch.send("/sdad/control/density/auto", 1)
    patch.send("/sdad/control/space/lock", 1)
    patch.send("/sdad/preset/save", "everything")
    patch.wait_for("/sdad/preset/saved")
    saved = one.get("/api/controls")
    for file in kept:
        (tmp_path / "kept" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(one.root / file, tmp_path / "kept" / file)

    # Everything is changed: each control, where the fader leads, where the knob leads.
    patch.send("/sdad/control/space/lock", 0)
    patch.send("/sdad/control/*", 0.75)
    set_alias("attack")
    one.sdad("midi", "map", "warmth", "--port", "knobs:out", "--drop")
    one.sdad("midi", "map", "register", "--port", "knobs:out", "--cc", "20", "--takeover", "jump")
    stands("level", 0.75)
    patch.send("/1/fader1", 0)
    stands("attack", 0.0)
    waiting(lambda: one.get("/api/midi")["mappings"][0]["map"][0]["to"] == "register", "the other mapping is in force")
    jack.send(knobs, [CC, 20, 127])
    stands("register", 1.0)
    assert not {row["id"] for row in one.get("/api/controls")["controls"] if row in saved["controls"]}

    # Everything is back.
    for file in kept:
        shutil.copy(tmp_path / "kept" / file, one.root / file)
    patch.send("/sdad/preset/recall", "everything")
    patch.wait_for("/sdad/preset/recalled")
    assert one.get("/api/controls") == saved

    def in_force() -> bool:
        patch.send("/1/fader1", 127)
        jack.send(knobs, [CC, 20, 126])
        return one.position("width") == 1.0 and one.position("warmth") == pytest.approx(126 / 127)

    waiting(in_force, "the fader and the knob lead where they led", AT_ONCE_S)
    patch.send("/sdad/preset/recall", "everything")
    patch.wait_for("/sdad/preset/recalled")
    patch.send("/1/fader1", 0)
    stands("width", 0.0)
    assert [row for row in one.get("/api/controls")["controls"] if row not in saved["controls"]] == [
        row for row in one.get("/api/controls")["controls"] if row["id"] == "width"
    ], "the fader leads nowhere else"
