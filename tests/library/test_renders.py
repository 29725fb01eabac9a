import errno
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from sdad.audio import files
from sdad.audio.buffer import Audio
from sdad.control.delivery import Delivery
from sdad.errors import Corrupt, DiskFull, FormatTooNew, NotFound
from sdad.library import renders as renders_file
from sdad.library.layout import Workspace
from sdad.library.output import DriveGone
from sdad.library.renders import ModelRef, Renders, Sidecar, new_render_id, read_sidecar
from sdad.synthesis.request import RenderRequest


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "Sdad").ensure()


@pytest.fixture
def renders(workspace):
    return Renders(workspace)


def sound(level=0.25, frames=4800) -> Audio:
    return Audio(np.full((2, frames), level, np.float32), 48000)


def sidecar(id="7f3a91", take=42, **request) -> Sidecar:
    return Sidecar(
        id=id,
        sdad_version="0.1.0",
        model=ModelRef(name="rain", version="v0001", weights_sha256="0" * 64),
        request=RenderRequest(**{"model": "rain", "version": "v0001", "take": take, **request}),
        seconds=0.1,
        asked={"brightness": 0.8, "tension": None},
        got={"brightness": 0.78, "tension": None},
        asked_natural={"brightness": 2900.0, "tension": None},
        got_natural={"brightness": 2850.0, "tension": None},
        warnings=["Tension has nothing to hold on to here."],
    )


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_render_is_found_with_everything_about_it(renders, workspace):
    path, beside = renders.publish(sound(), sidecar())
    assert visible(workspace.output) == ["rain-take0042-7f3a91.json", "rain-take0042-7f3a91.wav"]
    assert soundfile.info(path).subtype == "PCM_24" and soundfile.info(path).samplerate == 48000
    assert read_sidecar(beside) == sidecar().model_copy(update={"created": read_sidecar(beside).created})
    assert json.loads(beside.read_text())["request"]["positions"]["duration"] is not None
    assert renders.get("7f3a91").path == path
    for given in ("7f3a91", str(path), str(beside)):
        assert renders.find(given).path == path
    assert [take.id for take in renders.list()] == ["7f3a91"]


def test_an_output_folder_that_somebody_has_removed_is_made_again(renders, workspace):
    workspace.output.rmdir()
    renders.publish(sound(), sidecar())
    assert visible(workspace.output) == ["rain-take0042-7f3a91.json", "rain-take0042-7f3a91.wav"]


def test_without_the_drive_of_the_output_folder_nothing_is_written_into_its_mount_point(
    renders, workspace, tmp_path, said
):
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second drive")
    with tempfile.TemporaryDirectory(dir=memory) as drive:
        workspace.output.rmdir()
        workspace.output.symlink_to(drive)
        renders.publish(sound(), sidecar())
        workspace.output.unlink()
        workspace.output.mkdir()  # what an unmounted drive leaves behind
        with pytest.raises(DriveGone) as refused:
            renders.publish(sound(), sidecar(id="7f3a92"))
        again = "Connect it again, or, if renders are to go where the folder is now, delete"
        said(refused.value, "storage.drive_gone", str(workspace.output), again)
        assert list(workspace.output.iterdir()) == []
        workspace.output.rmdir()
        workspace.output.symlink_to(drive)
        renders.publish(sound(), sidecar(id="7f3a92"))
        takes = [path.stem for path in sorted(workspace.output.glob("*.wav"))]
        assert takes == ["rain-take0042-7f3a91", "rain-take0042-7f3a92"]


def test_lists_say_of_a_take_all_that_its_render_said(renders):
    renders.publish(sound(), sidecar())
    listed = renders.newest().summary()
    assert listed["asked"] == {"brightness": 0.8, "tension": None}
    assert listed["got"] == {"brightness": 0.78, "tension": None}
    assert listed["asked_natural"] == {"brightness": 2900.0, "tension": None}
    assert listed["got_natural"] == {"brightness": 2850.0, "tension": None}
    assert listed["warnings"] == ["Tension has nothing to hold on to here."]


@pytest.mark.parametrize(("container", "depth"), [("wav", "32f"), ("flac", "16"), ("aiff", "24")])
def test_each_container_has_its_ending(renders, container, depth):
    path, _ = renders.publish(sound(), sidecar(delivery=Delivery.of(container=container, depth=depth)))
    assert path.suffix == f".{container}"
    assert soundfile.info(path).format == container.upper()
    assert renders.get("7f3a91").path == path


def test_the_same_job_again_gives_the_same_file(renders, workspace):
    first = renders.publish(sound(), sidecar())
    stamp = first[0].stat().st_mtime_ns
    assert renders.publish(sound(0.5), sidecar()) == first
    assert first[0].stat().st_mtime_ns == stamp
    assert len(visible(workspace.output)) == 2


def test_a_crash_between_sidecar_and_audio_is_completed(renders, workspace):
    path, _ = renders.publish(sound(), sidecar())
    path.unlink()
    assert renders.publish(sound(), sidecar())[0] == path
    assert path.is_file()
    assert len(visible(workspace.output)) == 2


@pytest.mark.parametrize("taken", ["wav", "json"])
def test_a_file_of_somebody_elses_is_never_overwritten(renders, workspace, taken):
    foreign = workspace.output / f"rain-take0042-7f3a91.{taken}"
    foreign.write_text("mine")
    path, beside = renders.publish(sound(), sidecar())
    assert foreign.read_text() == "mine"
    assert path.name == "rain-take0042-7f3a91-2.wav" and beside.stem == path.stem
    assert renders.get("7f3a91").path == path


