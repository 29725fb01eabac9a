from types import SimpleNamespace

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.model.gestures import FRAMES
from sdad.synthesis.bed import BEGINNINGS, Walk, _beginning, play_bed
from sdad.synthesis.grains import UNIT_FRAMES

USUAL = Walk(0.98, 0.8)


@pytest.fixture(scope="module")
def bed(tiny_instrument):
    def play(given=None, *, walk=USUAL, seconds=2.0, rate=48000, soften=0.5, seed=1):
        return play_bed(tiny_instrument, given or {}, walk, seconds, rate, soften, np.random.default_rng(seed))

    return play


@pytest.mark.parametrize("rate", [48000, 96000])
@pytest.mark.parametrize("seconds", [0.5, 0.777, 3.0])
def test_a_bed_has_its_length_and_level(bed, rate, seconds):
    sound = bed(seconds=seconds, rate=rate)
    assert sound.shape == (2, round(seconds * rate)) and sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert rms(sound) == pytest.approx(1 / 8, rel=1e-3)


def test_a_bed_is_decided_by_its_draw(bed):
    assert np.array_equal(bed(), bed())
    assert abs(np.corrcoef(bed()[0], bed(seed=2)[0])[0, 1]) < 0.5


def test_a_bed_goes_on_without_holes(bed):
    for seed in range(3):
        sound = bed(seconds=4.0, seed=seed)
        blocks = np.square(sound.reshape(2, -1, 9600)).mean(axis=(0, 2))
        assert 10 * np.log10(blocks.min() / blocks.mean()) > -20


def test_the_grains_are_those_that_a_slider_asks_for(bed):
    got = [
        np.median([
            measure(Audio(bed({"brightness": quantile}, seed=seed), 48000), ["brightness"])["brightness"]
            for seed in range(3)
        ])
        for quantile in (0.05, 0.95)
    ]  # fmt: skip
    assert got[1] > 1.5 * got[0]


def test_recordings_in_mono_give_a_bed_with_sides(tiny_instrument, bed):
    kept = {which: tiny_instrument.recordings.samples(which) for which in range(len(tiny_instrument.recordings))}

    class Mono:
        def samples(self, which, sample_rate):
            assert sample_rate == 48000
            return np.repeat(kept[which].mean(axis=0, keepdims=True), 2, axis=0)

    instrument = type(tiny_instrument)(tiny_instrument.model, tiny_instrument.index, Mono())
    sound = play_bed(instrument, {}, USUAL, 2.0, 48000, 0.0, np.random.default_rng(1))
    assert rms(sound[0] - sound[1]) > 0.2 * rms(sound)


def test_softening_holds_bursts_back(bed):
    # Bright grains are among the strokes of hiss that these recordings have.
    def burstiness(soften):
        sound = bed({"brightness": 0.95, "warmth": 0.05}, soften=soften, seconds=3.0).mean(axis=0)
        blocks = np.sqrt(np.square(sound.reshape(-1, 480)).mean(axis=1))
        return np.quantile(blocks, 0.98) / np.median(blocks)

    assert burstiness(0.0) > burstiness(0.5) > burstiness(1.0)


def test_what_is_asked_for_beyond_all_quantiles_is_played_all_the_same(bed):
    for quantile in (-0.1, 1.1):
        assert rms(bed({"tension": quantile, "register": quantile})) == pytest.approx(1 / 8, rel=1e-3)


class Slope:
    """A model whose gestures are as loud everywhere as the first coordinate of their point."""

    def sample(self, points, given):
        return points

    def decode(self, latents, first=0, last=None):
        return np.broadcast_to(latents[:, :1, None], (len(latents), FRAMES, 4))[:, first:last]


class Places:
    """An index of ten quiet places and one that hardly any point decodes to."""

    features = np.array([[0.0]] * 10 + [[2.5]], np.float32)

    def __len__(self):
        return len(self.features)

    def features_of(self, bands):
        assert bands.shape[1] == UNIT_FRAMES
        return bands.mean(axis=(1, 2))[:, None]


def test_a_take_begins_as_near_as_can_be_to_its_place_in_the_recordings():
    instrument = SimpleNamespace(model=Slope(), index=Places())
    candidates = np.random.default_rng(0).standard_normal((BEGINNINGS, 3), np.float32)
    usual = [_beginning(instrument, {}, candidates, share)[0] for share in (0.0, 0.3, 0.9)]
    assert np.abs(usual).max() < 0.05
    rare = _beginning(instrument, {}, candidates, 0.95)
    assert rare[0] == pytest.approx(2.5, abs=0.3)
    assert any(np.array_equal(rare, point) for point in candidates)
