"""Making partials grate, and keeping them from it."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from sdad.audio.effects import convolved, rms, shape_frames, shape_spectrum, shift_frequency, transpose
from sdad.audio.spectral import Signal, Spectrum, hann, stft

COMB_FRAMES = 12
"""Frames, about half a second, over which one fundamental is assumed."""
DRY_DB = 36.0
"""How far the sound itself goes back behind its resonances at full amount, where it has no partials of its own."""
RING_S = 0.35
"""Time constant of the resonances."""
Wide = NDArray[np.float64]
_LOOKS, _AROUND = 20, 61
_LOWEST_HZ, _CLUSTER, _SERIES = 300.0, 20, 10
_CROSSOVER_HZ = 250.0
_NEIGHBOURS = ((1.0, 38.0, 0.8), (0.5, 25.0, 0.8))
"""Copies that make a sound tense: semitones above the crossover, Hz below it, and weights. None goes down: what lies on
both sides of a partial fills the gaps in which partials can be told apart."""
_BARE = 0.01
"""Clearness under which a sound has no partials that could be made to grate."""


def retuned(sound: Signal, sample_rate: int, amount: float, draw: np.random.Generator) -> Signal:
    """Returns the sound (2, T) made consonant, down to an amount of -1, or dissonant, up to 1.

    What a sound's own partials can be made to do is done to them; what a sound without clear partials lacks is rung out
    of it by resonances, tuned to whole-number ratios or to a cluster.
    """
    window = _window(sample_rate)
    # Some twenty spectra tell as much as all of them.
    spectrum = stft(sound, window, max(window // 2, min(2 * window, sound.shape[1] // _LOOKS)))
    power = (spectrum.real**2 + spectrum.imag**2).sum(axis=0)
    hz = np.arange(power.shape[1]) * (sample_rate / window)
    clear = _clearness(power, hz)
    if amount < 0:
        own = less_tense(sound, sample_rate, -amount)
        tuned = _fundamental(power.mean(axis=0), hz) * np.arange(1.0, _SERIES + 1)
        weights = np.ones(_SERIES)
        lack = 1 - 0.5 * clear
    else:
        own = more_tense(sound, sample_rate, amount)
        tuned = _cluster()
        # What the sound has little of is rung the more, so that all of the cluster is heard.
        level = np.sqrt(uniform_filter1d(power.mean(axis=0), 40))
        weights = 1 / np.interp(tuned, hz, np.maximum(level, 0.01 * level.max()) + 1e-12)
        # Even a few partials grate more with neighbours than with a cluster that has nothing to do with them.
        lack = max(0.0, 1 - clear / _BARE)
    if lack == 0:
        return own
    dry = 10 ** (-DRY_DB * abs(amount) * lack / 20)
    ringing = _rung(sound, sample_rate, tuned, weights, draw)
    own *= np.float32(np.sqrt(dry))
    own += np.float32(np.sqrt(1 - dry)) * ringing
    return own


def _window(sample_rate: int) -> int:
    return 8192 * sample_rate // 48000


def _clearness(power: Signal, hz: Wide) -> float:
    """Returns from 0 to 1 how much of the power (F, K) is in peaks 15 dB above what lies around them, squared."""
    heard = power[:, (hz > 60) & (hz < 6000)]
    width = _AROUND * (heard.shape[1] // _AROUND)
    around = np.median(heard[:, :width].reshape(len(heard), -1, _AROUND), axis=2)
    heard = heard[:, :width]
    peaks = heard > 30 * np.repeat(around, _AROUND, axis=1)
    return float(heard[peaks].sum() / (heard.sum() + 1e-20)) ** 2


def _fundamental(power: NDArray[np.floating], hz: NDArray[np.floating]) -> float:
    """Returns the strongest frequency from 90 to 1000 Hz in a power spectrum (K,), folded down below 220 Hz.

    A parabola through the logarithms of three bins finds it to a fraction of a bin: half a bin of error would grow with
    the number of the harmonic, until a comb cut the very harmonics that it is to keep.
    """
    peak = int(np.where((hz > 90) & (hz < 1000), power, -1.0).argmax())
    below, top, above = np.log(power[peak - 1 : peak + 2].astype(np.float64) + 1e-20)
    bend = below - 2 * top + above
    # At an edge of the search the true summit may lie outside; half a bin is all that a summit inside can be off.
    off = min(0.5, max(-0.5, 0.5 * (below - above) / bend)) if bend < 0 else 0.0
    strongest = (peak + off) * float(hz[1])
    return float(strongest / 2 ** max(0.0, np.ceil(np.log2(strongest / 220))))


def _cluster() -> Wide:
    """Returns frequencies in Hz that lie a little more than the most grating distance apart (Sethares 1993)."""
    tuned = [_LOWEST_HZ]
    while len(tuned) < _CLUSTER:
        tuned.append(tuned[-1] + 1.2 * (0.0207 * tuned[-1] + 18.96))
    return np.array(tuned)


def _rung(
    sound: Signal, sample_rate: int, tuned: NDArray[np.float64], weights: NDArray[np.float64], draw: np.random.Generator
) -> Signal:
    """Returns the sound (2, T) through resonances at frequencies (P,) in Hz below 2.5 kHz, as loud as it was."""
    slow = sample_rate // 8
    heard = _resampled(sound, sample_rate, slow)
    # A phase at any time is that at a coarse one and what it moves on by in a fine one: two short tables of phasors.
    fine = 256
    coarse = round(3.5 * RING_S * slow) // fine
    turns = 2j * np.pi * tuned[:, None] / slow - 1 / (RING_S * slow)
    coarse_phasors, fine_phasors = np.exp(turns * np.arange(coarse) * fine), np.exp(turns * np.arange(fine))
    phasors = coarse_phasors.astype(np.complex64)[:, :, None] * fine_phasors.astype(np.complex64)[:, None]
    phases = np.exp(1j * draw.uniform(0, 2 * np.pi, (len(sound), len(tuned))))
    response = (np.asarray(phases * weights, np.complex64) @ phasors.reshape(len(tuned), -1)).imag
    ringing = _resampled(convolved(heard, response), slow, sample_rate)
    ringing = ringing[:, : sound.shape[1]]
    return np.asarray(ringing * (rms(sound) / rms(ringing)), np.float32)


def more_tense(sound: Signal, sample_rate: int, amount: float) -> Signal:
    """Returns the sound with two copies of itself, each a fraction of a critical band away; ``amount`` from 0 to 1.

    Plomp and Levelt (1965): two partials grate most about a quarter of a critical band apart. From 250 Hz on that is
    about a semitone, and transposed copies make a sound tense without making it rough. Below, where critical bands do
    not get narrower, it is a number of Hz.
    """
    # What lies below the crossover fits into a sixteenth of the rate.
    slow = sample_rate // 16
    low = shape_spectrum(_resampled(sound, sample_rate, slow), slow, _below_crossover_db)
    high = sound - _resampled(low, slow, sample_rate)[:, : sound.shape[1]]
    shifted = np.sum([np.float32(weight) * shift_frequency(low, slow, hz) for _, hz, weight in _NEIGHBOURS], axis=0)
    copies = _resampled(shifted, slow, sample_rate)[:, : sound.shape[1]]
    for semitones, _, weight in _NEIGHBOURS:
        copies += np.float32(weight) * _transposed_in_place(high, sample_rate, semitones)
    mixed = np.float32(1 - 0.25 * amount) * sound + np.float32(amount) * copies
    return np.asarray(mixed * (rms(sound) / rms(mixed)), np.float32)


def _resampled(sound: Signal, rate: int, other: int) -> Signal:
    """Returns the sound (2, T) at another rate, with a sixteenth of a second of silence after it."""
    padded = np.pad(sound, ((0, 0), (0, rate // 16)))
    return np.asarray(soxr.resample(padded.T, rate, other, quality="HQ").T, np.float32)


def _below_crossover_db(hz: Signal) -> Signal:
    return np.asarray(-np.clip(24 * np.log2(np.maximum(hz, 1.0) / _CROSSOVER_HZ), 0, 60), np.float32)


def _transposed_in_place(sound: Signal, sample_rate: int, semitones: float) -> Signal:
    """Returns the sound (2, T) at another pitch, each half second of it where it was."""
    length = sample_rate // 2
    ratio = 2 ** (semitones / 12)
    pitched = np.pad(transpose(sound, semitones), ((0, 0), (length, 2 * length)))
    window = hann(length)
    result = np.zeros((sound.shape[0], sound.shape[1] + 2 * length), np.float32)
    for centre in range(0, sound.shape[1] + length // 2, length // 2):
        # A place of the sound lies where the ratio has moved it to, and behind the silence before it.
        first = round(centre / ratio) + length // 2
        piece = pitched[:, first : first + length]
        start = centre + length // 2
        result[:, start : start + piece.shape[1]] += piece * window[: piece.shape[1]]
    return result[:, length : length + sound.shape[1]]


def less_tense(sound: Signal, sample_rate: int, amount: float, depth_db: float = 24.0) -> Signal:
    """Returns the sound with what lies between the harmonics of its strongest partial held down; ``amount`` 0 to 1.

    Partials in whole-number ratios grate least (Sethares 1993). In blocks of half a second the strongest peak from 90
    to 1000 Hz, folded down below 220 Hz, is the fundamental whose comb is applied from 50 Hz to 6 kHz.
    """
    n_fft = _window(sample_rate)
    hz = np.arange(n_fft // 2 + 1) * (sample_rate / n_fft)
    affected = (hz > 50) & (hz < 6000)

    def gains(spectrum: Spectrum, first: int) -> Signal:
        power = (spectrum.real**2 + spectrum.imag**2).sum(axis=0)
        gain: Signal = np.ones_like(power)
        for start in range(0, len(power), COMB_FRAMES):
            fundamental = _fundamental(power[start : start + COMB_FRAMES].mean(axis=0), hz)
            comb_db = -amount * depth_db * (0.5 - 0.5 * np.cos(2 * np.pi * hz[affected] / fundamental))
            # The windows overlap fourfold: what changes from comb to comb is faded in.
            gain[start : start + COMB_FRAMES, affected] = np.power(10, comb_db / 20)
        return gain

    # Whole combs to a block and to its margin: they lie where they would without blocks.
    result = shape_frames(sound, n_fft, gains, block_hops=40 * COMB_FRAMES, margin_hops=2 * COMB_FRAMES)
    return np.asarray(result * (rms(sound) / rms(result)), np.float32)
