from __future__ import annotations

import json
import math

from sdad.errors import Busy
from sdad.surfaces.osc.journal import DONE, IGNORED, KEPT, MAX_ARGUMENTS, Journal

PEER = ("127.0.0.1", 5000)


def test_messages_come_in_their_order_and_after_a_number():
    journal = Journal()
    journal.note(PEER, "/a", (1, 0.5, "x"), DONE)
    journal.refused(PEER, "/b", (), Busy("Too much.", "Send fewer.", "/b"))
    first, second = journal.after(0)
    assert (first["number"], first["from"], first["address"], first["arguments"]) == (
        *(1, "127.0.0.1:5000", "/a"),
        [1, 0.5, "x"],
    )
    assert (second["verdict"], second["text"]) == ("engine.busy", "Too much. Send fewer.")
    assert journal.after(1) == [second] and journal.after(2) == []


def test_whatever_was_sent_becomes_json():
    journal = Journal()
    journal.note(PEER, "/a" * 500, (math.nan, math.inf, b"\0\1", None, True, "x" * 5000), DONE)
    journal.note(PEER, "/b", tuple(range(1000)), DONE)
    text = json.dumps(journal.after(0), allow_nan=False)
    assert len(text) < 2000
    assert journal.after(0)[0]["arguments"][:5] == ["nan", "inf", "b'\\x00\\x01'", None, True]
    assert len(journal.after(1)[0]["arguments"]) == MAX_ARGUMENTS


def test_what_nobody_looks_into_is_one_line_a_second():
    now = [0.0]
    journal = Journal(lambda: now[0])
    journal.pass_over(0)
    assert journal.after(0) == []
    for _ in range(500):
        journal.pass_over(2)
        now[0] += 0.01
    lines = journal.after(0)
    assert [each["verdict"] for each in lines] == [IGNORED] * 5 and lines[0]["from"] == ""
    now[0] += 1.0
    lines = journal.after(0)
    assert sum(int(each["text"].split()[0]) for each in lines) == 1000 and len(lines) == 6


def test_only_the_newest_are_kept():
    journal = Journal()
    for _ in range(KEPT + 5):
        journal.note(PEER, "/a", (), DONE)
    assert [each["number"] for each in journal.after(0)][:: KEPT - 1] == [6, KEPT + 5]
