import math

import numpy as np
import pytest
import torch

from sdad.model.config import ModelConfig
from sdad.model.vae import GestureVAE, kl_to_standard_normal, reconstruction_loss

SMALL = ModelConfig(n_bands=20, frames=16, latent=6, frame_width=16, width=24, dense_width=32)


def gestures(count, config=SMALL):
    """Returns gestures (B, F, N) with three degrees of freedom: a tilt, a level that falls, and a peak's place."""
    draw = np.random.default_rng(0)
    tilt, fall, place = draw.uniform(0, 1, (3, count, 1, 1))
    frames = np.arange(config.frames)[None, :, None] / config.frames
    bands = np.arange(config.n_bands)[None, None] / config.n_bands
    peak = 20 * np.exp(-(((bands - place) * 8) ** 2))
    return torch.from_numpy((peak - 30 * tilt * bands - 40 * fall * frames - 10).astype(np.float32))


@pytest.mark.parametrize("config", [SMALL, ModelConfig()])
def test_gestures_become_gaussians_and_latents_gestures(config):
    vae = GestureVAE(config)
    mean, log_variance = vae.encode(torch.randn(5, config.frames, config.n_bands) * 100)
    assert mean.shape == log_variance.shape == (5, config.latent)
    assert log_variance.min() >= -7.0 and log_variance.max() <= 2.0
    assert vae.decode(mean).shape == (5, config.frames, config.n_bands)


def test_gestures_are_encoded_each_for_itself():
    torch.manual_seed(0)
    vae = GestureVAE(SMALL).eval()
    bands = gestures(4)
    together = vae.encode(bands)[0]
    for index in range(4):
        assert torch.allclose(vae.encode(bands[index : index + 1])[0][0], together[index], atol=1e-5)


def test_the_loss_falls():
    torch.manual_seed(0)
    vae = GestureVAE(SMALL)
    bands = gestures(64)
    vae.mean.copy_(bands.mean(dim=(0, 1)))
    vae.scale.fill_(bands.std())
    optimizer = torch.optim.AdamW(vae.parameters(), 2e-3)
    losses = []
    for _ in range(150):
        mean, log_variance = vae.encode(bands)
        latents = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        loss = reconstruction_loss(vae.decode(latents), bands, -70.0) + kl_to_standard_normal(mean, log_variance)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert np.mean(losses[-10:]) < 0.5 * losses[0]
    error_db = (vae.decode(vae.encode(bands)[0]) - bands).abs().mean().item()
    assert error_db < 0.5 * (bands - vae.mean).abs().mean().item()


def test_cells_near_the_floor_say_less():
    loud, floor = torch.full((1, 4, 4), -10.0), torch.full((1, 4, 4), -69.0)
    heard = reconstruction_loss(loud + 4.0, loud, -70.0)
    unheard = reconstruction_loss(floor + 4.0, floor, -70.0)
    assert unheard.item() == pytest.approx(0.15 * heard.item(), rel=1e-5)
    # One standard deviation of error in each of 16 cells costs half a nat each, times the 0.12 of the docstring.
    assert heard.item() == pytest.approx(0.12 * 16 / 2, rel=1e-5)


def test_the_divergence_is_that_of_gaussians():
    assert kl_to_standard_normal(torch.zeros(3, 5), torch.zeros(3, 5)).item() == 0.0
    mean, log_variance = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, math.log(4.0)]])
    own = torch.distributions.Normal(mean, (0.5 * log_variance).exp())
    expected = torch.distributions.kl_divergence(own, torch.distributions.Normal(0.0, 1.0)).sum().item()
    assert kl_to_standard_normal(mean, log_variance).item() == pytest.approx(expected, rel=1e-5)
