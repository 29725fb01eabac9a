"""Training the model: first the autoencoder, then the flow over its latents, each a plain loop over one state."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_ as clip_norm

from sdad.audio.spectral import Signal
from sdad.errors import Cancelled, TrainingDiverged
from sdad.model.config import ModelConfig
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import FLOOR_DB, FRAMES, Gestures
from sdad.model.vae import kl_to_standard_normal, reconstruction_loss
from sdad.training.checkpoint import TrainState, load_checkpoint, save_checkpoint
from sdad.training.data import augment, held_out
from sdad.training.schedules import Budget, kl_weight, learning_rate

VAE_BATCH, VAE_RATE = 64, 2e-3
FLOW_BATCH, FLOW_RATE, FLOW_DECAY = 128, 1.5e-3, 3e-2
MOST_STRAYS = 20
"""Steps in a row that may come to nothing."""
EXPLODED, LEAST_NATS = 10.0, 10.0
"""A loss has exploded this many times the lowest one, or the least to reckon with, above the lowest. From any step to
any later one ordinary losses rise by 1.1 times the lowest before that (measured), new recordings included."""
FALLEN_RATE = 1 / 3
"""What is left of the learning rate once a stage has gone back to its last good weights."""
EVALUATE_EVERY = 50
"""Steps; as often the weights are remembered to go back to."""
CHECKPOINT_S = 20.0
POLISH = 0.12
"""Share of the flow's steps that follow on all gestures, the held-out ones too, once they have chosen when to stop."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Figures:
    """What a training came to. Losses are nats per gesture, errors mean absolute dB."""

    gestures: int
    held_out: int
    vae_error_db: float
    vae_error_held_db: float
    flow_held_nats: float
    flow_best_step: int
    persistence: float
    still_improving: bool


@dataclass(slots=True)
class Run:
    """What every stage needs besides its own state."""

    budget: Budget
    seed: int
    device: str
    checkpoints: Path | None
    key: str
    stopping: threading.Event
    progress: Callable[[str, float], None]

    def draw(self, stage: int, step: int) -> np.random.Generator:
        """Returns this step's generator, and seeds torch for it: a resumed training draws the same numbers."""
        torch.manual_seed(self.seed * 1_000_003 + stage * 500_009 + step)
        return np.random.default_rng([self.seed, stage, step])


def fit(gestures: Gestures, run: Run, start: GenerativeModel | None = None) -> tuple[GenerativeModel, Figures]:
    """Returns a model trained on gestures, from scratch or going on from an earlier one.

    Raises:
        Cancelled: ``run.stopping`` was set; the checkpoints hold what was learnt.
        TrainingDiverged: many steps in a row came to nothing, twice.
    """
    torch.manual_seed(run.seed)
    kept_back = held_out(gestures, run.seed)
    known = gestures.subset(~kept_back)
    unknown = gestures.subset(kept_back) if kept_back.any() else known
    model = GenerativeModel(ModelConfig()).to(run.device)
    if start is not None:
        model.load_state_dict(start.state_dict())
    ranks = np.quantile(gestures.conditions, np.linspace(0, 1, model.config.n_quantiles), axis=0)
    model.ranks.copy_(torch.from_numpy(ranks.astype(np.float32)))
    if start is None:
        model.vae.mean.copy_(torch.from_numpy(known.bands.mean(axis=(0, 1))))
        model.vae.scale.fill_(float(known.bands.std()))
    _fit_vae(model, known, run)
    flow = _fit_flow(model, gestures, known, unknown, run, fresh=start is None)
    model.eval()
    model.persistence.fill_(_persistence(model, gestures))
    figures = Figures(
        gestures=len(gestures),
        held_out=int(kept_back.sum()),
        vae_error_db=_vae_error_db(model, known),
        vae_error_held_db=_vae_error_db(model, unknown),
        flow_held_nats=flow.best_loss,
        flow_best_step=flow.best_step,
        persistence=float(model.persistence),
        still_improving=flow.best_step >= 0.9 * run.budget.flow_steps,
    )
    return model, figures


