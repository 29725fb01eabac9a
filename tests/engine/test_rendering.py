import errno
import json
import os
import shutil
import signal
import sys

import pytest

from sdad.control.commands import (
    CancelRender,
    ClearRenders,
    LoadModel,
    MoveRender,
    Panic,
    PauseRenders,
    Render,
    SavePreset,
    SetControls,
    UnloadModel,
    UseModel,
)
from sdad.control.delivery import Delivery
from sdad.control.events import Notice, RenderDone, RenderFailed, RenderProgress, RenderQueued
from sdad.engine.children import Restarts
from sdad.errors import (
    Busy,
    ControlOutOfRange,
    DeviceUnavailable,
    DiskFull,
    NoModel,
    NotANumber,
    NotFound,
    UnsupportedDelivery,
)


def only(answer):
    (job,) = answer["jobs"]
    return job["id"]


@pytest.fixture
def one(run, publish):
    publish("rain")
    return run()


def ended(one, job):
    return one.engine.job(job)["state"] not in ("queued", "running", "written")


def test_a_render_is_queued_done_and_told(one, until):
    one.ask(SetControls(positions={"brightness": 0.25}))
    job = only(one.ask(Render(takes=1, take=7, seconds=2.0, positions={"space": 0.75}, origin="osc")))
    until(lambda: one.heard(RenderDone))
    (queued,), (done,) = one.heard(RenderQueued), one.heard(RenderDone)
    assert (queued.job, queued.origin) == (job, "osc")
    assert queued.eta_s > 0
    assert (done.job, done.path, done.seconds) == (job, f"/out/{job}.wav", 2.0)
    assert (done.asked["brightness"], done.asked["space"], done.asked["density"]) == (0.25, 0.75, None)
    assert done.got == {"brightness": 0.7}
    assert done.warnings == ("brightness is a guess",)
    assert one.heard(RenderProgress) == [RenderProgress(job=job, fraction=0.5)]
    until(lambda: one.engine.job(job)["state"] == "done")
    assert one.engine.job(job)["result"]["take"] == 7
    assert one.engine.job(job)["fraction"] == 1.0
    # A change for one render only is no turn of a knob.
    assert one.engine.controls["space"].position is None


def test_a_render_is_frozen_when_it_is_queued(one, until, publish):
    first = only(one.ask(Render(take=902)))
    one.ask(SetControls(positions={"brightness": 0.25}))
    second = only(one.ask(Render(take=1)))
    one.ask(SetControls(positions={"brightness": 1.0}))
    publish("rain")
    third = only(one.ask(Render(take=1)))
    until(lambda: one.rendered())
    one.ask(CancelRender(job=first))
    until(lambda: ended(one, third))
    given = {message["job"]: message["request"] for message in one.rendered()}
    assert (given[second]["positions"]["brightness"], given[second]["version"]) == (0.25, "v0001")
    assert (given[third]["positions"]["brightness"], given[third]["version"]) == (1.0, "v0002")


def test_takes_count_on_over_renders_and_restarts(one, until, run):
    one.ask(Render(takes=3))
    one.ask(Render())
    one.ask(Render(take=40, takes=2))
    one.engine.stop(5.0)
    again = run()
    last = only(again.ask(Render()))
    until(lambda: ended(again, last))
    # One that was in hand at the stop is rendered again, so a number may come twice.
    assert {message["request"]["take"] for message in again.rendered()} == {1, 2, 3, 4, 40, 41, 42}


def test_what_was_accepted_is_answered_as_accepted_though_the_disk_takes_no_more(one, until, monkeypatch, said):
    def full(*given, **facts):
        raise DiskFull("state")

    until(lambda: one.engine.status()["resident"])
    with monkeypatch.context() as patch:
        patch.setattr(one.engine._queue, "move", full)
        job = only(one.ask(Render(take=1)))
        (notice,) = until(lambda: one.engine.status()["notices"])
        said(notice, "storage.disk_full", "state", "Free some space there or choose another folder")
        assert one.engine.job(job)["state"] == "queued"
    until(lambda: one.engine.job(job)["state"] == "done")
    assert len(one.rendered()) == 1


def test_renders_whose_take_number_cannot_be_kept_are_refused_whole(one, until, monkeypatch):
    def full(*given):
        raise DiskFull("state")

    with monkeypatch.context() as patch:
        patch.setattr(one.engine._queue, "remember", full)
        with pytest.raises(DiskFull):
            one.ask(Render(takes=3))
    assert one.engine.queue() == [] and one.heard(RenderQueued) == []
    job = only(one.ask(Render()))
    until(lambda: ended(one, job))
    assert [message["request"]["take"] for message in one.rendered()] == [1]


