"""What the descriptors share: a signal's spectra and envelopes, each computed once and only when asked for."""

from __future__ import annotations

import itertools
from functools import cache, cached_property, lru_cache

import numpy as np
import scipy.fft
import soxr
from numpy.typing import NDArray

from sdad.audio.effects import rms
from sdad.audio.spectral import Signal, erb_hz, erb_rate, rfft, stft
from sdad.audio.torchaudio_door import mel_filterbank
from sdad.descriptors.peaks import Peaks, clear_peaks

RATE_HZ = 48000
"""The rate at which everything but width is measured."""
HOP_S = 0.01
"""Time between two frames of the band levels."""
N_MELS = 40
ENVELOPE_RATE_HZ = 600
"""Rate of the critical-band envelopes: modulation up to 300 Hz."""

_FFT, _HOP = 2048, 480
_LONG_FFT = 8192
_FINE_FFT, _FINE_HOP = 12288, 4096
_EDGE_S = 0.1
_SILENCE = 1e-6


def one_channel(samples: Signal) -> Signal:
    """Returns the mean of the channels with shape (T,), or the louder one where they cancel each other."""
    if len(samples) == 1:
        return np.asarray(samples[0])
    mean = np.asarray(samples.mean(axis=0), np.float32)
    if samples.size and rms(mean) ** 2 < 0.05 * rms(samples) ** 2:
        return np.asarray(max(samples, key=rms))
    return mean


