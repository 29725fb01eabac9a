import json
import shutil
import threading

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch.optim.optimizer import register_optimizer_step_pre_hook

from sdad.errors import Cancelled, TrainingDiverged
from sdad.training import fit as module
from sdad.training.data import held_out
from sdad.training.fit import Run, fit
from sdad.training.schedules import Budget, learning_rate

VAE, FLOW = "learning the sound", "learning what belongs together"


def trained(gestures, vae=5, flow=5, seed=0, folder=None, start=None, stopping=None, progress=lambda *told: None):
    """Returns the model and figures of a training of so many steps."""
    budget = Budget(vae_steps=vae, flow_steps=flow, gestures=250, minutes=1, positions=2, takes=1, take_s=1.0)
    run = Run(budget, seed, "cpu", folder, "key", stopping or threading.Event(), progress)
    return fit(gestures, run, start)


def same(model, other, part=""):
    ours, theirs = model.state_dict(), other.state_dict()
    return all(torch.equal(tensor, theirs[name]) for name, tensor in ours.items() if name.startswith(part))


def kept_in(folder, stage):
    """Returns the facts and the tensors of a stage's checkpoint."""
    with safe_open(str(folder / f"{stage}.safetensors"), framework="pt") as file:
        return json.loads(file.metadata()["state"]), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


@pytest.fixture(scope="module")
def short(gestures):
    """A training of a few steps, which others are compared with."""
    return trained(gestures)


@pytest.fixture(scope="module")
def learnt(gestures, tmp_path_factory):
    """A training of some seconds: its model, its figures, its checkpoints and what it told."""
    told, folder = [], tmp_path_factory.mktemp("learnt")
    model, figures = trained(gestures, 60, 50, folder=folder, progress=lambda *one: told.append(one))
    return model, figures, folder, told


def test_what_can_be_learnt_is_learnt(gestures, short, learnt):
    _, after, _, _ = learnt
    assert after.vae_error_db < 0.75 * short[1].vae_error_db
    # Gestures that it has never seen are understood as well, since they are of the same recordings.
    assert after.vae_error_held_db < 0.75 * short[1].vae_error_held_db
    assert (after.gestures, after.held_out) == (len(gestures), int(held_out(gestures, 0).sum()))


def test_the_flow_tells_what_belongs_together_better_the_longer_it_learns(gestures, learnt, tmp_path):
    _, after, folder, _ = learnt
    shutil.copy(folder / "vae.safetensors", tmp_path)
    told = []
    _, before = trained(gestures, 60, 10, folder=tmp_path, progress=lambda stage, fraction: told.append(stage))
    assert before.vae_error_db == after.vae_error_db and set(told) == {FLOW}, "a finished stage is not repeated"
    assert after.flow_held_nats < before.flow_held_nats - 5


def test_progress_names_both_stages_and_never_falls(learnt):
    told = learnt[3]
    assert list(dict.fromkeys(stage for stage, _ in told)) == [VAE, FLOW]
    for name in (VAE, FLOW):
        fractions = [fraction for stage, fraction in told if stage == name]
        assert fractions == sorted(fractions) and fractions[0] > 0 and 0.8 < fractions[-1] <= 1


def test_decoding_an_encoded_gesture_brings_it_back_better_than_the_average_does(gestures, learnt):
    model, figures, _, _ = learnt
    heard = gestures.bands > module.FLOOR_DB + 3
    average = np.abs(gestures.bands - gestures.bands.mean(axis=(0, 1)))[heard].mean()
    assert figures.vae_error_held_db < 0.8 * average
    assert not model.training


def test_the_seed_decides_everything(gestures, short):
    assert same(short[0], trained(gestures)[0])
    assert not same(short[0], trained(gestures, seed=1)[0])


def test_what_is_held_out_is_not_learnt_from(gestures, short):
    out = held_out(gestures, 0)
    others = gestures.subset(np.arange(len(gestures)))
    others.bands[out] = np.roll(others.bands[out], 40, axis=2)
    model, figures = trained(others)
    assert same(short[0], model, "vae.")
    assert figures.vae_error_db == short[1].vae_error_db
    assert figures.vae_error_held_db != short[1].vae_error_held_db


