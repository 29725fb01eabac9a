import itertools
from dataclasses import replace

import numpy as np
import pytest

from sdad.model.gestures import CONDITIONS
from sdad.synthesis.grains import COMPONENTS, HOP_FRAMES, GrainIndex
from sdad.synthesis.select import Taste, choose, unit_costs

STEADY = Taste({}, chance=0.0)
LENGTH = 60
"""Units of each recording."""


def made_of(features, recording, attributes=None, quietness=None):
    """Returns an index of units whose features and attributes are given; each is followed by the next but five."""
    count = len(features)
    frame = np.concatenate([np.arange((recording == which).sum()) for which in np.unique(recording)])
    after = np.arange(count) + HOP_FRAMES
    follows = (after < count) & (recording[np.minimum(after, count - 1)] == recording)
    nothing = np.zeros(0, np.float32)
    return GrainIndex(
        recording=recording.astype(np.int32),
        frame=frame.astype(np.int32),
        level=np.zeros(count, np.float32),
        features=features.astype(np.float32),
        attributes=np.full((count, len(CONDITIONS)), 0.5, np.float32) if attributes is None else attributes,
        successor=np.where(follows, after, -1).astype(np.int32),
        quietness=np.zeros(count, np.float32) if quietness is None else quietness,
        basis=nothing,
        centre=nothing,
        spread=np.array([np.sqrt((features**2).sum(axis=1).mean())], np.float32),
        onset_recording=nothing.astype(np.int32),
        onset_sample=nothing.astype(np.int64),
        onset_samples=nothing.astype(np.int64),
        onset_level=nothing,
        onset_latents=nothing,
        onset_attributes=nothing,
        sustain=np.ones(1, np.float32),
    )


@pytest.fixture
def wandering():
    """Four recordings that go about slowly, each in its own way."""
    draw = np.random.default_rng(0)
    knots = draw.standard_normal((4, 12, COMPONENTS))
    times = np.linspace(0, 11, LENGTH)
    whole, part = np.minimum(times.astype(int), 10), (times % 1)[:, None]
    features = np.concatenate([own[whole] * (1 - part) + own[whole + 1] * part for own in knots])
    return made_of(features, np.repeat(np.arange(4), LENGTH))


def draw(seed=0):
    return np.random.default_rng(seed)


def longest_run(index, units):
    longest = run = 1
    for before, after in itertools.pairwise(units):
        run = run + 1 if after == index.successor[before] else 1
        longest = max(longest, run)
    return longest


def missed(index, wanted, units):
    return np.sqrt(((index.features[units] - wanted) ** 2).sum(axis=1)).mean() / float(index.spread[0])


def test_units_follow_the_target(wandering):
    # From one recording to another, backwards and in leaps: nothing but following gets there.
    path = np.array([5, 8, 11, 60, 66, 72, 239, 233, 227, 120, 126, 3])
    chosen = choose(wandering, wandering.features[path], replace(STEADY, jump=0.0, elsewhere=0.0, nearby=0.0), draw())
    assert chosen.shape == path.shape and chosen.dtype == np.int64
    assert missed(wandering, wandering.features[path], chosen) < 0.15
    assert missed(wandering, wandering.features[path[::-1]], chosen) > 0.5


def test_a_target_that_is_a_recording_is_read_off_it(wandering):
    path = np.arange(2, LENGTH, HOP_FRAMES) + LENGTH
    assert choose(wandering, wandering.features[path], replace(STEADY, run=99), draw()).tolist() == path.tolist()


@pytest.mark.parametrize("run", [1, 2, 3, 5])
def test_no_run_is_longer_than_its_limit(wandering, run):
    path = np.arange(2, LENGTH, HOP_FRAMES)
    wanted = wandering.features[path]
    free = longest_run(wandering, choose(wandering, wanted, replace(STEADY, run=99), draw()))
    assert free == len(path)
    assert longest_run(wandering, choose(wandering, wanted, replace(STEADY, run=run), draw())) <= run


def test_staying_in_a_recording_is_worth_a_little(wandering):
    path = np.arange(2, LENGTH, HOP_FRAMES)
    noise = 0.5 * draw(1).standard_normal((len(path), COMPONENTS))
    wanted = (wandering.features[path] + noise).astype(np.float32)

    def recordings(elsewhere):
        chosen = choose(wandering, wanted, replace(STEADY, elsewhere=elsewhere, jump=0.0), draw())
        return int((np.diff(wandering.recording[chosen]) != 0).sum())

    assert recordings(9.0) == 0
    # To make it dear to stay must lead away.
    assert recordings(-9.0) > 5


def test_joins_are_made_where_they_are_smooth(wandering):
    wanted = draw(6).standard_normal((12, COMPONENTS)).astype(np.float32)

    def gap(smooth):
        chosen = choose(wandering, wanted, replace(STEADY, smooth=smooth), draw())
        follows = wandering.successor[chosen[:-1]]
        expected = np.where(follows >= 0, follows, chosen[:-1])
        return np.linalg.norm(wandering.features[chosen[1:]] - wandering.features[expected], axis=1).mean()

    assert gap(3.0) < 0.7 * gap(0.0)


