"""The measures that judge sdad from outside must themselves put signals of known order in that order."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.signal
from scipy.stats import spearmanr

pytest.importorskip("librosa", reason='pip install -e ".[bench]"')

from independent import FALLING, measure

RATE = 48000
SECONDS = 5.0
TIME = np.arange(round(SECONDS * RATE)) / RATE


def hiss(seed=0):
    return np.random.default_rng(seed).standard_normal(len(TIME))


def tilted(sound, db_per_octave, bell_db=0.0):
    hz = np.maximum(np.fft.rfftfreq(len(sound), 1 / RATE), 20.0)
    gain_db = db_per_octave * np.log2(hz / 1000) + bell_db * np.exp(-((np.log2(hz / 280) / 0.7) ** 2))
    return np.fft.irfft(np.fft.rfft(sound) * 10 ** (gain_db / 20), len(sound))


def notes(*pitches, partials=6):
    voices = [np.sin(2 * np.pi * k * hz * TIME + k) / k for hz in pitches for k in range(1, partials + 1)]
    return np.sum(voices, axis=0)


def strokes(times, decay_s=0.06, rise_s=0.002, seed=1):
    dice = np.random.default_rng(seed)
    sound = np.zeros(len(TIME))
    for begin in times:
        since = TIME[: len(TIME) - int(begin * RATE)]
        tone = np.sin(2 * np.pi * 300 * 2 ** dice.uniform(-1, 2) * since) + 0.3 * dice.standard_normal(len(since))
        sound[int(begin * RATE) :] += tone * np.minimum(since / rise_s, 1) * np.exp(-since / decay_s)
    return sound


def scattered(count, seed=4):
    return np.sort(np.random.default_rng(seed).uniform(0, SECONDS - 0.1, count))


def loosened(jitter, period_s=0.4, seed=5):
    times = np.arange(0.1, SECONDS - 0.5, period_s)
    return times + jitter * period_s * np.random.default_rng(seed).uniform(-0.5, 0.5, len(times))


def in_a_room(sound, decay_s, wet=0.4):
    response = hiss(2)[: int(decay_s * RATE)] * 10 ** (-3 * TIME[: int(decay_s * RATE)] / decay_s)
    wet_sound = scipy.signal.oaconvolve(sound, response / np.linalg.norm(response))[: len(sound)]
    return (1 - wet) * sound + wet * wet_sound


PAD = notes(110, 165, 220.5) * (1 + 0.2 * np.sin(2 * np.pi * 0.3 * TIME))
BED = tilted(hiss(), -5)
BED /= BED.std()

SWEEPS = {
    "brightness of noise": [tilted(hiss(), tilt) for tilt in (-9, -7, -5, -3, -1, 1)],
    "brightness of strokes": [tilted(strokes(scattered(12)), tilt) for tilt in (-9, -6, -3, 0, 3)],
    "warmth of noise": [tilted(hiss(), -4, bell) for bell in (-12, -6, -3, 0, 3, 6, 12)],
    "warmth of a chord": [
        tilted(notes(82, 123, 247, 370, 988, 1480) + 0.2 * BED, -1, bell) for bell in (-9, -4, 0, 4, 9)
    ],
    "roughness by depth": [PAD * (1 + depth * np.sin(2 * np.pi * 65 * TIME)) for depth in (0, 0.2, 0.4, 0.6, 0.8, 1)],
    "roughness in a bed": [
        0.5 * BED + 4 * PAD * (1 + depth * np.sin(2 * np.pi * 50 * TIME)) for depth in (0, 0.25, 0.5, 0.75, 1)
    ],
    "tension of intervals": [notes(220, 220 * 2 ** (step / 12)) for step in (12, 7, 5, 3, 2, 1)],
    "tension of mistuned partials": [
        notes(200, 400 * 2 ** (cents / 1200), 600 * 2 ** (-cents / 1200)) for cents in (0, 10, 25, 45, 70)
    ],
    "rhythm by jitter": [strokes(loosened(jitter)) for jitter in (1.2, 0.8, 0.5, 0.3, 0.15, 0)],
    "rhythm over a bed": [0.1 * BED + strokes(loosened(jitter)) for jitter in (1.2, 0.5, 0.3, 0.15, 0)],
    "pulse by depth": [PAD * 10 ** (depth / 20 * (np.mod(TIME / 0.5, 1) < 0.3)) for depth in (0, 3, 6, 10, 15, 20)],
    "pulse of strokes": [0.1 * BED + level * strokes(loosened(0)) for level in (0.05, 0.15, 0.4, 1, 3)],
    "density of strokes": [strokes(scattered(count)) for count in (3, 6, 12, 24, 48, 90)],
    "density over a bed": [0.01 * BED + strokes(loosened(0.3, 1 / rate)) for rate in (0.5, 1, 2, 4, 8)],
    "space by decay": [in_a_room(strokes(loosened(0.5, 0.6)), decay) for decay in (0.1, 0.3, 0.7, 1.5, 3, 4.5)],
    "space of dense strokes": [in_a_room(strokes(loosened(0.6, 0.2)), decay) for decay in (0.2, 0.5, 1.2, 2.5, 4.5)],
    "space by share": [in_a_room(strokes(loosened(0.5, 0.6)), 2.5, wet) for wet in (0, 0.1, 0.25, 0.5, 0.8)],
    "movement": [
        tilted(hiss(), -8) * 10 ** (swing * np.sin(2 * np.pi * 0.5 * TIME) / 20) + 0.3 * tilted(hiss(3), 0)
        for swing in (0, 2, 5, 9, 14)
    ],
    "attack": [strokes((0.3, 1.5, 2.9, 4.0), 0.3, rise_s) for rise_s in (0.3, 0.15, 0.07, 0.03, 0.01, 0.003)],
    "register": [notes(hz) for hz in (70, 120, 200, 350, 600, 1100)],
    "width": [np.stack([hiss(1), (1 - side) * hiss(1) + side * hiss(2)]) for side in (0, 0.25, 0.5, 0.75, 1)],
    "low mids": [tilted(hiss(), -3, bell) for bell in (-9, -4, 0, 4, 9)],
}
METER = {name: next((m for m in ("low mids",) if name == m), name.split()[0]) for name in SWEEPS}


def read(meter, sound, level=0.1):
    samples = np.atleast_2d(sound / np.abs(sound).max() * level).astype(np.float32)
    return measure(samples, RATE, [meter])[meter]


@pytest.mark.parametrize("name", SWEEPS)
def test_rises_with_what_it_measures(name):
    values = [read(METER[name], sound) for sound in SWEEPS[name]]
    assert None not in values
    sign = -1 if METER[name] in FALLING else 1
    assert sign * spearmanr(np.arange(len(values)), values).statistic >= 0.9, values


@pytest.mark.parametrize("meter", sorted(set(METER.values())))
def test_does_not_hear_the_level(meter):
    sound = np.stack([0.1 * BED + PAD, 0.1 * tilted(hiss(7), -5) + PAD])
    assert read(meter, sound, 0.9) == pytest.approx(read(meter, sound, 0.02), rel=1e-2, abs=1e-2)


def test_a_plain_tilt_is_no_warmth():
    values = [read("warmth", tilted(hiss(), tilt)) for tilt in (-9, -6, -3, 0)]
    bell = read("warmth", tilted(hiss(), -4, 6)) - read("warmth", tilted(hiss(), -4, -6))
    assert np.ptp(values) < 0.15 * bell


def test_a_pad_has_no_beat_and_no_pulse():
    assert read("rhythm", PAD) < 0.5 * read("rhythm", strokes(loosened(0)))
    assert read("pulse", PAD) < 0.3 * read("pulse", strokes(loosened(0)))


def test_few_events_at_random_are_no_rhythm():
    by_chance = [read("rhythm", strokes(scattered(count, seed))) for seed, count in enumerate((3, 5, 8, 12, 20))]
    assert max(by_chance) < 0.5 * read("rhythm", strokes(loosened(0)))


def test_noise_and_strokes_are_not_rough():
    rough = read("roughness", PAD * (1 + np.sin(2 * np.pi * 65 * TIME)))
    assert read("roughness", hiss()) < 0.3 * rough
    assert read("roughness", strokes(loosened(0))) < 0.4 * rough


def test_silence_measures_nothing():
    assert measure(np.zeros((2, RATE), np.float32), RATE, ["brightness", "space"]) == {
        "brightness": None,
        "space": None,
    }
