from types import SimpleNamespace

import pytest

from sdad.control.commands import FolderChanged, SetControls, SetLive, StartTraining, StopTraining
from sdad.control.events import LibraryChanged, ModelUsed, TrainingDone, TrainingFailed, TrainingProgress
from sdad.engine import room
from sdad.engine.jobs import JobState
from sdad.errors import Busy, DiskFull, LiveLock, NotFound, UnusableAudio


@pytest.fixture
def rain(workspace):
    folder = workspace.datasets / "rain"
    folder.mkdir()
    (folder / "drop.wav").write_bytes(b"RIFF drop")
    return folder


def start(one, effort="sketch", dataset="rain"):
    return one.ask(StartTraining(dataset=dataset, effort=effort))["job"]


def test_a_training_is_done_told_and_its_version_put_to_use(run, rain, publish, until):
    one = run()
    publish("rain")
    publish("rain")
    job = start(one)
    until(lambda: one.heard(TrainingDone))
    assert one.heard(TrainingProgress)[0] == TrainingProgress(dataset="rain", stage="listening", fraction=0.25, eta_s=9)
    (done,) = one.heard(TrainingDone)
    assert (done.model, done.version, done.report) == ("rain", "v0002", {"model": "rain", "version": "v0002"})
    until(lambda: one.heard(ModelUsed))
    assert one.heard(ModelUsed)[-1].version == "v0002"
    assert one.engine.job(job)["state"] == "done"
    assert one.engine.training()["state"] == "done"
    assert one.engine.training()["fraction"] == 1.0
    (given,) = one.trained()
    assert (given["dataset"], given["effort"], given["device"], given["seed"]) == ("rain", "sketch", "auto", 0)


def test_a_training_that_a_device_has_no_memory_for_is_told_and_goes_on(run, rain, until, said):
    one = run()
    one.train_log.with_suffix(".small").touch()
    start(one)
    until(lambda: one.heard(TrainingDone))
    (notice,) = one.engine.status()["notices"]
    said(notice, "engine.device_full", "cuda", "goes on on the CPU", "Close other programs that use it and start sdad")


def test_recordings_that_a_model_was_made_without_or_that_are_not_whole_are_told(run, rain, until, said):
    one = run()
    unusable = UnusableAudio("a.wav", "it is silent", "Record it louder.")
    one.train_log.with_suffix(".skipped").write_text(f"{unusable.text}\nAnother one.\n")
    start(one)
    until(lambda: one.heard(TrainingDone))
    notice, other = until(lambda: len(notices := one.engine.status()["notices"]) == 2 and notices)
    made = '2 of the recordings in "rain" could not be used, and its model was made of the others.'
    said(notice, "library.recordings_skipped", "rain", made, unusable.text, "sdad model show rain names each of them.")
    told = "7 recording(s) break off before their headers say: 0.wav, 1.wav, 2.wav, 3.wav, 4.wav and 2 more."
    said(other, "library.recordings_broken_off", "rain", told, "copy them again to have the rest.")


def test_a_version_that_is_not_put_to_use_is_told_with_the_way_to_it(run, rain, publish, until, said):
    one = run()
    publish("rain")
    publish("rain", candidate=True)
    one.train_log.with_suffix(".worse").touch()
    start(one)
    until(lambda: one.heard(ModelUsed))
    assert one.heard(ModelUsed)[-1].version == "v0001"
    (notice,) = one.engine.status()["notices"]
    said(notice, "engine.candidate_kept", "rain", "so v0001 plays on", "sdad model rollback rain --to v0002")


def test_the_worker_of_a_finished_training_ends(run, rain, until):
    one = run()
    start(one)
    until(lambda: one.heard(TrainingDone))
    until(lambda: one.engine.supervisor.status()["train"]["state"] == "stopped")
    start(one)
    until(lambda: len(one.heard(TrainingDone)) == 2)


def test_training_what_is_not_there_is_refused(run):
    with pytest.raises(NotFound):
        start(run(), dataset="rain")


def test_one_dataset_is_trained_once_at_a_time_and_others_wait(run, rain, workspace, until, said):
    (workspace.datasets / "wood").mkdir()
    one = run()
    job = start(one, "good")
    until(lambda: one.engine.training()["stage"] == "listening")
    with pytest.raises(Busy) as running:
        start(one, "good")
    said(running.value, "engine.busy", "rain", "Wait until it is done, or stop it first.")
    waiting = start(one, "sketch", "wood")
    with pytest.raises(Busy) as queued:
        start(one, "sketch", "wood")
    said(queued.value, "engine.busy", "wood", "Wait until it is done.")
    assert one.engine.job(waiting)["state"] == "queued"
    assert one.engine.job(job)["fraction"] == 0.25
    assert one.ask(StopTraining()) == {"stopped": job}
    until(lambda: one.heard(TrainingDone))
    assert one.engine.job(job)["state"] == "cancelled"
    assert [event.code for event in one.heard(TrainingFailed)] == ["engine.cancelled"]
    until(lambda: one.engine.training()["state"] == "done")
    assert one.ask(StopTraining()) == {"stopped": None}


