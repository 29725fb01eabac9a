import json
import shutil
import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch

from sdad.audio.decode import ATTEMPTS
from sdad.engine import training_job
from sdad.engine.gate import MUCH_FURTHER
from sdad.engine.training_job import STAGE_SHARES, report, train
from sdad.errors import Cancelled, DeviceUnavailable, InvalidName, ModelRefused, NotFound, SdadError
from sdad.library.datasets import Datasets
from sdad.library.fingerprints import sha256
from sdad.library.layout import Workspace
from sdad.library.models import Models
from sdad.model.device import available_devices
from sdad.synthesis import texture
from sdad.training.fit import fit
from sdad.training.schedules import Budget

SPENT = Budget(vae_steps=10, flow_steps=10, gestures=60, minutes=1, positions=2, takes=1, take_s=0.6)
LISTENING, VAE, FLOW, CALIBRATING = STAGE_SHARES
KEYS = {
    "model", "version", "effort", "device", "cpu_seconds", "wall_seconds", "minutes", "used", "skipped", "broken_off",
    "notes", "still_improving", "advice", "parent", "candidate",
}  # fmt: skip


@dataclass
class Training:
    """What one training told, and its report or the exception that ended it."""

    told: list[tuple[str, float, float]] = field(default_factory=list)
    remarks: list[SdadError] = field(default_factory=list)
    report: dict[str, Any] | None = None
    ended_by: Exception | None = None

    @property
    def stages(self):
        return list(dict.fromkeys(stage for stage, _, _ in self.told))


def training(workspace, dataset="pair", stop_at=None, device="cpu", seed=0, budget=SPENT, job=""):
    """Trains; stops as soon as a stage has got to a fraction of the whole, if ``stop_at`` names them."""
    done, stopping = Training(), threading.Event()

    def progress(stage, fraction, eta_s):
        done.told.append((stage, fraction, eta_s))
        if stop_at and stage == stop_at[0] and fraction >= stop_at[1]:
            stopping.set()

    try:
        done.report = train(
            workspace, dataset, effort="sketch", device=device, seed=seed, job=job, progress=progress,
            stopping=stopping, budget=budget, remark=done.remarks.append,
        )  # fmt: skip
    except Cancelled as cancelled:
        done.ended_by = cancelled
    return done


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def begun(record, tmp_path_factory):
    """Returns a function that gives a workspace with two short recordings, one of them twice, and two other files."""

    def make(which=range(1, 3)):
        workspace = Workspace(tmp_path_factory.mktemp("training") / "Sdad").ensure()
        folder = workspace.datasets / "pair"
        record(folder, which, 1.2)
        shutil.copy(folder / "sound1.wav", folder / "the same.wav")
        (folder / "lyrics.wav").write_text("la la la\n" * 100)
        (folder / "notes.txt").write_text("Recorded in the rain.")
        return workspace

    return make


@pytest.fixture(scope="module")
def stopped(begun):
    """A workspace in which a training was stopped when it began to calibrate."""
    workspace = begun()
    return workspace, training(workspace, stop_at=(CALIBRATING, 0))


@pytest.fixture
def interrupted(stopped, tmp_path):
    """A copy of it."""
    shutil.copytree(stopped[0].root, tmp_path / "Sdad")
    return Workspace(tmp_path / "Sdad")


@pytest.fixture(scope="module")
def finished(stopped, tmp_path_factory):
    """A copy of it in which the training has gone on to its end."""
    root = tmp_path_factory.mktemp("finished") / "Sdad"
    shutil.copytree(stopped[0].root, root)
    return Workspace(root), training(Workspace(root))


@pytest.fixture(scope="module")
def version(finished):
    return Models(finished[0]).current("pair")


def test_a_stopped_training_leaves_checkpoints_and_no_trace_of_a_model(stopped):
    workspace, done = stopped
    assert isinstance(done.ended_by, Cancelled)
    assert files_in(workspace.checkpoints) == {"pair/vae.safetensors", "pair/flow.safetensors"}
    assert files_in(workspace.models) == set() and Models(workspace).names() == []
    assert not list(workspace.models.rglob(".staging-*"))


def test_it_goes_on_without_learning_again_and_clears_its_checkpoints_away(stopped, finished):
    assert stopped[1].stages == [LISTENING, VAE, FLOW, CALIBRATING]
    workspace, done = finished
    assert done.stages == [LISTENING, CALIBRATING]
    assert files_in(workspace.checkpoints) == set()
    assert not list(workspace.models.rglob(".staging-*"))


