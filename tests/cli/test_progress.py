import io

import pytest

from sdad.cli.progress import PLAIN_EVERY_S, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_elsewhere_than_on_a_terminal_lines_are_few(clock):
    stream = io.StringIO()
    with Progress(stream, clock) as progress:
        for percent in range(100):
            clock.now_s += PLAIN_EVERY_S / 20
            progress.update("learning", percent / 100)
        progress.update("calibrating", 0.99)
    lines = stream.getvalue().splitlines()
    assert 4 <= len(lines) <= 8
    assert lines[0] == "learning: 0%" and lines[-1].startswith("calibrating: 99%")
    assert "\r" not in stream.getvalue() and "\x1b" not in stream.getvalue()


def test_a_terminal_has_one_line_that_is_cleared_at_the_end(clock):
    stream = Terminal()
    with Progress(stream, clock) as progress:
        for percent in range(0, 100, 10):
            clock.now_s += 1.0
            progress.update("rendering", percent / 100)
    written = stream.getvalue()
    assert "\n" not in written
    assert written.endswith("\r\x1b[K")


def test_the_time_left_is_reckoned_from_what_has_passed(clock):
    stream = io.StringIO()
    progress = Progress(stream, clock)
    clock.now_s += 30.0
    progress.update("learning", 0.25)
    assert stream.getvalue() == "learning: 25%, about 1 min 30 s left\n"


@pytest.mark.parametrize(("eta_s", "said"), [(125.0, ", about 2 min 05 s left"), (0.0, ""), (float("inf"), "")])
def test_a_given_time_is_shown_where_it_means_something(clock, eta_s, said):
    stream = io.StringIO()
    Progress(stream, clock).update("learning", 0.5, eta_s)
    assert stream.getvalue() == f"learning: 50%{said}\n"


def test_nothing_is_written_when_nothing_happened(clock):
    stream = Terminal()
    with Progress(stream, clock):
        pass
    assert stream.getvalue() == ""
