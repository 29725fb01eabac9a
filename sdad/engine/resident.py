"""Which models are held ready to play: loaded when first needed; the least recently used goes when room is short."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sdad.errors import Corrupt
from sdad.library.models import CARD_NAME, ModelCard, ModelVersion
from sdad.model.calibration import Calibration, Response
from sdad.model.recordings import Origin
from sdad.synthesis.instrument import Instrument

Json = dict[str, Any]

_REMEDY = "Go back to another version (sdad model rollback) or train again."


class Resident:
    """The instruments in memory.

    Args:
        device: Where their networks are: ``cpu``, ``cuda`` or ``mps``.
        budget_bytes: Memory that they may take together; the one in use is held however large it is.
    """

    def __init__(self, device: str, budget_bytes: int) -> None:
        self.device = device
        self._budget_bytes = budget_bytes
        self._held: OrderedDict[Path, tuple[ModelVersion, Instrument]] = OrderedDict()

    def instruments(self, versions: Sequence[ModelVersion]) -> list[Instrument]:
        """Returns versions ready to play, in their order, loading those that are not.

        Raises:
            Corrupt: the weights of one are not those that were published, or its grains or calibration cannot be read.
        """
        for version in versions:
            # A version that was removed by hand leaves its number to the next training.
            if version.folder not in self._held or self._held[version.folder][0] != version:
                self._held[version.folder] = version, _loaded(version, self.device)
            self._held.move_to_end(version.folder)
        self.make_room(len(versions))
        return [self._held[version.folder][1] for version in versions]

    def make_room(self, in_use: int) -> None:
        """Gives up the least recently used until the others fit, but none of the ``in_use`` most recent ones.

        To be called after playing too: a model grows by the recordings that it reads.
        """
        while len(self._held) > in_use and sum(one.nbytes for _, one in self._held.values()) > self._budget_bytes:
            self._held.popitem(last=False)

    def held(self, model: str, version: str) -> ModelVersion | None:
        """Returns a version by its names if it is held, whether or not its folder is still there."""
        return next((one for one, _ in self._held.values() if (one.name, one.version) == (model, version)), None)

    def give_up(self, model: str) -> bool:
        """Gives up every version of a model and returns whether any was held."""
        found = [folder for folder, (version, _) in self._held.items() if version.name == model]
        for folder in found:
            del self._held[folder]
        return bool(found)

    def move(self, device: str) -> None:
        """Gives up everything; what is loaded from now on is on another device."""
        self._held.clear()
        self.device = device

    def listing(self) -> list[Json]:
        """Returns ``model``, ``version`` and ``bytes`` of each, the least recently used first."""
        return [
            {"model": version.name, "version": version.version, "bytes": one.nbytes}
            for version, one in self._held.values()
        ]


def _loaded(version: ModelVersion, device: str) -> Instrument:
    if not version.whole:
        # Numbers that are merely others load without complaint and play something else.
        raise Corrupt(version.weights, "its weights are not those that were published", _REMEDY)
    try:
        rates, calibration = version.card.figures["grain_rates"], calibration_of(version.card)
        origins = origins_of(version.card)
    except (KeyError, TypeError, ValueError):
        raise Corrupt(version.folder / CARD_NAME, "its calibration cannot be read", _REMEDY) from None
    return Instrument.load(version.folder, rates, calibration, device, origins)


def calibration_of(card: ModelCard) -> Calibration:
    """Returns the calibration that a model card keeps."""
    return Calibration(
        reaches=card.reaches,
        responses={name: Response.model_validate(response) for name, response in card.responses.items()},
        auto=card.figures["auto"],
    )


def origins_of(card: ModelCard) -> list[Origin]:
    """Returns where each recording that a model keeps came from, as far as its card says."""
    if "grain_origins" in card.figures:
        return [Origin(str(file), float(start_s)) for file, start_s in card.figures["grain_origins"]]
    # Cards of older versions name the files only, and a long one is kept as several recordings.
    whole = len(card.recordings) == len(card.figures["grain_rates"])
    return [Origin(recording.file) for recording in card.recordings] if whole else []
