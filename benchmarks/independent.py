"""What a listener's librosa would measure: the twelve descriptors by other code than sdad's own.

Nothing here is shared with ``sdad.descriptors``: other spectra, other filters, other peak pickers and other formulas
for the same words, so that a model which obeys its own meters only is found out. The numbers are in units of their own
and say nothing one by one; their *order* is what is compared with a knob's. Where the definitions differ on purpose,
the function says how. ``tests/benchmarks/test_independent.py`` holds each to signals of known order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import librosa
import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

Signal = NDArray[np.float32]

RATE_HZ = 44100
"""Everything is measured at this rate."""
HOP = 441
"""Samples between two frames of the mel levels: 10 ms."""


class Sound:
    """Views of one signal by librosa, each computed once and only when asked for.

    Args:
        samples: (C, T), one or two channels, not silent.
        sample_rate: In Hz.
    """

    def __init__(self, samples: Signal, sample_rate: int) -> None:
        self.channels = librosa.resample(samples, orig_sr=sample_rate, target_sr=RATE_HZ, res_type="soxr_hq")
        mono = librosa.to_mono(self.channels)
        self.mono = mono * (0.1 / (float(np.sqrt(np.mean(mono**2))) + 1e-9))
        self.seconds = len(mono) / RATE_HZ

    @cached_property
    def levels(self) -> Signal:
        """Mel levels in dB (64 bands, F), every 10 ms, within 60 dB of the loudest cell."""
        power = librosa.feature.melspectrogram(y=self.mono, sr=RATE_HZ, n_fft=2048, hop_length=HOP, n_mels=64, fmin=40)
        return librosa.power_to_db(power, top_db=60)

    @cached_property
    def onsets(self) -> Signal:
        """Onset strength (F,): the mean rise of the mel levels over 20 ms, in dB."""
        return librosa.onset.onset_strength(S=self.levels, sr=RATE_HZ, hop_length=HOP, lag=2, max_size=3)

    @cached_property
    def begins(self) -> NDArray[np.intp]:
        """Frames at which something begins: peaks of the onset strength, 0.7 dB over their surroundings of 0.3 s.

        librosa's own scaling to the strongest onset is left out: in a sound without onsets it counts fluctuations.
        """
        return librosa.onset.onset_detect(
            onset_envelope=self.onsets,
            sr=RATE_HZ,
            hop_length=HOP,
            normalize=False,
            delta=0.7,
            pre_max=3,
            post_max=3,
            pre_avg=15,
            post_avg=15,
            wait=4,
        )


def brightness(sound: Sound) -> float:
    """Returns the median over the sounding frames of librosa's spectral centroid, in octaves."""
    magnitude = np.abs(librosa.stft(sound.mono, n_fft=4096, hop_length=2048))
    centroid = librosa.feature.spectral_centroid(S=magnitude, sr=RATE_HZ)[0]
    frames = np.sqrt((magnitude**2).sum(axis=0))
    return float(np.log2(np.median(centroid[frames > 0.03 * frames.max()]) + 1))


def warmth(sound: Sound) -> float:
    """Returns by how many dB the low mids stand out from the plain tilt that fits the rest of the spectrum best.

    Long-term level in third octaves from 50 Hz to 8 kHz from librosa's mel power; a line through level over octaves
    and a step of 150-500 Hz are fitted together, and the step is the warmth. A tilt alone has none by construction.
    """
    octaves, level = _third_octaves(sound)
    step = ((octaves >= np.log2(150)) & (octaves < np.log2(500))).astype(float)
    fit = np.linalg.lstsq(np.stack([step, octaves, np.ones(len(octaves))], axis=1), level, rcond=None)[0]
    return float(fit[0])


def low_mids(sound: Sound) -> float:
    """Returns the plain share of 150-500 Hz in the power of 50 Hz-8 kHz, in dB: warmth with brightness left in it."""
    octaves, level = _third_octaves(sound)
    power = 10 ** (level / 10)
    inside = (octaves >= np.log2(150)) & (octaves < np.log2(500))
    return float(10 * np.log10(power[inside].sum() / (power[~inside].sum() + 1e-12)))


