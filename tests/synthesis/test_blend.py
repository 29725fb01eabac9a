import numpy as np
import pytest

from sdad.model.gestures import band_levels
from sdad.synthesis.blend import Blend
from sdad.synthesis.instrument import Part
from sdad.synthesis.play import FREE_SOUNDS, Form, play
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest


@pytest.fixture(scope="module")
def blend(tiny_instrument, noises_instrument):
    def of(weight):
        players = [(tiny_instrument, 1 - weight), (noises_instrument, weight)]
        return Blend.of([player for player in players if player[1] > 0])

    return of


def take(player, number=1, seconds=2.0, **positions):
    request = RenderRequest(model="tiny", version="v0001", take=number, seconds=seconds, positions=positions)
    return render(player, request)


def test_weights_add_up_to_one(tiny_instrument, noises_instrument):
    both = Blend.of([(tiny_instrument, 3.0), (noises_instrument, 1.0)])
    assert both.parts == (Part(tiny_instrument, 0.75), Part(noises_instrument, 0.25))


def test_a_blend_has_parts_and_weights_above_nothing(tiny_instrument):
    with pytest.raises(ValueError, match="above 0"):
        Blend.of([])
    with pytest.raises(ValueError, match="above 0"):
        Blend.of([(tiny_instrument, 0.0)])


@pytest.mark.parametrize("name", ["sustain", "persistence"])
def test_what_a_blend_says_of_itself_lies_between(name, blend, tiny_instrument, noises_instrument):
    ends = [getattr(tiny_instrument, name), getattr(noises_instrument, name)]
    assert getattr(blend(0.25), name) == pytest.approx(0.75 * ends[0] + 0.25 * ends[1])
    assert blend(0.25).highest_rate == max(tiny_instrument.highest_rate, noises_instrument.highest_rate)


def test_a_blend_of_one_is_that_one(blend, tiny_instrument):
    assert np.array_equal(take(blend(0.0)).audio.samples, take(tiny_instrument).audio.samples)


def test_the_same_blend_gives_the_same_samples(blend):
    first, second = take(blend(0.5), brightness=0.7), take(blend(0.5), brightness=0.7)
    assert np.array_equal(first.audio.samples, second.audio.samples)
    assert first.got == second.got


def test_as_the_weight_moves_the_sound_goes_from_one_to_the_other(blend):
    def colour(weight):
        # Amplitudes, which add up where two sounds are heard at once. Of a strict rhythm, few sounds are heard at all.
        takes = [take(blend(weight), number, rhythm=0.0) for number in range(1, 7)]
        heard = [band_levels(one.audio.samples, 48000) for one in takes]
        return np.mean([np.power(10, bands / 20).mean(axis=0) for bands in heard], axis=0)

    way = [colour(weight) for weight in (0.0, 0.35, 0.65, 1.0)]
    far = way[-1] - way[0]
    places = [float((point - way[0]) @ far / (far @ far)) for point in way]
    assert places == sorted(places)
    assert 0.1 < places[1] < places[2] < 1


def test_sounds_pass_over_one_by_one(blend):
    def whose(weight):
        (layer,) = play(blend(weight), {}, Form(1.0), 4).layers
        return [sound.tobytes() for sound in layer.sounds]

    found = [whose(weight) for weight in (0.2, 0.5, 0.8)]
    # Those of the second model at a small weight are still heard at every greater one, and new ones join them.
    late = found[-1]
    passed = [[sound == there for sound, there in zip(sounds, late, strict=True)] for sounds in found]
    assert all(second for first, second in zip(passed[0], passed[1], strict=True) if first)
    assert sum(passed[0]) < sum(passed[1]) < FREE_SOUNDS


def test_a_slider_obeys_in_the_middle(blend):
    got = [
        np.median([take(blend(0.5), number, brightness=place).got["brightness"] for number in (1, 2)])
        for place in (0.1, 0.5, 0.9)
    ]
    assert got == sorted(got)
    assert got[2] - got[0] > 0.4


def test_positions_mean_what_lies_between(blend, tiny_instrument, noises_instrument):
    def asked(player):
        return player.calibration.naturals({"brightness": 0.5})["brightness"]

    assert asked(blend(0.5)) == pytest.approx(np.sqrt(asked(tiny_instrument) * asked(noises_instrument)), rel=1e-6)
