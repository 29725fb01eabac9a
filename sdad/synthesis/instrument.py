"""A model ready to play: networks, grains and the recordings they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdad.model.calibration import Calibration
from sdad.model.generative import GenerativeModel
from sdad.model.recordings import Origin, Recordings
from sdad.synthesis.grains import GrainIndex

WEIGHTS, INDEX, RECORDINGS = "weights.safetensors", "grains.safetensors", "grains"


@dataclass(slots=True)
class Instrument:
    """One model version with everything that a render needs."""

    model: GenerativeModel
    index: GrainIndex
    recordings: Recordings
    calibration: Calibration = field(default_factory=Calibration)

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
