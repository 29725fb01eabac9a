"""Space."""

from __future__ import annotations

import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure

RATE = 48000
DECAYS_S = np.geomspace(0.3, 6, 6)


@pytest.mark.parametrize("source", ["strokes", "tonal", "speech"])
def test_rises_with_the_decay_of_an_exponential_reverberation(sounds, order, source):
    dry = {
        "strokes": lambda: sounds.strokes(sounds.beats(2, 6), 6, RATE, 0.01),
        "tonal": lambda: sounds.strokes(sounds.beats(3, 6, 0.6), 6, RATE, 0.06, pitched=True),
        "speech": lambda: sounds.speech(6, RATE),
    }[source]()
    assert order("space", [dry, *(sounds.reverberated(dry, RATE, d, 0.45) for d in DECAYS_S)]) >= 0.95


def test_rises_with_the_share_of_reverberation(sounds, order):
    dry = sounds.strokes(sounds.beats(2, 6, 0.5), 6, RATE, 0.05, pitched=True)
    assert order("space", [sounds.reverberated(dry, RATE, 2.0, wet) for wet in np.linspace(0, 0.8, 6)]) >= 0.95


def test_a_dry_click_is_dry(sounds, value):
    assert value("space", sounds.strokes(sounds.beats(2, 6), 6, RATE, 0.01)) < 0.2


def test_strokes_in_a_room_of_one_or_three_seconds_read_about_that(sounds, value):
    dry = sounds.strokes(sounds.beats(2, 6), 6, RATE, 0.01)
    for decay_s in (0.5, 1.0, 3.0):
        assert decay_s / 2 < value("space", sounds.reverberated(dry, RATE, decay_s, 0.5)) < decay_s * 2


def test_the_rate_of_dry_strokes_does_not_matter(sounds, value):
    found = [value("space", sounds.strokes(sounds.beats(rate, 6), 6, RATE, 0.01)) for rate in (1, 2, 4)]
    assert max(found) < 0.3


def test_clicks_with_nothing_at_all_between_them_have_a_space():
    draw = np.random.default_rng(38)
    sound = np.zeros((2, 3 * 48000), np.float32)
    for start in draw.integers(0, 3 * 48000 - 200, 6):
        length = int(draw.integers(1, 60))
        sound[:, start : start + length] = draw.normal(0, 1.0, (2, length))
    assert 0 < measure(Audio(sound, 48000), ["space"])["space"] < 1
