"""What is remembered about a take apart from the take itself, which never changes: one small file per take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from sdad.errors import Corrupt, FormatTooNew
from sdad.library.formats import parsed, read_json, visible_in, write_json
from sdad.library.layout import Workspace

JUDGEMENT_FORMAT = 1


class Judgement(BaseModel):
    """Whether a take is starred, the name under which it was fed back, and its sidecar if outside ``output/``."""

    format: int = JUDGEMENT_FORMAT
    starred: bool = False
    fed: str | None = None
    elsewhere: str | None = None


class Judgements:
    """The judgements of a workspace, in ``state/takes/``; a damaged one counts as none."""

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.state / "takes"

    def get(self, take: str) -> Judgement:
        """Returns what is remembered about a take, by its id."""
        path = self._folder / f"{take}.json"
        try:
            return parsed(path, Judgement, read_json(path, JUDGEMENT_FORMAT)) if path.is_file() else Judgement()
        except (Corrupt, FormatTooNew):
            return Judgement()

    def remember(self, take: str, **facts: object) -> None:
        """Changes some of what is remembered about a take.

        Raises:
            DiskFull, NotWritable: nothing was changed.
        """
        judgement = self.get(take).model_copy(update=facts)
        write_json(self._folder / f"{take}.json", judgement.model_dump(mode="json"))

    def elsewhere(self) -> Iterator[Path]:
        """Yields the sidecars that lie in folders of the musician's and are still there."""
        for note in visible_in(self._folder, ".json"):
            said = self.get(note.stem).elsewhere
            if said and Path(said).is_file():
                yield Path(said)