def _fit_vae(model: GenerativeModel, known: Gestures, run: Run) -> None:
    state = TrainState("vae", model.vae, torch.optim.AdamW(model.vae.parameters(), VAE_RATE))

    def loss(draw: np.random.Generator) -> Tensor:
        chosen = draw.integers(0, len(known), VAE_BATCH)
        bands = torch.from_numpy(augment(known, chosen, draw, shifts=True)[0]).to(run.device)
        mean, log_variance = model.vae.encode(bands)
        latents = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        divergence = kl_to_standard_normal(mean, log_variance)
        return reconstruction_loss(model.vae.decode(latents), bands, FLOOR_DB) + kl_weight(state.step) * divergence

    stage = Stage(1, "learning the sound", run.budget.vae_steps, run.budget.vae_steps, VAE_RATE, clip=100.0)
    _run_stage(stage, state, loss, None, run)


def _fit_flow(
    model: GenerativeModel, gestures: Gestures, known: Gestures, unknown: Gestures, run: Run, *, fresh: bool
) -> TrainState:
    main = run.budget.flow_steps
    polish = round(POLISH * main) if len(known) < len(gestures) else 0
    optimizer = torch.optim.AdamW(model.flow.parameters(), FLOW_RATE, weight_decay=FLOW_DECAY)
    state = TrainState("flow", model.flow, optimizer)
    model.vae.eval()

    @torch.no_grad()
    def encoded(bands: Signal, conditions: Signal) -> tuple[Tensor, Tensor]:
        mean, log_variance = model.vae.encode(torch.from_numpy(bands).to(run.device))
        latents = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        return latents, torch.from_numpy(model.quantiles(conditions)).to(run.device)

    if fresh:
        draw = run.draw(2, 0)
        latents, _ = encoded(*augment(known, draw.integers(0, len(known), 1500), draw, shifts=False))
        model.flow.mean.copy_(latents.mean(dim=0))
        model.flow.scale.copy_(latents.std(dim=0) + 1e-3)

    def loss(draw: np.random.Generator) -> Tensor:
        source = known if state.step < main else gestures
        chosen = draw.integers(0, len(source), FLOW_BATCH)
        latents, conditions = encoded(*augment(source, chosen, draw, shifts=False))
        # Each gesture opens a random share of its conditions and a third of them all, so that any may be left on auto.
        mask = (torch.rand_like(conditions) < torch.rand_like(conditions[:, :1])).float()
        mask[torch.rand_like(mask[:, 0]) < 0.35] = 1.0
        noisy = (conditions + 0.03 * torch.randn_like(conditions)).clamp(0, 1)
        return -model.flow.log_prob(latents, noisy, mask).mean()

    def judge() -> float:
        draw = run.draw(4, 0)
        latents, conditions = encoded(unknown.bands, unknown.conditions)
        mask = torch.from_numpy(draw.integers(0, 2, tuple(conditions.shape)).astype(np.float32)).to(run.device)
        with torch.no_grad():
            return float(-model.flow.log_prob(latents, conditions, mask).mean())

    stage = Stage(3, "learning what belongs together", main, main + polish, FLOW_RATE, clip=5.0)
    _run_stage(stage, state, loss, judge, run)
    return state


@dataclass(frozen=True, slots=True)
class Stage:
    """One loop: ``main`` steps under the schedule, then polishing up to ``total`` from the best weights on."""

    number: int
    label: str
    main: int
    total: int
    peak_rate: float
    clip: float


