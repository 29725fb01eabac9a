import shutil

import pytest

from sdad.control.curves import Reach
from sdad.errors import DiskFull, InvalidName, NameTaken
from sdad.library.blends import save_blend
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models, UsedRecording, weights_fingerprint


@pytest.fixture
def models(tmp_path):
    return Models(Workspace(tmp_path / "Sdad").ensure())


def trained(models, name, low):
    folder = models.staging(name)
    (folder / "weights.safetensors").write_bytes(name.encode())
    (folder / "grains").mkdir()
    (folder / "grains" / "0000.flac").write_bytes(b"grain")
    recording = UsedRecording(
        file=f"{name}.wav", sha256="0", seconds=3.0, used_seconds=3.0, sample_rate=48000, channels=2
    )
    reach = Reach(low=low, median=2 * low, high=4 * low, covered_low=low, covered_high=4 * low)
    card = ModelCard(
        name=name, sdad_version="1", dataset=name, effort="good", minutes=0.05, recordings=[recording],
        reaches={"brightness": reach},
    )  # fmt: skip
    return models.publish(name, folder, card)


@pytest.fixture
def rain(models):
    return trained(models, "rain", 100.0)


@pytest.fixture
def bells(models):
    return trained(models, "bells", 1600.0)


def test_a_blend_is_a_model_that_says_what_it_is_made_of(models, rain, bells):
    kept = save_blend(models, "storm", [(rain, 3.0), (bells, 1.0)])
    found = models.current("storm")
    assert found == kept
    assert [(part.name, part.version, part.weight) for part in found.card.blend] == [
        ("rain", "v0001", 0.75),
        ("bells", "v0001", 0.25),
    ]
    assert found.card.reaches["brightness"].low == pytest.approx(200.0)
    assert [recording.file for recording in found.card.recordings] == ["rain.wav", "bells.wav"]
    assert found.card.minutes == pytest.approx(0.1)
    assert found.summary()["blend"][1] == {"name": "bells", "version": "v0001", "weight": 0.25}


def test_a_blend_is_whole_when_its_models_have_gone(models, rain, bells):
    kept = save_blend(models, "storm", [(rain, 0.5), (bells, 0.5)])
    for gone in (rain, bells):
        shutil.rmtree(gone.folder.parent)
    parts = models.current("storm").parts()
    assert [(part.card.name, part.weights.read_bytes(), weight) for part, weight in parts] == [
        ("rain", b"rain", 0.5),
        ("bells", b"bells", 0.5),
    ]
    assert all((part.folder / "grains" / "0000.flac").is_file() for part, _ in parts)
    assert kept.whole


def test_a_blend_of_a_blend_is_made_of_what_that_is_made_of(models, rain, bells):
    storm = save_blend(models, "storm", [(rain, 0.5), (bells, 0.5)])
    wood = trained(models, "wood", 400.0)
    kept = save_blend(models, "all", [(storm, 0.5), (wood, 0.5)])
    assert [(part.name, part.weight) for part in kept.card.blend] == [("rain", 0.25), ("bells", 0.25), ("wood", 0.5)]
    assert [part.card.blend for part, _ in kept.parts()] == [[], [], []]


def test_a_blend_may_have_versions_but_not_be_one_of_a_trained_model(models, rain, bells):
    save_blend(models, "storm", [(rain, 0.5), (bells, 0.5)])
    assert save_blend(models, "storm", [(rain, 0.1), (bells, 0.9)]).version == "v0002"
    with pytest.raises(NameTaken, match="Choose another name"):
        save_blend(models, "rain", [(rain, 0.5), (bells, 0.5)])
    assert models.versions("rain") == ["v0001"]


def test_a_damaged_part_is_noticed(models, rain, bells):
    kept = save_blend(models, "storm", [(rain, 0.5), (bells, 0.5)])
    assert kept.weights_sha256 == weights_fingerprint(kept.folder) != rain.weights_sha256
    (kept.folder / "parts" / "1" / "weights.safetensors").write_bytes(b"other")
    assert not kept.whole


def test_a_model_alone_is_its_only_part(rain):
    assert rain.parts() == [(rain, 1.0)]


@pytest.mark.parametrize("weights", [(0.0, 1.0), (-0.5, 1.0)])
def test_weights_are_above_nothing(models, rain, bells, weights):
    with pytest.raises(ValueError, match="above 0"):
        save_blend(models, "storm", list(zip((rain, bells), weights, strict=True)))
    with pytest.raises(ValueError, match="above 0"):
        save_blend(models, "storm", [])


def test_a_name_that_cannot_be_is_refused(models, rain, bells):
    with pytest.raises(InvalidName):
        save_blend(models, "../storm", [(rain, 0.5), (bells, 0.5)])


def test_a_full_disk_leaves_nothing_behind(models, rain, bells, monkeypatch, said):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(DiskFull) as refused:
        save_blend(models, "storm", [(rain, 0.5), (bells, 0.5)])
    assert models.names() == ["bells", "rain"]
    storm = rain.folder.parent.parent / "storm"
    assert list(storm.glob("*")) == []
    said(refused.value, "storage.disk_full", str(storm), ": it needs about ", "Free some space there")
