"""Who holds a workspace: the lock that one daemon has, and the token that lets others talk to it."""

from __future__ import annotations

import json
import os
import secrets

import filelock

from sdad.errors import WorkspaceInUse, storage_error
from sdad.library.layout import Workspace


def held(workspace: Workspace) -> filelock.BaseFileLock:
    """Returns the lock of a workspace, held. The system frees it however the process ends, so it is never stale.

    Raises:
        WorkspaceInUse: another daemon holds it.
        StorageError: it cannot be written.
    """
    lock = filelock.FileLock(workspace.state / "daemon.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise WorkspaceInUse(workspace.root, _holder(workspace)) from None
    except OSError as error:
        raise storage_error(error, workspace.state) from None
    return lock


def _holder(workspace: Workspace) -> str:
    try:
        said = json.loads(workspace.daemon_file.read_text("utf-8"))
        return f"an sdad daemon, process {said['pid']}, since {said['started']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "an sdad daemon that is just starting or stopping"


def token(workspace: Workspace) -> str:
    """Returns the secret that clients show; it is made once, readable by this user only.

    Raises:
        StorageError: it cannot be kept.
    """
    file = workspace.token_file
    try:
        if file.is_file() and len(kept := file.read_text("utf-8").strip()) >= 32:
            file.chmod(0o600)
            return kept
        file.unlink(missing_ok=True)
        made = secrets.token_urlsafe(32)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
            new.write(made + "\n")
    except OSError as error:
        raise storage_error(error, workspace.state) from None
    return made
