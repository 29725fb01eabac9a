import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sdad.control.commands import (
    LockControl,
    NudgeControl,
    RecallPreset,
    SavePreset,
    SetControls,
    SetLive,
    SetNatural,
    UseModel,
)
from sdad.control.events import ControlChanged, LiveChanged, ModelUsed, Notice
from sdad.control.state import ControlState
from sdad.engine.engine import Stopping
from sdad.errors import ControlOutOfRange, NotANumber, NotFound, UnknownControl
from sdad.library.models import Models


def test_it_never_imports_torch_or_gradio():
    program = "import sys, sdad.engine.engine; print([n for n in ('torch', 'gradio') if n in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert found.stdout.strip() == "[]", found.stderr


def test_controls_move_as_one_change_and_everybody_is_told(run, publish):
    publish("rain")
    one = run()
    answer = one.ask(SetControls(positions={"brightness": 0.5, "space": None, "density": 0.25}, origin="osc"))
    assert answer["controls"]["brightness"] == {"position": 0.5, "natural": pytest.approx(1600), "locked": False}
    changed = {event.control: event for event in one.heard(ControlChanged)}
    assert set(changed) == {"brightness", "density"}  # space was on auto before
    assert changed["brightness"].origin == "osc"
    assert changed["brightness"].natural == pytest.approx(1600)
    assert changed["density"].natural is None  # nobody has measured how far this model goes
    assert one.engine.controls["density"].position == 0.25


def test_a_change_of_which_one_part_is_wrong_moves_nothing(run):
    one = run()
    with pytest.raises(ControlOutOfRange):
        one.ask(SetControls(positions={"brightness": 0.5, "density": 1.5}))
    with pytest.raises(UnknownControl, match="brightness"):
        one.ask(SetControls(positions={"density": 0.5, "brightnes": 0.5}))
    with pytest.raises(NotANumber):
        one.ask(NudgeControl(control="density", delta=float("nan")))
    assert one.engine.controls == ControlState()
    assert one.heard(ControlChanged) == []


def test_natural_values_nudges_and_locks(run, publish):
    publish("rain")
    one = run()
    one.ask(SetNatural(control="brightness", value=6400))
    assert one.engine.controls["brightness"].position == pytest.approx(1.0)
    one.ask(NudgeControl(control="brightness", delta=-0.25))
    assert one.engine.controls["brightness"].position == pytest.approx(0.75)
    one.ask(NudgeControl(control="space", delta=0.1))
    assert one.engine.controls["space"].position == pytest.approx(0.6)
    one.ask(LockControl(control="space", locked=True))
    assert one.engine.controls["space"].mode == "locked"


def test_another_model_means_other_natural_values(run, publish):
    from sdad.control.curves import Reach

    publish("rain")
    publish("wood", reaches={"brightness": Reach(low=100, median=800, high=3200, covered_low=100, covered_high=3200)})
    one = run()
    one.ask(UseModel(model="rain"))
    one.ask(SetControls(positions={"brightness": 0.5}))
    one.told.clear()
    assert one.ask(UseModel(model="wood")) == {"model": "wood", "version": "v0001"}
    assert one.heard(ModelUsed) == [ModelUsed(model="wood", version="v0001")]
    assert [event.natural for event in one.heard(ControlChanged)] == [pytest.approx(800)]
    assert one.engine.reaches["brightness"].high == 3200
    with pytest.raises(NotFound, match="wood"):
        one.ask(UseModel(model="woods"))


def test_presets_are_kept_and_recalled_by_name_and_by_number(run):
    one = run()
    one.ask(SetControls(positions={"brightness": 0.25, "space": 0.75}))
    one.ask(LockControl(control="space", locked=True))
    one.ask(SavePreset(preset="zzz mine"))
    one.ask(SetControls(positions={"brightness": None, "space": 0.1}))
    one.ask(LockControl(control="space", locked=False))
    number = one.engine.presets().index("zzz mine") + 1
    assert one.ask(RecallPreset(preset=number))["preset"] == "zzz mine"
    assert one.engine.controls["brightness"].position == 0.25
    assert one.engine.controls["space"].locked
    with pytest.raises(NotFound, match="from 1 to"):
        one.ask(RecallPreset(preset=0))


def test_what_the_musician_set_is_there_after_a_restart(run, publish):
    publish("rain")
    publish("wood")
    one = run()
    one.ask(UseModel(model="rain"))
    one.ask(SetControls(positions={"brightness": 0.25}))
    one.ask(SetLive(on=True))
    assert one.heard(LiveChanged) == [LiveChanged(on=True)]
    one.engine.stop(5.0)

    again = run()
    assert again.engine.status()["model"] == "rain"
    assert again.engine.status()["live"] is True
    assert again.engine.controls["brightness"].position == 0.25


