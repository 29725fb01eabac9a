import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sdad.control.curves import Reach
from sdad.errors import Corrupt, DiskFull, FormatTooNew, InvalidName, NotFound
from sdad.library import models as models_file
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models

ROOT = Path(__file__).parents[2]


@pytest.fixture
def models(tmp_path):
    return Models(Workspace(tmp_path).ensure())


def card(**facts) -> ModelCard:
    return ModelCard(**{"name": "rain", "sdad_version": "0.1.0", "dataset": "rain", "effort": "sketch", **facts})


def publish(models, name="rain", content=b"weights", **facts):
    folder = models.staging(name)
    (folder / "weights.safetensors").write_bytes(content)
    (folder / "grains").mkdir()
    (folder / "grains" / "a.flac").write_bytes(b"grain")
    return models.publish(name, folder, card(name=name, **facts))


def test_a_published_version_is_complete_and_current(models):
    reach = Reach(low=200, median=900, high=4000, covered_low=300, covered_high=3000)
    made = publish(models, reaches={"brightness": reach}, minutes=1.5)
    found = models.current("rain")
    assert found == made
    assert (found.version, found.card.version) == ("v0001", "v0001")
    assert found.card.reaches["brightness"] == reach
    assert found.weights.read_bytes() == b"weights"
    assert (found.folder / "grains" / "a.flac").is_file()
    # printf weights | sha256sum
    assert found.weights_sha256 == "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"
    assert models.names() == ["rain"]
    assert found.summary()["version"] == "v0001"


def test_versions_count_up_and_the_newest_plays(models):
    publish(models)
    publish(models, content=b"better")
    assert models.versions("rain") == ["v0001", "v0002"]
    assert models.current("rain").version == "v0002"
    assert models.current("rain").weights_sha256 != models.get("rain", 1).weights_sha256


def test_a_candidate_does_not_play_before_a_person_says_so(models):
    publish(models, job="j1")
    publish(models, content=b"worse", candidate=True, job="j2")
    assert models.versions("rain") == ["v0001", "v0002"]
    assert models.made_by("rain", "j2").version == "v0002"
    assert models.current("rain").version == "v0001"
    assert models.rollback("rain", 2).version == models.current("rain").version == "v0002"
    assert models.rollback("rain").version == "v0001"


def test_rollback_goes_one_back_or_to_a_version_and_deletes_nothing(models):
    for _ in range(3):
        publish(models)
    assert models.rollback("rain").version == "v0002"
    assert models.current("rain").version == "v0002"
    assert models.rollback("rain", to="v3").version == "v0003"
    assert models.rollback("rain", to=1).version == "v0001"
    with pytest.raises(NotFound, match="oldest"):
        models.rollback("rain")
    with pytest.raises(NotFound):
        models.rollback("rain", to="9")
    assert models.current("rain").version == "v0001"
    assert models.versions("rain") == ["v0001", "v0002", "v0003"]


def test_training_after_a_rollback_takes_a_number_never_used(models):
    publish(models)
    publish(models)
    models.rollback("rain")
    assert publish(models).version == "v0003"


def test_what_a_training_has_published_is_found_by_its_job_and_put_to_use(models, tmp_path):
    publish(models)
    made = publish(models, job="t1")
    current = made.folder.parent / "current"
    current.write_text("v0001\n")  # as where the process died after the version was there
    assert models.made_by("rain", "t1") == made and models.current("rain") == made
    assert models.made_by("rain", "t2") is None and models.made_by("rain", "") is None
    assert models.made_by("wood", "t1") is None
    publish(models, job="t3")
    models.rollback("rain", 1)
    assert models.made_by("rain", "t1") == made
    assert models.current("rain").version == "v0001"  # somebody's choice among others is left alone


def test_an_unknown_model_suggests_the_nearest(models):
    publish(models)
    with pytest.raises(NotFound, match='Did you mean "rain"') as refused:
        models.current("rian")
    assert refused.value.exit_code == 4


