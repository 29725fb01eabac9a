import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.audio.effects import rms
from sdad.descriptors.measure import measure
from sdad.synthesis.colour import (
    FURTHER,
    MOST_BELL_DB,
    MOST_LIFT_DB,
    MOST_TILT_DB,
    Colour,
    colour_by_drive,
    colour_to_target,
    tilt_and_bell_db,
)

SEMITONE = 1 / 12


def noise(seconds=2.0, rate=48000):
    """Noise that falls by about 3 dB per octave from 100 Hz on, as much music does."""
    white = np.fft.rfft(np.random.default_rng(0).standard_normal((2, round(seconds * rate))))
    hz = np.fft.rfftfreq(round(seconds * rate), 1 / rate)
    shaped = np.fft.irfft(white / np.sqrt(np.maximum(hz, 100.0)), round(seconds * rate))
    return (0.1 * shaped / shaped.std()).astype(np.float32)


def chord(seconds=2.0, rate=48000):
    time_s = np.arange(round(seconds * rate)) / rate
    partials = [np.sin(2 * np.pi * 130.0 * k * time_s + k * k) / k for k in range(1, 60)]
    return np.tile(0.05 * np.sum(partials, axis=0), (2, 1)).astype(np.float32)


def brightness_octaves(sound, rate=48000):
    return np.log2(measure(Audio(sound, rate), ["brightness"])["brightness"])


def warmth_db(sound, rate=48000):
    return measure(Audio(sound, rate), ["warmth"])["warmth"]


SOUNDS = pytest.mark.parametrize("made", [noise, chord])


@SOUNDS
@pytest.mark.parametrize("rate", [48000, 96000])
@pytest.mark.parametrize("octaves", [-1.0, -0.4, 0.0, 0.5])
def test_brightness_is_brought_to_its_target(made, rate, octaves):
    sound = made(rate=rate)
    target = brightness_octaves(sound, rate) + octaves
    result = colour_to_target(sound, rate, Colour(brightness_hz=2**target))
    assert result.shape == sound.shape
    assert brightness_octaves(result, rate) == pytest.approx(target, abs=SEMITONE)


@SOUNDS
@pytest.mark.parametrize("more_db", [-4.0, -1.5, 0.0, 2.0, 4.0])
def test_warmth_is_brought_to_its_target(made, more_db):
    sound = made()
    target = warmth_db(sound) + more_db
    assert warmth_db(colour_to_target(sound, 48000, Colour(warmth_db=target))) == pytest.approx(target, abs=0.3)


@SOUNDS
@pytest.mark.parametrize(("octaves", "more_db"), [(0.5, 2.0), (0.5, -2.0), (-0.5, 2.0), (-0.5, -2.0)])
def test_both_are_brought_to_their_targets_at_once(made, octaves, more_db):
    sound = made()
    bright, warm = brightness_octaves(sound) + octaves, warmth_db(sound) + more_db
    result = colour_to_target(sound, 48000, Colour(2**bright, warm))
    assert brightness_octaves(result) == pytest.approx(bright, abs=SEMITONE)
    assert warmth_db(result) == pytest.approx(warm, abs=0.4)


def test_what_is_not_asked_for_is_drawn_to_its_usual_value_and_gives_way():
    sound = noise()
    bright, warm = brightness_octaves(sound) + 0.6, warmth_db(sound)
    got = {}
    for usual in (None, warm - 3, warm + 3):
        got[usual] = colour_to_target(sound, 48000, Colour(2**bright, usual_warmth_db=usual))
        assert brightness_octaves(got[usual]) == pytest.approx(bright, abs=2 * SEMITONE), usual
    assert warmth_db(got[warm - 3]) + 1 < warmth_db(got[warm + 3])


def test_holding_what_is_not_asked_for_costs_next_to_nothing_of_what_is_even_past_the_bounds():
    sound = noise()
    bright, warm = 2 ** (brightness_octaves(sound) + 3), warmth_db(sound) + 6
    held = colour_to_target(sound, 48000, Colour(bright, usual_warmth_db=warm))
    alone = colour_to_target(sound, 48000, Colour(bright))
    assert brightness_octaves(held) == pytest.approx(brightness_octaves(alone), abs=SEMITONE)
    assert warmth_db(held) == pytest.approx(warm, abs=1.5)


