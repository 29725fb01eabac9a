import pytest

from sdad.engine.headway import ENDED, LOOK_S, TOLD, Headway


class Watched:
    """A render that nothing is heard of unless a test says so, on a clock that the test moves."""

    def __init__(self):
        self.now = 0.0
        self.told, self.ended = [], []
        self.headway = Headway(self.told.append, lambda: self.ended.append(self.now), lambda: self.now)

    def looked_at(self, for_s):
        for _ in range(round(for_s)):
            self.now += 1.0
            self.headway.look()


@pytest.fixture
def watched():
    return Watched()


def test_people_are_told_once_and_later_the_worker_is_ended(watched, said):
    watched.headway.begin("r1", 10.0)
    told_s, ended_s = (at_least + times * 10.0 for at_least, times in (TOLD, ENDED))
    watched.looked_at(told_s)
    assert watched.told == []
    watched.looked_at(1)
    (stuck,) = watched.told
    said(stuck, "engine.render_stuck", "r1", "Wait, or cancel it")
    assert stuck.text == (
        f"Render r1 has come no further for {told_s + 1:.0f} s. Wait, or cancel it; after {ended_s:.0f} s its worker "
        f"is ended and the render tried again."
    )
    watched.looked_at(ended_s - told_s - 1)
    assert (watched.ended, len(watched.told)) == ([], 1)
    watched.looked_at(1)
    assert watched.ended == [ended_s + 1]
    watched.looked_at(told_s)  # what comes of it takes its time
    assert len(watched.ended) == 1


def test_with_progress_now_and_then_it_may_take_as_long_as_it_takes(watched):
    watched.headway.begin("r1", 10.0)
    for _ in range(50):
        watched.looked_at(TOLD[0])
        watched.headway.made()
    assert watched.told == watched.ended == []


def test_a_long_take_may_be_silent_for_longer_than_a_short_one(watched):
    watched.headway.begin("r1", 300.0)
    watched.looked_at(1200)
    assert watched.told == []


def test_the_time_in_which_the_machine_slept_does_not_count(watched):
    watched.headway.begin("r1", 10.0)
    for _ in range(3):
        watched.now += 8 * 3600.0
        watched.headway.look()
    assert watched.told == []
    watched.looked_at(TOLD[0] + TOLD[1] * 10.0 + 1 - 3 * LOOK_S)
    assert len(watched.told) == 1
