"""What a sound is in memory: float samples and their rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Audio:
    """A stretch of sound.

    Attributes:
        samples: Shape (C, T), float32, full scale at ±1. C is at least 1; T may be 0.
        sample_rate: In Hz, above 0.

    Raises:
        ValueError: the samples have another shape or the rate is not positive.
        TypeError: the samples are not float32.
    """

    samples: NDArray[np.float32]
    sample_rate: int

    def __post_init__(self) -> None:
        """Checks what every user of a buffer relies on."""
        if self.samples.dtype != np.float32:
            raise TypeError(f"Samples are {self.samples.dtype}; they must be float32.")
        if self.samples.ndim != 2 or self.samples.shape[0] < 1:
            raise ValueError(f"Samples have shape {self.samples.shape}; they must be (channels, samples).")
        if self.sample_rate <= 0:
            raise ValueError(f"The sample rate is {self.sample_rate}; it must be above 0.")

    @property
    def channels(self) -> int:
        """Number of channels, C."""
        return int(self.samples.shape[0])

    @property
    def frames(self) -> int:
        """Number of samples in each channel, T."""
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate

    def mono(self) -> Audio:
        """Returns the mean of the channels, as one channel."""
        if self.channels == 1:
            return self
        return Audio(self.samples.mean(axis=0, keepdims=True), self.sample_rate)

    def stereo(self) -> Audio:
        """Returns two channels.

        Mono is doubled. Of more than two channels the first, third… are averaged to the left and the second, fourth…
        to the right, which keeps the sides of stereo pairs apart.
        """
        if self.channels == 2:
            return self
        if self.channels == 1:
            return Audio(np.repeat(self.samples, 2, axis=0), self.sample_rate)
        sides = [self.samples[side::2].mean(axis=0) for side in (0, 1)]
        return Audio(np.stack(sides), self.sample_rate)

    def resampled(self, sample_rate: int) -> Audio:
        """Returns the sound at another rate in Hz, by soxr's very high quality (linear phase, −175 dB of error)."""
        if sample_rate == self.sample_rate:
            return self
        if self.frames == 0:
            return Audio(self.samples, sample_rate)
        interleaved = soxr.resample(np.ascontiguousarray(self.samples.T), self.sample_rate, sample_rate, quality="VHQ")
        return Audio(np.ascontiguousarray(interleaved.T, dtype=np.float32), sample_rate)
