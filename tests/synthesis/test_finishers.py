import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure
from sdad.synthesis.finishers import FINISHERS, Context

EACH = pytest.mark.parametrize("finisher", FINISHERS, ids=lambda finisher: finisher.control)
SECONDS = 2.0


def context(rate=48000, take=1):
    return Context(rate, 0, np.arange(0, SECONDS + 1, 0.5, dtype=np.float32), 0.5, take)


def plucks(rate=48000):
    time_s = np.arange(round(SECONDS * rate)) / rate
    pitches = 110.0 * 2.0 ** (np.array([0, 7, 4, 12]) / 12)
    tone = np.sum(
        [np.sin(2 * np.pi * k * pitches[(time_s / 0.5).astype(int)] * time_s) / k for k in range(1, 9)], axis=0
    )
    hiss = np.random.default_rng(0).standard_normal((2, len(time_s)))
    return ((0.1 * tone + 0.05 * hiss) * np.exp(-12 * (time_s % 0.5))).astype(np.float32)


@EACH
def test_a_drive_goes_in_straight_lines_over_nothing(finisher):
    amounts = [finisher.amount(drive) for drive in np.linspace(0, 1, 41)]
    assert amounts == sorted(amounts)
    assert finisher.amount(finisher.pivot) == 0
    assert finisher.amount(1.0) == finisher.most
    assert amounts[0] == (finisher.least if finisher.pivot > 0 else 0)


@EACH
@pytest.mark.parametrize("rate", [48000, 96000])
def test_every_amount_keeps_the_length_and_stays_a_sound(finisher, rate):
    for amount in (finisher.least, 0.0, finisher.most / 2, finisher.most):
        result = finisher.apply(plucks(rate), context(rate), amount)
        assert result.shape == plucks(rate).shape
        assert np.isfinite(result).all() and 0 < np.abs(result).max() < 5


@EACH
def test_nothing_is_done_at_nothing(finisher):
    inside = slice(2000, -2000)
    assert np.abs(finisher.apply(plucks(), context(), 0.0) - plucks())[:, inside].max() < 2e-3


@EACH
def test_a_finisher_is_decided_by_its_take(finisher):
    once, again = (finisher.apply(plucks(), context(), finisher.most) for _ in range(2))
    assert np.array_equal(once, again)


def test_more_space_rings_longer():
    room = next(finisher for finisher in FINISHERS if finisher.control == "space")
    amounts = (-1.0, -0.5, 0.0, 0.25, 0.5, 1.0)
    got = [measure(Audio(room.apply(plucks(), context(), amount), 48000), ["space"])["space"] for amount in amounts]
    assert got == sorted(got)
    assert got[0] < 0.8 * got[2] and got[-1] > 4 * got[2]
