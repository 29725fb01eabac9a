"""Full disks and read-only folders: said in a sentence, nothing lost, nothing half done left behind."""

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

from sdad.disks import size
from sdad.engine.job_queue import JobQueue
from sdad.errors import DiskFull

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="small disks are made by POSIX means")

NO_ROOM = ["There is no room left", "Free some space there or choose another folder", "nothing finished was lost"]
READ_ONLY = ["Cannot write into", "read-only", "choose another folder", "nothing was lost"]


def contents(folder):
    """Returns every file under a folder with its fingerprint, but for what sdad notes down about itself."""
    files = [path for path in folder.rglob("*") if path.is_file() and folder / "state" not in path.parents]
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def crowded(small_disk, tiny_workspace, sdad_in):
    """A workspace with a model and a take on a small disk, and a function that leaves so many bytes of room on it."""
    root = small_disk(64_000_000) / "Sdad"
    shutil.copytree(tiny_workspace.root, root)
    ballast = root.parent / "ballast"

    def leave(room):
        ballast.unlink(missing_ok=True)
        filling = os.statvfs(root)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, filling.f_bavail * filling.f_frsize - room)

    return sdad_in(root), leave


def test_a_full_disk_ends_a_render_and_loses_nothing(crowded, said):
    sdad, leave = crowded
    leave(100_000)
    before = contents(sdad.workspace)
    refused = sdad("render", "tiny", "--duration", 2, "--json")
    refused.is_refusal(7, *NO_ROOM)
    # Two seconds in stereo at 48 kHz and 24 bit, and a tail.
    figures = re.search(r": it needs about (\d+) kB, (\d+) kB are free on (\S+)\.", refused.json["error"]["text"])
    assert 576 <= int(figures[1]) < 2000 and 0 < int(figures[2]) <= 100 and figures[3] == str(sdad.workspace.parent)
    said(refused.json["error"], "storage.disk_full", str(sdad.workspace / "output"), *NO_ROOM)
    assert contents(sdad.workspace) == before


@pytest.mark.parametrize(
    ("room", "where"),
    [pytest.param(0, "models/tiny", marks=pytest.mark.slow), (6_000_000, "state/checkpoints/tiny")],
    ids=["before listening", "while learning"],
)
def test_a_full_disk_ends_a_training_and_the_version_before_it_stays(crowded, room, where, said):
    sdad, leave = crowded
    leave(room)
    before = contents(sdad.workspace)
    refused = sdad("train", "tiny", "--effort", "sketch", "--json", quicker=True)
    refused.is_refusal(7, *NO_ROOM)
    said(refused.json["error"], "storage.disk_full", str(sdad.workspace / where), *NO_ROOM)
    assert contents(sdad.workspace) == before
    (model,) = sdad("model", "list", "--json").json["models"]
    assert (model["name"], model["version"]) == ("tiny", "v0001")
    assert not list(sdad.workspace.rglob("*.part")), "half a file is left behind"


def test_a_full_disk_ends_the_copying_of_recordings_and_those_before_it_stay(crowded, record, tmp_path, said):
    sdad, leave = crowded
    first, second, _ = record(tmp_path / "more", range(5, 8))
    leave(first.stat().st_size + 100_000)
    before = contents(sdad.workspace)
    refused = sdad("dataset", "add", "tiny", tmp_path / "more", "--json")
    refused.is_refusal(7, *NO_ROOM)
    needed = f"it needs about {size(second.stat().st_size, up=True)}, "
    said(refused.json["error"], "storage.disk_full", str(sdad.workspace / "datasets" / "tiny"), needed, *NO_ROOM)
    after = contents(sdad.workspace)
    assert before.items() <= after.items()
    assert [path.name for path in after.keys() - before.keys()] == [first.name]
    assert len(list((tmp_path / "more").iterdir())) == 3


