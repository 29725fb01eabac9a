"""Clear partials."""

from __future__ import annotations

import numpy as np
import pytest

from sdad.descriptors.analysis import Analysis
from sdad.descriptors.peaks import COUNT

RATE = 48000


def peaks_of(sound):
    return Analysis(sound[None].astype(np.float32), RATE).peaks


def test_finds_each_partial_where_it_is(sounds):
    found = peaks_of(sounds.tone(441.3, 1, RATE, 8))
    for frame, amplitude in zip(found.frequency, found.amplitude, strict=True):
        np.testing.assert_allclose(np.sort(frame[amplitude > 0]), 441.3 * np.arange(1, 9), atol=0.5)


def test_amplitudes_fall_as_the_partials_do(sounds):
    found = peaks_of(sounds.tone(500, 1, RATE, 4))
    heights = np.sort(found.amplitude[1])[::-1][:4]
    np.testing.assert_allclose(heights / heights[0], [1, 1 / 2, 1 / 3, 1 / 4], rtol=0.1)


@pytest.mark.parametrize("gap_hz", [16.0, 30.0])
def test_keeps_close_partials_apart(sounds, gap_hz):
    found = peaks_of(sounds.tone(440, 1, RATE) + sounds.tone(440 + gap_hz, 1, RATE))
    first = found.frequency[1][found.amplitude[1] > 0]
    np.testing.assert_allclose(np.sort(first), [440, 440 + gap_hz], atol=2)


def test_noise_has_hardly_any(sounds):
    assert (peaks_of(sounds.noise(3, RATE)).amplitude > 0).sum(axis=1).mean() < 1


def test_never_more_than_it_promises(sounds):
    found = peaks_of(sounds.tone(80, 1, RATE, 90))
    assert found.frequency.shape[1] == COUNT
    assert (found.amplitude > 0).all()