class Analysis:
    """Lazily computed views of one signal.

    The signal is brought to one channel, 48 kHz, no DC and a root mean square of 0.1, so that no descriptor can depend
    on the level; ``silent`` says that there was nothing to bring up.

    Args:
        samples: (C, T) at any level, 0.1 s or longer.
        sample_rate: In Hz.
    """

    def __init__(self, samples: Signal, sample_rate: int) -> None:
        mono = one_channel(samples)
        if sample_rate != RATE_HZ:
            mono = np.asarray(soxr.resample(np.ascontiguousarray(mono), sample_rate, RATE_HZ, quality="HQ"), np.float32)
        mono = mono - mono.mean(dtype=np.float64).astype(np.float32)
        level = rms(mono) if mono.size else 0.0
        self.silent = not level > _SILENCE
        self.mono: Signal = np.asarray(mono if self.silent else mono * np.float32(0.1 / level), np.float32)
        """(T,) at 48 kHz."""

    @property
    def seconds(self) -> float:
        """Length of the signal."""
        return len(self.mono) / RATE_HZ

    @cached_property
    def power(self) -> Signal:
        """Power spectra (F, K) of 2048-point frames every 10 ms; 0.1 s of silence is put before the beginning.

        43 ms under a Hann window are short enough for 16 events a second, and long enough not to follow the modulation
        from 40 Hz up that is roughness.
        """
        return self._spectra(1)

    def colour_power(self, most: int | None = None) -> Signal:
        """Returns every second frame (F, K) of :attr:`power`, or fewer at equal distances, down to ``most`` of them."""
        frames = 1 + (len(self.mono) + self.lead_frames * _HOP) // _HOP
        every = 2 if most is None else max(2, -(-frames // most))
        return self.power[::every] if "power" in self.__dict__ else self._spectra(every)

    def _spectra(self, every: int) -> Signal:
        padded = np.pad(self.mono, (int(_EDGE_S * RATE_HZ), 0))
        spectrum = stft(padded[None], _FFT, every * _HOP)[0]
        return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)

    def mean_power(self, most: int = 400) -> Signal:
        """Returns the mean (K,) of the power spectra of 171 ms, half overlapping, or of ``most`` of them at most.

        Long enough that what lies between two notes in the bass is not the skirts of both.
        """
        every = max(1, -(-len(self.mono) // (_LONG_FFT // 2 * most)))
        spectrum = stft(self.mono[None], _LONG_FFT, every * _LONG_FFT // 2)[0]
        return np.asarray((spectrum.real**2 + spectrum.imag**2).mean(axis=0), np.float32)

    @cached_property
    def hz(self) -> Signal:
        """Frequencies (K,) of :attr:`power`."""
        return np.asarray(np.fft.rfftfreq(_FFT, 1 / RATE_HZ), np.float32)

    @cached_property
    def long_hz(self) -> Signal:
        """Frequencies (K,) of :meth:`mean_power`."""
        return np.asarray(np.fft.rfftfreq(_LONG_FFT, 1 / RATE_HZ), np.float32)

    @cached_property
    def fine_magnitude(self) -> Signal:
        """Magnitude spectra (F, K) of 256 ms Blackman frames every 85 ms: fine enough for partials 12 Hz apart."""
        padded = self.mono
        if len(padded) < _FINE_FFT:
            padded = np.pad(padded, (0, _FINE_FFT - len(padded)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, _FINE_FFT)[::_FINE_HOP]
        return np.asarray(np.abs(rfft(windows * _blackman())), np.float32)

    @cached_property
    def fine_hz(self) -> Signal:
        """Frequencies (K,) of :attr:`fine_magnitude`."""
        return np.asarray(np.fft.rfftfreq(_FINE_FFT, 1 / RATE_HZ), np.float32)

    @cached_property
    def peaks(self) -> Peaks:
        """The clear partials of :attr:`fine_magnitude`."""
        return clear_peaks(self.fine_magnitude, float(self.fine_hz[1]))

    @cached_property
    def mel_power(self) -> Signal:
        """Power (F, N) of 40 mel bands from 30 Hz to 16 kHz, of the frames of :attr:`power`."""
        return np.asarray(self.power @ mel_filterbank(_FFT // 2 + 1, 30.0, 16000.0, N_MELS, RATE_HZ), np.float32)

    @cached_property
    def mel_levels(self) -> Signal:
        """Levels (F, N) of :attr:`mel_power` in dB, relative to the loud level of the loudest band.

        The loud level is what the loudest 5 % of the frames with any sound reach, so that one click does not set it.
        """
        levels = 10 * np.log10(self.mel_power + 1e-12)
        return np.asarray(levels - loud_level(levels).max(), np.float32)

    @cached_property
    def used_bands(self) -> float:
        """The share of mel bands in use, 0 to 1: each counts by how far it reaches into the upper 50 dB."""
        return float(np.clip(1 + loud_level(self.mel_levels) / 50.0, 0.02, 1).mean())

    @cached_property
    def lead_frames(self) -> int:
        """Frames of silence that :attr:`power` has before the signal."""
        return round(_EDGE_S / HOP_S)

    @cached_property
    def critical_envelopes(self) -> Signal:
        """Envelopes (N, T) of 24 critical bands at 600 Hz."""
        return band_envelopes(self.mono, CRITICAL_EDGES_HZ, ENVELOPE_RATE_HZ)


def loud_level(levels: Signal) -> Signal:
    """Returns the level (N,) that the loudest frames of each band reach: 95th percentile of those within 40 dB."""
    rising = np.sort(levels, axis=0)
    # Of each band the loudest frames within 40 dB are the last ones now: their percentile lies between two of them.
    held = (rising > rising[-1] - 40).sum(axis=0)
    place = len(rising) - held + 0.95 * (held - 1)
    lower = place.astype(int)
    bands = np.arange(rising.shape[1])
    below, above = rising[lower, bands], rising[np.minimum(lower + 1, len(rising) - 1), bands]
    return np.asarray(below + (above - below) * (place - lower), np.float32)


def _bark_edges() -> NDArray[np.float64]:
    # Zwicker's 24 critical bands are close to 1.9 ERB wide; the ERB scale has a formula that inverts exactly.
    ends = erb_rate(np.array([60.0, 15000.0]))
    return erb_hz(np.linspace(ends[0], ends[1], 25))


CRITICAL_EDGES_HZ = _bark_edges()


@cache
def _blackman() -> Signal:
    phase = 2 * np.pi * np.arange(_FINE_FFT) / _FINE_FFT
    return np.asarray(0.42 - 0.5 * np.cos(phase) + 0.08 * np.cos(2 * phase), np.float32)


@lru_cache(maxsize=128)
def _skirts(bins: int) -> Signal:
    """Returns weights with a flat top and raised-cosine skirts, each a quarter of the whole."""
    phase = np.linspace(-1, 1, bins, dtype=np.float32)
    return np.asarray(np.cos(np.pi * np.maximum(np.abs(phase) - 0.5, 0)) ** 2, np.float32)


def band_envelopes(mono: Signal, edges_hz: NDArray[np.float64], rate_hz: int) -> Signal:
    """Returns Hilbert envelopes (N, T) at ``rate_hz`` of a signal (T,) at 48 kHz in the bands between the edges (N+1,).

    Each band's bins are weighted with a flat top and raised-cosine skirts that reach to its neighbours' middle, moved
    to zero frequency and transformed back at a rate just wide enough; the magnitude of that analytic signal is the
    envelope.
    """
    length = scipy.fft.next_fast_len(len(mono) + RATE_HZ // 10, real=True)
    spectrum = scipy.fft.rfft(mono, length)
    bin_hz = RATE_HZ / length
    frames = max(8, round(length * rate_hz / RATE_HZ))
    kept = int(len(mono) * frames / length)
    envelopes = np.empty((len(edges_hz) - 1, kept), np.float32)
    for band, (low_hz, high_hz) in enumerate(itertools.pairwise(edges_hz.tolist())):
        reach = (high_hz - low_hz) / 2
        first = max(1, int((low_hz - reach) / bin_hz))
        last = min(len(spectrum), int((high_hz + reach) / bin_hz) + 1)
        width = scipy.fft.next_fast_len(max(int(1.3 * (last - first)), frames))
        shifted = np.zeros(width, np.complex64)
        shifted[: last - first] = spectrum[first:last] * _skirts(last - first)
        envelope = np.abs(scipy.fft.ifft(shifted)) * np.float32(2 * width / length)
        # The envelope at the common rate is its lowest modulation frequencies.
        modulation = scipy.fft.rfft(envelope)[: frames // 2 + 1] * np.float32(frames / width)
        envelopes[band] = scipy.fft.irfft(modulation, frames)[:kept]
    return np.maximum(envelopes, 0)