def test_without_room_for_a_copy_the_jobs_of_an_earlier_sdad_are_left_as_they_are(small_disk, said):
    path = small_disk(16_000_000) / "sdad.sqlite"
    queue = JobQueue(path)
    jobs = queue.add("render", [{"text": "x" * 5000}] * 300)
    queue.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP INDEX jobs_in_order; ALTER TABLE jobs DROP COLUMN priority; ALTER TABLE jobs DROP COLUMN place;"
            "CREATE INDEX jobs_by_state ON jobs (kind, state, number); PRAGMA user_version = 1;"
        )
    ballast = path.with_name("ballast")
    filling = os.statvfs(path.parent)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, filling.f_bavail * filling.f_frsize - 500_000)
    before = path.read_bytes()
    with pytest.raises(DiskFull) as refused:
        JobQueue(path)
    needed = f"it needs about {size(len(before), up=True)}, "
    said(refused.value, "storage.disk_full", str(path.parent), needed, f"are free on {path.parent}.", *NO_ROOM)
    assert path.read_bytes() == before and {each.name for each in path.parent.iterdir()} == {path.name, "ballast"}
    ballast.unlink()
    queue = JobQueue(path)
    assert [job.id for job in queue.jobs_in("render", "queued")] == [job.id for job in jobs]
    queue.close()
    assert len(list(path.parent.glob("sdad.sqlite.format1-*"))) == 1


def test_a_limit_on_the_size_of_files_ends_a_render_in_order(played):
    """What stands for a full disk where none can be mounted: the system refuses a write in the middle of the file."""
    import resource

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    before = contents(played.workspace)
    refused = played("render", "tiny", "--duration", 2, preexec_fn=limited)
    refused.is_refusal(7, "Cannot write into", "file too large", "nothing was lost")
    assert contents(played.workspace) == before


def test_a_read_only_folder_ends_a_render_and_keeps_what_is_in_it(played, without_override, tmp_path, said):
    out = tmp_path / "Album"
    out.mkdir()
    (out / "song.wav").write_bytes(b"mine")
    out.chmod(0o555)
    refused = played("render", "tiny", "--duration", 1, "--out", out, "--json", prefix=without_override)
    out.chmod(0o755)
    refused.is_refusal(7, *READ_ONLY)
    said(refused.json["error"], "storage.not_writable", str(out), "it is read-only (dr-xr-xr-x)", *READ_ONLY)
    assert [path.name for path in out.iterdir()] == ["song.wav"]


@pytest.mark.parametrize("order", [pytest.param("render tiny", marks=pytest.mark.slow), "up", "model list"])
def test_a_read_only_workspace_can_be_looked_at_and_says_in_a_sentence_that_no_more_goes(
    played, without_override, order, said
):
    folders = [played.workspace, *(path for path in played.workspace.rglob("*") if path.is_dir())]
    before = contents(played.workspace)
    for folder in folders:
        folder.chmod(0o500)
    done = played(*order.split(), "--json", prefix=without_override)
    for folder in folders:
        folder.chmod(0o700)
    if order == "model list":
        assert done.code == 0 and "tiny" in done.out, done.err
    else:
        done.is_refusal(7, *READ_ONLY)
        where = played.workspace / ("state" if order == "up" else "output")
        said(done.json["error"], "storage.not_writable", str(where), "it is read-only (dr-x------)", *READ_ONLY)
    assert contents(played.workspace) == before


def test_a_workspace_that_cannot_be_made_is_said_in_a_sentence(sdad_in, tmp_path):
    (tmp_path / "file").write_text("in the way")
    sdad_in(tmp_path / "file" / "Sdad")("dataset", "list").is_refusal(7, "Cannot write into", "choose another folder")


def test_the_override_is_given_up(without_override, tmp_path):
    """The tests above would show nothing if permissions did not hold."""
    tmp_path.chmod(0o555)
    done = subprocess.run([*without_override, "touch", str(tmp_path / "x")], capture_output=True, text=True)
    tmp_path.chmod(0o755)
    assert done.returncode != 0 and "Permission denied" in done.stderr
