"""A model ready to play: networks, grains and the recordings they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sdad.model.calibration import Calibration
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import CONDITIONS, FRAME_SAMPLES
from sdad.model.recordings import BASE_RATE, Origin, Recordings
from sdad.synthesis.grains import UNIT_FRAMES, GrainIndex

STRUCK_DB = 8.0
"""Fall within 0.2 s after its loudest moment from which on a gesture is a stroke."""
SHORT_S, LASTING_S = 1.5, 3.0
"""Length up to which a recording is an event as a whole, and from which on only what falls away in it is."""
WEIGHTS, INDEX, RECORDINGS = "weights.safetensors", "grains.safetensors", "grains"


@dataclass(slots=True)
class Instrument:
    """One model version with everything that a render needs."""

    model: GenerativeModel
    index: GrainIndex
    recordings: Recordings
    calibration: Calibration = field(default_factory=Calibration)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The instrument as a blend of one."""
        return (Part(self, 1.0),)

    @property
    def sustain(self) -> float:
        """How much of the recordings is not strokes, 0 to 1."""
        return float(self.index.sustain[0])

    @property
    def persistence(self) -> float:
        """The correlation of successive gestures."""
        return float(self.model.persistence)

    @property
    def highest_rate(self) -> int:
        """The highest rate of any recording: 48000 or 96000."""
        return self.recordings.highest_rate

    @property
    def nbytes(self) -> int:
        """Memory that it takes, in bytes; it grows with the recordings that are read."""
        weights = sum(int(tensor.nbytes) for tensor in self.model.state_dict().values())
        return weights + self.index.nbytes + self.recordings.nbytes

    def strokes(self, recording: int) -> float:
        """Returns how much of a recording is struck rather than held, 0 to 1.

        A word or a blip that does not fall away by itself ends soon all the same: held, it would be another sound.
        """
        column = CONDITIONS.index("decay")
        ranks = self.model.ranks[:, column].cpu().numpy()
        held = float(np.searchsorted(ranks, STRUCK_DB)) / len(ranks)
        units = self.index.recording == recording
        struck = float((self.index.attributes[units, column] > held).mean())
        lasts_s = (int(self.index.frame[units].max()) + UNIT_FRAMES) * FRAME_SAMPLES / BASE_RATE
        return max(struck, float(np.interp(lasts_s, (SHORT_S, LASTING_S), (1.0, 0.0))))

    @classmethod
    def load(
        cls,
        folder: Path,
        sample_rates: Sequence[int],
        calibration: Calibration,
        device: str = "cpu",
        origins: Sequence[Origin] = (),
    ) -> Instrument:
        """Returns the instrument kept in a model version's folder.

        Args:
            folder: Where :meth:`save` put it.
            sample_rates: The rate of each recording.
            calibration: How its controls answer.
            device: ``cpu``, ``cuda`` or ``mps``.
            origins: Where each recording came from, as far as it is known.

        Raises:
            Corrupt: the weights cannot be read.
        """
        return cls(
            GenerativeModel.load(folder / WEIGHTS, device),
            GrainIndex.load(folder / INDEX),
            Recordings(folder / RECORDINGS, sample_rates, origins),
            calibration,
        )

    def save(self, folder: Path) -> None:
        """Writes weights and grains into a folder; the recordings are there already."""
        self.model.save(folder / WEIGHTS)
        self.index.save(folder / INDEX)


class Part(NamedTuple):
    """An instrument's share in what is played, from 0 to 1."""

    instrument: Instrument
    weight: float
