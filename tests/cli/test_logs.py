import json

import pytest


@pytest.fixture
def written(workspace):
    """Logs in which there is something to read."""
    workspace.logs.mkdir(parents=True, exist_ok=True)

    def line(text):
        return json.dumps({"at": "2026-01-01T00:00:00.000+00:00", "level": "info", "from": "sdad", "text": text}) + "\n"

    (workspace.logs / "daemon.log.1").write_text(line("the first") + line("the second"))
    (workspace.logs / "daemon.log").write_text(line("third\x1b[2J"))
    (workspace.logs / "render.log").write_text("Fatal Python error: Aborted\n")
    return workspace


def test_the_newest_lines_are_shown_and_harmless(sdad, written):
    assert [line.split("info")[1].strip() for line in sdad("logs").out.splitlines()] == [
        "the first",
        "the second",
        "third\\x1b[2J",
    ]
    assert len(sdad("logs", "--lines", 2).out.splitlines()) == 2
    assert json.loads(sdad("logs", "--json").json["lines"][-1])["text"] == "third\x1b[2J"
    assert sdad("logs", "render").out == "Fatal Python error: Aborted\n"


def test_a_log_that_is_not_there_is_said(sdad, written):
    said = sdad("logs", "rendre")
    assert said.code == 4 and 'Did you mean "render"?' in said.err


def test_without_any_it_is_said_why(sdad, workspace):
    assert "No daemon has run" in sdad("logs").err
