"""The conditional normalizing flow: which latent vectors the recordings contain, given what a gesture measures.

Affine couplings (Dinh et al., "Density estimation using Real NVP", 2017) over a diagonal Gaussian whose mean and scale
depend on the conditions. Spline couplings gained little likelihood on corpora of this size and cost twice the training
and eight times the sampling, so they were left out.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from sdad.model.config import ModelConfig

LOG_SCALE_BOUND = 1.2
_HALF_LOG_TAU = 0.5 * math.log(2 * math.pi)


def _network(inputs: int, outputs: int, width: int) -> nn.Sequential:
    """Returns a two-layer network whose last layer starts at zero, so that the flow starts as the identity."""
    last = nn.Linear(width, outputs)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(nn.Linear(inputs, width), nn.GELU(), nn.Linear(width, width), nn.GELU(), last)


class ConditionalFlow(nn.Module):
    """Maps latents (B, D) to base points (B, D) and back, given conditions.

    A condition is a quantile from 0 to 1 with a mask bit: 1 where it is given, 0 where it is left open.
    """

    mean: Tensor
    scale: Tensor
    order: Tensor

    def __init__(self, config: ModelConfig, dropout: float = 0.1) -> None:
        super().__init__()
        self.kept = config.latent // 2
        context = 2 * config.n_conditions
        orders = torch.Generator().manual_seed(0)
        self.register_buffer("mean", torch.zeros(config.latent))
        self.register_buffer("scale", torch.ones(config.latent))
        self.register_buffer(
            "order", torch.stack([torch.randperm(config.latent, generator=orders) for _ in range(config.couplings)])
        )
        self.base = _network(context, 2 * config.latent, config.base_width)
        self.couplings = nn.ModuleList(
            _network(self.kept + context, 2 * (config.latent - self.kept), config.coupling_width)
            for _ in range(config.couplings)
        )
        self.dropout = nn.Dropout(dropout)

    @staticmethod
    def _context(conditions: Tensor, mask: Tensor) -> Tensor:
        return torch.cat([(conditions - 0.5) * 3.4 * mask, mask], dim=-1)

    def _gaussian(self, context: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_scale = self.base(context).chunk(2, dim=-1)
        return mean, log_scale.clamp(-3.0, 1.5)

    @staticmethod
    def _affine(coupling: nn.Module, fixed: Tensor, context: Tensor) -> tuple[Tensor, Tensor]:
        log_scale, shift = coupling(torch.cat([fixed, context], dim=-1)).chunk(2, dim=-1)
        return LOG_SCALE_BOUND * torch.tanh(log_scale / LOG_SCALE_BOUND), shift

    def to_base(self, latents: Tensor, conditions: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Returns base points (B, D), standard normal where the flow fits, and the log determinant (B,)."""
        context = self._context(conditions, mask)
        points = (latents - self.mean) / self.scale
        log_det = -self.scale.log().sum().expand(len(latents))
        for order, coupling in zip(self.order, self.couplings, strict=True):
            points = points[:, order]
            fixed, moved = points[:, : self.kept], points[:, self.kept :]
            log_scale, shift = self._affine(coupling, self.dropout(fixed), context)
            points = torch.cat([fixed, moved * log_scale.exp() + shift], dim=-1)
            log_det = log_det + log_scale.sum(dim=-1)
        mean, log_scale = self._gaussian(context)
        return (points - mean) / log_scale.exp(), log_det - log_scale.sum(dim=-1)

    def from_base(self, points: Tensor, conditions: Tensor, mask: Tensor) -> Tensor:
        """Returns the latents (B, D) of base points (B, D); the inverse of :meth:`to_base` without dropout."""
        context = self._context(conditions, mask)
        mean, log_scale = self._gaussian(context)
        latents = mean + log_scale.exp() * points
        for order, coupling in zip(reversed(self.order), reversed(list(self.couplings)), strict=True):
            fixed, moved = latents[:, : self.kept], latents[:, self.kept :]
            log_scale, shift = self._affine(coupling, fixed, context)
            unmoved = torch.cat([fixed, (moved - shift) * (-log_scale).exp()], dim=-1)
            latents = torch.empty_like(unmoved)
            latents[:, order] = unmoved
        return latents * self.scale + self.mean

    def log_prob(self, latents: Tensor, conditions: Tensor, mask: Tensor) -> Tensor:
        """Returns the log density (B,) in nats of latents (B, D)."""
        points, log_det = self.to_base(latents, conditions, mask)
        return log_det - (0.5 * points**2 + _HALF_LOG_TAU).sum(dim=-1)
