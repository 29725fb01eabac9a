"""Finished renders: audio with a sidecar beside it, judged by the musician, found again by their id.

output/rain-take0042-7f3a91.json     the sidecar: everything needed to make the file again
output/rain-take0042-7f3a91.wav      the audio, which appears last
state/takes/7f3a91.json              starred, fed back, or kept in a folder of the musician's
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from sdad.errors import DiskFull, NotFound, SdadError, storage_error
from sdad.library.formats import (
    Json,
    discard,
    discard_abandoned,
    hidden_beside,
    json_text,
    parsed,
    place_new,
    read_json,
    sync_file,
    visible_in,
    write_new_text,
)
from sdad.library.judgements import Judgements
from sdad.library.layout import Workspace, check_name
from sdad.library.output import output_ready
from sdad.synthesis.request import RenderRequest

if TYPE_CHECKING:
    from sdad.audio.buffer import Audio

SIDECAR_FORMAT = 1
_BYTES = {"16": 2, "24": 3, "32f": 4}
"""Of one sample, by the depth of a file."""
SUFFIXES = {"wav": ".wav", "flac": ".flac", "aiff": ".aiff"}
"""The ending of each container that a render is delivered in."""
MACHINE_PREFIX = "machine-"
"""How a recording that came out of a model is told from a musician's own, in its dataset."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TAKE = re.compile(r"(?P<model>.+)-take(?P<take>\d{4,})-(?P<id>[A-Za-z0-9_-]+)")


class ModelRef(BaseModel):
    """The exact version of a model that made a render."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    weights_sha256: str


class BlendedRef(ModelRef):
    """A model version that was blended in, with its weight."""

    weight: float


class Sidecar(BaseModel):
    """How a file came to be, and what was measured on it.

    ``asked`` and ``got`` are positions by control, ``asked_natural`` and ``got_natural`` values in the control's unit;
    None is auto, or not measurable. ``lufs`` and ``true_peak_dbtp`` are those of the finished file. ``blend`` names all
    that played where it was not ``model`` alone.
    """

    model_config = ConfigDict(frozen=True)

    format: int = SIDECAR_FORMAT
    id: str = Field(pattern=f"^(?:{_ID.pattern})$")
    created: str = Field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    sdad_version: str
    model: ModelRef
    request: RenderRequest
    device: str = "cpu"
    torch_version: str = ""
    seconds: float
    lufs: float | None = None
    true_peak_dbtp: float | None = None
    asked: dict[str, float | None] = Field(default_factory=dict)
    got: dict[str, float | None] = Field(default_factory=dict)
    asked_natural: dict[str, float | None] = Field(default_factory=dict)
    got_natural: dict[str, float | None] = Field(default_factory=dict)
    warnings: list[str] = Field(default_factory=list)
    blend: tuple[BlendedRef, ...] = ()
    lineage: None = None


@dataclass(frozen=True, slots=True)
class Take:
    """A render that lies on disk. ``fed`` is the name it has in its model's dataset, or None."""

    path: Path
    sidecar_path: Path
    sidecar: Sidecar
    starred: bool = False
    fed: str | None = None

    @property
    def id(self) -> str:
        """The name by which it is starred, discarded, fed back and found."""
        return self.sidecar.id

    def summary(self) -> Json:
        """Returns the facts that lists show."""
        sidecar = self.sidecar
        return {
            "id": sidecar.id,
            "path": str(self.path),
            "sidecar": str(self.sidecar_path),
            "model": sidecar.model.name,
            "version": sidecar.model.version,
            "take": sidecar.request.take,
            "seconds": sidecar.seconds,
            "created": sidecar.created,
            "starred": self.starred,
            "fed": self.fed,
            **sidecar.model_dump(include={"blend", "asked", "got", "asked_natural", "got_natural", "warnings"}),
        }


def new_render_id() -> str:
    """Returns a fresh id, short enough to be typed."""
    return secrets.token_hex(4)


def read_sidecar(path: Path) -> Sidecar:
    """Returns a sidecar.

    Raises:
        FormatTooNew: a later sdad wrote it.
        Corrupt: it cannot be read.
    """
    return parsed(path, Sidecar, read_json(path, SIDECAR_FORMAT))