def test_the_same_seed_gives_the_same_model_whether_it_was_interrupted_or_not(begun, version):
    workspace = begun()
    whole = training(workspace)
    assert whole.stages == [LISTENING, VAE, FLOW, CALIBRATING]
    other = Models(workspace).current("pair")
    assert other.weights_sha256 == version.weights_sha256 == sha256(version.weights)
    assert other.card.reaches == version.card.reaches and other.card.responses == version.card.responses
    for name in ("grains.safetensors", *(f"grains/{number:04d}.flac" for number in range(2))):
        assert sha256(other.folder / name) == sha256(version.folder / name), name


def test_a_job_makes_one_version_however_often_it_is_done(interrupted, monkeypatch):
    first = training(interrupted, job="t1")
    again = training(interrupted, job="t1")
    assert again.report == first.report and again.stages == []
    assert Models(interrupted).versions("pair") == ["v0001"]
    assert Models(interrupted).current("pair").card.job == "t1"
    # Two processes at the same job: the one that comes later finds it done when it wants to publish.
    made_by, asked = Models.made_by, []

    def late(models, name, job):
        asked.append(job)
        return None if len(asked) == 1 else made_by(models, name, job)

    monkeypatch.setattr(Models, "made_by", late)
    assert training(interrupted, job="t1").report == first.report
    assert Models(interrupted).versions("pair") == ["v0001"]
    assert files_in(interrupted.models / "pair" / "v0001") and not list(interrupted.models.rglob(".staging-*"))


@pytest.mark.parametrize("run", ["stopped", "finished"])
def test_progress_never_falls_and_the_time_left_shrinks_to_nothing(run, request):
    done = request.getfixturevalue(run)[1]
    fractions = [fraction for _, fraction, _ in done.told]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 + 1e-9 for fraction in fractions)
    assert all(eta_s >= -1e-6 for _, _, eta_s in done.told)
    if done.report:
        assert fractions[-1] == pytest.approx(1.0) and done.told[-1][2] == pytest.approx(0.0, abs=1e-6)


def test_the_report_says_what_was_heard_once_each_and_what_was_not(finished):
    told = finished[1].report
    assert told.keys() == KEYS and json.loads(json.dumps(told)) == told
    assert (told["model"], told["version"], told["parent"]) == ("pair", "v0001", None)
    assert (told["effort"], told["device"]) == ("sketch", "cpu")
    assert told["used"] == ["sound1.wav", "sound2.wav"]
    ((skipped,), notes) = told["skipped"], told["notes"]
    assert skipped["file"] == "lyrics.wav" and "no audio format" in skipped["reason"]
    assert notes == []
    assert told["minutes"] == pytest.approx(2.4 / 60, rel=0.05)
    assert told["cpu_seconds"] > 0.1 and told["wall_seconds"] > 0.1
    assert any(advice.startswith("This model heard 2 recording(s)") for advice in told["advice"])


def test_the_card_keeps_it(finished, version):
    workspace, done = finished
    assert report(version) == done.report
    card = version.card
    assert (card.dataset, card.seed, card.effort, card.device) == ("pair", 0, "sketch", "cpu")
    for used in card.recordings:
        assert used.sha256 == sha256(workspace.datasets / "pair" / used.file)
        assert used.seconds == pytest.approx(1.2) and used.used_seconds == pytest.approx(1.2, abs=0.1)
    assert [used.sample_rate for used in card.recordings] == [48000, 96000]
    assert card.grain_rate == 96000
    assert all(reach.low != reach.high for name, reach in card.reaches.items() if name in ("brightness", "width"))


def test_the_advice_names_the_effort_that_would_go_on(finished):
    told = finished[1].report
    assert told["still_improving"]
    assert any("--effort good would go on" in advice for advice in told["advice"])


def test_other_recordings_begin_afresh(interrupted):
    (interrupted.datasets / "pair" / "sound2.wav").unlink()
    done = training(interrupted, stop_at=(VAE, 0))
    assert isinstance(done.ended_by, Cancelled) and done.stages == [LISTENING, VAE]


def test_another_seed_begins_afresh(interrupted):
    done = training(interrupted, stop_at=(VAE, 0), seed=1)
    assert isinstance(done.ended_by, Cancelled) and done.stages == [LISTENING, VAE]


