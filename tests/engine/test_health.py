import pytest

from sdad.engine.health import LITTLE_BYTES, NEARLY_NONE_BYTES, health


def status(**changed):
    child = {"state": "running", "pid": 1, "restarts": 0, "why": None}
    return {
        "hangs": False,
        "surfaces": dict.fromkeys(["osc", "http", "watch", "midi", "panel"]),
        "ports": {"osc": 9109, "http": 9110, "panel": 9111},
        "children": {"render": child, "midi": child, "panel": child},
        "midi": {"available": True, "ports": ["nano"], "reason": None},
        **changed,
    }


def look(tmp_path, free=10 * LITTLE_BYTES, **changed):
    return health(status(**changed), tmp_path, lambda folder: free)


def test_all_is_well(tmp_path):
    found = look(tmp_path)
    assert found["state"] == "ok"
    assert {name: part["state"] for name, part in found["parts"].items()} == dict.fromkeys(
        ["engine", "osc", "http", "watch", "midi", "panel", "render", "disk"], "ok"
    )
    assert found["parts"]["osc"]["text"] == "port 9109"


@pytest.mark.parametrize(
    ("changed", "part", "state", "whole"),
    [
        ({"surfaces": {"osc": "OSC port 9109 is taken."}}, "osc", "failing", "failing"),
        ({"hangs": True}, "engine", "failing", "failing"),
        ({"ports": {"panel": None}, "children": {}}, "panel", "starting", "starting"),
        ({"children": {"panel": {"state": "waiting", "restarts": 2}}}, "panel", "starting", "starting"),
        ({"children": {"render": {"state": "failing", "why": "no torch"}}}, "render", "failing", "failing"),
        ({"midi": {"available": False, "reason": "there is no JACK"}}, "midi", "off", "ok"),
        ({"children": {"midi": {"state": "failing", "why": "it crashed"}}}, "midi", "failing", "failing"),
        ({"free": LITTLE_BYTES - 1}, "disk", "degraded", "degraded"),
        ({"free": NEARLY_NONE_BYTES - 1}, "disk", "failing", "failing"),
    ],
)
def test_the_worst_part_is_how_the_whole_is(tmp_path, changed, part, state, whole):
    found = look(tmp_path, **changed)
    assert (found["parts"][part]["state"], found["state"]) == (state, whole)


def test_why_a_part_fails_is_said(tmp_path):
    found = look(tmp_path, children={"render": {"state": "failing", "why": "no torch"}})
    assert found["parts"]["render"]["text"] == "no torch"
    again = look(tmp_path, children={"render": {"state": "running", "restarts": 3, "why": None}})
    assert again["parts"]["render"] == {"state": "ok", "text": "started again 3 time(s)"}


def test_a_drive_that_has_gone_is_said(tmp_path):
    found = health(status(), tmp_path / "gone" / "away")
    assert found["state"] == "failing" and "connect its drive" in found["parts"]["disk"]["text"]


def test_before_anything_is_open_there_is_an_answer(tmp_path):
    assert health({}, tmp_path, lambda folder: LITTLE_BYTES)["parts"] == {
        "disk": {"state": "ok", "text": "1.0 GB free"}
    }
