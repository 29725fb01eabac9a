import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.control.curves import Reach
from sdad.control.parameters import CONTROLS
from sdad.descriptors.analysis import one_channel
from sdad.descriptors.measure import measure
from sdad.model.calibration import Calibration
from sdad.synthesis import steer
from sdad.synthesis.colour import Colour
from sdad.synthesis.play import PLAYED, Form, play
from sdad.synthesis.steer import BEYOND, NEAR_ENOUGH, PATIENCE, ROUNDS, STEERED, steered
from sdad.synthesis.texture import Texture

SECONDS = 3.0
NO_COLOUR = Colour()


@pytest.fixture(scope="module")
def texture(tiny_instrument):
    kept = {}

    def played(take=1, seconds=SECONDS, **drives):
        key = (take, seconds, *(drives.get(name) for name in PLAYED))
        if key not in kept:
            kept[key] = Texture(tiny_instrument, play(tiny_instrument, drives, Form(seconds), take), take)
        return kept[key]

    return played


def measured(texture, drives, names, colour=NO_COLOUR):
    return measure(Audio(texture.sound(drives, colour), texture.material.sample_rate), names)


def off(calibration, name, got, target):
    """Returns the distance of two natural values in units of the reach."""
    row = CONTROLS[name]
    reach = calibration.reaches[name]
    if got is None:
        return 1.0
    return abs(row.curve.warp(got) - row.curve.warp(target)) / abs(
        row.curve.warp(reach.high) - row.curve.warp(reach.low)
    )


@pytest.fixture
def calibration(tiny_instrument):
    """The tiny model's, but for rhythm: in the 1.5 s that it was calibrated with, no beat comes back."""
    learnt = tiny_instrument.calibration
    rhythm = Reach(low=0.0, median=0.4, high=0.9, covered_low=0.0, covered_high=0.9)
    return learnt.model_copy(update={"reaches": {**learnt.reaches, "rhythm": rhythm}})


@pytest.mark.parametrize("name", STEERED)
def test_what_is_set_comes_nearer_than_by_its_drive_alone(texture, calibration, name):
    # What each take measures at other drives is what can be had of it.
    wrong = []
    # A slow beat comes back twice at most in three seconds.
    seconds = 2 * SECONDS if name == "rhythm" else SECONDS
    for take, wanted, guessed in ((1, 0.75, 0.3), (2, 0.2, 0.6), (3, 0.6, 0.85)):
        own = texture(take, seconds, **{name: guessed})
        target = measured(own, {name: wanted}, [name])[name]
        found, missing = steered(own, {name: guessed}, {name: target}, NO_COLOUR, calibration)
        open_loop, closed = (
            off(calibration, name, measured(own, drives, [name])[name], target) for drives in ({name: guessed}, found)
        )
        # What is told to be missing is what is missing.
        assert abs(missing[name]) == pytest.approx(closed, abs=1e-3)
        assert closed <= open_loop + 1e-6
        wrong.append((open_loop, closed))
    open_loop, closed = np.sum(wrong, axis=0)
    assert closed < 0.3 * open_loop + NEAR_ENOUGH


@pytest.mark.parametrize(
    "wanted",
    [
        {"pulse": 0.8, "roughness": 0.8},
        {"density": 0.7, "roughness": 0.2, "tension": 0.7},
        {"movement": 0.8, "pulse": 0.2, "space": 0.6},
    ],
    ids=" and ".join,
)
def test_several_that_are_set_are_brought_near_together(texture, calibration, wanted):
    wrong = []
    for take in (1, 2, 3):
        guessed = {name: 1 - drive for name, drive in wanted.items()}
        own = texture(take, **guessed)
        targets = measured(own, wanted, wanted)
        found, missing = steered(own, guessed, targets, NO_COLOUR, calibration)
        assert set(missing) == set(wanted)
        got = [measured(own, drives, wanted) for drives in (guessed, found)]
        wrong.append([sum(off(calibration, name, each[name], targets[name]) for name in wanted) for each in got])
    open_loop, closed = np.sum(wrong, axis=0)
    assert closed < 0.4 * open_loop


def test_colour_is_solved_for_while_others_are_steered(texture, calibration):
    own = texture(1, brightness=0.8, density=0.3)
    target = {"brightness": 4000.0, "density": measured(own, {"density": 0.8}, ["density"])["density"]}
    colour = Colour(brightness_hz=4000.0)
    found, missing = steered(own, {"brightness": 0.8, "density": 0.3}, target, colour, calibration)
    assert found["brightness"] == 0.8
    assert abs(missing["brightness"]) < 0.05 and abs(missing["density"]) < 0.1
    got = measured(own, found, ["brightness", "density"], colour)
    assert got["brightness"] == pytest.approx(4000.0, rel=0.1)