def test_training_on_past_the_best_is_undone_by_what_was_held_out(gestures, learnt, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "EVALUATE_EVERY", 5)
    monkeypatch.setattr(module, "POLISH", 0.0)
    monkeypatch.setattr(module, "FLOW_RATE", 1e-2)
    # One short gesture over and over, and every eighth that is held out is another sound altogether.
    few = gestures.subset(np.resize(np.flatnonzero(gestures.recording == 3)[:2], 32))
    other = gestures.subset(np.flatnonzero(gestures.recording == 2)[:4])
    few.bands[::8], few.conditions[::8] = other.bands, other.conditions
    model, figures = trained(few, 1, 60, folder=tmp_path, start=learnt[0])
    facts, tensors = kept_in(tmp_path, "flow")
    held = {step: nats for step, _, nats in facts["losses"]}
    assert list(held) == list(range(5, 65, 5))
    assert held[60] > min(held.values()) + 1, "it did learn by heart"
    assert figures.flow_best_step == min(held, key=held.get) < 60
    assert figures.flow_held_nats == min(held.values())
    assert not figures.still_improving
    for name, tensor in model.flow.state_dict().items():
        assert torch.equal(tensor, tensors[f"best.{name}"]), name


def test_a_training_that_was_best_at_its_end_was_still_improving(learnt):
    _, figures, folder, _ = learnt
    assert figures.flow_best_step == 50 and figures.still_improving
    # Once the held-out gestures have done their part the model learns from them too.
    assert kept_in(folder, "flow")[0]["step"] == 50 + round(module.POLISH * 50)


def test_going_on_from_a_model_starts_where_it_was(gestures, short, learnt):
    parent, known, _, _ = learnt
    before = {name: tensor.clone() for name, tensor in parent.state_dict().items()}
    model, figures = trained(gestures, 5, 5, start=parent)
    assert figures.vae_error_db < 0.8 * short[1].vae_error_db
    assert figures.vae_error_db < 1.3 * known.vae_error_db
    assert not same(model, parent, "vae.") and not same(model, parent, "flow.")
    assert all(torch.equal(tensor, before[name]) for name, tensor in parent.state_dict().items())


@pytest.mark.parametrize("wanted", [VAE, FLOW])
def test_stopping_ends_at_the_very_step_and_leaves_it_in_a_checkpoint(gestures, tmp_path, wanted):
    stopping = threading.Event()

    def stop(stage, fraction):
        assert not stopping.is_set(), "a step after the stop"
        if stage == wanted:
            stopping.set()

    with pytest.raises(Cancelled):
        trained(gestures, 1000 if wanted == VAE else 2, 1000, folder=tmp_path, stopping=stopping, progress=stop)
    assert kept_in(tmp_path, "vae" if wanted == VAE else "flow")[0]["step"] == 10
    assert (tmp_path / "flow.safetensors").exists() == (wanted == FLOW)


def test_stopping_before_the_first_step_and_going_on_changes_nothing(gestures, short, tmp_path):
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Cancelled):
        trained(gestures, folder=tmp_path, stopping=stopping)
    assert same(short[0], trained(gestures, folder=tmp_path)[0])


