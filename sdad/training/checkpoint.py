"""Stopping a training and going on from the same step to the same weights."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from sdad.model.kept import keep

FORMAT = 2

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class TrainState:
    """All that a stage of training owns: the network, its optimizer, where it is, its best weights and the last good.

    Random numbers need no state: each step seeds its own generators from the seed, the stage and the step.
    """

    stage: str
    network: nn.Module
    optimizer: torch.optim.Optimizer
    step: int = 0
    best_loss: float = float("inf")
    best_step: int = 0
    best: dict[str, Tensor] = field(default_factory=dict)
    losses: list[tuple[int, float, float]] = field(default_factory=list)
    """(step, training loss, held-out loss) at each evaluation."""
    good: dict[str, Tensor] = field(default_factory=dict)
    """The last weights under which steps came to something."""
    lowest: float = float("inf")
    """The lowest training loss of any step so far."""
    strays: int = 0
    """How many steps have come to nothing since the last one that came to something."""
    fallen_back: bool = False
    """Whether it has gone back to :attr:`good` once and learns at a smaller rate since."""


def save_checkpoint(state: TrainState, path: Path, key: str) -> None:
    """Writes a checkpoint whole or not at all. ``key`` names the data and settings that it belongs to.

    Raises:
        DiskFull, NotWritable: the checkpoint before it, if there was one, is untouched.
    """
    tensors = {f"network.{name}": tensor for name, tensor in state.network.state_dict().items()}
    tensors |= {f"best.{name}": tensor for name, tensor in state.best.items()}
    tensors |= {f"good.{name}": tensor for name, tensor in state.good.items()}
    for index, slots in state.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{slot}": torch.as_tensor(value) for slot, value in slots.items()}
    facts = {
        "format": FORMAT, "key": key, "stage": state.stage, "step": state.step, "best_loss": state.best_loss,
        "best_step": state.best_step, "losses": state.losses, "lowest": state.lowest, "strays": state.strays,
        "fallen_back": state.fallen_back,
    }  # fmt: skip
    plain = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    keep(save(plain, metadata={"state": json.dumps(facts)}), path)


def load_checkpoint(state: TrainState, path: Path, key: str) -> bool:
    """Puts ``state`` where the checkpoint left off; returns False when there is none for this key and stage.

    One that is damaged, or of a network of another shape, counts as none: ``state`` is left as it is, and the training
    that begins again writes over it.
    """
    if not path.is_file():
        return False
    try:
        with safe_open(str(path), framework="pt") as file:
            facts = json.loads((file.metadata() or {})["state"])
            if (facts["format"], facts["key"], facts["stage"]) != (FORMAT, key, state.stage):
                return False
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
        _check(facts, _under("network.", tensors), state.network)
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        _log.warning("the checkpoint %s cannot be used (%s); this stage begins again", path, error)
        return False
    state.network.load_state_dict(_under("network.", tensors))
    state.best = {name: tensor.clone() for name, tensor in _under("best.", tensors).items()}
    state.good = {name: tensor.clone() for name, tensor in _under("good.", tensors).items()}
    slots: dict[int, dict[str, Tensor]] = {}
    for name, tensor in _under("optimizer.", tensors).items():
        index, slot = name.split(".", 1)
        slots.setdefault(int(index), {})[slot] = tensor
    groups = state.optimizer.state_dict()["param_groups"]
    state.optimizer.load_state_dict({"state": slots, "param_groups": groups})
    state.step, state.best_loss, state.best_step = facts["step"], facts["best_loss"], facts["best_step"]
    state.lowest, state.strays, state.fallen_back = facts["lowest"], facts["strays"], facts["fallen_back"]
    state.losses = [(int(step), float(train), float(held)) for step, train, held in facts["losses"]]
    return True


def _check(facts: dict[str, Any], kept: dict[str, Tensor], network: nn.Module) -> None:
    """Raises KeyError or ValueError unless the facts are all there and the kept tensors are those of this network."""
    missing = {"step", "best_loss", "best_step", "losses", "lowest", "strays", "fallen_back"} - facts.keys()
    if missing:
        raise KeyError(*missing)
    wanted = {name: tensor.shape for name, tensor in network.state_dict().items()}
    if {name: tensor.shape for name, tensor in kept.items()} != wanted:
        raise ValueError("it is of a network of another shape")


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
