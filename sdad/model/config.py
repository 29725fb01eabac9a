"""Every number that fixes a model's shape."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sdad.model.gestures import CONDITIONS, FRAMES, N_BANDS

Size = Annotated[int, Field(ge=1, le=4096)]
"""A number that a file may give; with the largest ones a model is still described at once."""


class ModelConfig(BaseModel):
    """The architecture. Two models with equal configurations have tensors of equal shapes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n_bands: Size = N_BANDS
    frames: Size = FRAMES
    latent: Size = 48
    frame_width: Size = 96
    group: Size = 4
    width: Size = 128
    dense_width: Size = 256
    couplings: Size = 6
    coupling_width: Size = 128
    base_width: Size = 64
    n_conditions: Size = len(CONDITIONS)
    n_quantiles: Size = 41
