from pathlib import Path

import pytest


@pytest.fixture
def takes(sdad, rain, stage):
    return [take["id"] for take in sdad("render", "rain", "--takes", 3, "--json").json["takes"]]


def test_the_newest_come_first(sdad, takes):
    listed = sdad("take", "list", "--json").json["takes"]
    assert [one["id"] for one in listed] == takes[::-1]
    assert [line.split()[0] for line in sdad("take", "list", "--limit", 2).out.splitlines()] == takes[:0:-1]


def test_a_star_can_be_listed_by(sdad, takes):
    assert sdad("take", "star", takes[1]).code == 0
    listed = sdad("take", "list", "--starred", "--json").json["takes"]
    assert [one["id"] for one in listed] == [takes[1]]


def test_a_discarded_take_is_in_the_trash(sdad, takes, workspace):
    answer = sdad("take", "discard", takes[0], "--json")
    assert answer.json["verdict"] == "discard"
    assert Path(answer.json["path"]).is_file() and Path(answer.json["path"]).parent == workspace.trash
    assert len(sdad("take", "list", "--json").json["takes"]) == 2
    assert sdad("take", "discard", takes[0]).code == 4


def test_without_an_id_the_newest_is_meant(sdad, takes, workspace):
    answer = sdad("take", "feed", "--json")
    assert answer.json["id"] == takes[2]
    assert Path(answer.json["path"]).parent == workspace.datasets / "rain"
    assert "sdad train rain" in sdad("take", "feed").out


def test_with_no_take_at_all_the_way_is_shown(sdad):
    assert sdad("take", "star").code == 4
    answer = sdad("take", "list")
    assert (answer.code, answer.out) == (0, "") and "sdad render" in answer.err
