import time

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from sdad.audio.buffer import Audio
from sdad.audio.effects import fade_edges, transpose
from sdad.model.recordings import Origin, Recordings
from sdad.synthesis import novelty
from sdad.synthesis.bed import Walk, play_bed, run_lengths
from sdad.synthesis.novelty import Closeness, closeness, copies_of, tolerated, too_close
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest

RATE = 48000


def noise(seconds, seed, width=4.0):
    """Stereo noise, the darker the greater its width, with slow swells that make every second of it another one."""
    draw = np.random.default_rng(seed)
    length = round(seconds * RATE)
    knots = np.arange(0, length + RATE, RATE // 5)
    swells = np.interp(np.arange(length), knots, draw.uniform(0.1, 1, len(knots)))
    sound = gaussian_filter1d(draw.standard_normal((2, length)), width, axis=1) * swells
    return Audio((0.1 * sound / sound.std()).astype(np.float32), RATE)


def found_in(take, *recordings, sources=None):
    return closeness(take, lambda index: recordings[index], range(len(recordings)) if sources is None else sources)


RAIN, WIND, WOOD = noise(9.0, 1, 2.0), noise(14.0, 2, 6.0), noise(3.0, 3, 4.0)


def with_stretch(take, recording, from_s, at_s, seconds):
    samples = take.samples.copy()
    samples[:, round(from_s * RATE) : round((from_s + seconds) * RATE)] = recording.samples[
        :, round(at_s * RATE) : round((at_s + seconds) * RATE)
    ]
    return Audio(samples, RATE)


@pytest.mark.parametrize("rate", [44100, 96000])
@pytest.mark.parametrize("gain", [1.0, -0.2])
def test_a_copied_stretch_is_found(rate, gain):
    whole = with_stretch(noise(8.0, 9), WIND, 3.0, 7.37, 2.0)
    take = Audio(whole.samples * np.float32(gain), RATE).resampled(rate)
    found = found_in(take, RAIN, WIND, WOOD)
    assert found.recording == 1 and found.correlation > 0.98
    assert found.from_s in (3.0, 4.0)
    assert found.at_s == pytest.approx(7.37 + found.from_s - 3.0, abs=0.002)
    assert found.copies == pytest.approx(2 / 8)


def test_a_copy_under_something_else_is_as_close_as_it_is_loud():
    other = noise(4.0, 9)
    values = []
    for gain in (0.1, 0.3, 1.0, 3.0):
        take = Audio(WIND.samples[:, 48000:240000] + np.float32(gain) * other.samples, RATE)
        values.append(found_in(take, RAIN, WIND).correlation)
    assert values == sorted(values, reverse=True)
    assert values[1] > 0.9 > values[2] > 0.6 > values[3]


def test_noise_of_the_same_kind_is_not_a_copy():
    found = found_in(noise(8.0, 20, 2.0), RAIN, WIND, WOOD)
    assert 0 < found.correlation < 0.4
    assert found.copies == 0


def test_a_copy_at_another_pitch_is_not_the_same_sound():
    take = Audio(transpose(RAIN.samples[:, :240000], 0.15), RATE)
    assert found_in(take, RAIN).correlation < 0.5


def test_a_recording_shorter_than_a_window_is_found():
    samples = np.zeros((2, RATE), np.float32)
    samples[:, 9600:24000] = WOOD.samples[:, :14400]
    found = found_in(Audio(samples, RATE), WIND, Audio(WOOD.samples[:, :14400], RATE))
    assert found.recording == 1 and found.correlation > 0.95


def test_the_best_place_is_the_one_that_trying_all_places_gives():
    take = with_stretch(noise(3.0, 5), WIND, 0.4, 5.0, 0.45)
    found = found_in(take, RAIN, WIND, WOOD)
    best = 0.0
    for recording in (RAIN, WIND, WOOD):
        sound = recording.mono().resampled(12000).samples[0].astype(np.float64)
        heap = np.concatenate([[0.0], np.cumsum(sound**2)])
        local = np.sqrt(heap[12000:] - heap[:-12000])
        for window in take.mono().resampled(12000).samples[0].reshape(3, 12000):
            products = np.abs(np.correlate(sound, window.astype(np.float64), "valid"))
            best = max(best, float((products / local).max() / np.linalg.norm(window)))
    assert found.correlation == pytest.approx(best, abs=0.005)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_nothing_is_said_of_what_is_too_short_or_silent(seconds):
    assert found_in(Audio(np.zeros((2, round(seconds * RATE)), np.float32), RATE), RAIN) is None
    assert found_in(Audio(np.zeros((2, 96000), np.float32), RATE), RAIN) is None
    assert found_in(RAIN, RAIN, sources=()) is None


def test_a_short_take_is_one_window():
    found = found_in(Audio(RAIN.samples[:, 100000:124000], RATE), RAIN)
    assert found.correlation > 0.98 and found.copies == 1 and found.from_s == 0


def test_silent_windows_do_not_count():
    samples = np.pad(fade_edges(RAIN.samples[:, :96000], RATE, 0.0, 0.02), ((0, 0), (0, 96000)))
    assert found_in(Audio(samples, RATE), RAIN).copies == 1


def test_only_so_much_is_looked_at():
    asked = []

    def read(index):
        asked.append(index)
        return noise(20.0, index)

    closeness(noise(4.0, 99), read, range(1000))
    assert asked == list(range(4))


@pytest.mark.slow
def test_the_cost_is_bounded():
    recordings = [noise(8.0, seed) for seed in range(10)]
    take = noise(60.0, 99)
    costs = []
    for _ in range(3):
        began = time.process_time()
        found_in(take, *recordings)
        costs.append(time.process_time() - began)
    assert min(costs) < 0.01 * 60


CLOSE = Closeness(0.953, 1, 12.43, 3.0, 0.5)
ORIGINS = [Origin("wind.wav"), Origin("rain.wav", 20.0)]


def test_the_sentence_says_what_where_and_what_to_do():
    assert too_close(CLOSE, ORIGINS, 0.5) == [
        "From 3.0 s on this take is nearly a copy of rain.wav at 32.4 s (correlation 0.95); "
        "raise Variation or try another take."
    ]
    assert "copy of recording 2 at 12.4 s" in too_close(CLOSE, [], 0.5)[0]
    assert "raise" not in too_close(CLOSE, ORIGINS, 1.0)[0]
    assert too_close(Closeness(0.953, 1, 12.43, 0.0, 0.5), ORIGINS, 0.5)[0].startswith("This take")


def test_who_asks_for_closeness_is_not_warned_of_it():
    assert too_close(None, ORIGINS, 0.5) == []
    assert too_close(CLOSE, ORIGINS, 0.0) == []
    assert too_close(Closeness(0.98, 0, 1.0, 0.0, 1.0), ORIGINS, 0.0) != []
    shares = [tolerated(variation) for variation in (0.0, 0.2, 0.4, 0.5, 0.7, 1.0)]
    assert shares == sorted(shares, reverse=True) and shares[3] == shares[-1]


def test_a_copy_is_named_by_its_file(tmp_path):
    kept = Recordings(tmp_path)
    for name, recording, start_s in (("wind.wav", WIND, 0.0), ("rain.wav", RAIN, 60.0)):
        kept.add(recording, Origin(name, start_s))
    sources = kept.noted()
    assert copies_of(kept, sources, RAIN, 0.5, RATE) == []
    kept.samples(1)
    assert list(sources) == [1]
    said = copies_of(kept, sources, Audio(RAIN.samples[:, 48000:], RATE), 0.5, RATE)
    assert len(said) == 1 and "rain.wav at 6" in said[0]
    assert list(kept.noted()) == []


def test_a_take_is_compared_with_what_it_was_made_of(tiny_instrument, monkeypatch):
    heard = []

    def listening(take, read, sources):
        heard.extend(sources)
        return Closeness(0.97, heard[0], 0.5, 1.0, 1.0)

    monkeypatch.setattr(novelty, "closeness", listening)
    rendered = render(tiny_instrument, RenderRequest(model="tiny", version="v0001", take=1, seconds=2.0, positions={}))
    names = [origin.file for origin in tiny_instrument.recordings.origins]
    assert len(names) == len(tiny_instrument.recordings) > len(heard) - 1 > 0
    assert f"nearly a copy of {names[heard[0]]} at 0.5 s" in " ".join(rendered.warnings)


def test_variation_moves_a_bed_away_from_its_recordings(tiny_instrument):
    kept = tiny_instrument.recordings
    steps = []
    for variation in (0.0, 0.5, 1.0):
        values = []
        for seed in range(6):
            path = Walk(0.98, 0.45 + 0.7 * variation, variation, share=seed / 6)
            bed = play_bed(tiny_instrument, {}, path, 3.0, RATE, 0.0, np.random.default_rng(seed)).sound
            values.append(
                closeness(Audio(bed, RATE), lambda i: Audio(kept.samples(i), RATE), range(len(kept))).correlation
            )
        steps.append(np.mean(values))
    assert steps[0] > steps[1] + 0.03 and steps[1] > steps[2], steps


def test_runs_are_long_when_faithful_and_short_when_adventurous():
    lengths = [run_lengths(variation) for variation in np.linspace(0, 1, 11)]
    assert run_lengths(0.5) == (2, 8)
    assert all(1 <= least <= greatest for least, greatest in lengths)
    assert lengths == sorted(lengths, reverse=True) and lengths[0][1] > 2 * lengths[-1][1]