def test_a_training_that_is_killed_goes_on_from_its_last_checkpoint(gestures, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHECKPOINT_S", 0.0)

    def die(stage, fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(gestures, 12, 2, folder=tmp_path, progress=die)
    monkeypatch.undo()
    assert kept_in(tmp_path, "vae")[0]["step"] == 9
    told = []
    resumed, _ = trained(gestures, 12, 2, folder=tmp_path, progress=lambda *one: told.append(one))
    assert told[0] == (VAE, pytest.approx(10 / 12))
    assert same(resumed, trained(gestures, 12, 2)[0])


def test_a_damaged_checkpoint_costs_its_steps_and_nothing_else(gestures, short, tmp_path, caplog):
    trained(gestures, folder=tmp_path)
    path = tmp_path / "vae.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    (tmp_path / "flow.safetensors").unlink()
    assert same(short[0], trained(gestures, folder=tmp_path)[0])
    assert "begins again" in caplog.text


def test_checkpoints_of_other_recordings_are_not_gone_on_from(gestures, short, tmp_path):
    others = gestures.subset(gestures.recording != 2)
    budget = Budget(vae_steps=5, flow_steps=5, gestures=250, minutes=1, positions=2, takes=1, take_s=1.0)
    fit(others, Run(budget, 0, "cpu", tmp_path, "another key", threading.Event(), lambda *told: None))
    assert same(short[0], trained(gestures, folder=tmp_path)[0])


def test_a_handful_of_gestures_is_enough_and_holds_nothing_out(gestures):
    model, figures = trained(gestures.subset(np.arange(3)))
    assert (figures.gestures, figures.held_out) == (3, 0)
    assert figures.vae_error_held_db == figures.vae_error_db
    assert figures.persistence == pytest.approx(0.8), "too few to tell how long a sound stays itself"
    assert all(torch.isfinite(tensor).all() for tensor in model.state_dict().values())


def poisoned(monkeypatch, when):
    """Makes the steps of the flow come to nothing for which ``when`` is true, counted from 1; returns the count."""
    real, count = module.clip_norm, [0]

    def clip(parameters, most):
        norm = real(parameters, most)
        count[0] += 1
        return torch.tensor(float("nan")) if when(count[0]) else norm

    monkeypatch.setattr(module, "clip_norm", clip)
    return count


def test_a_step_that_comes_to_nothing_is_left_out(gestures, monkeypatch):
    # Every third one: the weights are those of the others, and numbers all of them.
    count = poisoned(monkeypatch, lambda step: step % 3 == 0)
    model, figures = trained(gestures, 10, 9)
    assert count[0] >= 19
    assert all(bool(torch.isfinite(tensor).all()) for tensor in model.state_dict().values())
    assert np.isfinite(figures.vae_error_db)


def astray(monkeypatch, *explosions, blanks=()):
    """Lets the weights explode after the named steps of a training, and the blank ones come to no number."""
    real, count = module.clip_norm, [0]
    monkeypatch.setattr(module, "MOST_STRAYS", 3)
    monkeypatch.setattr(module, "EVALUATE_EVERY", 5)

    def clip(parameters, most):
        norm = real(parameters, most)
        count[0] += 1
        if count[0] in explosions:
            for parameter in parameters:
                parameter.data.mul_(30)
        return torch.tensor(float("nan")) if count[0] in blanks else norm

    monkeypatch.setattr(module, "clip_norm", clip)


@pytest.fixture
def rates():
    """The learning rates of the steps that are really made."""
    seen = []
    handle = register_optimizer_step_pre_hook(lambda optimizer, *_: seen.append(optimizer.param_groups[0]["lr"]))
    yield seen
    handle.remove()


@pytest.mark.parametrize("how", [{"explosions": (8,)}, {"blanks": range(9, 13)}], ids=["explodes", "no number"])
def test_a_training_that_goes_astray_goes_back_to_good_weights_and_on_at_a_smaller_rate(
    gestures, short, monkeypatch, rates, how, caplog
):
    astray(monkeypatch, *how.get("explosions", ()), blanks=how.get("blanks", ()))
    _, figures = trained(gestures, 30, 5)
    # Steps 9 to 12 come to nothing; the next one is made from the weights after step 5.
    full = [learning_rate(step, 30, module.VAE_RATE) for step in range(30)]
    assert rates[:26] == [*full[:8], *(module.FALLEN_RATE * rate for rate in full[12:])]
    assert "came to nothing at step 11; back to its last good weights" in caplog.text
    assert figures.vae_error_db < short[1].vae_error_db


def stopped_halfway(gestures, folder):
    """Stops a training of 30 steps at the twentieth and leaves it in its checkpoint."""
    stopping = threading.Event()
    with pytest.raises(Cancelled):
        trained(
            gestures, 30, 5, folder=folder, stopping=stopping, progress=lambda _, done: done < 0.5 or stopping.set()
        )
    assert kept_in(folder, "vae")[0]["step"] == 20


def test_a_training_that_has_gone_back_gives_the_same_model_if_it_is_stopped_after_that(
    gestures, monkeypatch, tmp_path
):
    astray(monkeypatch, 8)
    whole, _ = trained(gestures, 30, 5)
    monkeypatch.undo()
    astray(monkeypatch, 8)
    stopped_halfway(gestures, tmp_path)
    assert same(whole, trained(gestures, 30, 5, folder=tmp_path)[0])


def test_a_training_that_has_gone_back_and_was_stopped_does_not_go_back_again(gestures, monkeypatch, tmp_path, said):
    astray(monkeypatch, 8, 24)
    stopped_halfway(gestures, tmp_path)
    with pytest.raises(TrainingDiverged) as ended:
        trained(gestures, 30, 5, folder=tmp_path)
    said(ended.value, "engine.training_diverged", "vae", "at step 27, ", "look for damaged recordings")


def test_weights_that_explode_at_the_very_end_are_not_kept(gestures, short, monkeypatch):
    astray(monkeypatch, 29)
    _, figures = trained(gestures, 30, 5)
    assert figures.vae_error_db < short[1].vae_error_db


def test_a_training_that_goes_astray_again_ends(gestures, monkeypatch, said):
    count = poisoned(monkeypatch, lambda step: True)
    with pytest.raises(TrainingDiverged) as ended:
        trained(gestures, 200, 5)
    assert count[0] == 2 * (module.MOST_STRAYS + 1)
    remedy = "Train again with another --seed, and if that fails too, look for damaged recordings"
    told = ("came to nothing at step 41, and before at a greater learning rate", "version in use stays as it was")
    said(ended.value, "engine.training_diverged", "vae", *told, remedy)


def test_quantiles_are_those_of_the_recordings(gestures, short):
    model, _ = short
    quantiles = model.quantiles(gestures.conditions)
    assert quantiles.min() >= 0 and quantiles.max() <= 1
    assert np.median(quantiles[:, 0]) == pytest.approx(0.5, abs=0.05)
