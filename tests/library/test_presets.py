import tomllib

import pytest

from sdad.control.parameters import DESCRIPTORS
from sdad.control.state import ControlState
from sdad.errors import Corrupt, FormatTooNew, InvalidName, NotFound
from sdad.library.layout import Workspace
from sdad.library.presets import Preset, Presets


@pytest.fixture
def presets(tmp_path):
    return Presets(Workspace(tmp_path).ensure())


def test_every_preset_that_comes_with_sdad_is_whole(presets):
    names = presets.names()
    assert len(names) >= 6
    for name in names:
        preset = presets.get(name)
        assert preset.name == name
        assert preset.about.endswith(".")
        assert {row.id for row in DESCRIPTORS} <= set(preset.positions), "a recall must not leave old colours standing"
        assert preset.model is None
        ControlState().with_positions(preset.positions)
    sounds = [tuple(presets.get(name).positions.items()) for name in names]
    assert len(set(sounds)) == len(sounds)


def test_a_preset_comes_back_as_it_was_saved(presets):
    state = ControlState().with_positions({"brightness": 0.8, "space": 0.25}).with_lock("space", True)
    preset = Preset.of_state("My dusk", state, {"brightness": 2900.0}, "rain")
    path = presets.save(preset)
    assert presets.get("My dusk").positions == pytest.approx(state.positions, abs=1e-6)
    assert presets.get("My dusk").positions["tension"] is None
    assert presets.get("My dusk").naturals == {"brightness": 2900.0}
    assert presets.get("My dusk").locked == ["space"]
    assert presets.get("My dusk").model == "rain"
    assert 'tension = "auto"' in path.read_text("utf-8")


def test_a_preset_of_the_users_goes_before_one_of_sdads(presets):
    name = presets.names()[0]
    original = presets.get(name)
    presets.save(Preset(name=name, positions={"brightness": 0.123}))
    assert presets.get(name).positions == {"brightness": 0.123}
    presets.delete(name)
    assert presets.get(name) == original
    with pytest.raises(NotFound):
        presets.delete(name)


def test_a_renamed_file_is_a_renamed_preset(presets, tmp_path):
    path = presets.save(Preset(name="old", positions={"width": 1.0}))
    path.rename(path.with_name("new.toml"))
    assert presets.get("new").name == "new"


def test_an_unknown_preset_suggests_the_nearest(presets):
    presets.save(Preset(name="dusk"))
    with pytest.raises(NotFound, match='Did you mean "dusk"') as refused:
        presets.get("dsuk")
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("name", ["../dusk", "a/b", ""])
def test_a_name_cannot_leave_the_folder(presets, name):
    with pytest.raises(InvalidName):
        presets.get(name)
    with pytest.raises(InvalidName):
        presets.save(Preset(name=name))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[positions]\nbrightness = 2.0", "from 0 to 1"),
        ("[positions]\nbritness = 0.5", "brightness"),
        ("[positions]\nbrightness = nan", "number"),
        ('[positions]\nduration = "auto"', "duration"),
        ("[naturals]\nbrightness = inf", "finite"),
        ("positions = 3", "positions"),
        ("[positions", "TOML"),
    ],
)
def test_a_preset_edited_wrongly_is_named_with_the_fault(presets, tmp_path, said, text, fault):
    path = tmp_path / "presets" / "mine.toml"
    path.write_text(f"format = 1\n{text}\n")
    with pytest.raises(Corrupt) as refused:
        presets.get("mine")
    said(
        refused.value,
        "library.corrupt",
        str(path),
        "mine.toml is damaged",
        fault,
        "Restore it from a backup or remove it",
    )
    # The others are as they were.
    assert "mine" in presets.names() and presets.get(next(name for name in presets.names() if name != "mine"))


def test_a_preset_of_a_later_sdad_asks_for_an_upgrade_and_is_not_saved_over(presets, tmp_path, said):
    path = tmp_path / "presets" / "mine.toml"
    path.write_text("format = 2\n")
    for attempt in (lambda: presets.get("mine"), lambda: presets.save(Preset(name="mine"))):
        with pytest.raises(FormatTooNew) as refused:
            attempt()
        said(refused.value, "library.format_too_new", str(path), "Upgrade sdad to open it")
    assert path.read_text() == "format = 2\n"


LATER = """
format = 1
name = "mine"
colour = "rust"
seen = 2031-05-06T07:08:09.5+02:00
"odd key" = [1, 2.5, inf, true, "x", { a = 1 }]

[positions]
brightness = 0.25

[lights]
stage = "red"
deep = { at = [0.5, 1] }

[["more of it"]]
day = 2031-05-06
hour = 07:08:09
"""


def test_what_a_later_sdad_has_put_into_a_preset_stays_in_it(presets, tmp_path):
    path = tmp_path / "presets" / "mine.toml"
    path.write_text(LATER)
    assert presets.get("mine").positions == {"brightness": 0.25} and presets.damaged() == []
    presets.save(Preset(name="mine", positions={"width": 1.0}))
    before, now = tomllib.loads(LATER), tomllib.loads(path.read_text("utf-8"))
    unknown = ("colour", "seen", "odd key", "lights", "more of it")
    assert {key: now[key] for key in unknown} == {key: before[key] for key in unknown}
    assert now["positions"] == {"width": 1.0} == presets.get("mine").positions
    presets.save(Preset(name="other"))
    assert "colour" not in (tmp_path / "presets" / "other.toml").read_text()


def test_a_damaged_preset_is_replaced_by_the_one_that_is_saved(presets, tmp_path):
    path = tmp_path / "presets" / "mine.toml"
    for text in ("[positions", "format = 1\n[positions]\nbritness = 0.5\n"):
        path.write_text(text)
        presets.save(Preset(name="mine", positions={"width": 1.0}))
        assert presets.get("mine").positions == {"width": 1.0}


def test_damaged_presets_are_listed_and_marked(presets, tmp_path, said):
    folder = tmp_path / "presets"
    (folder / "broken.toml").write_text("[positions")
    (folder / "later.toml").write_text("format = 2\n")
    (folder / "what?.toml").write_text("format = 1\n")
    presets.save(Preset(name="sound"))
    assert {"broken", "later", "sound", "what?"} <= set(presets.names())
    damaged = {each["name"]: each["error"] for each in presets.damaged()}
    assert set(damaged) == {"broken", "later", "what?"}
    said(damaged["broken"], "library.corrupt", str(folder / "broken.toml"), "Restore it from a backup or remove it.")
    said(damaged["later"], "library.format_too_new", str(folder / "later.toml"), "Upgrade sdad to open it.")
    said(damaged["what?"], "library.invalid_name", "what?", "use 1 to 64 letters")
