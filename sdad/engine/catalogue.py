"""The library as surfaces list it. Reads files, so it is asked from the surfaces' own threads."""

from __future__ import annotations

from typing import Any

from sdad.errors import LibraryError
from sdad.library.datasets import Datasets
from sdad.library.folders import Folders
from sdad.library.layout import Workspace
from sdad.library.models import Models, ModelVersion
from sdad.library.presets import Presets
from sdad.library.renders import Renders

Json = dict[str, Any]

LISTED_RENDERS = 200


class Catalogue:
    """What the workspace holds.

    Attributes:
        datasets: The datasets of the library.
        models: Its models.
        presets: Its presets.
        renders: Its finished renders.
        folders: Where else renders may go.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.datasets = Datasets(workspace)
        self.models = Models(workspace)
        self.presets = Presets(workspace)
        self.renders = Renders(workspace)
        self.folders = Folders(workspace)

    def sweep(self) -> None:
        """Removes what processes that died have left behind; those that are at work now are not disturbed."""
        self.models.sweep()
        self.renders.sweep()

    def list_models(self) -> list[Json]:
        """Returns the current version of every model; one that cannot be read is listed with its ``error``."""
        listed = []
        for name in self.models.names():
            try:
                listed.append({**self.models.current(name).summary(), "error": None})
            except LibraryError as error:
                listed.append({"name": name, "version": None, "error": error.as_dict()})
        return listed

    def show_model(self, name: str) -> Json:
        """Returns all that is known about the version of a model that plays.

        Raises:
            NotFound: there is no such model.
            Corrupt: it cannot be read.
        """
        model = self.models.current(name)
        versions = self.models.versions(model.name)
        return {**model.card.model_dump(mode="json"), "versions": versions, "folder": str(model.folder)}

    def list_renders(self) -> list[Json]:
        """Returns the newest renders, the newest first."""
        return [take.summary() for take in self.renders.list(LISTED_RENDERS)]

    def list_datasets(self) -> list[Json]:
        """Returns every dataset."""
        return [self.datasets.get(name).summary() for name in self.datasets.names()]

    def newest_model(self) -> ModelVersion | None:
        """Returns the model whose current version was trained last; None when there is no model that can be read."""
        found = []
        for name in self.models.names():
            try:
                found.append(self.models.current(name))
            except LibraryError:
                continue
        return max(found, key=lambda model: model.card.created, default=None)