def test_nothing_set_is_nothing_moved_and_nothing_looked_at(texture, calibration, monkeypatch):
    monkeypatch.setattr(steer, "measure", None)
    drives = {"rhythm": 0.3, "space": None, "width": 0.9}
    found, missing = steered(texture(), drives, {"space": None, "width": 40.0}, NO_COLOUR, calibration)
    assert found == drives and missing == {}
    assert found is not drives


def test_drives_given_are_left_alone_and_what_is_not_set_is_not_moved(texture, calibration):
    drives = {"density": 0.3, "space": 0.2, "rhythm": None}
    before = dict(drives)
    target = measured(texture(), {"density": 0.8, "space": 0.2}, ["density"])
    found, _ = steered(texture(), drives, target, NO_COLOUR, calibration)
    assert drives == before
    assert found["density"] != 0.3 and found["space"] == 0.2 and found["rhythm"] is None


def test_steering_is_the_same_every_time(texture, calibration):
    target = {"density": 9.0, "movement": 0.2, "tension": 0.4}
    once, again = (steered(texture(), {}, target, NO_COLOUR, calibration) for _ in range(2))
    assert once == again
    assert all(0 <= once[0][name] <= 1 for name in target)


def test_what_is_near_enough_is_looked_at_once(texture, calibration, monkeypatch):
    looks = counted(monkeypatch)
    target = measured(texture(), {"density": 0.6}, ["density"])
    found, missing = steered(texture(), {"density": 0.6}, target, NO_COLOUR, calibration)
    assert len(looks) == 1 and found["density"] == 0.6 and abs(missing["density"]) < 1e-6


def test_colour_alone_is_looked_at_once(texture, calibration, monkeypatch):
    looks = counted(monkeypatch)
    _, missing = steered(texture(), {}, {"brightness": 3000.0}, Colour(3000.0), calibration)
    assert len(looks) == 1 and set(missing) == {"brightness"}


def test_what_cannot_be_had_is_given_up_soon(texture, calibration, monkeypatch):
    looks = counted(monkeypatch)
    _, missing = steered(texture(), {"density": 0.5}, {"density": 1000.0}, NO_COLOUR, calibration)
    assert missing["density"] > 0.5
    assert len(looks) <= PATIENCE + 3 <= ROUNDS


def test_a_look_is_a_few_seconds_of_a_long_take(texture, calibration, monkeypatch):
    monkeypatch.setattr(steer, "LOOK_S", 1.0)
    looks = counted(monkeypatch)
    steered(texture(), {"density": 0.5}, {"density": 4.0}, NO_COLOUR, calibration)
    assert {look.frames for look in looks} == {48000}
    places = []
    for around in (0.0, 0.5, 1.0):
        looks.clear()
        steered(texture(), {"density": 0.5}, {"density": 4.0}, NO_COLOUR, calibration, around)
        whole = texture().sound({"density": 0.5}, NO_COLOUR).mean(axis=0)
        first = looks[0].samples[0, 10000:20000]
        likeness = [np.corrcoef(whole[start + 10000 : start + 20000], first)[0, 1] for start in (0, 48000, 2 * 48000)]
        places.append(int(np.argmax(likeness)))
        assert max(likeness) > 0.9
    assert places == [0, 1, 2]


def counted(monkeypatch):
    """Returns what is measured from now on."""
    looks = []

    def looking(audio, names):
        looks.append(audio)
        return measure(audio, names)

    monkeypatch.setattr(steer, "measure", looking)
    return looks


def test_a_reach_without_any_span_asks_for_nothing(texture):
    stuck = {"density": Reach(low=5.0, median=5.0, high=5.0, covered_low=5.0, covered_high=5.0)}
    _, missing = steered(texture(), {"density": 0.5}, {"density": 5.0}, NO_COLOUR, Calibration(reaches=stuck))
    assert missing == {"density": 0.0}


def test_what_cannot_be_measured_is_looked_for_further_out(texture, calibration, monkeypatch):
    monkeypatch.setattr(steer, "measure", lambda audio, names: {"tension": None})
    looked = []
    real = Texture.look

    def listened(self, drives, *rest):
        looked.append(drives["tension"])
        return real(self, drives, *rest)

    monkeypatch.setattr(Texture, "look", listened)
    curve = CONTROLS["tension"].curve
    for position, farther in ((0.8, 1.0), (0.2, 0.0)):
        looked.clear()
        target = calibration.reaches["tension"].natural(curve, position)
        _, missing = steered(texture(), {"tension": 0.5}, {"tension": target}, NO_COLOUR, calibration)
        assert looked[0] == 0.5 and abs(looked[1] - farther) < 0.5 and farther in looked
        assert np.sign(missing["tension"]) == (1 if farther else -1)