def test_a_training_whose_process_dies_is_tried_three_times(run, rain, until, monkeypatch, said):
    monkeypatch.setattr("sdad.engine.trainings.RETRY_S", 0.01)
    one = run()
    job = start(one, "overnight")
    until(lambda: one.heard(TrainingFailed), within_s=30)
    assert len(one.trained()) == 3
    error = until(lambda: one.engine.job(job)["error"])
    said(error, "engine.worker_died", job, "by signal SIGABRT", "Ask for it again, or run sdad doctor")
    (failed,) = one.heard(TrainingFailed)
    assert (failed.code, failed.text, one.engine.job(job)["state"]) == (error["code"], error["text"], "failed")


def test_the_performance_lock_interrupts_training_and_gives_it_back(run, rain, until):
    one = run()
    job = start(one, "good")
    until(lambda: one.trained())
    one.ask(SetLive(on=True))
    until(lambda: one.engine.job(job)["state"] == "queued")
    with pytest.raises(LiveLock):
        start(one)
    one.ask(SetLive(on=False))
    until(lambda: len(one.trained()) == 2)
    assert one.engine.job(job)["attempts"] == 1
    assert one.heard(TrainingFailed) == []
    one.ask(StopTraining())


def test_a_training_that_was_stopped_does_not_come_back_with_the_end_of_a_performance(run, rain, until, monkeypatch):
    one = run()
    job = start(one, "good")
    until(lambda: one.trained())
    kept: list = []
    # Held up on its way, so that the training is told to stop twice before it says that it has ended.
    monkeypatch.setattr(one.engine._trainings, "_on_message", lambda *said: kept.append(said))
    assert one.ask(StopTraining()) == {"stopped": job}
    one.ask(SetLive(on=True))
    one.engine._post(lambda: one.engine._trainings.set_may_train(False))
    until(lambda: any(message["type"] == "failed" for _, message in kept))
    monkeypatch.undo()
    one.engine._post(lambda: [one.engine._trainings._on_message(*said) for said in kept])
    until(lambda: one.engine.job(job)["state"] == "cancelled")
    one.ask(SetLive(on=False))
    assert len(one.trained()) == 1


def test_a_training_that_waits_can_be_stopped(run, rain, until):
    one = run()
    job = start(one, "good")
    until(lambda: one.trained())
    one.ask(SetLive(on=True))
    until(lambda: one.engine.job(job)["state"] == "queued")
    assert one.ask(StopTraining()) == {"stopped": job}
    assert one.engine.job(job)["state"] == "cancelled"
    assert [event.code for event in one.heard(TrainingFailed)] == ["engine.cancelled"]
    assert one.ask(StopTraining()) == {"stopped": None}
    one.ask(SetLive(on=False))
    assert len(one.trained()) == 1


def test_an_end_that_the_disk_refuses_to_record_is_recorded_later(run, rain, until, monkeypatch):
    one = run()
    job = start(one, "good")
    until(lambda: one.trained())
    refused = []

    def full(job, to, **facts):
        refused.append(to)
        raise DiskFull("state")

    with monkeypatch.context() as patch:
        patch.setattr(one.engine._queue, "move", full)
        one.ask(StopTraining())
        until(lambda: refused)
        assert one.engine.job(job)["state"] == "running"
    until(lambda: one.engine.job(job)["state"] == "cancelled")
    assert len(one.trained()) == 1


def test_what_was_accepted_is_answered_as_accepted_though_the_disk_takes_no_more(run, rain, until, monkeypatch, said):
    def full(*given, **facts):
        raise DiskFull("state")

    one = run()
    with monkeypatch.context() as patch:
        patch.setattr(one.engine._queue, "move", full)
        job = start(one)
        (notice,) = until(lambda: one.engine.status()["notices"])
        said(notice, "storage.disk_full", "state", "Free some space there or choose another folder")
        assert one.engine.job(job)["state"] == "queued"
    until(lambda: one.engine.job(job)["state"] == "done")
    assert len(one.trained()) == 1


def test_new_recordings_whose_training_cannot_be_queued_are_looked_at_again(run, rain, publish, until, monkeypatch):
    def full(*given, **facts):
        raise DiskFull("state")

    publish("rain")
    one = run(retrain_effort="sketch")
    with monkeypatch.context() as patch:
        patch.setattr(one.engine._queue, "add", full)
        look(one)
        until(lambda: one.engine.status()["notices"])
    look(one)
    until(lambda: one.heard(TrainingDone))


def test_a_training_in_hand_at_the_end_goes_on_after_the_next_start(run, rain, until):
    one = run()
    job = start(one, "good")
    until(lambda: one.trained())
    one.engine.stop(5.0)
    again = run()
    until(lambda: len(again.trained()) == 2)
    assert again.trained()[1]["job"] == job
    again.ask(StopTraining())


