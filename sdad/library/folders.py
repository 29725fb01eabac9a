"""Folders of the musician's outside the workspace that renders may go to, each under an id.

Whoever talks to the daemon names such a folder by its id and never by its path: only who may write into the workspace
can put one down here, so that nobody chooses over a wire where files appear.

state/folders/3f9a1c20d4b7.json     one folder
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sdad.errors import NotFound
from sdad.library.formats import read_json, write_json
from sdad.library.layout import Workspace

FOLDER_FORMAT = 1

_ID = re.compile(r"[0-9a-f]{12}")


class Folders:
    """The folders that were put down in a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._records = workspace.state / "folders"

    def put_down(self, folder: Path) -> str:
        """Keeps a folder and returns its id; the same folder has the same id.

        Raises:
            DiskFull, NotWritable: it could not be kept.
        """
        text = str(folder.resolve())
        name = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        if not (self._records / f"{name}.json").exists():
            write_json(self._records / f"{name}.json", {"format": FOLDER_FORMAT, "folder": text})
        return name

    def get(self, name: str) -> Path:
        """Returns the folder with an id.

        Raises:
            NotFound: none was put down under it.
            Corrupt, FormatTooNew: its record cannot be read.
        """
        record = self._records / f"{name}.json"
        if not _ID.fullmatch(name) or not record.is_file():
            raise NotFound("folder", name, remedy="sdad render --out puts one down and names it by its id.")
        return Path(str(read_json(record, FOLDER_FORMAT)["folder"]))
