"""Models and their versions: folders that never change once they are there, and one small file naming the current one.

models/NAME/v0001/          model.json (the card), weights.safetensors, grains
models/NAME/v0001/parts/0/  of a blend, instead of weights and grains: the versions that it is made of, whole
models/NAME/current         the text "v0001"
models/NAME/.staging-…      a version being prepared, invisible to everybody else
models/NAME/.staging-….lock held by who prepares it; the system frees it however that process ends
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
from pydantic import BaseModel, ConfigDict, Field

from sdad.control.curves import Reach
from sdad.errors import Corrupt, FormatTooNew, NotFound, storage_error
from sdad.library.fingerprints import sha256
from sdad.library.formats import Json, discard, json_text, parsed, read_json, sync_file, sync_folder, write_text
from sdad.library.layout import Workspace, check_name

CARD_FORMAT = 1
CARD_NAME = "model.json"
WEIGHTS_NAME = "weights.safetensors"
PARTS_NAME = "parts"
"""The folder in a blend that holds one whole model version per part, by number."""
_CURRENT = "current"
_STAGING = ".staging-"
_VERSION = re.compile(r"v(\d{4,})")


class UsedRecording(BaseModel):
    """A recording that a model has heard: the file inside its dataset, what it held, and how much of it was used.

    ``broken_off`` is whether its header promised more than it held; cards of older versions do not say.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str
    seconds: float
    used_seconds: float
    sample_rate: int
    channels: int
    note: str = ""
    broken_off: bool = False


class SkippedFile(BaseModel):
    """A file that could not be used, the sentence that says why, and its code; cards of older versions have none."""

    model_config = ConfigDict(frozen=True)

    file: str
    reason: str
    code: str = ""


class BlendedPart(BaseModel):
    """A model version inside a blend: where it came from, and its weight; all weights of a blend add up to 1."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    weight: float


class ModelCard(BaseModel):
    """What is known about one version of a model.

    ``responses`` is each control's calibration as the synthesis reads it, by the meters of the number ``meters``
    (:data:`~sdad.descriptors.measure.METERS`; 0 in older cards); ``figures`` holds losses and other measurements;
    ``grain_rate`` is that of the grains in Hz. ``version`` and ``weights_sha256`` are filled in when it is published;
    ``job`` is the training that made it, empty where no daemon kept one. ``blend`` is empty but for a blend that was
    kept as a model of its own. A ``candidate`` waits beside the version that plays on until a person decides otherwise.
    """

    model_config = ConfigDict(frozen=True)

    format: int = CARD_FORMAT
    name: str
    version: str = ""
    created: str = Field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    sdad_version: str
    dataset: str
    parent: str | None = None
    effort: str
    seed: int = 0
    job: str = ""
    device: str = "cpu"
    recordings: list[UsedRecording] = Field(default_factory=list)
    skipped: list[SkippedFile] = Field(default_factory=list)
    minutes: float = 0.0
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    still_improving: bool = False
    advice: list[str] = Field(default_factory=list)
    grain_rate: int = 48000
    meters: int = 0
    reaches: dict[str, Reach] = Field(default_factory=dict)
    responses: dict[str, dict[str, Any]] = Field(default_factory=dict)
    figures: dict[str, Any] = Field(default_factory=dict)
    blend: list[BlendedPart] = Field(default_factory=list)
    candidate: bool = False
    weights_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One published version: its folder is complete and never changes."""

    name: str
    version: str
    folder: Path
    card: ModelCard

    @property
    def weights(self) -> Path:
        """The file with the learnt weights; a blend has one for each of its :meth:`parts`."""
        return self.folder / WEIGHTS_NAME

    @property
    def weights_sha256(self) -> str:
        """The fingerprint that the weights had when they were published."""
        return self.card.weights_sha256

    @property
    def there(self) -> bool:
        """Whether the folder is still there: somebody may remove it by hand."""
        return (self.folder / CARD_NAME).is_file()

    @property
    def whole(self) -> bool:
        """Whether the weights are still what they were then; reads them."""
        return weights_fingerprint(self.folder) == self.weights_sha256

    def parts(self) -> list[tuple[ModelVersion, float]]:
        """Returns what plays, with weights that add up to 1: the model itself, or of a blend all that is in it.

        Raises:
            Corrupt, FormatTooNew: the card of a part cannot be read.
        """
        if not self.card.blend:
            return [(self, 1.0)]
        folders = [self.folder / PARTS_NAME / str(place) for place in range(len(self.card.blend))]
        return [
            (ModelVersion(part.name, part.version, folder, _card_in(folder)), part.weight)
            for part, folder in zip(self.card.blend, folders, strict=True)
        ]

    def summary(self) -> Json:
        """Returns the facts that lists show."""
        card = self.card
        return {
            "name": self.name,
            "version": self.version,
            "created": card.created,
            "dataset": card.dataset,
            "effort": card.effort,
            "recordings": len(card.recordings),
            "minutes": card.minutes,
            "still_improving": card.still_improving,
            "advice": list(card.advice),
            "blend": [part.model_dump() for part in card.blend],
            "reaches": {name: reach.model_dump() for name, reach in card.reaches.items()},
            "folder": str(self.folder),
        }


