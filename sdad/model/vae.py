"""The variational autoencoder: a gesture to one latent vector and back.

Layers are matrix products over frames and groups of frames, not strided convolutions: on a CPU they train about ten
times faster at these sizes. Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from sdad.model.config import ModelConfig


class _Neighbours(nn.Module):
    """One linear layer over each group and the groups beside it, with shape (B, groups, width)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(3 * width, width)

    def forward(self, groups: Tensor) -> Tensor:
        padded = functional.pad(groups, (0, 0, 1, 1))
        result: Tensor = self.linear(torch.cat([padded[:, :-2], groups, padded[:, 2:]], dim=-1))
        return result


class GestureVAE(nn.Module):
    """Encodes gestures (B, F, N) in dB to Gaussians over (B, D) and decodes (B, D) to gestures in dB."""

    mean: Tensor
    scale: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.groups = config.frames // config.group
        grouped = config.group * config.frame_width
        self.register_buffer("mean", torch.zeros(config.n_bands))
        self.register_buffer("scale", torch.ones(1))
        self.frame_in = nn.Linear(config.n_bands, config.frame_width)
        self.group_in = nn.Linear(grouped, config.width)
        self.neighbours_in = _Neighbours(config.width)
        self.dense_in = nn.Linear(self.groups * config.width, config.dense_width)
        self.residual_in = nn.Linear(config.dense_width, config.dense_width)
        self.posterior = nn.Linear(config.dense_width, 2 * config.latent)
        self.dense_out = nn.Linear(config.latent, config.dense_width)
        self.residual_out = nn.Linear(config.dense_width, config.dense_width)
        self.groups_out = nn.Linear(config.dense_width, self.groups * config.width)
        self.neighbours_out = _Neighbours(config.width)
        self.group_out = nn.Linear(config.width, grouped)
        self.frame_out = nn.Linear(config.frame_width, config.n_bands)

    def encode(self, bands: Tensor) -> tuple[Tensor, Tensor]:
        """Returns mean and log variance, each (B, D), of the posterior of gestures (B, F, N)."""
        hidden = functional.gelu(self.frame_in((bands - self.mean) / self.scale))
        hidden = functional.gelu(self.group_in(hidden.reshape(len(bands), self.groups, -1)))
        hidden = hidden + functional.gelu(self.neighbours_in(hidden))
        hidden = functional.gelu(self.dense_in(hidden.flatten(1)))
        hidden = hidden + functional.gelu(self.residual_in(hidden))
        mean, log_variance = self.posterior(hidden).chunk(2, dim=-1)
        return mean, log_variance.clamp(-7.0, 2.0)

    def decode(self, latents: Tensor, first: int = 0, last: int | None = None) -> Tensor:
        """Returns frames ``first`` to ``last``, or all, of the gestures (B, F, N) in dB of latents (B, D)."""
        group = self.config.group
        last = self.config.frames if last is None else last
        begin, end = first // group, -(-last // group)
        hidden = functional.gelu(self.dense_out(latents))
        hidden = hidden + functional.gelu(self.residual_out(hidden))
        groups = functional.gelu(self.groups_out(hidden)).reshape(len(latents), self.groups, -1)
        groups = groups + functional.gelu(self.neighbours_out(groups))
        frames = functional.gelu(self.group_out(groups[:, begin:end])).reshape(len(latents), (end - begin) * group, -1)
        within = frames[:, first - begin * group : last - begin * group]
        bands: Tensor = self.frame_out(within) * self.scale + self.mean
        return bands


def reconstruction_loss(decoded: Tensor, bands: Tensor, floor_db: float, sigma_db: float = 4.0) -> Tensor:
    """Returns the Gaussian negative log likelihood per gesture, up to a constant; cells near the floor weigh 0.15.

    The sum over cells is scaled by 0.12: neighbouring bands and frames repeat each other, and counting each cell as
    an independent witness would leave the KL term without a say.
    """
    weight = (bands > floor_db + 3.0).to(bands.dtype) * 0.85 + 0.15
    error = (weight * (decoded - bands) ** 2).sum(dim=(1, 2)).mean()
    return 0.12 * error / (2 * sigma_db**2)


def kl_to_standard_normal(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Returns the mean KL divergence in nats of posteriors (B, D) from N(0, I)."""
    return (0.5 * (mean**2 + log_variance.exp() - log_variance - 1)).sum(dim=-1).mean()