def test_a_texture_is_a_stretch_of_itself_and_twice_the_same(texture):
    drives = {"density": 0.7, "pulse": 0.8, "rhythm": 0.6}
    own = texture()
    whole, part = own.sound(drives, NO_COLOUR), own.sound(drives, NO_COLOUR, 40000, 100000)
    assert np.array_equal(whole, own.sound(drives, NO_COLOUR))
    inside = slice(5000, -5000)
    assert np.corrcoef(whole[0, 40000:100000][inside], part[0, inside])[0, 1] > 0.99


@pytest.mark.parametrize(
    "drives",
    [
        {"movement": 0.9},
        {"attack": 0.1},
        {"pulse": 0.1, "roughness": 0.9},
        {"pulse": 0.9, "roughness": 0.1},
        {"space": 0.1, "brightness": 0.8},
        {"space": 0.9, "pulse": 0.9},
        {"tension": 0.1, "roughness": 0.9},
        {"tension": 0.9, "warmth": 0.2},
        {"density": 0.7, "rhythm": 0.8},
    ],
)
def test_a_look_is_the_sound_in_one_channel(texture, drives):
    whole, look = texture().sound(drives, NO_COLOUR), texture().look(drives, NO_COLOUR)
    assert look.samples.shape == (1, whole.shape[1])
    assert np.abs(look.samples[0] - one_channel(whole)).max() < 1e-4 * np.abs(whole).max()


def test_what_a_look_has_made_of_all_of_it_is_not_made_again(texture, tiny_instrument, monkeypatch):
    drives, changed = {"density": 0.7, "space": 0.9, "roughness": 0.9}, {"density": 0.7, "space": 0.8, "roughness": 0.9}
    played = texture().material
    expected = [Texture(tiny_instrument, played, 1).sound(asked, NO_COLOUR) for asked in (drives, changed)]
    own = Texture(tiny_instrument, played, 1)
    own.look(drives, NO_COLOUR)
    own.look(drives, NO_COLOUR, 0, 48000)
    assert np.array_equal(own.sound(changed, NO_COLOUR), expected[1])
    monkeypatch.setattr("sdad.synthesis.texture.mixed", None)
    assert np.array_equal(own.sound(drives, NO_COLOUR), expected[0])


def test_a_texture_is_as_wide_as_is_asked_or_driven(texture, tiny_instrument):
    sound = texture().sound({}, NO_COLOUR)

    def percent(drives, asked):
        return measure(Audio(texture().widened(sound, drives, asked), 48000), ["width"])["width"]

    assert percent({}, 0.0) < 1
    assert percent({"width": 0.1}, 25.0) == pytest.approx(25.0, abs=4)
    assert percent({"width": 0.0}, None) < 5 < percent({"width": 0.9}, None)
    auto = tiny_instrument.calibration.auto["width"]
    assert percent({}, None) == percent({"width": auto}, None)


def test_only_rhythm_is_pushed_past_its_ends(texture, calibration):
    for name in ("rhythm", "density"):
        far = 10 * CONTROLS[name].full_range.high
        found, _ = steered(texture(), {name: 0.9}, {name: far}, NO_COLOUR, calibration)
        assert found[name] <= (1 + BEYOND if name == "rhythm" else 1.0)


def test_rhythm_past_its_end_is_a_beat_in_front(texture):
    sounds = [texture().sound({"rhythm": drive}, NO_COLOUR) for drive in (1.0, 1.25, 1.5)]
    peaks = [np.abs(sound).max() for sound in sounds]
    assert not np.allclose(sounds[0], sounds[1]) and not np.allclose(sounds[1], sounds[2])
    assert all(np.isfinite(peaks))


def test_no_drive_is_looked_for_far_from_where_it_is_calibrated(texture, calibration, monkeypatch):
    heard = []
    real = Texture.look

    def listened(self, drives, *rest):
        heard.append(drives["density"])
        return real(self, drives, *rest)

    monkeypatch.setattr(Texture, "look", listened)
    top = calibration.reaches["density"].natural(CONTROLS["density"].curve, 1.0)
    steered(texture(), {"density": 0.1}, {"density": 2 * top}, NO_COLOUR, calibration)
    assert len(heard) > 2
    assert max(heard) == pytest.approx(0.1 + steer.FURTHEST)