@SOUNDS
@pytest.mark.parametrize("colour", [Colour(40.0), Colour(19000.0), Colour(None, -60.0), Colour(5000.0, 60.0)])
def test_filters_keep_to_their_bounds_whatever_is_asked(made, colour):
    sound = made()
    result = colour_to_target(sound, 48000, colour)
    assert np.isfinite(result).all()
    before, after = (np.square(np.abs(np.fft.rfft(each[0]))) for each in (sound, result))
    hz = np.fft.rfftfreq(sound.shape[1], 1 / 48000)
    for low, high in ((125, 250), (250, 500), (1000, 2000), (4000, 8000)):
        inside = (hz >= low) & (hz < high)
        change_db = 10 * np.log10(after[inside].sum() / before[inside].sum())
        farthest = max(abs(np.log2(low / 1000)), abs(np.log2(high / 1000)))
        bell = MOST_LIFT_DB if colour.brightness_hz else FURTHER * MOST_BELL_DB
        assert abs(change_db) <= FURTHER * MOST_TILT_DB * farthest + bell + 0.5


def test_as_much_as_can_be_had_is_had():
    sound = chord()
    usual = brightness_octaves(sound)
    near, far, dark = (
        brightness_octaves(colour_to_target(sound, 48000, Colour(hz))) for hz in (2 ** (usual + 1), 19000.0, 40.0)
    )
    assert far >= near - SEMITONE > usual + 0.8
    assert dark < usual - 0.8


def test_nothing_asked_changes_nothing_and_silence_stays_silent():
    sound = noise(0.5)
    usual = Colour(usual_brightness_hz=5000.0, usual_warmth_db=10.0)
    assert not usual.asked and usual.held == {}
    assert np.array_equal(colour_to_target(sound, 48000, usual), sound)
    assert np.array_equal(colour_by_drive(sound, 48000, None, None), sound)
    assert np.array_equal(colour_by_drive(sound, 48000, 0.5, 0.5), sound)
    assert not colour_to_target(np.zeros((2, 24000), np.float32), 48000, Colour(2000.0, 3.0)).any()


def test_one_that_is_asked_for_holds_the_other():
    assert Colour(2000.0, None, 1500.0, 4.0).held == {"warmth": 4.0}
    assert Colour(None, 3.0, 1500.0, 4.0).held == {"brightness": 1500.0}
    assert Colour(2000.0, 3.0, 1500.0, 4.0).held == {}


@pytest.mark.parametrize("seconds", [0.1, 0.5])
def test_short_sounds_are_coloured_too(seconds):
    sound = noise(seconds)
    target = brightness_octaves(sound) + 0.5
    assert brightness_octaves(colour_to_target(sound, 48000, Colour(2**target))) == pytest.approx(target, abs=0.15)


def test_a_drive_filters_from_full_cut_to_full_boost():
    sound = chord()
    drives = (0.0, 0.25, 0.5, 0.75, 1.0)
    bright = [brightness_octaves(colour_by_drive(sound, 48000, drive, None)) for drive in drives]
    warm = [warmth_db(colour_by_drive(sound, 48000, None, drive)) for drive in drives]
    assert bright == sorted(bright) and bright[-1] > bright[0] + 1
    assert warm == sorted(warm) and warm[-1] > warm[0] + 3


def test_a_tilt_turns_about_1_khz_and_a_bell_stands_at_280_hz():
    hz = np.array([0.0, 1.0, 30.0, 280.0, 500.0, 1000.0, 2000.0, 20000.0])
    tilt, bell = tilt_and_bell_db(hz, 2.0, 0.0), tilt_and_bell_db(hz, 0.0, 6.0)
    assert tilt[[4, 5, 6]] == pytest.approx([-2, 0, 2])
    assert tilt[0] == tilt[1] == tilt[2] > -24.1
    assert bell[3] == pytest.approx(6) and bell.argmax() == 3 and bell[-1] < 0.01
    assert np.abs(tilt_and_bell_db(hz, 50.0, 0.0)).max() <= 24


def test_a_level_is_not_what_is_asked_for():
    sound = noise()
    loud, soft = (
        colour_to_target(gain * sound, 48000, Colour(3000.0, 4.0)) for gain in (np.float32(1), np.float32(0.01))
    )
    assert np.allclose(loud, 100 * soft, atol=1e-3 * rms(loud))