def test_a_recording_that_ends_the_decoder_is_told_and_tried_once_until_sdad_is_another_version(
    finished, tmp_path, faulty, monkeypatch, said
):
    shutil.copytree(finished[0].root, tmp_path / "Sdad")
    workspace = Workspace(tmp_path / "Sdad")
    bad = workspace.datasets / "pair" / "crash.wav"
    shutil.copy(workspace.datasets / "pair" / "sound1.wav", bad)
    with bad.open("ab") as file:
        file.write(b"another content")
    told = ("crash.wav cannot be read: it makes the decoder crash", "does not try it again; export it anew as WAV")
    (remark,) = training(workspace, stop_at=(VAE, 0)).remarks
    said(remark, "audio.ends_decoder", str(bad), *told)
    assert faulty("crash.wav") == ATTEMPTS

    # Whatever it is called, and whoever wants to use it.
    bad.rename(bad.with_name("crash again.wav"))
    again = training(workspace)
    assert again.remarks == [] and faulty("crash again.wav") == 0
    assert again.report["used"] == ["sound1.wav", "sound2.wav"]
    (skipped,) = [one for one in again.report["skipped"] if one["file"] == "crash again.wav"]
    assert skipped["code"] == "audio.ends_decoder"
    shutil.copy(bad.with_name("crash again.wav"), tmp_path / "crash.wav")
    (refused,) = Datasets(workspace).add("other", [tmp_path / "crash.wav"]).refused
    said(refused.error, "audio.ends_decoder", str(tmp_path / "crash.wav"), *told)
    assert faulty("crash.wav") == ATTEMPTS

    monkeypatch.setattr("sdad.library.quarantine.__version__", "another")
    assert len(training(workspace, stop_at=(VAE, 0)).remarks) == 1
    assert faulty("crash again.wav") == ATTEMPTS


def test_training_a_model_again_goes_on_from_it_and_leaves_it_as_it_was(finished, record, tmp_path):
    shutil.copytree(finished[0].root, tmp_path / "Sdad")
    workspace = Workspace(tmp_path / "Sdad")
    before = {name: sha256(workspace.models / name) for name in files_in(workspace.models)}
    record(workspace.datasets / "pair", range(3, 4), 1.2)
    told = training(workspace, device="auto").report
    assert (told["version"], told["parent"]) == ("v0002", "v0001")
    assert told["device"] == available_devices()[0]
    assert told["used"] == ["sound1.wav", "sound2.wav", "sound3.wav"]
    models = Models(workspace)
    assert models.current("pair").version == "v0002"
    figures = models.current("pair").card.figures
    assert figures["distance_db"] < MUCH_FURTHER * figures["distance_before_db"]
    # Half the steps take in what is new.
    assert models.current("pair").card.figures["flow_best_step"] <= SPENT.flow_steps // 2
    old = {name: mark for name, mark in before.items() if name.startswith("pair/v0001/")}
    assert old and all(sha256(workspace.models / name) == mark for name, mark in old.items())


def test_stopping_a_second_training_leaves_the_first_version_in_use(finished, tmp_path):
    shutil.copytree(finished[0].root, tmp_path / "Sdad")
    workspace = Workspace(tmp_path / "Sdad")
    before = files_in(workspace.models)
    assert isinstance(
        training(
            workspace, stop_at=(FLOW, 0), budget=SPENT.model_copy(update={"vae_steps": 20, "flow_steps": 20})
        ).ended_by,
        Cancelled,
    )
    assert files_in(workspace.models) == before
    assert Models(workspace).current("pair").version == "v0001"


@pytest.mark.parametrize("fraction", [0.0, 0.05], ids=["hearing", "describing"])
def test_stopping_while_it_listens_is_heeded_at_once(begun, fraction):
    workspace = begun(range(1, 4))
    done = training(workspace, stop_at=(LISTENING, fraction))
    assert isinstance(done.ended_by, Cancelled)
    after = [told for told in done.told if told[1] >= fraction]
    assert len(after) == 1 and done.stages == [LISTENING]
    assert files_in(workspace.models) == set()


def test_stopping_while_it_calibrates_is_heeded_at_the_next_take(stopped):
    assert [stage for stage, _, _ in stopped[1].told].count(CALIBRATING) == 1


def test_what_cannot_be_trained_is_refused_before_anything_is_touched(begun):
    workspace = begun()
    absent = next(name for name in ("cuda", "mps") if name not in available_devices())
    for dataset, device, error in [
        ("rian", "cpu", NotFound), ("pair", absent, DeviceUnavailable), ("../pair", "cpu", InvalidName),
    ]:  # fmt: skip
        before = files_in(workspace.root)
        with pytest.raises(error) as said:
            training(workspace, dataset, device=device)
        assert str(said.value).endswith(".") and files_in(workspace.root) == before
        assert list(workspace.models.iterdir()) == []


