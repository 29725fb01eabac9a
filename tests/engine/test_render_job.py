import gc
import json
import shutil
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from sdad import __version__
from sdad.audio.files import read
from sdad.audio.loudness import integrated_lufs
from sdad.control.delivery import Delivery
from sdad.control.parameters import DESCRIPTORS
from sdad.descriptors.measure import measure
from sdad.engine import render_job
from sdad.engine.render_job import Stage
from sdad.engine.resident import calibration_of, origins_of
from sdad.errors import Cancelled, Corrupt, DeviceUnavailable, NotFound
from sdad.library.blends import save_blend
from sdad.library.fingerprints import sha256
from sdad.library.models import Models
from sdad.library.renders import Renders, read_sidecar
from sdad.model.device import available_devices
from sdad.model.generative import BLOCK, SMALL_BLOCK, GenerativeModel
from sdad.model.gestures import FRAMES, N_BANDS
from sdad.model.recordings import Origin
from sdad.synthesis import novelty
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest, Share

KEYS = {
    "id", "path", "sidecar", "model", "version", "take", "seconds", "asked", "got", "asked_natural", "got_natural",
    "lufs", "true_peak_dbtp", "warnings", "cpu_seconds", "blend",
}  # fmt: skip


def request(take=1, version="v0001", **changed):
    return RenderRequest(**{"model": "tiny", "version": version, "take": take, "seconds": 1.0, **changed})


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def workspace(tiny_workspace, tmp_path_factory):
    """A copy of the workspace with the tiny model, in which these tests render."""
    root = tmp_path_factory.mktemp("stage") / "Sdad"
    shutil.copytree(tiny_workspace.root, root)
    return type(tiny_workspace)(root)


@pytest.fixture(scope="module")
def stage(workspace):
    return Stage(workspace, "cpu")


@pytest.fixture(scope="module")
def card(workspace):
    return Models(workspace).current("tiny").card


@pytest.fixture(scope="module")
def asked():
    return request(positions={"brightness": 0.8, "width": 0.25})


@pytest.fixture(scope="module")
def taken(stage, asked):
    """The result of one render, and what it told on the way."""
    told = []
    return stage.render(asked, job="first", progress=told.append), told


def test_the_result_says_where_the_take_lies_and_how_it_came_out(workspace, taken, asked):
    result, told = taken
    assert result.keys() == KEYS and json.loads(json.dumps(result)) == result
    assert (result["id"], result["model"], result["version"], result["take"]) == ("first", "tiny", "v0001", 1)
    path = workspace.output / "tiny-take0001-first.wav"
    assert (result["path"], result["sidecar"]) == (str(path), str(path.with_suffix(".json")))
    found = soundfile.info(path)
    assert (found.samplerate, found.channels, found.subtype) == (48000, 2, "PCM_24")
    assert result["seconds"] == found.frames / 48000 >= 1.0
    assert result["cpu_seconds"] > 0
    assert told == sorted(told) and told[0] >= 0 and 0.5 < told[-1] <= 1


def test_asked_is_the_request_in_positions_and_in_the_units_of_the_model(taken, asked, card):
    result, _ = taken
    assert result["asked"] == asked.positions
    naturals = result["asked_natural"]
    assert naturals.keys() == {row.id for row in DESCRIPTORS}
    assert {name for name, value in naturals.items() if value is not None} == {"brightness", "width"}
    for row in DESCRIPTORS:
        if naturals[row.id] is not None:
            assert naturals[row.id] == card.reaches[row.id].natural(row.curve, asked.positions[row.id])


def test_got_is_what_the_file_measures(taken, card):
    result, _ = taken
    audio = read(Path(result["path"]))
    measured = measure(audio)
    assert result["got"].keys() == result["got_natural"].keys() == measured.keys()
    for row in DESCRIPTORS:
        got, got_natural = result["got"][row.id], result["got_natural"][row.id]
        if measured[row.id] is None:
            assert got is None and got_natural is None
            continue
        # The file has 24 bits where the samples that were measured had more.
        assert got_natural == pytest.approx(measured[row.id], rel=0.02, abs=0.02), row.id
        position = card.reaches[row.id].position(row.curve, got_natural)
        assert got == pytest.approx(min(2.0, max(-1.0, position))), row.id
    assert result["lufs"] == pytest.approx(integrated_lufs(audio), abs=0.05)
    assert np.abs(audio.samples).max() <= 10 ** (result["true_peak_dbtp"] / 20) + 1e-6


