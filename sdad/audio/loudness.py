"""How loud a sound is, and how it is brought to a level without clipping.

Sources: ITU-R BS.1770-5 (K-weighting and gating in annex 1, true peak in annex 2), EBU Tech 3341.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import scipy.ndimage
import scipy.signal
from numpy.typing import NDArray

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal
from sdad.units import SILENCE_DB, amplitude_to_db, db_to_amplitude

Values = NDArray[np.float64]

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
HOPS_PER_BLOCK = 4
HOP_S = 0.1

OVERSAMPLING = 4
_REACH = 16
"""Samples on either side that the true-peak interpolation looks at."""
_BLOCK, _BLOCKS_AT_ONCE = 64, 4096
"""Samples of a block that is interpolated or not, and how many blocks are at once, to bound the memory."""

LOOK_AHEAD_S = 0.005
RELEASE_S = 0.015
"""Short, so that a drum is not ducked behind its own attack; the look-ahead alone bridges half a cycle of 45 Hz."""
LIMITED_AT_ONCE_S = 30
"""How much is limited at once, to bound the memory."""
MOST_REDUCTION_DB = 12.0
"""What the limiter takes off at most; a sparse click stays a click and comes out quieter than was asked."""
MARGIN_DB = 0.1
"""What the limiter stays under the ceiling, for meters whose interpolation differs near the Nyquist frequency."""
LEVEL_TOLERANCE_LU = 0.1
STEADYING_DB = 9.0
MOST_PASSES = 8
LEAST_YIELD = 0.2
"""Loudness gained for each decibel into the limiter is taken to be at least this when the next gain is guessed."""


def integrated_lufs(audio: Audio) -> float:
    """Returns the gated loudness in LUFS, every channel with weight 1; not below ``SILENCE_DB``.

    Under 0.4 s, the length of one gating block, it is the ungated loudness of what there is.
    """
    hop = max(1, round(HOP_S * audio.sample_rate))
    hops, whole = _weighted_powers(audio, hop)
    if len(hops) < HOPS_PER_BLOCK:
        return _lufs(whole)
    blocks = np.convolve(hops, np.full(HOPS_PER_BLOCK, 1 / HOPS_PER_BLOCK), mode="valid")
    loud = blocks[blocks > _power(ABSOLUTE_GATE_LUFS)]
    if len(loud) == 0:
        return SILENCE_DB
    relative = _power(_lufs(float(loud.mean())) + RELATIVE_GATE_LU)
    return _lufs(float(loud[loud > relative].mean()))


def true_peak_db(audio: Audio) -> float:
    """Returns the peak between and at the samples in dBTP, by 4 times oversampling; not below ``SILENCE_DB``."""
    return amplitude_to_db(float(_peaks(audio.samples, np.inf).max(initial=0.0)))


def steadied(audio: Audio, window_s: float) -> Audio:
    """Returns the sound with slow changes of its loudness taken back, by up to ``STEADYING_DB`` either way.

    What counts is the K-weighted power over ``window_s`` seconds; what changes faster stays as it is.
    """
    hop = max(1, round(HOP_S * audio.sample_rate))
    power, _ = _weighted_powers(audio, hop)
    local = scipy.ndimage.uniform_filter1d(power, max(1, round(window_s / HOP_S)), mode="reflect")
    # What lies under the absolute gate is silence, and stays silent.
    heard = np.maximum(local, _power(ABSOLUTE_GATE_LUFS))
    gain_db = np.clip(10 * np.log10(heard.mean() / heard), -STEADYING_DB, STEADYING_DB)
    centres = (np.arange(len(power)) + 0.5) * hop
    result = np.empty_like(audio.samples)
    for start in range(0, audio.frames, 1000 * hop):
        piece = audio.samples[:, start : start + 1000 * hop]
        gains = np.power(10, np.interp(start + np.arange(piece.shape[1]), centres, gain_db) / 20).astype(np.float32)
        result[:, start : start + 1000 * hop] = piece * gains
    return Audio(result, audio.sample_rate)


def levelled(audio: Audio, target_lufs: float, ceiling_dbtp: float = -1.0) -> Audio:
    """Returns the sound at a loudness, with its true peak at or under a ceiling.

    It is a plain gain wherever the peak allows. Else a look-ahead limiter holds the peaks, whose gain is smooth and
    the same for all channels, and the loudness it costs is made up for as far as ``MOST_REDUCTION_DB`` allows. Silence
    stays as it is.
    """
    loudness = integrated_lufs(audio)
    peak_db = true_peak_db(audio)
    if loudness <= SILENCE_DB or peak_db <= SILENCE_DB:
        return audio
    gain_db = target_lufs - loudness
    if peak_db + gain_db <= ceiling_dbtp:
        return Audio(audio.samples * np.float32(db_to_amplitude(gain_db)), audio.sample_rate)
    ceiling = ceiling_dbtp - MARGIN_DB
    most_gain_db = ceiling + MOST_REDUCTION_DB - peak_db
    peaks = _peaks(audio.samples, db_to_amplitude(ceiling - most_gain_db))
    peaks_db = 20 * np.log10(np.maximum(peaks, np.float32(db_to_amplitude(SILENCE_DB))))
    # Up to the ceiling a decibel of gain is one of loudness; past it the limiter eats a share that is found on the way.
    known_gain_db = ceiling - peak_db
    known_lufs = loudness + known_gain_db
    for _ in range(MOST_PASSES):
        gain_db = min(gain_db, most_gain_db)
        limited = _limited(audio, peaks_db, gain_db, ceiling)
        lufs = integrated_lufs(limited)
        settled = abs(target_lufs - lufs) < LEVEL_TOLERANCE_LU
        if settled or (gain_db >= most_gain_db and lufs < target_lufs):
            break
        yielded = (lufs - known_lufs) / max(1e-3, gain_db - known_gain_db)
        known_gain_db, known_lufs = gain_db, lufs
        gain_db += (target_lufs - lufs) / min(1.0, max(LEAST_YIELD, yielded))
    # Gain that moves between two samples can lift the curve between them by a hair.
    over_db = true_peak_db(limited) - ceiling_dbtp
    return Audio(limited.samples * np.float32(db_to_amplitude(-max(0.0, over_db))), audio.sample_rate)


def _limited(audio: Audio, peaks_db: Signal, gain_db: float, ceiling_dbtp: float) -> Audio:
    result = np.empty_like(audio.samples)
    # After a second nothing of a release is left: blocks with such a margin are limited as the whole would be.
    block, margin = LIMITED_AT_ONCE_S * audio.sample_rate, audio.sample_rate
    for start in range(0, audio.frames, block):
        before = min(start, margin)
        needed_db = np.maximum(0, peaks_db[start - before : start + block + margin] + gain_db - ceiling_dbtp)
        reduction_db = _smooth_reduction(needed_db.astype(np.float64), audio.sample_rate)[before : before + block]
        gains = (10 ** ((gain_db - reduction_db) / 20)).astype(np.float32)
        result[:, start : start + block] = audio.samples[:, start : start + block] * gains
    return Audio(result, audio.sample_rate)


def _smooth_reduction(needed_db: Values, sample_rate: int) -> Values:
    """Returns a smooth reduction in dB, shape (T,), that is nowhere less than what is needed.

    Each need is released exponentially, held over a window around it, and averaged by weights that span no more than
    that window: every value averaged is at least the need in the middle, and so is their mean.
    """
    steps = np.arange(len(needed_db)) / (RELEASE_S * sample_rate)
    # A maximum of decaying exponentials is a running maximum once the decay is taken out of the logarithm.
    released = np.exp(np.maximum.accumulate(np.log(needed_db + 1e-9) + steps) - steps)
    box = max(1, 2 * round(LOOK_AHEAD_S * sample_rate / 3) + 1)
    reduction: Values = scipy.ndimage.maximum_filter1d(released, 3 * (box - 1) + 1)
    for _ in range(3):
        reduction = scipy.ndimage.uniform_filter1d(reduction, box)
    return reduction


def _peaks(samples: Signal, least: float) -> Signal:
    """Returns the largest magnitude of any channel from each sample up to the next, with shape (T,).

    Where that cannot reach ``least``, or the greatest of the samples themselves if ``least`` is more, only the samples
    are looked at.
    """
    frames = samples.shape[1]
    blocks = max(1, -(-frames // _BLOCK))
    padded = np.pad(samples, ((0, 0), (_REACH, blocks * _BLOCK - frames + _REACH)))
    peaks = np.abs(padded[:, _REACH : _REACH + blocks * _BLOCK]).max(axis=0).reshape(blocks, _BLOCK)
    highest = peaks.max(axis=1)
    # Between two samples there is no more than the weights of those around can add up to.
    around = np.pad(highest, 1)
    most = _most_between() * np.maximum(np.maximum(around[:-2], around[2:]), highest)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + 2 * _REACH, axis=1)[:, ::_BLOCK]
    chosen = np.flatnonzero(most >= min(least, highest.max()))
    for part in np.array_split(chosen, 1 + len(chosen) // _BLOCKS_AT_ONCE):
        between = np.abs(windows[:, part] @ _interpolation()).reshape(-1, len(part), _BLOCK, OVERSAMPLING - 1)
        peaks[part] = np.maximum(peaks[part], between.max(axis=(0, 3)))
    return np.asarray(peaks.ravel()[:frames])


@lru_cache(maxsize=1)
def _interpolation() -> Signal:
    """Returns weights (BLOCK + 32, 3 · BLOCK) of a block and 16 samples around for three points after each of its own.

    They are those of a Kaiser-windowed sinc that passes through the samples themselves.
    """
    at = np.arange(-_REACH * OVERSAMPLING, _REACH * OVERSAMPLING + 1) / OVERSAMPLING
    sinc = np.sinc(at) * np.kaiser(len(at), 6.0)
    weights = np.zeros((_BLOCK + 2 * _REACH, _BLOCK, OVERSAMPLING - 1), np.float32)
    for point in range(1, OVERSAMPLING):
        for sample in range(_BLOCK):
            weights[sample + 1 : sample + 1 + 2 * _REACH, sample, point - 1] = sinc[point::OVERSAMPLING][::-1]
    return weights.reshape(len(weights), -1)


@lru_cache(maxsize=1)
def _most_between() -> float:
    """Returns the greatest factor by which a point between samples can exceed the greatest of the samples around."""
    return float(np.abs(_interpolation()).sum(axis=0).max())


def _weighted_powers(audio: Audio, hop: int) -> tuple[Values, float]:
    """Returns K-weighted mean powers summed over channels: of each whole hop, shape (F,), and of everything."""
    sections = k_weighting(audio.sample_rate)
    state = np.zeros((len(sections), audio.channels, 2))
    hops, total = [], 0.0
    chunk = hop * 100
    for start in range(0, audio.frames, chunk):
        filtered, state = scipy.signal.sosfilt(sections, audio.samples[:, start : start + chunk], axis=1, zi=state)
        power = np.square(filtered).sum(axis=0)
        total += float(power.sum())
        whole = len(power) // hop
        hops.append(power[: whole * hop].reshape(whole, hop).mean(axis=1))
    return (np.concatenate(hops) if hops else np.empty(0)), total / max(1, audio.frames)


@lru_cache(maxsize=8)
def k_weighting(sample_rate: int) -> Values:
    """Returns the K-weighting filter for any rate in Hz, as second-order sections with shape (2, 6).

    BS.1770 tabulates it for 48 kHz only. These are the analogue shelf and high-pass that give that table under the
    bilinear transform (De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 2018).
    """
    warped = math.tan(math.pi * 1681.974450955533 / sample_rate)
    quality, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    norm = 1 + warped / quality + warped**2
    shelf = [
        (high + middle * warped / quality + warped**2) / norm,
        2 * (warped**2 - high) / norm,
        (high - middle * warped / quality + warped**2) / norm,
        1.0,
        2 * (warped**2 - 1) / norm,
        (1 - warped / quality + warped**2) / norm,
    ]
    warped = math.tan(math.pi * 38.13547087602444 / sample_rate)
    quality = 0.5003270373238773
    norm = 1 + warped / quality + warped**2
    high_pass = [1.0, -2.0, 1.0, 1.0, 2 * (warped**2 - 1) / norm, (1 - warped / quality + warped**2) / norm]
    return np.array([shelf, high_pass])


def _lufs(power: float) -> float:
    return max(SILENCE_DB, 10 * math.log10(power) - 0.691) if power > 0 else SILENCE_DB


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