def test_a_training_that_a_device_has_no_memory_for_goes_on_on_the_cpu(interrupted, monkeypatch, said):
    asked = []

    def short_of_memory(gestures, run, start):
        asked.append(run.device)
        if run.device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return fit(gestures, run, start)

    monkeypatch.setattr(training_job, "fit", short_of_memory)
    # "meta" stands for a device that is there: torch puts weights on it, and nothing can be computed.
    monkeypatch.setattr(training_job, "choose_device", lambda wanted: "meta")
    (remark,) = training(interrupted).remarks
    said(remark, "engine.device_full", "meta", "goes on on the CPU", "Close other programs that use it and start sdad")
    assert asked == ["meta", "cpu"]
    assert Models(interrupted).current("pair").card.device == "cpu"


def without_numbers(monkeypatch):
    def broken(gestures, run, start):
        model, figures = fit(gestures, run, start)
        next(model.flow.parameters()).data[0] = torch.nan
        return model, figures

    monkeypatch.setattr(training_job, "fit", broken)


def mixing(monkeypatch, change):
    """Changes whatever a model plays."""

    def mix(material, *what):
        return change(real(material, *what)).astype(np.float32)

    real = texture.mixed
    monkeypatch.setattr(texture, "mixed", mix)


def without_sound(monkeypatch):
    mixing(monkeypatch, lambda sound: 0 * sound)


def too_quiet(monkeypatch):
    mixing(monkeypatch, lambda sound: 0.001 * sound)


def with_an_offset(monkeypatch):
    mixing(monkeypatch, lambda sound: sound + 0.4 * np.sqrt((sound**2).mean()))


def with_takes_without_numbers(monkeypatch):
    mixing(monkeypatch, lambda sound: np.where(np.arange(sound.shape[1]) == 1000, np.nan, sound))


def silent_under_its_controls(monkeypatch):
    """What is found only when it calibrates."""
    without_sound(monkeypatch)
    monkeypatch.setattr(training_job, "fault_of", lambda instrument, seconds: None)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (without_numbers, "holds weights that are no numbers"),
        (without_sound, "plays nothing that can be heard"),
        (too_quiet, "plays nothing that can be heard"),
        (with_an_offset, "plays with a constant offset"),
        (with_takes_without_numbers, "plays what is no number"),
        (silent_under_its_controls, "is silent, or no sound, in 100% of"),
    ],
)
def test_a_model_that_does_not_play_is_refused_and_the_version_before_it_stays(
    finished, tmp_path, monkeypatch, said, damage, fault
):
    shutil.copytree(finished[0].root, tmp_path / "Sdad")
    workspace = Workspace(tmp_path / "Sdad")
    before = files_in(workspace.models)
    damage(monkeypatch)
    with pytest.raises(ModelRefused) as refused:
        training(workspace)
    remedy = "Train again with another --seed, and if that fails too, look for damaged recordings"
    said(refused.value, "engine.model_refused", "pair", fault, "the version in use stays as it was", remedy)
    assert files_in(workspace.models) == before
    assert Models(workspace).current("pair").version == "v0001"


def test_a_model_that_is_much_further_from_the_recordings_is_kept_and_the_version_before_it_plays_on(
    finished, tmp_path, monkeypatch, said
):
    shutil.copytree(finished[0].root, tmp_path / "Sdad")
    workspace = Workspace(tmp_path / "Sdad")

    def worse(gestures, run, start):
        model, figures = fit(gestures, run, start)
        model.vae.mean[::2] += 30.0
        return model, figures

    monkeypatch.setattr(training_job, "fit", worse)
    told = training(workspace, job="j7").report
    plays_on = (" dB from the recordings where v0001 is ", "so v0001 plays on and v0002 is kept beside it")
    remedy = "To hear it all the same: sdad model rollback pair --to v0002; or train again."
    said(told["candidate"], "engine.candidate_kept", "pair", *plays_on, remedy)
    models = Models(workspace)
    assert models.versions("pair") == ["v0001", "v0002"] and told["version"] == "v0002"
    assert models.current("pair").version == "v0001"

    # The same job finds it again and puts it to no use either; a person can.
    assert training(workspace, job="j7").report == told
    assert models.current("pair").version == "v0001"
    assert models.rollback("pair", "v0002").card.candidate and models.current("pair").version == "v0002"


def test_a_model_that_is_no_further_from_the_recordings_is_put_to_use(finished, version):
    assert not version.card.candidate and finished[1].report["candidate"] is None
    assert 0 < version.card.figures["distance_db"] < 40 and "distance_before_db" not in version.card.figures
