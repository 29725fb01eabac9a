"""Models whose folder somebody has removed: they play on while they are in memory, then the version before does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sdad.errors import LibraryError
from sdad.library.layout import Workspace
from sdad.library.models import Models, ModelVersion


class VersionGone(LibraryError):
    """The folder of the version that is to play is not there any more."""

    code = "library.version_gone"

    def __init__(self, model: str, version: str, plays: str) -> None:
        stands_in = "It plays from memory until sdad gives it up" if plays == version else f"{plays} plays in its place"
        super().__init__(
            f"The folder of {model} {version} is not there any more. {stands_in}; put the folder back, choose another "
            f"version (sdad model rollback {model}) or train again.",
            thing=model,
        )


class Playable(Models):
    """The models of a workspace as renders take them: what is in use and in memory outlives its folder.

    Args:
        workspace: Where they are.
        in_memory: Returns the versions in use that the worker holds ready.
    """

    def __init__(self, workspace: Workspace, in_memory: Callable[[], Iterable[ModelVersion]]) -> None:
        super().__init__(workspace)
        self._in_memory = in_memory

    def current(self, name: str) -> ModelVersion:
        """Returns the version that plays: the one in memory where its folder has gone and none was chosen since.

        Raises:
            NotFound: there is no such model.
            Corrupt, FormatTooNew: its card cannot be read.
        """
        for version in self._in_memory():
            if version.name != name or version.there:
                continue
            if self.missing(name) == version.version or name not in self.names():
                return version
        return super().current(name)

    def fault(self, plays: ModelVersion) -> VersionGone | None:
        """Returns what people are to be told when a version plays that has gone, or that stands in for such a one."""
        gone = self.missing(plays.name) or (None if plays.there else plays.version)
        return VersionGone(plays.name, gone, plays.version) if gone else None
