"""One take from a request to a published file; the same in the worker and without a daemon."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from sdad import __version__
from sdad.audio.loudness import integrated_lufs, true_peak_db
from sdad.errors import Corrupt
from sdad.library.layout import Workspace
from sdad.library.models import CARD_NAME, ModelCard, Models, ModelVersion
from sdad.library.renders import BlendedRef, ModelRef, Renders, Sidecar
from sdad.model.calibration import Calibration, Response
from sdad.model.device import choose_device
from sdad.model.recordings import Origin
from sdad.synthesis.blend import Blend, Player
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest, Share

RESIDENT = 3
"""Model versions held ready at once; the least recently used goes first."""
INAUDIBLE = 1e-6
"""Weight up to which a model has no part in a blend."""


class Stage:
    """Holds instruments ready to play and turns requests into files.

    Args:
        workspace: Where models are read and renders are put.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Raises:
        DeviceUnavailable: the device is not here.
    """

    def __init__(self, workspace: Workspace, device: str = "auto") -> None:
        torch.set_num_threads(1)
        self.device = choose_device(device)
        self._models = Models(workspace)
        self._renders = Renders(workspace)
        self._ready: OrderedDict[Path, Instrument] = OrderedDict()

    def instrument(self, version: ModelVersion) -> Player:
        """Returns a model version ready to play, loading it on first use.

        Raises:
            Corrupt: its weights, its grains or its calibration cannot be read.
        """
        return self._player(version.parts())

    def _player(self, parts: Sequence[tuple[ModelVersion, float]]) -> Player:
        if len(parts) == 1:
            return self._loaded(parts[0][0])
        return Blend.of([(self._loaded(part), weight) for part, weight in parts])

    def _loaded(self, version: ModelVersion) -> Instrument:
        key = version.folder
        if key not in self._ready:
            try:
                rates, calibration = version.card.figures["grain_rates"], calibration_of(version.card)
                origins = origins_of(version.card)
            except (KeyError, TypeError, ValueError):
                remedy = "Go back to another version (sdad model rollback) or train again."
                raise Corrupt(version.folder / CARD_NAME, "its calibration cannot be read", remedy) from None
            self._ready[key] = Instrument.load(version.folder, rates, calibration, self.device, origins)
        self._ready.move_to_end(key)
        while len(self._ready) > RESIDENT:
            self._ready.popitem(last=False)
        return self._ready[key]

    def _parts(self, version: ModelVersion, others: Sequence[Share]) -> list[tuple[ModelVersion, float]]:
        """Returns all that is heard of a version and what it is blended with, with weights that add up to 1."""
        shares = [(self._models.get(share.model, share.version), share.weight) for share in others]
        own = (version, 1 - sum(weight for _, weight in shares))
        parts = [(part, weight * share) for one, weight in (own, *shares) for part, share in one.parts()]
        return [(part, weight) for part, weight in parts if weight > INAUDIBLE]

    def render(
        self,
        request: RenderRequest,
        *,
        job: str,
        out: Path | None = None,
        progress: Callable[[float], None] = lambda fraction: None,
        stopping: threading.Event | None = None,
    ) -> dict[str, Any]:
        """Renders and publishes one take; returns what ``sdad render --json`` prints of it.

        Args:
            request: What to render.
            job: The id that the take and its files get.
            out: A folder of the musician's; None is the workspace's output folder.
            progress: Told the fraction done.
            stopping: Set to give up.

        Raises:
            NotFound: the model version is not there.
            Corrupt: it is there and cannot be read.
            Cancelled: it was stopped.
            DiskFull, NotWritable: nothing was published.
        """
        began = _cpu_seconds()
        version = self._models.get(request.model, request.version)
        parts = self._parts(version, request.blend)
        rendered = render(self._player(parts), request, progress, stopping)
        alone = [part for part, _ in parts] == [version]
        sidecar = Sidecar(
            id=job,
            sdad_version=__version__,
            model=ModelRef(**_ref(version)),
            request=request,
            device=self.device,
            torch_version=torch.__version__,
            seconds=rendered.audio.seconds,
            lufs=integrated_lufs(rendered.audio),
            true_peak_dbtp=true_peak_db(rendered.audio),
            asked=rendered.asked,
            got=rendered.got,
            asked_natural=rendered.asked_natural,
            got_natural=rendered.got_natural,
            warnings=rendered.warnings,
            blend=() if alone else tuple(BlendedRef(**_ref(part), weight=weight) for part, weight in parts),
        )
        path, beside = self._renders.publish(rendered.audio, sidecar, out=out)
        return {
            "id": job,
            "path": str(path),
            "sidecar": str(beside),
            "model": version.name,
            "version": version.version,
            "blend": [part.model_dump() for part in sidecar.blend],
            "take": request.take,
            "seconds": rendered.audio.seconds,
            "asked": rendered.asked,
            "got": rendered.got,
            "asked_natural": rendered.asked_natural,
            "got_natural": rendered.got_natural,
            "lufs": sidecar.lufs,
            "true_peak_dbtp": sidecar.true_peak_dbtp,
            "warnings": rendered.warnings,
            "cpu_seconds": _cpu_seconds() - began,
        }


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


def _ref(version: ModelVersion) -> dict[str, Any]:
    return {"name": version.name, "version": version.version, "weights_sha256": version.weights_sha256}


def _cpu_seconds() -> float:
    return sum(os.times()[:2])