def _run_stage(
    stage: Stage,
    state: TrainState,
    loss: Callable[[np.random.Generator], Tensor],
    judge: Callable[[], float] | None,
    run: Run,
) -> None:
    path = run.checkpoints / f"{state.stage}.safetensors" if run.checkpoints else None
    if path is not None:
        load_checkpoint(state, path, run.key)
    parameters = [parameter for group in state.optimizer.param_groups for parameter in group["params"]]
    saved_at = time.monotonic()
    state.good = state.good or _copied(state.network)
    state.network.train()
    while state.step < stage.total:
        if run.stopping.is_set():
            if path is not None:
                save_checkpoint(state, path, run.key)
            raise Cancelled(f"training {state.stage}")
        polishing = state.step >= stage.main
        rate = 0.1 * stage.peak_rate if polishing else learning_rate(state.step, stage.main, stage.peak_rate)
        for group in state.optimizer.param_groups:
            group["lr"] = FALLEN_RATE * rate if state.fallen_back else rate
        value = loss(run.draw(stage.number, state.step))
        state.optimizer.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        steepness = clip_norm(parameters, stage.clip)
        if torch.isfinite(steepness) and _comes_to_something(float(value.detach()), state.lowest):
            state.optimizer.step()
            state.lowest, state.strays = min(state.lowest, float(value.detach())), 0
        else:
            # The weights stay what they were, and other gestures have their turn.
            state.strays += 1
            if state.strays > MOST_STRAYS:
                _fall_back(state)
        state.step += 1
        if judge is not None and not polishing and (state.step % EVALUATE_EVERY == 0 or state.step == stage.main):
            state.network.eval()
            held = judge()
            state.network.train()
            state.losses.append((state.step, float(value.detach()), held))
            if held < state.best_loss:
                state.best_loss, state.best_step = held, state.step
                state.best = _copied(state.network)
            if state.step == stage.main:
                state.network.load_state_dict(state.best)
        if state.strays == 0 and (state.step % EVALUATE_EVERY == 0 or state.step == stage.main):
            state.good = _copied(state.network)
        if state.step % 10 == 0:
            run.progress(stage.label, state.step / stage.total)
        if path is not None and (state.step == stage.total or time.monotonic() - saved_at > CHECKPOINT_S):
            save_checkpoint(state, path, run.key)
            saved_at = time.monotonic()
    if state.strays:
        # Too late to find out whether it was for the last gestures or for the weights.
        state.network.load_state_dict(state.good)
    state.network.eval()


def _comes_to_something(loss: float, lowest: float) -> bool:
    return math.isfinite(loss) and loss <= lowest + EXPLODED * max(abs(lowest), LEAST_NATS)


def _fall_back(state: TrainState) -> None:
    """Goes back to the last good weights, once, without the optimizer's memory of what led astray."""
    if state.fallen_back:
        raise TrainingDiverged(state.stage, state.step)
    _log.warning("the %s came to nothing at step %d; back to its last good weights", state.stage, state.step)
    state.network.load_state_dict(state.good)
    state.optimizer.state.clear()
    state.fallen_back, state.strays = True, 0


def _copied(network: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}


def _vae_error_db(model: GenerativeModel, gestures: Gestures) -> float:
    decoded = model.decode(model.encode(gestures.bands))
    heard = gestures.bands > FLOOR_DB + 3.0
    return float(np.abs(decoded - gestures.bands)[heard].mean())


@torch.no_grad()
def _persistence(model: GenerativeModel, gestures: Gestures) -> float:
    """Returns the mean correlation of base points half a gesture apart in the same recording.

    Posterior means fill only part of the unit scale; the rest of it is posterior noise, which does not walk. The
    correlation is taken over the means, so the noise has no part in it. Where no two gestures lie half a gesture
    apart, as with single hits, nothing persists and 0.8 stands in.
    """
    place = {(int(r), int(f)): i for i, (r, f) in enumerate(zip(gestures.recording, gestures.frame, strict=True))}
    pairs = [
        (index, place[recording, frame + FRAMES // 2])
        for (recording, frame), index in place.items()
        if (recording, frame + FRAMES // 2) in place
    ]
    if len(pairs) < 20:
        return 0.8
    latents = torch.from_numpy(model.encode(gestures.bands)).to(model.device)
    nothing = torch.zeros(len(latents), model.config.n_conditions, device=model.device)
    points = model.flow.to_base(latents, nothing, nothing)[0].cpu().numpy()
    points -= points.mean(axis=0)
    now, later = np.array(pairs).T
    correlation = (points[now] * points[later]).mean(axis=0) / (points**2).mean(axis=0)
    return float(np.clip(correlation.mean(), 0.3, 0.99))
