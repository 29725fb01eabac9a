import threading

from sdad.engine.stalls import STALL_S, Stalls


def test_what_a_thread_hangs_in_is_written_down_once(caplog):
    now = 0.0
    stalls = Stalls(clock=lambda: now)
    free, hung = threading.Event(), threading.Event()

    def the_place_where_it_hangs():
        stalls.well()
        hung.set()
        free.wait(20)

    thread = threading.Thread(target=the_place_where_it_hangs)
    thread.start()
    hung.wait(20)
    now = STALL_S - 0.1
    stalls.look()
    assert stalls.count == 0 and not caplog.records
    now = STALL_S + 0.1
    stalls.look()
    stalls.look()
    free.set()
    thread.join()
    assert stalls.hangs and stalls.count == 1 and len(caplog.records) == 1
    assert "the_place_where_it_hangs" in caplog.text
    now = 2 * STALL_S + 0.2
    stalls.look()
    assert stalls.count == 1


def test_a_thread_that_is_well_again_may_hang_again():
    now = 0.0
    stalls = Stalls(clock=lambda: now)
    for _ in range(3):
        stalls.well()
        assert not stalls.hangs
        now += STALL_S
        stalls.look()
    assert stalls.count == 3


def test_before_the_first_sign_nothing_is_said():
    now = 0.0
    stalls = Stalls(clock=lambda: now)
    now = 100.0
    stalls.look()
    assert stalls.count == 0
