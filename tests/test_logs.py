import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from sdad import logs

HOSTILE = "x\n2026-01-01 ERROR planted\r\x1b[2J\x1b]0;title\x07\x00\x85\x9b31m\u2028\u202egnp.exe\ufeff\ud800 ok"


@pytest.fixture
def log(tmp_path):
    """A logger of the test's own, and the lines of the file that it writes."""
    handler = logs.to_file(tmp_path / "daemon.log")
    logger = logging.Logger("sdad.test")
    logger.addHandler(handler)
    yield logger, lambda: (tmp_path / "daemon.log").read_bytes().splitlines()
    handler.close()


def test_a_line_is_one_object_and_nothing_in_it_can_end_it(log):
    logger, lines = log
    logger.warning("%s said %s", "somebody", HOSTILE)
    (line,) = lines()
    assert all(0x20 <= byte < 0x7F for byte in line)
    facts = json.loads(line)
    assert facts["text"] == f"somebody said {HOSTILE}"
    assert (facts["level"], facts["part"], facts["from"]) == ("warning", "daemon", "sdad.test")
    assert facts["at"].endswith("+00:00")


def test_a_text_for_a_terminal_tells_it_nothing():
    shown = logs.escaped(HOSTILE)
    assert shown.isprintable() and "\\x1b[2J" in shown and "\\n" in shown and "\\u202e" in shown
    assert logs.escaped("é 音 — fine") == "é 音 — fine"
    assert logs.escaped("a" * 300, 200) == "a" * 200 + "…"
    assert len(logs.escaped("\x1b" * 10_000_000)) == logs.MOST_TEXT + 1


def test_no_text_is_endless_and_no_secret_is_written(log):
    logger, lines = log
    logger.error("x" * 100_000)
    logger.error("Authorization: Bearer abc-DEF_123 GET /?token=abc-DEF_123&x=1 Cookie: sdad-9111=abc-DEF_123")
    first, second = lines()
    assert len(first) < logs.MOST_TEXT + 300
    assert b"abc-DEF" not in second and second.count(b"***") == 3


def test_a_fault_has_its_trace_on_the_same_line(log):
    logger, lines = log
    try:
        raise ValueError("a\nb")
    except ValueError:
        logger.exception("It failed")
    (line,) = lines()
    assert "ValueError: a\nb" in json.loads(line)["trace"]


def test_files_stay_small_and_few(tmp_path, log, monkeypatch):
    logger, _ = log
    logger.handlers[0].maxBytes = 10_000
    for number in range(2000):
        logger.info("line %d", number)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["daemon.log", *(f"daemon.log.{number}" for number in range(1, logs.OLDER_FILES + 1))]
    assert all(path.stat().st_size <= 10_000 for path in tmp_path.iterdir())
    numbers = [int(facts["text"].split()[1]) for _, facts in logs.records(tmp_path)]
    assert numbers == list(range(numbers[0], 2000)), "the older file first"


def test_what_a_child_writes_stays_small_while_it_goes_on_writing(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    path = tmp_path / "render.log"
    with path.open("ab") as child:
        for number in range(100):
            child.write(b"line %d\n" % number * 10)
            child.flush()
            logs.keep_small(path)
    assert path.stat().st_size < 1200 and (tmp_path / "render.log.1").stat().st_size < 1200
    assert b"\0" not in path.read_bytes()
    assert path.read_bytes().endswith(b"line 99\n")
    logs.keep_small(tmp_path / "none.log")


def test_lines_that_are_no_json_are_text():
    assert logs.parsed("ALSA lib: no such device\n", "midi")["text"] == "ALSA lib: no such device"
    for line in ("[1]", "{}", '{"text": 3}', "null", "{"):
        assert logs.parsed(line)["text"] == line


def test_a_full_disk_ends_the_logging_and_not_the_program(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("needs Linux's /dev/full")
    program = (
        "import logging, sys; from sdad import logs\n"
        "handler = logs.to_file(__import__('pathlib').Path(sys.argv[1])); handler.stream = open('/dev/full', 'w')\n"
        "handler.maxBytes = 0; logs.begin(handler)\n"
        "[logging.getLogger('x').error('y' * 1000) for _ in range(100)]; print('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.log")], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "alive\n"
    assert "Traceback" not in done.stderr.partition("Exception ignored")[0]
