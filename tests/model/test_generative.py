import json
import os
import pickle
import time

import numpy as np
import pytest
import torch

from sdad.errors import Corrupt
from sdad.model.config import ModelConfig
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import FRAMES, N_BANDS

SMALL = ModelConfig(
    latent=6, frame_width=8, width=8, dense_width=16, couplings=2, coupling_width=8, base_width=8, n_quantiles=5
)


@pytest.fixture
def model():
    torch.manual_seed(0)
    made = GenerativeModel(SMALL).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    made.ranks.copy_(torch.linspace(0, 1, 5)[:, None] * torch.arange(1, 9)[None])
    made.persistence.fill_(0.77)
    return made


def points(count=7):
    return np.random.default_rng(0).standard_normal((count, SMALL.latent)).astype(np.float32)


def test_what_is_saved_is_loaded(model, tmp_path):
    model.save(tmp_path / "weights.safetensors")
    again = GenerativeModel.load(tmp_path / "weights.safetensors")
    assert again.config == model.config and not again.training
    assert float(again.persistence) == pytest.approx(0.77)
    own, other = model.state_dict(), again.state_dict()
    assert own.keys() == other.keys()
    assert all(torch.equal(own[name], other[name]) for name in own)
    given = {"brightness": 0.9, "decay": 0.1}
    assert np.array_equal(model.decode(model.sample(points(), given)), again.decode(again.sample(points(), given)))
    assert [file.name for file in tmp_path.iterdir()] == ["weights.safetensors"]


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def overwrite(path):
    path.write_bytes(b"\0" * 4096)


def empty(path):
    path.write_bytes(b"")


def remove(path):
    path.unlink()


def without_configuration(path):
    from safetensors.torch import load_file, save_file

    save_file(load_file(str(path)), str(path))


def of_another_shape(path):
    from safetensors.torch import load_file, save_file

    wider = SMALL.model_copy(update={"width": 9})
    save_file(load_file(str(path)), str(path), metadata={"config": wider.model_dump_json()})


def of_a_giant_shape(path):
    from safetensors.torch import load_file, save_file

    giant = SMALL.model_copy(update={"width": 4096, "dense_width": 4096, "frames": 4096, "group": 1})
    save_file(load_file(str(path)), str(path), metadata={"config": giant.model_dump_json()})


def of_countless_layers(path):
    from safetensors.torch import load_file, save_file

    countless = SMALL.model_copy(update={"couplings": 10**9})
    save_file(load_file(str(path)), str(path), metadata={"config": countless.model_dump_json()})


def with_a_header_without_end(path):
    path.write_bytes((2**62).to_bytes(8, "little") + path.read_bytes()[8:])


def with_tensors_that_overlap(path):
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    first, second = [name for name in header if name != "__metadata__"][:2]
    header[second]["data_offsets"] = header[first]["data_offsets"]
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length :])


class Harmful:
    """What a pickle runs when it is opened."""

    def __reduce__(self):
        return os._exit, (66,)


def a_pickle_under_this_name(path):
    path.write_bytes(pickle.dumps(Harmful()))


def an_archive_of_torch_under_this_name(path):
    torch.save({"weights": torch.ones(3)}, path)


def not_a_number(path):
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    with safe_open(str(path), framework="pt") as file:
        metadata = file.metadata()
    tensors = load_file(str(path))
    next(tensor for tensor in tensors.values() if tensor.is_floating_point()).view(-1)[-1] = float("nan")
    save_file(tensors, str(path), metadata=metadata)


REMEDY = "weights.safetensors is damaged: its weights cannot be read. Roll back to another version: sdad model rollback"


def refused(model, path, damage):
    model.save(path)
    damage(path)
    with pytest.raises(Corrupt) as damaged:
        GenerativeModel.load(path)
    return damaged.value


@pytest.mark.parametrize(
    "damage", [not_a_number, cut, overwrite, empty, remove, without_configuration, of_another_shape]
)
def test_a_damaged_file_is_reported_with_a_way_out(model, tmp_path, damage, said):
    path = tmp_path / "weights.safetensors"
    said(refused(model, path, damage), "library.corrupt", str(path), REMEDY)


