from __future__ import annotations

import pytest

from sdad.surfaces.watch.settling import Settling

A, A_GROWN, B = {"a.wav": (1, 1)}, {"a.wav": (2, 2)}, {"b.wav": (1, 1)}


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settling(clock):
    return Settling(2.0, clock)


def looks(settling, clock, *listings, step_s):
    """Looks once for each listing, some time apart; returns which looks brought news."""
    news = []
    for listing in listings:
        news.append(settling.look("k", listing))
        clock.now += step_s
    return news


def test_what_was_left_alone_for_two_seconds_is_told_once(settling, clock):
    assert looks(settling, clock, A, A, A, A, step_s=1.0) == [False, False, True, False]


def test_a_file_that_grows_is_not_told_before_it_has_stopped(settling, clock):
    growing = [{"a.wav": (size, size)} for size in range(10)]
    assert looks(settling, clock, *growing, growing[-1], growing[-1], step_s=1.0) == [False] * 11 + [True]


def test_a_file_that_changes_and_keeps_its_size_is_new(settling, clock):
    looks(settling, clock, A, A, A, step_s=1.0)
    assert looks(settling, clock, A_GROWN, A_GROWN, A_GROWN, step_s=1.0) == [False, False, True]


def test_many_files_that_come_one_after_the_other_are_told_once(settling, clock):
    batch = [{f"{index}.wav": (1, 1) for index in range(count)} for count in range(1, 20)]
    assert sum(looks(settling, clock, *batch, *[batch[-1]] * 5, step_s=1.0)) == 1


def test_what_came_and_went_again_is_no_news(settling, clock):
    looks(settling, clock, A, A, A, step_s=1.0)
    assert looks(settling, clock, A | B, A, A, A, A, step_s=1.0) == [False] * 5
    assert settling.restless == []


def test_what_has_gone_is_news(settling, clock):
    looks(settling, clock, A, A, A, step_s=1.0)
    assert looks(settling, clock, {}, {}, {}, step_s=1.0) == [False, False, True]


def test_an_empty_folder_is_no_news(settling, clock):
    assert looks(settling, clock, {}, {}, {}, {}, step_s=1.0) == [False] * 4


def test_each_dataset_settles_by_itself(settling, clock):
    settling.look("k", A)
    clock.now += 1.5
    settling.look("m", A)
    clock.now += 0.5
    assert settling.look("k", A) is True
    assert settling.look("m", A) is False
    assert settling.restless == ["m"]


def test_a_dataset_that_is_gone_is_told_if_it_held_something(settling, clock):
    looks(settling, clock, A, A, A, step_s=1.0)
    settling.look("empty", {})
    assert settling.keep_only(["m"]) == ["k"]
    assert settling.keep_only(["m"]) == []