def test_values_lengths_and_presets_become_positions(one, until):
    one.ask(SetControls(positions={"density": 0.125}))
    one.ask(SavePreset(preset="mine"))
    one.ask(SetControls(positions={"density": 0.875}))
    job = only(one.ask(Render(preset="mine", positions={"space": 0.5}, take=1)))
    other = only(one.ask(Render(naturals={"brightness": 1600.0}, seconds=3.5, take=2)))
    until(lambda: ended(one, job) and ended(one, other))
    first, second = (message["request"] for message in one.rendered())
    assert (first["positions"]["density"], first["positions"]["space"], first["seconds"]) == (0.125, 0.5, 12.0)
    assert second["positions"]["density"] == 0.875
    assert second["positions"]["brightness"] == pytest.approx(0.5)
    assert second["seconds"] == 3.5
    assert second["positions"]["duration"] < first["positions"]["duration"]


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (Render(seconds=700.0), ControlOutOfRange),
        (Render(seconds=float("nan")), NotANumber),
        (Render(takes=0), ControlOutOfRange),
        (Render(take=-1), ControlOutOfRange),
        (Render(take=2**31 - 1, takes=2), ControlOutOfRange),
        (Render(positions={"density": 2.0}), ControlOutOfRange),
        (Render(naturals={"brightness": 1e6}), ControlOutOfRange),
        (Render(model="rein"), NotFound),
        (Render(preset="no such preset"), NotFound),
        (Render(delivery=Delivery(sample_rate=192000)), UnsupportedDelivery),
        (Render(out="here"), NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_queued(one, command, error):
    with pytest.raises(error):
        one.ask(command)
    assert one.engine.status()["queue"]["queued"] == 0
    assert one.heard(RenderQueued) == []


def test_without_any_model_the_refusal_says_what_to_do(run, said):
    with pytest.raises(NoModel) as refusal:
        run().ask(Render())
    said(refusal.value, "engine.no_model", "model", "sdad dataset add, then sdad train")


def test_more_than_may_wait_are_refused_whole_and_those_that_wait_stay(one, monkeypatch, said):
    monkeypatch.setattr("sdad.engine.waiting.MOST_WAITING", 3)
    one.ask(PauseRenders(on=True))
    one.ask(Render(takes=2))
    with pytest.raises(Busy) as refusal:
        one.ask(Render(takes=2))
    said(refusal.value, "engine.busy", "queue", "Wait for some of them or cancel them")
    assert len(one.engine.queue()) == 2


def test_a_fault_of_one_render_is_told_and_the_next_goes_on(one, until):
    bad, odd, good = (only(one.ask(Render(take=take))) for take in (905, 904, 1))
    until(lambda: ended(one, good))
    failed = {event.job: event for event in one.heard(RenderFailed)}
    assert (failed[bad].code, failed[bad].text) == ("library.corrupt", "Its grains cannot be read.")
    assert (failed[odd].code, one.engine.job(odd)["error"]["thing"]) == ("engine.job_failed", odd)
    assert "division by zero" in failed[odd].text
    assert one.engine.job(bad)["state"] == "failed"
    counted = {"queued": 0, "running": 0, "done": 1, "failed": 2}
    assert one.engine.status()["queue"] == {**counted, "paused": False, "waiting_for": None}


def test_a_job_that_ends_its_worker_is_set_aside_after_three_attempts(one, until, said):
    poison, good = only(one.ask(Render(take=901))), only(one.ask(Render(take=1)))
    until(lambda: ended(one, good), within_s=30)
    assert one.engine.job(poison)["state"] == "failed"
    error = one.engine.job(poison)["error"]
    how = "3 time(s), the last time by signal SIGABRT (the last words); the job is set aside."
    said(error, "engine.worker_died", poison, how, "Ask for it again, or run sdad doctor")
    assert [(failed.code, failed.text) for failed in one.heard(RenderFailed)] == [(error["code"], error["text"])]
    assert [message["job"] for message in one.rendered()] == [poison] * 3 + [good]
    assert [message["last"] for message in one.rendered()] == [False, False, True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_render_for_which_the_memory_does_not_reach_is_set_aside_saying_so(one, until, said):
    until(lambda: one.engine.status()["resident"])
    job = only(one.ask(Render(take=908)))
    until(lambda: ended(one, job), within_s=30)
    how = "signal SIGKILL, as when the memory is used up"
    said(one.engine.job(job)["error"], "engine.worker_died", job, how, "close other programs", "run sdad doctor")
    assert [failed.code for failed in one.heard(RenderFailed)] == ["engine.worker_died"]


def test_cancelling(one, until):
    running, waiting, kept = (only(one.ask(Render(take=take))) for take in (902, 902, 1))
    until(lambda: one.rendered())
    assert one.ask(CancelRender(job=waiting)) == {"cancelled": [waiting]}
    assert one.engine.job(waiting)["state"] == "cancelled"
    assert one.ask(CancelRender(job=running)) == {"cancelled": [running]}
    until(lambda: ended(one, kept))
    assert one.engine.job(running)["state"] == "cancelled"
    assert {event.code for event in one.heard(RenderFailed)} == {"engine.cancelled"}
    assert one.ask(CancelRender()) == {"cancelled": []}
    assert one.ask(CancelRender(job=kept)) == {"cancelled": []}
    with pytest.raises(NotFound):
        one.ask(CancelRender(job="r0"))


def test_cancelling_without_a_name_takes_the_newest(one, until):
    one.ask(Render(take=902))
    until(lambda: one.rendered())
    first, newest = only(one.ask(Render(take=1))), only(one.ask(Render(take=1, priority=9)))
    assert [job["id"] for job in one.engine.queue()][-2:] == [newest, first]
    assert one.ask(CancelRender()) == {"cancelled": [newest]}
    assert one.ask(CancelRender()) == {"cancelled": [first]}
    one.ask(Panic())


def test_panic_ends_everything_and_the_next_render_works(one, until):
    one.ask(Render(take=902))
    one.ask(Render(takes=5))
    until(lambda: one.rendered())
    assert len(one.ask(Panic())["cancelled"]) == 6
    job = only(one.ask(Render(take=1)))
    until(lambda: one.engine.job(job)["state"] == "done")


def test_a_worker_that_does_not_obey_is_replaced(one, until, monkeypatch):
    monkeypatch.setattr("sdad.engine.rendering.CANCEL_S", 0.2)
    deaf = only(one.ask(Render(take=903)))
    until(lambda: one.rendered())
    one.ask(CancelRender(job=deaf))
    job = only(one.ask(Render(take=1)))
    until(lambda: one.engine.job(job)["state"] == "done")
    assert one.engine.job(deaf)["state"] == "cancelled"


def test_a_worker_that_hangs_is_told_of_and_replaced_and_that_counts_as_an_attempt(one, until, monkeypatch, said):
    monkeypatch.setattr("sdad.engine.headway.TOLD", (0.1, 0.0))
    monkeypatch.setattr("sdad.engine.headway.ENDED", (1.5, 0.0))
    hung = only(one.ask(Render(take=903)))
    until(lambda: len(one.rendered()) == 2)
    assert {message["job"] for message in one.rendered()} == {hung}
    assert one.engine.job(hung)["attempts"] == 2
    said(one.engine.status()["notices"][0], "engine.render_stuck", hung, "Wait, or cancel it", "tried again")
    monkeypatch.setattr("sdad.engine.rendering.CANCEL_S", 0.2)
    one.ask(Panic())
    until(lambda: ended(one, hung))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_worker_killed_in_the_middle_is_replaced_and_the_render_done(one, until):
    job = only(one.ask(Render(take=902)))
    until(lambda: one.rendered())
    os.kill(one.engine.status()["children"]["render"]["pid"], signal.SIGKILL)
    until(lambda: len(one.rendered()) == 2, within_s=10)
    assert one.rendered()[0] == one.rendered()[1]
    assert one.engine.job(job)["attempts"] == 2
    one.ask(Panic())
    until(lambda: ended(one, job))


def test_work_in_hand_at_the_end_is_done_after_the_next_start(one, until, run):
    job = only(one.ask(Render(take=902)))
    until(lambda: one.rendered())
    one.engine.stop(5.0)
    again = run()
    until(lambda: len(again.rendered()) == 2)
    assert again.rendered()[0] == again.rendered()[1]
    assert again.engine.job(job)["state"] == "running"
    again.ask(Panic())


def test_the_expected_time_counts_what_waits(one):
    first = one.ask(Render(take=902, seconds=10.0))["jobs"][0]["eta_s"]
    second, third = (job["eta_s"] for job in one.ask(Render(takes=2, take=1, seconds=10.0))["jobs"])
    assert first < second < third
    assert json.dumps(one.engine.job(one.ask(Render(take=1))["jobs"][0]["id"]))
    one.ask(Panic())


def test_a_device_that_is_not_there_is_said_at_once_instead_of_letting_renders_wait(
    run, publish, until, tmp_path, said
):
    publish("rain")
    one = run(worker=("unable", tmp_path / "log"))
    until(lambda: one.engine.status()["notices"])
    with pytest.raises(DeviceUnavailable) as refused:
        one.ask(Render())
    for told in (one.engine.status()["notices"][0], refused.value):
        said(told, "engine.device_unavailable", "cuda", 'Use one of these or "auto"')
    assert one.engine.status()["queue"]["queued"] == 0


def test_accepted_renders_wait_for_a_device_that_has_gone_and_go_on_when_it_is_back(one, run, until, monkeypatch, said):
    monkeypatch.setattr("sdad.engine.rendering.Restarts", lambda: Restarts(first_s=0.01, most_s=0.05))
    one.ask(PauseRenders(on=True))
    jobs = [only(one.ask(Render(take=take))) for take in (1, 2)]
    one.engine.stop(5.0)
    again = run(worker=("unable", one.render_log))
    again.ask(PauseRenders(on=False))
    until(lambda: again.engine.status()["notices"])
    (notice,) = again.engine.status()["notices"]
    said(notice, "engine.device_unavailable", "cuda", 'Use one of these or "auto"')
    assert again.engine.status()["queue"]["waiting_for"] == notice["text"]
    for job in jobs:
        assert (again.engine.job(job)["state"], again.heard(RenderFailed)) == ("queued", [])
        assert again.engine.job(job)["waiting_for"] == notice["text"]
    one.render_log.with_name(f"{one.render_log.name}.there").touch()
    until(lambda: all(again.engine.job(job)["state"] == "done" for job in jobs))
    assert again.engine.status()["queue"]["waiting_for"] is None


def test_a_worker_that_never_comes_up_is_said_with_its_last_words(run, publish, until, monkeypatch, said):
    monkeypatch.setattr("sdad.engine.rendering.Restarts", lambda: Restarts(first_s=0.01, most_s=60.0, budget=2))
    publish("rain")
    one = run(worker=("die", "3"))
    until(lambda: one.engine.status()["notices"])
    (notice,) = one.engine.status()["notices"]
    said(notice, "engine.worker_failing", "render worker", "the last words", "state/logs/render.log", "sdad doctor")
    assert one.heard(Notice) == [Notice(**notice)]
    assert one.engine.status()["children"]["render"]["state"] == "failing"


def test_a_worker_that_the_system_gives_no_process_is_said_naming_the_limit(run, publish, until, monkeypatch, said):
    def refused(*what, **how):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("sdad.engine.rendering.Restarts", lambda: Restarts(first_s=0.01, most_s=60.0, budget=2))
    monkeypatch.setattr("sdad.engine.children.subprocess.Popen", refused)
    publish("rain")
    one = run()
    (notice,) = until(lambda: one.engine.status()["notices"])
    said(
        notice, "engine.worker_failing", "render worker", "no more processes", "close other programs or raise ulimit -u"
    )


def test_renders_wait_while_they_are_paused_and_over_a_restart_too(one, until, run):
    assert one.ask(PauseRenders(on=True)) == {"paused": True}
    job = only(one.ask(Render(take=1)))
    assert one.engine.status()["queue"]["paused"] is True
    one.engine.stop(5.0)
    again = run()
    until(lambda: again.engine.status()["resident"])
    assert (again.engine.job(job)["state"], again.rendered()) == ("queued", [])
    again.ask(PauseRenders(on=False))
    until(lambda: again.engine.job(job)["state"] == "done")


def test_a_higher_priority_goes_first_and_a_render_can_be_moved(one, until):
    one.ask(PauseRenders(on=True))
    first, second = (only(one.ask(Render(take=take))) for take in (1, 2))
    urgent, later = only(one.ask(Render(take=3, priority=9))), only(one.ask(Render(take=4, priority=-1)))
    assert [job["id"] for job in one.engine.queue()] == [urgent, first, second, later]
    assert one.ask(MoveRender(job=later, before=second))["waiting"] == [urgent, first, later, second]
    assert one.ask(MoveRender(job=second))["waiting"] == [second, urgent, first, later]
    newest = only(one.ask(Render(take=5)))
    one.ask(PauseRenders(on=False))
    until(lambda: ended(one, newest))
    assert [message["job"] for message in one.rendered()] == [second, urgent, first, later, newest]
    with pytest.raises(NotFound, match="It is done already"):
        one.ask(MoveRender(job=first))
    with pytest.raises(ControlOutOfRange, match="priority"):
        one.ask(Render(priority=10))


def test_clearing_cancels_what_waits_and_lets_the_render_in_hand_be_finished(one, until):
    running = only(one.ask(Render(take=902)))
    until(lambda: one.rendered())
    waiting = [only(one.ask(Render(take=take))) for take in (1, 2)]
    assert one.ask(ClearRenders()) == {"cancelled": waiting}
    assert [one.engine.job(job)["state"] for job in (running, *waiting)] == ["running", "cancelled", "cancelled"]
    assert [event.job for event in one.heard(RenderFailed)] == waiting
    one.ask(Panic())


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("storage.disk_full", "Free some space there or choose another folder"),
        ("storage.not_writable", "Change its permissions or choose another folder"),
        ("storage.drive_gone", "Connect it again"),
    ],
)
def test_renders_wait_for_room_on_the_disk_and_go_on_by_themselves(one, until, monkeypatch, said, code, remedy):
    monkeypatch.setattr("sdad.engine.rendering.DISK_S", 0.2)
    full = one.render_log.with_suffix(".full")
    full.write_text(code)
    job = only(one.ask(Render(take=900)))
    until(lambda: one.engine.job(job)["waiting_for"])
    (notice,) = one.engine.status()["notices"]
    waiting = {**notice, "text": one.engine.status()["queue"]["waiting_for"]}
    for told in (notice, waiting, {**notice, "text": one.engine.job(job)["waiting_for"]}):
        said(told, "storage.renders_wait", "output", "Renders wait and go on by themselves once the disk takes", remedy)
    until(lambda: len(one.rendered()) > 4)
    assert one.engine.status()["notices"] == [notice], "the same is told once, however much room there is"
    full.unlink()
    until(lambda: one.engine.job(job)["state"] == "done")
    # Waiting is nobody's fault: the attempts are not used up by it.
    assert (one.engine.job(job)["attempts"], one.engine.status()["queue"]["waiting_for"]) == (1, None)


