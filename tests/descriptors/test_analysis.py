"""What the descriptors share."""

from __future__ import annotations

import numpy as np
import pytest

from sdad.descriptors.analysis import ENVELOPE_RATE_HZ, RATE_HZ, Analysis, band_envelopes, one_channel

EDGES_HZ = np.array([500.0, 1000.0, 2000.0])


def test_brings_every_level_to_the_same(sounds):
    hiss = sounds.noise(0.5, RATE_HZ)[None].astype(np.float32)
    loud, quiet = Analysis(hiss, RATE_HZ), Analysis(hiss * np.float32(1e-3), RATE_HZ)
    np.testing.assert_allclose(quiet.mono, loud.mono, rtol=1e-4, atol=1e-6)
    assert np.sqrt(np.square(loud.mono).mean()) == pytest.approx(0.1, rel=1e-3)


@pytest.mark.parametrize("rate", [8000, 44100, 96000])
def test_brings_every_rate_to_48_khz(sounds, rate):
    analysis = Analysis(sounds.tone(440, 1.0, rate)[None].astype(np.float32), rate)
    assert len(analysis.mono) == pytest.approx(RATE_HZ, abs=4)
    assert abs(np.fft.rfft(analysis.mono)).argmax() == pytest.approx(440, abs=1)


def test_takes_the_louder_channel_where_they_cancel():
    left = np.sin(np.arange(1000) / 5).astype(np.float32)
    assert np.array_equal(one_channel(np.stack([left, -0.9 * left])), left)
    np.testing.assert_allclose(one_channel(np.stack([left, 0.5 * left])), 0.75 * left, rtol=1e-5)


def test_envelopes_are_those_of_the_modulation_in_the_right_band(sounds):
    tone = sounds.modulated(sounds.tone(1400, 1.0, RATE_HZ), RATE_HZ, 30, 0.5).astype(np.float32)
    envelopes = band_envelopes(tone, EDGES_HZ, ENVELOPE_RATE_HZ)
    assert envelopes.shape == (2, ENVELOPE_RATE_HZ)
    expected = 1 + 0.5 * np.sin(2 * np.pi * 30 * np.arange(ENVELOPE_RATE_HZ) / ENVELOPE_RATE_HZ)
    inner = slice(60, -60)
    np.testing.assert_allclose(envelopes[1][inner], expected[inner], atol=0.05)
    assert envelopes[0][inner].max() < 0.6


def test_levels_are_relative_to_what_is_loud(sounds):
    levels = Analysis(sounds.noise(2, RATE_HZ)[None].astype(np.float32), RATE_HZ).mel_levels
    assert np.percentile(levels, 99.5) == pytest.approx(0, abs=3)


def test_silence_is_silent():
    assert Analysis(np.zeros((2, 4800), np.float32), RATE_HZ).silent
    assert not Analysis(np.full((1, 4800), 1e-3, np.float32) * (np.arange(4800) % 2), RATE_HZ).silent