def look(one):
    """Has the engine look at the folder as after its quiet time, and waits until it has decided."""
    one.engine._post(lambda: one.engine._decisions.quiet("rain"))
    one.ask(SetControls(positions={}))
    one.engine._errands.do(lambda: None).result(timeout=20)
    one.ask(SetControls(positions={}))


def test_new_recordings_train_a_model_that_exists_once_for_many_changes(run, rain, publish, until):
    publish("rain")
    one = run(retrain_effort="sketch", quiet_seconds=0.05)
    for _ in range(100):
        one.ask(FolderChanged(dataset="rain"))
    assert LibraryChanged(what="datasets") in one.told
    until(lambda: one.heard(TrainingDone))
    # The stand-in's model has still not heard the file, and the same files are not tried twice.
    look(one)
    assert len(one.trained()) == 1
    (rain / "another.wav").write_bytes(b"RIFF another")
    look(one)
    until(lambda: len(one.heard(TrainingDone)) == 2)


def test_new_recordings_never_start_a_first_training(run, rain):
    one = run()
    look(one)
    assert one.engine.training()["state"] == "idle"


def test_recordings_that_came_while_nothing_ran_are_found_at_start(run, rain, publish, until):
    publish("rain")
    one = run(quiet_seconds=0.05)
    until(lambda: one.heard(TrainingDone))


def test_new_recordings_wait_for_the_end_of_a_performance(run, rain, publish, until):
    publish("rain")
    one = run()
    one.ask(SetLive(on=True))
    one.engine._post(lambda: one.engine._decisions.quiet("rain"))
    until(lambda: one.engine.training()["state"] == "queued")
    assert one.trained() == []
    one.ask(SetLive(on=False))
    until(lambda: one.heard(TrainingDone))


def test_a_wish_takes_the_place_of_a_training_that_waits_by_itself(run, rain, publish, workspace, until):
    publish("rain")
    (workspace.datasets / "wood").mkdir()
    one = run(retrain_effort="good")
    start(one, "good", "wood")
    one.engine._post(lambda: one.engine._decisions.quiet("rain"))
    until(lambda: one.engine._trainings.concerns("rain"))
    (waiting,) = one.engine._queue.jobs_in("train", JobState.QUEUED)
    wish = start(one, "sketch")
    assert one.engine.job(waiting.id)["state"] == "superseded"
    one.ask(StopTraining())
    until(lambda: one.engine.job(wish)["state"] == "done")
    assert [given["dataset"] for given in one.trained()] == ["wood", "rain"]


def test_a_training_makes_way_when_the_disk_is_nearly_full_and_goes_on_later(
    run, rain, workspace, until, monkeypatch, said
):
    free = [10**12]
    monkeypatch.setattr(room, "LOOK_S", 0.0)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free[0]))
    one = run()
    job = start(one, "good")
    until(lambda: one.engine.training()["stage"] == "listening")
    free[0] = 10**6
    until(lambda: one.engine.job(job)["state"] == "queued")
    (notice,) = one.engine.status()["notices"]
    then = "Nothing is trained until there is more. Free some space there."
    said(notice, "storage.low_space", str(workspace.root), "Only 0.0 GB are free", then)
    assert one.engine.job(job)["attempts"] == 0
    free[0] = 10**12
    until(lambda: one.engine.job(job)["state"] == "running")
    one.ask(StopTraining())


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("storage.disk_full", "Free some space there or choose another folder"),
        ("storage.not_writable", "Change its permissions or choose another folder"),
    ],
)
def test_trainings_by_themselves_wait_for_room_on_the_disk_and_go_on(
    run, rain, publish, until, monkeypatch, said, code, remedy
):
    monkeypatch.setattr("sdad.engine.trainings.DISK_S", 0.0)
    publish("rain")
    one = run(retrain_effort="sketch")
    full = one.train_log.with_suffix(".full")
    full.write_text(code)
    look(one)
    until(lambda: len(one.trained()) > 1)
    job = one.trained()[0]["job"]
    waiting_for = until(lambda: one.engine.job(job)["waiting_for"])
    (notice,) = one.engine.status()["notices"]
    for told in (notice, {**notice, "text": waiting_for}):
        said(told, "storage.trainings_wait", "models", "Trainings wait and go on by themselves once the disk", remedy)
    until(lambda: len(one.trained()) > 2)
    assert one.engine.status()["notices"] == [notice], "the same is told once, however much room there is"
    full.unlink()
    until(lambda: one.engine.job(job)["state"] == "done")
    # Waiting is nobody's fault: the attempts are not used up by it, and nothing is said to have failed.
    assert one.engine.job(job)["attempts"] == 1
    assert one.heard(TrainingFailed) == []
    assert {given["job"] for given in one.trained()} == {job}
