import os
import subprocess
import sys

import pytest

from sdad.cli import dataset
from sdad.errors import DiskFull, LiveLock


def test_an_error_is_a_sentence_and_its_exit_code(sdad):
    answer = sdad("model", "show", "nothing")
    assert answer.code == 4
    assert answer.out == ""
    assert answer.err.startswith('No model is named "nothing".') and "Traceback" not in answer.err


def test_an_error_is_one_object_with_json(sdad):
    answer = sdad("model", "show", "nothing", "--json")
    assert answer.code == 4
    assert answer.json["error"]["code"] == "library.not_found"
    assert answer.json["error"]["thing"] == "nothing"


@pytest.mark.parametrize(("error", "code"), [(DiskFull("/there"), 7), (LiveLock(), 6)])
def test_each_kind_of_failure_has_its_exit_code(sdad, monkeypatch, error, code):
    def fail(_call):
        raise error

    monkeypatch.setattr(dataset, "list_all", fail)
    answer = sdad("dataset", "list")
    assert (answer.code, answer.err.strip()) == (code, error.text)


def test_ctrl_c_is_130_without_a_trace(sdad, monkeypatch):
    def interrupted(_call):
        raise KeyboardInterrupt

    monkeypatch.setattr(dataset, "list_all", interrupted)
    answer = sdad("dataset", "list")
    assert (answer.code, answer.err.strip()) == (130, "Interrupted.")


def test_a_fault_of_ours_is_a_sentence_and_its_trace_is_in_a_log(sdad, monkeypatch, workspace):
    def fail(_call):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(dataset, "list_all", fail)
    answer = sdad("dataset", "list", "--json")
    assert answer.code == 1
    assert answer.json["error"]["text"] == answer.err.strip()
    assert "ZeroDivisionError: of ours" in answer.err and "Traceback" not in answer.err
    assert "Traceback" in (workspace.logs / "cli.log").read_text()


def test_no_words_show_the_way(sdad):
    answer = sdad()
    assert answer.code == 0
    assert "sdad train rain" in answer.out


def test_a_setting_that_cannot_be_is_said(sdad, monkeypatch):
    monkeypatch.setenv("SDAD_HTTP_PORT", "many")
    answer = sdad("status")
    assert answer.code == 2
    assert "SDAD_HTTP_PORT" in answer.err


@pytest.mark.skipif(os.name != "posix", reason="pipes end otherwise on Windows")
def test_a_reader_that_has_enough_is_no_fault(workspace):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sdad", "preset", "list"], stdout=writing, stderr=subprocess.PIPE, timeout=60
        )
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 141
