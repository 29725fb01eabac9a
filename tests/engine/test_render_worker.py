import threading

import pytest
import torch

from sdad.control.state import ControlState
from sdad.engine import render_worker, train_worker
from sdad.errors import DeviceFull, DiskFull


class End:
    """Collects what would go to the engine."""

    def __init__(self):
        self.sent = []
        self.stopping = threading.Event()

    def send(self, message):
        self.sent.append(message)


class Stage:
    """A stage that does what the take number says."""

    device = "cuda"

    def leave_device(self, why):
        self.device, self.left = "cpu", why

    def load(self, model, version):
        raise {"broken": torch.AcceleratorError("CUDA error: an illegal memory access"), "odd": KeyError("odd")}[model]

    def render(self, request, *, job, out, progress, stopping):
        progress(0.5)
        if request.take == 3 and self.device == "cuda":
            raise torch.AcceleratorError("CUDA error: an illegal memory access was encountered")
        if request.take == 1:
            raise DiskFull("/music")
        if request.take == 2:
            raise ZeroDivisionError("division by zero")
        return {"id": job, "out": str(out), "stopping": stopping.is_set()}


def message(take, **changed):
    request = {"model": "rain", "version": "v0001", "take": take, "positions": ControlState().positions}
    return {"op": "render", "job": "r1", "request": request, "out": None, **changed}


def test_a_result_goes_to_the_engine():
    end = End()
    render_worker._render(Stage(), end, message(0, out="/music"))
    assert end.sent == [
        {"type": "progress", "job": "r1", "fraction": 0.5},
        {"type": "done", "job": "r1", "result": {"id": "r1", "out": "/music", "stopping": False}},
    ]


def test_a_known_fault_keeps_its_words_and_an_unforeseen_one_has_no_code(caplog):
    end = End()
    render_worker._render(Stage(), end, message(1))
    render_worker._render(Stage(), end, message(2))
    render_worker._render(Stage(), end, message(-7))
    errors = [sent["error"] for sent in end.sent if sent["type"] == "failed"]
    assert errors[0] == DiskFull("/music").as_dict()
    assert (errors[1]["code"], errors[1]["text"]) == ("", "ZeroDivisionError: division by zero")
    assert errors[2]["code"] == ""
    assert "ZeroDivisionError" in caplog.text


def test_a_fault_of_the_device_ends_the_worker_and_the_last_attempt_is_made_on_the_cpu(said):
    end, stage = End(), Stage()
    with pytest.raises(torch.AcceleratorError, match="illegal memory access"):
        render_worker._render(stage, end, message(3, last=False))
    assert [sent["type"] for sent in end.sent] == ["progress"]
    render_worker._render(stage, end, message(3, last=True))
    assert end.sent[-1]["type"] == "done"
    remedy = "Look into state/logs/render.log and start sdad again to go back to the device"
    said(stage.left, "engine.device_failed", "cuda", "goes on on the CPU", remedy)


def test_a_model_that_cannot_be_held_ready_ends_the_worker_only_when_the_device_is_at_fault(caplog):
    render_worker._load(Stage(), {"model": "odd", "version": "v0001"})
    assert "odd is not held ready" in caplog.text
    with pytest.raises(torch.AcceleratorError):
        render_worker._load(Stage(), {"model": "broken", "version": "v0001"})


@pytest.mark.parametrize("fails", [False, True])
def test_a_training_reports_its_stages_and_its_end(monkeypatch, workspace, fails):
    training_job = pytest.importorskip("sdad.engine.training_job")

    def train(workspace, dataset, *, effort, device, seed, job, progress, stopping, remark):
        assert job == "t1"
        progress("listening", 0.5, 3.0)
        remark(DeviceFull("cuda"))
        if fails:
            raise DiskFull(workspace.models)
        return {"model": dataset, "version": "v0001", "effort": effort}

    monkeypatch.setattr(training_job, "train", train)
    end = End()
    told = {"job": "t1", "workspace": str(workspace.root), "dataset": "rain", "effort": "good", "device": "cpu"}
    train_worker._train(end, {**told, "seed": 0})
    assert end.sent[0] == {"type": "progress", "job": "t1", "stage": "listening", "fraction": 0.5, "eta_s": 3.0}
    assert end.sent[1] == {"type": "remark", "job": "t1", "error": DeviceFull("cuda").as_dict()}
    if fails:
        assert end.sent[2] == {"type": "failed", "job": "t1", "error": DiskFull(workspace.models).as_dict()}
    else:
        report = {"model": "rain", "version": "v0001", "effort": "good"}
        assert end.sent[2] == {"type": "done", "job": "t1", "report": report}