def test_a_model_in_use_is_held_ready_and_others_when_asked(one, until, publish):
    publish("snow")
    publish("wind")

    def held():
        return [model["model"] for model in one.engine.status()["resident"]]

    until(lambda: held() == ["rain"])
    one.ask(UseModel(model="snow"))
    until(lambda: held() == ["rain", "snow"])
    assert one.ask(LoadModel(model="wind")) == {"model": "wind", "version": "v0001"}
    assert one.ask(UnloadModel(model="rain")) == {"model": "rain"}
    until(lambda: held() == ["snow", "wind"])
    with pytest.raises(NotFound):
        one.ask(LoadModel(model="wimd"))
    with pytest.raises(NotFound):
        one.ask(UnloadModel(model="wimd"))


def test_a_device_without_memory_is_said_once_and_the_status_names_the_one_that_is_used(one, until, said):
    until(lambda: one.engine.status()["device"] == "cuda")
    for job in [only(one.ask(Render(take=906))) for _ in range(2)]:
        until(lambda job=job: ended(one, job))
    assert one.engine.status()["device"] == "cpu"
    (notice,) = one.engine.status()["notices"]
    said(notice, "engine.device_full", "cuda", "Close other programs that use it and start sdad again")


def test_a_model_removed_by_hand_plays_from_memory_then_the_version_before_it_and_people_are_told(
    one, until, publish, workspace, run, said
):
    newest = publish("rain")

    def played(one):
        job = only(one.ask(Render(seconds=1.0)))
        until(lambda: one.engine.job(job)["state"] == "done")
        return next(each["request"]["version"] for each in one.rendered() if each["job"] == job)

    def told(one):
        return one.engine.status()["notices"]

    one.ask(UseModel(model="rain"))
    until(lambda: {"model": "rain", "version": "v0002", "bytes": 1000} in one.engine.status()["resident"])
    shutil.rmtree(newest.folder)
    assert played(one) == "v0002"
    gone = "The folder of rain v0002 is not there any more."
    remedy = "put the folder back, choose another version (sdad model rollback rain) or train again"
    (notice,) = told(one)
    said(notice, "library.version_gone", "rain", f"{gone} It plays from memory", remedy)
    one.ask(UnloadModel(model="rain"))
    until(lambda: not one.engine.status()["resident"])
    assert played(one) == "v0001" == one.engine.status()["model_version"]
    said(told(one)[-1], "library.version_gone", "rain", f"{gone} v0001 plays in its place", remedy)
    instead = told(one)[-1:]
    one.engine.stop()
    again = run()
    assert played(again) == "v0001" and told(again) == instead
