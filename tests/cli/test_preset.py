import pytest

from sdad.library.presets import Presets


def test_those_that_come_with_sdad_are_listed_and_shown(sdad):
    names = sdad("preset", "list").out.splitlines()
    assert "Glass" in names
    assert sdad("preset", "list", "--json").json == {"presets": names, "damaged": []}
    shown = sdad("preset", "show", "Glass").out
    assert "brightness" in shown and "0.85" in shown and "auto" in shown
    assert sdad("preset", "show", "Glass", "--json").json["positions"]["tension"] == 0.1
    assert sdad("preset", "show", "Galss").code == 4


def test_damaged_presets_are_marked_in_the_list_and_it_is_said_why(sdad, workspace, said):
    file = workspace.presets / "mine.toml"
    file.write_text("[positions")
    answer = sdad("preset", "list")
    assert answer.code == 0
    assert [line.split() for line in answer.out.splitlines() if line.endswith("damaged")] == [["mine", "damaged"]]
    facts = sdad("preset", "list", "--json").json
    (mark,) = facts["damaged"]
    assert mark["name"] == "mine" and {"mine", "Glass"} < set(facts["presets"])
    said(mark["error"], "library.corrupt", str(file), "mine.toml is damaged", "Restore it from a backup or remove it.")
    assert mark["error"]["text"] in answer.err


def test_controls_given_in_words_are_kept(sdad, workspace):
    answer = sdad("preset", "save", "mine", "brightness=.25", "space=auto")
    assert answer.code == 0
    assert answer.out.strip() == str(workspace.presets / "mine.toml")
    positions = Presets(workspace).get("mine").positions
    assert positions["brightness"] == 0.25 and positions["space"] is None


def test_the_controls_of_a_take_are_kept(sdad, rain, stage, workspace):
    (take,) = sdad("render", "rain", "brightness=.8", "density=.2", "--json").json["takes"]
    assert sdad("preset", "save", "mine", "--take", take["id"], "density=.4").code == 0
    preset = Presets(workspace).get("mine")
    assert preset.positions["brightness"] == 0.8 and preset.positions["density"] == 0.4
    assert preset.model == "rain"
    assert preset.naturals == {"brightness": 3000.0}


def test_of_a_curve_the_mean_is_kept_and_none_is_taken(sdad, rain, stage, workspace):
    (take,) = sdad("render", "rain", "brightness=0:.2,1:.6", "--json").json["takes"]
    assert sdad("preset", "save", "mine", "--take", take["id"]).code == 0
    assert Presets(workspace).get("mine").positions["brightness"] == pytest.approx(0.4)
    answer = sdad("preset", "save", "other", "brightness=0:.2,1:.6")
    assert answer.code == 2 and "keeps where controls stand" in answer.err


def test_without_a_daemon_there_are_no_controls_to_keep_or_set(sdad):
    assert sdad("preset", "save", "mine").code == 3
    assert sdad("preset", "recall", "Glass").code == 3
    assert sdad("preset", "recall", "Galss").code == 4
    assert sdad("preset", "morph", "Glass", "Glass").code == 3
    assert sdad("preset", "morph", "Glass", "Galss").code == 4
    assert sdad("preset", "save", "../x", "brightness=.2").code == 2
