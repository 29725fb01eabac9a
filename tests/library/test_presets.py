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


def test_a_preset_of_a_later_sdad_asks_for_an_upgrade(presets, tmp_path, said):
    path = tmp_path / "presets" / "mine.toml"
    path.write_text("format = 2\n")
    with pytest.raises(FormatTooNew) as refused:
        presets.get("mine")
    said(refused.value, "library.format_too_new", str(path), "Upgrade sdad to open it")
