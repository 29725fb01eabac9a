"""One take from a request to a published file; the same in the worker and without a daemon."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch

from sdad import __version__
from sdad.audio.loudness import integrated_lufs, true_peak_db
from sdad.descriptors.measure import METERS
from sdad.engine.resident import Resident
from sdad.errors import AudioError, DeviceFull, NotFound, SdadError
from sdad.library.layout import Workspace
from sdad.library.models import Models, ModelVersion
from sdad.library.renders import BlendedRef, ModelRef, Renders, Sidecar
from sdad.model.device import choose_device, free_device_memory, out_of_memory
from sdad.model.generative import BLOCK, SMALL_BLOCK
from sdad.settings import MODEL_MEMORY_MB
from sdad.synthesis.blend import Blend, Player
from sdad.synthesis.render import Rendered, render
from sdad.synthesis.request import RenderRequest, Share

_T = TypeVar("_T")
_REMEDY = "Its folder has gone; render again without it, or put it back."
INAUDIBLE = 1e-6
"""Weight up to which a model has no part in a blend."""
_SMALL = "The device had little memory left, so this was computed in smaller blocks; its last bits may differ."
_OTHER_METERS = (
    "Model {name} was calibrated by another version of sdad, whose meters read differently, so its sliders may miss "
    "their positions. Train it again (sdad train {name}), and keep blends of it anew."
)


class Stage:
    """Holds instruments ready to play and turns requests into files.

    Args:
        workspace: Where models are read and renders are put.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        memory_mb: What the models that are held ready may take together, in MB.

    Raises:
        DeviceUnavailable: the device is not here.
    """

    def __init__(self, workspace: Workspace, device: str = "auto", memory_mb: int = MODEL_MEMORY_MB) -> None:
        torch.set_num_threads(1)
        self.resident = Resident(choose_device(device), memory_mb * 1_000_000)
        """The models that are held ready."""
        self.left: SdadError | None = None
        """Why the device was given up for the CPU; None while it was not."""
        self._block = BLOCK
        self._models = Models(workspace)
        self._renders = Renders(workspace)

    @property
    def device(self) -> str:
        """What the networks run on; the CPU from the moment on when another one was given up."""
        return self.resident.device

    def instrument(self, version: ModelVersion) -> Player:
        """Returns a model version ready to play, loading it on first use.

        Raises:
            Corrupt: its weights, its grains or its calibration cannot be read.
        """
        return self._player(version.parts())

    def load(self, model: str, version: str) -> None:
        """Holds a model version ready, so that the next render with it begins at once.

        Raises:
            NotFound: the version is not there.
            Corrupt: it cannot be read.
        """
        parts = self._version(model, version).parts()
        self._with_memory(parts, lambda: self._player(parts))

    def leave_device(self, why: SdadError) -> None:
        """Gives the device up: everything is on the CPU from now on."""
        self.left, self._block = why, BLOCK
        self.resident.move("cpu")
        free_device_memory()

    def _version(self, model: str, version: str) -> ModelVersion:
        """Returns a version; one that is held ready outlives its folder."""
        try:
            return self._models.get(model, version)
        except NotFound:
            if held := self.resident.held(model, version):
                return held
            raise

    def _player(self, parts: Sequence[tuple[ModelVersion, float]]) -> Player:
        instruments = self.resident.instruments([version for version, _ in parts])
        for instrument in instruments:
            instrument.model.block = self._block
        if len(instruments) == 1:
            return instruments[0]
        return Blend.of([(one, weight) for one, (_, weight) in zip(instruments, parts, strict=True)])

    def _parts(self, version: ModelVersion, others: Sequence[Share]) -> list[tuple[ModelVersion, float]]:
        """Returns all that is heard of a version and what it is blended with, with weights that add up to 1."""
        shares = [(self._version(share.model, share.version), share.weight) for share in others]
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
        version = self._version(request.model, request.version)
        parts = self._parts(version, request.blend)
        rendered = self._rendered(parts, request, progress, stopping)
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

    def _rendered(
        self,
        parts: Sequence[tuple[ModelVersion, float]],
        request: RenderRequest,
        progress: Callable[[float], None],
        stopping: threading.Event | None,
    ) -> Rendered:
        """Renders on the device, or on the CPU when it has to be given up, and warns of that."""

        def played() -> Rendered:
            try:
                return render(self._player(parts), request, progress, stopping)
            except AudioError:
                if gone := next((part for part, _ in parts if not part.there), None):
                    # A recording that has never been heard is in no memory either.
                    self.resident.give_up(gone.name)
                    raise NotFound(f"version of {gone.name}", gone.version, remedy=_REMEDY) from None
                raise

        before = self.left
        rendered = self._with_memory(parts, played)
        self.resident.make_room(len(parts))
        if self.left is not None and self.left is not before:
            rendered.warnings.append(self.left.text)
        if self._block < BLOCK:
            rendered.warnings.append(_SMALL)
        names = sorted({part.name for part, _ in parts if part.card.meters != METERS})
        rendered.warnings += [_OTHER_METERS.format(name=name) for name in names]
        return rendered

    def _with_memory(self, parts: Sequence[tuple[ModelVersion, float]], work: Callable[[], _T]) -> _T:
        """Does work; where the device's memory does not suffice, with less in it, and in the end on the CPU.

        First other models make way, then it is computed in smaller blocks, which it stays at.
        """
        needed = [(part.name, part.version) for part, _ in parts]
        while True:
            try:
                return work()
            except RuntimeError as error:
                if self.device == "cpu" or not out_of_memory(error):
                    raise
            # Not in the handler above: the error holds on to what filled the memory.
            if any((one["model"], one["version"]) not in needed for one in self.resident.listing()):
                self.resident.move(self.device)
                free_device_memory()
            elif self._block > SMALL_BLOCK:
                self._block = SMALL_BLOCK
                free_device_memory()
            else:
                self.leave_device(DeviceFull(self.device))


def _ref(version: ModelVersion) -> dict[str, Any]:
    return {"name": version.name, "version": version.version, "weights_sha256": version.weights_sha256}


def _cpu_seconds() -> float:
    return sum(os.times()[:2])