class Models:
    """The models of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.models
        self._preparing: dict[Path, filelock.BaseFileLock] = {}

    def names(self) -> list[str]:
        """Returns the names of all models that have a version, in alphabetical order."""
        if not self._root.is_dir():
            return []
        return sorted(
            (entry.name for entry in self._root.iterdir() if not entry.name.startswith(".") and _versions_in(entry)),
            key=str.casefold,
        )

    def versions(self, name: str) -> list[str]:
        """Returns a model's versions, oldest first.

        Raises:
            NotFound: there is no such model.
        """
        versions = _versions_in(self._folder(name))
        if not versions:
            raise NotFound("model", name, self.names(), "sdad train makes one.")
        return versions

    def current(self, name: str) -> ModelVersion:
        """Returns the version that plays: the one named by ``current``, or the newest where that says nothing usable.

        Raises:
            NotFound: there is no such model.
            Corrupt, FormatTooNew: its card cannot be read.
        """
        versions = self.versions(name)
        said = self._said(name)
        return self.get(name, said if said in versions else versions[-1])

    def missing(self, name: str) -> str | None:
        """Returns the version that ``current`` names and that is not there, as when somebody removed it; else None."""
        said = self._said(name)
        there = not _VERSION.fullmatch(said) or (self._folder(name) / said / CARD_NAME).is_file()
        return None if there else said

    def _said(self, name: str) -> str:
        try:
            return (self._folder(name) / _CURRENT).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def get(self, name: str, version: str | int) -> ModelVersion:
        """Returns one version; ``3``, ``"v3"`` and ``"v0003"`` mean the same.

        Raises:
            NotFound: there is no such model or version.
            Corrupt, FormatTooNew: its card cannot be read.
        """
        versions = self.versions(name)
        label = _label(version)
        if label not in versions:
            raise NotFound(f"version of {name}", str(version), versions)
        folder = self._folder(name) / label
        return ModelVersion(name, label, folder, _card_in(folder))

    def staging(self, name: str) -> Path:
        """Returns an empty folder, on the same volume as the model, in which a version can be prepared.

        It is kept from :meth:`sweep` until it is published or abandoned, as long as this process and object live.

        Raises:
            InvalidName: the name cannot be a folder.
            DiskFull, NotWritable: the folder cannot be made.
        """
        parent = self._folder(name)
        try:
            parent.mkdir(parents=True, exist_ok=True)
            prepared = parent / f"{_STAGING}{secrets.token_hex(8)}"
            # Locked before it is there: another process may be sweeping just now.
            lock = filelock.FileLock(_lock_of(prepared), thread_local=False)
            lock.acquire()
            prepared.mkdir(mode=0o700)
        except OSError as error:
            raise storage_error(error, parent) from None
        self._preparing[prepared] = lock
        return prepared

    def abandon(self, prepared: Path) -> None:
        """Removes a folder from :meth:`staging` with all that is in it; once it is published, nothing is left to do."""
        shutil.rmtree(prepared, ignore_errors=True)
        if (lock := self._preparing.pop(prepared, None)) is not None:
            lock.release()
        discard(_lock_of(prepared))

    def publish(self, name: str, prepared: Path, card: ModelCard) -> ModelVersion:
        """Makes a prepared folder the next version of a model and, unless it is a candidate, the current one.

        The card is written last, everything is synchronised, and one rename makes the version visible: a process that
        dies on the way leaves the version before it in use.

        Args:
            name: The model.
            prepared: A folder from :meth:`staging` holding ``weights.safetensors`` (of a blend: those of its parts)
                and whatever else the model needs.
            card: What is known about it; its version and fingerprint are filled in here.

        Raises:
            Corrupt: there are no weights in ``prepared``.
            DiskFull, NotWritable: nothing was published; the version in use is untouched.
        """
        parent = self._folder(name)
        fingerprint = weights_fingerprint(prepared)
        try:
            for file in prepared.rglob("*"):
                if file.is_file():
                    sync_file(file)
            number = max((int(label[1:]) for label in _versions_in(parent)), default=0) + 1
            while True:
                label = f"v{number:04d}"
                final = card.model_copy(update={"name": name, "version": label, "weights_sha256": fingerprint})
                write_text(prepared / CARD_NAME, json_text(final.model_dump(mode="json")))
                try:
                    # Half a model is its owner's only; a finished one is as readable as any other file.
                    prepared.chmod(0o755)
                    prepared.rename(parent / label)
                    break
                except OSError:
                    # Two trainings may end at once; the second takes the next number.
                    if not (parent / label).exists():
                        raise
                    number += 1
            sync_folder(parent)
        except OSError as error:
            raise storage_error(error, parent) from None
        self.abandon(prepared)
        if not card.candidate:
            write_text(parent / _CURRENT, f"{label}\n")
        return ModelVersion(name, label, parent / label, final)

    def made_by(self, name: str, job: str) -> ModelVersion | None:
        """Returns the version that a training has published, or None; the newest one is then current, if it is to be.

        Who published it may have died before that was said, or before the version was put to use.

        Raises:
            DiskFull, NotWritable: it could not be put to use.
        """
        labels = _versions_in(self._folder(name)) if job else []
        for label in reversed(labels):
            with contextlib.suppress(Corrupt, FormatTooNew):
                if (made := self.get(name, label)).card.job == job:
                    if label == labels[-1] != self._said(name) and not made.card.candidate:
                        write_text(self._folder(name) / _CURRENT, f"{label}\n")
                    return made
        return None

    def rollback(self, name: str, to: str | int | None = None) -> ModelVersion:
        """Makes an older version the current one: ``to``, or the one before the current. Nothing is deleted.

        Raises:
            NotFound: there is no such model, or no such or no older version.
            Corrupt, FormatTooNew: that version cannot be read, so the current one stays.
        """
        versions = self.versions(name)
        if to is None:
            position = versions.index(self.current(name).version)
            if position == 0:
                raise NotFound(f"version of {name}", f"before {versions[0]}", versions, "It is the oldest one.")
            to = versions[position - 1]
        chosen = self.get(name, to)
        write_text(self._folder(name) / _CURRENT, f"{chosen.version}\n")
        return chosen

    def sweep(self) -> None:
        """Removes what trainings that died have left behind; those that run, in whatever process, are left alone."""
        for prepared in {path.with_suffix("") for path in self._root.glob(f"*/{_STAGING}*")}:
            with contextlib.suppress(filelock.Timeout, OSError):
                with filelock.FileLock(_lock_of(prepared), timeout=0):
                    shutil.rmtree(prepared, ignore_errors=True)
                discard(_lock_of(prepared))

    def _folder(self, name: str) -> Path:
        return self._root / check_name("model", name)


def weights_fingerprint(folder: Path) -> str:
    """Returns the SHA-256 of the weights in a version's folder; of a blend, that of those of its parts together.

    Raises:
        Corrupt: there are no weights.
    """
    own = folder / WEIGHTS_NAME
    if own.is_file():
        return sha256(own)
    parts = sorted(folder.glob(f"{PARTS_NAME}/*/{WEIGHTS_NAME}"))
    if not parts:
        raise Corrupt(folder, f"it holds no {WEIGHTS_NAME}", "Train again.")
    return hashlib.sha256("".join(sha256(part) for part in parts).encode()).hexdigest()


def _card_in(folder: Path) -> ModelCard:
    path = folder / CARD_NAME
    return parsed(path, ModelCard, read_json(path, CARD_FORMAT))


def _versions_in(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    found = [entry.name for entry in folder.iterdir() if _VERSION.fullmatch(entry.name)]
    return sorted(
        (label for label in found if (folder / label / CARD_NAME).is_file()), key=lambda label: int(label[1:])
    )


def _lock_of(prepared: Path) -> Path:
    return prepared.with_name(f"{prepared.name}.lock")


def _label(version: str | int) -> str:
    digits = str(version).strip().lower().removeprefix("v")
    return f"v{int(digits):04d}" if digits.isascii() and digits.isdigit() else str(version)
