import dataclasses
import shutil

import pytest

from sdad.engine.resident import Resident
from sdad.errors import Corrupt
from sdad.library.models import Models
from sdad.model.generative import GenerativeModel


@pytest.fixture
def versions(tiny_workspace, tmp_path):
    root = tmp_path / "Sdad"
    shutil.copytree(tiny_workspace.root, root)
    workspace = type(tiny_workspace)(root)
    folder = workspace.models / "tiny"
    for number in (2, 3):
        shutil.copytree(folder / "v0001", folder / f"v{number:04d}")
    shutil.copytree(folder, workspace.models / "other")
    models = Models(workspace)
    return [*(models.get("tiny", number) for number in (1, 2, 3)), models.get("other", 1)]


def held(resident):
    return [(one["model"], one["version"]) for one in resident.listing()]


def size_of(versions):
    resident = Resident("cpu", 0)
    return resident.instruments(versions[:1])[0].nbytes


def test_what_is_held_is_not_loaded_again(versions):
    resident = Resident("cpu", 10**9)
    first = resident.instruments(versions[:2])
    assert [one is other for one, other in zip(resident.instruments(versions[:2]), first, strict=True)] == [True, True]
    assert held(resident) == [("tiny", "v0001"), ("tiny", "v0002")]
    assert all(one["bytes"] == size_of(versions) > 0 for one in resident.listing())


def test_the_least_recently_used_makes_way(versions):
    resident = Resident("cpu", int(2.5 * size_of(versions)))
    resident.instruments(versions[:1])
    resident.instruments(versions[1:2])
    resident.instruments(versions[:1])
    resident.instruments(versions[2:3])
    assert held(resident) == [("tiny", "v0001"), ("tiny", "v0003")]


def test_what_plays_is_held_however_little_room_there_is(versions):
    resident = Resident("cpu", 0)
    assert len(resident.instruments(versions[:3])) == 3
    assert len(held(resident)) == 3
    resident.instruments(versions[1:2])
    assert held(resident) == [("tiny", "v0002")]


def test_reading_recordings_counts(versions):
    resident = Resident("cpu", int(2.2 * size_of(versions)))
    _, instrument = resident.instruments(versions[:2])
    instrument.recordings.samples(0)
    resident.make_room(1)
    assert held(resident) == [("tiny", "v0002")]


def test_giving_up_takes_every_version_of_a_model(versions):
    resident = Resident("cpu", 10**9)
    resident.instruments(versions)
    assert resident.give_up("tiny") and not resident.give_up("tiny")
    assert held(resident) == [("other", "v0001")]


def test_a_damaged_version_leaves_the_others_where_they_are(versions):
    resident = Resident("cpu", 10**9)
    resident.instruments(versions[:1])
    weights = versions[1].folder / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(Corrupt):
        resident.instruments(versions[1:2])
    assert held(resident) == [("tiny", "v0001")]


def test_a_single_bit_that_has_turned_over_is_noticed(versions, said):
    resident = Resident("cpu", 10**9)
    weights = versions[0].weights
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    GenerativeModel.load(weights)  # which loads: the number is merely another one
    with pytest.raises(Corrupt) as refused:
        resident.instruments(versions[:1])
    remedy = "not those that were published. Go back to another version (sdad model rollback) or train again"
    said(refused.value, "library.corrupt", str(weights), remedy)
    assert held(resident) == []
    assert len(resident.instruments(versions[1:2])) == 1


def test_a_version_that_was_made_anew_in_the_place_of_one_that_was_removed_is_loaded(versions):
    resident = Resident("cpu", 10**9)
    (old,) = resident.instruments(versions[:1])
    anew = dataclasses.replace(versions[0], card=versions[0].card.model_copy(update={"created": "later"}))
    (new,) = resident.instruments([anew])
    assert new is not old and resident.held("tiny", "v0001") is anew