@pytest.mark.parametrize("name", ["roughness", "tension", "attack"])
def test_a_taste_for_an_attribute_moves_the_choice(wandering, name):
    attributes = draw(2).random((len(wandering), len(CONDITIONS))).astype(np.float32)
    index = replace(wandering, attributes=attributes)
    path = np.arange(2, LENGTH, HOP_FRAMES)

    def mean(quantile, weight, column=name):
        taste = replace(STEADY, wanted={name: (quantile, weight)})
        return attributes[choose(index, index.features[path], taste, draw()), CONDITIONS.index(column)].mean()

    low, middle, high = (mean(quantile, 2.0) for quantile in (0.0, 0.5, 1.0))
    assert low < middle < high and high - low > 0.3
    # With no weight the same wish is no wish.
    assert mean(0.0, 0.0) == mean(1.0, 0.0)
    others = [column for column in CONDITIONS if column != name]
    assert abs(np.mean([mean(1.0, 2.0, column) - mean(0.0, 2.0, column) for column in others])) < 0.3


def test_what_is_quiet_costs_and_wishes_add_up(wandering):
    quietness = np.linspace(0, 2, len(wandering)).astype(np.float32)
    index = replace(wandering, quietness=quietness)
    assert unit_costs(index, STEADY, draw()) == pytest.approx(quietness)
    wish = replace(STEADY, wanted={"tension": (1.0, 0.8), "attack": (0.0, 0.4)})
    assert unit_costs(index, wish, draw()) == pytest.approx(quietness + 0.8 * 0.5 + 0.4 * 0.5)
    one, other = (unit_costs(index, replace(STEADY, chance=0.1), draw(seed)) for seed in (0, 1))
    assert not np.allclose(one, other)


def test_quiet_units_are_avoided(wandering):
    path = np.arange(2, LENGTH, HOP_FRAMES)
    quietness = np.where(wandering.recording == 0, 50, 0).astype(np.float32)
    chosen = choose(replace(wandering, quietness=quietness), wandering.features[path], STEADY, draw())
    assert (wandering.recording[chosen] != 0).all()


def test_a_reader_keeps_the_company_it_is_asked_to(wandering):
    path = np.arange(2, LENGTH, HOP_FRAMES)
    wanted, beside = wandering.features[path], path + 2 * LENGTH

    def together(company):
        chosen = choose(wandering, wanted, replace(STEADY, company=company), draw(), beside)
        return (wandering.recording[chosen] == wandering.recording[beside]).mean()

    assert together(0.0) == 0.0
    assert together(20.0) == 1.0


def test_home_is_not_left_without_need(wandering):
    path = np.arange(2, LENGTH, HOP_FRAMES)
    wanted = wandering.features[path]

    def at_home(homing, index=wandering):
        chosen = choose(index, wanted, replace(STEADY, home=1, homing=homing), draw())
        return (index.recording[chosen] == 1).mean()

    assert at_home(0.0) == 0.0 and at_home(1.0) == 1.0
    # A stroke of two units is no home to stay in.
    stroke = replace(wandering, recording=np.where(np.arange(4 * LENGTH) < LENGTH + 2, wandering.recording, 2))
    assert at_home(1.0, stroke) < 0.5


def test_a_choice_is_decided_by_its_draw(wandering):
    wanted = wandering.features[np.arange(2, LENGTH, HOP_FRAMES)]
    lively = replace(STEADY, chance=1.0)
    assert choose(wandering, wanted, lively, draw()).tolist() == choose(wandering, wanted, lively, draw()).tolist()
    assert len({tuple(choose(wandering, wanted, lively, draw(seed))) for seed in range(4)}) == 4
    assert len({tuple(choose(wandering, wanted, STEADY, draw(seed))) for seed in range(4)}) == 1


@pytest.mark.parametrize("count", [1, 2, 30])
def test_few_units_are_enough(count):
    features = draw(4).standard_normal((count, COMPONENTS))
    index = made_of(features, np.zeros(count, np.int64))
    chosen = choose(index, np.repeat(index.features[-1:], 7, axis=0), Taste({}), draw())
    assert len(chosen) == 7
    assert (chosen >= 0).all() and (chosen < count).all()


def test_one_slot_is_the_nearest_unit(wandering):
    for unit in (0, 77, 239):
        assert choose(wandering, wandering.features[unit : unit + 1], STEADY, draw()).tolist() == [unit]


def test_many_short_recordings_are_all_within_reach():
    features = draw(5).standard_normal((100, COMPONENTS))
    index = made_of(features, np.arange(100))
    asked = np.arange(0, 100, 9)
    assert choose(index, index.features[asked], STEADY, draw()).tolist() == asked.tolist()