def test_wherever_a_file_is_cut_off_it_is_reported(model, tmp_path, said):
    path = tmp_path / "weights.safetensors"
    model.save(path)
    whole = path.read_bytes()
    for percent in range(100):
        path.write_bytes(whole[: len(whole) * percent // 100])
        with pytest.raises(Corrupt) as damaged:
            GenerativeModel.load(path)
        said(damaged.value, "library.corrupt", str(path), REMEDY)


@pytest.mark.parametrize(
    "damage",
    [
        of_a_giant_shape,
        of_countless_layers,
        with_a_header_without_end,
        with_tensors_that_overlap,
        a_pickle_under_this_name,
        an_archive_of_torch_under_this_name,
    ],
)
def test_a_file_that_was_made_to_do_harm_is_refused_at_once(model, tmp_path, damage, said):
    path, began = tmp_path / "weights.safetensors", time.process_time()
    said(refused(model, path, damage), "library.corrupt", str(path), REMEDY)
    assert time.process_time() - began < 5.0


def test_conditions_become_quantiles_of_the_recordings(model):
    values = np.outer([-1.0, 0.0, 0.25, 0.6, 1.0, 5.0], np.arange(1, 9)).astype(np.float32)
    assert model.quantiles(values)[:, 3] == pytest.approx([0.0, 0.0, 0.25, 0.6, 1.0, 1.0], abs=1e-5)
    assert model.quantiles(values).shape == (6, 8)


def test_equal_ranks_are_no_obstacle(model):
    model.ranks.fill_(3.0)
    quantiles = model.quantiles(np.array([[2.0] * 8, [3.0] * 8, [4.0] * 8], np.float32))
    assert (quantiles[0] == 0).all() and (quantiles[2] == 1).all() and np.isfinite(quantiles).all()


def test_batches_make_no_difference(model):
    bands = np.random.default_rng(1).uniform(-70, 0, (700, SMALL.frames, SMALL.n_bands)).astype(np.float32)
    latents = model.encode(bands)
    assert latents.shape == (700, SMALL.latent)
    assert np.allclose(latents[600:], model.encode(bands[600:]), atol=1e-5)
    decoded = model.decode(latents)
    assert decoded.shape == bands.shape
    assert np.allclose(decoded[600:], model.decode(latents[600:]), atol=1e-3)


@pytest.mark.parametrize(("first", "last"), [(0, 32), (10, 22), (5, 6), (8, 16), (31, 32)])
def test_some_frames_are_those_of_the_whole(model, first, last):
    latents = model.sample(points(), {})
    assert np.allclose(model.decode(latents, first, last), model.decode(latents)[:, first:last], atol=1e-4)


def test_a_condition_may_be_one_number_or_one_for_each_point(model):
    one = model.sample(points(), {"tension": 0.3})
    each = model.sample(points(), {"tension": np.full(7, 0.3)})
    assert np.array_equal(one, each)
    assert not np.allclose(one, model.sample(points(), {}))
    assert not np.allclose(one, model.sample(points(), {"roughness": 0.3}))


def test_sampling_draws_no_numbers_of_its_own(model):
    torch.manual_seed(1)
    first = model.sample(points(), {})
    torch.manual_seed(2)
    assert np.array_equal(first, model.sample(points(), {}))


def test_a_gesture_is_located_where_sampling_gives_it_back(model):
    bands = np.random.default_rng(3).uniform(-60, 0, (5, FRAMES, N_BANDS)).astype(np.float32)
    for given in ({}, {"brightness": 0.9, "attack": 0.2}):
        points = model.locate(bands, given)
        assert points.shape == (5, model.config.latent)
        assert model.sample(points, given) == pytest.approx(model.encode(bands), abs=1e-3)
    assert not np.allclose(model.locate(bands, {}), model.locate(bands, {"brightness": 0.9}))
