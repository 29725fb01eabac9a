"""Things that can be done to a signal (C, T): each one small, bounded, and free of state."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import scipy.fft
import scipy.signal
import soxr
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, uniform_filter1d

from sdad.audio.spectral import Signal, Spectrum, bands_to_bins, erb_bank, irfft, istft, rfft, stft

MOST_BACK_DB = 24.0
"""How much of what its bursts have lost is given back to a frequency, at most."""
MOST_JUMPS = 1.0
"""Lone jumps per second from which they are what the sound is made of."""
_JUMP, _ALONE = 0.12, 3.0
"""Curvature of a jump, against the level of the sound and against that of what surrounds it."""
_CONVOLVED = 1 << 18
"""Samples that are convolved at once where there are so many: shorter and longer blocks cost more for each."""
_PART = 1 << 15
"""Samples that are summed in single precision before the sums are."""


def fade_edges(samples: Signal, sample_rate: int, in_s: float, out_s: float) -> Signal:
    """Returns the signal with a raised-cosine fade at either end."""
    result = samples.copy()
    for seconds, at_end in ((in_s, False), (out_s, True)):
        length = min(round(seconds * sample_rate), samples.shape[1])
        if length > 0:
            ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)
            if at_end:
                result[:, -length:] *= ramp[::-1]
            else:
                result[:, :length] *= ramp
    return result


def shape_spectrum(samples: Signal, sample_rate: int, gain_db: Callable[[Signal], Signal]) -> Signal:
    """Returns the signal filtered without phase by a gain in dB given as a function of frequency in Hz."""
    length = scipy.fft.next_fast_len(samples.shape[1] + sample_rate // 10, real=True)
    spectrum = scipy.fft.rfft(samples, length, axis=1)
    hz = np.arange(spectrum.shape[1], dtype=np.float32) * np.float32(sample_rate / length)
    spectrum *= np.power(10, gain_db(hz) / 20, dtype=np.float32)
    result: Signal = scipy.fft.irfft(spectrum, length, axis=1)[:, : samples.shape[1]].astype(np.float32)
    return result


def shape_bands(samples: Signal, sample_rate: int, gains_db: Signal, frame_samples: int) -> Signal:
    """Returns the signal with a gain in dB per band frame (F, N) and the same on every channel.

    ``frame_samples`` is the length of a band frame, a multiple of the hop of 512 samples at 48 kHz.
    """
    n_fft = frame_samples * 2

    def gains(spectrum: Spectrum, first: int) -> Signal:
        # STFT frames lie at half band frames; a band frame's centre is a quarter of a frame after its first STFT frame.
        place = np.arange(spectrum.shape[1]) / 2 - 0.25 + first / frame_samples
        nearest = np.clip(place.round().astype(int), 0, len(gains_db) - 1)
        used, inverse = np.unique(nearest, return_inverse=True)
        of_used = np.power(10.0, bands_to_bins(gains_db[used], sample_rate, n_fft) / 20, dtype=np.float32)
        return np.asarray(of_used[inverse], np.float32)

    return shape_frames(samples, n_fft, gains, block_hops=1024, margin_hops=8)


def shape_frames(
    samples: Signal, n_fft: int, gains: Callable[[Spectrum, int], Signal], block_hops: int, margin_hops: int
) -> Signal:
    """Returns the signal with gains (F, K) on its short-time spectrum, found block by block to bound the memory.

    ``gains`` is given the spectrum (C, F, K) of a block with its margins, and the sample at which that begins; there
    are four hops to ``n_fft``.
    """
    hop = n_fft // 4
    block, margin = block_hops * hop, margin_hops * hop
    result = np.empty_like(samples)
    for start in range(0, samples.shape[1], block):
        before = min(start, margin)
        piece = samples[:, start - before : start + block + margin]
        spectrum = stft(piece, n_fft, hop)
        spectrum *= gains(spectrum, start - before)
        length = min(block, samples.shape[1] - start)
        result[:, start : start + length] = istft(spectrum, hop, piece.shape[1])[:, before : before + length]
    return result


def soften_transients(samples: Signal, sample_rate: int, amount: float, most_db: float = 9.0) -> Signal:
    """Returns the signal with sudden bursts held back to what each frequency carries on average over 0.35 s.

    What rises above 1.3 times the running median of its bin is turned down to it, and what each frequency loses by that
    over 2 s is given back to all that it plays: a cricket becomes a hum of its own colour, not the wind behind it.
    ``amount`` from 0 to 1; below 0, down to -1, the bursts are brought out instead, by ``most_db`` at most.
    """
    loudest, most_back = np.float32(10 ** (most_db / 20)), 10 ** (MOST_BACK_DB / 10)

    def gains(spectrum: Spectrum, first: int) -> Signal:
        magnitude = np.abs(spectrum).sum(axis=0) + 1e-7
        # The median moves slowly: taking it at every fourth frame over every fourth frame costs a sixteenth.
        middle = np.repeat(_median_of_nine(magnitude[::4]), 4, axis=0)[: len(magnitude)]
        gain = np.minimum(np.minimum(1.0, 1.3 * (middle + 1e-7) / magnitude) ** amount, loudest)
        if amount > 0:
            was, is_now = (_over_two_seconds(np.square(each)) for each in (magnitude, magnitude * gain))
            back = np.sqrt(np.minimum(was / is_now, most_back))
            gain = gain * np.repeat(back, 4, axis=0)[: len(gain)]
        return np.asarray(gain, np.float32)

    return shape_frames(samples, 2048 * sample_rate // 48000, gains, block_hops=2048, margin_hops=96)


def _over_two_seconds(power: Signal) -> Signal:
    """Returns the power (F/4, K) of every fourth frame, averaged over about 2 s of frames (F, K) and some bins."""
    fours = np.pad(power, ((0, -len(power) % 4), (0, 0))).reshape(-1, 4, power.shape[1]).sum(axis=1)
    slow = uniform_filter1d(fours, 49, axis=0, mode="nearest")
    return np.asarray(uniform_filter1d(slow, 9, axis=1, mode="nearest"), np.float32)


def reverberate(samples: Signal, sample_rate: int, decay_s: float, wet: float, draw: np.random.Generator) -> Signal:
    """Returns the signal in a synthetic room: exponentially decaying noise whose top decays twice as fast.

    Args:
        samples: (C, T).
        sample_rate: In Hz.
        decay_s: Time to decay by 60 dB.
        wet: Share of the room, 0 to 1.
        draw: Where the noise comes from.
    """
    length = round(min(decay_s, 6.0) * sample_rate)
    time = np.arange(length, dtype=np.float32) / np.float32(sample_rate)
    noise = draw.standard_normal((samples.shape[0], length)).astype(np.float32)
    shelf = scipy.signal.butter(1, 4000, fs=sample_rate, output="sos").astype(np.float32)
    low = scipy.signal.sosfilt(shelf, noise)
    fall = np.float32(-3 * np.log(10) / decay_s)
    response = low * np.exp(fall * time) + (noise - low) * np.exp(fall / np.float32(0.45) * time) * np.float32(0.8)
    response[:, : round(0.012 * sample_rate)] = 0.0
    response /= np.sqrt((response**2).sum(axis=1, keepdims=True)) + np.float32(1e-12)
    room = convolved(samples, response)
    room *= np.float32(1.3 * wet)
    room += np.float32(1 - wet) * samples
    return room


def convolved(samples: Signal, response: Signal) -> Signal:
    """Returns the signal (C, T), as long as it was, convolved with one response for each channel (C, R).

    By overlap-add in blocks of a power of two, of which torch takes less than half the time of what SciPy would choose.
    """
    length, tail = samples.shape[1], response.shape[1]
    n_fft = 1 << math.ceil(math.log2(min(length + tail, max(_CONVOLVED, 1.5 * tail))))
    of_response = rfft(response, n_fft)
    result = np.zeros((len(samples), length + tail), np.float32)
    for start in range(0, length, n_fft - tail):
        piece = samples[:, start : start + n_fft - tail]
        reach = piece.shape[1] + tail
        result[:, start : start + reach] += irfft(rfft(piece, n_fft) * of_response, n_fft)[:, :reach]
    return result[:, :length]


def dry(samples: Signal, sample_rate: int, amount: float) -> Signal:
    """Returns the signal with its tails held down: an expander that follows the envelope below its recent peak.

    ``amount`` from 0 (unchanged) to 1. The gain is (envelope / recent peak) ** (2.5 · amount), the peak falling with a
    time constant of 0.35 s.
    """
    step = sample_rate // 1000
    peaks = maximum_filter1d(np.abs(samples).max(axis=0), 10 * step)[::step]
    envelope = scipy.signal.sosfiltfilt(scipy.signal.butter(1, 40, fs=1000, output="sos"), peaks)
    fall = float(np.exp(-1 / 350))
    recent = np.maximum.accumulate(np.log(np.maximum(envelope, 1e-7)) - np.arange(len(envelope)) * np.log(fall))
    held = np.exp(recent + np.arange(len(envelope)) * np.log(fall))
    gain = np.minimum(1.0, np.maximum(envelope, 0) / (held + 1e-7) + 0.01) ** (2.5 * amount)
    return np.asarray(samples * _stretched(gain, samples.shape[1], step), np.float32)


def modulate(
    samples: Signal, sample_rate: int, hz: float, depth: float, draw: np.random.Generator, first: int = 0
) -> Signal:
    """Returns the signal with amplitude modulation whose rate wanders by about a sixth; ``depth`` from 0 to 1.

    ``first`` is the place of the signal in a longer one, in samples: pieces of one are modulated as it would be.
    """
    # The rate goes in straight lines from knot to knot, two a second; up to the last one before, knots tell the sum.
    half, end = sample_rate // 2, first + samples.shape[1]
    before = first // half
    knots = draw.standard_normal(end // half + 2)
    wander = np.interp(np.arange(before * half, end), np.arange(len(knots)) * half, knots)
    passed = before * half + 0.15 * half * (knots[:before] + knots[1 : before + 1]).sum() / 2
    turns = hz / sample_rate * (passed + np.cumsum(1 + 0.15 * wander)[first - before * half :])
    # Turns without the whole ones, of which single precision would leave nothing of the phase.
    wave = np.sin(np.asarray(2 * np.pi * (turns - np.floor(turns)), np.float32))
    return np.asarray(samples * (np.float32(1 - depth / 2) - np.float32(depth / 2) * wave), np.float32)


def calm(samples: Signal, sample_rate: int, amount: float) -> Signal:
    """Returns the signal with fluctuations faster than about 12 Hz taken out of its bands, where they are roughness.

    In 40 bands, the level is moved by ``amount``, from 0 to 1.3, of the way to what it is on average over 25 ms.
    """
    n_fft = 512 * sample_rate // 48000
    bank = erb_bank(sample_rate, n_fft, 40).T

    def gains(spectrum: Spectrum, first: int) -> Signal:
        power = (spectrum.real**2 + spectrum.imag**2).mean(axis=0) @ bank + 1e-12
        level = 10 * np.log10(gaussian_filter1d(power, 5, axis=0) / power)
        gain = bands_to_bins((amount * np.clip(level, -12, 12)).astype(np.float32), sample_rate, n_fft)
        return np.power(10, gain / 20, dtype=np.float32)

    return shape_frames(samples, n_fft, gains, block_hops=4096, margin_hops=64)


def transpose(samples: Signal, semitones: float) -> Signal:
    """Returns the signal resampled to another pitch; it becomes shorter or longer by the same factor."""
    if abs(semitones) < 1e-3:
        return samples
    ratio = 2 ** (semitones / 12)
    return np.asarray(soxr.resample(samples.T, 48000, 48000 / ratio, quality="HQ").T, np.float32)


def shift_frequency(samples: Signal, sample_rate: int, hz: float) -> Signal:
    """Returns the signal with every component moved by the same number of Hz (single-sideband modulation)."""
    length = scipy.fft.next_fast_len(samples.shape[1])
    analytic = scipy.signal.hilbert(samples, length, axis=1)[:, : samples.shape[1]]
    carrier = np.exp(2j * np.pi * hz * np.arange(samples.shape[1]) / sample_rate)
    return np.asarray(np.real(analytic * carrier), np.float32)


def even_level(samples: Signal, sample_rate: int, strength: float = 0.6, window_s: float = 2.0) -> Signal:
    """Returns the signal with slow swells of level reduced: gain (mean / local) ** strength, within ±8 dB."""
    step = sample_rate // 100
    power = (samples[:, ::4] ** 2).mean(axis=0)
    blocks = np.add.reduceat(power, np.arange(0, len(power), max(1, step // 4))) / max(1, step // 4)
    local = np.sqrt(uniform_filter1d(blocks, round(window_s * 100), mode="nearest")) + 1e-6
    gain = np.clip((local.mean() / local) ** strength, 0.4, 2.5)
    return np.asarray(samples * _stretched(gain, samples.shape[1], step), np.float32)


def mend_jumps(samples: Signal, sample_rate: int) -> Signal:
    """Returns the signal with jumps that stand alone drawn out over a fifth of a millisecond, unless they are many.

    A stroke begins with a jump. Where spectral processing has taken the ringing after it away, the jump is left over,
    and is heard as a click. What jumps every second or more often does so in its own right, as crackling does.
    """
    scale = sample_rate / 48000
    near, far, reach = round(4 * scale), round(32 * scale), round(5 * scale)
    middle = samples.mean(axis=0)
    # The curvature of a jump does not depend on the rate, that of what surrounds it does.
    curve = np.abs(np.diff(middle, 2, prepend=middle[:1], append=middle[-1:]))
    steep = curve > _JUMP * rms(middle)
    if not steep.any():
        return samples
    widest = maximum_filter1d(curve, far - near + 1)
    beside = (far + near) // 2
    around = np.maximum(np.roll(widest, beside), np.roll(widest, -beside))
    found = np.flatnonzero(steep & (curve > _ALONE * around))
    # Both corners of a jump are found; they are one.
    jumps = found[np.diff(found, prepend=-far) >= far]
    if not len(jumps) or len(jumps) > MOST_JUMPS * samples.shape[1] / sample_rate:
        return samples
    result = samples.copy()
    for jump in jumps[(jumps > reach) & (jumps < samples.shape[1] - 2 * reach)].tolist():
        first, last = jump - reach, jump + reach + 1
        ease = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, last - first + 1, dtype=np.float32))
        result[:, first : last + 1] = samples[:, first, None] * (1 - ease) + samples[:, last, None] * ease
    return result


def rms(samples: Signal) -> float:
    """Returns the root mean square over all channels and samples."""
    flat = samples.ravel()
    whole = flat.size // _PART * _PART
    parts, rest = flat[:whole].reshape(-1, _PART), flat[whole:]
    power = np.einsum("pt,pt->p", parts, parts).sum(dtype=np.float64) + np.einsum("t,t->", rest, rest)
    return float(np.sqrt(power / samples.size) + 1e-12)


def _median_of_nine(rows: Signal) -> Signal:
    """Returns the running median (F, K) of nine rows (F, K), which are mirrored at both ends.

    The median of nine is that of the greatest low, the median middle and the least high of three sorted threes (Smith
    1996), and neighbouring places share their threes: many times faster than sorting.
    """
    wide = np.pad(rows, ((4, 4), (0, 0)), mode="reflect")
    threes = _in_order(wide[:-2], wide[1:-1], wide[2:])
    low, middle, high = ([three[0:-6], three[3:-3], three[6:]] for three in threes)
    greatest_low = np.maximum(np.maximum(low[0], low[1]), low[2])
    least_high = np.minimum(np.minimum(high[0], high[1]), high[2])
    return _in_order(greatest_low, _in_order(*middle)[1], least_high)[1]


def _in_order(a: Signal, b: Signal, c: Signal) -> tuple[Signal, Signal, Signal]:
    """Returns the least, the middle and the greatest of three, element by element."""
    less, more = np.minimum(a, b), np.maximum(a, b)
    return np.minimum(less, c), np.maximum(less, np.minimum(more, c)), np.maximum(more, c)


def _stretched(values: NDArray[np.floating], length: int, step: int) -> Signal:
    """Returns values one per ``step`` samples as one per sample, by straight lines."""
    return np.asarray(np.interp(np.arange(length), np.arange(len(values)) * step, values), np.float32)
