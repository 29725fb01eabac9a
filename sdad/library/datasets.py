"""Datasets: folders of the musician's own recordings, which sdad copies into and otherwise never touches."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sdad.audio.suffixes import AUDIO_SUFFIXES
from sdad.errors import EndsDecoder, NotFound, SdadError, UnreadableAudio, storage_error
from sdad.library.cloud import is_conflict_copy
from sdad.library.fingerprints import Ledger, sha256
from sdad.library.formats import Json, discard, hidden_beside, place_new, sync_file
from sdad.library.layout import Workspace, check_name
from sdad.library.quarantine import Quarantine

if TYPE_CHECKING:
    from sdad.audio.decode import Decoder


@dataclass(frozen=True, slots=True)
class Dataset:
    """One drop folder."""

    name: str
    folder: Path
    _ledger: Ledger

    def recordings(self) -> list[Path]:
        """Returns the audio files by their names, folders included, hidden ones left out, in stable order."""
        return [path for path in _files_in(self.folder) if _is_recording(path)]

    def others(self) -> list[Path]:
        """Returns the files that are not taken for audio and are ignored."""
        return [path for path in _files_in(self.folder) if not _is_recording(path)]

    def fingerprints(self) -> dict[str, str]:
        """Returns the SHA-256 of every recording by its path inside the folder; unchanged files are not read again.

        Raises:
            DiskFull, NotWritable: what was found cannot be remembered.
        """
        return self._ledger.fingerprints(self.folder, self.recordings())

    def summary(self) -> Json:
        """Returns the facts that lists show."""
        recordings = self.recordings()
        return {
            "name": self.name,
            "folder": str(self.folder),
            "recordings": len(recordings),
            "bytes": sum(path.stat().st_size for path in recordings),
            "ignored": len(self.others()),
        }


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not added, and why."""

    file: str
    error: SdadError


@dataclass(slots=True)
class AddReport:
    """What became of each file that was to be added.

    Attributes:
        dataset: The dataset.
        folder: Where it lies.
        added: The names that new recordings have in it.
        already: Files whose content was there before.
        refused: Files that cannot be used.
        ignored: Files in the given folders that are no audio by their name.
    """

    dataset: str
    folder: Path
    added: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def summary(self) -> Json:
        """Returns the report as it crosses a wire."""
        return {
            "dataset": self.dataset,
            "folder": str(self.folder),
            "added": list(self.added),
            "already": list(self.already),
            "refused": [{"file": refused.file, **refused.error.as_dict()} for refused in self.refused],
            "ignored": list(self.ignored),
        }


class Datasets:
    """The datasets of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def names(self) -> list[str]:
        """Returns the names of all datasets in alphabetical order."""
        root = self._workspace.datasets
        if not root.is_dir():
            return []
        return sorted((path.name for path in root.iterdir() if path.is_dir() and _usable(path.name)), key=str.casefold)

    def get(self, name: str) -> Dataset:
        """Returns a dataset.

        Raises:
            NotFound: there is none of this name; the nearest is suggested.
            InvalidName: there cannot be one.
        """
        folder = self._workspace.datasets / check_name("dataset", name)
        if not folder.is_dir():
            raise NotFound("dataset", name, self.names(), f"sdad dataset add {name} FOLDER makes it.")
        return Dataset(name, folder, Ledger(self._workspace.state / "fingerprints" / f"{folder.name}.json"))

    def add(self, name: str, paths: Sequence[Path]) -> AddReport:
        """Copies recordings into a dataset, which is made when it does not exist.

        Folders are searched to the bottom and keep their structure. A recording whose content is there already is not
        copied again; one whose name is taken gets the next free name. The originals are only ever read.

        Args:
            name: The dataset.
            paths: Audio files, or folders that hold some.

        Returns:
            What became of each file; that one cannot be used does not keep the others out.

        Raises:
            InvalidName: the dataset cannot have this name.
            DiskFull, NotWritable: a copy could not be made; those made before stay.
        """
        from sdad.audio.decode import Decoder

        folder = self._workspace.datasets / check_name("dataset", name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, folder) from None
        dataset = self.get(name)
        report = AddReport(name, folder)
        known = set(dataset.fingerprints().values())
        with Decoder() as decoder:
            for source, inside in _sources(paths, report):
                self._add_one(source, folder / inside, known, decoder, report)
        return report

    def _add_one(self, source: Path, wanted: Path, known: set[str], decoder: Decoder, report: AddReport) -> None:
        quarantine = Quarantine(self._workspace)
        try:
            fingerprint = sha256(source)
            if fingerprint in known:
                report.already.append(str(source))
                return
            if source in (ended := quarantine.among({source: fingerprint})):
                raise ended[source]
            decoder.probe(source)
        except SdadError as error:
            if isinstance(error, EndsDecoder):
                quarantine.add(error, fingerprint)
            report.refused.append(RefusedFile(str(source), error))
            return
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            unreadable = UnreadableAudio(source, reason, "Check that the file is there and may be read.")
            report.refused.append(RefusedFile(str(source), unreadable))
            return
        copied = _copy(source, wanted)
        known.add(fingerprint)
        report.added.append(copied.relative_to(report.folder).as_posix())


def _usable(name: str) -> bool:
    try:
        check_name("dataset", name)
    except SdadError:
        return False
    return True


def _is_recording(path: Path) -> bool:
    return path.suffix.lower() in AUDIO_SUFFIXES and not is_conflict_copy(path)


def _files_in(folder: Path) -> list[Path]:
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root, name) for name in files if not name.startswith(".")]
    return sorted(
        (path for path in found if path.is_file()), key=lambda path: path.relative_to(folder).as_posix().casefold()
    )


def _sources(paths: Sequence[Path], report: AddReport) -> Iterator[tuple[Path, Path]]:
    """Yields each recording with its place inside the dataset; what cannot be one goes into the report."""
    for path in paths:
        if path.is_dir():
            for file in _files_in(path):
                if _is_recording(file):
                    yield file, file.relative_to(path)
                else:
                    report.ignored.append(str(file))
        elif not path.exists():
            report.refused.append(
                RefusedFile(str(path), NotFound("file or folder", str(path), remedy="Look at how it is spelt."))
            )
        elif path.suffix.lower() not in AUDIO_SUFFIXES:
            reason = f'files ending in "{path.suffix}" are not audio'
            report.refused.append(RefusedFile(str(path), UnreadableAudio(path, reason)))
        else:
            yield path, Path(path.name)


def _copy(source: Path, wanted: Path) -> Path:
    """Copies a file whole to ``wanted`` or, where that is taken, to the next free name."""
    unfinished, needed = hidden_beside(wanted), None
    try:
        needed = source.stat().st_size
        wanted.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, unfinished)
        sync_file(unfinished)
        target, number = wanted, 2
        while True:
            try:
                place_new(unfinished, target)
                return target
            except FileExistsError:
                target = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
                number += 1
    except OSError as error:
        discard(unfinished)
        raise storage_error(error, wanted.parent, needed) from None
    finally:
        discard(unfinished)
