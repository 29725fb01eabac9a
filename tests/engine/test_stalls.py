import threading

import pytest

from sdad.engine.stalls import LOOK_S, STALL_S, TOLD_S, Stalls


class Watched:
    """A clock that a test moves, and what people are told."""

    def __init__(self):
        self.now = 0.0
        self.told = []
        self.stalls = Stalls(self.told.append, lambda: self.now)

    def looked_at(self, for_s, every_s=0.125):
        for _ in range(round(for_s / every_s)):
            self.now += every_s
            self.stalls.look()


@pytest.fixture
def watched():
    return Watched()


def test_what_a_thread_hangs_in_is_written_down_once_and_later_people_are_told(watched, caplog, said):
    free, hung = threading.Event(), threading.Event()

    def the_place_where_it_hangs():
        watched.stalls.well()
        hung.set()
        free.wait(20)

    thread = threading.Thread(target=the_place_where_it_hangs)
    thread.start()
    hung.wait(20)
    watched.looked_at(STALL_S - 0.125)
    assert watched.stalls.count == 0 and not caplog.records
    watched.looked_at(0.25)
    assert watched.stalls.count == 1 and "the_place_where_it_hangs" in caplog.text
    watched.looked_at(TOLD_S - STALL_S - 0.25)
    assert not watched.stalls.hangs and watched.told == []
    watched.looked_at(10.0)
    free.set()
    thread.join()
    assert watched.stalls.hangs and watched.stalls.count == 1 and len(caplog.records) == 1
    (told,) = watched.told
    said(
        told, "engine.stalled", "engine", "Start sdad again if it goes on", "state/logs/daemon.log says where it hangs"
    )


def test_a_thread_that_is_well_again_may_hang_again(watched):
    for _ in range(3):
        watched.stalls.well()
        assert not watched.stalls.hangs
        watched.looked_at(STALL_S)
    assert watched.stalls.count == 3


def test_a_thread_that_only_waits_does_not_hang_unless_it_sleeps_in(watched):
    watched.stalls.well(1.0)
    watched.looked_at(1.0 + STALL_S - 0.125)
    assert watched.stalls.count == 0
    watched.looked_at(0.25)
    assert watched.stalls.count == 1


def test_the_time_in_which_nobody_had_the_machine_does_not_count(watched):
    watched.stalls.well()
    for _ in range(3):
        watched.now += 60.0
        watched.stalls.look()
    assert watched.stalls.count == 0
    watched.looked_at(STALL_S - 3 * LOOK_S)
    assert watched.stalls.count == 1


def test_before_the_first_sign_nothing_is_said(watched):
    watched.looked_at(100.0)
    assert watched.stalls.count == 0
