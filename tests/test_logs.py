import json
import logging

import pytest

from sdad.logs import LONGEST, Plain, Structured, escaped, readable, text_of

FORGED = 'ok\r\n{"at": "x", "level": "error", "text": "forged"}\x1b[2J\u202e\x00'


def record(text, *given, fault=None):
    return logging.LogRecord("sdad.engine", logging.WARNING, __file__, 1, text, given, fault)


def test_a_record_is_one_line_that_says_when_where_and_what():
    facts = json.loads(Structured().format(record("%s is %d", "rain", 3)))
    assert (facts["level"], facts["from"], facts["text"]) == ("warning", "sdad.engine", "rain is 3")
    assert facts["at"].endswith("+00:00") and "trace" not in facts


@pytest.mark.parametrize("formatter", [Structured(), Plain()])
def test_text_of_others_cannot_pass_for_a_line_or_move_the_cursor(formatter):
    line = formatter.format(record("%s", FORGED))
    assert len(line.splitlines()) == 1 and line.isprintable()


def test_what_is_kept_is_kept_as_it_was_and_shown_harmless():
    line = Structured().format(record("%s", FORGED))
    assert json.loads(line)["text"] == FORGED
    assert readable(line).isprintable() and "\\x1b[2J" in readable(line)
    assert text_of(line) == escaped(FORGED)


def test_a_fault_has_its_trace():
    try:
        raise ZeroDivisionError("by\x1b[31m zero")
    except ZeroDivisionError as error:
        one = record("it failed", fault=(type(error), error, error.__traceback__))
    assert "ZeroDivisionError" in json.loads(Structured().format(one))["trace"]
    for said in (Plain().format(one), readable(Structured().format(one))):
        assert "it failed\nTraceback" in said and "\x1b" not in said


def test_no_text_is_endless():
    assert len(Structured().format(record("x" * 10**6))) < 2 * LONGEST


@pytest.mark.parametrize("line", ["Fatal Python error: Aborted\n", "\x1b[31mred", "{}", "[1]", '{"text": 1', ""])
def test_what_is_no_line_of_ours_is_shown_as_it_is(line):
    assert readable(line) == escaped(line.strip())
    assert text_of(line) == escaped(line.strip())
