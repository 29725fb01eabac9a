"""How much training an effort means, and the learning rate and KL weight as functions of the step."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict

from sdad.control.commands import Effort


class Budget(BaseModel):
    """What one effort spends.

    Steps of the two stages; how many gestures and how many minutes of recordings are heard at most; and the sweeps of
    the calibration, as positions per control, takes per position and seconds per take.
    """

    model_config = ConfigDict(frozen=True)

    vae_steps: int
    flow_steps: int
    gestures: int
    minutes: float
    positions: int
    takes: int
    take_s: float


BUDGETS: dict[Effort, Budget] = {
    "sketch": Budget(vae_steps=600, flow_steps=500, gestures=2500, minutes=20, positions=5, takes=3, take_s=5.0),
    "good": Budget(vae_steps=2000, flow_steps=1000, gestures=6000, minutes=60, positions=7, takes=8, take_s=6.0),
    "overnight": Budget(
        vae_steps=12000, flow_steps=3000, gestures=20000, minutes=180, positions=9, takes=12, take_s=8.0
    ),
}


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Returns a linear warm-up over 30 steps followed by half a cosine down to a hundredth of the peak."""
    warm = min(1.0, (step + 1) / 30)
    return peak * warm * (0.505 + 0.495 * math.cos(math.pi * step / max(steps, 1)))


def kl_weight(step: int) -> float:
    """Returns the weight of the KL term: rising over the first 60 steps, so that the latents are used at all."""
    return min(1.0, step / 60)
