import pytest
import torch

from sdad.model.config import ModelConfig
from sdad.model.flow import ConditionalFlow

SMALL = ModelConfig(latent=6, couplings=4, coupling_width=16, base_width=12, n_conditions=3)


def flow(config=SMALL, dtype=torch.float64):
    """Returns a flow that is far from the identity it starts as."""
    torch.manual_seed(3)
    made = ConditionalFlow(config).to(dtype).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
        made.mean.copy_(torch.randn_like(made.mean))
        made.scale.copy_(torch.rand_like(made.scale) + 0.5)
    return made


def inputs(count, config=SMALL, dtype=torch.float64):
    torch.manual_seed(4)
    mask = torch.randint(0, 2, (count, config.n_conditions)).to(dtype)
    return torch.randn(count, config.latent, dtype=dtype), torch.rand(count, config.n_conditions, dtype=dtype), mask


def test_the_inverse_is_exact():
    made = flow()
    latents, conditions, mask = inputs(50)
    points, _ = made.to_base(latents, conditions, mask)
    assert (points - latents).abs().max() > 0.5
    assert (made.from_base(points, conditions, mask) - latents).abs().max() < 1e-9
    assert (made.to_base(made.from_base(latents, conditions, mask), conditions, mask)[0] - latents).abs().max() < 1e-9


def test_the_inverse_holds_at_full_size_in_single_precision():
    config = ModelConfig()
    torch.manual_seed(1)
    made = ConditionalFlow(config).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.03 * torch.randn_like(parameter))
    latents, conditions, mask = inputs(20, config, torch.float32)
    points, _ = made.to_base(latents, conditions, mask)
    assert (made.from_base(points, conditions, mask) - latents).abs().max() < 1e-3


def test_the_log_determinant_is_that_of_the_jacobian():
    made = flow()
    latents, conditions, mask = inputs(5)
    _, log_det = made.to_base(latents, conditions, mask)
    for index in range(5):
        given = conditions[index : index + 1], mask[index : index + 1]
        jacobian = torch.autograd.functional.jacobian(
            lambda one, g=given: made.to_base(one[None], *g)[0][0], latents[index]
        )
        assert log_det[index].item() == pytest.approx(torch.linalg.slogdet(jacobian)[1].item(), abs=1e-9)


def test_conditions_that_are_left_open_do_not_matter():
    made = flow()
    latents, conditions, mask = inputs(20)
    changed = torch.where(mask.bool(), conditions, torch.rand_like(conditions))
    assert not torch.equal(changed, conditions)
    assert torch.equal(made.log_prob(latents, conditions, mask), made.log_prob(latents, changed, mask))
    assert torch.equal(made.from_base(latents, conditions, mask), made.from_base(latents, changed, mask))


def test_conditions_that_are_given_do_and_so_does_giving_them():
    made = flow()
    latents, conditions, _ = inputs(20)
    given, left_open = torch.ones_like(conditions), torch.zeros_like(conditions)
    here = made.log_prob(latents, conditions, given)
    assert (here - made.log_prob(latents, 1 - conditions, given)).abs().max() > 0.01
    # A half is what open conditions are filled with; that it was meant still has to be told.
    half = torch.full_like(conditions, 0.5)
    assert (made.log_prob(latents, half, given) - made.log_prob(latents, half, left_open)).abs().max() > 0.01


def test_a_fresh_flow_is_a_standard_normal():
    made = ConditionalFlow(SMALL).eval()
    latents, conditions, mask = inputs(8, dtype=torch.float32)
    normal = torch.distributions.Normal(0.0, 1.0).log_prob(latents).sum(dim=1)
    assert torch.allclose(made.log_prob(latents, conditions, mask), normal, atol=1e-5)


def test_the_density_integrates_to_one():
    config = ModelConfig(latent=2, couplings=3, coupling_width=8, base_width=8, n_conditions=2)
    made = flow(config)
    side = torch.linspace(-25, 25, 401, dtype=torch.float64)
    grid = torch.cartesian_prod(side, side)
    conditions = torch.tensor([[0.2, 0.9]], dtype=torch.float64).expand(len(grid), 2)
    with torch.no_grad():
        density = made.log_prob(grid, conditions, torch.ones_like(conditions)).exp()
    assert (density.sum() * (50 / 400) ** 2).item() == pytest.approx(1.0, abs=0.01)


def test_dropout_stirs_training_only():
    made = flow()
    latents, conditions, mask = inputs(8)
    assert torch.equal(made.log_prob(latents, conditions, mask), made.log_prob(latents, conditions, mask))
    made.train()
    assert not torch.equal(made.log_prob(latents, conditions, mask), made.log_prob(latents, conditions, mask))


def test_flows_of_one_configuration_permute_alike():
    torch.manual_seed(1)
    first = ConditionalFlow(SMALL)
    torch.manual_seed(2)
    assert torch.equal(first.order, ConditionalFlow(SMALL).order)