def _third_octaves(sound: Sound) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the centres in octaves and the levels in dB, no lower than 50 dB under the highest."""
    power = np.mean(np.abs(librosa.stft(sound.mono, n_fft=8192, hop_length=4096)) ** 2, axis=1)
    hz = librosa.fft_frequencies(sr=RATE_HZ, n_fft=8192)
    edges = 50.0 * 2 ** (np.arange(23) / 3)
    sums = np.add.reduceat(power, np.searchsorted(hz, edges))[:-1]
    level = librosa.power_to_db(sums, top_db=50).astype(np.float64)
    return np.log2(edges[:-1]) + 1 / 6, level


def roughness(sound: Sound) -> float:
    """Returns the depth of amplitude modulation from 30 to 150 Hz in 24 mel bands, 0 to about 1.

    Modulation spectrum of each band's magnitude over windows of a sixth of a second, against the band's mean there;
    weighted with how much neighbouring bands are modulated alike, for noise, in which each band fluctuates on its own,
    is not rough (Daniel and Weber 1997). The windows' median, so that strokes do not count; bands by their magnitude.
    """
    hop, length = 100, 72
    magnitude = librosa.feature.melspectrogram(
        y=sound.mono, sr=RATE_HZ, n_fft=512, hop_length=hop, n_mels=24, fmin=150, fmax=12000, power=1.0
    )
    frames = librosa.util.frame(magnitude, frame_length=length, hop_length=length // 2, axis=-1)
    window = np.hanning(length).astype(np.float32)[:, None]
    spectrum = np.fft.rfft(frames * window, axis=1) / window.sum()
    hz = np.fft.rfftfreq(length, hop / RATE_HZ)
    fast, mean = spectrum[:, (hz >= 30) & (hz <= 150)], np.abs(spectrum[:, 0])
    energy = np.square(np.abs(fast)).sum(axis=1)
    product = np.real((fast[1:] * fast[:-1].conj()).sum(axis=1))
    alike = np.clip(product / np.sqrt(energy[1:] * energy[:-1] + 1e-20), 0, 1)
    below, above = (np.pad(alike, (ends, (0, 0)), mode="edge") for ends in ((1, 0), (0, 1)))
    # A Hann window spreads one component over bins whose squares add up to one and a half times its own.
    depth = np.sqrt(4 * energy / 1.5) * (below + above) / 2 / (mean + 1e-9)
    sounding = mean > 0.03 * mean.max()
    typical = [np.median(row[heard]) if heard.any() else 0.0 for row, heard in zip(depth, sounding, strict=True)]
    return float(np.average(typical, weights=mean.mean(axis=1) + 1e-12))


def tension(sound: Sound) -> float | None:
    """Returns how much the partials grate, or None where there are hardly any.

    The harmonic part by median filtering (librosa's HPSS), partials by ``librosa.piptrack``; pairs by Hutchinson and
    Knopoff (1978) with Plomp and Levelt's critical bandwidth and Parncutt's curve, which is another curve than the one
    sdad uses and has none of its consonances grate in the bass; mean of the frames by amplitude, then the root, which
    brings the intervals of an octave to about even steps.
    """
    spectrum = np.abs(librosa.stft(sound.mono, n_fft=8192, hop_length=4096))
    harmonic = librosa.decompose.hpss(spectrum, kernel_size=(7, 31), margin=(1.5, 1.0))[0]
    pitches, heights = librosa.piptrack(S=harmonic, sr=RATE_HZ, n_fft=8192, fmin=50, fmax=6000, threshold=0.02)
    values, weights = [], []
    for pitch, height in zip(pitches.T, heights.T, strict=True):
        loudest = np.argsort(-height)[:16]
        loudest = loudest[height[loudest] > 0]
        if len(loudest) < 2:
            continue
        hz, amplitude = pitch[loudest], height[loudest]
        low, high = np.triu_indices(len(hz), 1)
        bandwidth = 1.72 * ((hz[low] + hz[high]) / 2) ** 0.65
        apart = np.abs(hz[low] - hz[high]) / bandwidth
        grate = np.where(apart < 1.2, (apart / 0.25 * np.exp(1 - apart / 0.25)) ** 2, 0)
        values.append((amplitude[low] * amplitude[high] * grate).sum() / (amplitude**2).sum())
        weights.append(np.sqrt((amplitude**2).sum()))
    return float(np.sqrt(np.average(values, weights=weights))) if len(values) > 0.3 * spectrum.shape[1] else None


def rhythm(sound: Sound) -> float:
    """Returns how much the onset strength comes back after a period of 0.3 to 1.5 s and after two, 0 to 1.

    Autocorrelation by librosa; taken off is what so many beginnings at random would bring, the root of one over their
    number, counted by their strength.
    """
    strength = np.minimum(sound.onsets, np.percentile(sound.onsets, 98))
    strength = scipy.ndimage.gaussian_filter1d(strength, 4)
    peaks = librosa.util.peak_pick(strength, pre_max=4, post_max=5, pre_avg=10, post_avg=10, delta=0.1, wait=4)
    if len(peaks) < 2:
        return 0.0
    number = strength[peaks].sum() ** 2 / np.square(strength[peaks]).sum()
    correlation = librosa.autocorrelate(strength - strength.mean())
    count = len(correlation)
    correlation = correlation / (correlation[0] + 1e-9) / (1 - 0.8 * np.arange(count) / count)
    again = scipy.ndimage.maximum_filter1d(correlation, 5)
    periods = [(correlation[lag] + again[2 * lag]) / 2 for lag in range(30, min(150, count // 2))]
    return float(max(0.0, max(periods, default=0.0) - 1 / np.sqrt(number)))


def pulse(sound: Sound) -> float:
    """Returns the standard deviation in dB of the loudness within windows of 2 s, down to 40 dB under the loud level.

    Loudness is librosa's root mean square every 12 ms after A-weighting, a curve for the whole sound instead of bands.
    """
    spectrum = np.abs(librosa.stft(sound.mono, n_fft=1024, hop_length=512)) ** 2
    hz = librosa.fft_frequencies(sr=RATE_HZ, n_fft=1024)
    weights = librosa.db_to_power(librosa.A_weighting(np.maximum(hz, 20)))
    level = librosa.power_to_db((spectrum * weights[:, None]).sum(axis=0), top_db=None)
    level = np.maximum(level, np.percentile(level, 99) - 40)
    length = min(len(level), round(2 * RATE_HZ / 512))
    return float(librosa.util.frame(level, frame_length=length, hop_length=length // 4 or 1).std(axis=0).mean())


def density(sound: Sound) -> float:
    """Returns octaves of events per second: onsets found by librosa, and how much of the mel plane sounds.

    The mean of the logarithms of the two: onsets alone say nothing about textures without any, and what sounds alone
    says nothing about how often something begins.
    """
    rate = (len(sound.begins) + 0.5) / sound.seconds
    filled = float((sound.levels > sound.levels.max() - 50).mean())
    return float((np.log2(rate) + np.log2(filled + 0.005)) / 2)


def space(sound: Sound) -> float:
    """Returns the decay time for 60 dB in octaves of seconds: of what decays freely, and of everything that falls.

    In six bands of librosa's mel power, smoothed over 0.1 s: a line is fitted to every stretch in which the level falls
    by 6 dB or more without rising again by 3 dB, from where it has fallen by a quarter of that (after Vieira 2004;
    Kendrick et al. 2007): the direct sound falls first. The 42nd percentile over the stretches, weighted by their
    depth. It is averaged with the time at the root mean square of all falls within 50 ms, which sees the direct sound
    and does not depend on there being pauses to decay in.
    """
    bands = librosa.db_to_power(sound.levels)[:60].reshape(6, 10, -1).sum(axis=1)
    level = librosa.power_to_db(_smoothed(bands, 10), top_db=None)
    level = level - np.percentile(level, 99, axis=1, keepdims=True)
    times, depths = [], []
    for row in level:
        for top, bottom in _falls(row):
            depth = row[top] - row[bottom]
            if depth > 6 and bottom - top >= 4 and row[top] > -35:
                fall = row[top : bottom + 1]
                late = fall[min(len(fall) - 3, int(np.argmax(fall <= fall[0] - depth / 4))) :]
                slope = np.polyfit(np.arange(len(late)) * HOP / RATE_HZ, late, 1)[0]
                times.append(float(np.log2(60 / max(-slope, 3.0))))
                depths.append(min(depth, 20.0))
    free = _weighted_percentile(times, depths, 42) if times else float(np.log2(20))
    fine = librosa.power_to_db(_smoothed(bands, 3), top_db=50)
    typical_db = np.sqrt(np.square(np.minimum(fine[:, 5:] - fine[:, :-5], 0)).mean())
    return (free + float(np.log2(60 * 5 * HOP / RATE_HZ / (typical_db + 0.05)))) / 2


def _falls(row: Signal) -> list[tuple[int, int]]:
    """Returns where stretches without a rise of 3 dB begin and end."""
    found, top, bottom = [], 0, 0
    for place, level in enumerate(row):
        if level < row[bottom]:
            bottom = place
        elif level > row[bottom] + 3:
            found.append((top, bottom))
            top = bottom = place
        if level > row[top]:
            top = bottom = place
    return [*found, (top, bottom)]


def movement(sound: Sound) -> float:
    """Returns how far the timbre wanders: the spread of librosa's MFCCs 1-12, averaged over half seconds."""
    coefficients = librosa.feature.mfcc(S=sound.levels, n_mfcc=13)[1:]
    half = round(0.5 * RATE_HZ / HOP)
    if coefficients.shape[1] < 3 * half:
        return 0.0
    slow = librosa.util.frame(coefficients, frame_length=half, hop_length=half // 2, axis=-1).mean(axis=1)
    return float(np.sqrt(slow.var(axis=1).sum()))


def attack(sound: Sound) -> float:
    """Returns the median time in octaves of ms from where an onset begins (librosa, backtracked) to its first peak."""
    level = librosa.feature.rms(y=sound.mono, frame_length=256, hop_length=64)[0]
    smooth = _smoothed(level[None], 8)[0]
    peaks = librosa.util.peak_pick(smooth, pre_max=20, post_max=60, pre_avg=60, post_avg=60, delta=0.01, wait=40)
    times = []
    for peak in peaks:
        before = smooth[max(0, peak - 700) : peak + 1]
        low = before.min()
        if smooth[peak] < 2 * low + 1e-6:
            continue
        start = np.flatnonzero(before <= low + 0.1 * (smooth[peak] - low))[-1]
        nearly = np.flatnonzero(before[start:] >= low + 0.9 * (smooth[peak] - low))[0]
        times.append(np.log2(max(1.0, nearly * 64 / RATE_HZ * 1000)))
    return float(np.median(times)) if times else 9.0


def register(sound: Sound) -> float:
    """Returns the median note number by pYIN, or of the frequency that halves the power where little is voiced."""
    low = librosa.resample(sound.mono, orig_sr=RATE_HZ, target_sr=11025, res_type="soxr_hq")
    hz, voiced, _ = librosa.pyin(low, sr=11025, fmin=40, fmax=2000, frame_length=2048, hop_length=1024, resolution=0.5)
    if voiced.mean() > 0.3:
        return float(np.median(librosa.hz_to_midi(hz[voiced])))
    half = librosa.feature.spectral_rolloff(y=sound.mono, sr=RATE_HZ, n_fft=4096, roll_percent=0.5)
    return float(np.median(librosa.hz_to_midi(half + 1)))


def width(sound: Sound) -> float:
    """Returns one minus Pearson's correlation of the channels after pre-emphasis, so that the bass decides nothing."""
    if len(sound.channels) < 2:
        return 0.0
    left, right = librosa.effects.preemphasis(sound.channels)
    return 0.0 if min(left.std(), right.std()) < 1e-6 else float(1 - np.corrcoef(left, right)[0, 1])


def _smoothed(rows: Signal, frames: int) -> Signal:
    kernel = np.ones(frames) / frames
    return np.stack([np.convolve(row, kernel, "same") for row in rows])


def _weighted_percentile(values: list[float], weights: list[float], percent: float) -> float:
    order = np.argsort(values)
    heap = np.cumsum(np.array(weights)[order])
    return float(np.array(values)[order][np.searchsorted(heap, percent / 100 * heap[-1])])


METERS: dict[str, Callable[[Sound], float | None]] = {
    "brightness": brightness,
    "warmth": warmth,
    "roughness": roughness,
    "tension": tension,
    "rhythm": rhythm,
    "pulse": pulse,
    "density": density,
    "space": space,
    "movement": movement,
    "attack": attack,
    "register": register,
    "width": width,
    "low mids": low_mids,
}
"""A meter per descriptor of the table, and one more for warmth."""
FALLING = ("attack",)
"""Those whose number sinks as the knob rises."""


def measure(samples: Signal, sample_rate: int, names: Iterable[str]) -> dict[str, float | None]:
    """Returns what the named meters say of samples (C, T); None for all of them where there is only silence."""
    if not np.isfinite(samples).all() or float(np.square(samples).mean()) < 1e-12:
        return dict.fromkeys(names)
    sound = Sound(samples, sample_rate)
    return {name: METERS[name](sound) for name in names}