@pytest.mark.parametrize("failing", ["write", "write_new_text", "place_new"])
def test_a_full_disk_leaves_no_half_render(renders, workspace, monkeypatch, failing):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files if failing == "write" else renders_file, failing, full)
    with pytest.raises(DiskFull):
        renders.publish(sound(), sidecar())
    assert visible(workspace.output) == []
    assert renders.list() == []
    monkeypatch.undo()
    assert renders.publish(sound(), sidecar())[0].is_file()


def test_a_folder_of_the_musicians_is_used_and_remembered(renders, workspace, tmp_path):
    path, _ = renders.publish(sound(), sidecar(), out=tmp_path / "Song" / "Samples")
    assert path.parent == tmp_path / "Song" / "Samples"
    assert visible(workspace.output) == []
    assert renders.get("7f3a91").path == path
    assert [take.id for take in renders.list()] == ["7f3a91"]
    path.unlink()
    assert renders.list() == []


def test_the_newest_come_first_and_as_many_as_asked(renders):
    for number in range(5):
        _, beside = renders.publish(sound(), sidecar(id=f"id{number}", take=number))
        os.utime(beside, ns=(0, number * 10**9))
    assert [take.id for take in renders.list(3)] == ["id4", "id3", "id2"]


def test_a_damaged_sidecar_hides_one_take_only(renders, workspace):
    renders.publish(sound(), sidecar(id="good"))
    _, beside = renders.publish(sound(), sidecar(id="bad"))
    beside.write_text("{")
    assert [take.id for take in renders.list()] == ["good"]
    with pytest.raises(Corrupt):
        renders.get("bad")
    beside.write_text('{"format": 2}')
    with pytest.raises(FormatTooNew):
        renders.get("bad")


def test_a_star_is_kept_beside_the_file_not_in_it(renders):
    _, beside = renders.publish(sound(), sidecar())
    before = beside.read_bytes()
    assert renders.star("7f3a91").starred
    assert renders.get("7f3a91").starred
    assert beside.read_bytes() == before
    assert not renders.star("7f3a91", False).starred


def test_a_discarded_take_lies_in_the_trash_and_its_number_is_not_used_again(renders, workspace):
    path, _ = renders.publish(sound(), sidecar())
    data = path.read_bytes()
    moved = renders.discard("7f3a91")
    assert moved.parent == workspace.trash and moved.read_bytes() == data
    assert moved.with_suffix(".json").is_file()
    assert renders.list() == []
    with pytest.raises(NotFound):
        renders.get("7f3a91")
    assert renders.next_take("rain") == 43


def test_a_take_fed_back_is_a_recording_that_says_so(renders, workspace):
    path, _ = renders.publish(sound(), sidecar())
    fed = renders.feed("7f3a91")
    assert fed == workspace.datasets / "rain" / "machine-rain-take0042-7f3a91.wav"
    assert fed.read_bytes() == path.read_bytes()
    assert renders.feed("7f3a91") == fed
    assert visible(fed.parent) == [fed.name]
    assert renders.get("7f3a91").fed == fed.name


def test_take_numbers_count_per_model(renders):
    assert renders.next_take("rain") == 1
    renders.publish(sound(), sidecar(take=7))
    assert renders.next_take("rain") == 8
    assert renders.next_take("rain-take0042-x") == 1


def test_what_a_dead_process_left_is_swept(renders, workspace):
    path, _ = renders.publish(sound(), sidecar())
    left, being_written = files_hidden(path), files_hidden(path)
    os.utime(left, (0, 0))
    renders.sweep()
    assert not left.exists() and being_written.is_file() and path.is_file()


def files_hidden(path: Path) -> Path:
    left = renders_file.hidden_beside(path)
    left.write_bytes(b"half")
    return left


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "no such", "a/b.wav"])
def test_an_id_cannot_reach_outside(renders, name):
    with pytest.raises(NotFound):
        renders.get(name)
    with pytest.raises(ValidationError):
        sidecar(id=name)


def test_a_path_is_no_id_even_where_a_sidecar_lies(renders, workspace, tmp_path):
    path, beside = renders.publish(sound(), sidecar())
    foreign = tmp_path / "private.json"
    foreign.write_text(beside.read_text())
    foreign.with_suffix(".wav").write_bytes(path.read_bytes())
    for given in (str(foreign), str(foreign.with_suffix(".wav")), str(path), str(beside)):
        for ask in (renders.get, renders.star, renders.feed, renders.discard):
            with pytest.raises(NotFound):
                ask(given)
    assert foreign.is_file() and foreign.with_suffix(".wav").is_file()


@pytest.mark.parametrize("id", ["../../escaped", "a/b", "", "a\n", "é"])
def test_a_sidecar_whose_id_is_none_cannot_be_read(renders, id):
    _, beside = renders.publish(sound(), sidecar())
    beside.write_text(json.dumps({**json.loads(beside.read_text()), "id": id}))
    with pytest.raises(Corrupt, match="id: "):
        renders.find(str(beside))


def test_ids_are_fresh_and_can_be_typed():
    made = {new_render_id() for _ in range(200)}
    assert len(made) == 200
    assert all(len(name) == 8 for name in made)
