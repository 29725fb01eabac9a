import os
import signal
import sys
from types import ModuleType

import pytest

from sdad.errors import Cancelled, CandidateKept, DeviceFull, NoUsableRecordings


@pytest.fixture
def training(monkeypatch):
    """Stands in for the training: ``report`` is what it returns, ``calls`` how it was called."""
    module = ModuleType("sdad.engine.training_job")
    module.calls = []
    module.report = {
        "model": "rain",
        "version": "v0001",
        "cpu_seconds": 70.0,
        "wall_seconds": 65.0,
        "used": ["a.wav", "b.wav"],
        "skipped": [],
        "advice": ["Two recordings are few; five or more give a wider reach."],
    }

    def train(workspace, dataset, *, effort, device, seed=0, progress, stopping, remark):
        module.calls.append((workspace.root, dataset, effort, device, seed))
        progress("learning", 0.5, 30.0)
        remark(DeviceFull("cuda"))
        if isinstance(module.report, BaseException):
            raise module.report
        return module.report

    module.train = train
    monkeypatch.setitem(sys.modules, "sdad.engine.training_job", module)
    return module


def test_a_training_reports_what_it_made(sdad, training, rain, workspace):
    answer = sdad("train", "rain", "--effort", "sketch", "--seed", 7)
    assert answer.code == 0
    assert answer.out.strip() == "rain v0001: 2 recordings learned in 1 min 05 s."
    assert "Two recordings are few" in answer.err and "sdad render rain" in answer.err
    assert "learning: 50%, about 30 s left" in answer.err and DeviceFull("cuda").text in answer.err
    assert training.calls == [(workspace.root, "rain", "sketch", "auto", 7)]


def test_json_is_the_report_itself(sdad, training, rain):
    answer = sdad("train", "rain", "--wait", "--json")
    assert answer.json == training.report
    assert training.calls[0][2] == "good"


def test_each_file_that_was_skipped_is_named_and_the_code_says_partial(sdad, training, rain):
    training.report["skipped"] = [
        {"file": "night/silent.wav", "reason": "silent.wav cannot be used: it is silent. Record it again."},
        {"file": "c.wav", "reason": "The same as a.wav."},
    ]
    training.report["notes"] = ["a.wav: its end is missing."]
    answer = sdad("train", "rain")
    assert answer.code == 8
    assert answer.out.startswith("rain v0001")
    assert "silent.wav cannot be used: it is silent." in answer.err
    assert "a.wav: its end is missing." in answer.err
    assert "c.wav: The same as a.wav." in answer.err


def test_a_version_that_is_not_put_to_use_is_told(sdad, training, rain):
    training.report["candidate"] = CandidateKept("rain", "v0002", "v0001", 9.0, 4.0).as_dict()
    answer = sdad("train", "rain")
    assert answer.code == 0 and training.report["candidate"]["text"] in answer.err


def test_a_dataset_that_is_not_there_never_reaches_the_training(sdad, training):
    answer = sdad("train", "rain")
    assert answer.code == 4
    assert training.calls == []


def test_a_failed_training_has_its_exit_code(sdad, training, rain):
    training.report = NoUsableRecordings("rain", "/there", 3)
    assert sdad("train", "rain").code == 5
    training.report = Cancelled("t1")
    assert sdad("train", "rain").code == 130


def test_the_device_is_passed_on(sdad, training, rain, monkeypatch):
    sdad("train", "rain", "--device", "cpu")
    monkeypatch.setenv("SDAD_DEVICE", "cuda")
    sdad("train", "rain")
    assert [call[3] for call in training.calls] == ["cpu", "cuda"]


def test_the_first_ctrl_c_asks_and_the_second_ends(sdad, training, rain, monkeypatch, in_the_foreground):
    before = signal.getsignal(signal.SIGINT)
    seen = []

    def train(*_, stopping, **__):
        os.kill(os.getpid(), signal.SIGINT)
        seen.append(stopping.is_set())
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("the second one must end it")

    monkeypatch.setattr(training, "train", train)
    answer = sdad("train", "rain")
    assert answer.code == 130
    assert seen == [True]
    assert "Ctrl-C again" in answer.err
    assert signal.getsignal(signal.SIGINT) is before


def test_in_the_background_of_a_script_ctrl_c_is_for_somebody_else(sdad, training, rain, monkeypatch):
    def train(*_, stopping, **__):
        os.kill(os.getpid(), signal.SIGINT)
        assert not stopping.is_set()
        return training.report

    monkeypatch.setattr(training, "train", train)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert sdad("train", "rain").code == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