def test_a_model_that_was_in_use_and_is_damaged_is_said_and_another_plays(run, publish, said):
    publish("rain")
    card = publish("wood").folder / "model.json"
    one = run()
    one.ask(UseModel(model="wood"))
    one.engine.stop(5.0)
    card.write_text("{ broken")
    again = run()
    assert again.engine.status()["model"] == "rain"
    (notice,) = again.engine.status()["notices"]
    said(notice, "library.corrupt", str(card), "model.json is damaged", "Restore it from a backup or remove it.")


def test_a_damaged_database_is_said_and_sdad_starts(run, workspace, said):
    workspace.database.write_bytes(b"garbage" * 1000)
    one = run()
    (notice,) = one.engine.status()["notices"]
    kept = f"It was kept as {workspace.database.name}.damaged-"
    said(
        notice,
        "library.corrupt",
        str(workspace.database),
        kept,
        "and a new one begun with 0 waiting job(s)",
        "ask again for what is missing",
    )
    assert [event.text for event in one.heard(Notice)] == [notice["text"]]
    one.ask(SetControls(positions={"brightness": 0.5}))


def test_a_workspace_in_the_cloud_is_said_once_at_the_start(run, workspace, said):
    (workspace.root.parent / ".stfolder").mkdir()
    (notice,) = run().engine.status()["notices"]
    told = f"{workspace.root} is kept in step by Syncthing, which may hold, move or double files"
    said(notice, "storage.synced", str(workspace.root), told, "Choose a --workspace outside of it")


def test_a_listener_that_raises_keeps_nobody_else_from_hearing(run):
    one = run()
    heard = []

    def broken(event):
        raise RuntimeError("a fault of the listener")

    one.engine.subscribe(broken)
    end = one.engine.subscribe(heard.append)
    one.ask(SetControls(positions={"brightness": 0.5}))
    end()
    one.ask(SetControls(positions={"brightness": 0.6}))
    assert [event.position for event in heard] == [0.5]


def test_commands_from_many_threads_are_all_decided(run):
    one = run()

    def turn(control):
        for step in range(200):
            one.engine.submit(SetControls(positions={control: step / 199}))

    threads = [threading.Thread(target=turn, args=(name,)) for name in ("brightness", "density", "space", "pulse")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.ask(SetControls(positions={}))
    assert {one.engine.controls[name].position for name in ("brightness", "density", "space", "pulse")} == {1.0}
    assert len(one.heard(ControlChanged)) == 800


def test_a_command_to_an_engine_that_has_ended_is_refused(run, said):
    one = run()
    one.engine.stop(5.0)
    with pytest.raises(Stopping) as refusal:
        one.engine.submit(SetControls(positions={})).result(timeout=5)
    said(refusal.value, "engine.stopping", "daemon", "Start it again with: sdad up")


def test_a_fault_of_the_engine_s_own_is_told_and_it_goes_on(run, until, said):
    one = run()
    one.engine._post(lambda: 1 / 0)
    (notice,) = until(lambda: one.engine.status()["notices"])
    said(notice, "engine.unforeseen", "the engine", "the log in state/logs has the details")
    assert "division" not in notice["text"]
    assert one.heard(Notice) == [Notice(**notice)]
    one.ask(SetControls(positions={"brightness": 0.5}))


def test_what_killed_processes_left_behind_is_cleared_away_at_the_start(run, publish, workspace, until):
    version = publish("rain")
    dead = version.folder.with_name(".staging-0123456789abcdef")
    dead.mkdir()
    (dead / "weights.safetensors").write_bytes(b"half")
    half = workspace.output / ".rain-take0001-abc.0123.part.wav"
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    models = Models(workspace)
    alive = models.staging("rain")  # as by sdad train in another terminal
    run()
    until(lambda: not dead.exists() and not half.exists())
    assert alive.is_dir() and version.weights.is_file()


def test_the_status_names_everything_that_surfaces_show(run, publish, until):
    publish("rain")
    one = run()
    one.engine.describe(ready=True, ports={"osc": 1, "http": 2, "panel": None}, midi=lambda: {"available": False})
    until(lambda: one.engine.status()["device"] == "cuda")
    status = one.engine.status()
    assert set(status) >= {
        *("ready", "version", "pid", "workspace", "ports", "device", "model", "models", "queue", "training", "live"),
        *("children", "midi", "notices", "resident"),
    }
    assert (status["ready"], status["models"], status["midi"]) == (True, ["rain"], {"available": False})
    counted = {"queued": 0, "running": 0, "done": 0, "failed": 0}
    assert status["queue"] == {**counted, "paused": False, "waiting_for": None}
    assert status["children"]["render"]["state"] == "running"