def test_the_sidecar_says_the_same_and_what_is_needed_to_render_it_again(taken, asked, card):
    result, _ = taken
    sidecar = json.loads(Path(result["sidecar"]).read_text("utf-8"))
    shared = (KEYS & sidecar.keys()) - {"model"}
    assert {"asked", "got", "asked_natural", "got_natural", "seconds", "lufs"} <= shared
    assert {name: sidecar[name] for name in shared} == {name: result[name] for name in shared}
    assert sidecar["model"] == {"name": "tiny", "version": "v0001", "weights_sha256": card.weights_sha256}
    assert RenderRequest.model_validate(sidecar["request"]) == asked
    assert (sidecar["device"], sidecar["sdad_version"]) == ("cpu", __version__)


def test_the_same_request_gives_the_same_bytes_on_a_new_stage_under_another_name(workspace, taken):
    result, _ = taken
    request_again = read_sidecar(Path(result["sidecar"])).request
    again = Stage(workspace, "cpu").render(request_again, job="again")
    assert again["path"] != result["path"]
    assert sha256(Path(again["path"])) == sha256(Path(result["path"]))
    varying = {"id", "path", "sidecar", "cpu_seconds"}
    assert {name: again[name] for name in KEYS - varying} == {name: result[name] for name in KEYS - varying}
    other = Stage(workspace, "cpu").render(request_again.model_copy(update={"take": 2}), job="other")
    assert sha256(Path(other["path"])) != sha256(Path(result["path"]))


def test_a_job_that_is_done_twice_as_after_a_crash_leaves_one_take(workspace, stage):
    once = stage.render(request(take=3), job="crashed")
    marks = [sha256(path) for path in sorted(workspace.output.glob("*crashed*"))]
    again = stage.render(request(take=3), job="crashed")
    assert once["path"] == again["path"]
    assert [sha256(path) for path in sorted(workspace.output.glob("*crashed*"))] == marks and len(marks) == 2


def test_a_take_goes_into_the_folder_that_was_asked_for_and_in_the_form_that_was(workspace, stage, tmp_path):
    before = files_in(workspace.output)
    delivery = Delivery.of(44100, "16", 1, "flac")
    result = stage.render(request(take=4, delivery=delivery), job="elsewhere", out=tmp_path / "mine")
    assert files_in(tmp_path) == ["tiny-take0004-elsewhere.flac", "tiny-take0004-elsewhere.json"]
    assert files_in(workspace.output) == before
    found = soundfile.info(result["path"])
    assert (found.samplerate, found.channels, found.format, found.subtype) == (44100, 1, "FLAC", "PCM_16")
    assert str(Renders(workspace).get("elsewhere").path) == result["path"]


@pytest.mark.parametrize("after", ["no step", "the first step", "the last step but one"])
def test_a_stop_is_heeded_at_the_next_step_and_publishes_nothing(workspace, stage, taken, after):
    steps = {"no step": 0, "the first step": 1, "the last step but one": len(taken[1]) - 1}[after]
    before, told, stopping = files_in(workspace.root), [], threading.Event()

    def progress(fraction):
        told.append(fraction)
        if len(told) == steps:
            stopping.set()

    if not steps:
        stopping.set()
    with pytest.raises(Cancelled):
        stage.render(request(take=5), job="stopped", progress=progress, stopping=stopping)
    assert told == taken[1][:steps]
    assert files_in(workspace.root) == before


def test_a_stage_renders_on_after_a_stop(stage, asked, taken):
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Cancelled):
        stage.render(asked, job="given-up", stopping=stopping)
    assert stage.render(asked, job="after")["got"] == taken[0]["got"]


@pytest.mark.parametrize(("model", "version"), [("tyni", "v0001"), ("tiny", "v0007")])
def test_a_model_that_is_not_there_is_said(stage, model, version):
    with pytest.raises(NotFound) as refused:
        stage.render(request(model=model, version=version), job="none")
    assert "tiny" in str(refused.value)


ROLL_BACK = "Go back to another version (sdad model rollback) or train again"


