import numpy as np
import pytest

from sdad.model.gestures import CONDITIONS, FRAMES, N_BANDS, band_levels, level_db
from sdad.synthesis.trajectory import STEP_FRAMES, decode_path, smoothed, steps_for, walk


class Tilting:
    """A stand-in for a model whose gestures are plain tilts: a base point of one number says how steep.

    It takes gestures apart the way it makes them, so that what is said about paths can be checked to the decibel.
    """

    slope = np.linspace(-10, 10, N_BANDS, dtype=np.float32)

    def sample(self, points, given):
        assert set(given) <= set(CONDITIONS)
        return points + np.float32(given.get("brightness", 0.0))

    def decode(self, latents):
        return np.repeat((latents[:, :1] * self.slope)[:, None], FRAMES, axis=1)

    def encode(self, bands):
        mean = bands.mean(axis=1)
        return ((mean - mean.mean(axis=1, keepdims=True)) @ self.slope / (self.slope @ self.slope))[:, None]


def tilts(bands):
    return Tilting().encode(bands[:, None])[:, 0]


def wandered(seed=0, steps=4000, dimensions=6, persistence=0.9, temperature=1.0):
    draw = np.random.default_rng(seed)
    start = draw.standard_normal(dimensions).astype(np.float32) * np.float32(temperature)
    return walk(draw.standard_normal((steps, dimensions), np.float32), start, persistence, temperature)


def test_a_walk_is_decided_by_its_seed():
    assert np.array_equal(wandered(), wandered())
    assert not np.array_equal(wandered(), wandered(seed=1))
    assert wandered(steps=7, dimensions=3).shape == (7, 3)


def test_a_walk_begins_where_it_is_told():
    start = np.array([2.0, -1.0, 0.5], np.float32)
    points = walk(np.random.default_rng(0).standard_normal((500, 3), np.float32), start, 0.99, 0.8)
    assert np.array_equal(points[0], start)
    assert np.abs(points[1] - start).max() < 0.5
    assert np.abs(points[400:] - start).mean() > 0.5


@pytest.mark.parametrize("stray", [0.0, 0.4, 0.8])
def test_a_walk_keeps_to_its_start_as_far_as_it_does_not_stray(stray):
    start = np.array([2.0, -1.0, 0.5, 0.0], np.float32)
    steps = np.random.default_rng(0).standard_normal((20000, 4), np.float32)
    points = walk(steps, start, 0.9, 0.8, stray)
    assert points[0] == pytest.approx(start, abs=1e-6)
    assert points[100:].mean(axis=0) == pytest.approx((1 - stray**2) * start, abs=0.05)
    assert points[100:].std(axis=0) == pytest.approx(0.8 * stray, abs=0.05)


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.97])
def test_successive_points_are_as_alike_as_is_said(persistence):
    points = wandered(steps=20000, persistence=persistence)
    assert np.mean(points[1:] * points[:-1]) == pytest.approx(persistence, abs=0.06)


@pytest.mark.parametrize("temperature", [0.45, 1.15])
def test_a_walk_is_as_far_out_at_its_end_as_at_its_start(temperature):
    walks = np.stack([wandered(seed, 300, 8, 0.98, temperature) for seed in range(200)])
    for place in (0, 20, 150, 299):
        assert walks[:, place].std() == pytest.approx(temperature, rel=0.1)
        assert walks[:, place].mean() == pytest.approx(0, abs=0.1 * temperature)


def test_a_walk_visits_all_sides_and_does_not_run_away():
    points = wandered(steps=10000)
    assert (points.min(axis=0) < -2).all() and (points.max(axis=0) > 2).all()
    assert np.abs(points).max() < 6
    # Standing still is a walk, too.
    assert np.ptp(wandered(persistence=1.0), axis=0).max() == 0


@pytest.mark.parametrize("frames", [1, STEP_FRAMES, 100, 777])
def test_there_are_points_for_every_frame(frames):
    points = np.ones((steps_for(frames), 1), np.float32)
    target = decode_path(Tilting(), points, {}, frames)
    assert target.shape == (frames, N_BANDS)
    assert np.allclose(tilts(target), 1.0, atol=0.02)


def test_a_path_passes_through_its_gestures_without_steps():
    points = wandered(steps=20, dimensions=1, persistence=0.3)
    frames = 18 * STEP_FRAMES
    path = tilts(decode_path(Tilting(), points, {}, frames))
    assert path[::STEP_FRAMES] == pytest.approx(points[:18, 0], abs=0.05)
    assert np.abs(np.diff(path)).max() < 0.2 * np.abs(np.diff(points[:, 0])).max()
    for step in range(17):
        between = path[step * STEP_FRAMES : (step + 1) * STEP_FRAMES + 1]
        low, high = sorted(points[step : step + 2, 0])
        assert low - 0.05 < between.min() and between.max() < high + 0.05


def test_a_target_is_relative_to_its_level_and_hears_what_is_given():
    points = wandered(steps=20, dimensions=1)
    plain, bright = (decode_path(Tilting(), points, given, 100) for given in ({}, {"brightness": 0.8}))
    assert np.abs(level_db(plain[:, None])).max() < 3
    assert tilts(bright) == pytest.approx(tilts(plain) + 0.8, abs=0.05)


def test_a_real_model_decodes_a_path_that_repeats_and_flows(tiny_instrument):
    model = tiny_instrument.model
    points = wandered(3, steps_for(200), model.config.latent, 0.9, 0.8)
    target = decode_path(model, points, {"brightness": 0.8}, 200)
    assert target.shape == (200, N_BANDS) and np.isfinite(target).all()
    assert np.array_equal(target, decode_path(model, points, {"brightness": 0.8}, 200))
    assert not np.array_equal(target, decode_path(model, points, {"brightness": 0.1}, 200))
    # Nothing happens where one gesture passes into the next that does not happen within gestures.
    change = np.abs(np.diff(target, axis=0)).mean(axis=1)
    assert change.max() < 6 * change.mean() + 1


@pytest.mark.parametrize("frames", [1, 5, FRAMES, 150])
def test_what_is_smoothed_keeps_its_place_and_loses_its_level(frames):
    wanted = np.sin(np.arange(frames) / 60).astype(np.float32)
    bands = wanted[:, None] * Tilting.slope
    said = smoothed(Tilting(), bands)
    assert said.shape == bands.shape
    assert tilts(said) == pytest.approx(wanted, abs=0.1)
    assert np.allclose(smoothed(Tilting(), bands + 17), said, atol=1e-3)


def test_a_real_model_says_a_recording_much_as_it_was(tiny_instrument):
    bands = band_levels(tiny_instrument.recordings.samples(1), 48000)
    own = smoothed(tiny_instrument.model, bands).mean(axis=0)
    other = smoothed(tiny_instrument.model, band_levels(tiny_instrument.recordings.samples(2), 48000)).mean(axis=0)
    heard = np.maximum(bands - level_db(bands), -70).mean(axis=0)
    assert np.corrcoef(heard, own)[0, 1] > np.corrcoef(heard, other)[0, 1]