class Renders:
    """The finished renders of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._judgements = Judgements(workspace)

    def publish(self, audio: Audio, sidecar: Sidecar, *, out: Path | None = None) -> tuple[Path, Path]:
        """Puts a render where it is found: the sidecar first, the audio last, both whole or not at all.

        Never overwrites a file. Publishing the same id and request again, as after a crash, gives the files that are
        there already or completes them.

        Args:
            audio: The finished samples, at the rate and channel count of the request's delivery.
            sidecar: Everything about it.
            out: A folder of the musician's; None is the workspace's output folder.

        Returns:
            The audio's path and the sidecar's path.

        Raises:
            DiskFull, NotWritable, DriveGone: nothing was published.
            InvalidName: the model's name cannot be part of a file name.
        """
        from sdad.audio import files

        folder = out if out is not None else output_ready(self._workspace)
        delivery = sidecar.request.delivery
        base = f"{check_name('model', sidecar.model.name)}-take{sidecar.request.take:04d}-{sidecar.id}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, folder) from None
        if out is not None:
            # Remembered first: a file that nobody can find again is worse than a note about one that never came.
            self._judgements.remember(sidecar.id, elsewhere=str((out / f"{base}.json").resolve()))
        for stem in _stems(base):
            path, beside = folder / f"{stem}{SUFFIXES[delivery.container]}", folder / f"{stem}.json"
            if beside.exists():
                if not _same(beside, sidecar):
                    continue
                if path.exists():
                    return path, beside
            elif path.exists():
                continue
            unfinished, ours, placed = hidden_beside(path), False, False
            try:
                files.write(audio, unfinished, depth=delivery.depth, container=delivery.container)
                if not beside.exists():
                    write_new_text(beside, json_text(sidecar.model_dump(mode="json")))
                    ours = True
                place_new(unfinished, path)
                placed = True
            except FileExistsError:
                continue
            except OSError as error:
                discard(unfinished)
                raise storage_error(error, folder, _size(audio, delivery.depth)) from None
            except DiskFull:
                discard(unfinished)
                raise DiskFull(folder, _size(audio, delivery.depth)) from None
            finally:
                discard(unfinished)
                if ours and not placed:
                    discard(beside)
            if out is not None and stem != base:
                self._judgements.remember(sidecar.id, elsewhere=str(beside.resolve()))
            return path, beside
        raise AssertionError("the names never end")

    def list(self, limit: int | None = None) -> Sequence[Take]:
        """Returns the takes that are there, newest first, at most ``limit``; what cannot be read is left out."""
        found: list[Take] = []
        for sidecar_path in self._sidecars():
            if limit is not None and len(found) >= limit:
                break
            try:
                found.append(self._take(sidecar_path))
            except SdadError:
                continue
        return found

    def get(self, id: str) -> Take:
        """Returns a take by its id. A path is none: clients may give ids only.

        Raises:
            NotFound: there is no such take, or its audio has gone.
            Corrupt, FormatTooNew: its sidecar cannot be read.
        """
        if _ID.fullmatch(id):
            for sidecar_path in self._sidecars():
                if _may_be(sidecar_path, id) and (take := self._take(sidecar_path)).id == id:
                    return take
        raise NotFound("take", id, remedy="sdad take list shows them.")

    def find(self, given: str) -> Take:
        """Returns a take by its id, or by the path of its audio or sidecar, for a person at the command line.

        Raises:
            NotFound: there is no such take, or its audio has gone.
            Corrupt, FormatTooNew: its sidecar cannot be read.
        """
        path = Path(given)
        if path.suffix and (beside := path.with_suffix(".json")).is_file():
            return self._take(beside)
        return self.get(given)

    def newest(self) -> Take:
        """Returns the newest take.

        Raises:
            NotFound: there is none.
        """
        for take in self.list(1):
            return take
        raise NotFound("take", "newest", remedy="Nothing has been rendered yet.")

    def next_take(self, model: str) -> int:
        """Returns the take number after the highest that a model has used, discarded takes included."""
        names = [path.stem for path in [*self._sidecars(), *visible_in(self._workspace.trash, ".json")]]
        matches = [match for name in names if (match := _TAKE.match(name)) and match["model"] == model]
        return max((int(match["take"]) for match in matches), default=0) + 1

    def star(self, id: str, starred: bool = True) -> Take:
        """Marks a take as one to keep, or takes the mark away.

        Raises:
            NotFound, Corrupt: there is no such take.
        """
        take = self.get(id)
        self._judgements.remember(take.id, starred=starred)
        return self._take(take.sidecar_path)

    def discard(self, id: str) -> Path:
        """Moves a take's audio and sidecar to the trash and returns where the audio lies now. Nothing is deleted.

        Raises:
            NotFound, Corrupt: there is no such take.
            NotWritable, DiskFull: it cannot be moved.
        """
        take = self.get(id)
        trash = self._workspace.trash
        try:
            trash.mkdir(parents=True, exist_ok=True)
            stem = next(stem for stem in _stems(take.path.stem) if not any(trash.glob(f"{stem}.*")))
            audio = trash / f"{stem}{take.path.suffix}"
            shutil.move(take.path, audio)
            shutil.move(take.sidecar_path, trash / f"{stem}.json")
        except OSError as error:
            raise storage_error(error, trash) from None
        return audio

    def feed(self, id: str) -> Path:
        """Copies a take's audio into its model's dataset, under a name that tells where it came from.

        Raises:
            NotFound, Corrupt: there is no such take, or a blend made it that was trained on no dataset.
            NotWritable, DiskFull: it cannot be copied.
        """
        take = self.get(id)
        name = take.sidecar.model.name
        folder = self._workspace.datasets / check_name("dataset", name)
        if take.sidecar.blend and not folder.is_dir():
            remedy = "A blend made this take; copy the file into a dataset of your choice."
            raise NotFound("dataset", name, remedy=remedy)
        target = folder / f"{MACHINE_PREFIX}{take.path.name}"
        unfinished, needed = hidden_beside(target), None
        try:
            needed = take.path.stat().st_size
            folder.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copyfile(take.path, unfinished)
                sync_file(unfinished)
                place_new(unfinished, target)
        except FileExistsError:
            pass  # it was fed meanwhile
        except OSError as error:
            discard(unfinished)
            raise storage_error(error, folder, needed) from None
        finally:
            discard(unfinished)
        self._judgements.remember(take.id, fed=target.name)
        return target

    def sweep(self) -> None:
        """Removes from the output folder what processes that died have left unfinished."""
        discard_abandoned(self._workspace.output)

    def _sidecars(self) -> Iterator[Path]:
        """Yields the sidecars in the output folder and those kept elsewhere, newest first."""
        paths = {path: path.stat().st_mtime for path in visible_in(self._workspace.output, ".json")}
        paths.update({path: path.stat().st_mtime for path in self._judgements.elsewhere()})
        # Renders of one batch may share a time stamp; the name then keeps takes in order.
        yield from sorted(paths, key=lambda path: (paths[path], path.name), reverse=True)

    def _take(self, sidecar_path: Path) -> Take:
        sidecar = read_sidecar(sidecar_path)
        path = sidecar_path.with_suffix(SUFFIXES[sidecar.request.delivery.container])
        if not path.is_file():
            raise NotFound("take", sidecar.id, remedy=f"Its sidecar is there, but {path.name} has gone.")
        judgement = self._judgements.get(sidecar.id)
        return Take(path, sidecar_path, sidecar, judgement.starred, judgement.fed)


def _size(audio: Audio, depth: str) -> int:
    """Returns about how many bytes a file of a sound has; one that is packed, as FLAC is, has fewer."""
    return audio.frames * audio.channels * _BYTES[depth]


def _stems(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _same(beside: Path, sidecar: Sidecar) -> bool:
    try:
        there = read_sidecar(beside)
    except SdadError:
        return False
    return (there.id, there.model, there.request) == (sidecar.id, sidecar.model, sidecar.request)


def _may_be(sidecar_path: Path, id: str) -> bool:
    match = _TAKE.fullmatch(sidecar_path.stem)
    return match is not None and (match["id"] == id or match["id"].startswith(f"{id}-"))
