import json

import pytest

from sdad.cli import logs
from sdad.cli.call import Call
from sdad.cli.console import Console
from sdad.cli.parser import parse


def line(at, text, level="info", part="daemon", **more):
    return json.dumps({"at": f"2026-11-23T07:00:{at:02}.000+00:00", "level": level, "part": part, "text": text, **more})


@pytest.fixture
def written(workspace):
    (workspace.logs / "daemon.log.1").write_text(line(1, "first") + "\n")
    (workspace.logs / "daemon.log").write_text(
        "\n".join([line(2, "second", "warning"), line(5, "fifth", trace="Traceback\n  \x1b[2Jx")]) + "\n"
    )
    (workspace.logs / "render.log").write_text(line(3, "third", part="render") + "\nC library: fourth \x1b[31m\n")
    return workspace.logs


def test_all_logs_are_one_story(sdad, written):
    said = sdad("logs").out
    words = ["first", "second", "third", "fourth", "fifth"]
    assert [word for word in said.replace("\n", " ").split() if word in words] == words
    assert "\x1b" not in said and "C library: fourth \\x1b[31m" in said and "    Traceback" in said
    assert "2026-11-23 07:00:03 info    render: third" in said


def test_one_part_one_level_and_so_many_lines(sdad, written):
    assert [each["text"] for each in sdad("logs", "daemon", "--json").json["lines"]] == ["first", "second", "fifth"]
    assert [each["text"] for each in sdad("logs", "--level", "warning", "--json").json["lines"]] == ["second"]
    assert [each["text"] for each in sdad("logs", "--lines", 1, "--json").json["lines"]] == ["fifth"]


def test_a_log_that_is_not_there_is_named_and_none_at_all_is_fine(sdad, workspace, written):
    answer = sdad("logs", "rendr")
    assert answer.code == 4 and 'Did you mean "render"?' in answer.err
    for file in workspace.logs.iterdir():
        file.unlink()
    assert sdad("logs").out == ""


def test_following_shows_what_is_added_also_after_a_new_beginning(workspace, written, capsys):
    steps = iter(
        [
            lambda: (written / "daemon.log").write_text((written / "daemon.log").read_text() + line(6, "sixth") + "\n"),
            lambda: None,
            lambda: (
                [(written / name).unlink() for name in ("daemon.log.1", "render.log")]
                and (written / "daemon.log").write_text(line(7, "seventh") + "\n")
            ),
        ]
    )

    def sleep(_):
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    call = Call(parse(["logs", "--follow", "--workspace", str(workspace.root)]), Console(json=False))
    with pytest.raises(KeyboardInterrupt):
        logs.logs(call, sleep)
    said = capsys.readouterr().out
    assert [said.count(word) for word in ("fifth", "sixth", "seventh")] == [1, 1, 1]