def cut_short(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_figures(path):
    card = json.loads(path.read_text("utf-8"))
    card["figures"] = {}
    path.write_text(json.dumps(card), "utf-8")


def with_strange_responses(path):
    card = json.loads(path.read_text("utf-8"))
    card["responses"]["brightness"] = {"drives": "loud"}
    path.write_text(json.dumps(card), "utf-8")


@pytest.mark.parametrize(
    ("name", "damage", "remedy"),
    [
        ("weights.safetensors", cut_short, ROLL_BACK),
        ("grains.safetensors", cut_short, "sdad model rollback"),
        ("model.json", cut_short, "Restore it from a backup or remove it"),
        ("model.json", without_figures, ROLL_BACK),
        ("model.json", with_strange_responses, ROLL_BACK),
    ],
)
def test_a_damaged_version_is_named_with_a_remedy_and_publishes_nothing(own_workspace, name, damage, remedy, said):
    path = own_workspace.models / "tiny" / "v0001" / name
    damage(path)
    before = files_in(own_workspace.output)
    with pytest.raises(Corrupt) as refused:
        Stage(own_workspace, "cpu").render(request(), job="damaged")
    said(refused.value, "library.corrupt", str(path), f"{name} is damaged: ", remedy)
    assert files_in(own_workspace.output) == before


def test_a_render_that_a_device_has_no_memory_for_is_made_on_the_cpu(own_workspace, monkeypatch, said):
    asked = []

    def short_of_memory(player, request, progress, stopping):
        asked.append(stage.device)
        if stage.device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return render(player, request, progress, stopping)

    stage = Stage(own_workspace, "cpu")
    monkeypatch.setattr(render_job, "render", short_of_memory)
    # "meta" stands for a device that is there: torch puts weights on it, and nothing can be computed.
    stage.resident.move("meta")
    report = stage.render(request(seconds=0.5), job="small")
    assert asked == ["meta", "meta", "cpu"] and stage.device == "cpu"
    assert read_sidecar(Path(report["sidecar"])).device == "cpu"
    said(stage.left, "engine.device_full", "meta", "goes on on the CPU", "Close other programs that use it and start")
    assert stage.left.text in report["warnings"]
    assert stage.render(request(seconds=0.5), job="next")["warnings"] == []


def test_a_render_that_a_device_is_short_of_memory_for_is_made_in_smaller_blocks(own_workspace, monkeypatch):
    blocks, elsewhere = [], Stage(own_workspace, "cpu")
    real = elsewhere.instrument(Models(own_workspace).current("tiny"))

    def short_of_memory(player, request, progress, stopping):
        blocks.append(player.model.block)
        if blocks[-1] > SMALL_BLOCK:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return render(real, request, progress, stopping)

    stage = Stage(own_workspace, "cpu")
    monkeypatch.setattr(render_job, "render", short_of_memory)
    stage.resident.move("meta")
    report = stage.render(request(seconds=0.5), job="small")
    assert blocks == [BLOCK, SMALL_BLOCK] and stage.device == "meta"
    assert any("smaller blocks" in warning for warning in report["warnings"])


def test_smaller_blocks_sound_the_same(own_workspace):
    stage = Stage(own_workspace, "cpu")
    bands = np.random.default_rng(1).uniform(-60, 0, (70, FRAMES, N_BANDS)).astype(np.float32)
    model = stage.instrument(Models(own_workspace).current("tiny")).model
    whole = model.decode(model.encode(bands))
    model.block = SMALL_BLOCK
    assert np.abs(model.decode(model.encode(bands)) - whole).max() < 1e-3


def test_a_model_that_a_device_has_no_memory_for_is_loaded_to_the_cpu_in_the_end(own_workspace, monkeypatch, said):
    shutil.copytree(own_workspace.models / "tiny" / "v0001", own_workspace.models / "tiny" / "v0002")
    stage = Stage(own_workspace, "cpu")
    stage.resident.move("meta")
    stage.load("tiny", "v0001")
    tried, load = [], GenerativeModel.load

    def short_of_memory(path, device="cpu"):
        tried.append((device, len(stage.resident.listing())))
        if device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return load(path, device)

    monkeypatch.setattr(GenerativeModel, "load", short_of_memory)
    stage.load("tiny", "v0002")
    assert tried == [("meta", 1), ("meta", 0), ("meta", 0), ("cpu", 0)]
    assert stage.device == "cpu"
    said(stage.left, "engine.device_full", "meta", "goes on on the CPU", "Close other programs that use it and start")
    assert [one["version"] for one in stage.resident.listing()] == ["v0002"]


def test_what_filled_the_memory_is_let_go_of_before_the_device_is_asked_to_free_it(own_workspace, monkeypatch):
    filling, freed = [], []

    class Filling:
        """Stands for a tensor on the device."""

    def short_of_memory(player, request, progress, stopping):
        if filling:
            raise ZeroDivisionError("far enough")
        tensor = Filling()
        filling.append(weakref.ref(tensor))
        raise torch.OutOfMemoryError("CUDA out of memory")

    def free():
        gc.collect()
        freed.append(filling[0]() is None)

    monkeypatch.setattr(render_job, "render", short_of_memory)
    monkeypatch.setattr(render_job, "free_device_memory", free)
    stage = Stage(own_workspace, "cpu")
    stage.resident.move("meta")
    with pytest.raises(ZeroDivisionError):
        stage.render(request(seconds=0.5), job="full")
    assert freed == [True]


def test_other_models_make_way_before_the_device_is_given_up(own_workspace, monkeypatch):
    shutil.copytree(own_workspace.models / "tiny" / "v0001", own_workspace.models / "tiny" / "v0002")
    stage = Stage(own_workspace, "cpu")
    stage.load("tiny", "v0002")
    stage.resident.move("meta")
    stage.load("tiny", "v0002")
    held = []

    def short_of_memory(player, request, progress, stopping):
        held.append([one["version"] for one in stage.resident.listing()])
        if len(held) == 1:
            raise RuntimeError("MPS backend out of memory")
        raise ZeroDivisionError("far enough")

    monkeypatch.setattr(render_job, "render", short_of_memory)
    with pytest.raises(ZeroDivisionError):
        stage.render(request(seconds=0.5), job="roomy")
    assert held == [["v0002", "v0001"], ["v0001"]] and stage.device == "meta"


def test_the_version_asked_for_plays_whichever_is_current(own_workspace):
    folder = own_workspace.models / "tiny"
    shutil.copytree(folder / "v0001", folder / "v0002")
    (folder / "current").write_text("v0002\n")
    stage = Stage(own_workspace, "cpu")
    for version in ("v0001", "v0002"):
        assert stage.render(request(version=version, seconds=0.5), job=version)["version"] == version


def test_the_device_is_the_one_that_is_here(workspace):
    assert Stage(workspace).device == available_devices()[0]
    absent = next(name for name in ("cuda", "mps") if name not in available_devices())
    with pytest.raises(DeviceUnavailable) as refused:
        Stage(workspace, absent)
    assert absent in str(refused.value) and "cpu" in str(refused.value)


def test_recordings_have_the_names_that_the_card_gives_them(card):
    names = [recording.file for recording in card.recordings]
    assert [origin.file for origin in origins_of(card)] == names
    # Cards of before tell the files, and not how many recordings were kept of each.
    figures = {name: value for name, value in card.figures.items() if name != "grain_origins"}
    old = card.model_copy(update={"figures": figures})
    assert origins_of(old) == [Origin(name) for name in names]
    assert origins_of(old.model_copy(update={"recordings": card.recordings[1:]})) == []


def test_a_warning_reaches_the_reply_and_the_sidecar(own_workspace, monkeypatch):
    close = "This take is nearly a copy of rain.wav at 3.0 s (correlation 0.97); raise Variation or try another take."
    monkeypatch.setattr(novelty, "too_close", lambda found, origins, variation: [close])
    report = Stage(own_workspace, "cpu").render(request(seconds=0.5), job="close")
    assert close in report["warnings"]
    assert read_sidecar(Path(report["sidecar"])).warnings == report["warnings"]


def test_a_model_that_was_calibrated_with_other_meters_says_so_in_every_take(own_workspace):
    assert Stage(own_workspace, "cpu").render(request(seconds=0.5), job="today")["warnings"] == []
    path = own_workspace.models / "tiny" / "v0001" / "model.json"
    card = json.loads(path.read_text())
    for older in ({**card, "meters": 99}, {name: value for name, value in card.items() if name != "meters"}):
        path.write_text(json.dumps(older))
        (warning,) = Stage(own_workspace, "cpu").render(request(seconds=0.5), job="before")["warnings"]
        assert warning.startswith("Model tiny was calibrated by another version") and "sdad train tiny" in warning


def test_a_calibration_comes_back_from_the_card_as_it_was_measured(card):
    calibration = calibration_of(card)
    assert calibration.reaches == card.reaches
    assert {name: response.model_dump() for name, response in calibration.responses.items()} == {
        name: {key: tuple(values) for key, values in kept.items()} for name, kept in card.responses.items()
    }
    assert calibration.auto == card.figures["auto"]


@pytest.fixture(scope="module")
def two_models(workspace, noises_workspace):
    """The workspace with a second model in it."""
    shutil.copytree(noises_workspace.models / "noises", workspace.models / "noises", dirs_exist_ok=True)
    return Models(workspace)


def blended(weight, **changed):
    return request(blend=(Share(model="noises", version="v0001", weight=weight),), **changed)


def test_a_blend_is_played_and_its_sidecar_names_all_that_played(stage, two_models):
    made = stage.render(blended(0.25), job="blended")
    assert [(part["name"], part["weight"]) for part in made["blend"]] == [("tiny", 0.75), ("noises", 0.25)]
    sidecar = read_sidecar(Path(made["sidecar"]))
    assert sidecar.blend[1].weights_sha256 == two_models.current("noises").weights_sha256
    assert sidecar.model.name == "tiny"
    assert sidecar.request == blended(0.25)


def test_all_of_the_other_model_is_the_other_model(stage, two_models):
    all_of_it = stage.render(blended(1.0), job="all")
    alone = stage.render(request(model="noises"), job="alone")
    assert np.array_equal(read(Path(all_of_it["path"])).samples, read(Path(alone["path"])).samples)
    assert [part["name"] for part in all_of_it["blend"]] == ["noises"]
    assert alone["blend"] == []


def test_a_blend_that_was_kept_plays_as_it_did_before(stage, two_models):
    parts = [(two_models.current("tiny"), 0.6), (two_models.current("noises"), 0.4)]
    kept = save_blend(two_models, "both", parts)
    now = stage.render(blended(0.4, positions={"brightness": 0.7}), job="now")
    later = stage.render(request(model="both", version=kept.version, positions={"brightness": 0.7}), job="later")
    assert np.array_equal(read(Path(now["path"])).samples, read(Path(later["path"])).samples)
    assert later["blend"] == now["blend"]
    assert later["asked_natural"] == now["asked_natural"]


def test_a_part_of_a_kept_blend_that_is_damaged_is_told(two_models, workspace):
    kept = save_blend(two_models, "damaged", [(two_models.current("tiny"), 1.0), (two_models.current("noises"), 1.0)])
    (kept.folder / "parts" / "1" / "weights.safetensors").write_bytes(b"nothing")
    with pytest.raises(Corrupt):
        Stage(workspace, "cpu").render(request(model="damaged"), job="damaged")


def test_a_kept_blend_may_be_blended_again(stage, two_models):
    parts = [(two_models.current("tiny"), 0.5), (two_models.current("noises"), 0.5)]
    save_blend(two_models, "half", parts)
    made = stage.render(blended(0.5, model="half", seconds=0.5), job="again")
    assert [(part["name"], part["weight"]) for part in made["blend"]] == [
        ("tiny", 0.25), ("noises", 0.25), ("noises", 0.5),
    ]  # fmt: skip


def test_a_version_whose_folder_is_removed_goes_on_from_memory_and_the_next_load_is_refused(own_workspace):
    folder = own_workspace.models / "tiny" / "v0001"
    stage = Stage(own_workspace, "cpu")
    before = Path(stage.render(request(seconds=0.5), job="before")["path"])
    shutil.rmtree(folder)
    after = Path(stage.render(request(seconds=0.5), job="after")["path"])
    assert sha256(after) == sha256(before)
    with pytest.raises(NotFound, match="tiny") as refusal:
        Stage(own_workspace, "cpu").render(request(seconds=0.5), job="next")
    assert refusal.value.thing == "tiny"


def test_a_version_whose_folder_is_removed_is_given_up_when_a_recording_is_not_in_memory(own_workspace, said):
    stage = Stage(own_workspace, "cpu")
    stage.load("tiny", "v0001")
    shutil.rmtree(own_workspace.models / "tiny" / "v0001")
    with pytest.raises(NotFound) as refused:
        stage.render(request(seconds=0.5), job="unheard")
    remedy = "Its folder has gone; render again without it, or put it back"
    said(refused.value, "library.not_found", "v0001", "version of tiny", remedy)
    assert stage.resident.listing() == []
