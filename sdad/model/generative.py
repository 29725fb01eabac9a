"""The whole model: autoencoder, flow, and the ranks that turn measured conditions into quantiles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor, nn

from sdad.audio.spectral import Signal
from sdad.errors import Corrupt
from sdad.model.config import ModelConfig
from sdad.model.flow import ConditionalFlow
from sdad.model.gestures import CONDITIONS
from sdad.model.kept import keep
from sdad.model.vae import GestureVAE

BLOCK, SMALL_BLOCK = 512, 32
"""Gestures that are computed at once, and where a device is short of memory."""


class GenerativeModel(nn.Module):
    """A gesture VAE with a conditional flow over its latents.

    ``ranks`` (Q, 8) holds, per condition, the quantiles of the recordings, so that a condition is a quantile from 0 to
    1. ``persistence`` is the correlation of successive base points half a gesture apart in the recordings: how slowly
    this material walks. ``posterior_scale`` is the typical standard deviation of a posterior.
    """

    ranks: Tensor
    persistence: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.block = BLOCK
        self.vae = GestureVAE(config)
        self.flow = ConditionalFlow(config)
        self.register_buffer("ranks", torch.zeros(config.n_quantiles, config.n_conditions))
        self.register_buffer("persistence", torch.tensor(0.9))

    @property
    def device(self) -> torch.device:
        """The device that the weights are on."""
        return self.ranks.device

    @property
    def finite(self) -> bool:
        """Whether all weights are numbers."""
        return all(bool(torch.isfinite(tensor).all()) for tensor in self.state_dict().values())

    def quantiles(self, conditions: Signal) -> Signal:
        """Returns conditions (B, 8) in their own units as quantiles (B, 8) of the recordings."""
        ranks = self.ranks.cpu().numpy()
        steps = np.linspace(0, 1, len(ranks))
        spread = np.arange(len(ranks)) * 1e-7
        columns = [np.interp(conditions[:, i], ranks[:, i] + spread, steps) for i in range(conditions.shape[1])]
        return np.stack(columns, axis=1).astype(np.float32)

    @torch.no_grad()
    def encode(self, bands: Signal) -> Signal:
        """Returns the posterior means (B, D) of gestures (B, F, N), in batches."""
        batches = [
            self.vae.encode(torch.from_numpy(bands[i : i + self.block]).to(self.device))[0]
            for i in range(0, len(bands), self.block)
        ]
        latents: Signal = torch.cat(batches).cpu().numpy()
        return latents

    @torch.no_grad()
    def decode(self, latents: Signal, first: int = 0, last: int | None = None) -> Signal:
        """Returns frames ``first`` to ``last`` of the gestures (B, F, N) in dB of latents (B, D), in batches."""
        batches = [
            self.vae.decode(torch.from_numpy(latents[i : i + self.block]).to(self.device), first, last)
            for i in range(0, len(latents), self.block)
        ]
        bands: Signal = torch.cat(batches).cpu().numpy()
        return bands

    @torch.no_grad()
    def sample(self, points: Signal, given: dict[str, float | NDArray[np.float64]]) -> Signal:
        """Returns the latents (B, D) at base points (B, D) under some conditions; the others are left open.

        Args:
            points: Base points, standard normal where they follow the recordings.
            given: Quantiles by name of :data:`~sdad.model.gestures.CONDITIONS`: one number, or one per point (B,).
        """
        latents: Signal = self.flow.from_base(*self._under(points, given)).cpu().numpy()
        return latents

    @torch.no_grad()
    def locate(self, bands: Signal, given: dict[str, float | NDArray[np.float64]]) -> Signal:
        """Returns the base points (B, D) that gestures (B, F, N) lie at under some conditions.

        :meth:`sample` at such a point under the same conditions gives back the gesture's latents.
        """
        points: Signal = self.flow.to_base(*self._under(self.encode(bands), given))[0].cpu().numpy()
        return points

    def _under(self, rows: Signal, given: dict[str, float | NDArray[np.float64]]) -> tuple[Tensor, Tensor, Tensor]:
        """Returns rows (B, D) with conditions and their mask (B, 8), as tensors on the device."""
        conditions = np.full((len(rows), self.config.n_conditions), 0.5, np.float32)
        mask = np.zeros_like(conditions)
        for name, value in given.items():
            column = CONDITIONS.index(name)
            conditions[:, column], mask[:, column] = value, 1.0
        points, quantiles, bits = (torch.from_numpy(array).to(self.device) for array in (rows, conditions, mask))
        return points, quantiles, bits

    def save(self, path: Path) -> None:
        """Writes the weights and the configuration as one safetensors file.

        Raises:
            DiskFull, NotWritable: nothing was written.
        """
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in self.state_dict().items()}
        keep(save(tensors, metadata={"config": self.config.model_dump_json()}), path)

    @classmethod
    def load(cls, path: Path, device: str = "cpu") -> GenerativeModel:
        """Returns the model kept in a file, ready to play on a device.

        Raises:
            Corrupt: the file is not what :meth:`save` wrote.
        """
        try:
            with safe_open(str(path), framework="pt") as file:
                config = ModelConfig.model_validate(json.loads(file.metadata()["config"]))
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
            with torch.device("meta"):  # where nothing takes memory: a file may claim to be of any size
                wanted = cls(config).state_dict()
            if {name: each.shape for name, each in tensors.items()} != {
                name: each.shape for name, each in wanted.items()
            }:
                raise ValueError("they are of another shape")
            model = cls(config)
            model.load_state_dict(tensors)
            if not model.finite:
                raise ValueError("some are not numbers")
        except Exception as error:
            raise Corrupt(
                path, "its weights cannot be read", "Roll back to another version: sdad model rollback."
            ) from error
        return model.to(device).eval()
