"""Folders that a program keeps in step with other machines, and the copies that it makes of what two have changed."""

from __future__ import annotations

import re
from pathlib import Path

from sdad.errors import StorageError

_SERVICES = {
    "Dropbox": re.compile(r"dropbox( \(.+\))?", re.IGNORECASE),
    "OneDrive": re.compile(r"onedrive([ -].+)?", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive(-.+)?", re.IGNORECASE),
    "iCloud Drive": re.compile(r"icloud ?drive|com~apple~clouddocs", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud", re.IGNORECASE),
    "ownCloud": re.compile(r"owncloud", re.IGNORECASE),
    "Box": re.compile(r"Box( Sync|-Box)?"),
    "a cloud service": re.compile(r"cloudstorage", re.IGNORECASE),
}
"""The names that each service gives its folder; ``CloudStorage`` is where macOS keeps those of all others."""
_MARKS = {"Dropbox": ".dropbox.cache", "Syncthing": ".stfolder"}
"""What lies in the topmost folder of a service whatever that is called."""

_CONFLICT = re.compile(
    r"conflicted copy"  # Dropbox, Nextcloud: "rain (Ann's conflicted copy 2024-05-01).wav"
    r"|\.sync-conflict-\d{8}-\d{6}"  # Syncthing: "rain.sync-conflict-20240501-120000-ABCDEFG.wav"
    r"|_conflict-\d{8}-\d{6}",  # ownCloud: "rain_conflict-20240501-120000.wav"
    re.IGNORECASE,
)


class SyncedWorkspace(StorageError):
    """The workspace lies in a folder that is kept in step with other machines."""

    code = "storage.synced"

    def __init__(self, folder: Path, service: str) -> None:
        super().__init__(
            f"{folder} is kept in step by {service}, which may hold, move or double files that sdad is at work with. "
            f"Choose a --workspace outside of it; renders alone may go there (sdad render --out).",
            thing=str(folder),
        )


def syncing(folder: Path) -> str | None:
    """Returns the name of the service that keeps a folder in step with other machines; None when none is known to."""
    folder = folder.absolute()
    for above in (folder, *folder.parents):
        for service, names in _SERVICES.items():
            if names.fullmatch(above.name):
                return service
        for service, mark in _MARKS.items():
            if (above / mark).exists():
                return service
    return None


def is_conflict_copy(path: Path) -> bool:
    """Whether a file is the copy that such a service made of one that two machines had changed, by its name."""
    return _CONFLICT.search(path.name) is not None
