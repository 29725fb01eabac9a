import json

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

from sdad.errors import StorageError
from sdad.training.checkpoint import FORMAT, TrainState, load_checkpoint, save_checkpoint


def begun(stage="flow", width=4):
    """A small network with its optimizer, always from the same weights."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(3, width), nn.Tanh(), nn.Linear(width, 1))
    return TrainState(stage, network, torch.optim.AdamW(network.parameters(), 1e-2, weight_decay=0.1))


def step(state, times):
    for _ in range(times):
        torch.manual_seed(state.step)
        given = torch.randn(16, 3)
        loss = (state.network(given) - given.prod(dim=1, keepdim=True)).square().mean()
        state.optimizer.zero_grad()
        loss.backward()
        state.optimizer.step()
        state.step += 1


def numbers(state):
    """Everything that a state holds, to compare."""
    slots = state.optimizer.state_dict()["state"]
    facts = (state.step, state.best_loss, state.best_step, state.losses, state.lowest, state.strays, state.fallen_back)
    tensors = {f"network.{name}": tensor.clone() for name, tensor in state.network.state_dict().items()}
    tensors |= {f"best.{name}": tensor.clone() for name, tensor in state.best.items()}
    tensors |= {f"good.{name}": tensor.clone() for name, tensor in state.good.items()}
    tensors |= {
        f"{i}.{slot}": torch.as_tensor(value).clone() for i, kept in slots.items() for slot, value in kept.items()
    }
    return facts, tensors


def same(one, other):
    (facts, tensors), (other_facts, other_tensors) = one, other
    return (
        facts == other_facts
        and tensors.keys() == other_tensors.keys()
        and all(torch.equal(tensor, other_tensors[name]) for name, tensor in tensors.items())
    )


@pytest.fixture
def kept(tmp_path):
    """A state after five steps, and where it was kept under the key ``rain``."""
    state = begun()
    step(state, 5)
    state.best_loss, state.best_step, state.losses = 0.1 + 0.2, 3, [(3, 1 / 3, 0.1 + 0.2), (5, 0.25, 0.5)]
    state.best = {name: tensor.clone() + 1 for name, tensor in state.network.state_dict().items()}
    state.good = {name: tensor.clone() + 2 for name, tensor in state.network.state_dict().items()}
    state.lowest, state.strays, state.fallen_back = 1 / 7, 2, True
    path = tmp_path / "checkpoints" / "flow.safetensors"
    save_checkpoint(state, path, "rain")
    return state, path


def test_a_state_comes_back_to_the_last_bit(kept):
    state, path = kept
    again = begun()
    assert load_checkpoint(again, path, "rain")
    assert same(numbers(again), numbers(state))
    assert list(path.parent.iterdir()) == [path]


def test_going_on_gives_the_weights_of_a_training_that_never_stopped(kept):
    _, path = kept
    whole, resumed, without_optimizer = begun(), begun(), begun()
    step(whole, 12)
    assert load_checkpoint(resumed, path, "rain")
    without_optimizer.network.load_state_dict(resumed.network.state_dict())
    without_optimizer.step = resumed.step
    step(resumed, 7)
    step(without_optimizer, 7)
    ends = [state.network.state_dict()["0.weight"] for state in (whole, resumed, without_optimizer)]
    assert torch.equal(ends[0], ends[1])
    # The optimizer's momentum is part of it: without it the way is another one.
    assert not torch.equal(ends[0], ends[2])


def test_what_is_done_to_the_network_later_does_not_reach_the_file(kept):
    state, path = kept
    before = numbers(state)
    step(state, 3)
    again = begun()
    assert load_checkpoint(again, path, "rain")
    assert same(numbers(again), before)


def test_a_first_checkpoint_without_a_judgement_comes_back(tmp_path):
    path = tmp_path / "vae.safetensors"
    save_checkpoint(begun("vae"), path, "rain")
    again = begun("vae")
    again.best_loss = 1.0
    assert load_checkpoint(again, path, "rain")
    assert (again.best_loss, again.best, again.losses) == (float("inf"), {}, [])


@pytest.mark.parametrize(("stage", "key"), [("flow", "wind"), ("vae", "rain")])
def test_a_checkpoint_of_other_recordings_or_of_another_stage_counts_as_none(kept, caplog, stage, key):
    _, path = kept
    state = begun(stage)
    before = numbers(state)
    assert not load_checkpoint(state, path, key)
    assert same(numbers(state), before)
    assert not caplog.records, "nothing is wrong with it"


def test_no_checkpoint_is_no_fault(tmp_path, caplog):
    assert not load_checkpoint(begun(), tmp_path / "none.safetensors", "rain")
    assert not caplog.records


def shortened(path):
    path.write_bytes(path.read_bytes()[:-100])


def emptied(path):
    path.write_bytes(b"")


def overwritten(path):
    path.write_text("la la la\n" * 100)


def rewritten(path, metadata, left_out=""):
    with safe_open(str(path), framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys() if name != left_out}  # noqa: SIM118
    save_file(tensors, path, metadata=metadata)


def without_facts(path):
    rewritten(path, None)


def with_facts_of_another_kind(path):
    rewritten(path, {"state": "[1, 2, 3]"})


def with_a_fact_missing(path):
    rewritten(path, {"state": json.dumps({"format": FORMAT, "key": "rain", "stage": "flow", "step": 5})})


def with_weights_missing(path):
    with safe_open(str(path), framework="pt") as file:
        facts = file.metadata()
    rewritten(path, facts, left_out="network.2.bias")


def of_a_wider_network(path):
    state = begun(width=5)
    step(state, 2)
    save_checkpoint(state, path, "rain")


@pytest.mark.parametrize(
    "damage",
    [
        shortened,
        emptied,
        overwritten,
        without_facts,
        with_facts_of_another_kind,
        with_a_fact_missing,
        with_weights_missing,
        of_a_wider_network,
    ],
)
def test_a_checkpoint_that_cannot_be_used_is_named_in_the_log_and_leaves_the_state_alone(kept, caplog, damage):
    _, path = kept
    damage(path)
    state = begun()
    before = numbers(state)
    assert not load_checkpoint(state, path, "rain")
    assert same(numbers(state), before)
    assert [str(path) in record.getMessage() for record in caplog.records] == [True]
    # The training that begins again writes over it.
    save_checkpoint(state, path, "rain")
    assert load_checkpoint(begun(), path, "rain")


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before_it(kept, monkeypatch):
    state, path = kept
    before = path.read_bytes()
    step(state, 1)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError):
        save_checkpoint(state, path, "rain")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
