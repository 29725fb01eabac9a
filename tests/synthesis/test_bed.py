from types import SimpleNamespace

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.model.gestures import CONDITIONS
from sdad.synthesis.bed import Walk, _beginning, _place, play_bed

USUAL = Walk(0.98, 0.8)


@pytest.fixture(scope="module")
def bed(tiny_instrument):
    def play(given=None, *, walk=USUAL, seconds=2.0, rate=48000, soften=0.5, seed=1):
        return play_bed(tiny_instrument, given or {}, walk, seconds, rate, soften, np.random.default_rng(seed)).sound

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
        def samples(self, which, sample_rate=48000):
            assert sample_rate == 48000
            return np.repeat(kept[which].mean(axis=0, keepdims=True), 2, axis=0)

    instrument = type(tiny_instrument)(tiny_instrument.model, tiny_instrument.index, Mono())
    sound = play_bed(instrument, {}, USUAL, 2.0, 48000, 0.0, np.random.default_rng(1)).sound
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


def shares_of(instrument, given, count=400):
    """Returns how often places drawn evenly fall into each unit (U,)."""
    places = [_place(instrument, given, (step + 0.5) / count) for step in range(count)]
    return np.bincount(places, minlength=len(instrument.index.attributes)) / count


def units(brightness):
    attributes = np.full((len(brightness), len(CONDITIONS)), 0.5)
    attributes[:, CONDITIONS.index("brightness")] = brightness
    return SimpleNamespace(index=SimpleNamespace(attributes=attributes))


def test_places_lie_evenly_in_the_recordings():
    assert shares_of(units([0.1, 0.5, 0.9, 0.9]), {}) == pytest.approx([0.25] * 4, abs=0.01)


def test_places_that_do_not_fit_what_sliders_ask_for_are_passed_over():
    shares = shares_of(units([0.1, 0.5, 0.9, 0.9]), {"brightness": 0.9})
    assert shares[:2].max() < 0.01 and shares[2:] == pytest.approx([0.5] * 2, abs=0.01)


def test_where_nothing_fits_the_nearest_place_is_taken():
    assert shares_of(units([0.0, 0.1, 0.2]), {"brightness": 1.1}).argmax() == 2


def test_a_walk_begins_at_its_place_and_turns_away_from_it_when_adventurous(tiny_instrument):
    index, model = tiny_instrument.index, tiny_instrument.model
    units = np.linspace(0, len(index) - 1, 12).astype(int)
    fresh = np.random.default_rng(1).standard_normal(model.config.latent).astype(np.float32)

    def decoded(unit, variation):
        point = _beginning(tiny_instrument, {"attack": 0.2}, unit, fresh, Walk(0.98, 0.8, variation))
        return index.features_of(model.decode(model.sample(point[None], {"attack": 0.2}), 10, 22))[0]

    def away(variation, place=lambda number: number):
        begun = [decoded(unit, variation) for unit in units]
        return np.mean([np.linalg.norm(begun[n] - index.features[units[place(n)]]) for n in range(len(units))])

    assert away(0.0) == away(0.5) < away(1.0)
    # It is this place that is met again, not just one like it.
    assert away(0.5) < 0.9 * away(0.5, lambda number: (number + 5) % len(units))


def test_a_bed_knows_how_much_of_its_place_is_struck(tiny_instrument):
    index = tiny_instrument.index
    for share in np.linspace(0.05, 0.95, 7):
        walk = Walk(0.98, 0.8, 0.5, share=share, free=True)
        bed = play_bed(tiny_instrument, {}, walk, 0.5, 48000, 0.0, np.random.default_rng(1))
        recording = int(index.recording[_place(tiny_instrument, {}, share)])
        assert bed.strokes == pytest.approx(tiny_instrument.strokes(recording))


def test_where_a_take_is_shaped_it_begins_where_little_begins(tiny_instrument, monkeypatch):
    asked = []
    monkeypatch.setattr("sdad.synthesis.bed._place", lambda instrument, given, share: asked.append(given) or 0)
    for free in (True, False):
        walk = Walk(0.98, 0.8, 0.5, share=0.5, free=free)
        play_bed(tiny_instrument, {"tension": 0.3}, walk, 0.5, 48000, 0.0, np.random.default_rng(1))
    assert "attack" not in asked[0] and asked[1]["attack"] < 0.3
    assert all(given["tension"] == 0.3 for given in asked)
