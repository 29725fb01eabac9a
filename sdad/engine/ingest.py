"""Which recordings of a dataset its model has not heard yet. Reads files; never on the deciding thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sdad.errors import NotFound
from sdad.library.datasets import Dataset, Datasets
from sdad.library.models import ModelCard, Models


@dataclass(frozen=True, slots=True)
class Unheard:
    """New recordings of a dataset. ``digest`` stands for all that the folder holds, so that nothing is tried twice."""

    dataset: str
    files: tuple[str, ...]
    digest: str


def unheard(datasets: Datasets, models: Models, name: str) -> Unheard | None:
    """Returns what a dataset holds that the current version of its model has not heard.

    None where there is no model of that name: the first training is always asked for by a person.

    Raises:
        LibraryError: the dataset is not there, or the model's card cannot be read.
        StorageError: what was found cannot be remembered.
    """
    try:
        card = models.current(name).card
    except NotFound:
        return None
    dataset = datasets.get(name)
    prints = dataset.fingerprints()
    heard = {recording.sha256 for recording in card.recordings}
    passed_over = _unchanged_skips(dataset, card)
    files = tuple(file for file, mark in prints.items() if mark not in heard and file not in passed_over)
    lines = "\n".join(f"{mark} {file}" for file, mark in sorted(prints.items()))
    return Unheard(name, files, hashlib.sha256(lines.encode()).hexdigest())


def _unchanged_skips(dataset: Dataset, card: ModelCard) -> set[str]:
    """Returns the files that could not be used when the model was trained and have not been touched since."""
    trained = datetime.fromisoformat(card.created).timestamp()
    skipped = set()
    for entry in card.skipped:
        path = dataset.folder / entry.file
        if path.is_file() and path.stat().st_mtime <= trained:
            skipped.add(entry.file)
    return skipped
