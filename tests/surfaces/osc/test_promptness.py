from __future__ import annotations

import pytest

from sdad.surfaces.osc.promptness import WINDOW_S, Promptness


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def promptness(clock):
    return Promptness(clock)


def arrivals(clock, *ages_ms):
    return [clock.now - age / 1000 for age in ages_ms]


def test_nothing_has_no_times(promptness):
    assert promptness.figures() == {"count": 0, "p50_ms": None, "p99_ms": None, "max_ms": None}


def test_percentiles_are_at_most_a_tenth_too_long_and_the_longest_is_exact(promptness, clock):
    promptness.stand(arrivals(clock, *range(1, 1001)))
    figures = promptness.figures()
    assert figures["count"] == 1000 and figures["max_ms"] == 1000.0
    assert 500 <= figures["p50_ms"] <= 550
    assert 990 <= figures["p99_ms"] <= 1000


def test_one_late_one_in_a_hundred_is_the_longest_and_no_percentile(promptness, clock):
    promptness.stand(arrivals(clock, *[2.0] * 99, 80.0))
    figures = promptness.figures()
    assert 2.0 <= figures["p50_ms"] == figures["p99_ms"] <= 2.2
    assert figures["max_ms"] == 80.0


@pytest.mark.parametrize("age_ms", [-5.0, 0.0, 0.0001, 1e9])
def test_times_beyond_the_classes_are_counted_too(promptness, clock, age_ms):
    promptness.stand(arrivals(clock, age_ms))
    figures = promptness.figures()
    assert figures["count"] == 1 and 0 <= figures["p50_ms"] <= figures["max_ms"]


def test_what_was_long_ago_is_forgotten_and_what_was_lately_is_not(promptness, clock):
    promptness.stand(arrivals(clock, 80.0))
    clock.now += WINDOW_S * 1.5
    promptness.stand(arrivals(clock, 2.0))
    assert (promptness.figures()["count"], promptness.figures()["max_ms"]) == (2, 80.0)
    clock.now += WINDOW_S
    assert (promptness.figures()["count"], promptness.figures()["max_ms"]) == (1, 2.0)
    clock.now += WINDOW_S * 2
    assert promptness.figures()["count"] == 0
