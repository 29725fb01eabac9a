import numpy as np
import pytest

from sdad.audio.effects import rms
from sdad.audio.loudness import integrated_lufs, true_peak_db
from sdad.control.delivery import Delivery
from sdad.synthesis.loop import closed, crossfaded, overlap_s
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest

RATE = 48000


def tone(samples, hz=317.3, channels=2):
    return np.tile(np.sin(2 * np.pi * hz / RATE * np.arange(samples)).astype(np.float32), (channels, 1))


def hiss(samples, seed=0):
    return np.random.default_rng(seed).standard_normal((2, samples)).astype(np.float32)


def bends(sound):
    """How sharply a sound that goes round turns at each sample (T,): a step or a corner stands out of all else."""
    return np.abs(np.diff(np.concatenate([sound[:, -1:], sound, sound[:, :1]], axis=1), 2, axis=1)).max(axis=0)


def changes(sound, rate):
    """How much the spectrum changes, in dB, from 10 ms to the next, at the seam first and then everywhere else."""
    frame = rate // 100
    count = sound.shape[1] // frame
    round_ = np.roll(sound, count // 2 * frame, axis=1)[:, : count * frame].mean(axis=0).reshape(count, frame)
    power = np.abs(np.fft.rfft(round_ * np.hanning(frame))) ** 2
    bands = np.stack([part.sum(axis=1) for part in np.array_split(power[:, 1:], 12, axis=1)], axis=1)
    levels = 10 * np.log10(bands + 1e-5 * bands.max())
    change = np.abs(np.diff(levels, axis=0)).mean(axis=1)
    seam = count // 2 - 1
    return change[seam - 1 : seam + 2].max(), np.delete(change, [seam - 1, seam, seam + 1])


@pytest.mark.parametrize("seconds", [0.5, 3.0, 6.0, 600.0])
def test_the_overlap_is_long_and_never_most_of_a_loop(seconds):
    assert 0.16 < overlap_s(seconds) <= 2.0 and overlap_s(seconds) <= seconds / 3


@pytest.mark.parametrize("samples", [24000, 30011])
def test_a_tone_that_does_not_fit_goes_round_without_a_step(samples):
    sound = tone(samples + 8000)
    loop = closed(sound, samples)
    assert loop.shape == (2, samples)
    bent = bends(loop)
    assert max(bent[0], bent[-1]) <= 1.01 * bent[1:-1].max()
    # The measure sees what is wrong with a plain cut.
    cut = bends(sound[:, :samples])
    assert max(cut[0], cut[-1]) > 5 * cut[1:-1].max()


def test_a_loop_begins_with_what_would_have_followed_its_end():
    sound = hiss(30000)
    loop = closed(sound, 24000)
    assert np.array_equal(loop[:, 0], sound[:, 24000])
    assert np.array_equal(loop[:, 6000:], sound[:, 6000:24000])


@pytest.mark.parametrize("alike", [0.0, 0.5, 1.0])
def test_a_passage_is_as_loud_as_its_ends_however_alike_they_are(alike):
    one, other = hiss(48000), hiss(48000, seed=1)
    passage = crossfaded(one, alike * one + np.sqrt(1 - alike**2) * other)
    for part in np.array_split(passage, 8, axis=1):
        assert rms(part) == pytest.approx(1, abs=0.03)


def test_a_passage_between_opposites_or_out_of_silence_stays_finite():
    assert np.isfinite(crossfaded(hiss(1000), -hiss(1000))).all()
    assert np.abs(crossfaded(np.zeros((2, 1000), np.float32), np.zeros((2, 1000), np.float32))).max() == 0


@pytest.fixture(scope="module")
def take(tiny_instrument):
    def rendered(seconds=3.0, loop=True, take=4, delivery=None, **positions):
        request = RenderRequest(
            model="tiny", version="v0001", take=take, seconds=seconds, positions=positions, loop=loop,
            delivery=delivery or Delivery(),
        )  # fmt: skip
        return render(tiny_instrument, request).audio

    return rendered


FORMS = [Delivery(sample_rate=rate, channels=channels) for rate in (44100, 48000, 96000) for channels in (1, 2)]


@pytest.fixture(scope="module")
def loops(take):
    """A cloud in every form, each another take."""
    return [take(2.3456, take=number, delivery=form, rhythm=0.0) for number, form in enumerate(FORMS)]


def seam_rank(audio):
    """Share of the moments of a sound that goes round at which its spectrum changes less than at the seam."""
    seam, elsewhere = changes(audio.samples, audio.sample_rate)
    return (elsewhere < seam).mean()


@pytest.mark.parametrize("number", range(len(FORMS)))
def test_a_rendered_loop_has_its_length_and_level_and_no_step(loops, number):
    audio, form = loops[number], FORMS[number]
    assert audio.samples.shape == (form.channels, round(2.3456 * form.sample_rate))
    bent = bends(audio.samples)
    assert max(bent[0], bent[-1]) <= np.percentile(bent, 99.9)
    assert integrated_lufs(audio) == pytest.approx(-20, abs=0.5)
    assert true_peak_db(audio) <= -0.95


def test_the_spectrum_changes_at_the_seam_as_it_does_anywhere(loops, take):
    # A stroke may fall on a seam as on any other moment, so it is the usual seam that counts.
    assert np.median([seam_rank(audio) for audio in loops]) < 0.95
    plain = [take(2.3456, loop=False, take=number, rhythm=0.0) for number in range(3)]
    assert np.median([seam_rank(audio) for audio in plain]) > 0.97


def test_a_loop_rings_into_its_beginning_and_not_past_its_end(take):
    room = {"space": 0.9, "tail": 0.4}
    assert take(2.0, **room).frames == 96000 < take(2.0, loop=False, **room).frames


def test_a_loop_is_the_same_every_time(take):
    assert np.array_equal(take(1.0).samples, take(1.0).samples)


@pytest.mark.parametrize("seconds", [0.5, 0.7])
def test_the_shortest_loops_are_whole(take, seconds):
    audio = take(seconds)
    assert audio.frames == round(seconds * RATE)
    assert np.isfinite(audio.samples).all() and rms(audio.samples) > 0.01
