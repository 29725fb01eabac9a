"""Which folder holds what, and which names may be used on disk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sdad.errors import InvalidName, storage_error

NAME_LIMIT = 64
_PUNCTUATION = frozenset(" -_.")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(10)), *(f"lpt{digit}" for digit in range(10))}
)
"""Names that Windows keeps for devices, with any ending; a workspace must survive being copied there."""


def check_name(kind: str, name: str) -> str:
    """Returns a name in composed Unicode form, fit to be a file or folder on every system.

    Raises:
        InvalidName: it is empty, too long, starts or ends wrongly, or has a character that could leave the folder.
    """
    composed = unicodedata.normalize("NFC", name)
    fits = (
        1 <= len(composed) <= NAME_LIMIT
        and composed[0].isalnum()
        and composed[-1] not in " ."
        and all(letter.isalnum() or letter in _PUNCTUATION for letter in composed)
        and composed.split(".")[0].strip().lower() not in _RESERVED
    )
    if not fits:
        raise InvalidName(kind, name)
    return composed


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that holds everything of one user: datasets, models, presets, output and state."""

    root: Path

    @property
    def datasets(self) -> Path:
        """The drop folders, one per dataset."""
        return self.root / "datasets"

    @property
    def models(self) -> Path:
        """Trained models, one folder per model, one folder in it per version."""
        return self.root / "models"

    @property
    def presets(self) -> Path:
        """The user's presets."""
        return self.root / "presets"

    @property
    def midi(self) -> Path:
        """The user's MIDI mappings."""
        return self.root / "midi"

    @property
    def aliases(self) -> Path:
        """The user's own OSC addresses."""
        return self.root / "aliases.toml"

    @property
    def output(self) -> Path:
        """Finished renders, and nothing else."""
        return self.root / "output"

    @property
    def state(self) -> Path:
        """What sdad remembers between runs; nobody else needs to look here."""
        return self.root / "state"

    @property
    def logs(self) -> Path:
        """One log per process."""
        return self.state / "logs"

    @property
    def checkpoints(self) -> Path:
        """Trainings that have not ended."""
        return self.state / "checkpoints"

    @property
    def trash(self) -> Path:
        """Discarded takes; a musician empties it."""
        return self.state / "trash"

    @property
    def database(self) -> Path:
        """Jobs and their states."""
        return self.state / "sdad.sqlite"

    @property
    def token_file(self) -> Path:
        """The secret that a client on this machine shows to the daemon."""
        return self.state / "token"

    @property
    def daemon_file(self) -> Path:
        """Where a running daemon says how it can be reached."""
        return self.state / "daemon.json"

    def ensure(self) -> Workspace:
        """Makes every folder that is missing and returns the workspace.

        Raises:
            NotWritable, DiskFull: a folder cannot be made.
        """
        folders = (
            self.datasets,
            self.models,
            self.presets,
            self.midi,
            self.output,
            self.logs,
            self.checkpoints,
            self.trash,
        )
        try:
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            # The token in here is a key to the daemon; other users of the machine have no business with it.
            # Left alone where nothing is to be changed, so that a read-only workspace can still be looked at.
            if self.state.stat().st_mode & 0o077:
                self.state.chmod(0o700)
        except OSError as error:
            raise storage_error(error, self.root) from None
        return self
