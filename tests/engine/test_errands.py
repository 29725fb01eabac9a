import threading

import pytest

from sdad.engine.errands import Errands


def test_errands_are_done_in_order_and_a_failing_one_does_not_stop_the_next():
    errands = Errands()
    errands.start()
    done = []
    first = errands.do(lambda: done.append(1))
    failing = errands.do(lambda: 1 / 0)
    last = errands.do(lambda: done.append(2) or "two")
    assert last.result(timeout=10) == "two"
    assert first.done()
    with pytest.raises(ZeroDivisionError):
        failing.result()
    assert done == [1, 2]
    errands.stop(5.0)


def test_a_long_errand_does_not_keep_the_process_from_ending():
    errands = Errands()
    errands.start()
    release = threading.Event()
    errands.do(release.wait)
    errands.stop(0.05)
    release.set()
