import itertools
import math
from typing import get_args

import pytest

from sdad.control.commands import Effort
from sdad.training.schedules import BUDGETS, Budget, kl_weight, learning_rate


def test_every_effort_has_a_budget_and_a_greater_one_spends_more_on_everything():
    assert list(BUDGETS) == list(get_args(Effort))
    spent = [budget.model_dump() for budget in BUDGETS.values()]
    for less, more in itertools.pairwise(spent):
        assert all(less[name] < more[name] for name in Budget.model_fields), (less, more)


@pytest.mark.parametrize("steps", [100, 600, 12000])
def test_the_learning_rate_warms_up_and_then_falls_to_a_hundredth(steps):
    rates = [learning_rate(step, steps, 2e-3) for step in range(steps + 1)]
    top = rates.index(max(rates))
    assert top == pytest.approx(29, abs=1)
    assert rates[0] == pytest.approx(2e-3 / 30)
    assert rates[:top] == sorted(rates[:top]) and rates[top:] == sorted(rates[top:], reverse=True)
    assert max(rates) <= 2e-3
    assert rates[-1] == pytest.approx(2e-5)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_even_the_shortest_training_has_a_rate_to_learn_by(steps):
    assert all(
        math.isfinite(rate) and rate > 0 for rate in (learning_rate(step, steps, 1.0) for step in range(steps + 1))
    )


def test_the_latents_are_free_at_first_and_bound_in_full_after_sixty_steps():
    weights = [kl_weight(step) for step in range(100)]
    assert weights[0] == 0.0 and weights[30] == pytest.approx(0.5)
    assert weights[:61] == sorted(set(weights[:61]))
    assert set(weights[60:]) == {1.0}
