"""Blends kept as models: whole copies of what they are made of, so that they stay the same whatever becomes of that."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from sdad import __version__
from sdad.control.naming import blended_reaches
from sdad.errors import NameTaken, storage_error
from sdad.library.models import PARTS_NAME, BlendedPart, ModelCard, Models, ModelVersion


def save_blend(models: Models, name: str, parts: Sequence[tuple[ModelVersion, float]]) -> ModelVersion:
    """Keeps a blend as a model of its own, or as the next version of one that is a blend.

    Args:
        models: Where models are.
        name: Of the blend.
        parts: Versions with weights above 0, of whatever sum; of a blend among them its parts are taken.

    Raises:
        InvalidName: the name cannot be a folder.
        NameTaken: a model of that name was trained on recordings.
        Corrupt, FormatTooNew: a part cannot be read.
        DiskFull, NotWritable: nothing was kept.
        ValueError: there are no parts, or a weight is not above 0.
    """
    total = sum(weight for _, weight in parts)
    if min((weight for _, weight in parts), default=0.0) <= 0:
        raise ValueError(f"weights of a blend are above 0; got {[weight for _, weight in parts]}")
    if name in models.names() and not models.current(name).card.blend:
        raise NameTaken("model", name)
    flat = [(each, share * weight / total) for version, weight in parts for each, share in version.parts()]
    prepared = models.staging(name)
    try:
        for place, (version, _) in enumerate(flat):
            _copy(version.folder, prepared / PARTS_NAME / str(place))
        cards = [version.card for version, _ in flat]
        weights = [weight for _, weight in flat]
        card = ModelCard(
            name=name,
            sdad_version=__version__,
            dataset="",
            effort=cards[0].effort,
            device=cards[0].device,
            recordings=[recording for card in cards for recording in card.recordings],
            minutes=sum(card.minutes for card in cards),
            grain_rate=max(card.grain_rate for card in cards),
            reaches=blended_reaches([card.reaches for card in cards], weights),
            blend=[BlendedPart(name=version.name, version=version.version, weight=weight) for version, weight in flat],
        )
        return models.publish(name, prepared, card)
    except OSError as error:
        models.abandon(prepared)
        needed = sum(file.stat().st_size for version, _ in flat for file in version.folder.rglob("*") if file.is_file())
        raise storage_error(error, prepared.parent, needed) from None
    finally:
        models.abandon(prepared)


def _copy(folder: Path, to: Path) -> None:
    """Copies a version; unlike :func:`shutil.copytree`, with the system's own error where the disk refuses it."""
    for source in sorted(folder.rglob("*")):
        target = to / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copy2(source, target)
