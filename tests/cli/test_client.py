import json
import socket

import httpx
import pytest

from sdad.cli.client import Client, running_daemon
from sdad.errors import Cancelled, DiskFull, LiveLock, SdadError
from sdad.library.layout import Workspace


def answering(handler) -> Client:
    return Client(1, "token", transport=httpx.MockTransport(handler))


def test_a_refusal_comes_back_as_the_error_it_was():
    client = answering(lambda _: httpx.Response(507, json=DiskFull("/there").as_dict()))
    with pytest.raises(DiskFull) as refused:
        client.post("/api/render", {})
    assert refused.value.exit_code == 7 and refused.value.text == DiskFull("/there").text


@pytest.mark.parametrize(
    ("fault", "exit_code", "facts"),
    [
        (httpx.ConnectError, 3, ("engine.daemon_not_running", "daemon", "Start it with: sdad up")),
        (httpx.ReadError, 3, ("engine.daemon_not_running", "daemon", "Start it with: sdad up")),
        (httpx.ReadTimeout, 124, ("engine.timed_out", "The daemon", "See sdad status and the log in state/logs")),
    ],
)
def test_a_daemon_that_goes_away_is_said_so(fault, exit_code, facts, said):
    def handler(_):
        raise fault("gone")

    with pytest.raises(SdadError) as refusal:
        answering(handler).get("/api/status")
    said(refusal.value, *facts)
    assert refusal.value.exit_code == exit_code


def test_without_a_daemon_a_verb_that_needs_it_says_how_to_start_it(sdad, workspace, said):
    answer = sdad("status", "--json")
    error = answer.json["error"]
    said(error, "engine.daemon_not_running", "daemon", "Start it with: sdad up")
    assert answer.code == 3 and error["text"] in answer.err


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(404, json={"detail": "Not Found"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
    ],
)
def test_an_answer_of_another_version_is_no_trace(response, said):
    with pytest.raises(SdadError) as refusal:
        answering(lambda _: response).get("/api/status")
    said(refusal.value, "engine.other_version", "daemon", "start it again with sdad up")


def test_a_proxy_of_the_environment_is_not_asked(daemon, workspace, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert running_daemon(workspace) is not None


def jobs(*states) -> Client:
    waiting = list(states)
    return answering(lambda _: httpx.Response(200, json=waiting.pop(0)))


def test_a_job_is_followed_to_its_result():
    seen, pauses = [], []
    client = jobs({"state": "queued"}, {"state": "running", "fraction": 0.5}, {"state": "done", "result": {"id": "r1"}})
    assert client.finished("r1", lambda facts: seen.append(facts["state"]), sleep=pauses.append) == {"id": "r1"}
    assert seen == ["queued", "running", "done"]
    assert len(pauses) == 2


def test_a_job_that_fails_raises_what_it_failed_with():
    client = jobs({"state": "running"}, {"state": "failed", "error": LiveLock().as_dict()})
    with pytest.raises(LiveLock):
        client.finished("r1", lambda _: None, sleep=lambda _: None)


@pytest.mark.parametrize("state", ["cancelled", "superseded"])
def test_a_job_that_was_called_off_is_130(state):
    with pytest.raises(Cancelled) as ended:
        jobs({"state": state}).finished("r1", lambda _: None)
    assert ended.value.exit_code == 130


def test_a_running_daemon_is_found(daemon, workspace):
    client = running_daemon(workspace)
    assert client is not None and client.get("/api/status")["ready"] is True


def test_the_daemon_of_another_workspace_is_not_ours(daemon, workspace, tmp_path):
    daemon.answers["GET", "/api/status"]["workspace"] = str(tmp_path / "other")
    assert running_daemon(workspace) is None


def test_no_file_means_no_daemon(tmp_path):
    assert running_daemon(Workspace(tmp_path)) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"http": null}', '{"http": "9110"}', '{"http": 99999999}'])
def test_a_damaged_file_counts_as_none(workspace, content):
    workspace.daemon_file.write_text(content)
    assert running_daemon(workspace) is None


def test_what_a_dead_daemon_left_counts_as_none(workspace):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    workspace.daemon_file.write_text(json.dumps({"http": port}))
    assert running_daemon(workspace) is None