def test_names_that_leave_the_folder_are_refused(models):
    with pytest.raises(InvalidName):
        models.staging("../rain")
    with pytest.raises(InvalidName):
        models.current("..")


def test_a_training_that_died_is_invisible_and_swept(models):
    publish(models)
    left = killed_while_preparing(models)
    (left / "weights.safetensors").write_bytes(b"half")
    left.with_name(".staging-of-old").mkdir()  # without a lock
    models.staging("never finished")
    assert models.names() == ["rain"]
    assert models.versions("rain") == ["v0001"]
    models.sweep()
    assert sorted(path.name for path in left.parent.iterdir()) == ["current", "v0001"]
    assert models.current("rain").version == "v0001"


def killed_while_preparing(models):
    """Returns the folder of a process that was killed in the middle."""
    program = (
        "import os, sys; from pathlib import Path; "
        "from sdad.library.layout import Workspace; from sdad.library.models import Models; "
        "models = Models(Workspace(Path(sys.argv[1]))); print(models.staging('rain'), flush=True); os._exit(9)"
    )
    root = models.current("rain").folder.parents[2]
    told = subprocess.run([sys.executable, "-c", program, root], capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 9, told.stderr
    assert Path(told.stdout.strip()).is_dir()
    return Path(told.stdout.strip())


def test_a_training_that_runs_is_not_swept(models, tmp_path):
    prepared = models.staging("rain")
    (prepared / "weights.safetensors").write_bytes(b"weights")
    Models(Workspace(tmp_path)).sweep()
    assert models.publish("rain", prepared, card()).version == "v0001"
    assert sorted(path.name for path in prepared.parent.iterdir()) == ["current", "v0001"]


def test_an_abandoned_training_leaves_nothing(models):
    prepared = models.staging("rain")
    (prepared / "grains").mkdir()
    models.abandon(prepared)
    assert list(prepared.parent.iterdir()) == []


def test_a_version_without_weights_is_not_published(models):
    with pytest.raises(Corrupt):
        models.publish("rain", models.staging("rain"), card())
    with pytest.raises(NotFound):
        models.current("rain")


@pytest.mark.parametrize("content", [b"", b"v9999\n", b"../../etc", b"\xff\xff"])
def test_a_damaged_current_file_falls_back_to_the_newest(models, content):
    publish(models)
    folder = publish(models).folder.parent
    (folder / "current").write_bytes(content)
    assert models.current("rain").version == "v0002"
    (folder / "current").unlink()
    assert models.current("rain").version == "v0002"


@pytest.mark.parametrize("failing", ["sync_file", "sync_folder", "write_text"])
def test_a_full_disk_leaves_the_version_in_use(models, monkeypatch, failing):
    publish(models)

    def full(path, *_args):
        raise DiskFull(path) if failing == "write_text" else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(models_file, failing, full)
    with pytest.raises(DiskFull):
        publish(models)
    monkeypatch.undo()
    assert models.current("rain").version == "v0001"


def test_damaged_and_future_cards_are_told_apart(models, said):
    path = publish(models).folder / "model.json"
    whole = path.read_text()
    path.write_text(whole.replace('"format": 1', '"format": 2'))
    with pytest.raises(FormatTooNew) as newer:
        models.current("rain")
    said(newer.value, "library.format_too_new", str(path), "has format 2; this sdad reads up to format 1. Upgrade sdad")
    path.write_text(whole[: len(whole) // 2])
    with pytest.raises(Corrupt) as damaged:
        models.current("rain")
    said(damaged.value, "library.corrupt", str(path), "Restore it from a backup or remove it")
    path.write_text(whole.replace('"effort": "sketch"', '"effort": 7'))
    with pytest.raises(Corrupt, match="effort"):
        models.current("rain")


def test_trainings_that_end_at_once_get_different_versions(models):
    start, made = threading.Barrier(6), []

    def compete() -> None:
        start.wait()
        made.append(publish(models).version)

    threads = [threading.Thread(target=compete) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == models.versions("rain") == [f"v000{number}" for number in range(1, 7)]
    for version in made:
        assert models.get("rain", version).card.version == version
