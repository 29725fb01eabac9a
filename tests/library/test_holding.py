import sys

import pytest

from sdad.errors import StorageError, WorkspaceInUse
from sdad.library.holding import held, token
from sdad.library.layout import Workspace


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path).ensure()


def test_one_holds_a_workspace_and_the_next_is_told_who(workspace):
    lock = held(workspace)
    with pytest.raises(WorkspaceInUse, match="just starting or stopping"):
        held(workspace)
    workspace.daemon_file.write_text('{"pid": 123, "started": "at noon"}')
    with pytest.raises(WorkspaceInUse, match="process 123, since at noon"):
        held(workspace)
    lock.release()
    held(workspace).release()


def test_the_token_is_made_once(workspace):
    assert token(workspace) == token(workspace) == workspace.token_file.read_text().strip()
    assert len(token(workspace)) >= 32


def test_a_token_too_short_to_protect_is_made_again(workspace):
    workspace.token_file.write_text("secret\n")
    assert len(token(workspace)) >= 32


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes")
def test_nobody_else_reads_the_token(workspace):
    made = token(workspace)
    assert workspace.token_file.stat().st_mode & 0o777 == 0o600
    workspace.token_file.chmod(0o644)
    assert token(workspace) == made
    assert workspace.token_file.stat().st_mode & 0o777 == 0o600


def test_a_token_that_cannot_be_kept_is_said(workspace):
    workspace.token_file.mkdir()
    with pytest.raises(StorageError):
        token(workspace)
