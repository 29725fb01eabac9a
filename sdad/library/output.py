"""The output folder when it lies on a drive of its own: its mount point looks like an empty folder without it."""

from __future__ import annotations

from pathlib import Path

from sdad.errors import StorageError, storage_error
from sdad.library.formats import write_text
from sdad.library.layout import Workspace

_MARKER = ".sdad-output"


class DriveGone(StorageError):
    """The drive of the output folder is not there."""

    code = "storage.drive_gone"

    def __init__(self, folder: Path, noted: Path) -> None:
        super().__init__(
            f"The drive that {folder} lay on is not there, so nothing is written. Connect it again, or, if renders are "
            f"to go where the folder is now, delete {noted}.",
            thing=str(folder),
        )


def output_ready(workspace: Workspace) -> Path:
    """Returns the output folder, made where it is missing.

    On another drive than the workspace it is marked with a hidden file, and the workspace notes that there is one: a
    folder without it is then the mount point that the drive has left behind.

    Raises:
        DriveGone: it is no longer on its drive.
        DiskFull, NotWritable: it cannot be made or marked.
    """
    folder, noted = workspace.output, workspace.state / "output-drive"
    marker = folder / _MARKER
    if noted.exists() and not marker.exists():
        raise DriveGone(folder, noted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        elsewhere = folder.stat().st_dev != workspace.root.stat().st_dev
    except OSError as error:
        raise storage_error(error, folder) from None
    if elsewhere and not noted.exists():
        write_text(marker, "sdad puts its renders here.\n")
        write_text(noted, f"{folder.resolve()}\n")
    return folder
