"""Every number that fixes a model's shape."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from sdad.model.gestures import CONDITIONS, FRAMES, N_BANDS


class ModelConfig(BaseModel):
    """The architecture. Two models with equal configurations have tensors of equal shapes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n_bands: int = N_BANDS
    frames: int = FRAMES
    latent: int = 48
    frame_width: int = 96
    group: int = 4
    width: int = 128
    dense_width: int = 256
    couplings: int = 6
    coupling_width: int = 128
    base_width: int = 64
    n_conditions: int = len(CONDITIONS)
    n_quantiles: int = 41
